"""What was put in the place of what within one passage: a day, a number, a place, an office, a figure of the background.

In: a `Pair`, the two ranges of a passage. Out: the kinds of fact that its exchanged words show, each once. Words are compared and no claim
is needed: a wrong figure is most often corrected in a sentence of which nothing else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from communique.model.analysis import Entity, TimeExpression
from communique.model.edtf import bounds, is_edtf
from communique.model.vocabulary import ChangeKind, EntityType
from communique.stories.chronology import PLAN_CUES
from communique.stories.comparison import Comparison, Finding
from communique.stories.lexicon import words_of
from communique.stories.outlets import day_of
from communique.stories.past import PAST_DAYS, is_past, past_dates, share_past
from communique.stories.sides import Range, Side
from communique.stories.substance import compare_substance
from communique.stories.wording import Edit, EditKind, word_diff
from communique.stories.words import Word, find_words, fold, stem

LOCAL_WORDS = 4
"""An exchange of more words on a side is a rewriting; its numbers and names need not stand for each other."""

LOCAL_PLACE = 8
"""The same for places, which are told with what they belong to ("at an air base north of the town")."""

_TITLE_GAP = 8
_LEAD = 40
_PLACED = re.compile(r"\b(?:in|at|inside|outside|near|on|of|from|between|to|aboard)\s+(?:[\w'’-]+\s+){0,3}$", re.IGNORECASE)
_AT = re.compile(r"\b(?:in|at|inside|outside|near|aboard)\s+(?:an?\s|the\s)?(?:[\w'’-]+\s+){0,3}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pair:
    """The two ranges of a passage with their words."""

    comparison: Comparison
    place: int
    old: Range
    new: Range

    @property
    def texts(self) -> tuple[str, str]:
        """The words before and after."""
        return self.comparison.before.text(*self.old), self.comparison.after.text(*self.new)

    @property
    def sides(self) -> tuple[tuple[Side, Range], tuple[Side, Range]]:
        """Both ranges with the sides that they are of."""
        return (self.comparison.before, self.old), (self.comparison.after, self.new)

    def ranges(self, edit: Edit) -> tuple[tuple[Side, Range], tuple[Side, Range]]:
        """Return the ranges of an edit in the two versions' texts."""
        left = self.old[0] + edit.before_start, self.old[0] + edit.before_end
        right = self.new[0] + edit.after_start, self.new[0] + edit.after_end
        return (self.comparison.before, left), (self.comparison.after, right)

    def words(self, edit: Edit) -> tuple[list[Word], list[Word]]:
        """Return the words of an edit on both sides."""
        before, after = self.texts
        return find_words(before, edit.before_start, edit.before_end), find_words(after, edit.after_start, edit.after_end)

    def cite(self, kind: ChangeKind) -> Finding:
        """Return the finding that the passage makes as a whole."""
        left, right = self.comparison.before.cite_range(*self.old), self.comparison.after.cite_range(*self.new)
        return Finding(kind, left, right, frozenset({self.place}))


def find_exchanges(pair: Pair) -> Iterator[ChangeKind]:
    """Yield the kinds of facts for which others were put in their place, each kind once."""
    seen: set[ChangeKind] = set()
    for edit in word_diff(*pair.texts):
        kind = None if edit.kind is EditKind.EQUAL else _kind_of(pair, edit)
        if kind is not None and kind not in seen:
            seen.add(kind)
            yield kind


def _kind_of(pair: Pair, edit: Edit) -> ChangeKind | None:
    """Return what was exchanged in an edit."""
    old, new = pair.words(edit)
    longest = max(len(old), len(new))
    if edit.kind is EditKind.REPLACE and longest <= LOCAL_WORDS:
        moments = _moments(pair, edit)
        if all(moments):
            return _corrected(pair, edit, ChangeKind.DATE) if _are_apart(pair, moments) else None
        values = [_values(words) for words in (old, new)]
        if all(values) and not values[0] & values[1]:
            return ChangeKind.NUMBER if _is_ordinal(pair, edit) else _corrected(pair, edit, ChangeKind.NUMBER)
        dates = [past_dates(side, *there) for side, there in pair.ranges(edit)]
        if all(dates) and not share_past(*pair.ranges(edit)):
            return ChangeKind.BACKGROUND_CORRECTION
    if longest <= LOCAL_PLACE and (_is_placed(pair, edit) or _is_placed_anew(pair, edit)):
        return ChangeKind.PLACE
    if longest <= LOCAL_WORDS and _is_retitled(pair, edit):
        return ChangeKind.ROLE_TITLE
    return ChangeKind.COMMITMENT_REWORDED if longest <= LOCAL_WORDS and _is_bound_otherwise(pair, edit) else None


# --- days and numbers ---------------------------------------------------------------------------------------------------


def _moments(pair: Pair, edit: Edit) -> tuple[list[TimeExpression], list[TimeExpression]]:
    """Return the days and times of day on both sides of an edit."""
    (before, old), (after, new) = pair.ranges(edit)
    left, right = ([time for time in side.times_in(*there) if _span_of(time)] for side, there in ((before, old), (after, new)))
    return left, right


def _span_of(time: TimeExpression) -> tuple[date, date] | None:
    return bounds(time.edtf) if time.edtf and is_edtf(time.edtf) else None


def _are_apart(pair: Pair, moments: tuple[list[TimeExpression], list[TimeExpression]]) -> bool:
    """Return whether no moment of the one side may be one of the other.

    "This evening" became "yesterday evening" where the later version was written a day later: what is counted from the day of writing may
    be off by as many days as lie between the two.
    """
    slack = _days_between(pair.comparison)
    for old in moments[0]:
        for new in moments[1]:
            if _may_be_one(old, new, slack if _is_deictic(old) or _is_deictic(new) else 0):
                return False
    return True


def _may_be_one(old: TimeExpression, new: TimeExpression, slack: int) -> bool:
    if old.anchored and new.anchored and fold(old.text) == fold(new.text):
        return True
    a, b = _span_of(old), _span_of(new)
    if a is None or b is None or min(a[0], b[0]) < date.min + timedelta(days=slack):
        return True
    is_same_day = a[0] - timedelta(days=slack) <= b[1] and b[0] - timedelta(days=slack) <= a[1]
    has_clocks = "T" in (old.edtf or "") and "T" in (new.edtf or "")
    return old.edtf == new.edtf if has_clocks and not slack else is_same_day


def _is_deictic(time: TimeExpression) -> bool:
    words = {word.norm for word in find_words(time.text)}
    return time.anchored and bool(words & words_of("deictic")) and not words & words_of("weekdays")


def _days_between(comparison: Comparison) -> int:
    """Return the days between the writing of both versions, as their datelines say, else their stamps; 0 where one is unknown."""
    days = [_written(side) for side in (comparison.before, comparison.after)]
    return abs((days[1] - days[0]).days) if days[0] and days[1] else 0


def _written(side: Side) -> date | None:
    if side.dateline:
        begin, stop = side.dateline
        told = [span for time in side.reading.times if begin <= time.start < stop and (span := _span_of(time))]
        if told:
            return told[0][0]
    return day_of(side.version.modified_at or side.version.published_at)


def _values(words: list[Word]) -> set[str]:
    """Return what the words count: numbers, and words of quantity ("half", "dozens")."""
    return {word.value or word.stem for word in words if word.value or word.norm in words_of("quantities")}


def _is_ordinal(pair: Pair, edit: Edit) -> bool:
    """Return whether the numbers count meetings ("the third round"): those make entries of a record wrong, however long ago they met."""
    stops = edit.before_end, edit.after_end
    following = [find_words(text, stop)[:1] for text, stop in zip(pair.texts, stops, strict=True)]
    return all(words and words[0].norm in words_of("meetings") for words in following)


def _corrected(pair: Pair, edit: Edit, kind: ChangeKind) -> ChangeKind:
    """Return the kind of a day or number exchanged: that of background where it stands in what the report only recalls."""
    return ChangeKind.BACKGROUND_CORRECTION if _is_recalled(pair, edit) else kind


def _is_recalled(pair: Pair, edit: Edit) -> bool:
    """Return whether an edit is of a past before the news or, at the end of the report, of how things stand at all times."""
    ranges = pair.ranges(edit)
    if all(past_dates(*place) for place in _flatten(ranges)):
        return True
    if any(PLAN_CUES.search(text) for text in pair.texts):
        return False
    if all(is_past(side, *there) and not _is_recent(side, there) for side, there in pair.sides):
        return True
    return all(_is_standing(side, there) for side, there in pair.sides)


def _flatten(ranges: tuple[tuple[Side, Range], tuple[Side, Range]]) -> Iterator[tuple[Side, int, int]]:
    for side, (begin, stop) in ranges:
        yield side, begin, stop


def _is_recent(side: Side, there: Range) -> bool:
    """Return whether a range names a day of the weeks before the report or after it."""
    published = day_of(side.version.published_at)
    spans = [span for time in side.times_in(*there) if (span := _span_of(time))]
    return any(published is None or (published - last).days < PAST_DAYS for _, last in spans)


def _is_standing(side: Side, there: Range) -> bool:
    """Return whether a range says how things are, without a day, a speaker or an act, in the last paragraph of the story."""
    begin, stop = there
    words = {word.norm for word in find_words(side.version.text, begin, stop)}
    if not words & words_of("states") or side.times_in(begin, stop):
        return False
    if any(begin <= claim.provenance.span.start < stop for claim in side.reading.claims):
        return False
    end = side.sentences[-1][1] if side.sentences else stop
    return "\n\n" not in side.text(stop, max(end, stop))


# --- places -------------------------------------------------------------------------------------------------------------


def _is_placed(pair: Pair, edit: Edit) -> bool:
    """Return whether the exchanged words are places on both sides, and not one actor's: names, or kinds of buildings and grounds."""
    if edit.kind is not EditKind.REPLACE:
        return False
    (before, old), (after, new) = pair.ranges(edit)
    names = _places_in(before, old), _places_in(after, new)
    if all(names) and len(pair.words(edit)[0]) <= LOCAL_WORDS:
        actors = names[0][0].actor, names[1][0].actor
        if (actors[0] is not None and actors[0] == actors[1]) or (any(actors) and not _leads_to(before, pair.old, names[0][0])):
            return False
        return compare_substance(f"in {names[0][0].text}", f"in {names[1][0].text}").verdict != "same"
    venues = [{word.stem for word in words if word.norm in words_of("venues")} for words in pair.words(edit)]
    is_place = all(bool(venue) or bool(name) for venue, name in zip(venues, names, strict=True)) and venues[0] != venues[1]
    return is_place and bool(_PLACED.search(pair.texts[0][: edit.before_start]) or _PLACED.match(pair.texts[0], edit.before_start))


def _is_placed_anew(pair: Pair, edit: Edit) -> bool:
    """Return whether a passage on a meeting, or on an act announced and then done, says now where: at a place not named before."""
    (_, _), (side, there) = pair.ranges(edit)
    known = fold(pair.comparison.before.version.text)
    for name in _places_in(side, there):
        if fold(name.text) not in known and _leads_to(side, pair.new, name):
            return _is_on_meeting(pair)
    return False


def _leads_to(side: Side, there: Range, name: Entity) -> bool:
    """Return whether a preposition of place leads to a name: a state is a place only behind one."""
    return bool(_AT.search(side.text(max(there[0], name.start - _LEAD), name.start)))


def _is_on_meeting(pair: Pair) -> bool:
    about = {stem(word) for word in words_of("meetings")}
    if all(about & {word.stem for word in find_words(text)} for text in pair.texts):
        return True
    return bool(PLAN_CUES.search(pair.texts[0])) and not PLAN_CUES.search(pair.texts[1])


def _places_in(side: Side, there: Range) -> list[Entity]:
    begin, stop = there
    return [entity for entity in side.reading.entities if entity.type is EntityType.PLACE and begin <= entity.start and entity.end <= stop]


# --- commitments --------------------------------------------------------------------------------------------------------


def _is_bound_otherwise(pair: Pair, edit: Edit) -> bool:
    """Return whether an agreement was made in another way ("signed", "initialled"), or made less or more of ("in principle")."""
    old, new = pair.words(edit)
    acts = [{word.stem for word in words} & {stem(act) for act in words_of("acts")} for words in (old, new)]
    if all(acts) and not acts[0] & acts[1]:
        return _is_on_agreement(pair.texts)
    changed = {word.norm for word in old} ^ {word.norm for word in new}
    qualified = changed & words_of("qualifiers")
    return bool(qualified) and changed <= words_of("qualifiers") | words_of("function_words") and _is_on_agreement(pair.texts)


def _is_on_agreement(texts: tuple[str, str]) -> bool:
    about = {stem(word) for word in words_of("agreements")}
    return all(about & {word.stem for word in find_words(text)} for text in texts)


# --- offices ------------------------------------------------------------------------------------------------------------


def _is_retitled(pair: Pair, edit: Edit) -> bool:
    """Return whether another office or kinship is given to a person whose name stands beside it on both sides."""
    old, new = ({word.norm for word in words} for words in pair.words(edit))
    roles, ranks = words_of("roles"), words_of("ranks")
    changed = (old & (roles | ranks)) ^ (new & (roles | ranks))
    if not changed or not (old | new) <= roles | ranks | words_of("function_words"):
        return False
    if not (old & roles and new & roles) and not _is_before_role(pair.texts[1], edit.after_end):
        return False
    return all(_is_beside_name(side, there) for side, there in pair.ranges(edit))


def _is_before_role(text: str, end: int) -> bool:
    following = find_words(text, end)[:2]
    return any(word.norm in words_of("roles") for word in following)


def _is_beside_name(side: Side, there: Range) -> bool:
    """Return whether a person's name stands before the range, parted by a comma and grammar, or behind it within the same noun phrase."""
    begin, stop = there
    for entity in side.reading.entities:
        if entity.type is not EntityType.PERSON:
            continue
        before, behind = side.text(entity.end, begin), side.text(stop, entity.start)
        is_bare = all(word.is_function or word.norm in words_of("ranks") for word in find_words(before))
        if entity.end <= begin and before.lstrip().startswith(",") and is_bare:
            return True
        if stop <= entity.start and not re.search(r"[.;:!?]", behind) and _is_title(find_words(behind)):
            return True
    return False


def _is_title(words: list[Word]) -> bool:
    known = words_of("roles") | words_of("ranks")
    return len(words) <= _TITLE_GAP and all(word.is_capital or word.is_function or word.norm in known for word in words)
