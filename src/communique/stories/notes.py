"""Sentences in which an article speaks of itself: corrections, clarifications, updates.

In: sentences, and the note that the capture found. Out: which of them are such notes. They are no part of the story: set against its
sentences, a note that repeats the old wording would pass for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.stories.words import normalise

_PIECE = r"(?:story|article|report|piece|post|page|version|headline|copy|item)"
_ABOUT = r"(?:quotes?|details?|comments?|reactions?|background|headline|lead|byline|photo|paragraphs?|para|graf|sentence)"
_REVISES = r"(?:adds|updates|updated|removes|corrected|amended)"
_NOTE = re.compile(
    rf"""^\W*(?:corrections?|clarifications?|corrected|amendment|editor[’']?s[’']?\s+note|update)\b[^\n.]{{0,40}}?[:—–]
      | \bthis\s{_PIECE}\s(?:has\sbeen|was|is)(?:\ssince)?\s(?:\w+\s)?(?:updated|corrected|amended|clarified|revised|changed)\b
      | \b(?:an?\s)?(?:earlier|previous|original|first)\sversion\sof\s(?:this|the)\s{_PIECE}\b
      | \bin\s(?:an|the|our)\s(?:earlier|previous|original|first)\sversion,?\swe\b
      | ^\W*this\s(?:story|article|version|copy|item)\s(?:corrects|clarifies|updates|adds|replaces|removes)\b
      | ^\W*(?:corrects|clarifies|recasts|refiles|rewrites)\b
      | ^\W*{_REVISES}\W+(?:with|throughout|dropped|(?:(?:to|in|the|new|more|further|with)\s)*{_ABOUT})\b
      | ^\W*{_REVISES}\W+to\s(?:show|reflect|include|say|fix|correct|clarify|add|make\sclear)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CORRECTS = re.compile(
    r"\b(?:correct|amend|clarif|(?:earlier|previous|original) version|misstated|misspel|wrong|incorrectly|in error|mistake|to fix)",
    re.IGNORECASE,
)


def find_note(text: str, sentences: tuple[tuple[int, int], ...], captured: str | None) -> tuple[int, int] | None:
    """Return the range of the note: what the capture found, else from the first such sentence to the end of its paragraph.

    A note in brackets ends with them: agencies put one before the first sentence.
    """
    at = text.find(captured) if captured else -1
    if captured and at >= 0:
        return at, at + len(captured)
    for start, end in (piece for sentence in sentences for piece in _pieces(text, *sentence)):
        if _NOTE.search(text[start:end]):
            paragraph = text.find("\n\n", start)
            stop = max(end, paragraph if paragraph >= 0 else len(text.rstrip()))
            close = text.find(")", start, stop) if text[start] == "(" else -1
            return start, close + 1 if close >= 0 else stop
    return None


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence by paragraphs: a note without a full stop runs into what stands around it."""
    while (stop := text.find("\n\n", start, end)) >= 0:
        yield start, stop
        start = stop + 2
    yield start, end


def is_correcting(note: str) -> bool:
    """Return whether a note admits a mistake and does not merely announce news."""
    return _CORRECTS.search(note) is not None


def is_new_note(note: str, *earlier: str | None) -> bool:
    """Return whether the earlier version lacks the note, in its text and in what was captured beside it."""
    return not any(normalise(note) in normalise(words) for words in earlier if words)
