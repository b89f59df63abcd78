"""Notes in which an article speaks of itself."""

from __future__ import annotations

import pytest

from communique.stories.notes import find_note, is_correcting, is_new_note
from tests.stories.sample import split_sentences

CORRECTING = [
    "Corrects the spelling of the envoy's name.",
    "This version corrects the place of the dinner.",
    "Correction: The envoys met on Friday.",
    "An earlier version of this story gave a wrong day.",
    "In an earlier version we wrote of the fifth round.",
    "Corrected paragraph 3 on the number of boats.",
    "The number of boats in this article has been corrected.",
]
UPDATING = [
    "(Adds quotes, background)",
    "Adds details throughout",
    "Updated with comments by the minister.",
    "Updates to show that the talks ended.",
    "Recasts, adds reaction",
    "This story has been updated.",
]
STORY = [
    "Updates on the talks were sparse.",
    "This adds to the pressure on the islands.",
    "The report adds details of the fire.",
    "In the first version of the treaty the islands had two seats.",
    "Corrections were made to the map.",
    "Removed from office, he left for the coast.",
]


@pytest.mark.parametrize("note", [*CORRECTING, *UPDATING])
def test_a_note_is_found_wherever_it_stands(note: str) -> None:
    for text in (note, f"Snow fell in Lund.\n\n{note}", f"{note}\n\nSnow fell in Lund."):
        found = find_note(text, split_sentences(text), None)
        assert found
        assert text[slice(*found)].startswith(note)


@pytest.mark.parametrize("sentence", STORY)
def test_a_sentence_of_the_story_is_no_note(sentence: str) -> None:
    assert find_note(sentence, split_sentences(sentence), None) is None


@pytest.mark.parametrize("note", CORRECTING)
def test_a_correction_admits_a_mistake(note: str) -> None:
    assert is_correcting(note)


@pytest.mark.parametrize("note", UPDATING)
def test_an_update_admits_none(note: str) -> None:
    assert not is_correcting(note)


def test_a_note_that_was_captured_earlier_is_not_new() -> None:
    assert is_new_note("It was Friday.", "Snow fell.", None)
    assert not is_new_note("It was  Friday.", "Snow fell.", "It was Friday.")
