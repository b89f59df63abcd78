"""Which texts are versions of one article."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.sources import Version
from communique.stories.grouping import group_versions, story_id
from tests.stories.sample import make_version
from tests.stories.seeds import seed_versions, seeds_present

PLAN = (
    "The envoys of Norland and Sudmark are due to meet in Varna on Tuesday, the first such talks since spring.\n\n"
    "Jon Aske and Mira Petrak will discuss grazing rights along the Orsa river, officials in both capitals said. "
    "Both sides expect no breakthrough.\n\n"
    "The two neighbours have argued over the river since a flood moved its bed in 1987. A commission set up in 2001 met nine times and "
    "never published a map. Farmers on both banks have asked for a joint office that would hand out permits within a day."
)
OUTCOME = (
    "The envoys of Norland and Sudmark met in Varna on Tuesday, the first such talks since spring.\n\n"
    "Jon Aske and Mira Petrak agreed to open a joint office for grazing permits along the Orsa river, a statement said.\n\n"
    "The two neighbours have argued over the river since a flood moved its bed in 1987. A commission set up in 2001 met nine times and "
    "never published a map. Farmers on both banks have asked for a joint office that would hand out permits within a day."
)
OTHER_REPORT = (
    "Norland and Sudmark will share an office for grazing permits, their negotiators said after a day of talks on the Black Sea coast. "
    "It is the first result of a channel that both governments had written off.\n\n"
    "Ms Petrak, who leads the Sudmark team, called it a modest beginning. Mr Aske said the first permits could be issued before snow."
)
NEXT_REPORT = (
    "A joint grazing office opened on the Orsa river on Friday, and forty farmers queued for permits before noon.\n\n"
    "The office is run by two clerks, one from either bank, who share a stove and a stamp. Its first permit went to a shepherd of 81.\n\n"
    "The two neighbours have argued over the river since a flood moved its bed in 1987. A commission set up in 2001 met nine times and "
    "never published a map. Farmers on both banks have asked for a joint office that would hand out permits within a day."
)


def sizes(*versions: Version) -> list[int]:
    return sorted(len(group) for group in group_versions(versions))


def test_a_plan_and_its_outcome_from_an_unknown_outlet_are_one_article() -> None:
    assert sizes(make_version(PLAN), make_version(OUTCOME)) == [2]


def test_two_outlets_own_reports_of_one_meeting_are_two_articles() -> None:
    assert sizes(make_version(OUTCOME), make_version(OTHER_REPORT)) == [1, 1]


def test_two_reports_of_one_outlet_with_the_same_background_are_two_articles() -> None:
    assert sizes(make_version(OUTCOME, outlet="Gazette"), make_version(NEXT_REPORT, outlet="Gazette")) == [1, 1]


def test_the_same_text_in_two_outlets_is_two_articles() -> None:
    assert sizes(make_version(PLAN, outlet="Gazette"), make_version(OUTCOME, outlet="Courier")) == [1, 1]
    one, other = "https://gazette.example/a", "https://www.courier.example/b"
    assert sizes(make_version(PLAN, url=one), make_version(OUTCOME, url=other)) == [1, 1]


def test_one_address_is_one_article_whatever_became_of_its_text() -> None:
    plain, tracked = "https://www.gazette.example/river/1", "http://gazette.example/river/1/?utm_source=mail#top"
    assert sizes(make_version(PLAN, url=plain), make_version(OTHER_REPORT, url=tracked)) == [2]


def test_a_home_page_is_no_article() -> None:
    assert sizes(make_version(PLAN, url="https://gazette.example/"), make_version(OTHER_REPORT, url="https://gazette.example")) == [1, 1]


def test_a_text_of_no_outlet_does_not_join_two_outlets_into_one() -> None:
    groups = group_versions(
        [
            make_version(PLAN, outlet="Gazette"),
            make_version(OUTCOME, outlet="Courier"),
            make_version(OUTCOME.replace("a statement", "both")),
        ]
    )
    assert all(len({version.outlet for version in group if version.outlet}) <= 1 for group in groups)


def test_weeks_apart_a_rewritten_text_is_another_article() -> None:
    early, late = make_version(PLAN, published_at="2023-05-02"), make_version(OUTCOME, published_at="2023-06-20")
    assert sizes(early, late) == [1, 1]


def test_the_undated_version_takes_its_siblings_date_and_says_so() -> None:
    (group,) = group_versions([make_version(OUTCOME), make_version(PLAN, published_at="2023-05-02")])
    assert [(v.published_at, v.published_inferred) for v in group] == [("2023-05-02", False), ("2023-05-02", True)]
    assert [v.previous for v in group] == [None, group[0].id]


def test_the_id_of_a_story_does_not_change_when_it_goes_on() -> None:
    (alone,) = group_versions([make_version(PLAN, published_at="2023-05-02")])
    (grown,) = group_versions([make_version(OUTCOME), make_version(PLAN, published_at="2023-05-02")])
    assert story_id(alone) == story_id(grown)


@pytest.mark.parametrize("text", ["", "One.", "🙂"])
def test_texts_without_a_shingle_stay_alone(text: str) -> None:
    assert sizes(make_version(text), make_version(PLAN)) == [1, 1]


def _versions() -> list[Version]:
    return [
        make_version(PLAN, published_at="2023-05-02"),
        make_version(OUTCOME),
        make_version(OUTCOME + " Ends.", outlet="Gazette"),
        make_version(OUTCOME + " (Wire)", outlet="Courier", published_at="2023-05-03"),
        make_version(OTHER_REPORT, outlet="Courier", published_at="2023-05-02T18:00:00+00:00"),
        make_version(NEXT_REPORT, outlet="Gazette"),
        make_version("Nothing to do with it."),
    ]


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_reading(shuffler: random.Random) -> None:
    versions = _versions()
    shuffler.shuffle(versions)
    assert group_versions(versions) == group_versions(_versions())


def test_grouping_what_was_grouped_changes_nothing() -> None:
    groups = group_versions(_versions())
    assert group_versions([version for group in groups for version in group]) == groups


@seeds_present
def test_the_seeds_are_two_versions_of_one_article_plan_first() -> None:
    for versions in (seed_versions(), seed_versions()[::-1]):
        (group,) = group_versions(versions)
        assert ["are scheduled to hold" in group[0].text, " held talks at " in group[1].text] == [True, True]
        assert (group[1].published_at, group[1].published_inferred) == ("2024-07-30", True)
