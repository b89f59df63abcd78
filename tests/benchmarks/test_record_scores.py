"""The scores of the record count what they say: pairs one to one, groups by B-cubed, entries by day and by telling."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest
from benchmarks.assignment import assign, b_cubed
from benchmarks.casebook import Case, read_case
from benchmarks.entry_scoring import is_same_date, score_entries
from benchmarks.record_case import Names, ReadCase, Sheet, fold, read_with_product, true_mentions
from benchmarks.record_scores import main, measure
from benchmarks.relation_scoring import macro_f1_of_changes, score_relations
from hypothesis import given
from hypothesis import strategies as st

from communique.model.claims import Claim, CommitmentClaim, MeetingClaim, Provenance
from communique.model.record import (
    Actor,
    Background,
    Change,
    Commitment,
    Conflict,
    ConflictValue,
    Evidence,
    Ledger,
    Meeting,
    Office,
    Process,
    StatusReport,
    Story,
)
from communique.model.sources import Span
from communique.model.vocabulary import (
    ActorKind,
    Aim,
    ChangeKind,
    Factuality,
    Force,
    MeetingKind,
    MeetingState,
    Outcome,
    Progress,
    Standing,
)
from tests.casebook.sample import make_ledger, write_case

weights = st.integers(0, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(-1, 5).map(float), min_size=width, max_size=width), max_size=4)
)
partitions = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=1, max_size=8)


# --- pairs and groups -----------------------------------------------------------------------------------------------------------------


def best_sum(matrix: Sequence[Sequence[float]]) -> float:
    n_columns = len(matrix[0]) if matrix else 0
    columns = [*range(n_columns), *[-1] * len(matrix)]
    orders = permutations(columns, len(matrix))
    return max(sum(max(0.0, row[column]) if column >= 0 else 0.0 for row, column in zip(matrix, order, strict=True)) for order in orders)


@given(weights)
def test_assigned_pairs_are_one_to_one_allowed_and_of_the_greatest_sum(matrix: list[list[float]]) -> None:
    pairs = assign(matrix)
    assert len({row for row, _ in pairs}) == len(pairs) == len({column for _, column in pairs})
    assert all(matrix[row][column] > 0 for row, column in pairs)
    assert sum(matrix[row][column] for row, column in pairs) == best_sum(matrix)


def test_a_pair_gives_way_where_that_makes_two() -> None:
    assert assign([[5.0, 4.0], [4.0, 0.0]]) == [(0, 1), (1, 0)]


def test_nothing_is_assigned_to_nothing() -> None:
    assert assign([]) == []
    assert assign([[], []]) == []


def test_b_cubed_follows_its_textbook_example() -> None:
    truth = dict(zip("abcdefghijkl", "111112233333", strict=True))
    found = dict(zip("abcdefghijkl", "111112222222", strict=True))
    agreement = b_cubed(truth, found)
    assert agreement.precision / agreement.size == pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12)
    assert agreement.recall / agreement.size == 1.0


def test_a_thing_not_found_stands_alone() -> None:
    agreement = b_cubed({"a": "1", "b": "1"}, {"a": "x"})
    assert (agreement.precision, agreement.recall) == (2.0, 1.0)


@given(partitions)
def test_b_cubed_turns_round_with_its_sides(things: list[tuple[str, str]]) -> None:
    truth = {number: group for number, (group, _) in enumerate(things)}
    found = {number: group for number, (_, group) in enumerate(things)}
    there, back = b_cubed(truth, found), b_cubed(found, truth)
    assert there.precision == pytest.approx(back.recall)
    assert 0 < there.precision <= there.size
    assert b_cubed(truth, truth).precision == len(things)


# --- a record made by hand ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return read_case(write_case(tmp_path / "case"))


def cite(case: Case, report: str, words: str) -> Evidence:
    version = case.reports[report]
    start = version.text.index(words)
    return Evidence(version.id, start, start + len(words), words, Factuality.HAPPENED, None, 1.0, f"claim-{report}-{start}")


def provenance_of(piece: Evidence) -> Provenance:
    return Provenance(Span(piece.version, piece.start, piece.end, piece.exact), piece.factuality)


def make_meeting(case: Case) -> Meeting:
    return Meeting(
        id="m1", series="round", ordinal=2, ordinal_inferred=False, counted=True, kind=MeetingKind.ROUND, state=MeetingState.HELD,
        scheduled=("2031-03-05",), date="2031-03-05", places=("Vienna",), host=None, participants=(), mediators=(),
        outcome=Outcome.NONE_REPORTED, readout=None, next=None, evidence=(cite(case, "02-fjord-post", "held their second round"),),
    )  # fmt: skip


def make_commitment(case: Case, key: str = "c1") -> Commitment:
    told = (cite(case, "02-fjord-post", "to open direct flights"), cite(case, "02b-fjord-post", "to open direct flights"))
    status = StatusReport(Progress.NOT_STARTED, "Norway", None, None, (cite(case, "03-north-today", "has not begun the flights"),))
    return Commitment(
        id=key, label="flights", object="to open direct flights", obligors=("Iceland", "Norway"), beneficiaries=(), force=Force.AGREED,
        aim=Aim.ACTION, measure=None, condition=None, due=None, scope=None, agreed_on="2031-03-05", origin="m1", standing=Standing.AGREED,
        progress=(("joint", Progress.UNREPORTED), ("Iceland", Progress.UNREPORTED), ("Norway", Progress.NOT_STARTED)),
        reports=(status,), reaffirmed=(), evidence=told,
    )  # fmt: skip


def make_conflict(case: Case, field: str = "ordinal") -> Conflict:
    values = (
        ConflictValue("2", (cite(case, "02-fjord-post", "second round"),)),
        ConflictValue("3", (cite(case, "02b-fjord-post", "third round"),)),
    )
    return Conflict("x1", "m1", field, values, silent_change=True)


def make_process(case: Case) -> Process:
    office = Office("special envoy", "Norway", "2031-03-01", "2031-03-01", ())
    return Process(
        id="p1", name="Iceland–Norway", parties=("Iceland", "Norway"), mediators=(), phase="talks",
        actors=(
            Actor("a1", "Kari Lund", ActorKind.PERSON, (), "Norway", (office,)),
            *(Actor(name, name, ActorKind.STATE, (), name, ()) for name in ("Iceland", "Norway")),
        ),
        meetings=(make_meeting(case),), commitments=(make_commitment(case),), relations=(), statements=(), conflicts=(make_conflict(case),),
    )  # fmt: skip


def make_stories(case: Case) -> tuple[Story, ...]:
    versions = case.reports
    before, after = cite(case, "02-fjord-post", "second round"), cite(case, "02b-fjord-post", "third round")
    change = Change("ch1", before.version, after.version, ChangeKind.NUMBER, before, after, disclosed=False, significance=0.7)
    return (
        Story("s1", "", (), 1, (versions["01-harbour-wire"],), ()),
        Story("s2", "", (), 1, (versions["02-fjord-post"], versions["02b-fjord-post"]), (change,)),
        Story("s3", "", (), 1, (versions["03-north-today"],), ()),
    )


def as_of(case: Case, process: Process, day: str) -> Process:
    """Return the process with the evidence of its commitments that was published by a day, and what that says of progress."""
    known = {version.id for version in case.reports.values() if (version.known_from or "") <= day}
    commitments = []
    for commitment in process.commitments:
        evidence = tuple(piece for piece in commitment.evidence if piece.version in known)
        reports = tuple(report for report in commitment.reports if report.evidence[0].version in known)
        progress = tuple((party, value if reports else Progress.UNREPORTED) for party, value in commitment.progress)
        if evidence:
            commitments.append(dataclasses.replace(commitment, evidence=evidence, reports=reports, progress=progress))
    return dataclasses.replace(process, commitments=tuple(commitments))


def make_read(case: Case, process: Process | None = None) -> ReadCase:
    """Return the case with a record that is right in everything, or has another process."""
    process = process or make_process(case)
    ledger = Ledger((process,), Background(), make_stories(case), ())
    return ReadCase(
        case=case,
        names=Names(case.actors),
        ledger=ledger,
        by_day=tuple(dataclasses.replace(ledger, processes=(as_of(case, process, day),)) for day in case.as_of),
        resolved={
            mention: {"norway": "Norway", "iceland": "Iceland"}.get(actor, "Kari Lund") for mention, actor in true_mentions(case).items()
        },
        reports_of={version.id: (report,) for report, version in case.reports.items()},
        claims={},
    )


def score(case: Case, **changes: object) -> Sheet:
    """Return the sheet of a record that is right but for these fields of its process."""
    read = make_read(case, dataclasses.replace(make_process(case), **changes))  # type: ignore[arg-type]
    sheet = score_entries(read)
    sheet.merge(score_relations(read))
    return sheet


def change_meeting(case: Case, **changes: object) -> tuple[Meeting, ...]:
    return (dataclasses.replace(make_meeting(case), **changes),)  # type: ignore[arg-type]


def change_commitment(case: Case, **changes: object) -> tuple[Commitment, ...]:
    return (dataclasses.replace(make_commitment(case), **changes),)  # type: ignore[arg-type]


def test_a_record_that_is_right_has_full_marks(case: Case) -> None:
    scores = dict(measure(score(case)))
    unsaid = {"meetings_read", "tellings_read", "due", "events_b3_f1", "events_pairs_f1"}
    assert {name: value for name, value in scores.items() if value != 100 and name not in unsaid} == {}


# --- meetings -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes", [{"state": MeetingState.SCHEDULED}, {"kind": MeetingKind.TECHNICAL}, {"date": "2031-03"}, {"date": None, "scheduled": ()}]
)
def test_a_meeting_wrong_in_series_state_or_date_is_found_and_not_right(case: Case, changes: dict[str, object]) -> None:
    sheet = score(case, meetings=change_meeting(case, **changes))
    assert sheet.f1("meetings") == 0
    assert sheet.f1("meetings found") == 100
    assert any("meeting wrong: vienna" in note for note in sheet.notes)


def test_a_meeting_on_another_day_in_another_report_is_another_meeting(case: Case) -> None:
    elsewhere = (cite(case, "03-north-today", "agreed with Iceland in March"),)
    sheet = score(case, meetings=change_meeting(case, date="2031-05-01", scheduled=(), ordinal=None, evidence=elsewhere))
    assert sheet.f1("meetings found") == 0
    assert sum("meeting missed" in note or "meeting false" in note for note in sheet.notes) == 2


def test_a_false_meeting_costs_precision(case: Case) -> None:
    more = change_meeting(case, id="m2", date="2031-05-01", scheduled=(), evidence=())
    assert score(case, meetings=(make_meeting(case), *more)).f1("meetings") == pytest.approx(200 / 3)


def test_numbers_places_and_parties_are_scored_of_meetings_found(case: Case) -> None:
    sheet = score(case, meetings=change_meeting(case, ordinal=3, places=("Oslo",)), parties=("Iceland", "Norway", "Chad"))
    assert (sheet.share("ordinals"), sheet.f1("places"), sheet.share("parties")) == (0, 0, 0)


def test_a_meeting_without_a_number_on_either_side_says_nothing_of_numbers(tmp_path: Path) -> None:
    ledger = make_ledger()
    ledger["meetings"][0]["ordinal"] = None
    case = read_case(write_case(tmp_path / "case", ledger))
    assert score(case, meetings=change_meeting(case, ordinal=None)).counts["ordinals wanted"] == 0


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("2031-03-05", "2031-03-05~", True),
        ("2031-03-05T10:00:00", "2031-03-05", True),
        ("2031-03", "2031-03-05", False),
        (None, None, True),
        (None, "2031", False),
    ],
)
def test_dates_are_the_same_where_they_are_the_same_days(a: str | None, b: str | None, same: bool) -> None:
    assert is_same_date(a, b) is same


def test_only_the_process_with_the_parties_of_the_case_counts(case: Case) -> None:
    sheet = score(case, parties=("Chad", "Norway"))
    assert sheet.counts["meetings found"] == 0
    assert sheet.notes[0] == "case no process: the record has none with the parties Norway, Iceland"


# --- commitments ----------------------------------------------------------------------------------------------------------------------


def test_an_entry_with_most_of_the_tellings_is_the_commitment(case: Case) -> None:
    sheet = score(case, commitments=change_commitment(case, reports=()))
    assert sheet.f1("commitments") == 100


def test_an_entry_with_few_of_the_tellings_is_found_and_not_right(case: Case) -> None:
    sheet = score(case, commitments=change_commitment(case, reports=(), evidence=make_commitment(case).evidence[:1]))
    assert (sheet.f1("commitments"), sheet.f1("commitments found")) == (0, 100)
    assert any("commitment thin: flights" in note for note in sheet.notes)


def test_an_entry_that_is_mostly_something_else_is_not_right(case: Case) -> None:
    foreign = tuple(cite(case, report, "Vienna") for report in ("01-harbour-wire", "02-fjord-post", "02b-fjord-post"))
    sheet = score(case, commitments=change_commitment(case, evidence=(*make_commitment(case).evidence, *foreign)))
    assert sheet.f1("commitments") == 0
    assert any("commitment merged: flights" in note for note in sheet.notes)


def test_a_commitment_in_two_entries_is_one_right_and_one_false(case: Case) -> None:
    late = change_commitment(case, id="c2", evidence=make_commitment(case).reports[0].evidence, reports=())
    sheet = score(case, commitments=(*change_commitment(case, reports=()), *late))
    assert sheet.f1("commitments") == pytest.approx(200 / 3)


def test_an_intent_of_the_record_is_not_counted(case: Case) -> None:
    intent = change_commitment(case, id="c2", force=Force.INTENT)
    assert score(case, commitments=(make_commitment(case), *intent)).f1("commitments") == 100


def test_force_obligors_and_deadline_are_scored_of_right_commitments(case: Case) -> None:
    sheet = score(case, commitments=change_commitment(case, force=Force.SIGNED, obligors=("Norway",), due="2031-12"))
    assert (sheet.share("force"), sheet.share("obligors"), sheet.share("due")) == (0, 0, 0)


def test_progress_is_scored_by_party_on_every_day_on_which_it_was_known(case: Case) -> None:
    sheet = score(case)
    assert sheet.counts["standing wanted"] == 4
    assert (sheet.counts["progress wanted"], sheet.counts["progress right"]) == (8, 8)
    unread = score(case, commitments=change_commitment(case, reports=()))
    assert unread.counts["progress right"] == 6  # that Norway had not begun was told on the last two days


def test_a_commitment_without_an_entry_is_wrong_on_every_day(case: Case) -> None:
    sheet = score(case, commitments=())
    assert (sheet.counts["standing wanted"], sheet.counts["standing right"], sheet.counts["standing of matched wanted"]) == (4, 0, 0)


def test_what_was_read_is_told_apart_from_what_was_entered(case: Case) -> None:
    held, agreed = make_meeting(case).evidence[0], make_commitment(case).evidence[0]
    claims: dict[str, tuple[Claim, ...]] = {
        "02-fjord-post": (
            MeetingClaim(provenance_of(held), MeetingState.HELD, MeetingKind.ROUND, date="2031-03-05"),
            CommitmentClaim(provenance_of(agreed), Force.AGREED, ("Norway", "Iceland"), agreed.exact),
        )
    }
    empty = dataclasses.replace(make_process(case), meetings=(), commitments=())
    sheet = score_entries(dataclasses.replace(make_read(case, empty), claims=claims))
    assert (sheet.share("meetings read"), sheet.share("meetings found")) == (100, 0)
    assert sheet.share("tellings read") == pytest.approx(100 / 3)
    assert any(note.startswith("case commitment missed: flights") and "of 3 tellings 1 read" in note for note in sheet.notes)


# --- conflicts ------------------------------------------------------------------------------------------------------------------------


def test_a_conflict_of_the_same_field_and_entry_is_found(case: Case) -> None:
    assert score(case).share("conflicts") == 100
    assert score(case, conflicts=()).share("conflicts") == 0


def test_a_conflict_about_something_else_is_a_false_alarm_unless_an_article_changed_its_word(case: Case) -> None:
    assert score(case, conflicts=(make_conflict(case, "place"),)).counts["false alarms"] == 0
    values = (
        ConflictValue("Vienna", (cite(case, "01-harbour-wire", "Vienna"),)),
        ConflictValue("Oslo", (cite(case, "03-north-today", "officials"),)),
    )
    sheet = score(case, conflicts=(Conflict("x2", "m1", "place", values, silent_change=False),))
    assert (sheet.counts["false alarms"], sheet.counts["reports"]) == (1, 4)
    assert dict(measure(sheet))["conflicts_quiet"] == 75


def test_a_conflict_about_a_relation_cannot_be_judged(case: Case) -> None:
    assert score(case, conflicts=(make_conflict(case, "domain"),)).counts["false alarms"] == 0


# --- actors, stories, changes ---------------------------------------------------------------------------------------------------------


def test_mentions_are_the_spellings_where_they_stand_and_are_meant(case: Case) -> None:
    mentions = true_mentions(case)
    assert mentions["02-fjord-post", "Lund"] == "lund"
    assert ("01-harbour-wire", "Lund") not in mentions
    assert mentions["01-harbour-wire", "Kari Lund"] == "lund"


def test_a_name_resolved_to_somebody_else_costs_precision(case: Case) -> None:
    read = make_read(case)
    wrong = dataclasses.replace(read, resolved=read.resolved | {("01-harbour-wire", "Iceland"): "Norway"})
    sheet = score_relations(wrong)
    assert sheet.b_cubed_f1("actors") < 100
    assert "case actor merged: norway is ['iceland', 'norway']" in sheet.notes


@pytest.mark.parametrize(
    ("title", "body", "right"),
    [
        ("envoy", "Norway", True),
        ("Special Envoy for flights", "Norway", True),
        ("envoy", "Iceland", False),
        ("envoy", None, False),
        ("envoys", "Norway", False),
        ("ambassador", "Norway", False),
    ],
)
def test_an_office_is_right_in_title_and_body(case: Case, title: str, body: str | None, right: bool) -> None:
    office = Office(title, body, "2031-03-01", "2031-03-01", ())
    sheet = score(case, actors=(Actor("a1", "Kari Lund", ActorKind.PERSON, (), "Norway", (office,)),))
    assert (sheet.f1("offices") == 100) is right


def test_an_office_in_two_wordings_is_one_right_and_one_false(case: Case) -> None:
    offices = (Office("envoy", "Norway", "2031-03-01", "2031-03-01", ()), Office("envoy", None, None, None, ()))
    sheet = score(case, actors=(Actor("a1", "Kari Lund", ActorKind.PERSON, (), "Norway", offices),))
    assert sheet.f1("offices") == pytest.approx(200 / 3)
    assert sheet.share("office days") == 100


def test_versions_put_apart_cost_recall(case: Case) -> None:
    read = make_read(case)
    stories = tuple(Story(f"s{n}", "", (), 1, (version,), ()) for n, version in enumerate(case.reports.values()))
    sheet = score_relations(dataclasses.replace(read, ledger=dataclasses.replace(read.ledger, stories=stories)))
    assert sheet.counts["versions precision"] == 4
    assert sheet.counts["versions recall"] == 3
    assert sheet.f1("versions pairs") == 0
    assert "case versions split: 02-fjord-post | 02b-fjord-post" in sheet.notes


def test_a_change_of_another_kind_is_a_silent_correction_found_and_not_the_change(case: Case) -> None:
    read = make_read(case)
    before, after = read.ledger.stories[1].changes[0].before, read.ledger.stories[1].changes[0].after
    change = dataclasses.replace(read.ledger.stories[1].changes[0], kind=ChangeKind.DATE, before=before, after=after)
    stories = (dataclasses.replace(read.ledger.stories[1], changes=(change,)),)
    sheet = score_relations(dataclasses.replace(read, ledger=dataclasses.replace(read.ledger, stories=stories)))
    assert (macro_f1_of_changes(sheet), sheet.share("silent")) == (0, 100)


def test_a_disclosed_change_is_no_silent_correction_found(case: Case) -> None:
    read = make_read(case)
    change = dataclasses.replace(read.ledger.stories[1].changes[0], disclosed=True)
    stories = (dataclasses.replace(read.ledger.stories[1], changes=(change,)),)
    sheet = score_relations(dataclasses.replace(read, ledger=dataclasses.replace(read.ledger, stories=stories)))
    assert (macro_f1_of_changes(sheet), sheet.share("silent")) == (100, 0)


def test_names_are_compared_by_all_spellings_of_the_case_book(case: Case) -> None:
    names = Names(case.actors)
    assert names.of("Kari Lund") == names.of("kari lund")
    assert names.of("Lund") == "kari lund"
    assert names.of("Ola Lund") == "ola lund"
    assert fold("Türkiye") == fold("Turkey")
    assert fold("Ђорђе") != fold("Марко")


# --- the command ----------------------------------------------------------------------------------------------------------------------


def test_a_small_process_is_read_and_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_case(tmp_path / "case")
    main(["--casebook", str(tmp_path), "-v"])
    notes, _, scores = capsys.readouterr().out.rpartition("\n{")
    measures = json.loads("{" + scores)
    assert measures["cases"] == 1
    assert measures["reports"] == 4
    assert measures["versions_b3_f1"] == 100
    assert "case " in notes


def test_the_record_of_each_day_knows_only_the_reports_of_that_day(case: Case) -> None:
    read = read_with_product(case)
    told = [
        read.told_in(piece for process in ledger.processes for meeting in process.meetings for piece in meeting.evidence)
        for ledger in read.by_day
    ]
    assert told[0] <= {"01-harbour-wire"}
    assert "02b-fjord-post" not in told[1]


@pytest.mark.parametrize("option", [["-v"], ["--process", "case"]])
def test_of_held_out_processes_nothing_is_shown_but_scores_over_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--casebook", str(tmp_path), "--part", "held_out", *option])
    assert "only the scores over all of them are shown" in capsys.readouterr().err


def test_a_part_without_processes_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--casebook", str(tmp_path)])
    assert "there is no such process" in capsys.readouterr().err
