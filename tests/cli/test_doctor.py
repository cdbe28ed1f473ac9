"""`floorwatch doctor` and `floorwatch forget`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import SMALL, line
from tests.cli.terminal import Ran, done, floorwatch


def levels(ran: Ran) -> dict[str, list[str]]:
    """The texts of every level."""
    found: dict[str, list[str]] = {"ok": [], "note": [], "wrong": []}
    for each in ran.json:
        found[each["level"]].append(f"{each['topic']}: {each['text']}")
    return found


def examined(*options: str | Path) -> dict[str, list[str]]:
    return levels(floorwatch("doctor", "--format", "json", *options))


def test_a_sound_store_has_nothing_wrong(small: Path) -> None:
    ran = done("doctor", "--store", small)
    assert "0 wrong (!)" in ran.out
    assert "8 events, 2025-11-22 19:45:00 to 2025-11-22 19:46:00" in ran.out
    found = examined("--store", small)
    assert found["wrong"] == []
    (rejected,) = [text for text in found["note"] if "could not be read" in text]
    assert "1 line could" in rejected
    assert "line 6 of the log that begins 2025-11-22 19:45:00" in rejected
    (queues,) = [text for text in found["note"] if text.startswith("queues")]
    assert "sales, support" in queues
    assert any("duckdb" in text for text in found["ok"])


def test_what_is_wrong_ends_with_1(small: Path, tmp_path: Path) -> None:
    (small / "floorwatch.toml").write_text(
        f'[[sources]]\nname = "pbx"\npaths = ["{tmp_path}/nowhere/queue_log"]\n[queues.sale]\n'
    )
    (small / "events" / "queue_log").chmod(0o755)
    assert floorwatch("doctor", "--store", small).code == 1
    found = examined("--store", small)
    assert any("no such file" in text for text in found["wrong"])
    assert any("other users may look into" in text for text in found["wrong"])
    assert any("no call was ever in them" in text for text in found["note"])
    assert any("none is at work" in text for text in found["wrong"])


def test_mistakes_in_the_settings_are_findings(tmp_path: Path) -> None:
    settings = tmp_path / "mine.toml"
    settings.write_text("sight = 1\n")
    ran = floorwatch("doctor", "--settings", settings)
    assert ran.code == 1
    assert f"{settings}:1" in ran.out
    assert "versions" in ran.out  # and the rest is examined all the same


def test_members_nobody_heard_of_and_gaps(tmp_path: Path, small_log: Path, store_dir: Path) -> None:
    (tmp_path / "queues.conf").write_text(
        "[sales]\nmember => PJSIP/201,0,Ana\nmember => PJSIP/202,0,Ben\n[support]\n"
    )
    settings = tmp_path / "mine.toml"
    settings.write_text(
        f'[[sources]]\nname = "pbx"\npaths = ["{small_log}"]\nqueues_conf = "queues.conf"\n'
    )
    at = ("--store", store_dir, "--settings", settings)
    done("collect", "--once", *at)
    found = examined(*at)
    (unheard,) = [text for text in found["note"] if text.startswith("agents")]
    assert "Ben is" in unheard
    assert "Ana" not in unheard
    # A lost segment leaves a gap behind.
    small_log.write_text(SMALL + line(90, "c5|sales|NONE|ENTERQUEUE||12345|1"))
    done("collect", "--once", *at)
    first = min(store_dir.glob("events/pbx/*.parquet"))
    first.unlink()
    assert any("missing" in text for text in examined(*at)["wrong"])


# ---- forget


def test_a_forgotten_number_is_nowhere(small: Path) -> None:
    key = (small / "customer.key").read_bytes()
    ran = done("forget", "+49301234567", "--store", small, "--yes")
    assert "2 lines" in ran.err
    rows = done("query", "calls", "--since", "2025-11-22", "--store", small, "--reveal",
                "--format", "csv").rows  # fmt: skip
    assert [row["caller"] for row in rows] == ["", "", "1234", "anonymous"]
    assert [row["outcome"] for row in rows][:2] == ["answered", "abandoned"]
    assert "no line holds" in done("forget", "+49301234567", "--store", small, "--yes").err
    assert (small / "customer.key").read_bytes() == key


def test_forgetting_is_asked_about_in_a_terminal(small: Path) -> None:
    ran = floorwatch("forget", "+49301234567", "--store", small, terminal=True, typed="n\n")
    assert ran.code == 130
    assert "for ever" in ran.err
    assert "2 lines" in done("forget", "+49301234567", "--store", small, "--yes").err


def test_what_is_no_number_is_not_looked_for(small: Path, tmp_path: Path) -> None:
    assert floorwatch("forget", "12", "--store", small).code == 2
    assert floorwatch("forget", "+49301234567", "--store", small).code == 2, "nobody can be asked"
    assert floorwatch("forget", "+49301234567", "--store", tmp_path / "none").code == 5
