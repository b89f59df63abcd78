"""What became of commitments is read where the text ties it to them, and silence is no progress."""

from __future__ import annotations

from typing import Any

import pytest

from communique.model.claims import CommitmentClaim, ProgressClaim, claim_id
from tests.reading.golden_cases import check_case, list_cases, read_claims


@pytest.mark.parametrize("case", list_cases("statuses"))
def test_a_text_gives_its_statuses_and_no_others(case: dict[str, Any]) -> None:
    check_case(case, frozenset({"progress", "standing"}))


def test_progress_points_to_the_commitment_whose_words_it_repeats() -> None:
    claims = read_claims("Malawi and Zambia agreed in March to exchange boat lists. Zambia has not handed over its list yet.")
    (commitment,) = [claim for claim in claims if isinstance(claim, CommitmentClaim)]
    (progress,) = [claim for claim in claims if isinstance(claim, ProgressClaim)]
    assert progress.commitment == claim_id(commitment)


def test_a_commitment_alone_says_nothing_of_progress() -> None:
    claims = read_claims("Malawi and Zambia agreed in March to exchange boat lists.")
    assert not [claim for claim in claims if isinstance(claim, ProgressClaim)]


def test_progress_tied_by_common_words_alone_is_less_sure() -> None:
    claims = read_claims("Malawi and Zambia agreed in March to exchange boat lists. Zambia has not handed over its list yet.")
    (progress,) = [claim for claim in claims if isinstance(claim, ProgressClaim)]
    assert progress.provenance.score < 0.9
