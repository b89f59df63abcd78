"""Sentences in which an article speaks of itself: corrections, clarifications, updates.

In: sentences, and the note that the capture found. Out: which of them are such notes. They are no part of the story: set against its
sentences, a note that repeats the old wording would pass for it.
"""

from __future__ import annotations

import re

from communique.stories.words import normalise

_PIECE = r"(?:story|article|report|piece|post|page|version|headline)"
_NOTE = re.compile(
    r"^\W*(?:corrections?|clarifications?|corrected|amendment|editor[’']?s[’']?\s+note|update)\b[^\n.]{0,40}?[:—–]"
    rf"|\bthis {_PIECE} (?:has been|was|is)(?: since)? (?:\w+ )?(?:updated|corrected|amended|clarified|revised|changed)\b"
    rf"|\b(?:an? )?(?:earlier|previous|original|first) version of (?:this|the) {_PIECE}\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:correct|amend|clarif|earlier version|previous version|original version|misstated|wrongly|incorrectly|error)", re.IGNORECASE
)


def find_note(text: str, sentences: tuple[tuple[int, int], ...], captured: str | None) -> tuple[int, int] | None:
    """Return the range of the note: what the capture found, else from the first such sentence to the end of its paragraph."""
    at = text.find(captured) if captured else -1
    if captured and at >= 0:
        return at, at + len(captured)
    for start, end in sentences:
        if _NOTE.search(text, start, end):
            paragraph = text.find("\n\n", start)
            return start, max(end, paragraph if paragraph >= 0 else len(text.rstrip()))
    return None


def is_correcting(note: str) -> bool:
    """Return whether a note admits a mistake and does not merely announce news."""
    return _CORRECTS.search(note) is not None


def is_new_note(note: str, earlier_text: str) -> bool:
    """Return whether the earlier version lacks the note."""
    return normalise(note) not in normalise(earlier_text)
