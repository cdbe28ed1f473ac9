from __future__ import annotations

from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ops.settings import Settings, load, zones


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def settings(folder: Path, text: str, **confs: str) -> Settings:
    """Settings with a source for each named queues.conf."""
    for name, conf in confs.items():
        (folder / f"{name}.conf").write_text(conf)
        text += f"\n[[sources]]\nname='{name}'\npaths=['log']\nqueues_conf='{name}.conf'\n"
    file = folder / "floorwatch.toml"
    file.write_text(text)
    return load(file)


def test_defaults() -> None:
    default = Settings()
    policy = default.queue("any")
    assert (policy.threshold_s, policy.target, policy.short_abandon_s) == (20.0, 0.8, 5.0)
    assert (policy.wrapup_s, policy.memberdelay_s) == (0.0, 0.0)
    assert (policy.formula, policy.open) == ("standard", None)
    assert (default.site, default.week_start, default.sources) == ("", 1, ())
    assert default.queue_names() == ()
    assert default.aliases() == {}
    assert default.static_members() == ()
    assert (default.privacy.reveal_allowed, default.privacy.digits_shown) == (True, 4)
    assert (default.store.path, default.store.group, default.store.keep_days) == (None, None, None)
    assert (default.alerts.burn, default.alerts.burn_short_s, default.alerts.burn_long_s) == (
        2.0,
        300,
        1800,
    )
    assert (default.lost_after.waiting_s, default.lost_after.talking_s) == (14_400, 43_200)


def test_a_queue_is_default_then_conf_then_its_own(folder: Path) -> None:
    found = settings(
        folder,
        "[defaults]\nthreshold_s=10\nwrapup_s=1\nshort_abandon_s=2\nopen='08:00-09:00'\n"
        "[queues.a]\nthreshold_s=40\nopen='always'\n",
        pbx="[a]\nservicelevel=30\nwrapuptime=9\nmemberdelay=1\n[b]\nservicelevel=0\n[c]\n",
    )
    a, b, c, d = (found.queue(name) for name in "abcd")
    assert (a.threshold_s, a.wrapup_s, a.memberdelay_s, a.short_abandon_s) == (40.0, 9.0, 1.0, 2.0)
    assert (b.threshold_s, b.wrapup_s, b.memberdelay_s) == (0.0, 1.0, 0.0)
    assert (c.threshold_s, c.wrapup_s) == (10.0, 1.0)
    assert d == c
    assert a.open is not None
    assert a.open.always
    assert b.open is not None
    assert b.open.text == "08:00-09:00"
    assert found.queue_names() == ("a", "b", "c")


def test_the_first_conf_that_knows_a_queue_counts(folder: Path) -> None:
    found = settings(
        folder,
        "",
        one="[a]\nservicelevel=30\n",
        two="[a]\nservicelevel=40\nwrapuptime=9\n[b]\nservicelevel=50\n",
    )
    assert (found.queue("a").threshold_s, found.queue("a").wrapup_s) == (30.0, 0.0)
    assert found.queue("b").threshold_s == 50.0


def test_names_in_another_case(folder: Path) -> None:
    found = settings(
        folder, "[queues.Sales]\ntarget=0.9\n", pbx="[sales]\nservicelevel=30\n[x]\n[X]\nmaxlen=1\n"
    )
    assert found.queue("SALES").target == 0.9
    assert found.queue("SALES").threshold_s == 30.0
    assert found.queue_names() == ("Sales", "x")
    two = settings(folder, "", pbx="[ab]\nservicelevel=1\n[AB]\nservicelevel=2\n")
    assert [two.queue(name).threshold_s for name in ("ab", "AB", "Ab")] == [1.0, 2.0, 20.0]


def test_week_start(folder: Path) -> None:
    assert settings(folder, "week_start = 'Sunday'").week_start == 7
    assert settings(folder, "week_start = 'sat'").week_start == 6


def test_who_is_who(folder: Path) -> None:
    found = settings(
        folder,
        "[agents]\n'Ana Ruiz' = ['PJSIP/201', '201', 'A. Ruiz']\n'Ben Ode' = []\n",
        pbx="""
[a]
member => PJSIP/201,0,Ana
member => PJSIP/202,0,Ben Ode
member => Local/203@agents/n,0,Chi Watanabe,hint:203@ext
member => Local/204@pool/n,0,Dee Long,Agent:204
member => PJSIP/205
[b]
member => PJSIP/299,0,A. Ruiz
member => PJSIP/202,1,Ben Ode
member => Agent/206,0,Eli Marsh
""",
    )
    assert found.aliases() == {
        "PJSIP/201": "Ana Ruiz",
        "201": "Ana Ruiz",
        "A. Ruiz": "Ana Ruiz",
        "Ana": "Ana Ruiz",  # who has her phone
        "PJSIP/299": "Ana Ruiz",  # and her name
        "PJSIP/202": "Ben Ode",
        "Local/203@agents/n": "Chi Watanabe",
        "Local/203@agents": "Chi Watanabe",
        "Local/204@pool/n": "Dee Long",
        "Local/204@pool": "Dee Long",
        "204": "Dee Long",
        "Agent/204": "Dee Long",
        "Agent/206": "Eli Marsh",
        "206": "Eli Marsh",
    }
    assert found.static_members() == (
        ("a", "Ana Ruiz"),
        ("a", "Ben Ode"),
        ("a", "Chi Watanabe"),
        ("a", "Dee Long"),
        ("a", "PJSIP/205"),
        ("b", "Ana Ruiz"),
        ("b", "Ben Ode"),
        ("b", "Eli Marsh"),
    )
    assert found.warnings() == ()


def test_one_phone_and_two_people_is_nobodys(folder: Path) -> None:
    found = settings(
        folder,
        "",
        one="[a]\nmember => PJSIP/1,0,Ana\n",
        two="[b]\nmember => PJSIP/1,0,Ben\nmember => PJSIP/2,0,Ben\n",
    )
    assert found.aliases() == {"PJSIP/2": "Ben"}
    assert found.static_members() == (("a", "Ana"), ("b", "Ben"))
    [warning] = found.warnings()
    assert "PJSIP/1 is Ana" in warning
    assert "one.conf:2" in warning
    assert "two.conf:2" in warning


def test_settings_win_over_a_conf_and_say_so(folder: Path) -> None:
    found = settings(
        folder,
        "[agents]\nAna = ['PJSIP/1']\nBen = []\n",
        pbx="[a]\nmember => PJSIP/1,0,Ben\nodd line\n",
    )
    assert found.aliases() == {"PJSIP/1": "Ana"}
    assert found.static_members() == (("a", "Ben"),)
    odd, taken = found.warnings()
    assert "pbx.conf:3" in odd
    assert "[agents] says Ana" in taken


def test_the_real_conf(folder: Path, samples: Path) -> None:
    conf = (samples / "asterisk" / "queues.conf").read_text()
    found = settings(folder, "", pbx=conf)
    assert found.queue_names() == ("sales", "support", "billing")
    billing = found.queue("billing")
    assert (billing.threshold_s, billing.wrapup_s, billing.memberdelay_s) == (6.0, 2.0, 1.0)
    aliases = found.aliases()
    assert aliases["Local/104@agents/n"] == "Dora Novak"
    assert aliases["118"] == "Quentin Blake"  # as AGENTLOGIN names him
    assert ("support", "Dora Novak") in found.static_members()
    assert len(found.static_members()) == 18
    assert found.warnings() == ()


class TestZone:
    """The users' time zone."""

    def test_of_the_settings(self, folder: Path) -> None:
        assert settings(folder, "time_zone='Asia/Kathmandu'").zone == ZoneInfo("Asia/Kathmandu")

    def test_of_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TZ", ":America/St_Johns")
        assert Settings().zone.key == "America/St_Johns"
        monkeypatch.setenv("TZ", "../../etc/passwd")
        assert Settings().zone == zones.system_zone()  # the next one, and no error
        monkeypatch.setenv("TZ", "CET-1CEST")
        assert Settings().zone.key != "CET-1CEST"

    @pytest.fixture
    def machine(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.delenv("TZ", raising=False)
        monkeypatch.setattr(zones, "_LOCALTIME", folder / "localtime")
        monkeypatch.setattr(zones, "_TIMEZONE", folder / "timezone")
        return folder

    def test_of_nothing(self, machine: Path) -> None:
        assert zones.system_zone().key == "UTC"

    def test_of_a_link(self, machine: Path) -> None:
        (machine / "localtime").symlink_to("/usr/share/zoneinfo/Europe/Berlin")
        assert zones.system_zone().key == "Europe/Berlin"

    def test_of_a_link_to_a_link(self, machine: Path) -> None:
        (machine / "zoneinfo" / "Asia").mkdir(parents=True)
        (machine / "zoneinfo" / "Asia" / "Tokyo").touch()
        (machine / "step").symlink_to(machine / "zoneinfo" / "Asia" / "Tokyo")
        (machine / "localtime").symlink_to(machine / "step")
        assert zones.system_zone().key == "Asia/Tokyo"

    def test_of_a_name(self, machine: Path) -> None:
        (machine / "timezone").write_text("Africa/Cairo\n")
        assert zones.system_zone().key == "Africa/Cairo"

    def test_of_a_copy(self, machine: Path) -> None:
        berlin = resources.files("tzdata.zoneinfo.Europe").joinpath("Berlin").read_bytes()
        (machine / "localtime").write_bytes(berlin)
        summer = datetime(2026, 7, 1, tzinfo=zones.system_zone())
        assert summer.utcoffset() == timedelta(hours=2)

    def test_of_a_broken_copy(self, machine: Path) -> None:
        (machine / "localtime").write_bytes(b"not a zone")
        assert zones.system_zone().key == "UTC"
