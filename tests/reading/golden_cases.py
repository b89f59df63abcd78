"""Reads the golden cases of a folder and holds the reader against them.

In: YAML lists of `text`, `date` (2023-07-03 where none is given) and all `claims` of the kinds that the file is about. Out: parameters for
pytest, and a check that every listed claim is found and nothing else. Only claims that would be shown count: those scored below a half go
to a review queue.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from communique.language.analyser import Analyser
from communique.model.claims import Claim, kind_of
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.reading.reader import GrammarReader

FOLDER = Path(__file__).parent / "golden"
DAY = "2023-07-03"
SHOWN = 0.5
RENAMED = {"from": "from_"}


@cache
def load_analyser() -> Analyser:
    return Analyser.load()


def list_cases(name: str) -> list[Any]:
    """Return the cases of a file, one parameter per text."""
    cases = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["text"]) for case in cases]


def read_claims(text: str, date: str = DAY) -> list[Claim]:
    """Return what is read from a text and would be shown."""
    version = Version(hash_text(text), text, published_at=date)
    claims = GrammarReader().read(version, load_analyser().analyse(text, date)).claims
    return [claim for claim in claims if claim.provenance.score >= SHOWN]


def check_case(case: dict[str, Any], kinds: frozenset[str]) -> None:
    """Assert that exactly the listed claims of these kinds are read."""
    left = [claim for claim in read_claims(case["text"], case.get("date", DAY)) if kind_of(claim).value in kinds]
    for wanted in case["claims"]:
        found = next((claim for claim in left if _matches(claim, wanted)), None)
        assert found is not None, f"{wanted} not among {left}"
        left.remove(found)
    assert not left, f"more than the case says: {left}"


def _matches(claim: Claim, wanted: dict[str, Any]) -> bool:
    if wanted.get("kind", kind_of(claim).value) != kind_of(claim).value or wanted.get("exact", "") not in claim.provenance.span.exact:
        return False
    for key, value in wanted.items():
        if key in {"kind", "exact"}:
            continue
        found = getattr(claim, RENAMED.get(key, key))
        if (sorted(found) != sorted(value)) if isinstance(value, list) else (str(found) != str(value)):
            return False
    return True
