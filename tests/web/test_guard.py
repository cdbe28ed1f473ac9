"""Who is let in: a known name, an own page, a secret; nobody else."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from ops.web.tokens import FILE, name_of, tokens
from tests.cli.terminal import floorwatch
from tests.web.conftest import Served, serving


@pytest_asyncio.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as found:
        yield found


def cookie(served: Served, user: str = "ana") -> dict[str, str]:
    return {"Cookie": f"floorwatch={served.tokens[user]}"}


async def status(client: aiohttp.ClientSession, at: str, **headers: str) -> int:
    async with client.get(at, headers=headers, allow_redirects=False) as told:
        return told.status


async def test_a_link_becomes_a_cookie_no_script_reads(
    served: Served, client: aiohttp.ClientSession
) -> None:
    link = f"{served.address}/?token={served.tokens['ana']}"
    async with client.get(link, allow_redirects=False) as told:
        assert (told.status, told.headers["Location"]) == (303, "/")
        given = told.headers["Set-Cookie"]
    assert given.startswith(f"floorwatch={served.tokens['ana']};")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(given.split("; "))
    async with client.get(served.address, headers=cookie(served)) as told:
        assert told.status == 200
        assert "frame-ancestors 'none'" in told.headers["Content-Security-Policy"]
        assert told.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/ws", "/static/js/textual.js", "/page/page.js", "/x"])
async def test_nothing_without_the_secret(
    served: Served, client: aiohttp.ClientSession, path: str
) -> None:
    assert await status(client, served.address + path) == 403
    assert await status(client, served.address + path, Cookie="floorwatch=guess") == 403
    assert await status(client, f"{served.address}/?token=guess") == 403


async def test_not_under_a_name_of_somebody_elses(
    served: Served, client: aiohttp.ClientSession
) -> None:
    rebound = {"Host": f"evil.example:{served.port}", **cookie(served)}
    assert await status(client, served.address, **rebound) == 403
    assert await status(client, served.address, Host=f"localhost:{served.port}",
                        **cookie(served)) == 200  # fmt: skip


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", None])
async def test_no_session_from_another_page(
    served: Served, client: aiohttp.ClientSession, origin: str | None
) -> None:
    headers = cookie(served) | ({"Origin": origin} if origin else {})
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await client.ws_connect(f"{served.address}/ws", headers=headers)
    assert refused.value.status == 403


async def test_no_more_sessions_than_allowed(served: Served, client: aiohttp.ClientSession) -> None:
    headers = cookie(served, "ben") | {"Origin": served.address}
    one = await client.ws_connect(f"{served.address}/ws", headers=headers)
    two = await client.ws_connect(f"{served.address}/ws", headers=headers)
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await client.ws_connect(f"{served.address}/ws", headers=headers)
    assert refused.value.status == 503
    assert (await one.receive()).type is aiohttp.WSMsgType.BINARY  # the others go on
    await one.close()
    await two.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
async def test_a_session_does_not_outlive_its_server(
    client: aiohttp.ClientSession, tmp_path: Path, number: signal.Signals
) -> None:
    with serving(tmp_path) as (running, served):
        headers = cookie(served) | {"Origin": served.address}
        session = await client.ws_connect(f"{served.address}/ws", headers=headers)
        assert (await session.receive()).type is aiohttp.WSMsgType.BINARY
        (child,) = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
        running.send_signal(number)
        async with asyncio.timeout(20):
            while Path(f"/proc/{child}/cmdline").exists() and _is_alive(int(child)):
                await asyncio.sleep(0.1)


def _is_alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state != "Z"


def test_links_stay_good_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first = tokens(tmp_path, ["ana"])
    both = tokens(tmp_path, ["ana", "ben"])
    assert both["ana"] == first["ana"] != both["ben"]
    assert tokens(tmp_path, ["ben"]) == {"ben": both["ben"]}
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert name_of(both["ben"], both) == "ben"
    assert name_of("", both) is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--host", "0.0.0.0"], "--public-url"),
        (["--public-url", "floor.example.com"], "is no address"),
        (["--user", " "], "is no name"),
        (["--user", "a\x1bb"], "is no name"),
    ],
)
def test_what_would_not_be_safe_is_refused(tmp_path: Path, arguments: list[str], says: str) -> None:
    ran = floorwatch("serve", "--store", tmp_path / "store", *arguments)
    assert ran.code == 2
    assert says in ran.err


def test_an_address_that_is_taken(served: Served, tmp_path: Path) -> None:
    ran = floorwatch("serve", "--store", tmp_path / "store", "--port", str(served.port))
    assert ran.code == 1
    assert str(served.port) in ran.err
