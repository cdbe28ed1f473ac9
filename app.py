"""Opens the app: `python app.py` in a checkout is what `floorwatch` is when installed."""

import sys

from ops.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
