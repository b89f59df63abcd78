"""How long the record takes to fold, and to bring up to date: `python -m benchmarks.record_speed [--processes N] [--reports N]`.

In: numbers of processes and of reports for each. Out: seconds and megabytes, one measure a line; `--check` fails where a measure is over
its limit. The coverage is made up: every process has rounds with plans and recaps, promises that are told again and reaffirmed, progress,
relations and quotes, as a desk would collect them; its texts differ as much as those of different outlets do.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path

from communique.cli.record_view import view_ledger
from communique.model.claims import (
    ActorMention,
    Claim,
    CommitmentClaim,
    MeetingClaim,
    Participant,
    ProgressClaim,
    Provenance,
    Reading,
    ReaffirmationClaim,
    RelationClaim,
    StatementClaim,
)
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import Domain, Factuality, Force, MeetingKind, MeetingState, Progress, QuoteMode
from communique.record.folding import fold_ledger
from communique.store.database import Store
from communique.stories.telling import tell_stories

_WORD = re.compile(r"\S+")
SYLLABLES = _WORD.findall("ar bel cor dan el far gor hal im jor kel lum mar nor os pel qua ros sel tor ul vor wen xan yor zel")
THINGS = _WORD.findall("river bridge harbour railway market archive quarry lighthouse canal pasture forest dam cable ferry tunnel")
ACTS = ("open the {} to pilgrims", "repair the {}", "ease the rules for the {}", "assess a joint {}", "share data on the {}")
FIRST_DAY = date(2020, 1, 6)
DAYS_BETWEEN_ROUNDS = 40
REPORTS_PER_ROUND = 5


def make_coverage(n_processes: int, n_reports: int, seed: int = 7) -> Iterator[tuple[Version, Reading]]:
    """Yield reports with their readings, process by process."""
    for process in range(n_processes):
        generator = random.Random(seed * 1_000_003 + process)
        sides = _name(generator).title(), _name(generator).title()
        envoys = tuple(f"{_name(generator).title()} {_name(generator).title()}" for _ in sides)
        for number in range(n_reports):
            yield _make_report(generator, (sides[0], sides[1]), envoys, number)


def _name(generator: random.Random) -> str:
    return "".join(generator.choice(SYLLABLES) for _ in range(3))


def _make_report(generator: random.Random, sides: tuple[str, str], envoys: tuple[str, ...], number: int) -> tuple[Version, Reading]:
    ordinal = number // REPORTS_PER_ROUND + 1
    met = FIRST_DAY + timedelta(DAYS_BETWEEN_ROUNDS * ordinal)
    published = met + timedelta(generator.choice((-1, 0, 0, 1, 2)))
    filler = " ".join(_name(generator) for _ in range(150))
    promises = [generator.choice(ACTS).format(generator.choice(THINGS)) for _ in range(2)]
    text = f"Envoys of {sides[0]} and {sides[1]} and their {ordinal}th round. They agreed to {promises[0]} and to {promises[1]}. {filler}"
    version = Version(hash_text(text), text, f"{sides[0]}/{number:04}.txt", outlet=_name(generator), published_at=published.isoformat())

    def says(words: str, factuality: Factuality = Factuality.HAPPENED) -> Provenance:
        start = text.index(words)
        return Provenance(version.span(start, start + len(words)), factuality)

    is_plan = published < met
    states = (MeetingState.SCHEDULED, Factuality.PLANNED) if is_plan else (MeetingState.HELD, Factuality.HAPPENED)
    people = tuple(Participant(name, "special envoy", side) for name, side in zip(envoys, sides, strict=True))
    meeting = MeetingClaim(
        says(f"their {ordinal}th round", states[1]),
        states[0],
        MeetingKind.ROUND,
        ordinal if generator.random() < 0.7 else None,
        series="round",
        date=met.isoformat(),
        places=(envoys[0].split()[0],),
        parties=sides,
        participants=people,
    )
    claims: list[Claim] = [meeting]
    if not is_plan:
        claims += [CommitmentClaim(says(words), Force.AGREED, sides, f"to {words}", agreed_on=met.isoformat()) for words in promises[:1]]
        claims.append(ReaffirmationClaim(says("They agreed"), sides, "the agreements reached at their previous meetings", met.isoformat()))
        claims.append(ProgressClaim(says(promises[1]), Progress.NOT_STARTED, f"the promise to {promises[1]}"))
    words = filler[: generator.randrange(60, 120)]
    claims.append(StatementClaim(says(words), envoys[0], QuoteMode.DIRECT, words, side=sides[0]))
    claims.append(RelationClaim(says("Envoys of"), (sides[0],), (sides[1],), Domain.LAND_BORDER, "closed", "1993"))
    actors = [ActorMention(side, "state", (side,)) for side in sides]
    actors += [ActorMention(name, "person", (name.split()[1],), side) for name, side in zip(envoys, sides, strict=True)]
    return version, Reading(version.id, tuple(claims), tuple(actors), ((0, len(text)),), date=version.published_at)


UPDATE_LIMIT_S = 0.150
"""What bringing a record of 10,000 reports up to date with one more may take after its analysis."""
MEMORY_LIMIT_MB = 500
"""What opening, showing and extending such a record may take."""
N_EXTENSIONS = 9
"""So many further reports are read one by one; their median counts."""


def time_fold(coverage: Sequence[tuple[Version, Reading]]) -> None:
    """Print how long telling all stories and folding all claims in memory takes."""
    readings = {version.id: reading for version, reading in coverage}
    start = time.perf_counter()
    stories = tell_stories([version for version, _ in coverage], readings)
    told = time.perf_counter()
    ledger = fold_ledger(list(readings.values()), stories)
    folded = time.perf_counter()
    n_meetings = sum(len(one.meetings) for one in ledger.processes)
    print(f"reports {len(coverage)}, processes {len(ledger.processes)}, meetings {n_meetings}")
    print(f"stories {told - start:.2f} s")
    print(f"fold {folded - told:.2f} s")


def build_store(coverage: Sequence[tuple[Version, Reading]], path: Path) -> None:
    """Make a record of all the coverage, and print how long that takes."""
    with Store.open(path) as store:
        store.add([version for version, _ in coverage], [reading for _, reading in coverage])
        start = time.perf_counter()
        store.rebuild()
        print(f"rebuild in the database {time.perf_counter() - start:.2f} s, {path.stat().st_size / 2**20:.0f} MB on disk")


Taken = tuple[float, float]
"""Seconds on the clock, and seconds of the processor: they differ where other programs run."""


def extend_store(path: Path, further: Sequence[tuple[Version, Reading]]) -> list[Taken]:
    """Read further reports into a record, one by one, and return what each takes beside its analysis."""
    taken = []
    for version, reading in further:
        with Store.open(path) as store:
            start = time.perf_counter(), time.process_time()
            store.add([version])
            store.pending_versions()
            store.add((), [reading])
            store.update()
            taken.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    return taken


def use_record(path: Path, n_reports: int) -> tuple[list[Taken], float]:
    """Open a record, show it, extend it, and return what each extension takes and the memory in megabytes.

    Meant for a process of its own, whose memory nothing else has used.
    """
    with Store.open(path) as store:
        ledger = store.read_ledger()
    n_lines = sum(1 for _ in view_ledger(ledger, ledger.processes[:1], has_sources=True))
    print(f"shown {n_lines} lines of one process of {len(ledger.processes)}")
    del ledger
    further = list(make_coverage(1, n_reports + N_EXTENSIONS))[n_reports:]
    return extend_store(path, further), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Print the measures, and return 1 where one is over its limit and that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--processes", type=int, default=200)
    parser.add_argument("--reports", type=int, default=50)
    parser.add_argument("--check", action="store_true", help="fail where a limit is passed")
    parser.add_argument("--skip-fold", action="store_true", help="do not fold in memory first")
    asked = parser.parse_args()
    coverage = list(make_coverage(asked.processes, asked.reports))
    if not asked.skip_fold:
        time_fold(coverage)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.db"
        build_store(coverage, path)
        del coverage
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            taken, memory = pool.submit(use_record, path, asked.reports).result()
    median, cpu = (statistics.median(column) for column in zip(*taken, strict=True))
    print(f"one more report {median * 1000:.0f} ms, of the processor {cpu * 1000:.0f} ms (medians of {len(taken)})")
    print(f"memory for open, show and extend {memory:.0f} MB")
    return int(asked.check and (median > UPDATE_LIMIT_S or memory > MEMORY_LIMIT_MB))


if __name__ == "__main__":
    sys.exit(main())
