"""Ranges and lists of dates: "14-16 July", "3 to 5 May", "May 4 and 5", "from March to June 1968", "2022-23".

In: a match. Out: one expression for each end, as TIMEX3 has it, and none lacks what its neighbour says: the month, the year.
`merge_ranges` makes one expression with an EDTF interval of two ends for those who want the stretch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from communique.language.times.anchoring import Context
from communique.language.times.calendar_dates import day_number, fits, month_number
from communique.language.times.lexicon import TAGS
from communique.language.times.patterns import Draft, Found, Rule, rule
from communique.language.times.values import Grain, Moment, month_moment
from communique.model.analysis import TimeExpression
from communique.model.edtf import is_edtf, is_next_day

_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_LINKED = re.compile(r"\s*(?:to|until|till|through|and|–|-|—)\s*")


def _year(found: Found) -> int | None:
    return int(found.word("y")) if found.has("y") else None


def _days(found: Found) -> list[int]:
    """Return the tokens of all day numbers of the match."""
    return [found.at(name) for name in ("c", "d", "e") if found.has(name)]


def _dated(found: Found, context: Context, month: int, day: int | None, token: int) -> tuple[int | None, bool]:
    year = _year(found)
    return (year, False) if year is not None else (context.year_of(month, day, token), True)


def _build_one_month(found: Found, context: Context) -> tuple[Draft, ...] | None:
    """Build days of one month: "14-16 July 2024", "July 4 and 5", "3, 4 and 5 May"."""
    scan, month = found.scan, month_number(found.scan, found.at("m"))
    tokens = _days(found)
    days = [number for token in tokens if (number := day_number(scan, token)) is not None]
    if len(days) != len(tokens) or any(second <= first for first, second in pairwise(days)):
        return None
    year, inferred = _dated(found, context, month, days[0], found.begin)
    if any(not fits(year, month, day) for day in days):
        return None
    moments = [Moment(Grain.DAY, year, month, day) for day in days]
    anchored = inferred and year is not None
    month_last = found.at("m") > tokens[-1]
    spans = []
    for place, token in enumerate(tokens):
        begin = found.begin if place == 0 and not month_last else token
        end = found.end if place == len(tokens) - 1 else token + 1
        spans.append((begin, end))
    return tuple(Draft(moment, *span, None, anchored, anchored) for moment, span in zip(moments, spans, strict=True))


def _build_two_dates(found: Found, context: Context) -> tuple[Draft, ...] | None:
    """Build "30 May - 2 June 2024", "May 30 to June 2": the year stands once and holds for both."""
    scan = found.scan
    first_month, last_month = month_number(scan, found.at("m")), month_number(scan, found.at("o"))
    first_day, last_day = day_number(scan, found.at("c")), day_number(scan, found.at("d"))
    if first_day is None or last_day is None:
        return None
    year, inferred = _dated(found, context, last_month, last_day, found.begin)
    first_year = year - (first_month > last_month) if year is not None else None
    if not fits(first_year, first_month, first_day) or not fits(year, last_month, last_day):
        return None
    begin, end = Moment(Grain.DAY, first_year, first_month, first_day), Moment(Grain.DAY, year, last_month, last_day)
    anchored = inferred and year is not None
    middle = found.at("k")
    first = Draft(begin, found.begin, middle, None, year is not None, year is not None)
    return first, Draft(end, middle + 1, found.end, None, anchored, anchored)


def _build_months(found: Found, context: Context) -> tuple[Draft, ...] | None:
    """Build "March to June 1968", "November and December 2021", "May-August 1950"."""
    scan = found.scan
    first, last = month_number(scan, found.at("m")), month_number(scan, found.at("o"))
    year, inferred = _dated(found, context, last, None, found.begin)
    first_year = year - (first > last) if year is not None else None
    begin, end = month_moment(first_year, first), month_moment(year, last)
    middle = found.at("k")
    return Draft(begin, found.begin, middle, None, True, True), Draft(end, middle + 1, found.end, None, inferred, inferred)


def _build_years(found: Found, _: Context) -> tuple[Draft, ...] | None:
    """Build "1990-1994", "2022-23", "2022/23"."""
    scan = found.scan
    first, word = int(found.word("y")), found.word("z")
    joined = scan.is_joined(found.at("y")) and scan.is_joined(found.at("y") + 1)
    if not joined and scan.tags[found.end : found.end + 1] != TAGS["rpar"]:
        return None
    last = int(word) if len(word) == 4 else first // 100 * 100 + int(word)
    century_turn = len(word) == 2 and last < first and word == "00"
    last += 100 if century_turn else 0
    if not 1000 <= first < last <= 2200 or (len(word) == 2 and last - first > 60) or last - first > 800:
        return None
    if found.begin and scan.tags[found.begin - 1] in (TAGS["money"], TAGS["hyphen"]):
        return None
    aside = found.begin > 0 and scan.tags[found.begin - 1] == TAGS["lpar"]
    begin = Draft(Moment(Grain.YEAR, first), found.begin, found.begin + 1, anchor=not aside)
    return begin, Draft(Moment(Grain.YEAR, last), found.end - 1, found.end, anchor=False)


def _build_eras(found: Found, _: Context) -> tuple[Draft, ...] | None:
    """Build "499-493 BC"."""
    first, last = int(found.word("y")), int(found.word("z"))
    if last >= first or not found.word("e").startswith("b"):
        return None
    begin = Draft(Moment(Grain.YEAR, 1 - first), found.begin, found.begin + 1, anchor=False)
    return begin, Draft(Moment(Grain.YEAR, 1 - last), found.end - 2, found.end)


def join_range(text: str, first: TimeExpression, second: TimeExpression) -> str | None:
    """Return the EDTF interval of two neighbouring expressions that the text joins ("from 3 to 5 May", "between 1990 and 1994", "2022-23").

    None where the words between them do not make a range: "to", "until" and a dash always do, "and" after "between" and for two days of
    which one follows the other ("on 10 and 11 May").
    """
    gap = text[first.end : second.start]
    if first.edtf is None or second.edtf is None or not _LINKED.fullmatch(gap):
        return None
    if gap.strip() == "and" and not _BETWEEN.search(text[: first.start]) and not is_next_day(first.edtf, second.edtf):
        return None
    interval = f"{first.edtf.split('/')[0]}/{second.edtf.split('/')[-1]}"
    return interval if is_edtf(interval) else None


def merge_ranges(text: str, times: Iterable[TimeExpression]) -> tuple[TimeExpression, ...]:
    """Return the expressions with the two ends of each range made one, whose value and EDTF are the interval."""
    merged: list[TimeExpression] = []
    for time in times:
        interval = join_range(text, merged[-1], time) if merged and "/" not in merged[-1].value else None
        if interval is None:
            merged.append(time)
            continue
        first = merged.pop()
        merged.append(
            replace(
                time,
                start=first.start,
                text=text[first.start : time.end],
                value=f"{first.value}/{time.value}",
                edtf=interval,
                anchored=first.anchored or time.anchored,
                inferred_year=first.inferred_year and time.inferred_year,
                mismatch=first.mismatch or time.mismatch,
            )
        )
    return tuple(merged)


_D = "[day ordnum]"
_YEAR = "(?:comma? y:year)?"
_AND = "(?:to|and|until)"
RULES: tuple[Rule, ...] = (
    rule(f"c:{_D} (?:hyphen|{_AND} the?) d:{_D} of? m:anymonth {_YEAR}", _build_one_month),
    rule(f"c:{_D} comma d:{_D} comma? and e:{_D} m:anymonth {_YEAR}", _build_one_month),
    rule(f"m:anymonth c:{_D} (?:hyphen|{_AND} the?) d:{_D} (?!units|unit|hyphen) {_YEAR}", _build_one_month),
    rule(f"m:anymonth c:{_D} comma d:{_D} comma? and e:{_D} {_YEAR}", _build_one_month),
    rule(f"c:{_D} m:anymonth (?P<k>hyphen|{_AND}) d:{_D} o:anymonth {_YEAR}", _build_two_dates),
    rule(f"m:anymonth c:{_D} (?P<k>hyphen|{_AND}) o:anymonth d:{_D} {_YEAR}", _build_two_dates),
    rule(f"m:anymonth (?P<k>hyphen|slash|{_AND}) o:anymonth [comma of in]? y:year", _build_months),
    rule("y:year (?:hyphen|slash) z:[year small]", _build_years),
    rule("y:[year int3 small] (?:hyphen|to|and) z:[year int3 small] e:era", _build_eras),
)
