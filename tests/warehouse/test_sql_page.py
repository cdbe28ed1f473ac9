"""The page for analysts says of each relation and column what the dictionary says."""

from __future__ import annotations

import re
from pathlib import Path

from ops.settings import Settings
from ops.warehouse.dictionary import COLUMNS, relations
from ops.warehouse.warehouse import Warehouse

PAGE = Path(__file__).parents[2] / "docs" / "sql.md"


def test_the_page_and_the_dictionary_agree(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, Settings())
    warehouse.refresh()
    cursor = warehouse.cursor()
    _, *parts = re.split(r"^### ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    told = {part.split("\n")[0].strip("`"): part for part in parts}
    assert list(told) == list(relations())
    for name, says in relations().items():
        assert f"{says[0].upper()}{says[1:]}." in told[name]
        rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| (.*?) ?\|$", told[name], re.MULTILINE)
        columns = [row[0] for row in cursor.execute(f"DESCRIBE {name}").fetchall()]
        assert rows == [(column, COLUMNS[column]) for column in columns]
    warehouse.close()
