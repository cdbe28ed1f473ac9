"""Opens the app: `python app.py` in a checkout is what `floorwatch` is when installed."""

from ops.cli.main import run

if __name__ == "__main__":
    run()
