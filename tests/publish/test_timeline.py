"""The timeline: what is drawn where, and that no label covers another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.record import Process, Relation
from communique.model.vocabulary import Domain, MeetingState, Progress
from communique.publish.scale import MAX_GAP_DAYS, Scale, coverage_end, fit_scale, known_days
from communique.publish.timeline import CHARACTER, SMALL_SIZE, Timeline, draw_timeline, shorten
from tests.publish.sample import BRIDGE, FOURTH_ROUND, POWER_LINE, PROCESS, STORIES, THIRD_ROUND

MINE = [story for story in STORIES if PROCESS.id in story.processes]
WIDTHS = [1000.0, 356.0]


def drawn(process: Process, width: float = 1000.0) -> Timeline:
    timeline = draw_timeline(process, MINE, width)
    assert timeline is not None
    return timeline


def looks(timeline: Timeline) -> list[str]:
    return [dot.look for dot in timeline.dots]


def test_held_meetings_are_solid_and_planned_ones_hollow() -> None:
    assert looks(drawn(PROCESS)) == ["held", "held", "planned"]


@pytest.mark.parametrize(
    ("state", "look"),
    [
        (MeetingState.BROKEN_OFF, "broken"),
        (MeetingState.CANCELLED, "cancelled"),
        (MeetingState.UNCONFIRMED, "unconfirmed"),
        (MeetingState.POSTPONED, "planned"),
        (MeetingState.UNDER_WAY, "held"),
    ],
)
def test_every_other_state_has_its_look(state: MeetingState, look: str) -> None:
    assert looks(drawn(replace(PROCESS, meetings=(replace(FOURTH_ROUND, state=state),)))) == [look]


def test_a_day_is_a_point_and_a_month_a_range() -> None:
    month, day, _ = drawn(PROCESS).dots
    assert month.range_to - month.range_from > 10
    assert day.range_to == day.range_from == day.x


def test_each_party_has_a_bar_that_changes_with_the_reports() -> None:
    bars = [bar for bar in drawn(replace(PROCESS, commitments=(BRIDGE,), relations=())).bars if bar.x < 890]
    arvenia, tolmark = ["enabled"], ["stalled"]
    before = ["unreported fuzzy", "unreported", "not_started"]
    assert [bar.look for bar in bars] == [*before, *arvenia, *before, *tolmark]


def test_silence_is_drawn_as_silence() -> None:
    timeline = drawn(replace(PROCESS, commitments=(POWER_LINE,), relations=()))
    assert timeline.progresses == (Progress.UNREPORTED,)


def test_an_aim_of_one_side_gets_no_bar() -> None:
    labels = [words.text for words in drawn(PROCESS).words]
    assert not any("works like a door" in label for label in labels)


def test_a_commitment_without_a_date_is_counted_and_not_drawn() -> None:
    timeline = drawn(replace(PROCESS, commitments=(BRIDGE, replace(POWER_LINE, agreed_on=None))))
    assert timeline.n_undated == 1
    assert not any("power line" in words.text for words in timeline.words)


def test_a_relation_older_than_the_talks_comes_in_from_the_left() -> None:
    timeline = drawn(PROCESS)
    ties = next(bar for bar in timeline.bars if bar.title.startswith("◂ diplomatic ties"))
    assert ties.x == min(bar.x for bar in timeline.bars)
    assert "fuzzy" not in ties.look


def test_a_relation_that_begins_in_some_day_of_a_month_begins_as_a_range() -> None:
    ferries = [bar for bar in drawn(PROCESS).bars if bar.title.startswith("trade")]
    assert [bar.look for bar in ferries] == ["relation fuzzy", "relation"]


def test_reaffirmations_and_deadlines_are_marked() -> None:
    assert {mark.look for mark in drawn(PROCESS).marks} == {"reaffirmed"}
    due = replace(BRIDGE, due="2024-05-15", reaffirmed=())
    assert {mark.look for mark in drawn(replace(PROCESS, commitments=(due,))).marks} == {"due"}


def test_a_process_without_dates_has_no_timeline() -> None:
    bare = replace(PROCESS, meetings=(), commitments=(), relations=())
    assert draw_timeline(bare, (), 1000.0) is None


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_drawn_outside(width: float) -> None:
    timeline = drawn(PROCESS, width)
    assert all(0 <= bar.x <= bar.x + bar.width <= width for bar in timeline.bars)
    assert all(0 <= dot.range_from <= dot.range_to <= width for dot in timeline.dots)
    assert all(0 <= words.y <= timeline.height for words in timeline.words)


@pytest.mark.parametrize("width", WIDTHS)
@settings(max_examples=40, deadline=None)
@given(offsets=st.lists(st.integers(0, 900), min_size=1, max_size=12))
def test_labels_of_meetings_never_cover_each_other(width: float, offsets: list[int]) -> None:
    days = [(date(2022, 1, 14) + timedelta(days=offset)).isoformat() for offset in offsets]
    meetings = tuple(replace(THIRD_ROUND, id=f"m-{i}", ordinal=i + 1, date=day) for i, day in enumerate(days))
    timeline = draw_timeline(replace(PROCESS, meetings=meetings, commitments=(), relations=()), MINE, width)
    assert timeline is not None
    labels = [words for words in timeline.words if words.anchor == "middle"]
    assert len(labels) == len(meetings)
    for one, other in combinations(labels, 2):
        room = (len(one.text) + len(other.text)) * SMALL_SIZE * CHARACTER / 2
        assert one.y != other.y or abs(one.x - other.x) >= room
    assert all(words.x - len(words.text) * SMALL_SIZE * CHARACTER / 2 >= 0 for words in labels)


def test_the_axis_leaves_prehistory_out() -> None:
    old = replace(THIRD_ROUND, id="m-old", date="1994-05")
    scale = fit_scale(known_days(replace(PROCESS, meetings=(old, *PROCESS.meetings)), MINE), 0, 100)
    assert scale is not None
    assert scale.first.year >= 2022
    assert scale.x(date(1994, 5, 1)) == 0
    assert scale.is_before(date(1994, 5, 1))


def test_the_axis_covers_pauses_of_some_years() -> None:
    pause = timedelta(days=MAX_GAP_DAYS - 400)
    before = replace(THIRD_ROUND, id="m-old", date=(date(2023, 3, 1) - pause).isoformat())
    scale = fit_scale(known_days(replace(PROCESS, meetings=(before, *PROCESS.meetings)), MINE), 0, 100)
    assert scale is not None
    assert scale.first <= date(2023, 3, 1) - pause


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(60, 20_000))
def test_ticks_are_few_in_order_and_inside(first: date, n_days: int) -> None:
    scale = Scale(first, first + timedelta(days=n_days), 120, 900)
    ticks = scale.ticks()
    assert 0 < len(ticks) <= 14
    positions = [tick.x for tick in ticks]
    assert positions == sorted(positions)
    assert all(120 <= x <= 900 for x in positions)


def test_the_axis_ends_are_the_ends_of_the_calendar_at_most() -> None:
    far = replace(THIRD_ROUND, date="9999-12-31")
    near = Relation("r-x", "a", "b", Domain.RAIL, "open", "0001", None, None, None, ())
    process = replace(PROCESS, meetings=(far,), commitments=(), relations=(near,))
    assert draw_timeline(process, (), 1000.0) is not None


def test_the_coverage_ends_with_the_latest_report() -> None:
    assert coverage_end(MINE) == "2024-07-05"
    assert coverage_end(()) is None


def test_a_label_is_shortened_at_a_word() -> None:
    assert shorten("a short one", 1000, 11) == "a short one"
    assert shorten("reopen the bridge to lorries", 120, 11) == "reopen the bridge…"
    assert shorten("unbreakable", 40, 11) == "unbre…"
