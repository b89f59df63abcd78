"""Where a text says from where and when it was written, before its first sentence: "GENEVA, Oct 3 (Agency) - ".

In: a text. Out: the range of its dateline. It belongs to the version and not to the story: an article that is written on from another
town or on another day has a new dateline, and nothing that it tells has changed.
"""

from __future__ import annotations

import re

_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_HEAD = re.compile(
    r"(?P<head>[^\W\d_][^\n]{1,110}?)(?:\s*(?<=[\s)\]])[-–—]{1,2}\s+(?=[^\sa-z])|(?<=/)\.?\s+(?=\S)|(?P<line>\s*\n\n))"
    r"|(?P<town>[^\W\d_][^\n.:]{2,40})[.:] (?=\S)"
)
_DATED = re.compile(rf"\b{_MONTHS}\s*\d{{1,2}}\b|\b\d{{1,2}}\.?\s+{_MONTHS}")
_AGENCY = re.compile(r"\([^()]{2,40}\)|/[^/\s]{2,30}/")
_WORD = re.compile(r"[^\W\d_][\w'’.]*")
_SMALL = frozenset({"of", "the", "and", "near", "al", "el", "de", "la", "le", "der", "am", "via"})
_MIN_CAPITALS = 3
_OPENING = 3


def find_dateline(text: str, start: int = 0) -> tuple[int, int] | None:
    """Return the range of the dateline with the dash behind it, or None; it opens one of the first paragraphs behind `start`.

    A dateline has capitalised words only, and beside the town a date, an agency, or capitals throughout.
    """
    for _ in range(_OPENING):
        start += len(text[start:]) - len(text[start:].lstrip())
        match = _HEAD.match(text, start)
        if match and _is_dateline(match):
            return match.start(), match.end()
        start = text.find("\n\n", start)
        if start < 0:
            break
    return None


def _is_dateline(match: re.Match[str]) -> bool:
    if match["town"]:
        return match["town"].isupper()
    head = match["head"]
    plain = _AGENCY.sub(" ", head)
    words = _WORD.findall(plain)
    if not words or any(not word[0].isupper() and word not in _SMALL for word in words):
        return False
    if match["line"]:
        return bool(_DATED.search(plain))
    is_shouted = words[0].isupper() and len(words[0]) >= _MIN_CAPITALS
    return is_shouted or bool(_DATED.search(plain)) or bool(_AGENCY.search(head))
