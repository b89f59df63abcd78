"""Holds what a model says against the text: only what stands there is kept.

In: quotes, names, numbers and dates of an answer. Out: offsets, the record's names, or None where the text does not bear them out. Quotes
are looked for letter for letter, at word boundaries; typographic quotation marks, apostrophes, dashes and spaces count as their plain
ones, because models often write those. What is kept is always the text's own wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from communique.language.gazetteer import Gazetteer, Place, Role
from communique.language.ministries import name_body, state_of
from communique.language.names import fold
from communique.language.times.lexicon import ONES, TENS
from communique.language.times.numerals import ordinal
from communique.model.edtf import is_edtf
from communique.reading.llm.parts import Part
from communique.reading.text import Text

_PLAIN = str.maketrans("“”„‟«»‘’‚‛`´–—‑\u2212\u00a0\u202f\u2009", "\"\"\"\"\"\"''''''----   ")
_BREAK = "\n\n"


class Grounds:
    """What one text bears out."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._plain = text.text.translate(_PLAIN)
        self._gazetteer = Gazetteer.load()

    # --- words -----------------------------------------------------------------------------------------------------------------------

    def anchor(self, quote: str, occurrence: int | None, part: Part) -> tuple[int, int] | None:
        """Return where a quote stands in a part of the text, half-open and without marks at its ends, None where it does not.

        `occurrence` counts from 1; None is the first. A quote that goes over the end of a paragraph is none.
        """
        if _BREAK in quote.strip():
            return None
        places = list(self._occurrences(quote, part))
        number = occurrence or 1
        if not 1 <= number <= len(places):
            return None
        start, end = self._text.trim(places[number - 1], places[number - 1] + len(quote.strip()))
        return (start, end) if start < end else None

    def verbatim(self, quote: str) -> str | None:
        """Return the words of the text that a quote repeats."""
        start = next(self._occurrences(quote, Part(0, len(self._plain))), None)
        return self._text.text[start : start + len(quote.strip())] if start is not None else None

    def _occurrences(self, quote: str, part: Part) -> Iterator[int]:
        plain = quote.strip().translate(_PLAIN)
        start = self._plain.find(plain, part.start, part.end) if plain else -1
        while start >= 0:
            end = start + len(plain)
            if not (self._is_inside_word(start) or self._is_inside_word(end)):
                yield start
            start = self._plain.find(plain, start + 1, part.end)

    def _is_inside_word(self, offset: int) -> bool:
        return self._plain[offset - 1 : offset].isalnum() and self._plain[offset : offset + 1].isalnum()

    # --- names -----------------------------------------------------------------------------------------------------------------------

    def actor(self, name: str) -> str | None:
        """Return the party that a name stands for, by the record's name: a state also for its ministry, capital, adjective or alias."""
        known = self._known_actor(name)
        if known is not None:
            return known
        body = name_body(name) or name
        state = state_of(body) or self._canonical(body)
        return state if state in self._actors else self._named(name)

    def speaker(self, name: str) -> str | None:
        """Return who speaks: an actor, a person, or somebody whom the text describes in these words; "A; B" for two who speak as one."""
        names = [self._known_actor(one) or self._entity(one) or self.verbatim(one) for one in name.split(";")]
        return "; ".join(found for found in names if found) if all(names) else None

    def person(self, name: str) -> str | None:
        """Return the name of a person as the text has it, the fullest where it has several."""
        return self._named(name)

    def place(self, name: str) -> str | None:
        """Return a place as the text writes it, or a state by the record's name."""
        if self.verbatim(name) is not None:
            return self.verbatim(name)
        entry = self._entry(name)
        return entry.canonical if entry is not None and entry.role is Role.NAME else self._entity(name)

    def _known_actor(self, name: str) -> str | None:
        entry = self._entry(name)
        if entry is None or entry.actor_kind is None:
            return None
        return state_of(entry.canonical) or entry.canonical

    def _entry(self, name: str) -> Place | None:
        """Return what the gazetteer knows by a name and the text speaks of, by whatever name."""
        return next((entry for entry in self._gazetteer.find_all(name) if entry.canonical in self._actors), None)

    def _canonical(self, name: str) -> str | None:
        entry = self._gazetteer.find(name)
        return entry.canonical if entry is not None else None

    def _named(self, name: str) -> str | None:
        """Return a name that the text's names bear out; one without any capital letter is a description."""
        return self._entity(name) or (self.verbatim(name) if name != name.lower() else None)

    def _entity(self, name: str) -> str | None:
        return self._entities.get(fold(name))

    @cached_property
    def _entities(self) -> dict[str, str]:
        """The names of the text, folded, with the name that the record has for each."""
        found: dict[str, str] = {}
        for entity in self._text.analysis.entities:
            for spelling in (entity.text, entity.actor or ""):
                found.setdefault(fold(spelling), entity.actor or entity.text)
        found.pop("", None)
        return found

    @cached_property
    def _actors(self) -> frozenset[str]:
        """The canonical names of what the gazetteer finds in the text, of the actors of its entities, and of the states of their bodies."""
        named = {entity.actor for entity in self._text.analysis.entities if entity.actor}
        for match in self._gazetteer.scan(self._text.text):
            named |= {place.canonical for place in match.places if not place.ambiguous}
        homes = {state_of(name) for name in named}
        return frozenset(named | {home for home in homes if home})

    # --- numbers and dates -----------------------------------------------------------------------------------------------------------

    def number(self, number: int) -> int | None:
        """Return a number that the text states in figures or in words ("5", "5th", "fifth", "twenty-first"), None for another."""
        return number if number in self._numbers else None

    @cached_property
    def _numbers(self) -> frozenset[int]:
        words = [word.lower() for word in re.findall(r"[^\W_]+", self._plain)]
        found: set[int] = set()
        for before, word in zip(["", *words], words, strict=False):
            value = int(word) if word.isdecimal() else (ordinal(word) or ONES.get(word))
            if value is not None:
                found |= {value, TENS.get(before, 0) + value}
        return frozenset(found)

    def date(self, edtf: str) -> str | None:
        """Return a date that is one (EDTF level 1); the model may have resolved it, so that the text need not spell it out."""
        return edtf if is_edtf(edtf) else None
