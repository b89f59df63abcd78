"""Patterns over word classes, written with the names of the classes.

In: a pattern such as `"d:day of? m:month (comma? y:year)?"`. Out: a compiled `Rule` that runs over a `Scan` and tells by which first
class it can begin, so that at each token only the rules that can start there are tried.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from communique.language.times.anchoring import Context
from communique.language.times.lexicon import TAGS
from communique.language.times.scan import Scan
from communique.language.times.values import Mod, Value

_GROUPS: dict[str, tuple[str, ...]] = {
    "day": ("int12", "int24", "int31"),
    "int": ("int12", "int24", "int31", "int60", "int99", "int3", "num", "year"),
    "small": ("int12", "int24", "int31", "int60", "int99"),
    "anymonth": ("month", "monthish"),
    "anywday": ("wday", "wdayish"),
    "anyseason": ("season", "seasonish"),
    "ord": ("ordword", "second", "ordnum"),
    "ordday": ("ordnum", "ordword", "second"),
    "anyunit": ("unit", "units", "hunit", "hunits", "weekend", "weekends", "quarter", "quarters", "part", "parts"),
}

_MACROS: dict[str, str] = {
    "QUANTITY": "(?:a? very? several (?:of the?)?|a? single|CARD|half a|a half|a)",
    "CARD": "(?:(?:a scale|NUMBER(?:hyphen? scale)*|scale)(?:hyphen? and hyphen? a hyphen? half)?)",
    "NUMBER": "(?:[int tens ones](?:hyphen? ones)?|small int12 slash int12)",
    "NEAR": "(?:(?:more|less) than|at (?:least|most)|up to|approx)",
    "ZONE": "(?:zone|lpar zone rpar)",
}

_PIECE = re.compile(r"""(?P<group>\(\?(?:P<(?P<named>\w+)>|[:=!]|<[=!]))
  |(?:(?P<capture>[a-z]\w*):)?(?:(?P<name>[a-z]\w*)|\[(?P<any>[a-z0-9_ ]+)\])
  |(?P<mark>\S)""", re.VERBOSE)  # fmt: skip


_AGAIN = "__"


def _classes(name: str) -> str:
    members = _GROUPS.get(name, (name,))
    return "".join(TAGS[member] for member in members)


def _translate(pattern: str) -> str:
    """Return the regular expression over class characters that a pattern stands for."""
    parts = []
    seen: Counter[str] = Counter()
    for piece in _PIECE.finditer(pattern):
        name = piece["capture"] or piece["named"]
        seen[name] += 1
        unique = name if seen[name] == 1 else f"{name}{_AGAIN}{seen[name]}"
        if piece["name"] or piece["any"]:
            chars = "".join(_classes(each) for each in (piece["name"] or piece["any"]).split())
            unit = chars if len(chars) == 1 else f"[{chars}]"
            parts.append(f"(?P<{unique}>{unit})" if piece["capture"] else unit)
        else:
            parts.append(f"(?P<{unique}>" if piece["named"] else piece[0])
    return "".join(parts)


@dataclass(slots=True)
class Draft:
    """What a rule made of a match: tokens `[begin, end)` and the value. `anchor` tells that other expressions may refer back to it."""

    value: Value
    begin: int
    end: int
    mod: Mod | None = None
    anchored: bool = False
    inferred_year: bool = False
    mismatch: bool = False
    anchor: bool = True
    edtf: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A match of a rule in a scan."""

    scan: Scan
    match: re.Match[str]

    @property
    def begin(self) -> int:
        """First token."""
        return self.match.start()

    @property
    def end(self) -> int:
        """Token after the last."""
        return self.match.end()

    def has(self, name: str) -> bool:
        """Tell whether the capture took part."""
        return self.at(name) >= 0

    def at(self, name: str) -> int:
        """Return the first token of a capture, -1 where it took no part or the pattern has none of that name."""
        span = self.span(name)
        return span.start if span else -1

    def word(self, name: str) -> str:
        """Return the first word of a capture in lower case, empty where it took no part."""
        index = self.at(name)
        return self.scan.lower(index) if index >= 0 else ""

    def span(self, name: str) -> range:
        """Return the tokens of a capture (of that of its alternatives that took part), empty where it took none."""
        groups = self.match.re.groupindex
        number = 1
        key = name
        while key in groups:
            start, end = self.match.span(key)
            if start >= 0:
                return range(start, end)
            number += 1
            key = f"{name}{_AGAIN}{number}"
        return range(0)


Build = Callable[[Found, Context], Draft | tuple[Draft, ...] | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what to make of it. `build` returns None to decline."""

    name: str
    regex: re.Pattern[str]
    build: Build


def rule(pattern: str, build: Build) -> Rule:
    """Compile a pattern.

    Names are classes or groups of classes, `[a b]` is one of several, `x:name` captures, a name in capitals inserts a macro, everything
    else is as in `re`; spaces count for nothing.
    """
    return Rule(pattern, re.compile(translate(pattern)), build)


def translate(pattern: str) -> str:
    """Return a pattern with its macros inserted as a regular expression over class characters."""
    for name, body in _MACROS.items():
        pattern = re.sub(rf"\b{name}\b", body, pattern)
    return _translate(pattern)


def dispatch(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    """Return, for each class character, the rules whose matches can begin with it."""
    by_first: dict[str, list[Rule]] = {}
    for each in rules:
        for char in sorted(_first(each.regex.pattern)):
            by_first.setdefault(char, []).append(each)
    return {char: tuple(found) for char, found in by_first.items()}


def _first(pattern: str) -> set[str]:
    """Return the characters that a match can begin with.

    Patterns are small: alternatives, groups, sets, `?`, `*` and lookarounds, which consume nothing and are passed over.
    """
    firsts, _, end = _alternatives(pattern, 0)
    if end != len(pattern):
        raise ValueError(f"unbalanced pattern: {pattern!r}")
    return firsts


def _alternatives(pattern: str, at: int) -> tuple[set[str], bool, int]:
    """Read alternatives from `at` to the closing parenthesis or the end: first characters, whether they can be empty, where they stop."""
    firsts: set[str] = set()
    empty = False
    while True:
        found, nullable, at = _sequence(pattern, at)
        firsts |= found
        empty = empty or nullable
        if at >= len(pattern) or pattern[at] == ")":
            return firsts, empty, at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[set[str], bool, int]:
    firsts: set[str] = set()
    empty = True
    while at < len(pattern) and pattern[at] not in "|)":
        found, nullable, at = _item(pattern, at)
        if at < len(pattern) and pattern[at] in "?*+":
            nullable = nullable or pattern[at] != "+"
            at += 1
        if empty:
            firsts |= found
        empty = empty and nullable
    return firsts, empty, at


def _item(pattern: str, at: int) -> tuple[set[str], bool, int]:
    if pattern[at] == "[":
        end = pattern.index("]", at)
        return set(pattern[at + 1 : end]), False, end + 1
    if pattern[at] != "(":
        return {pattern[at]}, False, at + 1
    opening = re.compile(r"\((?:\?(?P<kind>P<\w+>|:|=|!|<=|<!))?").match(pattern, at)
    kind = (opening["kind"] if opening else "") or ""
    firsts, empty, end = _alternatives(pattern, opening.end() if opening else at + 1)
    if kind in ("=", "!", "<=", "<!"):
        return set(), True, end + 1
    return firsts, empty, end + 1
