"""Longer stretches with names: decades, centuries, quarters, halves, seasons of a year, fiscal years.

In: a match. Out: a moment at that grain. A quarter or half without a year takes the year of the passage.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from communique.language.times.anchoring import Context, shifted
from communique.language.times.calendar_dates import month_number, two_digit_year
from communique.language.times.lexicon import DECADE_NAMES, SEASONS, TAGS
from communique.language.times.numerals import ordinal
from communique.language.times.patterns import Draft, Found, Rule, rule
from communique.language.times.tense import Tense
from communique.language.times.values import Grain, Moment, day_moment, week_moment

_LAST = ("last", "final")


def _build_decade(found: Found, _: Context) -> Draft | None:
    year = int("".join(char for char in found.word("d") if char.isdigit()))
    before = found.has("e") and found.word("e").startswith("b")
    return Draft(Moment(Grain.DECADE, -year - 8 if before else year), found.begin, found.end)


def _build_short_decade(found: Found, _: Context) -> Draft | None:
    """Build "the '90s" and "the nineties": of the twentieth century unless it had not begun to be spoken of so."""
    if found.scan.tags[found.begin] != TAGS["the"] and found.scan.lower(found.begin - 1) not in ("and", "or", "to", "early", "late", "mid"):
        return None
    word = found.word("d").strip("’'‘")
    tens = DECADE_NAMES.get(word) or int(word[:2])
    return Draft(Moment(Grain.DECADE, (2000 if tens < 20 else 1900) + tens), found.begin, found.end)


def _build_century(found: Found, _: Context) -> Draft | None:
    tokens = found.span("n")
    words = [found.scan.lower(token) for token in tokens]
    number = ordinal(words[-1])
    if number is None or found.scan.lower(found.at("u")) not in ("century", "centuries"):
        return None
    if len(words) > 1:
        number += 20
    if found.has("e") and found.word("e").startswith("b"):
        return Draft(Moment(Grain.CENTURY, -100 * number + 1), found.begin, found.end)
    return Draft(Moment(Grain.CENTURY, 100 * (number - 1)), found.begin, found.end)


def _year(found: Found, context: Context) -> tuple[int | None, bool]:
    """Return the year of a quarter, half or season and whether it was inferred."""
    if found.has("y"):
        word = found.word("y")
        return (two_digit_year(word) if len(word) == 2 else int(word)), False
    if found.has("r"):
        base = context.base
        word = found.word("r")
        if word in ("that", "same"):
            recent = context.recent(Grain.YEAR)
            return (recent.year if recent else None), False
        moment = shifted(base, "year", {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(word, 0)) if base else None
        return (moment.year if moment else None), False
    if context.today and not context.narrative:
        return context.today.year, True
    recent = context.recent(Grain.YEAR)
    return (recent.year if recent else None), True


def _build_quarter(found: Found, context: Context) -> Draft | None:
    """Build "the third quarter of 2024", "Q3", "third-quarter"; a quarter of something else has no year word after its "of"."""
    scan = found.scan
    word = found.word("q")
    number = int(word[1]) if word[:1] in "qh" and word[1:].isdigit() else 4 if word in _LAST else ordinal(word)
    if number is None or not 1 <= number <= 4:
        return None
    half = word.startswith("h")
    if half and number > 2:
        return None
    year, inferred = _year(found, context)
    if inferred and found.end < len(scan.tags) and (scan.lower(found.end) == "of" or (half and word.startswith("h"))):
        return None
    if half and inferred:
        return None
    if inferred and year is not None and _lies_ahead(number, context) and context.tense(found.begin) is Tense.PAST:
        year -= 1
    grain = Grain.HALF if half else Grain.QUARTER
    return Draft(Moment(grain, year, number), found.begin, found.end, anchored=inferred or found.has("r"), inferred_year=inferred)


def _lies_ahead(quarter: int, context: Context) -> bool:
    """Tell whether a quarter of the dateline's year has not begun."""
    return context.today is not None and not context.narrative and 3 * quarter - 2 > context.today.month


def _build_part_of_month(found: Found, context: Context) -> Draft | None:
    """Build "the last week of March", "the first day of May 2024"."""
    word, unit = found.word("q"), found.word("u")
    number = -1 if word in _LAST else ordinal(word)
    if number is None or unit not in ("day", "week") or number > (31 if unit == "day" else 5):
        return None
    month = month_number(found.scan, found.at("m"))
    year = int(found.word("y")) if found.has("y") else context.year_of(month, None, found.begin)
    inferred = not found.has("y")
    if year is None:
        return None
    size = monthrange(year, month)[1]
    day = size if number < 0 else number if unit == "day" else 7 * number - 6
    if day > size:
        return None
    value = day_moment(date(year, month, day)) if unit == "day" else week_moment(date(year, month, day))
    return Draft(value, found.begin, found.end, anchored=inferred, inferred_year=inferred)


def _build_half(found: Found, context: Context) -> Draft | None:
    """Build "the first half of 2022" and "the latter half of July"."""
    year, _ = _year(found, context)
    number = {"first": 1, "second": 2, "latter": 2}.get(found.word("q"))
    if number is None:
        return None
    return Draft(Moment(Grain.HALF, year, number), found.begin, found.end, anchored=found.has("r"))


def _build_season(found: Found, context: Context) -> Draft | None:
    """Build "the summer of 2024", "spring 2023", "autumn of last year"."""
    year, _ = _year(found, context)
    if year is not None and found.word("e").startswith("b"):
        year = 1 - year
    return Draft(Moment(Grain.SEASON, year, SEASONS[found.word("s")]), found.begin, found.end, anchored=found.has("r"))


def _build_fiscal(found: Found, context: Context) -> Draft | None:
    """Build "fiscal 2023", "FY23", "the 2022-23 financial year", "this fiscal year"; the value is the year that it is named after."""
    if found.has("z"):
        digits = "".join(char for char in found.word("z") if char.isdigit())
        year = int(digits) if len(digits) == 4 else two_digit_year(digits)
    elif found.has("y"):
        year = int(found.word("y"))
    elif not found.has("r"):
        return None
    else:
        base = context.base
        moment = shifted(base, "year", {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(found.word("r"), 0)) if base else None
        if moment is None or moment.year is None:
            return None
        return Draft(Moment(Grain.YEAR, moment.year, fiscal=True), found.begin, found.end, anchored=True)
    return Draft(Moment(Grain.YEAR, year, fiscal=True), found.begin, found.end)


_OF_YEAR = "(?:comma|of)? (?:y:year|r:[this last next past] unit|the r:[previous same coming] unit|r:that same? unit|r:the unit)"
RULES: tuple[Rule, ...] = (
    rule("the? d:decade (?:e:era)?", _build_decade),
    rule("the? d:[shortdecade nineties]", _build_short_decade),
    rule("the? (?P<n>tens hyphen? ord|ord) hyphen? u:[unit units] (?:e:era)?", _build_century),
    rule(f"the? q:ord hyphen? u:quarter (?:{_OF_YEAR})?", _build_quarter),
    rule(f"the q:[last full] u:quarter {_OF_YEAR}", _build_quarter),
    rule("the q:[ord last full] u:unit of m:anymonth (?:comma? y:year)?", _build_part_of_month),
    rule(f"the? q:qnum (?:{_OF_YEAR})?", _build_quarter),
    rule("y:year q:qnum", _build_quarter),
    rule(f"the? q:[ordword second latter] half {_OF_YEAR}", _build_half),
    rule(f"the? s:anyseason (?:{_OF_YEAR} (?:e:era)?|of? y:[int3 small] e:era)", _build_season),
    rule("z:fynum", _build_fiscal),
    rule("(?:the? r:[this last next previous coming])? fiscal unit? (?:y:year)?", _build_fiscal),
    rule("the? year hyphen z:[year small] fiscal unit", _build_fiscal),
)
