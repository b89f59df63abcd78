"""The order of versions."""

from __future__ import annotations

from itertools import permutations

import pytest

from communique.stories.chronology import measure_maturity, order_versions
from tests.stories.sample import make_version

SHARED = " The river has been in dispute since 1987. A commission never published a map."


def order(*versions: dict[str, str | None]) -> list[str]:
    """Return the first words of the versions, in the one order that all permutations agree on."""
    made = [make_version(**version) for version in versions]  # type: ignore[arg-type]
    orders = {tuple(v.text.split(" ", 1)[0] for v in order_versions(given)) for given in permutations(made)}
    assert len(orders) == 1
    return list(orders.pop())


def test_days_decide_where_they_differ() -> None:
    assert order(
        {"text": "Met on Friday." + SHARED, "published_at": "2023-05-05"},
        {"text": "Will meet on Friday." + SHARED, "published_at": "2023-05-06"},
    ) == ["Met", "Will"]


def test_the_time_of_day_decides_within_a_day() -> None:
    assert order(
        {"text": "Met. They agreed." + SHARED, "published_at": "2023-05-05T08:00:00+00:00"},
        {"text": "Will meet." + SHARED, "published_at": "2023-05-05T09:00:00+02:00"},
    ) == ["Will", "Met."]


def test_a_change_of_the_page_counts_and_not_its_first_publication() -> None:
    stamp = "2023-05-05T08:00:00+00:00"
    assert order(
        {"text": "B." + SHARED, "published_at": stamp, "modified_at": "2023-05-06T08:00:00+00:00"},
        {"text": "A." + SHARED, "published_at": stamp},
    ) == ["A.", "B."]


@pytest.mark.parametrize(
    ("plan", "outcome"),
    [
        ("Envoys are scheduled to hold talks in Varna.", "Envoys held talks in Varna."),
        ("Ministers will sign the treaty tomorrow.", "Ministers signed the treaty."),
        ("Negotiators expect to meet again ahead of the vote.", "Negotiators met and reached a deal."),
        ("The leaders are likely to discuss the port.", "The leaders rejected a plan for the port, a joint statement said."),
    ],
)
def test_without_dates_the_plan_comes_before_the_outcome(plan: str, outcome: str) -> None:
    assert order({"text": outcome + SHARED}, {"text": plan + SHARED}) == [plan.split(maxsplit=1)[0], outcome.split(maxsplit=1)[0]]
    assert measure_maturity(plan) < measure_maturity(outcome)
    (first, _) = order_versions([make_version(outcome + SHARED), make_version(plan + SHARED)])
    assert first.text.startswith(plan)


def test_without_dates_and_cues_articles_grow() -> None:
    assert order({"text": "Long: the river is wide." + SHARED}, {"text": "Short." + SHARED}) == ["Short.", "Long:"]


def test_an_untimed_version_finds_its_place_among_timed_ones() -> None:
    assert order(
        {"text": "A will meet B on the river." + SHARED, "published_at": "2023-05-05T07:00:00+00:00"},
        {
            "text": "C met D, and they agreed on a map, signed it and announced a joint statement." + SHARED,
            "published_at": "2023-05-05T19:00:00+00:00",
        },
        {"text": "Both met on the river." + SHARED, "published_at": "2023-05-05"},
    ) == ["A", "Both", "C"]


def test_capture_times_count_only_where_every_version_has_one() -> None:
    early, late = "2023-05-05T07:00:00+00:00", "2023-05-05T19:00:00+00:00"
    assert order({"text": "A met B." + SHARED, "captured_at": early}, {"text": "C will meet D." + SHARED, "captured_at": late}) == [
        "A",
        "C",
    ]
    assert order({"text": "A met B." + SHARED, "captured_at": early}, {"text": "C will meet D." + SHARED}) == ["C", "A"]


def test_an_unreadable_date_is_no_date() -> None:
    assert order({"text": "A met B." + SHARED, "published_at": "spring"}, {"text": "C will meet D." + SHARED}) == ["C", "A"]
