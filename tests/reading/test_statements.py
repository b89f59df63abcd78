"""The words of parties and their officials are statements; those of bystanders are not."""

from __future__ import annotations

from typing import Any

import pytest

from communique.language.analyser import Analyser
from communique.model.claims import StatementClaim
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.reading.reader import GrammarReader
from tests.reading.golden_cases import DAY, check_case, list_cases, load_analyser


@pytest.mark.parametrize("case", list_cases("statements"))
def test_a_text_gives_its_statements_and_no_others(case: dict[str, Any]) -> None:
    check_case(case, frozenset({"statement"}))


def test_a_party_speaking_of_home_is_kept_for_review_only() -> None:
    text = "Peru maintains that paper coins cannot be used in shops."
    analyser: Analyser = load_analyser()
    claims = GrammarReader().read(Version(hash_text(text), text, published_at=DAY), analyser.analyse(text, DAY)).claims
    (statement,) = [claim for claim in claims if isinstance(claim, StatementClaim)]
    assert statement.provenance.score < 0.5
