"""Stories as the record takes them."""

from __future__ import annotations

from communique.model.vocabulary import ChangeKind
from communique.stories.telling import MAX_TITLE, tell_stories
from tests.stories.sample import make_reading, make_version
from tests.stories.test_grouping import OTHER_REPORT, OUTCOME, PLAN


def test_a_story_tells_its_versions_and_their_changes() -> None:
    plan, outcome, other = make_version(PLAN, published_at="2023-05-02"), make_version(OUTCOME), make_version(OTHER_REPORT)
    readings = {version.id: make_reading(version) for version in (plan, outcome, other)}
    stories = tell_stories([other, outcome, plan], readings)
    assert stories == tell_stories([plan, other, outcome], readings)
    (story,) = [story for story in stories if len(story.versions) == 2]
    assert [version.id for version in story.versions] == [plan.id, outcome.id]
    assert story.independent_witnesses == 1
    assert ChangeKind.PLANNED_TO_HELD in {change.kind for change in story.changes}
    assert {(change.from_version, change.to_version) for change in story.changes} == {(plan.id, outcome.id)}


def test_a_version_that_was_not_read_yet_is_compared_by_nothing() -> None:
    plan, outcome = make_version(PLAN), make_version(OUTCOME)
    (story,) = tell_stories([plan, outcome], {plan.id: make_reading(plan)})
    assert story.changes == ()


def test_a_story_is_called_by_its_latest_headline() -> None:
    first, second = make_version(PLAN, title="Envoys to meet"), make_version(OUTCOME, title="Envoys met")
    assert [story.title for story in tell_stories([first, second], {})] == ["Envoys met"]


def test_a_story_without_a_headline_is_called_by_its_first_sentence() -> None:
    long = make_version("word " * 100)
    (story,) = tell_stories([long], {})
    assert len(story.title) <= MAX_TITLE + 2
    assert story.title.endswith("word …")
    assert tell_stories([make_version("")], {})[0].title == ""
