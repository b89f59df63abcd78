"""Sentence alignment between versions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.stories.alignment import Alignment, AlignmentKind, align_sentences, compare_sentences
from tests.stories.sample import split_sentences
from tests.stories.seeds import seed_texts, seeds_present

SENTENCES = st.lists(
    st.sampled_from(
        [
            "The envoys met in Varna on Monday.",
            "The envoys will meet in Varna on Monday.",
            "The border has been closed since 1993.",
            "Prices rose.",
            "Prices rose sharply after the ban, officials said.",
            "“We are ready,” she said.",
            "",
            "?!",
        ]
    )
    | st.text(max_size=30),
    max_size=9,
)


def kinds(before: list[str], after: list[str]) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    return [(a.kind.value, a.before, a.after) for a in align_sentences(before, after)]


def test_a_plan_is_aligned_with_the_outcome_that_took_its_place() -> None:
    before = [
        "The delegations of Norland and Sudmark are due to hold talks in Varna.",
        "A pact is not expected.",
        "The border has been shut since 1993.",
    ]
    after = [
        "The delegations of Norland and Sudmark held talks at a hotel in Varna.",
        "They agreed to swap maps.",
        "The border has been shut since 1993.",
    ]
    assert kinds(before, after) == [
        ("reworded", (0,), (0,)),
        ("deleted", (1,), ()),
        ("inserted", (), (1,)),
        ("kept", (2,), (2,)),
    ]


def test_two_sentences_that_became_one_are_merged() -> None:
    before = ["Norland cut its ties with Sudmark in 1987 over the war in the Orsa valley.", "The valley is recognised as part of Estmark."]
    after = ["Norland shut its frontier with Sudmark in 1987 over the war in the Orsa valley, which is recognised as part of Estmark."]
    assert kinds(before, after) == [("merged", (0, 1), (0,))]
    assert kinds(after, before) == [("split", (0,), (0, 1))]


def test_a_sentence_that_went_elsewhere_is_moved() -> None:
    first, second, third = "The prince hosted the dinner in Varna.", "Fishing quotas were on the table.", "A boat sank off the cape in May."
    assert ("moved", (2,), (0,)) in kinds([first, second, third], [third, first, second])


def test_an_unrelated_neighbour_is_not_drawn_into_a_merger() -> None:
    before = ["The ministers signed the water treaty in Split.", "Rain is forecast."]
    assert kinds(before, ["The ministers signed the water treaty at Split."]) == [("reworded", (0,), (0,)), ("deleted", (1,), ())]


def test_similarity_is_one_for_the_same_and_nought_for_nothing() -> None:
    assert compare_sentences("The envoys met.", "The envoys met.") > 0.999
    assert compare_sentences("The envoys met.", "") == 0.0


@given(SENTENCES, SENTENCES)
def test_every_sentence_is_aligned_exactly_once(before: list[str], after: list[str]) -> None:
    alignments = align_sentences(before, after)
    assert sorted(i for a in alignments for i in a.before) == list(range(len(before)))
    assert sorted(j for a in alignments for j in a.after) == list(range(len(after)))
    assert all(0 <= a.similarity <= 1 for a in alignments)
    assert all((bool(a.before) and bool(a.after)) or a.similarity == 0 for a in alignments)


@given(SENTENCES)
def test_a_text_is_kept_by_itself(sentences: list[str]) -> None:
    assert {a.kind for a in align_sentences(sentences, sentences)} <= {AlignmentKind.KEPT, AlignmentKind.DELETED, AlignmentKind.INSERTED}
    filled = [s for s in sentences if compare_sentences(s, s) > 0]
    assert all(a.kind is AlignmentKind.KEPT for a in align_sentences(filled, filled))


def test_a_sentence_told_twice_is_kept_where_it_stood() -> None:
    met, planned = "The envoys met in Varna.", "The envoys will meet in Varna."
    told = [met, met, planned, met, "B:a", "B:a"]
    assert kinds(told, told) == [("kept", (k,), (k,)) for k in range(len(told))]


@seeds_present
def test_the_background_of_the_seeds_is_one_sentence_made_of_two() -> None:
    before, after = ([text[s:e] for s, e in split_sentences(text)] for text in seed_texts())
    merged = [a for a in align_sentences(before, after) if a.kind is AlignmentKind.MERGED]
    assert [_words(a, before, after) for a in merged] == [("broke off diplomatic ties", "occupied by", "closed its border")]


def _words(alignment: Alignment, before: list[str], after: list[str]) -> tuple[str, ...]:
    old, new = " ".join(before[i] for i in alignment.before), " ".join(after[j] for j in alignment.after)
    return tuple(w for w in ("broke off diplomatic ties", "occupied by") if w in old) + tuple(w for w in ("closed its border",) if w in new)
