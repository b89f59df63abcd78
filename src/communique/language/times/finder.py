"""All time expressions of a text.

In: the text, its sentences where they are known (tense and word classes are read off their trees), the dateline. Out: `TimeExpression`s
in text order that do not overlap. The text is read once into a string of word classes; at each token only the rules that can begin there
are tried, the longest match whose builder does not decline wins, and then the words around it are drawn in: "early", "the end of",
"evening", "at 3 p.m.".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from communique.language.times import calendar_dates, clock_times, deictic, durations, periods, ranges, sets, weekdays
from communique.language.times.anchoring import Context, begin_reading
from communique.language.times.patterns import Draft, Found, dispatch, translate
from communique.language.times.scan import Scan, scan
from communique.language.times.values import Grain, Mod, Moment
from communique.model.analysis import Sentence, TimeExpression
from communique.model.edtf import is_edtf
from communique.model.errors import DateError

_FAMILIES = (ranges, calendar_dates, weekdays, deictic, periods, sets, durations, clock_times)
_RULES = dispatch(each for family in _FAMILIES for each in family.RULES)
_START = re.compile("[" + re.escape("".join(sorted(_RULES))) + "]")
_LOOK_BACK = 7
_VAGUE = re.compile(
    translate("(?:the? (?P<m>early|late|mid) (?:hyphen|units? (?:of|in)|in|on)? the?|(?P<k>earlier|later) (?:in|on)? (?:the)?)") + r"\Z"
)
_EDGE = re.compile(
    translate("(?:the? very? (?P<m>begin|end|middle|rest) of the?|the (?P<p>early|late|latter|later) portion of the?)") + r"\Z"
)
_ABOUT = re.compile(translate("a:approx") + r"\Z")
_MODS = {
    "early": Mod.START, "late": Mod.END, "latter": Mod.END, "later": Mod.END, "mid": Mod.MID, "beginning": Mod.BEGINNING,
    "start": Mod.BEGINNING, "onset": Mod.BEGINNING,
    "outset": Mod.BEGINNING, "opening": Mod.BEGINNING, "end": Mod.CLOSE, "close": Mod.CLOSE, "middle": Mod.MID,
}  # fmt: skip
_NARROWED = ("today", "this", "that", "in", "last", "tonight", "yesterday")
_AROUND = ("around", "circa", "ca")
_ABOUT_WORDS = ("about", "approximately", "roughly")


def find_times(text: str, sentences: Sequence[Sentence], date: str | None) -> tuple[TimeExpression, ...]:
    """Return the time expressions of `text` in order.

    `sentences` may be empty: tense and word classes are then guessed from the words around. `date` is the dateline as ISO 8601, a date or a
    date-time; without one, relative expressions keep X for what is not known (`XXXX-07-30`) and have no EDTF.

    Raises:
        DateError: `date` is given and does not begin with a calendar date.
    """
    tokens = scan(text)
    context = begin_reading(tokens, sentences, read_dateline(date))
    drafts: list[Draft] = []
    place, size = 0, len(tokens.tags)
    while place < size:
        start = _START.search(tokens.tags, place)
        if not start:
            break
        found = _longest(tokens, start.start(), context)
        if not found:
            place = start.start() + 1
            continue
        for draft in found:
            _keep(draft, drafts, context)
        place = max(start.start() + 1, drafts[-1].end)
    return tuple(_expression(draft, tokens) for draft in drafts)


def read_dateline(text: str | None) -> date | None:
    """Return the calendar day of an ISO 8601 date or date-time.

    Raises:
        DateError: it does not begin with one.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        rule = f"{text!r} is no dateline: it does not begin with YYYY-MM-DD."
        raise DateError(rule, "Give the date of publication as ISO 8601.") from error


def _longest(tokens: Scan, place: int, context: Context) -> tuple[Draft, ...]:
    """Return what the longest match at a token means, nothing where all builders decline."""
    matches = []
    for order, each in enumerate(_RULES[tokens.tags[place]]):
        match = each.regex.match(tokens.tags, place)
        if match:
            matches.append((-match.end(), order, each, match))
    matches.sort(key=lambda entry: entry[:2])
    for _, _, each, match in matches:
        built = each.build(Found(tokens, match), context)
        if built:
            return built if isinstance(built, tuple) else (built,)
    return ()


def _keep(draft: Draft, drafts: list[Draft], context: Context) -> None:
    """Draw in the words around a draft, add it to the list and remember its moment."""
    tokens = context.scan
    floor = drafts[-1].end if drafts else 0
    clock_times.join_time(draft, tokens, floor)
    merged = bool(drafts) and clock_times.merge_time(drafts[-1], draft, tokens)
    if merged:
        draft = drafts[-1]
    else:
        _modify(draft, tokens, floor)
        drafts.append(draft)
    moment = draft.value
    if isinstance(moment, Moment) and draft.anchor and moment.year is not None:
        context.remember(draft.begin, moment, explicit_year=not draft.anchored)


def _modify(draft: Draft, tokens: Scan, floor: int) -> None:
    """Draw in "early", "the end of", "around", "earlier" from the left."""
    value = draft.value
    if not isinstance(value, Moment) or value.fiscal:
        return
    start = max(floor, draft.begin - _LOOK_BACK)
    window = tokens.tags[start : draft.begin]
    for pattern in (_VAGUE, _EDGE):
        match = pattern.search(window)
        if match and _apply(match, draft, tokens, start):
            window = tokens.tags[start : draft.begin]
    about = _ABOUT.search(window)
    word = tokens.lower(draft.begin - 1) if about else ""
    if draft.mod is None and (word in _AROUND or (word in _ABOUT_WORDS and value.grain in (Grain.CLOCK, Grain.YEAR))):
        draft.begin, draft.mod = draft.begin - 1, Mod.APPROX


def _apply(match: re.Match[str], draft: Draft, tokens: Scan, start: int) -> bool:
    groups = match.groupdict()
    if groups.get("k"):
        value = draft.value
        if not isinstance(value, Moment) or tokens.lower(draft.begin) not in _NARROWED:
            return False
        draft.begin = start + match.start("k")
        return True
    word = tokens.lower(start + match.start("m" if groups["m"] else "p"))
    draft.begin = start + match.start()
    draft.mod = _MODS.get(word, draft.mod)
    return True


def _expression(draft: Draft, tokens: Scan) -> TimeExpression:
    value = draft.value
    start, end = tokens.starts[draft.begin], tokens.ends[draft.end - 1]
    edtf = draft.edtf or value.edtf(draft.mod)
    return TimeExpression(
        start,
        end,
        value.type,
        tokens.text[start:end],
        value.timex(),
        edtf if edtf is not None and is_edtf(edtf) else None,
        draft.mod.timex if draft.mod else None,
        draft.anchored,
        draft.inferred_year,
        draft.mismatch,
    )
