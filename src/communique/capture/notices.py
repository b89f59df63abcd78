"""What an article says about itself: whose copy it is, and what was corrected.

In: the paragraphs of a text and its byline. Out: the agencies that it credits, and its correction note. Copies of one agency report are
one witness, and a disclosed correction is judged otherwise than a silent one, so both have to be found before stories are compared. A
name counts as a credit only in the places where credits stand (dateline, byline, sign-off), never in running text: "Reuters reported" is
a source, not a credit.
"""

from __future__ import annotations

import re

AGENCIES: dict[str, str] = {
    "AFP": r"AFP|Agence France-Presse",
    "ANI": r"ANI",
    "ANSA": r"ANSA",
    "AP": r"AP|Associated Press|The Associated Press",
    "APA": r"APA",
    "Anadolu": r"AA|Anadolu|Anadolu Agency",
    "Armenpress": r"Armenpress|ARMENPRESS",
    "Azertac": r"Azertac|AZERTAC",
    "Bloomberg": r"Bloomberg|Bloomberg News",
    "DPA": r"dpa|DPA|Deutsche Presse-Agentur",
    "EFE": r"EFE",
    "IANS": r"IANS",
    "IRNA": r"IRNA",
    "Interfax": r"Interfax",
    "Kyodo": r"Kyodo|Kyodo News",
    "PA": r"PA|PA Media|Press Association",
    "PTI": r"PTI|Press Trust of India",
    "RIA Novosti": r"RIA Novosti|RIA",
    "Reuters": r"Reuters|REUTERS|Thomson Reuters",
    "TASS": r"TASS|ITAR-TASS",
    "UPI": r"UPI",
    "Ukrinform": r"Ukrinform",
    "WAM": r"WAM",
    "Xinhua": r"Xinhua|Xinhua News Agency",
    "Yonhap": r"Yonhap|Yonhap News Agency",
}
"""News agencies by the name that the record uses, with the forms that credits take."""

SIGN_OFF_PARAGRAPHS = 4
"""How many paragraphs at the end may hold a credit or a note; pages add a line or two below them."""
OPENING_PARAGRAPHS = 3
"""How many paragraphs at the start may."""
MAX_CREDIT_CHARS = 160
"""A credit line is short; longer paragraphs are prose."""
MAX_NOTE_CHARS = 600
"""A correction note is a paragraph at most this long."""

_ANY = "|".join(sorted((form for forms in AGENCIES.values() for form in forms.split("|")), key=lambda form: (-len(form), form)))
_CANONICAL = {form: name for name, forms in AGENCIES.items() for form in forms.split("|")}
_LIST = rf"(?:{_ANY})(?:(?:\s*[,/&+]\s*|\s+and\s+)(?:{_ANY}))*"
_DATELINE = re.compile(rf"^(?:[^\n.!?]{{0,80}}?[\s,—–-]+)?\((?P<names>{_LIST})\)\s*[-–—:.]")
_SIGN_OFF = re.compile(
    rf"^[\s(\[—–-]*(?:(?:sources?|credits?|agency|via|by|from|with|additional|reporting|inputs?|material|agencies)\b[\s:]*(?:by|from)?\s*)*"
    rf"(?P<names>{_LIST})[\s)\].]*$",
    re.IGNORECASE,
)
_TRAILING = re.compile(rf"[.!?”\"]\s*[—–(/-]+\s*(?:with\s+)?(?P<names>{_LIST})\s*[)\]/.]*$")
_REPORTING = re.compile(
    rf"(?:\bwith (?:additional )?(?:reporting|inputs?|material) (?:by|from)|©|\bcopyright)\s*(?:\d{{4}}\s*)?(?P<names>{_LIST})\b",
    re.IGNORECASE,
)

_PIECE = r"(?:story|article|report|piece|post|page|version|headline|copy|item)"
_NOTE = re.compile(
    rf"^\W*(?:corrections?|clarifications?|corrected|amendment|editor[’']?s[’']?\s+note|update)\b[^\n.]{{0,40}}?[:—–]"
    rf"|\bthis {_PIECE} (?:has been|was|is)(?: since)? (?:\w+ )?(?:updated|corrected|amended|clarified|revised|changed)\b"
    rf"|\b(?:an? )?(?:earlier|previous|original|first) version of (?:this|the) {_PIECE}\b"
    rf"|^\W*(?:corrects|recasts|updates) (?:\w+ ){{0,3}}(?:to|paragraph|headline|spelling|name|date|first|second|third)\b",
    re.IGNORECASE,
)


def find_credit(paragraphs: list[str], byline: str | None = None) -> str | None:
    """Return the agencies that the text credits, joined by "; " in alphabetical order, or None."""
    found = set(_names(_SIGN_OFF.match(byline))) if byline else set()
    if byline:
        found |= set(_names(_REPORTING.search(byline)))
    for paragraph in paragraphs[:1]:
        found |= set(_names(_DATELINE.match(paragraph)))
    for paragraph in paragraphs[-SIGN_OFF_PARAGRAPHS:]:
        if len(paragraph) <= MAX_CREDIT_CHARS:
            found |= set(_names(_SIGN_OFF.match(paragraph))) | set(_names(_REPORTING.search(paragraph)))
        found |= set(_names(_TRAILING.search(paragraph[-MAX_CREDIT_CHARS:])))
    return "; ".join(sorted(found)) or None


def find_correction_note(paragraphs: list[str]) -> str | None:
    """Return the paragraph at either end of the text that says what was corrected or updated, or None."""
    ends = [*paragraphs[:OPENING_PARAGRAPHS], *paragraphs[OPENING_PARAGRAPHS:][-SIGN_OFF_PARAGRAPHS:]]
    return next((p for p in reversed(ends) if len(p) <= MAX_NOTE_CHARS and _NOTE.search(p)), None)


def _names(found: re.Match[str] | None) -> list[str]:
    if found is None:
        return []
    named = re.findall(_ANY, found["names"])
    return [_CANONICAL[name] for name in named]
