"""The words of time and the classes they belong to.

In: a word. Out: its class, one character per token, so that a whole text becomes a short string over which the families' patterns run as
ordinary regular expressions (`patterns.py`). A word has exactly one class here; what is ambiguous ("May", "second", "Sun") has a class of
its own, and the families decide.
"""

from __future__ import annotations

MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10,
    "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
WEEKDAYS = {
    "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7, "mon": 1, "tue": 2, "tues": 2,
    "wed": 3, "weds": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6, "sun": 7,
}  # fmt: skip
ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
UNITS = {
    "day": "day", "week": "week", "month": "month", "year": "year", "decade": "decade", "century": "century", "fortnight": "fortnight",
    "millennium": "millennium",
}  # fmt: skip
UNIT_PLURALS = {
    "days": "day", "weeks": "week", "months": "month", "years": "year", "decades": "decade", "centuries": "century",
    "fortnights": "fortnight", "yrs": "year", "millennia": "millennium",
}  # fmt: skip
CLOCK_UNITS = {"hour": "hour", "minute": "minute"}
CLOCK_UNIT_PLURALS = {"hours": "hour", "minutes": "minute", "seconds": "second", "hrs": "hour", "mins": "minute"}
SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4, "springtime": 1, "summertime": 2, "wintertime": 4}
PARTS = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "dawn": "MO", "daybreak": "MO", "sunrise": "MO", "dusk": "EV",
    "sunset": "EV", "nightfall": "NI", "daytime": "DT", "lunchtime": "MI", "overnight": "NI",
}  # fmt: skip
PART_PLURALS = {"mornings": "MO", "afternoons": "AF", "evenings": "EV", "nights": "NI"}
NOON = {"noon": "12:00", "midday": "12:00", "midnight": "24:00", "noontime": "12:00"}
ZONES = {
    "GMT": "Z", "UTC": "Z", "EST": "-05", "EDT": "-04", "CST": "-06", "CDT": "-05", "MST": "-07", "MDT": "-06", "PST": "-08",
    "PDT": "-07", "CET": "+01", "CEST": "+02", "EET": "+02", "EEST": "+03", "BST": "+01", "MSK": "+03", "JST": "+09", "KST": "+09",
    "ET": "", "PT": "", "HKT": "+08", "SGT": "+08", "AEST": "+10", "WIB": "+07", "PKT": "+05",
}  # fmt: skip
FREQUENCIES = {
    "daily": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "annual": "P1Y", "annually": "P1Y", "hourly": "PT1H",
    "quarterly": "P1Q", "nightly": "P1D", "biweekly": "P2W", "fortnightly": "P2W", "bimonthly": "P2M", "biennial": "P2Y",
    "biannual": "P6M", "biannually": "P6M", "semiannual": "P6M", "everyday": "P1D",
}  # fmt: skip
REFERENCES = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF", "presently": "PRESENT_REF", "current": "PRESENT_REF",
    "recently": "PAST_REF", "recent": "PAST_REF", "lately": "PAST_REF", "soon": "FUTURE_REF",
}  # fmt: skip
DEICTIC_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}
DECADE_NAMES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip

_CLASSES: dict[str, tuple[str, ...]] = {
    "wday": tuple(word for word in WEEKDAYS if len(word) > 3 and word.endswith("day")),
    "ones": tuple(ONES),
    "tens": tuple(TENS),
    "scale": tuple(SCALES),
    "ordword": tuple(word for word in ORDINALS if word != "second"),
    "second": ("second",),
    "unit": tuple(UNITS),
    "units": tuple(UNIT_PLURALS),
    "hunit": tuple(CLOCK_UNITS),
    "hunits": tuple(CLOCK_UNIT_PLURALS),
    "quarter": ("quarter",),
    "quarters": ("quarters",),
    "weekend": ("weekend",),
    "weekends": ("weekends",),
    "season": tuple(word for word in SEASONS if word not in ("spring", "fall")),
    "seasonish": ("spring", "fall"),
    "part": tuple(PARTS),
    "parts": tuple(PART_PLURALS),
    "noon": tuple(NOON),
    "freq": tuple(FREQUENCIES),
    "ref": tuple(REFERENCES),
    "today": tuple(DEICTIC_DAYS),
    "nineties": tuple(DECADE_NAMES),
    "a": ("a", "an"),
    "the": ("the",),
    "this": ("this",),
    "that": ("that",),
    "these": ("these", "those"),
    "its": ("his", "her", "its", "their", "our", "my"),
    "last": ("last",),
    "past": ("past",),
    "previous": ("previous", "preceding", "prior"),
    "next": ("next",),
    "coming": ("coming", "upcoming", "forthcoming"),
    "following": ("following", "subsequent", "ensuing", "succeeding"),
    "same": ("same",),
    "very": ("very",),
    "every": ("every", "each"),
    "per": ("per",),
    "other": ("other", "alternate"),
    "times": ("times",),
    "once": ("once", "twice", "thrice"),
    "early": ("early",),
    "late": ("late",),
    "mid": ("mid",),
    "begin": ("beginning", "start", "onset", "outset", "opening"),
    "end": ("end", "close"),
    "middle": ("middle",),
    "rest": ("rest", "remainder"),
    "course": ("course", "whole", "entire", "duration"),
    "half": ("half",),
    "ago": ("ago",),
    "latter": ("latter",),
    "portion": ("part", "portion", "stages", "period"),
    "single": ("single",),
    "later": ("later", "afterwards", "afterward", "thereafter"),
    "earlier": ("earlier", "previously", "beforehand"),
    "before": ("before",),
    "after": ("after",),
    "from": ("from",),
    "since": ("since",),
    "between": ("between",),
    "in": ("in",),
    "on": ("on",),
    "at": ("at",),
    "of": ("of",),
    "and": ("and", "or"),
    "to": ("to",),
    "until": ("until", "till", "through", "til", "thru"),
    "approx": ("about", "around", "roughly", "approximately", "some", "circa", "nearly", "almost", "over", "under", "barely"),
    "more": ("more", "longer", "greater"),
    "less": ("less", "fewer"),
    "than": ("than",),
    "least": ("least",),
    "most": ("most",),
    "up": ("up",),
    "several": ("several", "many", "few", "couple", "various", "countless", "numerous", "multiple"),
    "full": (
        "full", "whole", "long", "short", "straight", "consecutive", "successive", "additional", "further", "extra", "working", "business",
        "calendar", "trading", "entire", "solid", "intense", "bloody", "tough", "final", "remaining", "intervening", "busy",
    ),
    "old": ("old",),
    "only": ("only", "just"),
    "ampm": ("am", "pm", "a.m.", "p.m.", "a.m", "p.m"),
    "oclock": ("o'clock", "o’clock"),
    "local": ("local",),
    "time": ("time",),
    "era": ("bc", "bce", "ad", "ce", "b.c.", "a.d.", "b.c.e.", "c.e."),
    "fiscal": ("fiscal", "financial"),
    "moment": ("moment",),
    "present": ("present",),
    "future": ("future",),
    "near": ("near", "foreseeable", "distant", "immediate"),
    "right": ("right",),
    "date": ("date",),
    "term": ("term",),
    "turn": ("turn",),
}  # fmt: skip

_SHAPES = (
    "other_token", "stop", "comma", "dot", "hyphen", "slash", "apos", "poss", "lpar", "rpar", "money", "percent", "month", "monthish",
    "wdayish", "wdays", "int12", "int24", "int31", "int60", "int99", "int3", "year", "num", "ordnum", "decade", "shortdecade", "iso",
    "numdate", "clock", "zone", "qnum", "fynum", "holiday", "tpart",
)  # fmt: skip

TAGS: dict[str, str] = {name: chr(0x100 + i) for i, name in enumerate((*_SHAPES, *_CLASSES))}
"""Class name to its character; the characters mean nothing in themselves."""

OTHER = TAGS["other_token"]


def _variants(word: str) -> tuple[str, ...]:
    return word, word.capitalize(), word.upper()


_AMBIGUOUS_MONTHS = ("may", "march", "mar", "jun", "dec", "jan")


def _month_tags() -> dict[str, str]:
    """Return the months: in lower case only where the word means nothing else."""
    tags: dict[str, str] = {}
    for word in MONTHS:
        clear = word not in _AMBIGUOUS_MONTHS
        for variant in _variants(word)[0 if clear and (len(word) > 4 or word in ("june", "july")) else 1 :]:
            tags[variant] = TAGS["month" if clear else "monthish"]
    return tags


def _build() -> dict[str, str]:
    tags: dict[str, str] = {}
    for name, words in _CLASSES.items():
        for word in words:
            for variant in _variants(word):
                tags.setdefault(variant, TAGS[name])
    tags |= _month_tags()
    for word in WEEKDAYS:
        if len(word) < 6:
            for variant in _variants(word)[1:]:
                tags[variant] = TAGS["wdayish"]
        else:
            for variant in _variants(word + "s"):
                tags[variant] = TAGS["wdays"]
    for zone in ZONES:
        tags[zone] = TAGS["zone"]
    return tags


WORD_TAGS = _build()
"""Word as written to the character of its class."""

HOLIDAYS: dict[str, tuple[int, int] | None] = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year's day": (1, 1), "new year's eve": (12, 31),
    "new year": (1, 1), "boxing day": (12, 26), "may day": (5, 1), "halloween": (10, 31), "valentine's day": (2, 14),
    "all saints' day": (11, 1), "easter": None, "easter sunday": None, "easter monday": None, "good friday": None, "palm sunday": None,
    "pentecost": None,
}  # fmt: skip
"""Feasts with a fixed day, and (None) those counted from Easter."""
