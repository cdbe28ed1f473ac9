"""A store of the CLI's small log, and a question to ask of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ops.settings import SqlSettings
from ops.warehouse.sandbox.parent import Answer, Question
from ops.warehouse.sandbox.wire import Job
from tests.cli.conftest import SMALL
from tests.cli.terminal import done

Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    log = folder / "queue_log"
    log.write_text(SMALL)
    done("collect", "--once", "--store", folder / "store", log)
    return folder / "store"


@pytest.fixture
def ask(small: Path) -> Ask:
    """Ask the small store one question, in a process of its own."""

    def asked(
        sql: str,
        *,
        limit: int | None = None,
        limits: SqlSettings | None = None,
        reveal: bool = False,
        **params: str | float | None,
    ) -> Answer:
        question = Question()
        return question.ask(
            Job(
                store=str(small), settings=None, scratch=str(question.scratch), sql=sql,
                params=params, limit=limit, limits=limits or SqlSettings(), reveal=reveal,
            )
        )  # fmt: skip

    return asked
