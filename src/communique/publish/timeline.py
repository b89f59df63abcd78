"""The timeline of a process as shapes: meetings as points, commitments as bars, relations as bands.

In: a process and the width to draw in. Out: positions in pixels for the template to write as SVG; no markup here. A held meeting is
solid, a planned one hollow. A commitment has one bar per obligor, from the day it was agreed to the last report, its fill changing with
reported progress. Dates that are known to the month or year only are drawn as ranges. Labels are shortened and stacked so that none
covers another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from communique.model.record import Commitment, Meeting, Process, Relation, StatusReport, Story
from communique.model.vocabulary import MeetingState, Progress
from communique.publish.dates import Days, days_of, say_date, say_span
from communique.publish.scale import Scale, Tick, coverage_end, fit_scale, known_days
from communique.publish.wording import (
    COMING_STATES,
    HAPPENED_STATES,
    INFERRED_SIGN,
    commitment_title,
    is_firm,
    meeting_date,
    meeting_title,
    party_progress,
    relation_pair,
    say,
    say_ordinal,
    say_value,
)

NARROW_BELOW = 600
"""In drawings narrower than this, names stand above their bars instead of beside them."""

TEXT_SIZE = 12.0
SMALL_SIZE = 11.0
CHARACTER = 0.56
"""Mean width of a letter of a sans-serif face, in parts of its size; used to see whether words fit."""

_GUTTER, _WORD_ROOM, _EDGE = 120.0, 108.0, 8.0
_AXIS, _SECTION, _ROW, _BAR, _PITCH = 26.0, 30.0, 18.0, 9.0, 16.0
_DOT = 6.0
_SWATCH = 14.0
_GAP = 8.0


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text at its baseline; `look` is a class of the style sheet."""

    x: float
    y: float
    text: str
    look: str = ""
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Dot:
    """A meeting. `range_from`, `range_to` span the days it can have been; equal to `x` where the day is known."""

    x: float
    y: float
    look: str
    range_from: float
    range_to: float
    label_y: float
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time in one state."""

    x: float
    y: float
    width: float
    height: float
    look: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on a bar: `due` or `reaffirmed`."""

    x: float
    y: float
    look: str
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """All shapes of a drawing of `width` by `height` pixels. `progresses` occur in it and belong in its legend.

    `n_undated` commitments have no date and are not drawn.
    """

    width: float
    height: float
    ticks: tuple[Tick, ...]
    plot_top: float
    end_x: float | None
    end_label: str
    words: tuple[Words, ...]
    dots: tuple[Dot, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    progresses: tuple[Progress, ...]
    n_undated: int
    description: str


def draw_timeline(process: Process, stories: Sequence[Story], width: float) -> Timeline | None:
    """Return the drawing of a process, None where nothing in it has a date. `stories` are those that speak of the process."""
    is_narrow = width < NARROW_BELOW
    left, right = (_EDGE, width - _EDGE) if is_narrow else (_GUTTER, width - _WORD_ROOM)
    scale = fit_scale(known_days(process, stories), left, right)
    return _Drawing(scale, width, is_narrow, days_of(coverage_end(stories))).draw(process) if scale else None


class _Drawing:
    """Puts shapes below each other; `_y` is where the next one may begin."""

    def __init__(self, scale: Scale, width: float, is_narrow: bool, end: Days | None) -> None:
        self._scale, self._width, self._is_narrow = scale, width, is_narrow
        self._end = end.last if end else scale.last
        self._has_end = end is not None
        self._words: list[Words] = []
        self._dots: list[Dot] = []
        self._bars: list[Bar] = []
        self._marks: list[Mark] = []
        self._progresses: set[Progress] = set()
        self._y = _AXIS

    def draw(self, process: Process) -> Timeline:
        """Draw meetings, commitments, relations, in this order."""
        meetings = [meeting for meeting in process.meetings if days_of(meeting_date(meeting))]
        firm = [commitment for commitment in process.commitments if is_firm(commitment)]
        commitments = sorted((c for c in firm if days_of(c.agreed_on)), key=_agreed)
        relations = [relation for relation in process.relations if days_of(relation.from_) or days_of(relation.to)]
        if meetings:
            self._head("Meetings")
            self._meetings(meetings)
        if commitments:
            self._head("Commitments")
            for commitment in commitments:
                self._commitment(commitment)
        if relations:
            self._head("Relations")
            for relation in relations:
                self._relation(relation, process)
        counts = f"{len(meetings)} meetings, {len(commitments)} commitments, {len(relations)} relations"
        return Timeline(
            self._width,
            self._y + _GAP,
            self._scale.ticks(),
            _AXIS,
            self._scale.x(self._end) if self._has_end else None,
            f"last report {say_date(self._end.isoformat(), is_short=True)}",
            tuple(self._words),
            tuple(self._dots),
            tuple(self._bars),
            tuple(self._marks),
            tuple(progress for progress in Progress if progress in self._progresses),
            len(firm) - len(commitments),
            f"{counts}, from {say_date(self._scale.first.isoformat()[:7])} to {say_date(self._scale.last.isoformat()[:7])}.",
        )

    def _head(self, text: str) -> None:
        self._y += _SECTION
        self._words.append(Words(0, self._y - 10, text, "head"))

    def _meetings(self, meetings: list[Meeting]) -> None:
        placed = [self._place(meeting) for meeting in meetings]
        rows = _stack([(at - room / 2, at + room / 2) for _, x, room in placed for at in [self._inside(x, room)]])
        top = self._y
        line = top + (max(rows) + 1) * _ROW + _DOT
        for (meeting, x, room), row in sorted(zip(placed, rows, strict=True), key=lambda item: item[0][1]):
            y = top + (row + 1) * _ROW - 6
            self._words.append(Words(self._inside(x, room), y, self._label(meeting), "label", "middle"))
            self._dots.append(self._dot(meeting, x, line, y + 4))
        self._y = line + _DOT + _GAP

    def _place(self, meeting: Meeting) -> tuple[Meeting, float, float]:
        """Return a meeting with the position of its point and the room of its label."""
        days = self._days(meeting_date(meeting))
        return meeting, self._scale.x(days.middle), _text_width(self._label(meeting), SMALL_SIZE) + _GAP

    def _inside(self, x: float, room: float) -> float:
        return round(min(max(x, room / 2), self._width - room / 2), 1)

    def _label(self, meeting: Meeting) -> str:
        sign = INFERRED_SIGN if meeting.ordinal_inferred else ""
        name = f"{sign}{say_ordinal(meeting.ordinal)}" if meeting.ordinal is not None else meeting_title(meeting)
        early = "◂ " if self._scale.is_before(self._days(meeting_date(meeting)).last) else ""
        return f"{early}{name}, {say_date(meeting_date(meeting), is_short=True)}"

    def _dot(self, meeting: Meeting, x: float, y: float, label_y: float) -> Dot:
        days = self._days(meeting_date(meeting))
        place = f", {meeting.places[0]}" if meeting.places else ""
        title = f"{meeting_title(meeting)}: {say(meeting.state)}, {say_date(meeting_date(meeting))}{place}"
        return Dot(x, y, _dot_look(meeting.state), self._scale.x(days.first), self._scale.x(days.last), label_y, title)

    def _commitment(self, commitment: Commitment) -> None:
        early = "◂ " if self._scale.is_before(self._days(commitment.agreed_on).last) else ""
        made = f"{say(commitment.force)} {say_date(commitment.agreed_on, is_short=True)}"
        label = f"{early}{commitment_title(commitment)} ({made})"
        start = self._days(commitment.agreed_on)
        x = (
            _EDGE
            if self._is_narrow
            else min(self._scale.x(start.first), max(self._scale.left, self._width - _text_width(label, TEXT_SIZE)))
        )
        self._y += _ROW
        self._words.append(Words(x, self._y - 5, shorten(label, self._width - x, TEXT_SIZE), "label"))
        top = self._y
        for who, progress in party_progress(commitment) or [("", dict(commitment.progress).get("joint", Progress.UNREPORTED))]:
            self._strip(commitment, who, progress)
        for mark in self._days_marked(commitment):
            self._marks.append(Mark(mark.x, top + mark.y, mark.look, mark.title))
        self._y += 6

    def _strip(self, commitment: Commitment, who: str, progress: Progress) -> None:
        self._progresses.add(progress)
        if self._is_narrow:
            self._y += _PITCH - 3
            caption = f"{who}: {say(progress)}" if who else say(progress)
            self._words.append(Words(_EDGE, self._y - 3, shorten(caption, self._width - _EDGE, SMALL_SIZE), "small"))
        else:
            baseline = self._y + _BAR - 0.5
            self._words.append(Words(_GUTTER - _GAP, baseline, shorten(who, _GUTTER - 2 * _GAP, SMALL_SIZE), "small", "end"))
            swatch = self._width - _WORD_ROOM + _GAP
            self._bars.append(Bar(swatch, self._y, _SWATCH, _BAR, progress.value, f"{who}: {say(progress)}"))
            self._words.append(Words(swatch + _SWATCH + 5, baseline, say(progress), "small"))
        for from_, to, state, is_fuzzy in self._stretches(commitment, who):
            self._progresses.add(state)
            title = f"{who or 'All parties'}: {say(state)}"
            look = f"{state.value}{' fuzzy' if is_fuzzy else ''}"
            x = self._scale.x(from_)
            self._bars.append(Bar(x, self._y, max(2.0, round(self._scale.x(to) - x, 1)), _BAR, look, title))
        self._y += _PITCH

    def _stretches(self, commitment: Commitment, who: str) -> Iterator[tuple[date, date, Progress, bool]]:
        """Give first day, last day and progress of each stretch of a party's bar, and whether its beginning is a range."""
        start = self._days(commitment.agreed_on)
        state = Progress.UNREPORTED
        at, end = start.first, max(self._end, start.last)
        if start.last > start.first:
            at = min(start.last, end)
            yield start.first, at, state, True
        for report in sorted(_reports_on(commitment, who), key=lambda r: self._days(r.as_of).first):
            day = self._days(report.as_of).first
            if report.progress == state:
                continue
            if day > at:
                yield at, min(day, end), state, False
            at, state = max(at, min(day, end)), report.progress
        yield at, end, state, False

    def _days_marked(self, commitment: Commitment) -> Iterator[Mark]:
        """Give marks with `y` relative to the first bar."""
        offset = _BAR / 2 + (_PITCH - 3 if self._is_narrow else 0)
        due = days_of(commitment.due)
        if due and due.last != date.max and due.last >= self._scale.first:
            yield Mark(self._scale.x(due.last), offset, "due", f"due {say_date(commitment.due)}")
        for again in commitment.reaffirmed:
            days = days_of(again.on)
            if days:
                yield Mark(self._scale.x(days.middle), offset, "reaffirmed", f"reaffirmed {say_date(again.on)}")

    def _relation(self, relation: Relation, process: Process) -> None:
        start, end = days_of(relation.from_), days_of(relation.to)
        first = start.first if start else self._scale.first
        last = end.last if end else self._end
        pair = "" if {relation.a, relation.b} == set(process.parties) else f" ({relation_pair(relation)})"
        early = "◂ " if self._scale.is_before(first) else ""
        label = f"{early}{say(relation.domain)}{pair}: {say_value(relation)} {say_span(relation.from_, relation.to, is_short=True)}"
        x = self._scale.x(first)
        self._y += _ROW
        room = _text_width(label, SMALL_SIZE)
        at = _EDGE if self._is_narrow else min(x, max(self._scale.left, self._width - room))
        self._words.append(Words(at, self._y - 4, shorten(label, self._width - at, SMALL_SIZE), "label"))
        width = max(2.0, round(self._scale.x(max(last, first)) - x, 1))
        if start and start.last > start.first and not self._scale.is_before(start.first):
            fuzzy = round(self._scale.x(min(start.last, last)) - x, 1)
            self._bars.append(Bar(x, self._y, fuzzy, _BAR - 2, "relation fuzzy", label))
            x, width = x + fuzzy, max(0.0, round(width - fuzzy, 1))
        self._bars.append(Bar(x, self._y, width, _BAR - 2, "relation", label))
        self._y += _PITCH

    def _days(self, edtf: str | None) -> Days:
        """Return the days of a date; one that is unknown can be any day of the axis up to the last report."""
        days = days_of(edtf) or Days(self._scale.first, self._end)
        return Days(max(days.first, date.min), min(days.last, date.max) if days.last != date.max else max(days.first, self._end))


def _agreed(commitment: Commitment) -> tuple[date, str]:
    days = days_of(commitment.agreed_on)
    return (days.first if days else date.min), commitment.id


def _reports_on(commitment: Commitment, who: str) -> list[StatusReport]:
    return [report for report in commitment.reports if report.obligor in (None, who) and days_of(report.as_of)]


def _dot_look(state: MeetingState) -> str:
    if state in HAPPENED_STATES:
        return "broken" if state == MeetingState.BROKEN_OFF else "held"
    if state in COMING_STATES:
        return "planned"
    return "unconfirmed" if state == MeetingState.UNCONFIRMED else "cancelled"


def _text_width(text: str, size: float) -> float:
    return len(text) * size * CHARACTER


def shorten(text: str, room: float, size: float) -> str:
    """Return text that fits into `room` pixels at `size`, cut at a word and ended with an ellipsis where it must be."""
    n_fit = round(room / (size * CHARACTER))
    if len(text) <= n_fit:
        return text
    cut = text[: max(1, n_fit - 1)]
    word = cut.rsplit(" ", 1)[0]
    return (word if len(word) > len(cut) // 2 else cut).rstrip(" ,;(") + "…"


def _stack(ranges: list[tuple[float, float]]) -> list[int]:
    """Return a row for each range so that no two of one row overlap; few rows, the leftmost first, row numbers from 0 at the top."""
    ends: list[float] = []
    rows = [0] * len(ranges)
    for i in sorted(range(len(ranges)), key=lambda i: (ranges[i], i)):
        start, end = ranges[i]
        free = next((row for row, taken in enumerate(ends) if taken <= start), len(ends))
        if free == len(ends):
            ends.append(end)
        ends[free] = end
        rows[i] = free
    return rows
