"""What every request must show before anything else looks at it.

A web page of somebody else's can make a browser send requests to this server: to its name with a
foreign Origin, or to a name of its own that resolves here (DNS rebinding). Hence: a known Host, for
a websocket a known Origin, and always the secret, from the link once and then from a cookie that no
script reads and no other site's page makes the browser send.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from ops.web.tokens import name_of

COOKIE = "floorwatch"
USER: web.RequestKey[str] = web.RequestKey("user", str)
"""Under this key a request that was let in carries the name of its user."""

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_MONTH_S = 30 * 24 * 3600
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_LINK = "Open the link that `floorwatch serve` printed for you.\n"


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets in who comes to a known name, from its own page, with a secret."""

    public: str
    """Scheme, host and port under which browsers know the server: `http://127.0.0.1:8000`."""
    port: int
    secrets: Mapping[str, str]

    @property
    def hosts(self) -> frozenset[str]:
        """The names, with ports, that a request may be made to."""
        return frozenset({urlsplit(self.public).netloc, *self._loopback()})

    @property
    def origins(self) -> frozenset[str]:
        """The pages that may open a session."""
        own = urlsplit(self.public)
        local = {f"http://{host}" for host in self._loopback()}
        return frozenset({f"{own.scheme}://{own.netloc}", *local})

    def _loopback(self) -> list[str]:
        return [f"{host}:{self.port}" for host in _LOOPBACK]

    def middleware(self) -> Middleware:
        """The guard as aiohttp wants it."""

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            told = self._refused(request) or self._welcomed(request)
            response = told or await handler(request)
            if not response.prepared:
                response.headers.update(_HEADERS)
            return response

        return guarded

    def _refused(self, request: web.Request) -> web.Response | None:
        if request.host not in self.hosts:
            return _no("This server is not known by that name.\n")
        origin = request.headers.get("Origin")
        if origin is not None and origin not in self.origins:
            return _no("Another site's page may not come in here.\n")
        if origin is None and request.headers.get("Upgrade", "").lower() == "websocket":
            return _no("A session is opened by the page.\n")
        return None

    def _welcomed(self, request: web.Request) -> web.Response | None:
        """None for a user with a cookie; who comes with a link gets one, others are refused."""
        if request.path == "/" and (given := request.query.get("token")) is not None:
            return self._cookie(given) if name_of(given, self.secrets) else _no(_LINK)
        name = name_of(request.cookies.get(COOKIE, ""), self.secrets)
        if name is None:
            return _no(_LINK)
        request[USER] = name
        return None

    def _cookie(self, token: str) -> web.Response:
        """To the page, without the secret in the address bar."""
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(
            COOKIE,
            token,
            max_age=_MONTH_S,
            httponly=True,
            samesite="Strict",
            secure=self.public.startswith("https:"),
        )
        return response


def _no(text: str) -> web.Response:
    return web.Response(status=403, text=text)
