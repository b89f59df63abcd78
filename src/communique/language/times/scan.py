"""A text as a string of word classes.

In: the text. Out: a `Scan`: one character per word, number or mark (see `lexicon.TAGS`) with the offsets of each, so that every family of
expressions is a regular expression over classes and the text itself is read once.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from communique.language.times.lexicon import OTHER, TAGS, WORD_TAGS

_TOKEN = re.compile(
    r"""
    (?P<plain>[a-z]{2,}(?![^\W_]|[’']c))
  | (?P<stop>\n[^\S\n]*\n\s*|[.!?…]+["”’)]*\s+(?=["“‘(]*[A-Z]))
  | (?P<iso>\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-]))
  | (?P<numdate>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\w/])|\d{1,2}[.-]\d{1,2}[.-](?:19|20)\d\d(?![\w.-]*\w)
      |\d{4}/\d{1,2}/\d{1,2}(?![\w/]))
  | (?P<ampm>[ap]\.\s?m\.?(?!\w))
  | (?P<clock>(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])|(?:0?\d|1[0-2])\.[0-5]\d(?=\s?(?:[ap]\.?m\b|[AP]\.?M\b))
      |(?:[01]\d|2[0-3])[.h][0-5]\d(?=\s?(?:GMT|UTC|CET|EET|local\b)))
  | (?P<ordnum>\d{1,4}(?:st|nd|rd|th)(?!\w))
  | (?P<decade>(?:1\d|20)\d0[’']?s(?!\w)|\d{1,2}0s(?=\s?B\.?C))
  | (?P<shortdecade>[’'‘]?\d0s(?!\w))
  | (?P<joined>\d{1,2}(?=[ap]\.?m\b|[AP]M\b))
  | (?P<number>\d+(?:,\d\d\d)*(?:\.\d+)?(?![^\W_]))
  | (?P<qnum>[QH][1-4](?!\w))
  | (?P<fynum>FY\s?(?:\d\d)?\d\d(?!\w))
  | (?P<holiday>(?:New\ Year[’']s\ (?:Eve|Day)|Christmas(?:\ Eve|\ Day)?|Easter(?:\ Sunday|\ Monday)?|Good\ Friday|Palm\ Sunday|Pentecost
      |May\ Day|Boxing\ Day|Halloween|Valentine[’']s\ Day|All\ Saints[’']\ Day|the\ New\ Year|New\ Year(?=\W))(?!\w))
  | (?P<poss>[’']s(?!\w))
  | (?P<oclock>o[’']clock\b)
  | (?P<era>B\.\s?C\.(?:\s?E\.)?|A\.\s?D\.)
  | (?P<abbr>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tues|Tue|Weds|Wed|Thurs|Thur|Thu|Fri|Sat|Sun|ca)\.)
  | (?P<word>[^\W\d_]+(?![^\W_]))
  | (?P<mixed>\w+)
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)

_MARKS = {
    ",": "comma", ".": "dot", ";": "dot", ":": "dot", "!": "dot", "?": "dot", "-": "hyphen", "–": "hyphen", "—": "hyphen", "‑":
    "hyphen", "−": "hyphen", "/": "slash", "'": "apos", "’": "apos", "‘": "apos", "(": "lpar", ")": "rpar", "[": "lpar", "$": "money",
    "€": "money", "£": "money", "¥": "money", "₽": "money", "%": "percent",
}  # fmt: skip
_MARK_TAGS = {mark: TAGS[name] for mark, name in _MARKS.items()}
_INT_CLASSES = ((0, "int24"), (12, "int12"), (24, "int24"), (31, "int31"), (59, "int60"), (99, "int99"))
_INT_TAGS = tuple(next(TAGS[name] for last, name in _INT_CLASSES if number <= last) for number in range(100))
_SHAPES = (
    "stop", "iso", "numdate", "ampm", "clock", "ordnum", "decade", "shortdecade", "qnum", "fynum", "holiday", "poss", "oclock", "era",
)  # fmt: skip
_SHAPE_TAGS = {name: TAGS[name] for name in _SHAPES}


@dataclass(frozen=True, slots=True)
class Scan:
    """A text and its tokens: `tags[i]` is the class of the token `text[starts[i]:ends[i]]`."""

    text: str
    tags: str
    starts: list[int]
    ends: list[int]

    def word(self, index: int) -> str:
        """Return token `index` as written, empty before the first and after the last."""
        if not 0 <= index < len(self.starts):
            return ""
        return self.text[self.starts[index] : self.ends[index]]

    def lower(self, index: int) -> str:
        """Return token `index` in lower case, without the full stop of an abbreviation."""
        return self.word(index).lower().rstrip(".")

    def is_joined(self, index: int) -> bool:
        """Tell whether no space stands between token `index` and the one after it."""
        return index + 1 < len(self.starts) and self.ends[index] == self.starts[index + 1]

    def at(self, offset: int) -> int:
        """Return the token that begins at or after `offset`."""
        return bisect_left(self.starts, offset)

    def before(self, offset: int) -> int:
        """Return the last token that begins at or before `offset`, -1 where there is none."""
        return bisect_right(self.starts, offset) - 1


def number_tag(text: str) -> str:
    """Return the class of a number in digits."""
    if not text.isascii() or not text.isdigit():
        return TAGS["num"]
    if len(text) <= 2:
        return _INT_TAGS[int(text)]
    if len(text) == 4 and text[0] in "12":
        return TAGS["year"]
    return TAGS["int3"] if len(text) == 3 else TAGS["num"]


def scan(text: str) -> Scan:
    """Return the classes of all tokens of `text`; cost is linear in its length."""
    tags: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    words, marks, shapes = WORD_TAGS, _MARK_TAGS, _SHAPE_TAGS
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        value = match[0]
        if kind in ("plain", "word"):
            tag = words.get(value, OTHER)
        elif kind == "mark":
            tag = marks.get(value, OTHER)
        elif kind in shapes:
            tag = shapes[kind]
        elif kind in ("number", "joined"):
            tag = number_tag(value)
        elif kind == "abbr":
            tag = words.get(value[:-1], OTHER)
        else:
            tag = OTHER
        tags.append(tag)
        starts.append(match.start())
        ends.append(match.end())
    return Scan(text, "".join(tags), starts, ends)
