"""Refusals and demands between parties are read as what they are; those at home are not read at all."""

from __future__ import annotations

from typing import Any

import pytest

from communique.model.claims import CommitmentClaim
from tests.reading.golden_cases import check_case, list_cases, read_claims


@pytest.mark.parametrize("case", list_cases("stances"))
def test_a_text_gives_its_refusals_and_demands_and_no_others(case: dict[str, Any]) -> None:
    check_case(case, frozenset({"refusal", "demand"}))


def test_a_refusal_to_sign_is_no_commitment() -> None:
    claims = read_claims("Serbia refused to sign the agreement with Kosovo.")
    assert not [claim for claim in claims if isinstance(claim, CommitmentClaim)]
