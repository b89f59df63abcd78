"""Acronyms that a text introduces itself: "the National Liberation Army (ELN)", "the ELN (National Liberation Army)", "known as RSF".

In: a text and the names found so far. Out: pairs of a long form and its acronym. The long form is the name that ends at the bracket;
where no name was found, the capitalised words whose initials the acronym spells. Acronyms in another language need a name: "(ELN)" behind
"National Liberation Army".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.language.lexicon import word_set

_IN_BRACKETS = re.compile(
    r"\s?\((?:the |or |known as |also known as )?[\"“]?([A-Z][A-Za-z0-9&/.-]{0,10}[A-Z0-9])[\"”]?"
    r"(?:[,;][^)]{0,60}| in [^)]{0,30}| by [^)]{0,40})?\)"
)
_KNOWN_AS = re.compile(r",? (?:or|known as|known by its acronym|abbreviated as) (?:the )?([A-Z][A-Z0-9/-]{1,9})\b")
_WORDS = re.compile(r"[^\W_]+")
_SMALL = word_set("of the and for in on de del la las los y et du des to")
MAX_WORDS = 10


@dataclass(frozen=True, slots=True)
class Acronym:
    """`short` stands in this text for `text[long_start:long_end]`."""

    short: str
    long_start: int
    long_end: int


def find_acronyms(text: str, names: Sequence[tuple[int, int]]) -> Iterator[Acronym]:
    """Yield the acronyms that the text introduces, in text order. `names` are half-open code points of names that are no persons."""
    ends = {end: start for start, end in names}
    for pattern in (_IN_BRACKETS, _KNOWN_AS):
        for match in pattern.finditer(text):
            short = match[1]
            if sum(c.isupper() for c in short) < 2:
                continue
            spelt = _spelt(text, match.start(), short)
            named = ends.get(match.start())
            long_form = text[named : match.start()] if named is not None else ""
            is_named = named is not None and (spelt is None or named < spelt) and long_form != short
            if is_named and named is not None and (" " in long_form or long_form.isupper()):
                yield Acronym(short, named, match.start())
                continue
            if spelt is not None:
                yield Acronym(short, spelt, match.start())


def _spelt(text: str, end: int, short: str) -> int | None:
    """Return where the capitalised words begin whose initials are the acronym's letters, None when they are not."""
    words = list(_WORDS.finditer(text, max(0, end - 160), end))[-MAX_WORDS:]
    letters = [c.lower() for c in short if c.isalnum()]
    place = len(letters) - 1
    for word in reversed(words):
        if not word[0][0].isupper():
            if word[0].lower() not in _SMALL:
                return None
            if place >= 0 and word[0][0].lower() == letters[place]:
                place -= 1
            continue
        if word[0][0].lower() != letters[place]:
            return None
        place -= 1
        if place < 0:
            return word.start() if text.find("\n\n", word.start(), end) < 0 else None
    return None
