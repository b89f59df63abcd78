"""When and where a meeting sat, read from the words right behind it: "in Moscow on January 14 and in Vienna on February 24 and May 3".

In: a `Text` and a token to start from. Out: one `Sitting` for every date, with its place and its own words. The words are read from left
to right and not by the tree, since parsers hang lists of places and dates almost anywhere: places and dates, the prepositions and commas
between them and little else belong to such a list, and the first other word ends it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from communique.model.analysis import Entity, TimeExpression
from communique.model.edtf import is_next_day
from communique.model.vocabulary import EntityType, TimeType
from communique.reading.events import day_of
from communique.reading.lexicon import words
from communique.reading.text import Text

LINKING = frozenset({"ADP", "DET", "PUNCT", "CCONJ", "PART"})
"""Parts of speech that go on with a list."""
STOPS = frozenset({".", "?", "!", ";", ":", "“", "”", '"'})
NOT_WHEN = frozenset({"since", "until", "till", "before", "after", "by", "for", "to", "within", "ago"})
LOCAL = frozenset({"in", "at", "near", "outside", "inside", "on"})

Element = tuple[int, int, TimeExpression | tuple[str, ...]]
"""First token, last token and value of a date or of a place with where it lies."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One date (EDTF) of a list with its places; `start, end` are the code points of its words."""

    date: str
    places: tuple[str, ...]
    start: int
    end: int


def read_sittings(text: Text, start: int, skips: bool = True) -> tuple[Sitting, ...]:
    """Return the dates of the list that begins at or behind the token `start`, in text order; () where there is none.

    `skips` lets nouns and adjectives stand before the list ("held talks on their dam | in Rome on Friday"); a verb never may.
    """
    first = _first_element(text, start, skips)
    return tuple(_join_days(_spread(text, list(_elements(text, first))))) if first >= 0 else ()


def _first_element(text: Text, start: int, skips: bool) -> int:
    """Return the token at which the first place or date of a list begins, -1 when another clause comes first."""
    for i in range(start, text.first[text.sentence[start] + 1] if start < len(text) else start):
        if text.words[i] in STOPS or (text.upos[i] in {"VERB", "AUX", "SCONJ"} and not _is_carrying(text, i)):
            return -1
        if _date_at(text, i) is not None or _place_at(text, i) is not None:
            return i
        if not skips and text.upos[i] not in LINKING and not _is_carrying(text, i) and text.words[i] not in words("meetings", "listing"):
            return -1
    return -1


def _is_carrying(text: Text, i: int) -> bool:
    """Tell whether a participle only brings the list in ("held in Vienna")."""
    return text.words[i] in {"held", "hosted", "convened", "conducted"} and not (i and text.words[i - 1] == "last")


def _elements(text: Text, first: int) -> Iterator[Element]:
    """Yield first token, last token and value of every date and place of the list that begins at `first`."""
    i, end = first, text.first[text.sentence[first] + 1]
    while i < end:
        time = _date_at(text, i)
        place = _place_at(text, i) if time is None else None
        if time is not None:
            last = text.tokens_in(time.start, time.end)[-1]
            yield i, last, time
            i = last + 1
        elif place is not None:
            last = text.tokens_in(place.start, place.end)[-1]
            wider = _wider(text, last + 1)
            names = (place.text.removeprefix("the "), *([wider.text.removeprefix("the ")] if wider is not None else []))
            last = text.tokens_in(wider.start, wider.end)[-1] if wider is not None else last
            yield i, last, names
            i = last + 1
        elif _goes_on(text, i):
            i += 1
        else:
            return


def _goes_on(text: Text, i: int) -> bool:
    if text.words[i] in STOPS or text.words[i] in NOT_WHEN or text.words[i] in {"with", "between", "about", "over"}:
        return False
    return text.upos[i] in LINKING or text.words[i] in words("meetings", "listing") or text.lemmas[i] in words("meetings", "places")


def _date_at(text: Text, i: int) -> TimeExpression | None:
    """Return the date that begins at a token and says when something takes place."""
    time = text.time_of[i]
    if time is None or time.edtf is None or time.type not in {TimeType.DATE, TimeType.TIME} or text.tokens_in(time.start, time.end)[0] != i:
        return None
    before = _word_before(text, i)
    return time if before not in NOT_WHEN and (len(time.edtf) > len("2022") or before == "in") else None


def _word_before(text: Text, i: int) -> str:
    k = i - 1
    while k > 0 and text.words[k] in {"the", "a", "early", "late", "then", "again"}:
        k -= 1
    return text.words[k] if k >= 0 and text.sentence[k] == text.sentence[i] else ""


def _place_at(text: Text, i: int) -> Entity | None:
    """Return the place whose name begins at a token, behind a local preposition, a comma or a conjunction."""
    entity = text.entity_of[i]
    if entity is None or entity.type is not EntityType.PLACE or text.tokens_in(entity.start, entity.end)[0] != i:
        return None
    before = _word_before(text, i)
    is_listed = before in {",", "and"} and entity.actor is None
    return entity if before in LOCAL or is_listed or text.lemmas[i - 1] in words("meetings", "places") else None


def _wider(text: Text, i: int) -> Entity | None:
    """Return the name behind a comma that says where a place lies ("Davos, Switzerland"), which no date follows as its own."""
    if i + 1 >= len(text) or text.words[i] not in {",", "in"} or text.sentence[i + 1] != text.sentence[i]:
        return None
    entity = text.entity_of[i + 1]
    return entity if entity is not None and entity.type is EntityType.PLACE and entity.actor is not None else None


def _spread(text: Text, elements: Sequence[Element]) -> Iterator[Sitting]:
    """Yield every date with its place: the one before it, or the one behind it in a list that begins with a date."""
    starts_with_date = bool(elements) and isinstance(elements[0][2], TimeExpression)
    places: tuple[str, ...] = ()
    opened = -1
    waiting: list[Sitting] = []
    for first, last, value in elements:
        if not isinstance(value, TimeExpression):
            places, opened = value, first
            if starts_with_date and waiting:
                yield from (replace(one, places=value) for one in waiting[:-1])
                yield replace(waiting[-1], places=value, end=text.tokens[last].end)
                waiting, places, opened = [], (), -1
            continue
        begin = _with_preposition(text, opened if opened >= 0 else first)
        sitting = Sitting(day_of(value.edtf or ""), places, text.tokens[begin].start, text.tokens[last].end)
        opened = -1
        if starts_with_date:
            waiting.append(sitting)
        else:
            yield sitting
    yield from waiting


def _with_preposition(text: Text, i: int) -> int:
    """Return the preposition before a place or date, so that its words can stand alone."""
    return i - 1 if i > 0 and text.upos[i - 1] == "ADP" and text.sentence[i - 1] == text.sentence[i] else i


def _join_days(sittings: Iterator[Sitting]) -> Sequence[Sitting]:
    """Make one stretch of days that follow each other at one place ("on Sunday and Monday", "May 10-11")."""
    joined: list[Sitting] = []
    for sitting in sittings:
        before = joined[-1] if joined else None
        if before is not None and before.date == sitting.date:
            joined[-1] = replace(before, places=before.places or sitting.places, end=sitting.end)
        elif before is not None and before.places == sitting.places and is_next_day(_last_of(before.date), _first_of(sitting.date)):
            stretch = f"{_first_of(before.date)}/{_last_of(sitting.date)}"
            joined[-1] = replace(before, date=stretch, end=sitting.end)
        else:
            joined.append(sitting)
    return joined


def _first_of(date: str) -> str:
    return date.partition("/")[0]


def _last_of(date: str) -> str:
    return date.rpartition("/")[2]
