"""Typed changes between versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from communique.model.claims import (
    ActorMention,
    Claim,
    CommitmentClaim,
    MeetingClaim,
    OfficeMention,
    Participant,
    ProgressClaim,
    Reading,
    RelationClaim,
    StanceClaim,
    StatementClaim,
)
from communique.model.record import Change
from communique.model.sources import Version
from communique.model.vocabulary import (
    ChangeKind,
    Domain,
    EntityType,
    Factuality,
    Force,
    MeetingKind,
    MeetingState,
    Progress,
    QuoteMode,
    StanceKind,
    TimeType,
)
from communique.stories.changes import FACT_FLOOR, SIGNIFICANCE, STYLE_SPAN, find_changes
from tests.stories.sample import make_reading, make_version, moment, name, told
from tests.stories.seeds import seed_versions, seeds_present

CASES = yaml.safe_load((Path(__file__).parent / "changes.yaml").read_text(encoding="utf-8"))
PARTIES = ("Norland", "Sudmark")


def changes(before: Version, after: Version, before_claims: Sequence[Claim], after_claims: Sequence[Claim]) -> tuple[Change, ...]:
    return find_changes(before, after, make_reading(before, before_claims), make_reading(after, after_claims))


def facts(found: tuple[Change, ...]) -> list[str]:
    return sorted(change.kind.value for change in found if change.kind is not ChangeKind.STYLE)


def _matches(change: Change, expected: dict[str, Any]) -> bool:
    return (
        change.kind == expected["kind"]
        and expected.get("before", "") in (change.before.exact if change.before else "")
        and expected.get("after", "") in (change.after.exact if change.after else "")
        and expected.get("disclosed", change.disclosed) == change.disclosed
    )


def _versions(case: dict[str, Any]) -> tuple[Version, Version]:
    before, after = (make_version(case[side], published_at=case["date"]) for side in ("before", "after"))
    return before, after


def _read(version: Version, case: dict[str, Any]) -> Reading:
    """Return the reading of a case's version: no claims, but the times and names that the case tells of."""
    times = [moment(version, *item, anchored=True) for item in case.get("times", {}).items() if item[0] in version.text]
    times += [
        moment(version, words, value, type_=TimeType.DURATION) for words, value in case.get("lengths", {}).items() if words in version.text
    ]
    names = [name(version, words) for words in case.get("places", ()) if words in version.text]
    names += [name(version, words, EntityType.PERSON) for words in case.get("people", ()) if words in version.text]
    return make_reading(version, times=tuple(sorted(times, key=lambda time: time.start)), entities=tuple(names))


def _changes_of(case: dict[str, Any]) -> tuple[Change, ...]:
    before, after = _versions(case)
    return find_changes(before, after, _read(before, case), _read(after, case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_changes_are_found_in_the_words_alone(case: dict[str, Any]) -> None:
    found = _changes_of(case)
    assert facts(found) == sorted(expected["kind"] for expected in case["expect"])
    for expected in case["expect"]:
        assert any(_matches(change, expected) for change in found), expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_evidence_is_verbatim_and_facts_rank_above_style(case: dict[str, Any]) -> None:
    found = _changes_of(case)
    texts = {version.id: version.text for version in _versions(case)}
    for change in found:
        for side in (change.before, change.after):
            assert side is None or texts[side.version][side.start : side.end] == side.exact
    ranks = [change.significance for change in found]
    assert ranks == sorted(ranks, reverse=True)
    kinds = [change.kind is ChangeKind.STYLE for change in found]
    assert kinds == sorted(kinds)


def test_every_kind_of_fact_stands_above_every_style() -> None:
    assert set(SIGNIFICANCE) == set(ChangeKind)
    most_stylish = SIGNIFICANCE[ChangeKind.STYLE] + STYLE_SPAN
    assert all(worth > most_stylish for kind, worth in SIGNIFICANCE.items() if kind is not ChangeKind.STYLE)
    assert most_stylish < FACT_FLOOR


# --- claims -------------------------------------------------------------------------------------------------------------

PLAN = "Jon Aske of Norland and Mira Petrak of Sudmark are due to meet in Lund. It will be their third round. The ferry is free."
OUTCOME = "Jon Aske of Norland and Mira Petrak of Sudmark met at the Orsa lighthouse in Lund. It was their third round. The ferry is free."


def _meeting(version: Version, words: str, state: MeetingState, **fields: Any) -> MeetingClaim:
    planned = state is MeetingState.SCHEDULED
    provenance = told(version, words, factuality=Factuality.PLANNED if planned else Factuality.HAPPENED)
    return MeetingClaim(provenance, state, MeetingKind.ROUND, parties=PARTIES, **fields)


def test_a_meeting_told_twice_is_held_once() -> None:
    before, after = make_version(PLAN, published_at="2021-06-10"), make_version(OUTCOME, published_at="2021-06-10")
    people = (Participant("Jon Aske"), Participant("Mira Petrak"))
    found = changes(
        before,
        after,
        [
            _meeting(before, "are due to meet in Lund", MeetingState.SCHEDULED, date="2021-06-10", participants=people, places=("Lund",)),
            _meeting(before, "will be their third round", MeetingState.SCHEDULED, ordinal=3),
        ],
        [
            _meeting(
                after, "met at the Orsa lighthouse", MeetingState.HELD, date="2021-06-10", participants=people, places=("Orsa lighthouse",)
            ),
            _meeting(after, "was their third round", MeetingState.HELD, ordinal=3),
        ],
    )
    assert facts(found) == ["place", "planned_to_held"]
    held = next(change for change in found if change.kind is ChangeKind.PLANNED_TO_HELD)
    assert held.before
    assert held.before.exact == "are due to meet in Lund"
    assert held.before.factuality is Factuality.PLANNED
    assert not any(change.kind is ChangeKind.STYLE for change in found)


def test_a_meeting_that_fell_through_is_cancelled() -> None:
    before = make_version("The third round is set for Thursday in Lund.")
    after = make_version("The third round was called off on Thursday in Lund.")
    found = changes(
        before,
        after,
        [_meeting(before, "third round is set", MeetingState.SCHEDULED, ordinal=3)],
        [_meeting(after, "third round was called off", MeetingState.CANCELLED, ordinal=3)],
    )
    assert facts(found) == ["held_to_cancelled"]


def _fourth_and_fifth(day: str, other: str) -> tuple[Change, ...]:
    before = make_version(f"The envoys held their fourth round on {day} in Lund.", published_at="2021-05-10")
    after = make_version(f"The envoys held their fifth round on {other} in Lund.", published_at="2021-05-10")
    return find_changes(
        before,
        after,
        make_reading(
            before,
            [_meeting(before, "held their fourth round", MeetingState.HELD, ordinal=4, date="2021-05-03")],
            times=(moment(before, day, "2021-05-03", anchored=True),),
        ),
        make_reading(
            after,
            [_meeting(after, "held their fifth round", MeetingState.HELD, ordinal=5, date="2021-05-04")],
            times=(moment(after, other, "2021-05-04", anchored=True),),
        ),
    )


def test_another_date_and_another_number_of_one_meeting_are_changes() -> None:
    assert facts(_fourth_and_fifth("3 May", "4 May")) == ["date", "number"]


def test_the_same_word_for_a_day_read_twice_is_no_change_of_date() -> None:
    assert facts(_fourth_and_fifth("Tuesday", "Tuesday")) == ["number"]


def test_a_day_that_no_sentence_names_is_no_change_of_date() -> None:
    before, after = make_version("The envoys hold talks, officials said."), make_version("The envoys have held talks, and smiled.")
    found = changes(
        before,
        after,
        [_meeting(before, "hold talks", MeetingState.HELD, date="2021-05-03")],
        [_meeting(after, "have held talks", MeetingState.HELD, date="2021-05-04")],
    )
    assert "date" not in facts(found)


def _commitment(version: Version, words: str, **fields: Any) -> CommitmentClaim:
    return CommitmentClaim(told(version, words), **({"force": Force.AGREED, "obligors": PARTIES, "object": words} | fields))


def test_a_new_commitment_is_added_and_an_intent_is_none() -> None:
    before = make_version("The envoys met. They want to open a ferry line.")
    after = make_version("The envoys met. They want to open a ferry line. They agreed to swap maps of the reef. They hope to build a port.")
    found = changes(
        before,
        after,
        [_commitment(before, "open a ferry line", force=Force.INTENT)],
        [
            _commitment(after, "open a ferry line", force=Force.INTENT),
            _commitment(after, "swap maps of the reef"),
            _commitment(after, "build a port", force=Force.INTENT),
        ],
    )
    assert facts(found) == ["commitment_added"]
    assert found[0].before is None
    assert found[0].after
    assert found[0].after.exact == "swap maps of the reef"


def test_an_intent_that_was_agreed_is_a_commitment_added() -> None:
    before, after = make_version("They want to open a ferry line."), make_version("They agreed to open a ferry line.")
    found = changes(
        before, after, [_commitment(before, "open a ferry line", force=Force.INTENT)], [_commitment(after, "open a ferry line")]
    )
    assert facts(found) == ["commitment_added"]


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (
            "agreed to open the reef to islanders",
            "agreed to open the reef to citizens of third countries on a visit",
            ["commitment_reworded"],
        ),
        ("agreed to free 300 prisoners", "agreed to free 450 prisoners", ["number"]),
        ("agreed to extend the truce on the reef", "will work towards an extension of the truce on the reef", ["commitment_reworded"]),
        ("signed an accord on the reef in Lund", "reaffirmed the accord on the reef that they signed in Lund", []),
    ],
)
def test_a_commitment_that_is_told_otherwise_is_not_removed(old: str, new: str, kinds: list[str]) -> None:
    before, after = make_version(f"The two sides {old}."), make_version(f"The two sides {new}.")
    later = [_commitment(after, new)] if new.startswith("agreed") else []
    found = changes(before, after, [_commitment(before, old, object=old.split(" ", 1)[1])], later)
    assert facts(found) == kinds


def test_a_commitment_told_in_another_sentence_with_another_day_is_redated() -> None:
    before = make_version("Both teams carry the maps that they agreed to swap in Lund on 3 May. Snow fell.", published_at="2021-05-20")
    after = make_version(
        "Snow fell. The mediator thanked all for their songs, for the soup and for the maps that they agreed to swap in Lund on 5 May.",
        published_at="2021-05-20",
    )
    words = "maps that they agreed to swap in Lund on 3 May"
    claim = _commitment(before, words, agreed_on="2021-05-03")
    days = ((before, "3 May", "2021-05-03"), (after, "5 May", "2021-05-05"))
    readings = [make_reading(version, times=(moment(version, text, day),)) for version, text, day in days]
    found = find_changes(before, after, replace(readings[0], claims=(claim,)), readings[1])
    assert facts(found) == ["date"]


def test_a_commitment_that_the_earlier_version_tells_in_another_sentence_is_not_added() -> None:
    before = make_version("A plan to swap maps was agreed in Lund. It was not carried out.")
    after = make_version("The new deal takes the place of the plan to swap maps that was agreed in Lund and never carried out.")
    assert "commitment_added" not in facts(changes(before, after, [], [_commitment(after, "plan to swap maps that was agreed in Lund")]))


def test_parties_that_one_reading_misses_reword_nothing_but_named_ones_do() -> None:
    before = make_version("Norland and Sudmark agreed to swap maps of the reef, and sang.")
    same = make_version("Norland and Sudmark agreed to swap maps of the reef, and danced.")
    other = make_version("Norland and Estmark agreed to swap maps of the reef, and sang.")
    words = "agreed to swap maps of the reef"
    claim = _commitment(before, words)
    assert facts(changes(before, same, [claim], [_commitment(same, words, obligors=(*PARTIES, "Lund"))])) == []
    assert facts(changes(before, other, [claim], [_commitment(other, words, obligors=("Norland", "Estmark"))])) == ["commitment_reworded"]


def test_two_readings_that_cut_one_sentence_differently_reword_nothing() -> None:
    before = make_version("They agreed to draw a map of the reef, after three hours of talks.")
    after = make_version("They agreed to draw a map of the reef, after four hours of talks.")
    short, long = "agreed to draw a map of the reef", "agreed to draw a map of the reef, after four hours of talks"
    assert facts(changes(before, after, [_commitment(before, short)], [_commitment(after, long)])) == ["number"]


def test_assessing_is_not_opening() -> None:
    before, after = make_version("They agreed to open a ferry line."), make_version("They agreed to assess opening a ferry line.")
    found = changes(
        before,
        after,
        [_commitment(before, "open a ferry line")],
        [_commitment(after, "assess opening a ferry line", force=Force.TO_ASSESS)],
    )
    assert facts(found) == ["commitment_reworded"]


def test_an_inflected_object_is_the_same_commitment() -> None:
    before, after = (
        make_version("They agreed to allow crossing by fishermen."),
        make_version("They agreed to allow crossings by fishermen."),
    )
    found = changes(
        before, after, [_commitment(before, "allow crossing by fishermen")], [_commitment(after, "allow crossings by fishermen")]
    )
    assert [change.kind for change in found] == [ChangeKind.STYLE]


def _progress(version: Version, words: str, progress: Progress) -> ProgressClaim:
    return ProgressClaim(told(version, words), progress, of="the step")


def test_a_status_changes_only_with_the_progress() -> None:
    before, after = make_version("The step was never introduced."), make_version("The step was never implemented.")
    same = changes(
        before,
        after,
        [_progress(before, "never introduced", Progress.NOT_STARTED)],
        [_progress(after, "never implemented", Progress.NOT_STARTED)],
    )
    assert [change.kind for change in same] == [ChangeKind.STYLE]
    done = make_version("The step has been implemented.")
    other = changes(
        before,
        done,
        [_progress(before, "never introduced", Progress.NOT_STARTED)],
        [_progress(done, "been implemented", Progress.IMPLEMENTED)],
    )
    assert facts(other) == ["status"]


def test_a_claim_that_only_one_reading_found_in_the_same_words_is_no_change() -> None:
    before, after = (
        make_version("Lorries wait. The step was never introduced."),
        make_version("Lorries wait. The step was never implemented."),
    )
    found = changes(before, after, [], [_progress(after, "never implemented", Progress.NOT_STARTED), _commitment(after, "Lorries wait")])
    assert facts(found) == []


def _relation(version: Version, words: str, domain: Domain, value: str) -> RelationClaim:
    return RelationClaim(told(version, words), ("Norland",), ("Sudmark",), domain, value, from_="1987")


def test_another_relation_of_the_same_year_is_a_correction_told_once() -> None:
    before = make_version("Norland and Sudmark broke off ties in 1987 over the Orsa valley.", published_at="2021-06-10")
    after = make_version("Norland closed its border with Sudmark in 1987 over the Orsa valley.", published_at="2021-06-10")
    found = changes(
        before,
        after,
        [_relation(before, "broke off ties", Domain.DIPLOMATIC_TIES, "severed")],
        [_relation(after, "closed its border", Domain.LAND_BORDER, "closed")],
    )
    assert facts(found) == ["background_correction"]
    assert found[0].before
    assert found[0].before.exact == before.text
    assert found[0].before.claim.startswith("c-")


def test_a_relation_that_changed_later_is_news_and_no_correction() -> None:
    before, after = make_version("The border is closed."), make_version("The border has been open since May.")
    closed = replace(_relation(before, "border is closed", Domain.LAND_BORDER, "closed"), from_="1987")
    opened = replace(_relation(after, "border has been open", Domain.LAND_BORDER, "open"), from_="2021-05")
    assert facts(changes(before, after, [closed], [opened])) == ["status"]


def _statement(version: Version, words: str, **fields: Any) -> StatementClaim:
    return StatementClaim(told(version, words), **({"speaker": "Jon Aske", "mode": QuoteMode.DIRECT, "text": words} | fields))


def test_statements_come_go_change_and_change_hands() -> None:
    before = make_version("“We are ready to talk,” he said. “The dam is a mistake,” he said. “No comment,” she said.")
    after = make_version("“We are almost ready to talk,” he said. “The dam is a mistake,” she said. “It rained,” she said.")
    found = changes(
        before,
        after,
        [_statement(before, "We are ready to talk"), _statement(before, "The dam is a mistake"), _statement(before, "No comment")],
        [
            _statement(after, "We are almost ready to talk"),
            _statement(after, "The dam is a mistake", speaker="Mira Petrak"),
            _statement(after, "It rained"),
        ],
    )
    assert facts(found) == ["attribution", "statement_added", "statement_altered", "statement_removed"]


def test_a_statement_that_tells_an_agreement_is_told_as_the_agreement() -> None:
    before, after = (
        make_version("Snow fell."),
        make_version("Snow fell. The two sides had agreed to swap maps of the reef, Mira Petrak said."),
    )
    content = "The two sides had agreed to swap maps of the reef"
    claims: list[Claim] = [
        _statement(after, content, speaker="Mira Petrak", mode=QuoteMode.INDIRECT),
        _commitment(after, "agreed to swap maps of the reef"),
    ]
    assert facts(changes(before, after, [], claims)) == ["commitment_added"]


def test_a_reported_statement_that_the_outlet_tells_itself_now_is_not_removed() -> None:
    before = make_version("The two men will start at the lighthouse and walk to the harbour, two officials said. Snow fell.")
    after = make_version("The two men started at the lighthouse and walked to the harbour. Snow fell.")
    content = "The two men will start at the lighthouse and walk to the harbour"
    found = changes(before, after, [_statement(before, content, mode=QuoteMode.INDIRECT)], [])
    assert "statement_removed" not in facts(found)


def test_other_terms_of_an_act_that_somebody_announced_are_a_reworded_commitment() -> None:
    before = make_version("He told reporters that Norland would buy tremendous amounts of herring.")
    after = make_version("He told reporters that Norland would buy nine ships full of herring and cod.")
    contents = [version.text[version.text.index("Norland") : -1] for version in (before, after)]
    found = changes(
        before,
        after,
        [_statement(before, contents[0], mode=QuoteMode.INDIRECT)],
        [_statement(after, contents[1], mode=QuoteMode.INDIRECT)],
    )
    assert facts(found) == ["commitment_reworded"]


def test_an_expectation_that_went_is_cited_as_a_whole_sentence() -> None:
    before = make_version("Both sides expect a map to be agreed on, officials said. Rain fell.")
    after = make_version("Rain fell.")
    claim = StanceClaim(told(before, "expect a map"), StanceKind.EXPECTATION, PARTIES, (), "a map to be agreed on")
    found = changes(before, after, [claim], [])
    assert facts(found) == ["expectation_removed"]
    assert found[0].before
    assert found[0].before.exact == "Both sides expect a map to be agreed on, officials said."


def test_a_source_that_both_versions_name_is_not_another_one_whatever_is_read() -> None:
    before = make_version("The maps were swapped, announced Mr Jon Aske, head of the reef board, at noon.")
    after = make_version("The maps were swapped at last, announced Mr Jon Aske, head of the reef board, at dusk.")
    claims = [
        _statement(version, "The maps were swapped", speaker=who, mode=QuoteMode.INDIRECT) for version, who in ((before, "A"), (after, "B"))
    ]
    assert "attribution" not in facts(changes(before, after, claims[:1], claims[1:]))


def test_a_fact_that_got_a_source_changes_its_attribution() -> None:
    before, after = (
        make_version("They agreed to swap maps of the reef."),
        make_version("They agreed to swap maps of the reef, the ministry said."),
    )
    named = CommitmentClaim(
        told(after, "agreed to swap maps of the reef", by=("the ministry",)), Force.AGREED, PARTIES, "swap maps of the reef"
    )
    plain = CommitmentClaim(told(before, "agreed to swap maps of the reef"), Force.AGREED, PARTIES, "swap maps of the reef")
    assert facts(changes(before, after, [plain], [named])) == ["attribution"]


# --- names --------------------------------------------------------------------------------------------------------------


def _actor(version: Version, name: str, title: str | None = None, kind: str = "person") -> ActorMention:
    offices = (OfficeMention(title, None, told(version, title).span),) if title else ()
    return ActorMention(name, kind, (name,), offices=offices)


def test_a_respelt_name_is_no_new_actor() -> None:
    before, after = make_version("Envoy Jon Askevold arrived."), make_version("Envoy Jon Askewold arrived.")
    found = find_changes(
        before, after, make_reading(before, (), [_actor(before, "Jon Askevold")]), make_reading(after, (), [_actor(after, "Jon Askewold")])
    )
    assert facts(found) == ["name_spelling"]


def test_a_retitled_office_is_a_change_of_title() -> None:
    before, after = make_version("The deputy minister, Jon Aske, arrived."), make_version("The special envoy, Jon Aske, arrived.")
    found = find_changes(
        before,
        after,
        make_reading(before, (), [_actor(before, "Jon Aske", "deputy minister")]),
        make_reading(after, (), [_actor(after, "Jon Aske", "special envoy")]),
    )
    assert facts(found) == ["role_title"]


def _arrival(version: Version, who: str) -> MeetingClaim:
    return _meeting(version, "arrived in Lund", MeetingState.HELD, participants=(Participant(who),))


def test_who_is_only_mentioned_is_no_new_actor() -> None:
    before = make_version("Jon Aske spoke. Snow fell.", outlet="Radio Lund")
    after = make_version("Jon Aske told Radio Lund that Piet Halvor had time. The Estmarkers sang. Snow fell.", outlet="Radio Lund")
    actors = [_actor(after, "Radio Lund", kind="organisation"), _actor(after, "Piet Halvor"), _actor(after, "Estmarkers", kind="state")]
    found = find_changes(
        before, after, make_reading(before, (), [_actor(before, "Jon Aske")]), make_reading(after, (), [_actor(after, "Jon Aske"), *actors])
    )
    assert "actor_added" not in facts(found)


def test_the_town_of_a_dateline_is_no_actor_whatever_is_read() -> None:
    before, after = (
        make_version("The envoys met, an aide said."),
        make_version("LUND, Norland (Nordic Wire) - The envoys met, an aide said."),
    )
    statement = _statement(after, "The envoys met", speaker="LUND", mode=QuoteMode.INDIRECT)
    found = find_changes(
        before, after, make_reading(before), make_reading(after, [statement], [_actor(after, "LUND", kind="organisation")])
    )
    assert "actor_added" not in facts(found)


def test_who_speaks_is_a_new_actor_also_where_no_statement_was_read() -> None:
    before, after = make_version("Snow fell."), make_version("Snow fell. The office of the envoy, Piet Halvor, confirmed the talks.")
    reading = make_reading(
        after, (), [_actor(after, "Piet Halvor")], entities=(name(after, "Piet Halvor", EntityType.PERSON, "Piet Halvor"),)
    )
    found = find_changes(before, after, make_reading(before), reading)
    assert facts(found) == ["actor_added"]


def test_actors_come_and_go_but_not_for_a_slip_of_the_reader() -> None:
    before = make_version("Mira Petrak arrived in Lund. Snow fell.")
    after = make_version("Piet Halvor arrived in Lund. Snow fell.")
    found = find_changes(
        before,
        after,
        make_reading(before, [_arrival(before, "Mira Petrak")], [_actor(before, "Mira Petrak")]),
        make_reading(after, [_arrival(after, "Piet Halvor")], [_actor(after, "Piet Halvor"), _actor(after, "Lund", kind="organisation")]),
    )
    assert [kind for kind in facts(found) if kind.startswith("actor")] == ["actor_added", "actor_removed"]


# --- headline and notes -------------------------------------------------------------------------------------------------


def test_another_headline_is_a_change_even_where_the_text_does_not_hold_it() -> None:
    before, after = make_version("Rain fell.", title="Envoys to meet"), make_version("Rain fell again.", title="Envoys met")
    (headline,) = [change for change in changes(before, after, [], []) if change.kind is ChangeKind.HEADLINE]
    assert headline.before is None
    assert headline.after is None


def test_a_note_found_by_the_capture_is_cited() -> None:
    note = "This article was corrected on 3 May."
    before, after = make_version("Rain fell."), make_version(f"Rain fell.\n\n{note}", correction_note=note)
    (change,) = [change for change in changes(before, after, [], []) if change.kind is ChangeKind.CORRECTION_NOTE]
    assert change.after
    assert change.after.exact == note


def test_a_note_that_stands_beside_the_text_is_told_and_explains() -> None:
    before = make_version("Norland recalled its ambassador from Sudmark in 1998.", published_at="2021-06-10")
    after = make_version(
        "Norland recalled its ambassador from Sudmark in 1999.",
        published_at="2021-06-10",
        correction_note="This version corrects the year in which Norland recalled its ambassador.",
    )
    found = changes(before, after, [], [])
    assert facts(found) == ["background_correction", "correction_note"]
    assert all(change.disclosed for change in found)
    (note,) = [change for change in found if change.kind is ChangeKind.CORRECTION_NOTE]
    assert note.before is None
    assert note.after is None
    assert [c.kind for c in changes(replace(before, correction_note=after.correction_note), after, [], [])] == [
        ChangeKind.BACKGROUND_CORRECTION
    ]


# --- properties ---------------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([sentence for case in CASES for sentence in case["before"].split(". ")]), max_size=6))
def test_a_version_compared_with_its_own_text_has_no_changes(sentences: list[str]) -> None:
    version = make_version(". ".join(sentences), published_at="2021-06-10", title="T")
    again = replace(version, id="v-again")
    assert changes(version, again, [], []) == ()


@given(st.sampled_from(CASES), st.sampled_from(CASES))
def test_evidence_is_verbatim_whatever_is_compared(left: dict[str, Any], right: dict[str, Any]) -> None:
    before, after = make_version(left["before"], published_at="2021-06-10"), make_version(right["after"], published_at="2021-06-11")
    texts = {before.id: before.text, after.id: after.text}
    found = changes(before, after, [], [])
    assert all(texts[s.version][s.start : s.end] == s.exact for c in found for s in (c.before, c.after) if s)
    assert len({change.id for change in found}) == len(found)
    assert found == changes(before, after, [], [])


@seeds_present
def test_the_seeds_silent_corrections_are_found_without_a_single_claim() -> None:
    before, after = seed_versions()
    found = changes(before, replace(after, published_at=before.published_at), [], [])
    pairs = [
        (c.before.exact, c.after.exact)
        for c in found
        if c.kind is ChangeKind.BACKGROUND_CORRECTION and c.before and c.after and not c.disclosed
    ]
    assert len(pairs) == 2
    assert "broke off diplomatic ties" in pairs[0][0] + pairs[1][0]
    assert "occupied by" in pairs[0][0] + pairs[1][0]
