"""Who may come in: a name and a secret each, kept in the store so that links stay good."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from ops.errors import StoreError

FILE = "web-tokens.json"
_BYTES = 24


def tokens(store: Path, names: Iterable[str]) -> dict[str, str]:
    """The secret of each of `names`; those who have none yet get one, kept in the store.

    Only its owner reads the file: a secret is a key to the floor. Raises StoreError.
    """
    path = store / FILE
    known = _read(path)
    wanted = {name: known.get(name) or secrets.token_urlsafe(_BYTES) for name in names}
    if wanted.items() - known.items():
        _write(path, known | wanted)
    return wanted


def name_of(token: str, known: Mapping[str, str]) -> str | None:
    """Whose secret `token` is; None for nobody's. Takes equally long whatever is wrong."""
    found = None
    for name, secret in known.items():
        if hmac.compare_digest(token.encode(), secret.encode()):
            found = name
    return found


def _read(path: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as error:
        raise StoreError(f"{path}: {error}", "take the file away: new links are made") from error


def _write(path: Path, found: Mapping[str, str]) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(found))
        temporary.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}", "the store must be writable once") from error
