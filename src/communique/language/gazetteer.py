"""States, organisations, armed groups and their capitals, demonyms and metonyms, looked up by name or found in running text.

In: three tables under `data/` that a person can edit (`states.psv`, `bodies.psv`, `regions.psv`; the head of each says what its columns
mean). Out: `Place`s with the canonical name that the record uses. The tables are plain text split by bars rather than YAML because they
are read at every start: parsing them costs about 10 ms, once per process. No entry is more than a public fact about a name.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from communique.language.names import fold_word
from communique.model.vocabulary import ActorKind

ADJECTIVE_ENDINGS = ("an", "i")
"""Adjectives with these endings also name the people: Armenian/Armenians, Omani/Omanis."""
SHORT_NAME = 5
"""A name of capitals up to this length is an acronym: its case must agree ("US" is no "us")."""
MAX_GAP = 2

_WORD = re.compile(r"[^\W_]+")
_GAPS = frozenset({" ", "-", "'", "’", "–", "\u00a0", "\n", "/", "+", "&", "(", " (", ") "})


class Role(StrEnum):
    """How a name stands for its actor."""

    NAME = "name"
    DEMONYM = "demonym"
    PEOPLE = "people"
    METONYM = "metonym"
    CAPITAL = "capital"


class Kind(StrEnum):
    """What sort of thing a gazetteer entry is."""

    STATE = "state"
    TERRITORY = "territory"
    HISTORIC = "historic"
    ORGANISATION = "organisation"
    BODY = "body"
    GROUP = "group"
    COMMUNITY = "community"
    REGION = "region"


ACTOR_KINDS: dict[Kind, ActorKind] = {
    Kind.STATE: ActorKind.STATE,
    Kind.TERRITORY: ActorKind.STATE,
    Kind.HISTORIC: ActorKind.STATE,
    Kind.ORGANISATION: ActorKind.ORGANISATION,
    Kind.BODY: ActorKind.MINISTRY,
    Kind.GROUP: ActorKind.ARMED_GROUP,
    Kind.COMMUNITY: ActorKind.ORGANISATION,
}
"""The record's kind of an entry; a region is no actor."""


@dataclass(frozen=True, slots=True)
class Place:
    """What one name stands for.

    `name` is the name as the table spells it, `canonical` the actor's name. `iso` is the ISO 3166-1 code of a state or dependency. `home`
    is the state or organisation that a body or group belongs to. `sorts` are the common nouns that may refer back to it ("enclave"). An
    `ambiguous` name counts only where something else confirms that it is a name of this kind.
    """

    name: str
    canonical: str
    kind: Kind
    role: Role
    iso: str | None = None
    home: str | None = None
    sorts: tuple[str, ...] = ()
    ambiguous: bool = False

    @property
    def actor_kind(self) -> ActorKind | None:
        """The record's kind of actor; None for a region."""
        return ACTOR_KINDS.get(self.kind)


@dataclass(frozen=True, slots=True)
class Match:
    """A name of the gazetteer in a text: half-open code points, and all that the name may stand for, likeliest first."""

    start: int
    end: int
    places: tuple[Place, ...]


_RANK = {Role.NAME: 0, Role.DEMONYM: 1, Role.PEOPLE: 2, Role.METONYM: 3, Role.CAPITAL: 4}
_SORTS = {
    Kind.STATE: ("country", "nation", "state"),
    Kind.TERRITORY: ("territory", "region", "area"),
    Kind.HISTORIC: ("country", "state"),
    Kind.ORGANISATION: ("organisation", "organization", "bloc", "body", "union", "alliance"),
    Kind.BODY: ("body",),
    Kind.GROUP: ("group", "movement", "militia", "rebel", "organisation", "organization"),
    Kind.COMMUNITY: ("community", "people"),
}
_MORE_SORTS = {
    "Gaza Strip": ("enclave", "strip", "territory"),
    "Nagorno-Karabakh": ("enclave", "region", "area", "territory"),
    "Taiwan": ("island",),
    "Cyprus": ("island",),
    "Vatican City": ("city",),
}


class Gazetteer:
    """All known names. Build it with `Gazetteer.load()`; it is read-only and may be shared between threads."""

    def __init__(self, places: list[Place]) -> None:
        self._by_words: dict[tuple[str, ...], list[Place]] = {}
        self._longest: dict[str, int] = {}
        self._canonical: dict[str, Place] = {}
        self._adjectives: dict[str, str] = {}
        for place in places:
            words = tuple(fold_word(word) for word in _WORD.findall(place.name))
            if not words:
                continue
            known = self._by_words.setdefault(words, [])
            if all((place.canonical, place.role, place.name.isascii()) != (p.canonical, p.role, p.name.isascii()) for p in known):
                known.append(place)
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))
            if place.role is Role.NAME:
                self._canonical.setdefault(place.canonical, place)
            elif place.role is Role.DEMONYM:
                self._adjectives.setdefault(place.canonical, place.name)
        for found in self._by_words.values():
            found.sort(key=lambda p: (p.ambiguous, _RANK[p.role]))

    @staticmethod
    @cache
    def load() -> Gazetteer:
        """Return the gazetteer of the package, read once per process."""
        return Gazetteer([*_read_states(), *_read_bodies(), *_read_regions()])

    def find(self, name: str) -> Place | None:
        """Return what a whole name stands for ("the Kremlin", "Turkish", "ELN"), None when it is unknown. A leading article is passed
        over.
        """
        found = self.find_all(name)
        return found[0] if found else None

    def find_all(self, name: str) -> tuple[Place, ...]:
        """Return all that a whole name may stand for, likeliest first."""
        name = name.strip()
        if name[:4].lower() == "the ":
            name = name[4:]
        words = _WORD.findall(name)
        known = self._by_words.get(tuple(fold_word(word) for word in words), ())
        return tuple(place for place in known if _agrees_in_case(place.name, words))

    def actor(self, canonical: str) -> Place | None:
        """Return the entry of a canonical name, None when the gazetteer does not have it."""
        return self._canonical.get(canonical)

    def adjective(self, canonical: str) -> str:
        """Return the adjective of an actor ("Turkish"), its name where it has none."""
        return self._adjectives.get(canonical, canonical)

    def scan(self, text: str) -> Iterator[Match]:
        """Yield the longest known names of a text in order, without overlaps. Words that are not capitalised never begin a name.

        Cost: linear, about a tenth of a microsecond per character.
        """
        words = list(_WORD.finditer(text))
        i = 0
        while i < len(words):
            word = words[i][0]
            longest = self._longest.get(fold_word(word), 0) if not word[0].islower() or word in {"al", "anti"} else 0
            for size in range(min(longest, len(words) - i), 0, -1):
                match = self._match(text, words[i : i + size])
                if match is not None:
                    yield match
                    i += size - 1
                    break
            i += 1

    def _match(self, text: str, words: list[re.Match[str]]) -> Match | None:
        forms = [word[0] for word in words]
        known = self._by_words.get(tuple(fold_word(form) for form in forms))
        if known is None:
            return None
        start, end = words[0].start(), words[-1].end()
        for left, right in itertools.pairwise(words):
            gap = text[left.end() : right.start()]
            if gap not in _GAPS and not (gap in {".", ". "} and len(left[0]) <= MAX_GAP) and not (gap == ", " and right[0] in {"D", "DC"}):
                return None
        places = tuple(place for place in known if _agrees_in_case(place.name, forms) and _agrees_in_dots(place.name, text[start:end]))
        if not places:
            return None
        if places[0].name.endswith(".") and text[end : end + 1] == ".":
            end += 1
        if places[0].name.endswith(")") and text[end : end + 1] == ")":
            end += 1
        if places[0].name.endswith("+") and text[end : end + 1] == "+":
            end += 1
        return Match(start, end, places)


def _agrees_in_case(name: str, forms: list[str]) -> bool:
    """Tell whether the words are cased like the name: acronyms exactly, other names at their capitals; all capitals are a headline's."""
    for known, form in zip(_WORD.findall(name), forms, strict=True):
        if known.isupper() and len(known) <= SHORT_NAME:
            if form != known:
                return False
        elif (known[0].isupper() and form[0].islower()) or (
            known[0].islower() and form[0].isupper() and not form.isupper() and len(forms) == 1
        ):
            return False
    return True


def _agrees_in_dots(name: str, written: str) -> bool:
    """Tell whether a dotted acronym is written with its dots ("U S" is none)."""
    return "." in written if re.search(r"\b[A-Z]\.[A-Z]", name) else True


# --- the tables -----------------------------------------------------------------------------------------------------------


def _rows(name: str) -> Iterator[list[str]]:
    table = files("communique.language").joinpath("data", name).read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and line[0] != "#":
            yield [cell.strip() for cell in line.split("|")]


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(",") if item.strip()]


def _read_states() -> Iterator[Place]:
    for name, kind_name, iso, others, seats, adjectives, people in _rows("states.psv"):
        kind = Kind(kind_name)
        canonical = name.lstrip("~")
        sorts = _MORE_SORTS.get(canonical, ()) + _SORTS[kind]

        def place(
            form: str, role: Role, kind: Kind = kind, iso: str = iso, canonical: str = canonical, sorts: tuple[str, ...] = sorts
        ) -> Place:
            return Place(form.lstrip("~*"), canonical, kind, role, iso or None, None, sorts, form.startswith("~"))

        for form in [name, *_items(others)]:
            yield place(form, Role.NAME)
        for seat in _items(seats):
            yield place(seat, Role.METONYM if seat.startswith("*") else Role.CAPITAL)
        forms = _items(adjectives)
        for form in forms:
            yield place(form, Role.DEMONYM)
        for form in _people_of(forms, _items(people)):
            yield place(form, Role.PEOPLE)


def _people_of(adjectives: list[str], people: list[str]) -> Iterator[str]:
    """Yield singulars and plurals of the people; a singular that equals an adjective is left to it."""
    pairs = [pair.split("/") for pair in people] or [[form, form + "s"] for form in adjectives if form.endswith(ADJECTIVE_ENDINGS)]
    for singular, plural in pairs:
        if singular not in adjectives:
            yield singular
        if plural not in adjectives:
            yield plural


def _read_bodies() -> Iterator[Place]:
    for name, kind_name, home, others, people in _rows("bodies.psv"):
        kind = Kind(kind_name)
        canonical = name.lstrip("~")

        def place(form: str, role: Role, kind: Kind = kind, home: str = home, canonical: str = canonical) -> Place:
            return Place(form.lstrip("~*"), canonical, kind, role, None, home or None, _SORTS[kind], form.startswith("~"))

        for form in [name, *_items(others)]:
            yield place(form, Role.METONYM if form.startswith("*") else Role.NAME)
        adjectives = [form for form in _items(people) if "/" not in form]
        for form in adjectives:
            yield place(form, Role.DEMONYM)
        for form in _people_of(adjectives, [form for form in _items(people) if "/" in form]) if "/" in people else ():
            yield place(form, Role.PEOPLE)


def _read_regions() -> Iterator[Place]:
    for name, sorts, others in _rows("regions.psv"):
        for form in [name, *_items(others)]:
            yield Place(form, name, Kind.REGION, Role.NAME, None, None, tuple(_items(sorts)))
