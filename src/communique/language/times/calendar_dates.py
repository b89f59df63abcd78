"""Dates of the calendar: days, months and years in any order, ISO and slashed dates, eras, feasts.

In: a match. Out: a moment with the year that the text gives, or the one that the context tells, marked as inferred. A weekday written
beside a date is checked against it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from communique.language.times.anchoring import Context, easter, shifted
from communique.language.times.lexicon import HOLIDAYS, MONTHS, OTHER, TAGS, WEEKDAYS
from communique.language.times.numerals import ordinal
from communique.language.times.patterns import Draft, Found, Rule, rule
from communique.language.times.scan import Scan
from communique.language.times.tense import Tense
from communique.language.times.values import Grain, Mod, Moment, day_moment, month_moment

_PIVOT = 50
_NEWS_DAYS = 45
"""A day without a year that lies this near to the dateline is of its news, whatever weekday is written before it."""
_EASTER_OFFSETS = {"easter": 0, "easter sunday": 0, "easter monday": 1, "good friday": -2, "palm sunday": -7, "pentecost": 49}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?")
_MONTH_LEADS = frozenset({
    "after", "ahead", "and", "around", "before", "between", "by", "during", "each", "early", "every", "for", "from", "in", "last",
    "late", "mid", "next", "of", "on", "or", "since", "this", "through", "till", "to", "until",
})  # fmt: skip
_YEAR_LEADS = frozenset({
    "about", "after", "and", "around", "as", "autumn", "before", "between", "by", "ca", "circa", "during", "early", "fall", "for",
    "from", "in", "late", "mid", "of", "or", "since", "spring", "summer", "than", "the", "through", "till", "to", "until", "winter",
    "year",
})  # fmt: skip
_NEAR_YEARS = (1900, 2100)
_OPENING_QUOTES = ('"', "“", "‘", "«", "`", "``")
_TIME_PREPOSITIONS = frozenset({
    "after", "before", "between", "by", "during", "from", "in", "since", "through", "till", "until",
})  # fmt: skip
_FUNCTION_WORDS = frozenset({
    "across", "afterwards", "always", "besides", "does", "perhaps", "sees", "this", "thus", "towards", "unless", "versus", "was",
    "whereas",
})  # fmt: skip
_COUNTED = frozenset({
    "children", "feet", "kg", "km", "m", "men", "mm", "more", "mw", "other", "people", "per", "percent", "police", "women",
})  # fmt: skip
_HYPHENATED_LEADS = frozenset({"mid", "early", "late", "pre", "post", "end"})
_NOT_AFTER_YEAR = frozenset(TAGS[name] for name in ("percent", "units", "hunits", "unit", "hunit", "scale", "times"))


def two_digit_year(digits: str) -> int:
    """Return the year of two digits: 00-49 is this century, 50-99 the last."""
    return int(digits) + (2000 if int(digits) < _PIVOT else 1900)


def month_number(scan: Scan, token: int) -> int:
    """Return the month that a token names."""
    return MONTHS[scan.lower(token)]


def day_number(scan: Scan, token: int) -> int | None:
    """Return the day that "30", "30th" or "third" says, None outside 1-31."""
    word = scan.lower(token)
    number = int(word) if word.isdigit() else ordinal(word)
    return number if number and 1 <= number <= 31 else None


def fits(year: int | None, month: int, day: int) -> bool:
    """Tell whether the calendar has that day."""
    usable = year if year and 0 < year <= 9999 else 2000
    return day <= monthrange(usable, month)[1]


def contradicts(moment: Moment, weekday: int | None) -> bool:
    """Tell whether a weekday is not that of the day."""
    first = moment.first
    return weekday is not None and moment.grain >= Grain.DAY and first is not None and first.isoweekday() != weekday


def _weekday(found: Found) -> int | None:
    return WEEKDAYS[found.word("w")] if found.has("w") else None


def _explicit_year(found: Found) -> int | None:
    """Return the year that a match spells out: four digits, '24, or a year before Christ."""
    if not found.has("y"):
        return None
    word = found.word("y")
    year = int(word) if len(word) > 2 else two_digit_year(word)
    if found.has("e") and found.word("e").startswith("b"):
        return 1 - year
    return year


def _relative_year(found: Found, context: Context) -> int | None:
    """Return the year of "July of last year", None where the words give none or nothing tells it."""
    if not found.has("r"):
        return None
    word = found.word("r")
    if word in ("that", "same"):
        recent = context.recent(Grain.YEAR)
        return recent.year if recent else None
    if word in ("previous", "preceding", "following"):
        recent = context.recent(Grain.YEAR)
        return recent.year + (1 if word == "following" else -1) if recent and recent.year is not None else None
    base = context.base
    step = {"this": 0, "last": -1, "next": 1, "the": 0}.get(word, 0)
    moment = shifted(base, "year", step) if base else None
    return moment.year if moment else None


def _is_year_word(found: Found) -> bool:
    """Tell whether "July of that ..." goes on with the word year, where it goes on so at all."""
    return not found.has("r") or found.scan.lower(found.end - 1) == "year"


def _build_day(found: Found, context: Context) -> Draft | None:
    month, day = month_number(found.scan, found.at("m")), day_number(found.scan, found.at("d"))
    if day is None or not _is_year_word(found):
        return None
    year = _explicit_year(found)
    anchored = inferred = False
    if year is None:
        relative = found.has("r")
        year = _relative_year(found, context) if relative else context.year_of(month, day, found.begin)
        anchored, inferred = year is not None, year is not None and not relative
    if year is not None and inferred and not fits(year, month, day):
        year -= year % 4
    if not fits(year, month, day):
        return None
    moment, weekday = Moment(Grain.DAY, year, month, day), _weekday(found)
    if inferred and year is not None and contradicts(moment, weekday) and not _is_near(moment, context.today):
        moment = next((other for other in _in_years_near(moment) if not contradicts(other, weekday)), moment)
    return Draft(moment, found.begin, found.end, None, anchored, inferred, contradicts(moment, weekday))


def _is_near(moment: Moment, today: date | None) -> bool:
    """Tell whether a day is of the news of these weeks: then its weekday is a slip and tells nothing of the year."""
    return today is not None and moment.first is not None and abs((moment.first - today).days) <= _NEWS_DAYS


def _in_years_near(moment: Moment) -> Iterator[Moment]:
    """Yield the same day of the year before and of the year after: a weekday tells which of them is meant."""
    for year in (moment.year - 1, moment.year + 1) if moment.year is not None else ():
        if moment.day is not None and moment.index is not None and fits(year, moment.index, moment.day):
            yield replace(moment, year=year)


def _build_month_day(found: Found, context: Context) -> Draft | None:
    """Build "July 30": declined where the number begins something else ("May 20 soldiers")."""
    if not found.has("y") and found.scan.tags[found.at("m")] == TAGS["monthish"] and not _is_month(found, context):
        return None
    after = found.end
    if not found.has("y") and found.scan.tags[after : after + 1] == TAGS["percent"]:
        return None
    return _build_day(found, context)


def _is_month(found: Found, context: Context) -> bool:
    """Tell whether "May", "March", "Mar" or "Jan" in front of a day or alone is the month."""
    token = found.at("m")
    upos = context.tenses.upos(found.scan.starts[token])
    if upos:
        return upos in ("PROPN", "NOUN", "NUM")
    return found.scan.word(token) not in ("MAY", "MARCH", "MAR") or found.has("d")


def _build_month_year(found: Found, context: Context) -> Draft | None:
    if not _is_year_word(found):
        return None
    month = month_number(found.scan, found.at("m"))
    year = _explicit_year(found)
    if year is None:
        year = _relative_year(found, context)
        return Draft(month_moment(year, month), found.begin, found.end, anchored=year is not None)
    return Draft(month_moment(year, month), found.begin, found.end)


def _build_month(found: Found, context: Context) -> Draft | None:
    scan, token = found.scan, found.at("m")
    if scan.tags[token] == TAGS["monthish"] and not _is_bare_month(found, context):
        return None
    if scan.word(token).lower() in ("sep", "oct", "nov", "feb", "apr", "jul", "aug") and not _led_by(scan, token, _MONTH_LEADS):
        return None
    relation, head = context.tenses.head_upos(scan.starts[token])
    if relation == "flat" and head == "PROPN":
        return None
    month = month_number(scan, token)
    year = context.year_of(month, None, token)
    return Draft(month_moment(year, month), found.begin, found.end, anchored=year is not None, inferred_year=year is not None)


def _led_by(scan: Scan, token: int, words: frozenset[str]) -> bool:
    return token > 0 and (scan.lower(token - 1) in words or (scan.tags[token - 1] == TAGS["hyphen"] and token > 1))


def _is_bare_month(found: Found, context: Context) -> bool:
    token = found.at("m")
    word = found.scan.word(token)
    after = found.scan.word(token + 1) if token + 1 < len(found.scan.tags) else ""
    if word in ("MAY", "MARCH", "MAR", "JAN", "DEC", "JUN", "Mar", "Jun"):
        return False
    if word in ("Jan", "Dec") and after[:1].isupper():
        return False
    if _led_by(found.scan, token, _MONTH_LEADS):
        return True
    if context.tenses.upos(found.scan.starts[token]) != "PROPN" or word not in ("May", "March"):
        return False
    before = found.scan.word(token - 1)
    is_attribute = context.tenses.head_upos(found.scan.starts[token])[0] == "compound"
    return not before[:1].isupper() and before not in _OPENING_QUOTES and (is_attribute or before not in ("the", "his", "her", "their"))


def _build_year(found: Found, context: Context) -> Draft | None:
    scan, token = found.scan, found.at("y")
    year = int(scan.word(token))
    if not _is_year(scan, token, year, context):
        return None
    aside = token > 0 and scan.tags[token - 1] in (TAGS["lpar"], TAGS["hyphen"])
    return Draft(Moment(Grain.YEAR, year), found.begin, found.end, anchor=not aside)


def _is_year(scan: Scan, token: int, year: int, context: Context) -> bool:
    """Tell whether four digits are a year and not a count, a price or a part of a name."""
    before = scan.tags[token - 1] if token else TAGS["stop"]
    after = scan.tags[token + 1] if token + 1 < len(scan.tags) else TAGS["stop"]
    lead = scan.lower(token - 1) if token else ""
    if before == TAGS["money"] or after in _NOT_AFTER_YEAR or _is_decimal(scan, token):
        return False
    if before in (TAGS["hyphen"], TAGS["slash"]) and scan.is_joined(token - 1):
        return token > 1 and scan.lower(token - 2) in _HYPHENATED_LEADS
    if after in (TAGS["hyphen"], TAGS["slash"]) and scan.is_joined(token) and not _is_compound(scan, token, year):
        return False
    if before == TAGS["lpar"] and after == TAGS["rpar"]:
        return True
    near = _NEAR_YEARS[0] <= year < _NEAR_YEARS[1]
    if near and lead in _TIME_PREPOSITIONS:
        return True
    if _counts(scan, token, context):
        return False
    if near or context.narrative:
        return not _is_name(scan, token) and lead not in ("no", "resolution", "number", "nos", "than")
    return lead in _YEAR_LEADS


def _is_decimal(scan: Scan, token: int) -> bool:
    after = scan.text[scan.ends[token] : scan.ends[token] + 2]
    return len(after) == 2 and after[0] == "." and after[1].isdigit()


def _is_compound(scan: Scan, token: int, year: int) -> bool:
    """Tell whether "2008-era" goes on with a word that leaves the year a year."""
    following = scan.word(token + 2) if token + 2 < len(scan.tags) else ""
    measures = ("year", "day", "page", "mile", "foot", "strong", "man")
    return _NEAR_YEARS[0] <= year < _NEAR_YEARS[1] and following.islower() and following not in measures


def _is_name(scan: Scan, token: int) -> bool:
    """Tell whether the number stands inside a name ("Russell 2000 Index")."""
    if token == 0 or token + 1 >= len(scan.tags):
        return False
    lead, after = scan.word(token - 1), scan.word(token + 1)
    gap = scan.text[scan.ends[token - 1] : scan.starts[token + 1]]
    inside = lead[:1].isupper() and lead.lower() not in _YEAR_LEADS and after[:1].isupper() and "\n" not in gap
    return inside and scan.tags[token - 1] == OTHER and scan.tags[token + 1] == OTHER


def _counts(scan: Scan, token: int, context: Context) -> bool:
    """Tell whether the number counts the noun after it ("2000 troops")."""
    relation, head = context.tenses.head_upos(scan.starts[token])
    if token + 1 >= len(scan.tags) or scan.text[scan.ends[token] : scan.starts[token + 1]] not in (" ", "\n"):
        return False
    word = scan.word(token + 1)
    if word in _COUNTED:
        return True
    plural = word.islower() and word.endswith("s") and not word.endswith(("ss", "'s")) and word not in _FUNCTION_WORDS and len(word) > 3
    if relation == "nummod":
        return plural and head == "NOUN"
    return not relation and plural and not _led_by(scan, token, frozenset({"since", "the", "early", "late", "mid", "its", "their"}))


def _build_iso(found: Found, _: Context) -> Draft | None:
    match = _ISO.fullmatch(found.scan.word(found.begin))
    if not match:
        return None
    year, month, day = (int(match[i]) for i in (1, 2, 3))
    if not 1 <= month <= 12 or not day or not fits(year, month, day) or not year:
        return None
    zone = (match[5] or "").replace(":", "")
    zone = zone if zone in ("", "Z") else (zone[:3] if zone.endswith("00") else f"{zone[:3]}:{zone[3:]}")
    moment = Moment(Grain.CLOCK, year, month, day, clock=match[4], zone=zone) if match[4] else Moment(Grain.DAY, year, month, day)
    return Draft(moment, found.begin, found.end)


def _build_numeric(found: Found, _: Context) -> Draft | None:
    """Build 30/07/2024 and 07/30/2024: day first where the dots or the numbers say so, otherwise month first with slashes."""
    text = found.scan.word(found.begin)
    parts = [part for part in re.split(r"[/.-]", text) if part]
    if len(parts[0]) == 4:
        year, month, day = (int(part) for part in parts)
    else:
        first, second, year = int(parts[0]), int(parts[1]), int(parts[2]) if len(parts[2]) == 4 else two_digit_year(parts[2])
        day_first = "/" not in text or first > 12
        day, month = (first, second) if day_first else (second, first)
    if not 1 <= month <= 12 or not day or not fits(year, month, day) or not year:
        return None
    return Draft(Moment(Grain.DAY, year, month, day), found.begin, found.end)


def _build_short_year(found: Found, _: Context) -> Draft | None:
    """Build "since '82"."""
    scan = found.scan
    if len(found.word("y")) != 2 or scan.lower(found.begin - 1) not in _TIME_PREPOSITIONS or not scan.is_joined(found.begin):
        return None
    return Draft(Moment(Grain.YEAR, two_digit_year(found.word("y"))), found.begin, found.end)


def _build_era(found: Found, _: Context) -> Draft | None:
    word = found.word("y")
    if not word.isdigit():
        return None
    year = int(word)
    before = found.word("e").startswith("b")
    if found.at("e") < found.at("y") and before:
        return None
    if not before and found.scan.word(found.at("e")).islower():
        return None
    return Draft(Moment(Grain.YEAR, 1 - year if before else year), found.begin, found.end)


def _build_holiday(found: Found, context: Context) -> Draft | None:
    if found.end < len(found.scan.tags) and found.scan.tags[found.end] == OTHER and found.scan.word(found.end)[:1].isupper():
        return None
    name = found.scan.word(found.at("f")).lower().replace("’", "'").removeprefix("the ")
    explicit = _explicit_year(found)
    fixed = HOLIDAYS[name]
    month, day = fixed or (4, 10)
    year = explicit
    if year is None and found.has("r") and context.base:
        base = context.base
        past = (month, day) < (base.month, base.day)
        year = base.year + {"last": 0 if past else -1, "next": 1 if past else 0}.get(found.word("r"), 0)
    if year is None:
        year = context.year_of(month, day, found.begin)
    inferred = explicit is None and year is not None
    if fixed:
        moment = Moment(Grain.DAY, year, month, day)
    elif year is None or not 0 < year <= 9999:
        moment = Moment(Grain.YEAR, year)
    else:
        moment = day_moment(easter(year) + timedelta(_EASTER_OFFSETS[name]))
    return Draft(moment, found.begin, found.end, anchored=inferred, inferred_year=inferred)


def _build_elided_day(found: Found, context: Context) -> Draft | None:
    """Build "on the 24th": a day of the month last spoken of, where no noun follows."""
    day = day_number(found.scan, found.at("d"))
    recent = context.recent(Grain.MONTH)
    if day is None or recent is None or recent.index is None or recent.year is None or recent.grain in (Grain.WEEK, Grain.WEEKEND):
        return None
    year, month = recent.year, recent.index
    if not context.history and context.today and day > context.today.day and context.tense(found.begin) is Tense.PAST:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    if not fits(year, month, day):
        return None
    moment = Moment(Grain.DAY, year, month, day)
    return Draft(moment, found.begin + 1, found.end, anchored=True, inferred_year=True)


def _build_day_of_month(found: Found, context: Context) -> Draft | None:
    """Build "the 5th of next month", "the third of this month"."""
    day, base = day_number(found.scan, found.at("d")), context.base
    if day is None or base is None or found.word("u") != "month":
        return None
    month = shifted(base, "month", {"this": 0, "last": -1, "next": 1}[found.word("r")])
    if month is None or month.index is None or not fits(month.year, month.index, day):
        return None
    return Draft(Moment(Grain.DAY, month.year, month.index, day), found.begin, found.end, anchored=True)


def _build_turn(found: Found, _: Context) -> Draft | None:
    """Build "the turn of 2021"."""
    return Draft(Moment(Grain.YEAR, int(found.word("y"))), found.begin, found.end, Mod.START)


_YEAR = "(?:(?:comma|of)? y:year (?:e:era)?|comma? apos y:small)"
_RELATIVE = "(?:of? (?:r:[this last next] unit|the? r:[same that previous following] unit|r:that same unit))"
_WEEKDAY = "(?:the? w:anywday comma? )?"

RULES: tuple[Rule, ...] = (
    rule("iso", _build_iso),
    rule("numdate", _build_numeric),
    rule(f"{_WEEKDAY} (?:the? d:ordnum of?|d:day|the d:[ordword second] of) m:anymonth (?:{_YEAR}|comma? {_RELATIVE})?", _build_day),
    rule(f"{_WEEKDAY} m:anymonth the? d:[day ordnum] (?:{_YEAR}|comma? {_RELATIVE})?", _build_month_day),
    rule("y:year comma? m:anymonth d:day", _build_day),
    rule(f"m:anymonth (?:of? {_YEAR}|{_RELATIVE})", _build_month_year),
    rule("m:anymonth (?:y:[int3 small] e:era|of y:int3|in y:year)", _build_month_year),
    rule("m:anymonth", _build_month),
    rule("y:year", _build_year),
    rule("y:[year int3 small] e:era", _build_era),
    rule("e:era y:[year int3]", _build_era),
    rule(f"(?:r:[this last next])? f:holiday {_YEAR}?", _build_holiday),
    rule("on the d:ordnum (?=[comma dot stop in at and to until rpar]|\\Z)", _build_elided_day),
    rule("the d:ordday of r:[this last next] u:unit", _build_day_of_month),
    rule("the turn of y:year", _build_turn),
    rule("apos y:small", _build_short_year),
)
