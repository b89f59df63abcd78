"""Copies, and how many witnesses there are."""

from __future__ import annotations

from itertools import permutations

from communique.stories.copies import count_witnesses, find_copies, name_witnesses
from communique.stories.grouping import group_versions, story_id
from tests.stories.sample import make_version
from tests.stories.test_grouping import NEXT_REPORT, OTHER_REPORT, OUTCOME, PLAN


def test_an_agency_report_in_two_papers_is_one_witness() -> None:
    stories = group_versions([make_version(OUTCOME, outlet="Gazette"), make_version("VARNA - " + OUTCOME, outlet="Courier")])
    assert len(stories) == 2
    assert find_copies(stories) == (tuple(sorted(map(story_id, stories))),)
    assert count_witnesses([v.id for story in stories for v in story], name_witnesses(stories)) == 1


def test_versions_of_one_article_are_one_witness() -> None:
    stories = group_versions([make_version(PLAN), make_version(OUTCOME)])
    assert find_copies(stories) == ()
    assert count_witnesses([v.id for v in stories[0]], name_witnesses(stories)) == 1


def test_two_outlets_own_reports_are_two_witnesses() -> None:
    stories = group_versions([make_version(OUTCOME, outlet="Gazette"), make_version(OTHER_REPORT, outlet="Courier")])
    assert count_witnesses([v.id for story in stories for v in story], name_witnesses(stories)) == 2


def test_a_shared_credit_makes_a_partly_rewritten_report_a_copy() -> None:
    rewritten = (
        OUTCOME[: OUTCOME.index("The two neighbours")]
        + "Shepherds on the Gazette's side of the river were glad, and a band played until dark. " * 2
    )
    stories = [
        [make_version(OUTCOME, outlet="Courier", credit="Wire One")],
        [make_version(rewritten, outlet="Gazette", credit="AFP; Wire One")],
    ]
    assert len(find_copies(stories)) == 1


def test_a_shared_credit_alone_makes_no_copy() -> None:
    stories = [
        [make_version(OTHER_REPORT, outlet="Courier", credit="Wire One")],
        [make_version(NEXT_REPORT, outlet="Gazette", credit="Wire One")],
    ]
    assert find_copies(stories) == ()


def test_look_alike_letters_do_not_hide_a_copy() -> None:
    spun = OUTCOME.replace("e", "е").replace("o", "о")
    assert len(find_copies([[make_version(OUTCOME, outlet="Courier")], [make_version(spun, outlet="Gazette")]])) == 1


def test_copies_do_not_depend_on_the_order_of_stories() -> None:
    stories = [[make_version(OUTCOME + tail, outlet=name)] for name, tail in (("A", ""), ("B", " (Wire)"), ("C", " Ends."))]
    stories.append([make_version(OTHER_REPORT, outlet="D")])
    assert len({find_copies(given) for given in permutations(stories)}) == 1


def test_a_version_nobody_knows_is_a_witness_of_its_own() -> None:
    assert count_witnesses(["v-1", "v-2", "v-1"], {}) == 2
