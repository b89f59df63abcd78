"""Answers that were paid for once, kept in a folder.

In: a key that is a hash of all that an answer depends on (text, model, prompt, address). Out: the answer, or None. One file an answer,
written whole or not at all; a damaged one is as if it were not there. The folder is readable for its owner alone: answers quote reports.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.model.errors import ReaderStopped, ReaderUnknown
from communique.reading.llm.schema import Json

_REMEDY = "Name a folder that you may write to with --llm-cache, or --llm-cache off to keep no answers."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said: the claims as they came; None where the answer was cut off because it became too long."""

    claims: tuple[Json, ...] | None


def default_cache(env: Mapping[str, str]) -> Path:
    """Return the folder for answers of this user (XDG Base Directory Specification)."""
    base = env.get("XDG_CACHE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "communique" / "llm"


class AnswerCache:
    """Answers by key, in a folder or nowhere."""

    def __init__(self, folder: Path | None) -> None:
        """Take the folder, which is made when it is not there; None keeps nothing.

        Raises:
            ReaderUnknown: the folder cannot be made.
        """
        self._folder = folder
        if folder is None:
            return
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ReaderUnknown(f"{folder} cannot be made for the answers of the model: {error.strerror}.", _REMEDY) from error

    def get(self, key: str) -> Answer | None:
        """Return the answer kept under a key, None where there is none that can be read."""
        if self._folder is None:
            return None
        try:
            kept = json.loads(self._path(self._folder, key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        claims = kept.get("claims", ()) if isinstance(kept, dict) else ()
        if claims is None:
            return Answer(None)
        is_whole = isinstance(claims, list) and all(isinstance(claim, dict) for claim in claims)
        return Answer(tuple(claims)) if is_whole else None

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer.

        Raises:
            ReaderStopped: it cannot be written.
        """
        if self._folder is None:
            return
        path = self._path(self._folder, key)
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
                json.dump({"claims": answer.claims}, file, ensure_ascii=False)
            os.replace(file.name, path)
        except OSError as error:
            raise ReaderStopped(f"An answer of the model cannot be kept in {self._folder}: {error.strerror}.", _REMEDY) from error

    def _path(self, folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key}.json"
