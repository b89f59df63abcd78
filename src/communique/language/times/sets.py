"""What recurs: "every year", "weekly", "twice a month", "per day", "every second Tuesday".

In: a match. Out: a SET whose TIMEX3 value is the period of recurrence, or the pattern of the day or month that recurs.
"""

from __future__ import annotations

from fractions import Fraction

from communique.language.times.anchoring import Context
from communique.language.times.durations import unit_of
from communique.language.times.lexicon import FREQUENCIES, MONTHS, PARTS, SEASONS, TAGS, WEEKDAYS
from communique.language.times.numerals import amount, ordinal
from communique.language.times.patterns import Draft, Found, Rule, rule
from communique.language.times.values import SEASONS as SEASON_CODES
from communique.language.times.values import Length, Recurrence


def _period(unit: str, count: Fraction | None = None) -> str:
    return Length(((unit, count if count is not None else Fraction(1)),)).timex()


def _draft(value: str, found: Found) -> Draft:
    return Draft(Recurrence(value), found.begin, found.end, anchor=False)


def _build_frequency(found: Found, context: Context) -> Draft | None:
    """Build "daily", "annual"; not in a name ("the Daily Herald")."""
    scan, token = found.scan, found.at("f")
    word = scan.word(token)
    follows_name = word[:1].isupper() and token + 1 < len(scan.tags) and scan.word(token + 1)[:1].isupper()
    leads_name = word[:1].isupper() and token > 0 and scan.tags[token - 1] != TAGS["stop"] and not scan.word(token - 1).islower()
    if (follows_name or leads_name) and not word.isupper():
        return None
    if context.tenses.upos(scan.starts[token]) == "PROPN":
        return None
    return _draft(FREQUENCIES[scan.lower(token)], found)


def _build_every(found: Found, _: Context) -> Draft | None:
    """Build "every year", "every three months", "every other day", "every second week"."""
    unit = unit_of(found.scan, found.at("u"))
    if not unit:
        return None
    if found.has("x"):
        word = found.word("x")
        count = Fraction(2) if word in ("other", "alternate") else Fraction(ordinal(word) or 1)
        return _draft(_period(unit, count), found)
    return _draft(_period(unit, amount(found.scan, found.span("n")) if found.has("n") else None), found)


def _build_every_name(found: Found, _: Context) -> Draft | None:
    """Build "every Tuesday", "each July", "every summer", "every morning"."""
    word = found.word("k").removesuffix("s") if found.word("k") not in MONTHS else found.word("k")
    if word in WEEKDAYS:
        part = f"T{PARTS[found.word('p').removesuffix('s')]}" if found.has("p") else ""
        return _draft(f"XXXX-WXX-{WEEKDAYS[word]}{part}", found)
    if word in MONTHS:
        return _draft(f"XXXX-{MONTHS[word]:02d}", found)
    if word in SEASONS:
        return _draft(f"XXXX-{SEASON_CODES[SEASONS[word] - 1]}", found)
    return _draft(f"XXXX-XX-XXT{PARTS[word]}", found) if word in PARTS else None


def _build_rate(found: Found, _: Context) -> Draft | None:
    """Build "twice a month", "three times a year", "a day" after a number, "per week"."""
    scan = found.scan
    unit = unit_of(scan, found.at("u"))
    if not unit:
        return None
    counted = found.has("t")
    per = found.word("p") == "per"
    if not counted and not per:
        if found.begin == 0 or unit in ("weekend", "night"):
            return None
        lead, before = scan.tags[found.begin - 1], scan.tags[max(found.begin - 2, 0)]
        numbers = {TAGS[name] for name in ("num", "int3", "int99", "int60", "int31", "int24", "int12", "scale", "percent", "year")}
        plural = scan.lower(found.begin - 1).endswith("s") and before in numbers | {TAGS["ones"], TAGS["tens"], TAGS["several"]}
        if lead not in numbers and not plural:
            return None
    return _draft(_period(unit), found)


_COUNT = "(?:once|(?:CARD|several|a several) times)"
RULES: tuple[Rule, ...] = (
    rule("f:freq", _build_frequency),
    rule("every (?:x:[other ord]|(?P<n>CARD|several))? u:[anyunit second]", _build_every),
    rule("every k:[month monthish wday anyseason part] (?:p:part)?", _build_every_name),
    rule("(?P<t>COUNT) [a every per] u:[unit hunit]".replace("COUNT", _COUNT), _build_rate),
    rule("(?P<t>times)? p:[per a] u:[unit hunit]", _build_rate),
)
