"""What surrounds an event in its clause: when, where, under whose mediation, in which count.

In: a `Text` and the tokens that carry the event (its predicate and its noun). Out: EDTF dates, place names as written, ordinals. Shared
by all readers, so that a meeting, a commitment and a relation are dated by the same rule: a time belongs to the nearest predicate or
event noun above it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from communique.model.analysis import TimeExpression
from communique.model.vocabulary import EntityType, TimeType
from communique.reading.clauses import is_predicate
from communique.reading.lexicon import words
from communique.reading.text import Text

_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: number for number, word in enumerate(_WORDS.split(), start=1)}
ORDINALS["inaugural"] = 1
ROMAN = {"ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}
NUMBERED = re.compile(r"(\d{1,3})(?:st|nd|rd|th)$")
AGAINST = frozenset({"since", "until", "till", "before", "after", "from", "by", "of", "for", "to", "between"})
"""Prepositions whose time is not when the event itself takes place."""
LOCAL = frozenset({"in", "at", "on", "near", "inside", "outside", "between", "from", "aboard"})
PART = re.compile(r"(?P<month>(?P<year>\d{4})-\d\d)(?:-\d\d)?/(?P<last_month>(?P=year)-\d\d)(?:-\d\d)?~")
"""A stretch within one year of which the end is about."""
INSIDE = frozenset({"in", "at"})
"""Of these, those that place an event by themselves."""
DATELINE = re.compile(r"\s*([^\W\d_][^\n,(;:!?]{0,40})((?:,[^\n;:!?(]{1,40})?(?:\s*\([^)\n]{2,40}\))?)\s[-–—]{1,2}\s")
"""What a wire puts before its first sentence: "GENEVA, 4 May (Agency) - ". Its day is the report's, not the event's."""


def carriers(text: Text, predicate: int) -> set[int]:
    """Return the predicate with the verbs that only carry it upward ("is set to hold", "agreed to meet").

    What stands beside such a verb is another event ("ended a round and agreed to meet").
    """
    nodes = {predicate}
    node, steps = predicate, 0
    while text.bases[node] in {"xcomp", "conj", "cop"} and text.head[node] >= 0 and steps < 6:
        if text.bases[node] == "conj" and (len(nodes) > 1 or text.child(node, "nsubj", "obl") >= 0):
            break
        node, steps = text.head[node], steps + 1
        nodes.add(node)
    return nodes


@lru_cache(maxsize=64)
def dateline_end(text: str) -> int:
    """Return the code point at which the dateline of a text ends, 0 when it has none: a place in capitals or with a day, and a dash."""
    match = DATELINE.match(text)
    if match is None:
        return 0
    place, rest = match.group(1).strip(), match.group(2)
    is_name = all(word[:1].isupper() for word in place.split())
    return match.end() if is_name and (place.isupper() or re.search(r"[\d(]", rest)) else 0


def times_at(text: Text, nodes: Iterable[int]) -> list[tuple[TimeExpression, str]]:
    """Return the time expressions that depend on one of `nodes`, each with its preposition, nearest structure first, in text order."""
    targets = set(nodes)
    found = []
    timed = [pair for number in sorted({text.sentence[k] for k in targets}) for pair in text.times_in.get(number, ())]
    for time, inside in timed:
        if time.start < dateline_end(text.text):
            continue
        node, case = inside, text.case(inside)
        while node not in targets and text.head[node] >= 0 and not (node != inside and _is_event(text, node)):
            node = text.head[node]
            case = case or (text.case(node) if node not in targets else "")
        if node in targets:
            found.append((time, case))
    return found


def _is_event(text: Text, node: int) -> bool:
    return is_predicate(text, node) or text.lemmas[node] in _event_nouns()


def _event_nouns() -> frozenset[str]:
    return words("meetings", "nouns") | frozenset(
        {"agreement", "deal", "accord", "treaty", "pact", "ceasefire", "truce", "statement", "step", "measure"}
    )


def day_of(edtf: str) -> str:
    """Return an EDTF date without a time of day; a part of a month or a year ("mid-May", "early next year") is the whole, not days."""
    day = edtf.partition("T")[0]
    part = PART.fullmatch(day)
    if part is None:
        return day
    return part["month"] if part["month"] == part["last_month"] else part["year"]


def says_when(edtf: str, case: str, also: frozenset[str]) -> bool:
    """Tell whether a time with its preposition is when an event takes place: "from" only begins one, unless the end is told too.

    `also` as in `date_at`.
    """
    return case not in AGAINST or case in also or (case == "from" and "/" in edtf)


def date_at(text: Text, nodes: Iterable[int], also: frozenset[str] = frozenset()) -> str | None:
    """Return the EDTF date at which the event of `nodes` takes place, None when the text gives none; a time of day is left out.

    `also`: prepositions of `AGAINST` that do say when here ("planned for May", "moved to Friday").
    """
    best: str | None = None
    for time, case in times_at(text, nodes):
        if time.edtf is None or time.type not in {TimeType.DATE, TimeType.TIME} or not says_when(time.edtf, case, also):
            continue
        day = day_of(time.edtf)
        if best is None or len(day) > len(best):
            best = day
    return best


def bound_at(text: Text, nodes: Iterable[int], cases: frozenset[str]) -> str | None:
    """Return the EDTF date governed by one of the prepositions ("since", "until", "by"), None when there is none."""
    return next((time.edtf for time, case in times_at(text, nodes) if time.edtf is not None and case in cases), None)


def is_named_place(text: Text, i: int) -> bool:
    """Tell whether a token is a named place in which something is ("in Lima")."""
    entity = text.entity_of[i]
    return entity is not None and entity.type is EntityType.PLACE and text.case(i) in INSIDE


def places_at(text: Text, nodes: Iterable[int]) -> tuple[str, ...]:
    """Return the places where the event of `nodes` happens, specific first, as written and without articles."""
    found: list[str] = []
    for node in nodes:
        for k in text.children(node, "obl", "nmod"):
            if text.case(k) in LOCAL and text.time_of[k] is None:
                found += _place_names(text, k)
    return tuple(dict.fromkeys(found))


def places_within(text: Text, start: int, end: int, parties: Collection[str] = ()) -> tuple[str, ...]:
    """Return the places that a preposition puts into `[start, end)`, wherever the parser hung them.

    A name that acts is no place, unless it is that of a state which is none of `parties`, or of a capital.
    """
    found: list[str] = []
    for entity in text.analysis.entities:
        head = text.head_in(entity.start, entity.end)
        is_inside = entity.type is EntityType.PLACE and start <= entity.start < end and text.time_of[head] is None
        if not is_inside or text.case(head) not in INSIDE:
            continue
        if entity.actor is None:
            found += _place_names(text, head)
        elif entity.actor not in parties or entity.text.removeprefix("the ") != entity.actor:
            found.append(entity.text.removeprefix("the "))
    return tuple(dict.fromkeys(found))


def _place_names(text: Text, i: int) -> list[str]:
    entity = text.entity_of[i]
    if entity is not None and entity.type is EntityType.PLACE and text.case(i) != "between":
        return [entity.text.removeprefix("the "), *_wider_places(text, i)]
    if entity is None and text.case(i) not in {"between", "from"} and {text.lemmas[i], text.words[i]} & words("meetings", "places"):
        drop = [k for k in text.kids[i] if text.bases[k] in {"acl", "appos", "case", "det", "punct"} or text.case(k) == "between"]
        drop += [k for k in text.children(i, "nmod") if text.case(k) in {"in", "between"}]
        start, end = text.extent(i, drop)
        inner = [name for k in text.children(i, "nmod", "appos") if text.case(k) in {"in", ""} for name in _place_names(text, k)]
        return [text.text[start:end].removeprefix("the "), *inner]
    return []


def _wider_places(text: Text, i: int) -> list[str]:
    """Return the places that follow a place name to say where it lies ("Muscat, Oman", "Davos in Switzerland")."""
    found = []
    for k in text.children(i, "appos", "nmod", "conj", "flat", "list", "parataxis"):
        entity = text.entity_of[k]
        if entity is None or entity.type is not EntityType.PLACE or entity is text.entity_of[i]:
            continue
        if text.bases[k] == "conj" and text.child(k, "cc") >= 0:
            continue
        if text.case(k) in {"", "in"}:
            found += [entity.text.removeprefix("the "), *_wider_places(text, k)]
    return found


def ordinal_of(text: Text, noun: int) -> int | None:
    """Return the count that a noun carries ("the fifth round", "round 5", "VI round"), None when it has none.

    "the first meeting in five years" counts nothing: a first with a span of time is a figure of speech.
    """
    if text.feature(noun, "Number") == "Plur" and any(text.feature(k, "NumType") == "Card" for k in text.children(noun, "nummod")):
        return None
    for k in [noun, *text.kids[noun]]:
        if k != noun and (text.time_of[k] is not None or text.bases[k] not in {"amod", "nummod", "compound", "dep", "nmod", "flat"}):
            continue
        number = number_word(text.words[k], is_capital=text.tokens[k].text.isupper())
        if number is None and text.bases[k] in {"nummod", "nmod", "dep"} and k > noun and text.words[k].isdigit():
            number = int(text.words[k])
        if number == 1 and (_spans_time(text, noun) or _spans_time(text, text.head[noun])):
            return None
        if number is not None and number < 200:
            return number
    return None


def number_word(word: str, is_capital: bool = False) -> int | None:
    """Return the value of an ordinal word or figure in lower case, and of a Roman numeral where the text has it in capitals."""
    if word in ORDINALS:
        return ORDINALS[word]
    match = NUMBERED.match(word)
    return int(match.group(1)) if match else ROMAN.get(word) if is_capital else None


def _spans_time(text: Text, node: int) -> bool:
    if node < 0:
        return False
    for k in text.children(node, "nmod", "obl", "advcl", "acl"):
        time = text.time_of[k]
        if text.case(k) == "in" and time is not None and time.type is TimeType.DURATION:
            return True
        if text.case(k) == "since" or text.marker(k) == "since":
            return True
    return False
