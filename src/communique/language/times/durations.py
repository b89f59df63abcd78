"""Lengths of time, and dates counted with them: "three decades", "two years ago", "three days later", "the past five weeks".

In: a match. Out: a `Length`, or the moment that a count from the dateline ("ago", "from now") or from the date last mentioned ("later",
"earlier") leads to, at the grain of its unit. An indefinite count gives PAST_REF or FUTURE_REF. A length that the text looks forward over
("in two weeks") keeps its duration value and carries the date it leads to as EDTF.
"""

from __future__ import annotations

from fractions import Fraction

from communique.language.times.anchoring import Context, shifted
from communique.language.times.lexicon import CLOCK_UNIT_PLURALS, CLOCK_UNITS, TAGS, UNIT_PLURALS, UNITS
from communique.language.times.numerals import amount
from communique.language.times.patterns import Draft, Found, Rule, rule
from communique.language.times.scan import Scan
from communique.language.times.tense import Tense
from communique.language.times.values import Grain, Length, Mod, Moment, Reference, day_moment, shift_days, shift_months

_SINGULAR = {**UNITS, **UNIT_PLURALS, **CLOCK_UNITS, **CLOCK_UNIT_PLURALS} | {
    "weekend": "weekend", "weekends": "weekend", "quarter": "quarter", "quarters": "quarter", "night": "night", "nights": "night",
    "morning": "morning", "mornings": "morning", "evening": "evening", "evenings": "evening", "afternoon": "afternoon",
    "afternoons": "afternoon", "second": "second", "seconds": "second",
}  # fmt: skip
_NEAR_MODS = {
    "about": Mod.APPROX, "around": Mod.APPROX, "roughly": Mod.APPROX, "approximately": Mod.APPROX, "some": Mod.APPROX, "circa": Mod.APPROX,
    "nearly": Mod.LESS_THAN, "almost": Mod.LESS_THAN, "under": Mod.LESS_THAN, "over": Mod.MORE_THAN, "barely": Mod.APPROX,
    "more": Mod.MORE_THAN, "longer": Mod.MORE_THAN, "greater": Mod.MORE_THAN, "less": Mod.LESS_THAN, "fewer": Mod.LESS_THAN,
    "at": Mod.EQUAL_OR_MORE, "up": Mod.EQUAL_OR_LESS,
}  # fmt: skip
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7, "night": 1}
_INDEFINITE_LEADS = frozenset(
    {"just", "only", "for", "in", "within", "of", "over", "after", "several", "through", "during", "throughout"}
    | {"take", "takes", "took", "last", "lasted"}
)
_RATE_HEADS = frozenset({"%", "percent", "cent", "times", "once", "twice"})


def unit_of(scan: Scan, token: int) -> str:
    """Return the unit that a token names, in the singular; empty for another word."""
    return _SINGULAR.get(scan.lower(token), "")


def near_mod(found: Found) -> Mod | None:
    """Return what "more than", "almost" or "about" in front of a quantity says."""
    if not found.has("a"):
        return None
    tokens = found.span("a")
    if found.scan.lower(tokens[-1]) == "most":
        return Mod.EQUAL_OR_LESS
    return _NEAR_MODS.get(found.scan.lower(tokens[0]))


def _quantity(found: Found) -> tuple[str, Fraction | None]:
    if found.at("n") == found.at("u"):
        return unit_of(found.scan, found.at("u")), None
    return unit_of(found.scan, found.at("u")), amount(found.scan, found.span("n"))


def _build_length(found: Found, context: Context) -> Draft | None:
    """Build "three days", "more than three decades", "a few weeks", "27-year"."""
    scan = found.scan
    unit, count = _quantity(found)
    if not unit:
        return None
    tokens = found.span("n")
    indefinite = len(tokens) == 1 and scan.tags[tokens[0]] == TAGS["a"]
    if indefinite and _is_rate(found):
        return None
    half = found.has("h")
    if half and count is not None:
        count += Fraction(1, 2)
    if unit == "quarter" and not _is_quarter_of_a_year(found, indefinite):
        return None
    if tokens[0] > 0 and scan.tags[tokens[0] - 1] == TAGS["money"]:
        return None
    if scan.tags[found.at("u")] in (TAGS["part"], TAGS["parts"]) and (indefinite or unit in ("morning", "evening", "afternoon")):
        return None
    draft = Draft(Length(((unit, count),)), found.begin, found.end, near_mod(found), anchor=False)
    if found.begin and scan.lower(found.begin - 1) in ("in", "within") and count is not None:
        draft.edtf = _ahead(unit, count, found.begin, context)
        draft.anchored = draft.edtf is not None
    return draft


def _is_quarter_of_a_year(found: Found, indefinite: bool) -> bool:
    """Tell whether "two quarters" are quarters of a year and not of something else."""
    scan = found.scan
    lead = scan.lower(found.begin - 1) if found.begin else ""
    consecutive = any(scan.tags[token] == TAGS["full"] for token in range(found.begin, found.end))
    of_something = scan.tags[found.end : found.end + 1] == TAGS["of"]
    return consecutive or (not indefinite and lead in ("for", "past", "last", "next", "in") and not of_something)


def _is_rate(found: Found) -> bool:
    """Tell whether "a year" counts per year ("15 a year", "three times a week")."""
    if found.begin == 0:
        return False
    tag, word = found.scan.tags[found.begin - 1], found.scan.lower(found.begin - 1)
    return word in _RATE_HEADS or tag in {TAGS[name] for name in ("num", "int3", "scale", "int99", "int60", "int31", "int24", "int12")}


def _is_record(scan: Scan, token: int) -> bool:
    """Tell whether "in" at `token` measures a record ("the first time in six years", "its lowest level in a decade")."""
    lead = scan.lower(token - 1) if token > 0 else ""
    return lead in ("time", "times", "level", "levels", "first", "point") or lead.endswith("est")


def _ahead(unit: str, count: Fraction, token: int, context: Context) -> str | None:
    """Return the date that "in two weeks" or "within four months" leads to where the text looks forward."""
    if context.today is None or context.narrative or context.tense(token) is not Tense.FUTURE or _is_record(context.scan, token - 1):
        return None
    day = None
    if unit in _DAYS_IN:
        day = shift_days(context.today, int(count * _DAYS_IN[unit]))
    elif unit in _MONTHS_IN:
        day = shift_months(context.today, int(count * _MONTHS_IN[unit]))
    if day is None:
        return None
    within = context.scan.lower(token - 1) == "within"
    return f"{context.today.isoformat()}/{day.isoformat()}" if within else f"{day.isoformat()}~"


def _build_compound(found: Found, _: Context) -> Draft | None:
    """Build "two years and three months"."""
    scan = found.scan
    large, small = unit_of(scan, found.at("u")), unit_of(scan, found.at("v"))
    order = ("century", "decade", "year", "month", "week", "day", "hour", "minute", "second")
    if large not in order or small not in order or order.index(large) >= order.index(small):
        return None
    pairs = ((large, amount(scan, found.span("n"))), (small, amount(scan, found.span("o"))))
    return Draft(Length(pairs), found.begin, found.end, near_mod(found), anchor=False)


def _build_indefinite(found: Found, context: Context) -> Draft | None:
    """Build "decades", "for years", "months of talks": PXDE; a bare "days" or "seconds" only after a preposition."""
    scan, token = found.scan, found.at("u")
    unit = unit_of(scan, token)
    lead = scan.lower(found.begin - 1) if found.begin else ""
    after = scan.lower(token + 1) if token + 1 < len(scan.tags) else ""
    if not (lead in _INDEFINITE_LEADS or after == "of" or scan.tags[token + 1 : token + 2] == TAGS["hyphen"] or found.begin == 0):
        return None
    return Draft(Length(((unit, None),)), found.begin, found.end, anchor=False) if unit and context is not None else None


def _counted(unit: str, count: Fraction | None, sign: int, base: Moment | None) -> Moment | Reference | None:
    """Return what lies `count` units before or after `base`, at the grain of the unit or, for whole years, of the base."""
    if count is None:
        return Reference("FUTURE_REF" if sign > 0 else "PAST_REF")
    day = base.first if base else None
    if base is None or (day is None and (base.year is None or unit not in ("year", "decade", "century"))):
        return None
    if day is None:
        return Moment(Grain.YEAR, (base.year or 0) + sign * int(count * _MONTHS_IN[unit]) // 12)
    if unit in _DAYS_IN:
        moved = shift_days(day, sign * int(count * _DAYS_IN[unit]))
        if moved is None:
            return None
        return day_moment(moved) if unit in ("day", "night") or count == 1 else shifted(moved, "week", 0)
    if unit in _MONTHS_IN:
        moved = shift_months(day.replace(day=1), sign * int(count * _MONTHS_IN[unit]))
        if moved is None:
            return None
        if unit in ("month", "quarter") or count.denominator != 1:
            return Moment(Grain.MONTH, moved.year, moved.month)
        return Moment(Grain.YEAR, moved.year)
    if unit not in ("hour", "minute", "second"):
        return None
    return Moment(Grain.PART, day.year, day.month, day.day, part="XX")


def _build_ago(found: Found, context: Context) -> Draft | None:
    """Build "three days ago", "two weeks from now"."""
    unit, count = _quantity(found)
    sign = 1 if found.word("k") in ("from", "hence") else -1
    base = day_moment(context.today) if context.today else None
    value = _counted(unit, count, sign, base)
    if value is None:
        value = Reference("FUTURE_REF" if sign > 0 else "PAST_REF")
    known = isinstance(value, Moment)
    return Draft(value, found.begin, found.end, near_mod(found), anchored=known, anchor=known)


def _build_later(found: Found, context: Context) -> Draft | None:
    """Build "two days later", "a year earlier", "three weeks before": counted from the date last mentioned."""
    scan = found.scan
    unit, count = _quantity(found)
    word = found.word("k")
    if word in ("before", "after") and not _stands_alone(scan, found.end):
        return None
    sign = 1 if word in ("later", "afterwards", "afterward", "after", "thereafter") else -1
    grain = Grain.DAY if unit in _DAYS_IN else Grain.MONTH if unit == "month" else Grain.YEAR
    recent = context.mentioned(grain)
    value = _counted(unit, count, sign, recent)
    if isinstance(value, Moment) and recent and unit == "year" and recent.grain in (Grain.MONTH, Grain.QUARTER) and count == 1 and sign < 0:
        value = Moment(recent.grain, value.year, recent.index)
    if value is None:
        value = Reference("FUTURE_REF" if sign > 0 else "PAST_REF")
    known = isinstance(value, Moment)
    return Draft(value, found.begin, found.end, near_mod(found), anchored=known, anchor=known)


def _stands_alone(scan: Scan, token: int) -> bool:
    """Tell whether nothing that "before" or "after" could govern follows."""
    if token >= len(scan.tags) or scan.tags[token] in (TAGS["stop"], TAGS["comma"], TAGS["rpar"]):
        return True
    return scan.text[scan.starts[token]] in ".;:!?)"


def _build_span(found: Found, context: Context) -> Draft | None:
    """Build "the past five weeks", "the next few months", "recent years": a length that ends or begins today."""
    unit, count = _quantity(found) if found.has("n") else (unit_of(found.scan, found.at("u")), None)
    if not unit:
        return None
    plural = found.scan.tags[found.at("u")] in (TAGS["units"], TAGS["hunits"], TAGS["weekends"], TAGS["quarters"])
    if not plural and not found.has("n"):
        count = Fraction(1)
    draft = Draft(Length(((unit, count),)), found.begin, found.end, near_mod(found), anchor=False)
    word, today = found.word("r"), context.today
    if today and count is not None and not context.narrative and (unit in _DAYS_IN or unit in _MONTHS_IN):
        sign = 1 if word in ("next", "coming", "upcoming") else -1 if word in ("last", "past") else 0
        days = int(count * _DAYS_IN.get(unit, 0))
        far = shift_days(today, sign * days) if days else shift_months(today, sign * int(count * _MONTHS_IN.get(unit, 0)))
        if sign and far:
            first, last = sorted((today, far))
            draft.edtf, draft.anchored = f"{first.isoformat()}/{last.isoformat()}~", True
    return draft


def _build_one(found: Found, context: Context) -> Draft | None:
    """Build "over the next decade", "the last year": one unit that ends or begins today; not "the last day of the talks"."""
    scan = found.scan
    lead = scan.lower(found.begin - 1) if found.begin else ""
    if found.word("u") == "day" or scan.tags[found.end : found.end + 1] == TAGS["of"]:
        return None
    if found.word("r") == "next" and lead not in ("over", "for", "within", "throughout"):
        return None
    return _build_span(found, context)


def _build_age(found: Found, _: Context) -> Draft | None:
    unit, count = _quantity(found)
    return Draft(Length(((unit, count),)), found.begin, found.end, near_mod(found), anchor=False) if unit else None


def _build_elided(found: Found, _: Context) -> tuple[Draft, ...] | None:
    """Build "between 60 and 90 days", "two to three weeks": two lengths of one unit."""
    scan = found.scan
    unit = unit_of(scan, found.at("u"))
    first, second = amount(scan, found.span("n")), amount(scan, found.span("o"))
    if not unit or first is None or second is None or first >= second:
        return None
    low = Draft(Length(((unit, first),)), found.span("n")[0], found.span("n")[-1] + 1, anchor=False)
    return low, Draft(Length(((unit, second),)), found.span("o")[0], found.end, anchor=False)


def _build_long(found: Found, _: Context) -> Draft | None:
    """Build "decades-long", "year-long"."""
    unit = unit_of(found.scan, found.at("u"))
    plural = found.scan.tags[found.at("u")] in (TAGS["units"], TAGS["hunits"])
    return Draft(Length(((unit, None if plural else Fraction(1)),)), found.begin, found.end, anchor=False)


_N = "(?P<n>QUANTITY)"
_A = "(?P<a>NEAR)?"
_U = "u:[anyunit second]"
RULES: tuple[Rule, ...] = (
    rule(f"{_A} {_N} hyphen? full* u:anyunit (?:h:and a half)?", _build_length),
    rule(f"{_A} {_N} u:[unit units] and? (?P<o>CARD) v:[unit units hunit hunits]", _build_compound),
    rule(f"{_A} {_N} u:[hunit hunits] and? (?P<o>CARD) v:[hunit hunits]", _build_compound),
    rule("u:[units hunits]", _build_indefinite),
    rule(f"{_A} {_N} full? u:[anyunit] (?:k:ago|k:from [ref today])", _build_ago),
    rule("(?P<n>u:units) k:ago", _build_ago),
    rule(f"{_A} only? {_N} full? u:[anyunit] k:[later earlier before after]", _build_later),
    rule("(?P<n>u:units) k:[later earlier]", _build_later),
    rule(f"(?:the|these|its) r:[last past next coming previous following ref] (?P<n>CARD|a? several) full* {_U}", _build_span),
    rule(f"(?:the|its)? r:[last past next coming] (?P<n>CARD|several) full* {_U}", _build_span),
    rule("the? r:[past coming ref last next previous following] (?P<n>several)? u:[units hunits]", _build_span),
    rule("the r:past (?P<n>several)? u:[unit weekend]", _build_span),
    rule("the r:[last next] u:unit", _build_one),
    rule("(?P<n>CARD|a) hyphen? u:[unit units] hyphen? old", _build_age),
    rule(f"(?P<n>CARD) (?:to|hyphen|and) (?P<o>CARD) hyphen? {_U}", _build_elided),
    rule("u:[unit units hunit hunits] hyphen full", _build_long),
)
