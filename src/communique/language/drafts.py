"""The model's names on their way to actors: without articles, titles and marks at their edges, and parted from the offices before them.

In: a text and the model's names. Out: `Draft`s in text order that do not overlap: "President of Chad Idriss Moussa" becomes a state and a
person, whatever the model made of it. What they stand for is decided in `resolution`.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from communique.language.gazetteer import Gazetteer, Place, Role
from communique.language.lexicon import word_set
from communique.language.names import TITLES, fold
from communique.language.titles import is_title_word
from communique.model.analysis import Entity
from communique.model.vocabulary import EntityType

_EDGES = ' \t\n\r\u00a0"“”‘«»()[]{},;:!?'
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")


@dataclass(slots=True, eq=False)
class Draft:
    """A name on its way: what it covers, its type, the gazetteer's entry, the actor."""

    start: int
    end: int
    type: EntityType
    place: Place | None = None
    actor: str | None = None
    is_added: bool = False
    is_modifier: bool = False
    """The name also serves as an adjective ("US", "UAE")."""


EDITED_SHARE = 0.8
"""A text in which this share of the names has a capital is edited; a name without one is then the tagger's mistake."""


def repair_names(text: str, entities: Sequence[Entity]) -> Generator[Draft]:
    """Yield the model's names without articles, titles, possessive endings and marks at their edges; what is no name is left out."""
    last = 0
    n_capital = sum(not entity.text.islower() for entity in entities)
    is_edited = n_capital >= EDITED_SHARE * len(entities)
    for entity in sorted(entities, key=lambda e: (e.start, -e.end)):
        start, end = max(entity.start, last), entity.end
        broken = text.find("\n", start, end)
        end = broken if broken > start else end
        start, end = _trim(text, start, end)
        if entity.type is EntityType.PERSON:
            start = _without_titles(text, _behind_office(text, start, end), end)
            if text.startswith("of ", start):
                last = yield from _split_office(text, start, end)
                continue
        else:
            start = _without_directions(text, start, end)
        name = text[start:end]
        if entity.type is EntityType.PERSON and (home := re.fullmatch(r"(.+) of (?:the )?((?:[A-Z][^\W\d_]+ ?)+)", name)) is not None:
            yield Draft(start, start + home.end(1), EntityType.PERSON)
            start, name = start + home.start(2), home[2]
            yield Draft(start, end, EntityType.PLACE)
            last = end
            continue
        is_nothing = not any(c.isalnum() for c in name) or (name.islower() and is_edited) or text.startswith("$", end)
        if is_nothing or (entity.type is EntityType.PERSON and fold(name) in TITLES):
            continue
        yield Draft(start, end, entity.type)
        last = end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES and not (text[end - 1] == ")" and "(" in text[start : end - 1]):
        end -= 1
    if text[start : start + 4].lower() == "the " and end - start > 4:
        start += 4
    if text[end - 2 : end] in {"'s", "’s"} and end - start > 2:
        end -= 2
    elif text[end - 1 : end] in {"'", "’"}:
        end -= 1
    return start, end


_OFFICE_OF = re.compile(r"(?P<title>[^\W\d_]+) of (?:the )?$", re.IGNORECASE)
_OF_OFFICE = re.compile(
    r"(?:of (?:the )?)?(?:(?:national|supreme|federal|people['’]?s|grand|state|general) )*"
    r"(?:assembly|parliament|senate|council|congress|duma|knesset|majlis|cabinet|court|state|house|treasury|republic|kingdom|"
    r"(?:foreign|internal|external|home) affairs|defen[cs]e|interior|finance|economy|trade|commerce|energy|justice|transport|security|"
    r"health|agriculture)(?= [^\W\d_])",
    re.IGNORECASE,
)
"""What stands between "of" and a name in an office ("speaker of the | National Assembly | Mary Smith")."""


def _behind_office(text: str, start: int, end: int) -> int:
    """Return where a name begins that swallowed the "of" phrase of the office before it ("President of | Chad Idriss Moussa")."""
    before = _OFFICE_OF.search(text, max(0, start - 40), start)
    is_held = before is not None and is_title_word(before["title"].lower(), before["title"].lower())
    inner = re.match(r"of (?:the )?", text[start:end])
    if not is_held and inner is None:
        return start
    begin = start + (inner.end() if inner is not None else 0)
    body = _OF_OFFICE.match(text, begin, end)
    if body is not None:
        return body.end() + 1
    states = [m for m in Gazetteer.load().scan(text[begin:end]) if m.start == 0 and m.places[0].role is Role.NAME]
    stop = max((begin + m.end for m in states), default=begin)
    return stop + 1 if stop + 1 < end and text[stop] == " " else start if stop == begin and inner is None else begin


def _split_office(text: str, start: int, end: int) -> Generator[Draft, None, int]:
    """Yield what stands behind the title of a person's name that begins with "of": the person, else the place that is ruled. Return where
    it ends.
    """
    begin = _behind_office(text, start, end)
    is_place = begin <= start + len("of the ")
    yield Draft(begin, end, EntityType.PLACE if is_place else EntityType.PERSON)
    return end


def _without_titles(text: str, start: int, end: int) -> int:
    """Return where a person's name begins behind titles and adjectives of nations ("Turkish President Ali" begins at "Ali")."""
    gazetteer = Gazetteer.load()
    words = list(_WORD.finditer(text, start, end))
    for i, word in enumerate(words[:-1]):
        form = fold(word[0])
        is_owner = (
            i + 1 < len(words)
            and fold(words[i + 1][0]) in TITLES
            and (gazetteer.find(word[0].removesuffix("'s").removesuffix("’s")) is not None)
        )
        if form not in TITLES and not is_owner:
            return word.start()
    return words[-1].start() if words else start


def _without_directions(text: str, start: int, end: int) -> int:
    """Return where a name begins behind lower-case words ("eastern Chad" begins at "Chad"); a name without capitals is left as it is."""
    for word in _WORD.finditer(text, start, end):
        if not word[0][0].islower() or "-" in word[0]:
            return word.start()
    return start


_TITLED = re.compile(r"\b(?P<title>[^\W\d_]+),? (?:(?:Mr|Mrs|Ms|Dr)\.? )?$")
_ROW = re.compile(r"\b(?:ministers|presidents|premiers|envoys|representatives|negotiators|leaders|chiefs|delegates)\b[^.;!?\n]{0,80}, $")


def set_holders(text: str, drafts: list[Draft]) -> None:
    """Make persons of names of several words that the tagger took for places or firms although an office stands before them."""
    for place, draft in enumerate(drafts):
        after = drafts[place + 1] if place + 1 < len(drafts) else None
        name = text[draft.start : draft.end]
        if draft.place is not None or draft.type is EntityType.PERSON or not re.fullmatch(r"[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+){1,3}", name):
            continue
        before = text[max(0, draft.start - 120) : draft.start]
        titled = _TITLED.search(before)
        is_titled = titled is not None and titled["title"].lower() in _HELD and not before.endswith(", ")
        is_first = after is not None and after.type is EntityType.PERSON and text[draft.end : after.start] in {" and ", ", "}
        if is_titled or (is_first and _ROW.search(before) is not None):
            draft.type = EntityType.PERSON


def set_bodies(text: str, drafts: list[Draft]) -> None:
    """Make organisations of names that are built like those of bodies, whatever the tagger took them for: "Three Valleys Front", "LURD",
    "Community of | Coastal States".
    """
    for place in range(len(drafts) - 1, -1, -1):
        draft = drafts[place]
        if draft.place is not None:
            continue
        words = text[draft.start : draft.end].split()
        if len(words) > 1 and words[-1] in {"of", "for"} and _is_body_noun(words[-2]) and place + 1 < len(drafts):
            after = drafts[place + 1]
            if text[draft.end : after.start] in {" ", " the "} and after.type is not EntityType.PERSON:
                draft.end = after.end
                del drafts[place + 1]
                words = text[draft.start : draft.end].split()
        is_body = len(words) > 1 and (_is_body_noun(words[-1]) or (words[1] in {"of", "for"} and _is_body_noun(words[0])))
        if is_body or (_ACRONYM.fullmatch(text, draft.start, draft.end) and not _is_shouted(text, draft.start)):
            draft.type = EntityType.ORGANISATION


_ACRONYM = re.compile(r"[A-Z]{3,6}")


def _is_body_noun(word: str) -> bool:
    return word[0].isupper() and word.lower() in _BODY_NOUNS


def _is_shouted(text: str, place: int) -> bool:
    """Tell whether a line has no small letters to speak of, so that capitals tell nothing: a headline, a place at the head of a report."""
    begin, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    line = text[begin : end if end >= 0 else len(text)]
    is_head = not any(c.islower() for c in text[begin:place]) or re.match(r"[A-Z]+(?:, [^\n]{0,30})? [-–—(]", text[place:]) is not None
    return is_head or sum(c.islower() for c in line) < sum(c.isupper() for c in line)


_BODY_NOUNS = word_set(
    "front movement army party alliance union league council committee commission congress coalition force forces organisation",
    "organization agency authority community assembly federation confederation brigade brigades guard guards militia bloc conference",
)
"""Nouns that name bodies with their own members: a name that ends with one, or begins with one and "of", is a body's."""


_HELD = word_set(
    "minister president premier chancellor envoy ambassador negotiator spokesman spokeswoman spokesperson representative mr ms"
)
"""Titles behind which a name of several words is a person's."""
