"""Whether a rewriting is told from a new fact."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from communique.stories.substance import Verdict, compare_substance

CASES = yaml.safe_load((Path(__file__).parent / "rewordings.yaml").read_text(encoding="utf-8"))
MIRRORED = {Verdict.EXTENDED: Verdict.REDUCED, Verdict.REDUCED: Verdict.EXTENDED}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["after"][:50])
def test_a_rewriting_is_judged_as_a_careful_reader_does(case: dict[str, str]) -> None:
    assert compare_substance(case["before"], case["after"]).verdict == case["verdict"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["after"][:50])
def test_the_judgement_is_mirrored_when_the_sides_change_places(case: dict[str, str]) -> None:
    forth = compare_substance(case["before"], case["after"]).verdict
    assert compare_substance(case["after"], case["before"]).verdict == MIRRORED.get(forth, forth)


@given(st.text(max_size=200))
def test_a_text_says_the_same_as_itself(text: str) -> None:
    assert compare_substance(text, text).verdict is Verdict.SAME
