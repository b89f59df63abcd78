"""For whom persons act, on the golden texts of `cases/allegiances.yaml`."""

from __future__ import annotations

from typing import Any

import pytest

from communique.language.coreference import Discourse
from communique.language.resolution import resolve_entities
from tests.language.frozen import parse_frozen, read_cases

CASES = read_cases("allegiances")


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_persons_act_for(case: dict[str, Any]) -> None:
    sentences, names = parse_frozen(case["text"])
    discourse = Discourse(case["text"], sentences, resolve_entities(case["text"], sentences, names))
    assert discourse.sides == case["sides"]
    if "bodies" in case:
        assert [holder.body for holder in discourse.holders] == case["bodies"]
