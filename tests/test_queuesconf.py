from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.errors import SettingsError
from ops.queuesconf import QueuesConf, read


@pytest.fixture
def conf(tmp_path: Path) -> Path:
    return tmp_path / "queues.conf"


def parsed(path: Path, text: str) -> QueuesConf:
    path.write_text(text, "utf-8")
    return read(path)


def mistakes(path: Path, text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(SettingsError) as error:
        parsed(path, text)
    assert all(mistake.to_do for mistake in error.value.mistakes)
    return [(Path(m.file).name, m.line, m.what) for m in error.value.mistakes]


def test_the_real_sample(samples: Path) -> None:
    found = read(samples / "asterisk" / "queues.conf")
    assert list(found.queues) == ["sales", "support", "billing"]
    support = found.queues["support"]
    assert (support.servicelevel, support.wrapuptime, support.memberdelay) == (6, 3, None)
    assert (support.maxlen, support.other["strategy"]) == (10, "rrmemory")
    assert found.queues["billing"].memberdelay == 1
    assert [len(queue.members) for queue in found.queues.values()] == [5, 9, 4]
    quentin = support.members[-2]
    assert (quentin.interface, quentin.penalty) == ("Local/118@agent-pool/n", 0)
    assert (quentin.name, quentin.state_interface) == ("Quentin Blake", "Agent:118")
    assert found.shared_lastcall
    assert found.log_membername_as_agent
    assert found.warnings == ()


def test_keys_and_arrows(conf: Path) -> None:
    found = parsed(
        conf,
        "[general]\nshared_lastcall=no\n"
        "[a]\nServiceLevel => 20\nwrapuptime=3 ; three\n\tmember => PJSIP/201\n"
        "member=>PJSIP/202,5,Ben Ode\n\\musicclass = jazz\nstrategy=a\nstrategy += b\n",
    )
    queue = found.queues["a"]
    assert (queue.servicelevel, queue.wrapuptime) == (20, 3)
    assert queue.other == {"musicclass": "jazz", "strategy": "ab"}
    assert [(m.interface, m.penalty, m.name, m.state_interface) for m in queue.members] == [
        ("PJSIP/201", 0, "PJSIP/201", "PJSIP/201"),
        ("PJSIP/202", 5, "Ben Ode", "PJSIP/202"),
    ]
    assert [m.line for m in queue.members] == [6, 7]
    assert not found.shared_lastcall
    assert not found.log_membername_as_agent  # Asterisk's default


def test_defaults_where_the_file_says_nothing(conf: Path) -> None:
    found = parsed(conf, "[a]\n")
    queue = found.queues["a"]
    said = (queue.servicelevel, queue.wrapuptime, queue.memberdelay, queue.maxlen, queue.members)
    assert said == (None, None, None, None, ())
    assert found.shared_lastcall  # Asterisk's default
    assert parsed(conf, "").queues == {}


def test_templates(conf: Path) -> None:
    found = parsed(
        conf,
        "[base](!)\nservicelevel=30\nmember=>PJSIP/1,0,One\n"
        "[night](!,base)\nwrapuptime=9\n"
        "[a](base)\nservicelevel=20\nmember=>PJSIP/2,0,Two\n"
        "[b](base,night)\n"
        "[c](a)\n"
        "[a](+)\nmaxlen=7\n"
        "[base](+)\nmaxlen=9\n",
    )
    assert list(found.queues) == ["a", "b", "c"]
    a, b, c = found.queues.values()
    assert (a.servicelevel, a.wrapuptime, a.maxlen) == (20, None, 7)
    assert (b.servicelevel, b.wrapuptime) == (30, 9)
    assert (c.servicelevel, c.maxlen) == (20, None)  # what a held so far
    assert [m.name for m in a.members] == ["One", "Two"]
    assert [m.name for m in c.members] == ["One", "Two"]


def test_a_member_named_twice_is_one(conf: Path) -> None:
    found = parsed(conf, "[a]\nmember=>PJSIP/1,0,One\nmember=>PJSIP/2\nmember=>PJSIP/1,4,Uno\n")
    assert [(m.name, m.penalty) for m in found.queues["a"].members] == [("Uno", 4), ("PJSIP/2", 0)]


def test_comments(conf: Path) -> None:
    found = parsed(
        conf,
        "; [x]\n;-- [y]\n[z]\n ;-- nested --; [w]\n--;\n[a];the queue\nservicelevel=5;-- x --;0\n"
        ";--- a line of dashes\nwrapuptime = 4 ;-- to the end\nmaxlen=3\n--; memberdelay=2\n"
        "context = one\\;two ; three\n",
    )
    queue = found.queues["a"]
    assert list(found.queues) == ["a"]
    assert (queue.servicelevel, queue.wrapuptime, queue.maxlen) == (50, 4, None)
    assert queue.memberdelay == 2
    assert queue.other == {"context": "one;two"}


def test_includes_go_on_where_they_stand(conf: Path, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "g.conf").write_text("shared_lastcall=no\n")
    (tmp_path / "d" / "1.conf").write_text("[one]\nservicelevel=1\n#include 2.inc\n")
    (tmp_path / "d" / "2.conf").write_text("[two]\nservicelevel=2\n")
    (tmp_path / "d" / "2.inc").write_text("wrapuptime=8\n")
    (tmp_path / "end.conf").write_text("[end]\nmaxlen=4\n")
    found = parsed(
        conf,
        '[general]\n#include "g.conf"\n#tryinclude nothing.conf\n#include <d/*.conf>\n'
        f"memberdelay=6\n#INCLUDE\t{tmp_path}/end.conf\n",
    )
    assert not found.shared_lastcall
    assert list(found.queues) == ["one", "two", "end"]
    assert found.queues["one"].wrapuptime == 8
    assert found.queues["two"].memberdelay == 6  # the section the included file left open
    assert [Path(file).name for file in found.files] == [
        "queues.conf", "g.conf", "1.conf", "2.inc", "2.conf", "end.conf"
    ]  # fmt: skip
    assert found.queues["two"].file == str(tmp_path / "d" / "2.conf")


def test_every_mistake_with_its_file_and_line(conf: Path, tmp_path: Path) -> None:
    (tmp_path / "sub.conf").write_text("[s]\nwrapuptime = soon\n")
    text = (
        "servicelevel = 3\n[a](nothing)\n[b](+)\n[c\nmaxlen=4\n#include missing.conf\n"
        "#include sub.conf\n[d](!\n[e]\nservicelevel = twenty\n"
    )
    assert mistakes(conf, text) == [
        ("queues.conf", 1, "'servicelevel = 3' stands before any [section]"),
        ("queues.conf", 2, "[a](nothing): no section 'nothing' before"),
        ("queues.conf", 3, "[b](+): no section 'b' before"),
        ("queues.conf", 4, "'[c' is not closed"),
        ("queues.conf", 6, "the file 'missing.conf' to include is not there"),
        ("queues.conf", 8, "'[d](!' is not closed"),
        ("sub.conf", 2, "wrapuptime = 'soon' is not a whole number"),
        ("queues.conf", 10, "servicelevel = 'twenty' is not a whole number"),
    ]


def test_a_file_that_includes_itself(conf: Path) -> None:
    assert mistakes(conf, "[a]\n#include queues.conf\n") == [
        ("queues.conf", 2, "'queues.conf' includes itself")
    ]


def test_includes_too_deep(conf: Path, tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.conf").write_text(f"#include {number + 1}.conf\n")
    [(name, line, what)] = mistakes(conf, "[a]\n#include 0.conf\n")
    assert (name, line) == ("9.conf", 1)
    assert "too deep" in what


def test_what_asterisk_only_grumbles_about_is_a_warning(conf: Path) -> None:
    found = parsed(
        conf,
        "[a]\nservicelevel = 60s\nmaxlen = -1\njust words\n= 3\n#exec /bin/x\n#frobnicate\n"
        "member =>\nmember => PJSIP/1,high\n[a]\nwrapuptime=2\n;-- open\n",
    )
    queue = found.queues["a"]
    assert (queue.servicelevel, queue.maxlen, queue.wrapuptime) == (60, 0, 2)
    assert [m.penalty for m in queue.members] == [0]
    assert sorted(warning.line for warning in found.warnings) == [2, 3, 4, 5, 6, 7, 8, 9, 10, 12]
    said = {warning.line: warning.what for warning in found.warnings}
    assert "line 1" in said[10]
    assert said[2].endswith("is taken as 60")
    assert said[3].endswith("is taken as 0")


def test_bytes_that_are_no_text(conf: Path) -> None:
    conf.write_bytes(
        b"\xef\xbb\xbf[a]\r\nmember => SIP/1,0,M\xfcller\r\nservicelevel=7\r\n\x00=\x0b"
    )
    found = read(conf)
    assert found.queues["a"].members[0].name == "M\ufffdller"
    assert found.queues["a"].servicelevel == 7
    assert [warning.line for warning in found.warnings] == [2]


def test_absurd_numbers(conf: Path) -> None:
    found = parsed(conf, f"[a]\nservicelevel={'9' * 9000}\nmember => SIP/1,{'9' * 9000}\n")
    assert found.queues["a"].servicelevel == 999_999_999
    assert found.queues["a"].members[0].penalty == 0


def test_a_file_that_cannot_be_read(conf: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"queues\.conf: can't be read: No such file"):
        read(conf)
    with pytest.raises(SettingsError, match="can't be read: Is a directory"):
        read(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_included_file_without_permission(conf: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.conf").touch(0o000)
    [(_, line, what)] = mistakes(conf, "[a]\n#include secret.conf\n")
    assert line == 2
    assert "Permission denied" in what


@given(st.text('[]()!+;-=>#\\"\n ,abservicelevelmember', max_size=120))
def test_no_text_crashes_it(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("conf") / "queues.conf"
    try:
        parsed(path, text)
    except SettingsError as error:
        assert all(0 < mistake.line <= text.count("\n") + 1 for mistake in error.mistakes)
