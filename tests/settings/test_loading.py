from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.errors import SettingsError
from ops.settings import Settings, find, load
from tests.settings.helpers import loaded, refused, said


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "floorwatch.toml"


def test_no_file_and_an_empty_file_are_the_defaults(file: Path) -> None:
    assert load(None) == Settings()
    empty = loaded(file, "")
    assert empty.path == file
    assert empty.queue("any") == Settings().queue("any")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("site = 'x'\n\ntarget = = 3\n", 3),
        ("a = 1\na = 2\n", 2),
        ("a = 1\nb = [1,\n2\n", 3),
        ('a = "', 1),
        ("a = 1\nb = \x00\n", 2),
        ("a = " + "[" * 5000, 1),
    ],
)
def test_what_is_not_toml(file: Path, text: str, line: int) -> None:
    [(found, what)] = said(file, text)
    assert found == line
    assert what.startswith("not TOML: ")
    assert "(at line" not in what


def test_bytes_that_are_not_utf8(file: Path) -> None:
    file.write_bytes(b"a = 1\n# M\xfcller\n")
    with pytest.raises(SettingsError, match=r"toml:2: not UTF-8"):
        load(file)
    file.write_bytes(b"\xef\xbb\xbfsite = 'Acme'\r\n")
    assert load(file).site == "Acme"


def test_a_file_that_cannot_be_read(file: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"floorwatch\.toml: can't be read: No such file"):
        load(file)
    with pytest.raises(SettingsError, match="can't be read: Is a directory"):
        load(tmp_path)


def test_paths_are_made_absolute(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "queues.conf").touch()
    text = """
        [store]
        path = "s"
        [[sources]]
        name = "a"
        paths = ["~/log*", "../x/log", "/var/log/q"]
        queues_conf = "./queues.conf"
    """
    file.write_text(text)
    monkeypatch.chdir(tmp_path)
    settings = load(Path(file.name))
    assert settings.store.path == str(tmp_path / "s")
    [source] = settings.sources
    x = str(tmp_path.parent / "x" / "log")
    assert source.paths == (str(tmp_path / "home" / "log*"), x, "/var/log/q")
    assert source.queues_conf == str(tmp_path / "queues.conf")
    assert source.kind == "asterisk"


def test_mistakes_of_a_queues_conf_are_listed_too(file: Path, tmp_path: Path) -> None:
    (tmp_path / "queues.conf").write_text("[a]\nservicelevel = soon\n[b](c)\n")
    text = """\
site = 3
[[sources]]
name = "a"
paths = ["x"]
queues_conf = "queues.conf"
[[sources]]
name = "b"
paths = ["y"]
queues_conf = "missing.conf"
"""
    found = refused(file, text).mistakes
    assert [(Path(mistake.file).name, mistake.line) for mistake in found] == [
        ("floorwatch.toml", 1),
        ("floorwatch.toml", 5),
        ("queues.conf", 3),
        ("queues.conf", 2),
        ("floorwatch.toml", 9),
        ("missing.conf", 0),
    ]


class TestFind:
    """Where the settings are looked for."""

    @pytest.fixture
    def config(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        folder = tmp_path / "config" / "floorwatch"
        folder.mkdir(parents=True)
        return folder / "floorwatch.toml"

    def test_the_order(self, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        store = tmp_path / "store"
        store.mkdir()
        assert find(None, store) is None
        config.touch()
        assert find() == config
        assert find(None, store) == config
        (store / "floorwatch.toml").touch()
        assert find(None, store) == store / "floorwatch.toml"
        monkeypatch.setenv("FLOORWATCH_SETTINGS", str(tmp_path / "other.toml"))
        assert find(None, store) == tmp_path / "other.toml"  # missing, and load says so
        assert find(tmp_path / "given.toml", store) == tmp_path / "given.toml"

    def test_the_usual_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("XDG_CONFIG_HOME")
        monkeypatch.setenv("HOME", str(tmp_path))
        there = tmp_path / ".config" / "floorwatch" / "floorwatch.toml"
        there.parent.mkdir(parents=True)
        there.touch()
        assert find() == there


PIECES = ["[", "]", "[[", "]]", "=", " ", "\n", '"', ".", ",", "{", "}", "#", "0.8", "nan", "true"]
WORDS = ["queues", "sources", "agents", "defaults", "open", "paths", "target", "keys", "name", "é"]


@given(st.lists(st.sampled_from(PIECES + WORDS), max_size=30).map("".join))
def test_no_text_crashes_it(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("settings") / "floorwatch.toml"
    try:
        loaded(file, text)
    except SettingsError as error:
        lines = text.count("\n") + 1
        assert all(0 < mistake.line <= lines for mistake in error.mistakes)


TABLES = st.recursive(
    st.sampled_from(["1", "-1", "0.5", "'x'", "''", "true", "nan", "07:32:00", "'08:00-09:00'"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from(["name", "paths", "target", "open"]), inner, max_size=2)
        .map(lambda table: "{" + ", ".join(f"{k} = {v}" for k, v in table.items()) + "}"),
    ),
    max_leaves=6,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(sorted(Settings.__struct_encode_fields__)), TABLES))
def test_no_wrong_shape_crashes_it(
    tmp_path_factory: pytest.TempPathFactory, tables: dict[str, str]
) -> None:
    file = tmp_path_factory.mktemp("settings") / "floorwatch.toml"
    text = "".join(f"{key} = {value}\n" for key, value in tables.items())
    try:
        settings = loaded(file, text)
    except SettingsError as error:
        rows = text.split("\n")
        for mistake in error.mistakes:  # a line's own key is what the line says
            assert rows[mistake.line - 1].partition(" ")[0] in tables
    else:
        assert set(tables).isdisjoint({"path", "confs"})
        assert settings.queue("a").threshold_s >= 0
        assert settings.zone is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(file: Path) -> None:
    file.touch(0o000)
    with pytest.raises(SettingsError, match="Permission denied"):
        load(file)
