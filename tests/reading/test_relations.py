"""States of affairs between two actors are read, and their look-alikes are not."""

from __future__ import annotations

from typing import Any

import pytest

from communique.model.claims import RelationClaim
from tests.reading.golden_cases import check_case, list_cases, read_claims


@pytest.mark.parametrize("case", list_cases("relations"))
def test_a_text_gives_its_relations_and_no_others(case: dict[str, Any]) -> None:
    check_case(case, frozenset({"relation"}))


def test_a_clause_that_goes_on_takes_the_other_end_from_the_one_before() -> None:
    claims = read_claims("Angola reopened its border with Zambia on Sunday. Malawi also reopened its airspace.")
    relations = [claim for claim in claims if isinstance(claim, RelationClaim)]
    assert [(claim.a, claim.b) for claim in relations] == [(("Angola",), ("Zambia",)), (("Malawi",), ("Zambia",))]
    assert relations[1].provenance.score < relations[0].provenance.score


def test_a_change_on_a_day_to_come_is_no_relation_yet() -> None:
    claims = read_claims("Angola reopens its border with Zambia on 20 November 2023.")
    assert not [claim for claim in claims if isinstance(claim, RelationClaim)]


def test_the_anchor_is_verbatim() -> None:
    text = "Kenya recalled its ambassador to Uganda on Monday."
    (claim,) = [claim for claim in read_claims(text) if isinstance(claim, RelationClaim)]
    span = claim.provenance.span
    assert text[span.start : span.end] == span.exact
    assert "recalled its ambassador" in span.exact
