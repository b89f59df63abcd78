"""Time expressions of whole texts: golden cases, and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from communique.language.times.finder import find_times
from communique.model.analysis import TimeExpression
from communique.model.edtf import is_edtf
from communique.model.errors import DateError

CASES = Path(__file__).parent / "cases"
DATELINE = "2024-07-30"
_WORDS = st.sampled_from([
    "on", "in", "by", "since", "until", "from", "to", "the", "a", "two", "three", "last", "next", "this", "previous", "following",
    "same", "early", "late", "mid", "end", "of", "beginning", "Tuesday", "Friday", "July", "May", "March", "3", "14", "30th", "1993",
    "2024", "1990s", "century", "decade", "day", "days", "week", "months", "year", "years", "ago", "later", "earlier", "before",
    "after", "at", "3", "p.m.", "noon", "GMT", "every", "twice", "-", "–", ",", ".", "(", ")", "'s", "summer", "fall", "quarter",
    "first", "second", "half", "now", "recently", "Արցախ", "ქართველი", "مصر", "😀", "é", "‘90s", "BC", "FY2023", "Q3", "2024-07-30",
    "30/07/2024", "12:45", "half-hour", "more", "than", "over", "about", "several", "few",
])  # fmt: skip


def load_cases(name: str) -> list[dict[str, Any]]:
    """Return the golden cases of one file."""
    cases = yaml.safe_load((CASES / name).read_text(encoding="utf8"))
    assert isinstance(cases, list)
    return cases


def as_row(time: TimeExpression) -> list[object]:
    """Return an expression in the shape of the golden cases."""
    marks = (("anchored", time.anchored), ("inferred", time.inferred_year), ("mismatch", time.mismatch))
    flags = [name for name, is_set in marks if is_set]
    return [time.text, str(time.type), time.value, time.edtf, time.mod, *([flags] if flags else [])]


@pytest.mark.parametrize(
    "case", [case for path in sorted(CASES.glob("*.yaml")) for case in load_cases(path.name)], ids=lambda case: str(case["text"])[:60]
)
def test_every_expression_of_a_golden_case_has_its_value(case: dict[str, Any]) -> None:
    found = find_times(case["text"], (), case.get("dateline", DATELINE))
    assert [as_row(time) for time in found] == case["times"]


def test_the_seeds_times_have_the_right_values(seeds: Path) -> None:
    expected = {
        "Tuesday": "2024-07-30", "two years": None, "the beginning of 2022": "2022-01~", "more than three decades": None,
        "July 2022": "2022-07", "February 2022": "2022-02", "this month": "2024-07", "1993": "1993", "the 1990s": "199X",
        "the early 1990s": "1990/1994~", "last September": "2023-09", "the early 20th century": "1900/1933~", "2024-07-30": "2024-07-30",
    }  # fmt: skip
    for path in sorted(seeds.iterdir()):
        text = path.read_text(encoding="utf8").replace('target="_blank"', "")
        found = [time for time in find_times(text, (), DATELINE) if "http" not in text[max(time.start - 60, 0) : time.start]]
        assert found
        assert {time.text: time.edtf for time in found}.items() <= expected.items()


def test_a_date_time_is_accepted_as_dateline() -> None:
    assert [time.edtf for time in find_times("They met on Tuesday.", (), "2024-07-30T18:40:00+04:00")] == ["2024-07-30"]


def test_a_dateline_that_is_no_date_is_refused() -> None:
    with pytest.raises(DateError, match="no dateline"):
        find_times("They met on Tuesday.", (), "last week")


def test_a_narrative_of_the_past_is_read_against_its_own_dates() -> None:
    text = (
        "The war began in 1861. In April the first shots fell. In July 1862 the army moved, and on August 4 it stood at the river. "
        "In 1863 it crossed. In 1864 it came back, and in 1865 there was peace. The following year the dead were counted."
    )
    values = {time.text: time.value for time in find_times(text, (), "2020-01-05")}
    assert values["April"] == "1861-04"
    assert values["August 4"] == "1862-08-04"
    assert values["The following year"] == "1866"


def test_reports_keep_to_their_dateline_although_they_tell_of_the_past() -> None:
    text = "The border was shut in 1993. On Monday it opened for a day. It had opened in 1999 and 2001 too, but not on June 3."
    values = {time.text: time.value for time in find_times(text, (), DATELINE)}
    assert values["Monday"] == "2024-07-29"


@given(st.lists(_WORDS, max_size=40).map(" ".join), st.sampled_from([None, DATELINE, "2024-02-29", "0001-01-01", "9999-12-31"]))
def test_spans_are_exact_ordered_and_apart_and_edtf_is_valid(text: str, dateline: str | None) -> None:
    found = find_times(text, (), dateline)
    end = 0
    for time in found:
        assert end <= time.start < time.end
        assert text[time.start : time.end] == time.text
        assert time.edtf is None or is_edtf(time.edtf)
        assert time.value
        end = time.end


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for time in find_times(text, (), DATELINE):
        assert text[time.start : time.end] == time.text


@given(st.lists(_WORDS, max_size=25).map(" ".join))
def test_reading_twice_gives_the_same(text: str) -> None:
    assert find_times(text, (), DATELINE) == find_times(text, (), DATELINE)


@pytest.mark.parametrize("unit", ["the ", "a ", "1999 ", "twenty-", "end of ", '!"', "1,000,", "\n"])
def test_a_very_long_run_of_one_word_costs_linear_time(unit: str) -> None:
    find_times(unit * 20_000, (), DATELINE)
