"""Loads the lexicons that the grammar reads: YAML files that a newcomer can extend without touching code.

In: `reading/lexicon/*.yaml`. Out: plain dictionaries, read once in a process. Each file explains its keys in comments and carries
`examples` that the test-suite runs; the examples are no part of what is returned.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load_lexicon(name: str) -> dict[str, Any]:
    """Return the lexicon of that name without its examples."""
    content = _parse(name)
    content.pop("examples", None)
    return content


def load_examples(name: str) -> list[dict[str, Any]]:
    """Return the example sentences of a lexicon."""
    return list(_parse(name).get("examples", []))


def list_lexicons() -> list[str]:
    """Return the names of all lexicons, sorted."""
    folder = resources.files("communique.reading") / "lexicon"
    return sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """Return one list of a lexicon as a set."""
    return frozenset(load_lexicon(name)[key])


def _parse(name: str) -> dict[str, Any]:
    source = (resources.files("communique.reading") / "lexicon" / f"{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(source, Loader=_Loader)  # noqa: S506 - the safe loader, in C where there is one
    return content
