"""Ministries, parliaments and other bodies of states under one name, however a text puts them: "Turkey's Ministry of Foreign Affairs".

In: a text and the places where states and their adjectives stand. Out: spans with a canonical name built from the state's first
adjective, "Turkish Foreign Ministry", and for any such name its state. A ministry without a state is the one last named in the text that
has the same field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.language.gazetteer import Gazetteer, Role

_FIELDS = (
    "foreign affairs|foreign|external affairs|external relations|defence|defense|national defence|national defense|interior|"
    "internal affairs|home affairs|home|finance|economy|economic development|economic affairs|trade|commerce|transport|"
    "transportation|infrastructure|energy|health|justice|environment|agriculture|water resources|water|irrigation|migration|"
    "labour|labor|culture|education|information|security|state security|intelligence|territorial administration|oil|petroleum|"
    "industry|tourism|digital affairs|science|human rights|religious affairs|planning|communications|works|fisheries"
)
_SAME_FIELD = {
    "foreign affairs": "foreign",
    "external affairs": "foreign",
    "external relations": "foreign",
    "defense": "defence",
    "national defence": "defence",
    "national defense": "defence",
    "internal affairs": "interior",
    "home affairs": "interior",
    "home": "interior",
    "transportation": "transport",
    "labor": "labour",
    "economic affairs": "economy",
    "water resources": "water",
}
_MINISTRY = re.compile(rf"\b(?:({_FIELDS}) ministry\b|ministry (?:of|for) (?:the )?({_FIELDS})\b)", re.IGNORECASE)
_BODIES = re.compile(
    r"^(.*?)\b((?:government|parliament|presidency|cabinet|embassy|armed forces|army|navy|air force|national assembly|senate|"
    r"national security council|presidential administration|presidential office|mission|delegation|state border service|border service|"
    r"border guard|coast guard|central bank|supreme court|constitutional court|intelligence service|secret service|military|police|"
    r"commission|house of representatives|foreign office|council of ministers)\b.*)$",
    re.IGNORECASE,
)
GOVERNMENT = frozenset({"government", "state"})


@dataclass(frozen=True, slots=True)
class Ministry:
    """A ministry in a text: half-open code points, the canonical name, its state."""

    start: int
    end: int
    name: str
    state: str


def find_ministries(text: str, owners: Sequence[tuple[int, int, str]]) -> Iterator[Ministry]:
    """Yield the ministries that are named with their state, and those without it that the text has named before, in text order.

    `owners`: half-open code points of the names and adjectives of states, with the canonical name. An adjective is taken into the span,
    an owner with a possessive ending stays outside.
    """
    by_end = {end: (start, state) for start, end, state in owners}
    by_start = {start: (end, state) for start, end, state in owners}
    known: dict[str, str] = {}
    for match in _MINISTRY.finditer(text):
        field = (match[1] or match[2]).lower()
        field = _SAME_FIELD.get(field, field)
        start, end, state = match.start(), match.end(), None
        before = text[max(0, start - 3) : start]
        if before.endswith(("'s ", "’s ")):
            state = by_end.get(start - 3, (0, None))[1]
        elif before.endswith(("' ", "’ ")):
            state = by_end.get(start - 2, (0, None))[1]
        elif start - 1 in by_end:
            start, state = by_end[start - 1]
        if state is None:
            end, state = _state_behind(text, end, by_start)
        if state is None:
            state = known.get(field)
        if state is not None:
            known[field] = state
            yield Ministry(start, end, name_ministry(state, field), state)


def _state_behind(text: str, end: int, by_start: dict[int, tuple[int, str]]) -> tuple[int, str | None]:
    for glue in (" of ", " of the ", " in ", " in the "):
        if text.startswith(glue, end) and end + len(glue) in by_start:
            stop, state = by_start[end + len(glue)]
            return (stop if glue.startswith(" of") else end), state
    return end, None


def canonical_field(words: str) -> str | None:
    """Return the field of a ministry under its one name, None for words that are none.

    >>> canonical_field("Foreign Affairs"), canonical_field("Trade"), canonical_field("state")
    ('foreign', 'trade', None)
    """
    field = words.strip().lower()
    return _SAME_FIELD.get(field, field) if re.fullmatch(_FIELDS, field) else None


def ministry_field(name: str) -> str | None:
    """Return the field of the ministry that words name ("the Ministry of Foreign Affairs": foreign), None where they name none."""
    match = _MINISTRY.search(name)
    return canonical_field(match[1] or match[2]) if match is not None else None


def name_ministry(state: str, field: str) -> str:
    """Return the canonical name of a ministry.

    >>> name_ministry("Turkey", "foreign")
    'Turkish Foreign Ministry'
    """
    return f"{Gazetteer.load().adjective(state)} {field.title()} Ministry"


def name_body(name: str) -> str | None:
    """Return the canonical name of a body of state ("Parliament of Finland" and "Finnish parliament" are "Finnish Parliament"); a
    government is its state. None when the name does not begin or end with a state.
    """
    gazetteer = Gazetteer.load()
    match = _BODIES.match(name.strip())
    if match is None:
        return None
    owner, body = match[1].strip().removesuffix("'s").removesuffix("’s").strip(), match[2].strip()
    tail = re.match(r"^(.*?) of (?:the )?(.+)$", body)
    if not owner and tail is not None and gazetteer.find(tail[2]) is not None:
        owner, body = tail[2], tail[1]
    place = gazetteer.find(owner) if owner else None
    if place is None or place.role not in {Role.NAME, Role.DEMONYM, Role.CAPITAL}:
        return None
    if body.split()[-1] in {"of", "for", "the", "and"}:
        return None
    if body.lower() in GOVERNMENT:
        return place.canonical
    return f"{gazetteer.adjective(place.canonical)} {_titled(body)}"


def _titled(body: str) -> str:
    return " ".join(word if word in {"of", "the", "and", "for"} else word[:1].upper() + word[1:] for word in body.split())


def state_of(name: str) -> str | None:
    """Return the state or organisation that a canonical name of a body belongs to ("Turkish Foreign Ministry" to Turkey), None for none
    known.
    """
    gazetteer = Gazetteer.load()
    actor = gazetteer.actor(name)
    if actor is not None:
        return actor.home if actor.kind.value == "body" else None
    words = name.split()
    for size in range(min(4, len(words) - 1), 0, -1):
        place = gazetteer.find(" ".join(words[:size]))
        if place is not None and place.role in {Role.NAME, Role.DEMONYM} and place.actor_kind is not None:
            return place.canonical
    ministry = re.match(rf"^(.+?) (?:{_FIELDS}) Ministry$", name, re.IGNORECASE)
    if ministry is not None:
        return ministry[1]
    tail = re.search(r"\bof (?:the )?(.+)$", name)
    place = gazetteer.find(tail[1]) if tail else None
    return place.canonical if place is not None and place.role is Role.NAME and place.actor_kind is not None else None
