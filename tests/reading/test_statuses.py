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


def test_a_deed_about_the_same_thing_is_a_step_towards_the_only_promise_about_it() -> None:
    text = (
        "Kenya and Somalia agreed to open their border to traders in May. Kenya has finished rebuilding its side of the Garissa crossing."
    )
    claims = read_claims(text)
    (promise,) = [claim for claim in claims if isinstance(claim, CommitmentClaim)]
    (deed,) = [claim for claim in claims if isinstance(claim, ProgressClaim)]
    assert (deed.commitment, deed.progress.value, deed.obligor) == (claim_id(promise), "enabled", "Kenya")


def test_a_deed_about_another_thing_is_tied_to_no_promise() -> None:
    text = "Kenya and Somalia agreed to simplify visas for traders in May. Kenya has finished rebuilding its side of the Garissa crossing."
    deeds = [claim for claim in read_claims(text) if isinstance(claim, ProgressClaim)]
    assert all(deed.commitment is None for deed in deeds)
