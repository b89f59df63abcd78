"""Changes that the words alone show, where no claim was read or claims agree.

In: a `Comparison` and the passages that claims explain already. Out: findings on numbers, dates and places exchanged in place, on
silently corrected background, on announcements that became reports, and, for what is left, on style. The words of background are judged by
what both sides say that the other does not (`substance`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from communique.model.record import Evidence
from communique.model.vocabulary import ChangeKind, EntityType
from communique.stories.chronology import OUTCOME_CUES, PLAN_CUES
from communique.stories.comparison import Comparison, Finding
from communique.stories.lexicon import words_of
from communique.stories.past import is_past, past_dates, share_name, share_past
from communique.stories.sides import Range, Side
from communique.stories.substance import Verdict, compare_substance
from communique.stories.wording import Edit, EditKind, word_diff
from communique.stories.words import find_words, stem

LOCAL_WORDS = 4
"""An exchange of more words on a side is a rewriting; its numbers and names need not stand for each other."""


def find_rewrites(comparison: Comparison, explained: frozenset[int], told: frozenset[tuple[ChangeKind, int]]) -> Iterator[Finding]:
    """Yield what the words show. `explained`: passages with a change told by claims; `told`: the kinds of those changes by passage."""
    for place, passage in enumerate(comparison.passages):
        if passage.is_kept or passage.before is None or passage.after is None:
            continue
        pair = _Pair(comparison, place, passage.before, passage.after)
        found = [pair.cite(kind) for kind in _local_changes(pair) if (kind, place) not in told]
        if place not in explained and not found:
            if _is_announcement_reported(pair):
                found.append(pair.cite(ChangeKind.PLANNED_TO_HELD))
            elif _is_corrected_background(pair, is_linked=passage.is_linked):
                found.append(pair.cite(ChangeKind.BACKGROUND_CORRECTION))
            elif not passage.is_linked:
                found.append(pair.cite(ChangeKind.STYLE))
        yield from found


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two ranges of a passage with their words."""

    comparison: Comparison
    place: int
    old: Range
    new: Range

    @property
    def texts(self) -> tuple[str, str]:
        return self.comparison.before.text(*self.old), self.comparison.after.text(*self.new)

    def cite(self, kind: ChangeKind) -> Finding:
        left, right = self.comparison.before.cite_range(*self.old), self.comparison.after.cite_range(*self.new)
        return Finding(kind, left, right, frozenset({self.place}))


def widen(comparison: Comparison, finding: Finding) -> Finding:
    """Return a correction with its evidence widened to the whole passage, so that both statements can be read as such."""
    if finding.before is None or finding.after is None or len(finding.passages) != 1:
        return finding
    (place,) = finding.passages
    passage = comparison.passages[place]
    if passage.before is None or passage.after is None:
        return finding
    before, after = _stretch(comparison.before, passage.before, finding.before), _stretch(comparison.after, passage.after, finding.after)
    return replace(finding, before=before, after=after)


def _stretch(side: Side, to: Range, evidence: Evidence) -> Evidence:
    start, end = min(to[0], evidence.start), max(to[1], evidence.end)
    return replace(evidence, start=start, end=end, exact=side.text(start, end))


def _is_corrected_background(pair: _Pair, *, is_linked: bool) -> bool:
    """Return whether both stretches tell the past of the same thing, and tell it differently."""
    before, after = (pair.comparison.before, pair.old), (pair.comparison.after, pair.new)
    if PLAN_CUES.search(pair.texts[0]) or not is_past(before[0], *pair.old) or not is_past(after[0], *pair.new):
        return False
    if compare_substance(*pair.texts).verdict is not Verdict.REPLACED:
        return False
    anchors = share_past(before, after), share_name(before, after)
    return all(anchors) if is_linked else any(anchors)


def _is_announcement_reported(pair: _Pair) -> bool:
    """Return whether a meeting announced became a meeting reported, as the exchanged words show ("are to meet", "met")."""
    before, after = pair.texts
    for edit in word_diff(before, after):
        if edit.kind is not EditKind.REPLACE:
            continue
        old, new = before[edit.before_start : edit.before_end], after[edit.after_start : edit.after_end]
        if not PLAN_CUES.search(old) or PLAN_CUES.search(new):
            continue
        shared = {word.stem for word in find_words(old) if not word.is_function} & {word.stem for word in find_words(new)}
        about = {word.stem for word in find_words(before)} & {stem(word) for word in words_of("meetings")}
        if about and (shared or OUTCOME_CUES.search(new)):
            return True
    return False


def _local_changes(pair: _Pair) -> Iterator[ChangeKind]:
    """Yield the kinds of numbers, dates and places for which another one was put in the same place, each kind once."""
    before, after = pair.texts
    seen: set[ChangeKind] = set()
    for edit in word_diff(before, after):
        if edit.kind is not EditKind.REPLACE:
            continue
        old, new = find_words(before, edit.before_start, edit.before_end), find_words(after, edit.after_start, edit.after_end)
        if max(len(old), len(new)) > LOCAL_WORDS:
            continue
        kind = _kind_of_exchange(pair, edit, {w.value for w in old if w.value}, {w.value for w in new if w.value})
        if kind is not None and kind not in seen:
            seen.add(kind)
            yield kind


def _kind_of_exchange(pair: _Pair, edit: Edit, old: set[str], new: set[str]) -> ChangeKind | None:
    """Return what was exchanged in an edit, given the numbers on either side."""
    if _is_dated(pair, edit):
        return ChangeKind.DATE
    if old and new and not old & new:
        return ChangeKind.NUMBER
    return ChangeKind.PLACE if _is_placed(pair, edit) else None


def _edit_ranges(pair: _Pair, edit: Edit) -> tuple[tuple[Side, Range], tuple[Side, Range]]:
    """Return the ranges of an edit in the two versions' texts."""
    left = pair.old[0] + edit.before_start, pair.old[0] + edit.before_end
    right = pair.new[0] + edit.after_start, pair.new[0] + edit.after_end
    return (pair.comparison.before, left), (pair.comparison.after, right)


def _is_dated(pair: _Pair, edit: Edit) -> bool:
    """Return whether the exchanged words belong to time expressions of different value, or are years."""
    ranges = _edit_ranges(pair, edit)
    values = [
        {time.edtf or time.value for time in side.reading.times if time.start < stop and begin < time.end} for side, (begin, stop) in ranges
    ]
    if all(values):
        return not values[0] & values[1]
    dates = [past_dates(side, *there) for side, there in ranges]
    return all(dates) and not share_past(*ranges)


def _is_placed(pair: _Pair, edit: Edit) -> bool:
    """Return whether the exchanged words are names of places on both sides, of different actors where they stand for any."""
    places = [
        [e for e in side.reading.entities if e.type is EntityType.PLACE and begin <= e.start and e.end <= stop]
        for side, (begin, stop) in _edit_ranges(pair, edit)
    ]
    if not all(places):
        return False
    old, new = places[0][0], places[1][0]
    same_actor = old.actor is not None and old.actor == new.actor
    return not same_actor and compare_substance(f"in {old.text}", f"in {new.text}").verdict is not Verdict.SAME
