"""Expressions that point from the dateline or from the date last mentioned: "today", "this month", "last summer", "the following day".

In: a match. Out: a moment, anchored, or PAST_REF, PRESENT_REF and FUTURE_REF where no calendar can hold it. "This", "last" and "next"
count from the dateline; "the same", "the previous" and "the following" from what was mentioned last.
"""

from __future__ import annotations

from communique.language.times.anchoring import Context, season_near, shifted
from communique.language.times.lexicon import DEICTIC_DAYS, MONTHS, PARTS, REFERENCES, SEASONS, TAGS, UNITS
from communique.language.times.patterns import Draft, Found, Rule, rule
from communique.language.times.tense import Tense
from communique.language.times.values import Grain, Mod, Moment, Reference, day_moment, month_moment, shift_days

_UNIT_GRAINS = {
    "day": Grain.DAY, "week": Grain.WEEK, "weekend": Grain.WEEKEND, "month": Grain.MONTH, "quarter": Grain.QUARTER, "year": Grain.YEAR,
    "decade": Grain.DECADE, "century": Grain.CENTURY,
}  # fmt: skip
_SEASON_LEADS = frozenset(
    {"in", "by", "during", "until", "since", "before", "after", "for", "late", "early", "mid", "from", "through", "spent", "over"}
)
_DAY_LEADS = frozenset({"end", "ended", "ends", "ending", "finish", "finished", "finishes", "finishing", "closed", "closing", "in", "for"})
_EDGE_MODS = {
    "end": Mod.CLOSE, "close": Mod.CLOSE, "middle": Mod.MID, "beginning": Mod.BEGINNING, "start": Mod.BEGINNING, "outset": Mod.BEGINNING,
    "onset": Mod.BEGINNING, "opening": Mod.BEGINNING, "early": Mod.START, "late": Mod.END, "latter": Mod.END,
}  # fmt: skip
_BACK = ("previous", "preceding", "prior", "last", "past")
_UNKNOWN = {
    "day": Moment(Grain.DAY, None), "week": Moment(Grain.WEEK, None), "weekend": Moment(Grain.WEEKEND, None),
    "month": Moment(Grain.MONTH, None), "quarter": Moment(Grain.QUARTER, None), "year": Moment(Grain.YEAR, None),
    "decade": Moment(Grain.DECADE, None), "century": Moment(Grain.CENTURY, None),
}  # fmt: skip


def _unit(found: Found) -> str:
    word = found.word("u")
    return UNITS.get(word, word)


def _draft(moment: Moment | None, unit: str, found: Found) -> Draft | None:
    if moment is None:
        unknown = _UNKNOWN.get(unit)
        return Draft(unknown, found.begin, found.end, anchor=False) if unknown else None
    return Draft(moment, found.begin, found.end, anchored=True)


def _build_day(found: Found, context: Context) -> Draft:
    """Build "today", "yesterday", "the day before yesterday", "tonight"."""
    word = found.word("d")
    step = DEICTIC_DAYS[word]
    if found.has("x"):
        step *= 2
    day = shift_days(context.today, step) if context.today else None
    moment = Moment(Grain.DAY, None) if day is None else day_moment(day)
    if word == "tonight":
        moment = Moment(Grain.PART, moment.year, moment.index, moment.day, part="NI")
    return Draft(moment, found.begin, found.end, anchored=day is not None, anchor=day is not None)


def _build_unit(found: Found, context: Context) -> Draft | None:
    """Build "this month", "last year", "next week", "the current quarter"."""
    unit, word = _unit(found), found.word("r")
    step = {"last": -1, "past": -1, "next": 1, "coming": 1, "upcoming": 1, "forthcoming": 1}.get(word, 0)
    scan = found.scan
    counted = found.begin > 0 and scan.tags[found.begin - 1] == TAGS["the"] and scan.tags[found.end : found.end + 1] == TAGS["of"]
    if counted or (unit == "day" and word in ("this", "current")):
        return None
    base = context.base
    if unit == "weekend" and word == "this" and base and base.isoweekday() < 6 and context.tense(found.begin) is Tense.PAST:
        step = -1
    return _draft(shifted(base, unit, step) if base else None, unit, found)


def _build_that_unit(found: Found, context: Context) -> Draft | None:
    """Build "that day", "the same month", "that same year"."""
    unit = _unit(found)
    grain = _UNIT_GRAINS.get(unit)
    recent = context.mentioned(grain) if grain is not None else None
    base = recent.first if recent else None
    if recent and base is None and unit == "year":
        return _draft(Moment(Grain.YEAR, recent.year), unit, found)
    return _draft(shifted(base, unit, 0) if base else None, unit, found)


def _build_next_unit(found: Found, context: Context) -> Draft | None:
    """Build "the previous day", "the following month", "the next day", "the week before", "the year after"."""
    unit, word = _unit(found), found.word("r")
    grain = _UNIT_GRAINS.get(unit)
    if grain is None:
        return None
    if word == "next" and found.begin and found.scan.lower(found.begin - 1) in ("over", "for", "within", "throughout"):
        return None
    step = -1 if word in (*_BACK, "before", "earlier") else 1
    recent = context.mentioned(grain)
    if recent and recent.first is None and recent.year is not None and unit in ("year", "decade", "century"):
        width = {"year": 1, "decade": 10, "century": 100}[unit]
        return _draft(Moment(grain, (recent.year // width + step) * width), unit, found)
    base = recent.first if recent else None
    return _draft(shifted(base, unit, step) if base else None, unit, found)


def _build_part(found: Found, context: Context) -> Draft | None:
    """Build "this morning", "last night", "that evening", "the next morning", "the same night"."""
    part, word = PARTS[found.word("p")], found.word("r")
    if word in ("this", "last", "next"):
        base = context.today
        step = -1 if word == "last" else 0
        if word == "next":
            recent = context.recent(Grain.DAY)
            base, step = (recent.first if recent else None), 1
    else:
        recent = context.recent(Grain.DAY)
        base = recent.first if recent else None
        step = {"previous": -1, "preceding": -1, "following": 1, "subsequent": 1, "before": -1, "after": 1}.get(word, 0)
    day = shift_days(base, step) if base else None
    if day is None:
        return Draft(Moment(Grain.PART, None, part=part), found.begin, found.end, anchor=False)
    return Draft(Moment(Grain.PART, day.year, day.month, day.day, part=part), found.begin, found.end, anchored=True)


def _build_month(found: Found, context: Context) -> Draft | None:
    """Build "last September", "next January", "this May"."""
    month, word = MONTHS[found.word("m")], found.word("r")
    base = context.base
    if base is None:
        return Draft(month_moment(None, month), found.begin, found.end)
    year = base.year
    if word in _BACK:
        year -= month >= base.month
    elif word in ("next", "coming", "following"):
        year += month <= base.month
    elif word == "that":
        recent = context.recent(Grain.YEAR)
        year = recent.year if recent and recent.year is not None else year
    return Draft(month_moment(year, month), found.begin, found.end, anchored=True, inferred_year=True)


def _build_season(found: Found, context: Context) -> Draft | None:
    """Build "last summer", "this spring", "next winter"."""
    season, word = SEASONS[found.word("s")], found.word("r")
    base = context.base
    if base is None:
        return Draft(Moment(Grain.SEASON, None, season), found.begin, found.end, anchor=False)
    if word in ("that", "same", "following", "previous", "preceding"):
        recent = context.recent(Grain.YEAR)
        year = recent.year if recent and recent.year is not None else base.year
        year += {"following": 1, "previous": -1, "preceding": -1}.get(word, 0)
    else:
        year = season_near(base, season, -1 if word in _BACK else 1 if word in ("next", "coming") else 0)
    return Draft(Moment(Grain.SEASON, year, season), found.begin, found.end, anchored=True, inferred_year=True)


def _build_reference(found: Found, context: Context) -> Draft | None:
    """Build "now", "recently", "soon"; "current" and "recent" only as attributes."""
    word = found.word("f")
    scan, token = found.scan, found.at("f")
    if word == "soon" and (context.narrative or _is_soon_after(found)):
        return None
    if word == "soon" and token + 1 < len(scan.tags) and scan.lower(token + 1) in ("after", "afterwards", "as", "to"):
        return None
    if word in ("now", "soon") and scan.tags[token + 1 : token + 2] == TAGS["hyphen"] and scan.is_joined(token):
        return None
    if word in ("current", "recent") and context.tenses.upos(scan.starts[token]) not in ("ADJ", ""):
        return None
    return Draft(Reference(REFERENCES[word]), found.begin, found.end, anchor=False)


def _is_soon_after(found: Found) -> bool:
    """Tell whether "soon" is told of the past ("was soon dropped", "soon turned")."""
    scan, token = found.scan, found.at("f")
    before = scan.lower(found.begin - 1) if found.begin else ""
    after = scan.lower(token + 1) if token + 1 < len(scan.tags) else ""
    told = (after.endswith("ed") and len(after) > 4) or after in ("became", "began", "came", "fell")
    return told or before in ("was", "were", "had", "would")


def _build_past(found: Found, _: Context) -> Draft:
    return Draft(Reference("PAST_REF"), found.begin, found.end, anchor=False)


def _build_present(found: Found, _: Context) -> Draft:
    return Draft(Reference("PRESENT_REF"), found.begin, found.end, anchor=False)


def _build_future(found: Found, _: Context) -> Draft:
    return Draft(Reference("FUTURE_REF"), found.begin, found.end, anchor=False)


def _build_bare_season(found: Found, context: Context) -> Draft | None:
    """Build "the summer", "in spring": the one of the passage's year."""
    scan, token = found.scan, found.at("s")
    lead = scan.lower(found.begin - 1) if found.begin else ""
    of_something = scan.tags[token + 1 : token + 2] in (TAGS["of"], TAGS["in"])
    if scan.tags[token] == TAGS["seasonish"] and (lead not in _SEASON_LEADS or of_something):
        return None
    if scan.word(token)[:1].isupper() and scan.word(token + 1 if token + 1 < len(scan.tags) else token)[:1].isupper():
        return None
    if context.tenses.upos(scan.starts[token]) == "VERB":
        return None
    season = SEASONS[found.word("s")]
    recent = context.recent(Grain.YEAR)
    year = recent.year if recent else None
    if recent and not context.narrative and context.today and recent.year == context.today.year:
        direction = -1 if context.tense(found.begin) is Tense.PAST and 3 * season > context.today.month else 0
        year = season_near(context.today, season, direction)
    known = year is not None
    return Draft(Moment(Grain.SEASON, year, season), found.begin, found.end, anchored=known, inferred_year=known)


def _build_unit_end(found: Found, context: Context) -> Draft | None:
    """Build "by year end", "at year-end"."""
    lead = found.scan.lower(found.begin - 1)
    if found.word("k") != "year" or lead not in ("by", "at", "before", "until", "of") or context.base is None:
        return None
    return Draft(Moment(Grain.YEAR, context.base.year), found.begin, found.end, Mod.CLOSE, anchored=True)


def _build_same_a_year_ago(found: Found, context: Context) -> Draft | None:
    """Build "the same month last year", "the same quarter a year ago"."""
    unit = _unit(found)
    recent = context.recent(_UNIT_GRAINS.get(unit, Grain.YEAR))
    base = recent.first if recent else None
    if unit not in ("month", "quarter", "week", "day") or base is None:
        return None
    moment = shifted(base, unit, {"month": -12, "quarter": -4, "week": -52, "day": -365}[unit])
    return _draft(moment, unit, found)


def _build_same_period(found: Found, context: Context) -> Draft | None:
    """Build "the same period last year": the month or quarter spoken of, otherwise the year."""
    recent = context.recent(Grain.YEAR)
    if recent is None or recent.year is None:
        return None
    if recent.grain in (Grain.MONTH, Grain.QUARTER, Grain.HALF):
        return Draft(Moment(recent.grain, recent.year - 1, recent.index), found.begin, found.end, anchored=True)
    return Draft(Moment(Grain.YEAR, recent.year - 1), found.begin, found.end, anchored=True)


def _build_whole_day(found: Found, context: Context) -> Draft | None:
    """Build "ended the day", "late in the day": the day spoken of."""
    lead = found.scan.lower(found.begin - 1) if found.begin else ""
    if found.word("u") != "day" or lead not in _DAY_LEADS:
        return None
    scan = found.scan
    said_here = bool(context.history) and not scan.tags.count(TAGS["stop"], context.history[-1][0], found.begin)
    recent = context.recent(Grain.DAY) if said_here or context.today is None or context.narrative else day_moment(context.today)
    return Draft(recent, found.begin, found.end, anchored=True) if recent and recent.grain is Grain.DAY else None


def _build_the_weekend(found: Found, context: Context) -> Draft | None:
    """Build "at the weekend", "over the weekend": the last one, or the next one where the text looks forward."""
    lead = found.scan.lower(found.begin - 1) if found.begin else ""
    if lead not in ("at", "over", "on", "during", "throughout"):
        return None
    base = context.base
    if base is None:
        return _draft(None, "weekend", found)
    ahead = context.tense(found.begin) is Tense.FUTURE or base.isoweekday() >= 6
    return _draft(shifted(base, "weekend", 0 if ahead else -1), "weekend", found)


def _build_at_night(found: Found, _: Context) -> Draft:
    """Build "at night", "at dawn": of no particular day."""
    return Draft(Moment(Grain.PART, None, part=PARTS[found.word("p")]), found.begin + 1, found.end, anchor=False)


def _build_year_end(found: Found, context: Context) -> Draft | None:
    """Build "the end of the year", "the middle of the month", "the rest of the week": the unit of the passage."""
    unit = _unit(found)
    grain = _UNIT_GRAINS.get(unit)
    if grain is None:
        return None
    background = context.background_year(found.begin)
    recent = context.recent(grain) if context.narrative or background else None
    base = recent.first if recent else context.base
    moment = shifted(base, unit, 0) if base else None
    word = found.word("k")
    draft = _draft(moment, unit, found)
    if draft:
        draft.mod = _EDGE_MODS.get(word)
    return draft


def _build_whole_unit(found: Found, context: Context) -> Draft | None:
    """Build "the whole year", "the entire week": the one last spoken of."""
    unit = _unit(found)
    grain = _UNIT_GRAINS.get(unit)
    if grain is None or grain <= Grain.DECADE or unit == "day" or found.word("k") not in ("whole", "entire", "full"):
        return None
    recent = context.recent(grain)
    base = recent.first if recent else None
    return _draft(shifted(base, unit, 0) if base else None, unit, found)


RULES: tuple[Rule, ...] = (
    rule("(?:the x:unit [before after])? d:today", _build_day),
    rule("r:[this last past next coming] u:[unit quarter weekend]", _build_unit),
    rule("the r:coming u:[unit quarter weekend]", _build_unit),
    rule("the r:[last next past] u:quarter", _build_unit),
    rule("(?:that same?|this same|the very? same) u:[unit quarter weekend]", _build_that_unit),
    rule("(?:the|its) r:[previous following next] u:[unit quarter weekend]", _build_next_unit),
    rule("the u:[unit weekend] r:[before after following earlier] (?=[stop dot comma rpar and]|\\Z)", _build_next_unit),
    rule("the u:[unit quarter] r:previous (?=[stop dot comma rpar and]|\\Z)", _build_next_unit),
    rule("the k:[course full] u:[unit quarter]", _build_whole_unit),
    rule("the same u:[unit quarter] (?:of?  the? r:[last previous] unit|a unit r:[ago earlier])", _build_same_a_year_ago),
    rule("the same [portion time] (?:of? the? r:[last previous] unit|a unit r:[ago earlier])", _build_same_period),
    rule("the u:unit", _build_whole_day),
    rule("the u:weekend", _build_the_weekend),
    rule("at p:part", _build_at_night),
    rule("(?:the r:[previous following next same]|r:[this that last next]) p:part", _build_part),
    rule("the p:part r:[before after]", _build_part),
    rule("(?:the? r:[last past previous next coming]|the r:following|r:[this that]) m:anymonth", _build_month),
    rule("(?:the? r:[last past previous next coming same]|the r:following|r:that same?|r:this) s:anyseason", _build_season),
    rule("the? s:anyseason", _build_bare_season),
    rule("(?:right|very|more|most)? f:ref", _build_reference),
    rule("the ref? past", _build_past),
    rule("at (?:the (?:moment|present)|present)", _build_present),
    rule("these units", _build_present),
    rule("the (?:near|very near)? future (?=[stop dot comma of and in to rpar at]|\\Z)", _build_future),
    rule("the k:[begin end middle rest course] of the u:[unit quarter weekend]", _build_year_end),
    rule("the k:[early late latter] portion of the u:[unit quarter weekend]", _build_year_end),
    rule("k:[early late earlier later] in the u:[unit quarter weekend]", _build_year_end),
    rule("k:unit hyphen? end", _build_unit_end),
    rule("the [near full] term", _build_future),
    rule("a later [time date]", _build_future),
)
