"""The order in which versions of one article were written.

In: versions of one article in any order. Out: the same, oldest first, with missing dates taken from siblings. Dates decide where they
differ. Two versions of one day are told apart by how far the story went: a text that announces comes before a text that reports, whatever
it is about. Sentences that both share count alike on both sides, so only the rewritten ones decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from communique.model.sources import Version
from communique.stories.likeness import compare_texts
from communique.stories.outlets import day_of, instant_of

PLAN_CUES = re.compile(
    r"""\b(?:
        (?:will|shall|would|is\ to|are\ to)\b
      | (?:is|are|was|were|been|being)\s+(?:\w+ly\s+)?
        (?:scheduled|due|set|expected|slated|planned|poised|preparing|about|likely)\s+(?:to|for|on)\b
      | (?:plan|hope|expect|anticipate|aim|intend|prepare|look)(?:s|ing)?\s+(?:to|for|that|the|a|an|some|any|no|further|more)\b
      | ahead\ of | upcoming | forthcoming | later\ (?:today|this\ week|on\ \w+day) | tomorrow | next\ (?:day|week|month)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words that announce: futures, schedules, expectations."""

OUTCOME_CUES = re.compile(
    r"""\b(?:
        held | met | gathered | convened | concluded | ended | wrapped\ up | finished | adjourned | broke\ off | broke\ up | collapsed
      | agreed | signed | adopted | approved | announced | decided | pledged | reached | reaffirmed | reconfirmed | confirmed
      | rejected | refused | failed
      | took\ place | (?:was|were)\ (?:held|signed|agreed|reached|postponed|cancelled|canceled|called\ off)
      | after\ (?:the|a|their)\ (?:\w+\ ){0,2}(?:talks|meeting|summit|round|session|vote|ceremony)
      | following\ (?:the|a|their)\ (?:\w+\ ){0,2}(?:talks|meeting|summit|round|session|vote|ceremony)
      | (?:joint\ )?(?:statement|communiqu[eé]|readout|declaration)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words that report: acts done, results, what was said afterwards."""


def order_versions(versions: Sequence[Version]) -> tuple[Version, ...]:
    """Return the versions of one article oldest first, with `published_at` inferred from siblings and `previous` set.

    By day first; within a day by the time of day where two versions have one; an untimed version goes where it puts the fewest outcomes
    before plans. Then the shorter text (articles grow), then the id. The result does not depend on the order given.
    """
    dated = _infer_dates(sorted(versions, key=lambda version: version.id))
    days: dict[date | None, list[Version]] = {}
    all_captured = all(version.captured_at for version in versions)
    for version in dated:
        stamp = version.modified_at or version.published_at or (version.captured_at if all_captured else None)
        days.setdefault(day_of(stamp), []).append(version)
    ordered = [version for day in sorted(days, key=_day_key) for version in _order_day(days[day])]
    ids = [None, *(version.id for version in ordered)]
    return tuple(replace(version, previous=before) for version, before in zip(ordered, ids, strict=False))


@lru_cache(maxsize=4096)
def measure_maturity(text: str) -> int:
    """Return how far a text has gone from announcing to reporting: words that report less words that announce. Only differences count."""
    return len(OUTCOME_CUES.findall(text)) - len(PLAN_CUES.findall(text))


def _day_key(day: date | None) -> tuple[bool, date]:
    return (day is None, day or date.min)


def _infer_dates(versions: Sequence[Version]) -> list[Version]:
    """Give every undated version the date of the dated sibling it resembles most, the earliest of equals."""
    dated = [version for version in versions if version.published_at and not version.published_inferred]
    result = []
    for version in versions:
        if (version.published_at and not version.published_inferred) or not dated:
            result.append(version)
            continue
        nearest = max(dated, key=lambda sibling: (compare_texts(version.text, sibling.text).resemblance, _earliness(sibling)))
        result.append(replace(version, published_at=nearest.published_at, published_inferred=True))
    return result


def _earliness(version: Version) -> tuple[int, str]:
    day = day_of(version.published_at)
    return (-day.toordinal() if day else 0, version.id)


def _order_day(versions: Sequence[Version]) -> list[Version]:
    """Capture times count only where every version of the day has one: a file read today may well be the older text."""
    if len(versions) == 1:
        return list(versions)
    all_captured = all(version.captured_at for version in versions)
    timed: list[tuple[datetime, datetime, Version]] = []
    untimed: list[Version] = []
    for version in versions:
        captured = instant_of(version.captured_at) if all_captured else None
        moment = _instant(version) or captured
        if moment is None:
            untimed.append(version)
        else:
            timed.append((moment, captured or moment, version))
    line = [version for *_, version in sorted(timed, key=lambda item: (item[0], item[1], _text_key(item[2])))]
    for version in sorted(untimed, key=_text_key):
        line.insert(_best_place(line, version), version)
    return line


def _instant(version: Version) -> datetime | None:
    """Return when the text was put out; an inferred date tells the day, never the time of day."""
    if version.modified_at:
        return instant_of(version.modified_at)
    return None if version.published_inferred else instant_of(version.published_at)


def _text_key(version: Version) -> tuple[int, int, str]:
    return (measure_maturity(version.text), len(version.text), version.id)


def _best_place(line: Sequence[Version], version: Version) -> int:
    """Return the last of the places at which the fewest versions stand on the wrong side of this one."""
    key = _text_key(version)
    wrong = [
        sum(_text_key(other) > key for other in line[:place]) + sum(_text_key(other) < key for other in line[place:])
        for place in range(len(line) + 1)
    ]
    return max(place for place, count in enumerate(wrong) if count == min(wrong))
