"""Promises are read with who is bound, how firmly and by when; talk of moods, journeys and further meetings is none."""

from __future__ import annotations

from typing import Any

import pytest

from communique.model.claims import CommitmentClaim
from tests.reading.golden_cases import check_case, list_cases, read_claims


@pytest.mark.parametrize("case", list_cases("commitments"))
def test_a_text_gives_its_commitments_and_no_others(case: dict[str, Any]) -> None:
    check_case(case, frozenset({"commitment"}))


def test_a_promise_told_by_its_future_alone_is_less_sure_than_one_that_was_agreed() -> None:
    claims = read_claims("Kenya and Uganda met in Nairobi on Sunday. Kenya said that it would lift its ban on Ugandan maize.")
    (promise,) = [claim for claim in claims if isinstance(claim, CommitmentClaim)]
    assert promise.provenance.score < 0.9


def test_the_object_of_a_that_clause_begins_behind_its_subordinator() -> None:
    claims = read_claims("Chad and Niger agreed on Friday that the patrols should leave the wells.")
    (promise,) = [claim for claim in claims if isinstance(claim, CommitmentClaim)]
    assert promise.object == "the patrols should leave the wells"
