"""Loads the vocabulary with which texts are compared.

In: `rewording.yaml` beside this module, which a newcomer can extend without touching code. Out: its lists, read once in a process.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load_lexicon() -> dict[str, Any]:
    """Return the whole vocabulary by its keys."""
    source = (resources.files("communique.stories") / "rewording.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(source, Loader=_Loader)  # noqa: S506 - the safe loader, in C where there is one
    return content


@cache
def words_of(key: str) -> frozenset[str]:
    """Return one list of the vocabulary as a set; an entry may hold several words separated by blanks."""
    return frozenset(word for entry in load_lexicon()[key] for word in str(entry).split())
