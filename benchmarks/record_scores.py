"""Scores of the record on the case book: `python -m benchmarks.record_scores --part develop|held_out [--check] [--process NAME] [-v]`.

Every process of a part is read as a user would read it, and its record, at the end and as of five days, is held against the true ledger
(tests/casebook/README.md). Shares are over all processes of the part together, in per cent. `-v` tells every miss and every false entry of
the part `develop`; of `held_out` nothing is shown but the scores over all of it.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.casebook import CASEBOOK, PARTS, list_cases, read_case
from benchmarks.entry_scoring import score_entries
from benchmarks.record_case import Sheet, read_with_product
from benchmarks.relation_scoring import macro_f1_of_changes, score_relations
from benchmarks.scoring import hold_to_floors


def score_case(folder: Path) -> Sheet:
    """Read one process and score its record.

    Raises:
        CaseBookError: the process breaks the format of the case book.
    """
    read = read_with_product(read_case(folder))
    sheet = score_entries(read)
    sheet.merge(score_relations(read))
    return sheet


def measure(sheet: Sheet) -> Iterator[tuple[str, float]]:
    """Yield every measure as (name, value).

    `processes_found`: share of cases of which the record has a process with these parties; without one all its entries are missed.
    `meetings_f1`: F1 of meetings right in series, date and state. `meetings_found_f1`: of meetings found, whatever is wrong about them.
    `meetings_read`: share of meetings that the reader put on one of their days in some report that tells of them.
    `series`, `days`, `states`, `ordinals`, `parties`: share of the found that have them right; `places_f1` over their places.
    `commitments_f1`: F1 of commitments with most of their tellings in one entry that is mostly theirs. `commitments_found_f1`: of those of
    which any telling was found. `tellings_read`: share of tellings that the reader made a claim of, which bounds both. `force`, `obligors`,
    `due`: share of the former.
    `standing`, `progress`: share right of all that was known on the five days, `_of_matched` where there is an entry at all.
    `actors_b3_f1` over mentions, `actors_listed`: share of actors that the process lists under any name, `offices_f1` over titles with
    their bodies, `office_days`: share of these with the right days.
    `versions_b3_f1`, `copies_b3_f1`, `events_b3_f1` over reports, `_pairs_f1` over pairs of reports in one group.
    `changes_macro_f1` over kinds, `changes_f1` over changes, `silent_corrections`: share found.
    `conflicts`: share found; `conflicts_quiet`: 100 less the false alarms per 100 reports.
    """
    yield "processes_found", sheet.share("processes")
    yield "meetings_f1", sheet.f1("meetings")
    yield "meetings_found_f1", sheet.f1("meetings found")
    yield "meetings_read", sheet.share("meetings read")
    for name in ("series", "days", "states", "ordinals"):
        yield name, sheet.share(name)
    yield "places_f1", sheet.f1("places")
    yield "parties", sheet.share("parties")
    yield "commitments_f1", sheet.f1("commitments")
    yield "commitments_found_f1", sheet.f1("commitments found")
    yield "tellings_read", sheet.share("tellings read")
    for name in ("force", "obligors", "due", "standing", "progress"):
        yield name, sheet.share(name)
    yield "standing_of_matched", sheet.share("standing of matched")
    yield "progress_of_matched", sheet.share("progress of matched")
    yield "actors_b3_f1", sheet.b_cubed_f1("actors")
    yield "actors_listed", sheet.share("actors listed")
    yield "offices_f1", sheet.f1("offices")
    yield "office_days", sheet.share("office days")
    for relation in ("versions", "copies", "events"):
        yield f"{relation}_b3_f1", sheet.b_cubed_f1(relation)
        yield f"{relation}_pairs_f1", sheet.f1(f"{relation} pairs")
    yield "changes_macro_f1", macro_f1_of_changes(sheet)
    yield "changes_f1", sheet.f1("changes")
    yield "silent_corrections", sheet.share("silent")
    yield "conflicts", sheet.share("conflicts")
    reports = sheet.counts["reports"]
    yield "conflicts_quiet", 100 - 100 * sheet.counts["false alarms"] / reports if reports else 0.0


def score_all(folders: Sequence[Path]) -> tuple[dict[str, float], Sheet]:
    """Return the measures over all processes together, to one digit, and the sheet that they were taken from.

    Raises:
        CaseBookError: a process breaks the format of the case book.
    """
    sheet = Sheet()
    for folder in folders:
        sheet.merge(score_case(folder))
    return {name: round(value, 1) for name, value in measure(sheet)}, sheet


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the scores and, with `--check`, fail where a floor is missed."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--part", choices=PARTS, default="develop")
    command.add_argument("--casebook", type=Path, default=CASEBOOK, help="folder with one folder a process")
    command.add_argument("--process", help="one process only, by the name of its folder (part develop)")
    command.add_argument("--check", action="store_true", help="fail where a floor is missed (floors are for the held-out part)")
    command.add_argument("-v", "--verbose", action="store_true", help="tell every miss and every false entry (part develop)")
    asked = command.parse_args(arguments)
    if asked.part != "develop" and (asked.process or asked.verbose):
        command.error("of held-out processes only the scores over all of them are shown; leave out --process and -v")
    folders = [folder for folder in list_cases(asked.part, asked.casebook) if asked.process in (None, folder.name)]
    if not folders:
        command.error(f"there is no such process in the part {asked.part} of {asked.casebook}")
    began = time.perf_counter()
    scores, sheet = score_all(folders)
    if asked.verbose:
        print("\n".join(sheet.notes))
    extent = {"cases": len(folders), "reports": int(sheet.counts["reports"]), "seconds": round(time.perf_counter() - began, 1)}
    print(json.dumps(extent | scores, indent=1))
    if asked.part == "held_out":
        hold_to_floors("record", scores, check=asked.check)


if __name__ == "__main__":
    main()
