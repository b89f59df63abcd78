"""Every process of the case book keeps its format, and the check of the format finds each kind of fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.casebook import CASEBOOK, CaseBookError, check_case, list_cases, read_case

from tests.casebook.sample import REPORTS, make_ledger, write_case

MIN_PROCESSES = 8
N_HELD_OUT = 3
N_REPORTS = range(20, 61)
Breaks = Callable[[dict[str, Any]], object]


def faults_of(folder: Path, breaks: Breaks, reports: dict[str, str] | None = None) -> list[str]:
    ledger = make_ledger()
    breaks(ledger)
    return [str(fault) for fault in check_case(write_case(folder / "case", ledger, reports))]


# --- the case book itself -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [folder.name for folder in list_cases()])
def test_a_process_keeps_the_format(key: str) -> None:
    assert [str(fault) for fault in check_case(CASEBOOK / key)] == []


@pytest.mark.parametrize("key", [folder.name for folder in list_cases()])
def test_a_process_is_told_by_twenty_to_sixty_reports(key: str) -> None:
    assert len(list((CASEBOOK / key / "reports").glob("*.txt"))) in N_REPORTS


def test_there_are_eight_processes_and_three_of_them_are_held_out() -> None:
    assert len(list_cases()) >= MIN_PROCESSES
    assert len(list_cases("held_out")) == N_HELD_OUT
    assert len(list_cases("develop")) + N_HELD_OUT == len(list_cases())


def test_every_process_folder_has_its_ledger() -> None:
    folders = {path.parent for path in CASEBOOK.glob("*/reports")}
    assert folders == set(list_cases())


def test_every_process_of_the_development_part_has_what_makes_a_record_hard() -> None:
    for folder in list_cases("develop"):
        case = read_case(folder)
        assert case.conflicts, case.key
        assert case.changes, case.key
        assert case.stories.versions, case.key
        assert case.stories.copies, case.key
        assert any(meeting.date is None for meeting in case.meetings), case.key
        assert any(meeting.ordinal is not None for meeting in case.meetings), case.key


# --- reading --------------------------------------------------------------------------------------------------------------------------


def test_a_process_in_order_has_no_fault_and_is_read(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case")
    assert check_case(folder) == ()
    case = read_case(folder)
    assert list(case.reports) == sorted(REPORTS)
    telling = case.commitments[0].tellings[0]
    assert case.reports[telling.report].text[telling.start : telling.end] == telling.quote
    assert [stand is not None for stand in case.commitments[0].as_of] == [False, True, True, True, True]


def test_processes_are_listed_by_part(tmp_path: Path) -> None:
    ledger = make_ledger()
    ledger["process"]["part"] = "held_out"
    write_case(tmp_path / "b-case", ledger)
    write_case(tmp_path / "a-case")
    assert [folder.name for folder in list_cases(None, tmp_path)] == ["a-case", "b-case"]
    assert [folder.name for folder in list_cases("held_out", tmp_path)] == ["b-case"]


def test_a_broken_process_is_not_read(tmp_path: Path) -> None:
    ledger = make_ledger()
    ledger["meetings"][0]["state"] = "met"
    with pytest.raises(CaseBookError, match=r"case: meetings\[0\].state: is not in its vocabulary \(met\)"):
        read_case(write_case(tmp_path / "case", ledger))


def test_a_ledger_that_is_no_json_is_told_by_its_line(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case")
    (folder / "ledger.json").write_text('{\n"process": {]}', encoding="utf-8")
    with pytest.raises(CaseBookError, match="no JSON at line 2"):
        check_case(folder)


def test_nothing_of_a_held_out_process_is_told_but_places_and_rules(tmp_path: Path) -> None:
    def breaks(ledger: dict[str, Any]) -> None:
        ledger["process"]["part"] = "held_out"
        ledger["commitments"][0]["tellings"][0]["quote"] = "agreed to close direct flights"

    assert faults_of(tmp_path, breaks) == ["commitments[0].tellings[0].quote: is not in the text of its report"]


def test_a_process_of_no_part_is_treated_as_held_out(tmp_path: Path) -> None:
    def breaks(ledger: dict[str, Any]) -> None:
        ledger["process"]["part"] = "secret"

    assert faults_of(tmp_path, breaks) == ["process.part: is not in its vocabulary"]


# --- faults ---------------------------------------------------------------------------------------------------------------------------


def set_in(*path: str | int, value: object) -> Breaks:
    """Return what puts a value at a place of a ledger."""

    def breaks(ledger: dict[str, Any]) -> None:
        place: Any = ledger
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return breaks


COMMITMENT = ("commitments", 0)
MEETING = ("meetings", 0)
BROKEN: list[tuple[str, Breaks, str]] = [
    ("a key too many", set_in("extra", value=1), "ledger: has an unknown key (extra)"),
    ("a key too few", lambda ledger: ledger.pop("stories"), "ledger: lacks stories"),
    ("an entry that is no object", set_in("meetings", 0, value="vienna"), "meetings[0]: is no object"),
    ("entries that are no list", set_in("conflicts", value={}), "conflicts: is no list"),
    ("one party", set_in("process", "parties", value=["Norway"]), "process.parties: has fewer than 2"),
    ("an unknown basis", set_in("process", "basis", value="rumour"), "process.basis: is not in its vocabulary (rumour)"),
    ("four days", set_in("as_of", value=["2031-03-01"] * 4), "as_of: does not hold 5 days"),
    ("a day that is none", set_in("as_of", 4, value="2031-07-32"), "as_of: is no ISO day (2031-07-32)"),
    ("days out of order", set_in("as_of", 0, value="2031-12-01"), "as_of: is not in order of time"),
    ("a day before all reports", set_in("as_of", 0, value="2030-01-01"), "as_of: begins before the first report"),
    ("an id given twice", set_in("actors", 0, "id", value="vienna"), "meetings[0].id: is given twice (vienna)"),
    ("an unknown kind of actor", set_in("actors", 0, "kind", value="king"), "actors[0].kind: is not in its vocabulary (king)"),
    ("a side that is a number", set_in("actors", 2, "side", value=1), "actors[2].side: is no text (1)"),
    ("a spelling nobody uses", set_in("actors", 0, "spellings", 0, value="Norge"), "actors[0].spellings[0]: stands in no report (Norge)"),
    ("a part of a word as a spelling", set_in("actors", 0, "spellings", 0, value="Nor"), "stands in no report (Nor)"),
    ("no spelling", set_in("actors", 0, "spellings", value=[]), "actors[0].spellings: has none"),
    ("one spelling of two", set_in("actors", 0, "spellings", value=["Iceland"]), "two actors have one spelling everywhere (Iceland)"),
    (
        "a spelling in the wrong report",
        set_in("actors", 2, "spellings", 1, "reports", value=["03-north-today"]),
        "does not stand in its report (Lund, 03-north-today)",
    ),
    ("an office without a title", set_in("actors", 2, "offices", 0, "title", value=""), "actors[2].offices[0].title: is no text"),
    ("an office with a wrong date", set_in("actors", 2, "offices", 0, "from", value="May"), "offices[0].from: is no EDTF date (May)"),
    ("an unknown series", set_in(*MEETING, "series", value="summit"), "meetings[0].series: is not in its vocabulary (summit)"),
    ("an ordinal of zero", set_in(*MEETING, "ordinal", value=0), "meetings[0].ordinal: is no number from 1"),
    ("an ordinal that is a truth value", set_in(*MEETING, "ordinal", value=True), "meetings[0].ordinal: is no number from 1"),
    ("an inference that is a word", set_in(*MEETING, "ordinal_inferred", value="no"), "ordinal_inferred: is neither true nor false"),
    ("a meeting date in words", set_in(*MEETING, "date", value="5 March"), "meetings[0].date: is no EDTF date (5 March)"),
    ("a plan in words", set_in(*MEETING, "scheduled", value=["soon"]), "meetings[0].scheduled[0]: is no EDTF date (soon)"),
    ("a cancelled meeting that met", set_in(*MEETING, "state", value="cancelled"), "meetings[0].date: is given for what did not meet"),
    ("an unknown party", set_in(*MEETING, "parties", value=["Chad"]), "meetings[0].parties: is no known actor (Chad)"),
    ("an unknown person", set_in(*MEETING, "persons", value=["Ola"]), "meetings[0].persons: is no known actor (Ola)"),
    ("a place named twice", set_in(*MEETING, "places", value=["Vienna"] * 2), "meetings[0].places: names one thing twice (Vienna)"),
    ("a meeting nobody tells", set_in(*MEETING, "reports", value=[]), "meetings[0].reports: has fewer than 1"),
    ("an unknown report", set_in(*MEETING, "reports", value=["09-x"]), "meetings[0].reports: is no report (09-x)"),
    ("an intent", set_in(*COMMITMENT, "force", value="intent"), "commitments[0].force: is not in its vocabulary (intent)"),
    ("an unknown obligor", set_in(*COMMITMENT, "obligors", value=["Chad"]), "commitments[0].obligors: is no known actor (Chad)"),
    ("a deadline in words", set_in(*COMMITMENT, "due", value="soon"), "commitments[0].due: is no EDTF date (soon)"),
    ("an unknown origin", set_in(*COMMITMENT, "origin", value="oslo"), "commitments[0].origin: is no meeting (oslo)"),
    ("no telling", set_in(*COMMITMENT, "tellings", value=[]), "commitments[0].tellings: has none"),
    ("a quote of another report", set_in(*COMMITMENT, "tellings", 0, "report", value="09-x"), "tellings[0].report: is no report (09-x)"),
    (
        "a quote that is not verbatim",
        set_in(*COMMITMENT, "tellings", 0, "quote", value="agree to open"),
        "commitments[0].tellings[0].quote: is not in the text of its report (02-fjord-post: agree to open)",
    ),
    ("a quote of the headline", set_in(*COMMITMENT, "tellings", 0, "quote", value="agree on flights"), "is not in the text of its report"),
    (
        "a quote that stands there twice",
        set_in(*COMMITMENT, "tellings", 0, "quote", value="on"),
        "commitments[0].tellings[0].quote: occurs more than once in its report",
    ),
    (
        "a telling given twice",
        set_in(*COMMITMENT, "tellings", 1, "report", value="02-fjord-post"),
        "commitments[0].tellings[1]: is given twice",
    ),
    ("a day too few", lambda ledger: ledger["commitments"][0]["as_of"].popitem(), "as_of: does not hold the days of the case"),
    ("a stand before any telling", set_in(*COMMITMENT, "as_of", "2031-03-01", value=make_ledger()["commitments"][0]["as_of"]["2031-03-05"]),
     "commitments[0].as_of[0]: is given before any report told it"),
    ("a stand left out", set_in(*COMMITMENT, "as_of", "2031-07-01", value=None), "as_of[4]: is null although a report had told it"),
    ("an unknown standing", set_in(*COMMITMENT, "as_of", "2031-07-01", "standing", value="fine"), "is not in its vocabulary (fine)"),
    (
        "an unknown progress",
        set_in(*COMMITMENT, "as_of", "2031-07-01", "progress", "Norway", value="half"),
        "commitments[0].as_of[4].progress: is not in its vocabulary (half)",
    ),
    ("an obligor without progress", set_in(*COMMITMENT, "as_of", "2031-07-01", "progress", value={"Norway": "partial"}),
     "commitments[0].as_of[4].progress: does not hold each obligor"),
    ("a conflict about nothing", set_in("conflicts", 0, "about", value="oslo"), "conflicts[0].about: is no id of an entry (oslo)"),
    ("a conflict of no field", set_in("conflicts", 0, "field", value="mood"), "conflicts[0].field: is not in its vocabulary (mood)"),
    ("a conflict of one value", set_in("conflicts", 0, "values", value=["2", "2"]), "conflicts[0].values: has fewer than 2 values"),
    (
        "reports by value for one of two values",
        set_in("conflicts", 0, "reports", value=[["02-fjord-post"]]),
        "conflicts[0].reports: has not one list a value",
    ),
    ("a group of one", set_in("stories", "copies", value=[["01-harbour-wire"]]), "stories.copies[0]: has fewer than 2"),
    (
        "a report in two groups",
        set_in("stories", "events", value=[["01-harbour-wire", "02-fjord-post"], ["02-fjord-post", "03-north-today"]]),
        "stories.events: has one report in two groups (02-fjord-post)",
    ),
    (
        "versions at two addresses",
        set_in("stories", "versions", 0, value=["02-fjord-post", "02b-fjord-post", "03-north-today"]),
        "stories.versions[0]: has several addresses",
    ),
    ("versions left out", set_in("stories", "versions", value=[]), "lacks a report that shares its address (02-fjord-post)"),
    ("versions without changes", set_in("changes", value=[]), "changes: lack a pair of versions (02-fjord-post, 02b-fjord-post)"),
    ("a change between others", set_in("changes", 0, "to", value="03-north-today"), "changes[0]: is not between two versions"),
    ("an unknown change", set_in("changes", 0, "kind", value="twist"), "changes[0].kind: is not in its vocabulary (twist)"),
    ("a change without sides", lambda ledger: ledger["changes"][0].update(before=None, after=None), "has neither before nor after"),
    ("a side not verbatim", set_in("changes", 0, "after", value="4th round"), "changes[0].after: is not verbatim in its report"),
    ("a disclosure in words", set_in("changes", 0, "disclosed", value="no"), "changes[0].disclosed: is neither true nor false"),
]  # fmt: skip


@pytest.mark.parametrize(("breaks", "fault"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_fault_is_found(tmp_path: Path, breaks: Breaks, fault: str) -> None:
    assert any(fault in found for found in faults_of(tmp_path, breaks)), faults_of(tmp_path / "again", breaks)


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("01-harbour-wire", "title: Envoys to meet in Vienna\n", "", "reports/01-harbour-wire: has no title"),
        ("01-harbour-wire", "T09:00:00Z", "", "reports/01-harbour-wire: has no time of publication"),
        ("03-north-today", "2031-06-01", "2031-03-02", "reports/03-north-today: is numbered before an earlier report"),
        ("02b-fjord-post", "fjord.example/2", "fjord.example/9", "reports/02b-fjord-post: has no earlier version at its address"),
    ],
)
def test_a_fault_of_a_report_is_found(tmp_path: Path, name: str, old: str, new: str, fault: str) -> None:
    reports = REPORTS | {name: REPORTS[name].replace(old, new)}
    assert fault in faults_of(tmp_path, lambda ledger: None, reports)


def test_a_report_named_otherwise_is_a_fault(tmp_path: Path) -> None:
    reports = REPORTS | {"first": REPORTS["03-north-today"].replace("north.example/3", "north.example/4")}
    assert faults_of(tmp_path, lambda ledger: None, reports) == ["reports/first: is not named NN-outlet"]


def test_the_reports_of_a_conflict_may_be_given_by_value(tmp_path: Path) -> None:
    ledger = make_ledger()
    ledger["conflicts"][0]["reports"] = [["02-fjord-post"], ["02b-fjord-post"]]
    assert read_case(write_case(tmp_path / "case", ledger)).conflicts[0].reports == ("02-fjord-post", "02b-fjord-post")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    def breaks(ledger: dict[str, Any]) -> None:
        ledger["meetings"][0]["state"] = "met"
        ledger["changes"][0]["kind"] = "twist"

    assert len(faults_of(tmp_path, breaks)) >= 2
