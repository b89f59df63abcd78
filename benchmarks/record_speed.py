"""How long the record takes to fold: `python -m benchmarks.record_speed [--processes N] [--reports N]`.

In: numbers of processes and of reports for each. Out: seconds and megabytes, one measure a line. The coverage is made
up: every process has rounds with plans and recaps, promises that are told again and reaffirmed, progress, relations and quotes, as a desk
would collect them; its texts differ as much as those of different outlets do.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta

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


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--processes", type=int, default=200)
    parser.add_argument("--reports", type=int, default=50)
    asked = parser.parse_args()
    coverage = list(make_coverage(asked.processes, asked.reports))
    readings = {version.id: reading for version, reading in coverage}
    start = time.perf_counter()
    stories = tell_stories([version for version, _ in coverage], readings)
    told = time.perf_counter()
    ledger = fold_ledger(list(readings.values()), stories)
    folded = time.perf_counter()
    print(f"reports {len(coverage)}, processes {len(ledger.processes)}, meetings {sum(len(one.meetings) for one in ledger.processes)}")
    print(f"stories {told - start:.2f} s")
    print(f"fold {folded - told:.2f} s")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
