from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args, get_origin

import msgspec
import pytest

from ops.settings import AmiSettings, QueuePolicy, load
from ops.settings.mappings import ColumnSettings, MappingSettings
from ops.settings.model import QueueSettings, Tables

DOC = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


@pytest.fixture(scope="module")
def doc() -> str:
    return DOC.read_text("utf-8")


def sections(doc: str) -> dict[str, dict[str, str]]:
    """{heading: {key: default}} of every table."""
    found: dict[str, dict[str, str]] = {}
    for part in doc.split("\n## ")[1:]:
        rows = re.findall(r"^\| `(\w+)` \| (.+?) \| .+ \|$", part, re.MULTILINE)
        found[part.partition("\n")[0].strip("`")] = dict(rows)
    return found


def written(default: object) -> str:
    """A default as the table shows it."""
    if default is None:
        return "unset"
    if default is msgspec.NODEFAULT:
        return "required"
    if isinstance(default, str):
        return f'`"{default}"`'
    if isinstance(default, tuple):
        return f"`{list(default)}`"
    return f"`{str(default).lower()}`"


def keys_of(struct: type[msgspec.Struct]) -> dict[str, str]:
    return {
        key.encode_name: written(
            key.default if key.default_factory is msgspec.NODEFAULT else key.default_factory()
        )
        for key in msgspec.structs.fields(struct)
    }


def in_the_model() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {"Top of the file": {}}
    for field in msgspec.structs.fields(Tables):
        kind, header = field.type, f"[{field.encode_name}]"
        if get_origin(kind) is tuple:
            kind, header = get_args(kind)[0], f"[{header}]"
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            source = QueuePolicy if kind is QueueSettings else kind
            header = "[defaults]` and `[queues.NAME]" if kind is QueueSettings else header
            tables[header] = keys_of(source)
        elif get_origin(kind) is dict and get_args(kind)[1] is MappingSettings:
            tables["[mappings.NAME]"] = keys_of(MappingSettings)
            tables["[mappings.NAME.columns]"] = keys_of(ColumnSettings)
        elif get_origin(kind) is dict:
            tables.setdefault(
                "[defaults]` and `[queues.NAME]" if "queues" in header else header, {}
            )
        else:
            tables["Top of the file"][field.encode_name] = written(field.default)
    tables["[sources.ami]"] = keys_of(AmiSettings)
    tables["Top of the file"]["time_zone"] = "the machine's"
    return tables


def test_every_key_is_described_with_its_default(doc: str) -> None:
    described = sections(doc)
    described.pop("An example")
    assert described == in_the_model()


def test_the_example_holds_and_leaves_no_table_out_but_one(doc: str, tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", doc, re.DOTALL)
    assert example
    data = tomllib.loads(example[1])
    assert set(Tables.__struct_encode_fields__) - set(data) == {"lost_after"}
    (tmp_path / "floorwatch.toml").write_text(example[1])
    (tmp_path / "queues.conf").write_text("[support]\nservicelevel = 6\n")
    settings = load(tmp_path / "floorwatch.toml")
    assert settings.queue("support").threshold_s == 30
    assert settings.queue("night").formula == "answered"
    assert settings.aliases()["201"] == "Ana Ruiz"


def test_the_mistakes_shown_are_the_ones_made(doc: str, tmp_path: Path) -> None:
    file = tmp_path / "floorwatch.toml"
    file.write_text("\n\n\n\n[defaults]\ntarget = 80\n\nthreshhold_s = 3\n")
    with pytest.raises(Exception, match="target") as error:
        load(file)
    for line in str(error.value).split("\n"):
        assert line.replace(f"{tmp_path}/", "") in doc
