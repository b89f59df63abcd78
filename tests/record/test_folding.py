"""The fold as a whole: the founding case in other names, and what holds of any coverage whatever."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    Provenance,
    Reading,
    ReaffirmationClaim,
    RelationClaim,
    StatementClaim,
    claim_id,
)
from communique.model.ids import hash_text, make_id
from communique.model.record import Background, Commitment, Evidence, Ledger, Meeting, Process, Relation, Statement, Story
from communique.model.sources import Problem, Span, Version
from communique.model.vocabulary import (
    PROGRESS_RANK,
    Domain,
    Factuality,
    Force,
    MeetingKind,
    MeetingState,
    Progress,
    QuoteMode,
    RelationValue,
)
from communique.record.folding import fold_ledger
from communique.record.sightings import MET
from communique.store.codec import encode
from tests.record.sample import build_case

FOUNDING = Path(__file__).with_name("founding.yaml")


@pytest.fixture(scope="module")
def founding() -> tuple[list[Reading], list[Story]]:
    return build_case(yaml.safe_load(FOUNDING.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def ledger(founding: tuple[list[Reading], list[Story]]) -> Ledger:
    return fold_ledger(*founding)


@pytest.fixture(scope="module")
def process(ledger: Ledger) -> Process:
    (found,) = ledger.processes
    return found


def words(evidence: tuple[Evidence, ...]) -> str:
    return " | ".join(piece.exact for piece in evidence)


# --- the founding case --------------------------------------------------------------------------------------------------------


def test_the_process_has_exactly_its_two_parties(process: Process) -> None:
    assert process.parties == ("Freedonia", "Ruritania")
    assert process.name == "Freedonia–Ruritania"
    assert process.phase == "talks"


def test_plan_and_report_are_one_fifth_round_held_on_its_planned_day(process: Process) -> None:
    (fifth,) = [meeting for meeting in process.meetings if meeting.ordinal == 5]
    assert (fifth.state, fifth.date, fifth.ordinal_inferred) == (MeetingState.HELD, "2031-05-20", False)
    assert fifth.scheduled == ("2031-05-20",)
    assert fifth.places == ("Alt Moor ferry landing",)
    assert any(piece.factuality is Factuality.PLANNED and "are due to sit down" in piece.exact for piece in fifth.evidence)
    assert fifth.witnesses == 1


def test_envoys_took_part_with_office_and_side(process: Process) -> None:
    (fifth,) = [meeting for meeting in process.meetings if meeting.ordinal == 5]
    assert [(person.name, person.office, person.side) for person in fifth.participants] == [
        ("Ilse Brandt", "special envoy for the talks", "Freedonia"),
        ("Otto Lenz", "representative", "Ruritania"),
    ]


def test_the_round_before_is_one_and_inferred_to_be_the_fourth(process: Process) -> None:
    (fourth,) = [meeting for meeting in process.meetings if (meeting.date or "").startswith("2029-06")]
    assert (fourth.ordinal, fourth.ordinal_inferred, fourth.state, fourth.places) == (4, True, MeetingState.HELD, ("Port Amber",))
    assert len(process.meetings) == 2


def test_there_are_three_commitments_and_one_intent(process: Process) -> None:
    firm = [commitment for commitment in process.commitments if commitment.force not in (Force.INTENT, Force.CONDITIONAL)]
    assert [commitment.measure for commitment in firm] == ["water", "road", "visa"]
    (intent,) = [commitment for commitment in process.commitments if commitment.force is Force.INTENT]
    assert intent.obligors == ("Ruritania",)


def test_the_old_promise_has_its_origin_its_reports_and_its_reaffirmation(process: Process) -> None:
    ferries = process.commitments[0]
    fourth, fifth = process.meetings
    assert ferries.obligors == process.parties
    assert (ferries.agreed_on, ferries.origin) == ("2029-06", fourth.id)
    assert len({piece.version for piece in ferries.evidence}) == 2
    assert dict(ferries.progress) == {"joint": Progress.NOT_STARTED, "Freedonia": Progress.NOT_STARTED, "Ruritania": Progress.NOT_STARTED}
    assert "never taken" in words(ferries.reports[0].evidence)
    assert "never carried out" in words(ferries.reports[0].evidence)
    assert [(event.on, event.meeting) for event in ferries.reaffirmed] == [("2031-05-20", fifth.id)]


def test_what_was_agreed_on_the_day_is_not_reaffirmed_on_it(process: Process) -> None:
    fifth = process.meetings[1]
    for commitment in process.commitments[1:3]:
        assert (commitment.agreed_on, commitment.origin, commitment.reaffirmed) == ("2031-05-20", fifth.id, ())
        assert dict(commitment.progress)["joint"] is Progress.UNREPORTED


def test_relations_of_the_pair_are_kept_and_those_of_others_are_background(ledger: Ledger, process: Process) -> None:
    assert {(relation.a, relation.b) for relation in process.relations} == {("Freedonia", "Ruritania")}
    assert [(relation.domain, relation.value, relation.from_) for relation in process.relations] == [
        (Domain.DIPLOMATIC_TIES, "severed", "1998"),
        (Domain.LAND_BORDER, "closed", "1998"),
        (Domain.RAIL, "operating", "2029-03"),
    ]
    assert [relation.a for relation in ledger.background.relations] == ["Sylvania"]


def test_the_silent_correction_is_a_conflict_with_both_values(process: Process) -> None:
    (conflict,) = process.conflicts
    assert conflict.silent_change
    assert [value.value for value in conflict.values] == ["diplomatic_ties severed 1998", "land_border closed 1998 by Freedonia"]


def test_a_speaker_of_both_paragraphs_is_quoted_once_for_each(process: Process) -> None:
    moser = [statement for statement in process.statements if statement.speaker == "Karl Moser"]
    assert [statement.text[:9] for statement in moser] == ["Ruritania", "We mean t"]
    assert {(statement.office, statement.side, statement.said_on) for statement in moser} == {("foreign minister", "Ruritania", "2031-05")}
    assert all(len(statement.evidence) == 2 for statement in moser)


def test_the_story_names_its_process(ledger: Ledger, process: Process) -> None:
    assert [story.processes for story in ledger.stories] == [(process.id,)]


def test_problems_are_kept_once_and_in_order(founding: tuple[list[Reading], list[Story]]) -> None:
    problems = [Problem("b.txt", "empty", "give text"), Problem("a.txt", "empty", "give text"), Problem("b.txt", "empty", "give text")]
    assert fold_ledger(*founding, problems).problems == (problems[1], problems[0])


def test_nothing_read_makes_an_empty_record() -> None:
    assert fold_ledger([], []).processes == ()


def test_a_reading_of_no_known_story_is_a_story_of_its_own(founding: tuple[list[Reading], list[Story]]) -> None:
    record = fold_ledger(founding[0], [])
    assert record.processes
    assert record.stories == ()


# --- what holds of any coverage -----------------------------------------------------------------------------------------------

STATES = ("Ruritania", "Freedonia", "Sylvania")
DATES = (None, "2031", "2031-05", "2031-05-20", "2031-05-21", "2029-06", "2028-09-12", "2031-05-19/2031-05-20", "not a date")
OBJECTS = (
    "to open the river for ferries",
    "to open the river",
    "to study a bridge",
    "to ease visa rules for pilots",
    "to release 50 prisoners",
)
TEXT = "The words of a report on talks that nobody held, repeated until there are enough of them for every claim that a test can make. " * 2

some_states = st.lists(st.sampled_from(STATES), max_size=3, unique=True).map(tuple)
some_date = st.sampled_from(DATES)
some_name = st.one_of(st.none(), st.sampled_from(STATES))


@st.composite
def provenances(draw: st.DrawFn, version: Version) -> Provenance:
    start = draw(st.sampled_from(range(0, 240, 20)))
    span = version.span(start, start + draw(st.sampled_from((8, 15))))
    return Provenance(span, draw(st.sampled_from(Factuality)), (), "hand", draw(st.sampled_from((0.3, 0.5, 1.0))))


def claims_of(version: Version) -> st.SearchStrategy[Claim]:
    by = provenances(version)
    return st.one_of(
        st.builds(
            MeetingClaim,
            by,
            st.sampled_from(MeetingState),
            st.sampled_from(MeetingKind),
            ordinal=st.one_of(st.none(), st.integers(1, 6)),
            relative=st.sampled_from(("", "", "last", "next")),
            date=some_date,
            places=st.sampled_from(((), ("Port Amber",), ("Grauburg",))),
            parties=some_states,
            background=st.booleans(),
        ),
        st.builds(
            CommitmentClaim,
            by,
            st.sampled_from(Force),
            some_states,
            st.sampled_from(OBJECTS),
            agreed_on=some_date,
            background=st.booleans(),
        ),
        st.builds(ReaffirmationClaim, by, some_states, st.sampled_from(("their agreements", "the visa deal")), on=some_date),
        st.builds(
            ProgressClaim,
            by,
            st.sampled_from([progress for progress in Progress if progress is not Progress.UNREPORTED]),
            st.sampled_from(("the ferries", "the visa deal")),
            obligor=some_name,
            as_of=some_date,
        ),
        st.builds(
            RelationClaim,
            by,
            some_states,
            some_states,
            st.sampled_from((Domain.LAND_BORDER, Domain.RAIL)),
            st.sampled_from([value.value for value in RelationValue]),
            from_=some_date,
            to=some_date,
            imposed_by=some_name,
        ),
        st.builds(StatementClaim, by, some_name, st.sampled_from(QuoteMode), st.sampled_from(OBJECTS), side=some_name, said_on=some_date),
    )


@st.composite
def coverage(draw: st.DrawFn) -> tuple[list[Reading], list[Story]]:
    readings, stories = [], []
    for number in range(draw(st.integers(1, 3))):
        versions = []
        for place in range(draw(st.integers(1, 2))):
            text = f"{number}.{place} {TEXT}"
            day = draw(st.sampled_from((None, "2031-05-20", "2031-05-21T09:00:00+00:00", "2029-07-01")))
            version = Version(hash_text(text), text, published_at=day)
            versions.append(version)
            readings.append(Reading(version.id, tuple(draw(st.lists(claims_of(version), max_size=6)))))
        stories.append(Story(make_id("s", number), "", (), 1, tuple(versions), ()))
    return readings, stories


def evidence_everywhere(node: Any) -> Iterator[Evidence]:
    if isinstance(node, Evidence):
        yield node
    elif is_dataclass(node):
        for field in fields(node):
            yield from evidence_everywhere(getattr(node, field.name))
    elif isinstance(node, tuple):
        for item in node:
            yield from evidence_everywhere(item)


def folders_of(ledger: Ledger) -> tuple[Process | Background, ...]:
    return (*ledger.processes, ledger.background)


def entries_of(ledger: Ledger) -> list[Meeting | Commitment | Relation | Statement]:
    entries: list[Meeting | Commitment | Relation | Statement] = []
    for folder in folders_of(ledger):
        entries += folder.meetings
        entries += folder.commitments
        entries += folder.relations
        entries += folder.statements
    return entries


@given(coverage(), st.randoms(use_true_random=False))
def test_the_record_does_not_depend_on_the_order_of_reading(told: tuple[list[Reading], list[Story]], shuffler: random.Random) -> None:
    readings, stories = told
    first = encode(fold_ledger(readings, stories, today="2031-06-01"))
    shuffled = [replace(reading, claims=tuple(shuffler.sample(reading.claims, len(reading.claims)))) for reading in readings]
    shuffler.shuffle(shuffled)
    assert encode(fold_ledger(shuffled, shuffler.sample(stories, len(stories)), today="2031-06-01")) == first


@given(coverage())
def test_reading_twice_changes_nothing(told: tuple[list[Reading], list[Story]]) -> None:
    readings, stories = told
    doubled = [replace(reading, claims=reading.claims + reading.claims) for reading in readings]
    assert encode(fold_ledger(doubled + readings, stories)) == encode(fold_ledger(readings, stories))


@given(coverage())
def test_no_entry_stands_without_verbatim_evidence_that_is_sure_enough(told: tuple[list[Reading], list[Story]]) -> None:
    readings, stories = told
    texts = {version.id: version.text for story in stories for version in story.versions}
    ledger = fold_ledger(readings, stories)
    assert all(entry.evidence for entry in entries_of(ledger))
    for piece in evidence_everywhere(ledger):
        assert texts[piece.version][piece.start : piece.end] == piece.exact
        assert piece.score >= 0.5


@given(coverage())
def test_a_meeting_is_held_only_when_some_claim_says_that_it_happened(told: tuple[list[Reading], list[Story]]) -> None:
    readings, stories = told
    facts = {
        claim_id(claim)
        for reading in readings
        for claim in reading.claims
        if isinstance(claim, MeetingClaim) and claim.state in MET and claim.provenance.factuality is Factuality.HAPPENED
    }
    ledger = fold_ledger(readings, stories, today="2031-06-01")
    for folder in folders_of(ledger):
        for meeting in folder.meetings:
            if meeting.state in MET:
                assert facts & {piece.claim for piece in meeting.evidence}
            else:
                assert meeting.date is None


@given(coverage())
def test_ids_are_unique_and_fields_agree_with_each_other(told: tuple[list[Reading], list[Story]]) -> None:
    ledger = fold_ledger(*told)
    ids = Counter(entry.id for entry in entries_of(ledger))
    assert all(count == 1 for count in ids.values())
    for process in ledger.processes:
        assert list(process.parties) == sorted(set(process.parties))
        assert not set(process.parties) & set(process.mediators)
        assert all({relation.a, relation.b} <= set(process.parties) for relation in process.relations)
        held = [meeting.id for meeting in process.meetings]
        for commitment in process.commitments:
            progress = dict(commitment.progress)
            assert next(iter(progress)) == "joint"
            assert set(commitment.obligors) == progress.keys() - {"joint"}
            if commitment.obligors:
                assert progress["joint"] == min((progress[name] for name in commitment.obligors), key=PROGRESS_RANK.__getitem__)
            assert commitment.origin is None or commitment.origin in held


def test_spans_without_words_are_no_evidence() -> None:
    version = Version(hash_text("x"), "x")
    empty = MeetingClaim(
        Provenance(Span(version.id, 0, 0, ""), Factuality.HAPPENED),
        MeetingState.HELD,
        MeetingKind.ROUND,
        parties=("Ruritania", "Freedonia"),
    )
    assert fold_ledger([Reading(version.id, (empty,))], []).processes == ()
