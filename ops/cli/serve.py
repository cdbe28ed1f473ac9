"""`floorwatch serve`: the app in a browser, for those without a shell."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Annotated
from urllib.parse import urlsplit

import typer

from ops.cli.options import PlaceOptions, with_options
from ops.errors import FloorwatchError, UsageError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@with_options
def serve(
    place: PlaceOptions,
    user: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Who may come in; repeatable [default: you]"),
    ] = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="On which port")] = 8000,
    public_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="How browsers know the server, behind a proxy"),
    ] = None,
    sessions: Annotated[int, typer.Option(min=1, max=1000, help="So many at once at most")] = 20,
) -> None:
    """Open the floor to browsers.

    Prints a link for each --user; what somebody does carries their name. It listens to this machine
    only. Others reach it through a proxy that speaks HTTPS, whose address is the --public-url.
    """
    from ops.cli.place import explained
    from ops.cli.place import place as placed
    from ops.store.journal.journal import whoami
    from ops.web.sessions import FloorServer, Serving, in_url
    from ops.web.tokens import tokens

    public = (public_url or f"http://{in_url(host)}:{port}").rstrip("/")
    _check(host, public, told=public_url is not None)
    where = placed(place)
    with explained(where.store):
        where.access().folder(where.store)
    secrets = tokens(where.store, _names(user or [whoami()]))
    arguments = ["--store", str(where.store)]
    if where.settings.path is not None:
        arguments += ["--settings", str(where.settings.path)]
    serving = Serving(
        tuple(arguments), secrets, host, port, public, sessions,
        ready=lambda _: _links(public, secrets),
    )  # fmt: skip
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(FloorServer(serving).run())
    except OSError as error:
        what = f"{host}:{port}: {error.strerror or error}"
        raise FloorwatchError(what, "take another --port, or end what listens there") from error


def _check(host: str, public: str, *, told: bool) -> None:
    """Raise UsageError for an address that would not be safe or can't work."""
    parts = urlsplit(public)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
        raise UsageError(f"--public-url {public} is no address", "as in https://floor.example.com")
    if host not in LOOPBACK and not told:
        raise UsageError(
            f"--host {host} opens the floor to the network",
            "say with --public-url how browsers reach it, best as https through a proxy",
        )


def _names(given: list[str]) -> list[str]:
    from ops.formats import safe

    for name in given:
        if not name.strip() or safe(name, 40) != name:
            raise UsageError(f"--user {name!r} is no name", "1 to 40 letters")
    return given


def _links(public: str, secrets: dict[str, str]) -> None:
    from ops.cli.narration import say

    links = [f"{name}: {public}/?token={secret}" for name, secret in secrets.items()]
    say("open in a browser, each their own:\n" + "\n".join(links), "Ctrl-C ends it")
