"""Whether two claims speak of one meeting: a probability from what both say.

In: two sightings of one process. Out: the probability that they are of one meeting. Days, numbers, places, kinds, what the claims make of
a meeting, when and where they were told are weighed by a logistic regression (`training.identity`), fitted on the ledgers of the corpus.
Who met says nothing here: all are of one process.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from communique.record.likelihood import probability_of
from communique.record.sightings import Sighting, Stage, is_same_series, share_place

WEIGHTS: Mapping[str, float] = {
    "one": -1.19,
    "same_day": 1.71,
    "next_day": 0.63,
    "same_week": 0.20,
    "same_month": -0.79,
    "other_month": -2.01,
    "same_time": 1.90,
    "other_time": -0.41,
    "far_time": -1.07,
    "one_dated": -1.41,
    "one_dated_fits": 1.40,
    "undated": -1.00,
    "undated_fits": 0.38,
    "here": -1.27,
    "here_near": 0.79,
    "here_far": -1.40,
    "here_news": 0.75,
    "here_one_stage": 1.10,
    "here_other_day": -0.44,
    "days_apart": -2.17,
    "news": -0.22,
    "news_at_once": -0.04,
    "recaps": -0.56,
    "met": -0.09,
    "planned": -0.18,
    "plan_came_first": 0.54,
    "same_number": 3.46,
    "other_number": -1.74,
    "one_numbered": 0.21,
    "same_place": 1.29,
    "other_place": -0.69,
    "one_series": 1.14,
    "same_kind": 0.72,
    "relative_last": 0.38,
    "relative_next": -0.24,
    "same_persons": -0.02,
    "other_persons": -0.74,
}
"""What each trait counts for; `python -m training.identity` prints them anew."""
NEAR = 200
"""Characters between the beginnings of two claims that stand side by side."""
UNTOLD_DAYS = 30
"""How far apart two claims count as told of which one has no date of publication."""


def likely_one(a: Sighting, b: Sighting) -> float:
    """Return how likely two claims are of one meeting."""
    return probability_of(traits(a, b), WEIGHTS)


def traits(a: Sighting, b: Sighting) -> dict[str, float]:
    """Return what speaks for and against two claims being of one meeting, by name."""
    return {"one": 1.0, **_days(a, b), **_told(a, b), **_said(a, b)}


def _days(a: Sighting, b: Sighting) -> dict[str, float]:
    gap = a.gap_to(b)
    are_fine, are_dated = a.is_fine and b.is_fine, a.is_dated and b.is_dated
    are_vague, is_one_dated = are_dated and not are_fine, a.is_dated != b.is_dated
    return {
        "same_day": float(are_fine and not gap),
        "next_day": float(are_fine and gap == 1),
        "same_week": float(are_fine and 1 < gap <= 7),
        "same_month": float(are_fine and 7 < gap <= 31),
        "other_month": float(are_fine and gap > 31),
        "same_time": float(are_vague and not gap),
        "other_time": float(are_vague and gap > 0),
        "far_time": float(are_vague and gap > 60),
        "one_dated": float(is_one_dated),
        "one_dated_fits": float(is_one_dated and not gap),
        "undated": float(not a.is_dated and not b.is_dated),
        "undated_fits": float(not a.is_dated and not b.is_dated and not gap),
    }


def _told(a: Sighting, b: Sighting) -> dict[str, float]:
    here = a.version == b.version
    apart = abs(a.claim.provenance.span.start - b.claim.provenance.span.start)
    days = abs((a.day - b.day).days) if a.day and b.day else UNTOLD_DAYS
    is_one_stage = a.stage is b.stage
    return {
        "here": float(here),
        "here_near": float(here and apart < NEAR),
        "here_far": math.log1p(apart) / 5 if here else 0.0,
        "here_news": float(here and a.is_news and b.is_news),
        "here_one_stage": float(here and is_one_stage),
        "here_other_day": float(here and a.is_dated and b.is_dated and a.gap_to(b) > 0),
        "days_apart": math.log1p(days) / 5,
        "news": float(a.is_news and b.is_news),
        "news_at_once": float(a.is_news and b.is_news and days <= 2),
        "recaps": float(not a.is_news and not b.is_news),
        "met": float(is_one_stage and a.stage is Stage.MET),
        "planned": float(is_one_stage and a.stage is Stage.PLAN),
        "plan_came_first": float(_came_first(a, b) or _came_first(b, a)),
    }


def _came_first(plan: Sighting, met: Sighting) -> bool:
    return plan.stage is Stage.PLAN and met.stage is Stage.MET and plan.day is not None and met.day is not None and plan.day <= met.day


def _said(a: Sighting, b: Sighting) -> dict[str, float]:
    numbers = a.claim.ordinal, b.claim.ordinal
    are_numbered = None not in numbers
    shares = share_place(a.claim.places, b.claim.places)
    persons, others = ({person.name for person in one.claim.participants} for one in (a, b))
    kinds = a.claim.likely_kind, b.claim.likely_kind
    return {
        "same_number": float(are_numbered and numbers[0] == numbers[1]),
        "other_number": float(are_numbered and numbers[0] != numbers[1]),
        "one_numbered": float((numbers[0] is None) != (numbers[1] is None)),
        "same_place": float(shares is True),
        "other_place": float(shares is False),
        "one_series": float(is_same_series(a.kind, b.kind)),
        "same_kind": float(None not in kinds and kinds[0] is kinds[1]),
        "relative_last": float("last" in (a.claim.relative, b.claim.relative)),
        "relative_next": float("next" in (a.claim.relative, b.claim.relative)),
        "same_persons": float(bool(persons & others)),
        "other_persons": float(bool(persons and others and not persons & others)),
    }
