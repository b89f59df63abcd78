"""Judgements: what a person says wins, holds when more is read, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from communique.model.claims import ActorMention, Reading, claim_id
from communique.model.errors import EditRefused, JudgementError, MergeRefused, PartyUnknown, TargetGone, UnknownEntry
from communique.model.judgements import Judgement, JudgementState, TargetKind, Verb
from communique.model.record import Ledger, Process, Story
from communique.model.vocabulary import Force, MeetingState, Progress, Standing
from communique.record.folding import fold_ledger
from communique.record.judging import Declaration, Judge, Request
from communique.record.rulings import mark_of
from tests.record.sample import build_case

FOUNDING = Path(__file__).with_name("founding.yaml")
AT = "2031-06-01T10:00:00+00:00"
Coverage = tuple[list[Reading], list[Story]]


@pytest.fixture(scope="module")
def founding() -> Coverage:
    return build_case(yaml.safe_load(FOUNDING.read_text(encoding="utf-8")))


class Desk:
    """A record with the judgements made so far."""

    def __init__(self, coverage: Coverage) -> None:
        self.readings, self.stories = coverage
        self.judgements: list[Judgement] = []

    @property
    def ledger(self) -> Ledger:
        return fold_ledger(self.readings, self.stories, judgements=self.judgements)

    @property
    def process(self) -> Process:
        (found,) = self.ledger.processes
        return found

    def judge(self, verb: Verb, *targets: str, hour: int = 10, **more: Any) -> Judgement:
        marks = sorted((mark_of(claim) for reading in self.readings for claim in reading.claims), key=lambda mark: mark.id)
        judge = Judge(self.ledger, lambda prefix: [mark for mark in marks if mark.id.startswith(prefix)])
        made = judge.judge(Request(verb, targets, "A. Desk", f"2031-06-01T{hour}:00:00+00:00", **more))
        self.judgements.append(made)
        return made


@pytest.fixture
def desk(founding: Coverage) -> Desk:
    return Desk(founding)


def test_a_rejected_meeting_is_gone_and_comes_back_when_that_is_undone(desk: Desk) -> None:
    before = desk.ledger
    fourth, fifth = desk.process.meetings
    made = desk.judge(Verb.REJECT, fourth.id)
    assert [meeting.ordinal for meeting in desk.process.meetings] == [fifth.ordinal]
    desk.judge(Verb.UNDO, made.id, hour=11)
    assert desk.ledger.processes == before.processes
    assert [ruling.state for ruling in desk.ledger.judgements] == [JudgementState.UNDONE, JudgementState.ACTIVE]


def test_an_undo_can_be_undone(desk: Desk) -> None:
    first = desk.judge(Verb.REJECT, desk.process.meetings[0].id)
    undo = desk.judge(Verb.UNDO, first.id, hour=11)
    desk.judge(Verb.UNDO, undo.id, hour=12)
    assert len(desk.process.meetings) == 1


def test_what_was_rejected_stays_out_when_more_reports_tell_it(founding: Coverage) -> None:
    readings, stories = founding
    early = Desk((readings[:1], [replace(stories[0], versions=stories[0].versions[:1], changes=())]))
    (plan,) = [meeting for meeting in early.process.meetings if meeting.ordinal == 5]
    early.judge(Verb.REJECT, plan.id)
    late = Desk(founding)
    late.judgements = early.judgements
    assert [meeting.date for meeting in late.process.meetings] == ["2029-06"]


def test_a_rejected_claim_takes_only_itself_out(desk: Desk) -> None:
    fifth = desk.process.meetings[1]
    desk.judge(Verb.REJECT, fifth.evidence[0].claim)
    left = desk.process.meetings[-1]
    assert (left.ordinal, left.state) == (5, MeetingState.HELD)
    assert fifth.evidence[0].claim not in {piece.claim for piece in left.evidence}


def test_a_rejected_entry_that_is_accepted_later_is_shown_again(desk: Desk) -> None:
    fourth = desk.process.meetings[0]
    desk.judge(Verb.REJECT, fourth.id)
    desk.judgements.append(replace(desk.judgements[0], id="j-later", verb=Verb.ACCEPT, at="2031-06-01T12:00:00+00:00"))
    assert len(desk.process.meetings) == 2


def test_an_unsure_claim_is_lifted_into_the_record(founding: Coverage) -> None:
    readings, stories = founding
    (commitment,) = [one for one in Desk(founding).process.commitments if one.measure == "road"]
    claims = {piece.claim for piece in commitment.evidence}
    doubted = [
        replace(
            reading,
            claims=tuple(
                replace(claim, provenance=replace(claim.provenance, score=0.2)) if claim_id(claim) in claims else claim
                for claim in reading.claims
            ),
        )
        for reading in readings
    ]
    desk = Desk((doubted, stories))
    assert "road" not in [one.measure for one in desk.process.commitments]
    desk.judge(Verb.ACCEPT, *sorted(claims))
    assert "road" in [one.measure for one in desk.process.commitments]


def test_merged_meetings_are_one_with_the_claims_of_both(desk: Desk) -> None:
    fourth, fifth = desk.process.meetings
    made = desk.judge(Verb.MERGE, fourth.id, fifth.id)
    (one,) = desk.process.meetings
    assert {piece.claim for piece in one.evidence} == {piece.claim for piece in (*fourth.evidence, *fifth.evidence)}
    assert desk.ledger.judgements[0].about == (one.id, one.id)
    assert made.targets[0].kind is TargetKind.MEETING


def test_merged_commitments_are_one(desk: Desk) -> None:
    ferries, road = desk.process.commitments[:2]
    desk.judge(Verb.MERGE, ferries.id, road.id)
    assert len([one for one in desk.process.commitments if one.force is not Force.INTENT]) == 2


def test_a_claim_that_is_split_makes_an_entry_of_its_own(desk: Desk) -> None:
    fifth = desk.process.meetings[1]
    plan = fifth.evidence[0].claim
    desk.judge(Verb.SPLIT, plan)
    holders = [meeting for meeting in desk.process.meetings if plan in {piece.claim for piece in meeting.evidence}]
    assert [len(meeting.evidence) for meeting in holders] == [1]


def test_edits_set_fields_and_what_follows_from_them(desk: Desk) -> None:
    fifth, ferries = desk.process.meetings[1], desk.process.commitments[0]
    desk.judge(Verb.EDIT, fifth.id, field="ordinal", values=("6",))
    desk.judge(Verb.EDIT, fifth.id, field="date", values=("2031-05-21",))
    desk.judge(Verb.EDIT, ferries.id, field="standing", values=("suspended",))
    desk.judge(Verb.EDIT, ferries.id, field="progress.Freedonia", values=("implemented",))
    meeting, commitment = desk.process.meetings[1], desk.process.commitments[0]
    assert (meeting.ordinal, meeting.date) == (6, "2031-05-21")
    assert commitment.standing is Standing.SUSPENDED
    assert dict(commitment.progress) == {
        "joint": Progress.NOT_STARTED,
        "Freedonia": Progress.IMPLEMENTED,
        "Ruritania": Progress.NOT_STARTED,
    }
    assert {event.on for event in commitment.reaffirmed} <= {"2031-05-20", "2031-05-21"}


def test_a_person_is_known_by_the_name_that_was_set(desk: Desk) -> None:
    envoy = next(actor for actor in desk.process.actors if actor.name == "Ilse Brandt")
    desk.judge(Verb.EDIT, envoy.id, field="name", values=("Ilse Brandt-Moser",))
    assert "Ilse Brandt-Moser" in {actor.name for actor in desk.process.actors}
    assert "Ilse Brandt-Moser" in {person.name for person in desk.process.meetings[1].participants}


def test_merged_persons_are_one_actor(desk: Desk) -> None:
    names = {actor.name: actor.id for actor in desk.process.actors}
    desk.judge(Verb.MERGE, names["Ilse Brandt"], names["Otto Lenz"])
    left = {actor.name for actor in desk.process.actors} & {"Ilse Brandt", "Otto Lenz"}
    assert len(left) == 1


def test_a_spelling_that_is_split_is_an_actor_of_its_own(desk: Desk) -> None:
    mention = ActorMention("Otto Lenz", "person", ("Otto Lenz", "O. Lenz"), "Ruritania")
    brother = ActorMention("O. Lenz", "person", ("O. Lenz",), "Ruritania")
    desk.readings = [replace(reading, actors=(*reading.actors, mention, brother)) for reading in desk.readings]
    (lenz,) = [actor for actor in desk.process.actors if "Lenz" in actor.name]
    assert lenz.aliases == ("O. Lenz",)
    desk.judge(Verb.SPLIT, lenz.id, values=("O. Lenz",))
    assert {actor.name for actor in desk.process.actors if "Lenz" in actor.name} == {"Otto Lenz", "O. Lenz"}
    with pytest.raises(TargetGone, match="no spelling"):
        desk.judge(Verb.SPLIT, lenz.id, hour=11, values=("Brandt",))


def test_a_conflict_that_is_none_is_dismissed(desk: Desk) -> None:
    (conflict,) = desk.process.conflicts
    desk.judge(Verb.REJECT, conflict.id)
    assert desk.process.conflicts == ()


def test_a_process_keeps_the_name_that_it_was_given(desk: Desk) -> None:
    desk.judge(Verb.EDIT, desk.process.id, field="name", values=("River talks",))
    assert desk.process.name == "River talks"


def test_claims_about_declared_words_are_a_process_of_their_own(desk: Desk) -> None:
    whole = desk.process
    judge = Judge(desk.ledger, lambda _: ())
    desk.judgements.append(judge.declare(Declaration("Visa talks", whole.parties, words=("visas",)), "A. Desk", AT))
    parts = {process.name: process for process in desk.ledger.processes}
    assert set(parts) == {whole.name, "Visa talks"}
    assert [one.measure for one in parts["Visa talks"].commitments] == ["visa"]
    assert "visa" not in [one.measure for one in parts[whole.name].commitments]


def test_a_judgement_finds_its_claim_when_a_new_reading_sets_it_a_little_differently(desk: Desk) -> None:
    fourth = desk.process.meetings[0]
    desk.judge(Verb.REJECT, fourth.id)
    claims = {piece.claim for piece in fourth.evidence}
    reread = []
    for reading in desk.readings:
        moved = []
        for claim in reading.claims:
            span = claim.provenance.span
            shorter = replace(span, end=span.end - 1, exact=span.exact[:-1])
            is_meant = claim_id(claim) in claims
            moved.append(replace(claim, provenance=replace(claim.provenance, span=shorter)) if is_meant else claim)
        reread.append(replace(reading, claims=tuple(moved)))
    desk.readings = reread
    assert [meeting.ordinal for meeting in desk.process.meetings] == [5]


def test_a_judgement_on_what_is_no_longer_read_is_dormant_and_kept(desk: Desk) -> None:
    desk.judge(Verb.EDIT, desk.process.meetings[0].id, field="host", values=("Sylvania",))
    desk.readings, desk.stories = [], []
    (ruling,) = desk.ledger.judgements
    assert ruling.state is JudgementState.DORMANT


# --- what is refused ----------------------------------------------------------------------------------------------------------


def test_an_id_that_is_gone_is_refused(desk: Desk) -> None:
    with pytest.raises(TargetGone, match=r"meeting-0000.*not in this record"):
        desk.judge(Verb.REJECT, "meeting-0000")


def test_the_beginning_of_several_ids_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownEntry, match="begins"):
        desk.judge(Verb.REJECT, "meet")


def test_the_beginning_of_one_id_is_enough(desk: Desk) -> None:
    desk.judge(Verb.REJECT, desk.process.meetings[0].id[:14])
    assert len(desk.process.meetings) == 1


def test_a_merge_with_itself_or_in_a_circle_is_refused(desk: Desk) -> None:
    first, second, third = (one.id for one in desk.process.commitments[:3])
    with pytest.raises(MergeRefused, match="itself"):
        desk.judge(Verb.MERGE, first, first)
    desk.judge(Verb.MERGE, first, second, hour=11)
    desk.judge(Verb.MERGE, second, third, hour=12)
    with pytest.raises(MergeRefused, match="one already"):
        desk.judge(Verb.MERGE, third, first, hour=13)


def test_things_of_two_kinds_are_not_merged(desk: Desk) -> None:
    with pytest.raises(MergeRefused, match="commitment and a meeting"):
        desk.judge(Verb.MERGE, desk.process.meetings[0].id, desk.process.commitments[0].id)


@pytest.mark.parametrize(
    ("field", "values", "says"),
    [
        ("colour", ("red",), "no field"),
        ("state", ("finished",), "takes one of"),
        ("date", ("next Tuesday",), "EDTF"),
        ("ordinal", ("fifth",), "whole number"),
        ("id", ("m-1",), "no field"),
    ],
)
def test_a_field_or_value_that_does_not_exist_is_refused(desk: Desk, field: str, values: tuple[str, ...], says: str) -> None:
    with pytest.raises(EditRefused, match=says):
        desk.judge(Verb.EDIT, desk.process.meetings[0].id, field=field, values=values)
    assert desk.judgements == []


def test_progress_of_a_party_that_is_not_bound_is_refused(desk: Desk) -> None:
    with pytest.raises(EditRefused, match="not bound"):
        desk.judge(Verb.EDIT, desk.process.commitments[0].id, field="progress.Sylvania", values=("partial",))


def test_a_judgement_needs_an_author_an_instant_and_a_note_needs_words(desk: Desk) -> None:
    key = desk.process.meetings[0].id
    judge = Judge(desk.ledger, lambda _: ())
    with pytest.raises(JudgementError, match="--by"):
        judge.judge(Request(Verb.REJECT, (key,), " ", AT))
    with pytest.raises(JudgementError, match="no instant"):
        judge.judge(Request(Verb.REJECT, (key,), "A. Desk", "yesterday"))
    with pytest.raises(JudgementError, match="--note"):
        judge.judge(Request(Verb.NOTE, (key,), "A. Desk", AT))


def test_a_declared_process_with_an_unknown_party_is_refused(desk: Desk) -> None:
    judge = Judge(desk.ledger, lambda _: ())
    with pytest.raises(PartyUnknown, match="Atlantis"):
        judge.declare(Declaration("Deep talks", ("Freedonia", "Atlantis")), "A. Desk", AT)
    with pytest.raises(JudgementError, match="two parties"):
        judge.declare(Declaration("Lone talks", ("Freedonia",)), "A. Desk", AT)


def test_a_process_cannot_be_rejected_and_an_undone_judgement_not_undone_again(desk: Desk) -> None:
    with pytest.raises(JudgementError, match="cannot be rejected"):
        desk.judge(Verb.REJECT, desk.process.id)
    made = desk.judge(Verb.REJECT, desk.process.meetings[0].id)
    desk.judge(Verb.UNDO, made.id, hour=11)
    with pytest.raises(JudgementError, match="taken back before"):
        desk.judge(Verb.UNDO, made.id, hour=12)


def test_the_only_claim_of_an_entry_cannot_be_split_from_it(desk: Desk) -> None:
    lone = next(one for one in desk.process.statements if len({piece.claim for piece in one.evidence}) == 1)
    with pytest.raises(JudgementError, match="all that its entry rests on"):
        desk.judge(Verb.SPLIT, lone.evidence[0].claim)
