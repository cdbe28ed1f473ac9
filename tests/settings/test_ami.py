"""Where a phone system's manager interface is; its secret is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.settings.helpers import loaded, refused

SECRET = "h4ck-me-not"
SOURCE = '[[sources]]\nname = "a"\npaths = ["queue_log"]\n'
GOOD = SOURCE + f'[sources.ami]\nhost = "pbx"\nuser = "fw"\nsecret = "{SECRET}"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "floorwatch.toml"


def test_a_table_below_its_source_or_in_it(file: Path) -> None:
    inline = f'ami = {{ host = "pbx", user = "fw", port = 5039, secret = "{SECRET}" }}\n'
    (below,) = loaded(file, GOOD).sources
    (inside,) = loaded(file, SOURCE + inline).sources
    assert below.ami and inside.ami
    assert (below.ami.host, below.ami.port, below.ami.user) == ("pbx", 5038, "fw")
    assert (inside.ami.port, inside.ami.secret) == (5039, SECRET)


def test_the_secrets_file_is_taken_from_the_settings_folder(file: Path) -> None:
    text = SOURCE + 'ami = { host = "pbx", user = "fw", secret_file = "ami.secret" }\n'
    (source,) = loaded(file, text).sources
    assert source.ami and source.ami.secret_file == str(file.parent / "ami.secret")


@pytest.mark.parametrize(
    ("ami", "line", "says"),
    [
        ('[sources.ami]\nhost = "pbx"\nuser = "fw"\n', 4, "neither secret nor secret_file"),
        (
            f'[sources.ami]\nhost = "p"\nuser = "f"\nsecret = "{SECRET}"\nsecret_file = "x"\n',
            4,
            "both secret and secret_file",
        ),
        (f'[sources.ami]\nuser = "fw"\nsecret = "{SECRET}"\n', 4, "has no host"),
        (f'[sources.ami]\nhost = "p"\nuser = "f"\nsecret = ["{SECRET}"]\n', 7, "secret is not"),
        (f'[sources.ami]\nhost = "p"\nuser = "f"\nsecret = "{SECRET}\\n"\n', 7, "secret is not"),
        (f'[sources.ami]\nhost = "p"\nport = 0\nuser = "f"\nsecret = "{SECRET}"\n', 6, "a port"),
        (f'[sources.ami]\nhost = "p"\nuser = "f\\r\\nX: y"\nsecret = "{SECRET}"\n', 6, "one line"),
        (f'ami = "fw:{SECRET}@pbx"\n', 4, "ami is not a table"),
    ],
)
def test_mistakes_name_their_line_and_no_secret(file: Path, ami: str, line: int, says: str) -> None:
    error = refused(file, SOURCE + ami)
    assert [(m.line, says in m.what) for m in error.mistakes] == [(line, True)]
    assert SECRET not in str(error) + error.hint + "".join(m.to_do for m in error.mistakes)


def test_the_secret_is_in_no_description(file: Path) -> None:
    settings = loaded(file, GOOD)
    assert SECRET not in repr(settings) + str(settings.sources)
