"""Two ends of a range, and the stretch between them."""

from __future__ import annotations

import pytest

from communique.language.times.finder import find_times
from communique.language.times.ranges import join_range, merge_ranges

DATELINE = "2024-07-30"


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("The round ran from 3 to 5 May 2024.", "3 to 5 May 2024", "2024-05-03/2024-05-05"),
        ("The round took place on 14-16 July 2023.", "14-16 July 2023", "2023-07-14/2023-07-16"),
        ("Between 1990 and 1994 nobody spoke.", "1990 and 1994", "1990/1994"),
        ("In 2022-23 they spoke twice.", "2022-23", "2022/2023"),
        ("From 30 May until 2 June 2024 it rained.", "30 May until 2 June 2024", "2024-05-30/2024-06-02"),
        ("From late 2020 to early 2022 all was quiet.", "late 2020 to early 2022", "2020-09/2022-04~"),
    ],
)
def test_the_ends_of_a_range_can_be_made_one(text: str, words: str, edtf: str) -> None:
    (merged,) = merge_ranges(text, find_times(text, (), DATELINE))
    assert (merged.text, merged.edtf) == (words, edtf)
    assert text[merged.start : merged.end] == merged.text


def test_and_joins_a_range_only_after_between() -> None:
    text = "They met in 1990 and 1994."
    first, second = find_times(text, (), DATELINE)
    assert join_range(text, first, second) is None
    assert merge_ranges(text, (first, second)) == (first, second)


def test_a_range_that_runs_backwards_is_left_as_two_dates() -> None:
    text = "It fell from 2024 to 2020."
    assert len(merge_ranges(text, find_times(text, (), DATELINE))) == 2


def test_dates_of_unknown_year_make_no_interval() -> None:
    text = "They talk from 3 to 5 May."
    assert [time.edtf for time in merge_ranges(text, find_times(text, (), None))] == [None, None]
