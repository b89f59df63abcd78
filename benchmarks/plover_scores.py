"""Scores of the mapping to PLOVER: `python -m benchmarks.plover_scores [--part dev|test|all] [--check] [--errors]`.

In: PLOVER's gold standard records for the CAMEO manual, sentences with one event each. Out: precision, recall and F1 of the types that a
negotiation has, micro-averaged over pairs of a sentence and a type; an event of another type is wanted by none, but counts against whatever
is found in its sentence. Records at even places are for development.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scoring import DEFAULT_DATA, hold_to_floors
from communique.evaluation.guideline import SHOWN
from communique.language.analyser import Analyser
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.publish.plover import find_events
from communique.reading.reader import JointReader

TYPES = ("AGREE", "CONSULT", "COOPERATE", "SUPPORT", "CONCEDE", "REJECT", "DEMAND", "RETREAT")


@dataclass(frozen=True, slots=True)
class GoldRecord:
    """A sentence with the type of its event."""

    id: str
    event: str
    text: str
    date: str


def read_gold(data: Path, part: str) -> Iterator[GoldRecord]:
    """Yield the records of one part."""
    rows = json.loads((data / "events" / "PLOVER_GSR_CAMEO.txt").read_text(encoding="utf-8"))
    kept = [row for row in rows if row["event"] != "DOCUMENT"]
    for place, row in enumerate(kept):
        if part == "all" or (place % 2 == 0) == (part == "dev"):
            yield GoldRecord(row["id"], row["event"], row["text"].strip("{}"), row["date"])


def measure(data: Path, part: str, errors: list[str]) -> dict[str, float]:
    """Precision, recall and F1 over all types, and F1 of each, in per cent; a line for each error goes into `errors`."""
    analyser, reader = Analyser.load(), JointReader()
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for gold in read_gold(data, part):
        version = Version(hash_text(gold.text), gold.text, published_at=gold.date)
        claims = [c for c in reader.read(version, analyser.analyse(gold.text, gold.date)).claims if c.provenance.score >= SHOWN]
        said = {event.event for event in find_events(claims)} & set(TYPES)
        wanted.update({gold.event} & set(TYPES))
        found.update(said)
        right.update(said & {gold.event})
        if said != ({gold.event} & set(TYPES)):
            errors.append(f"{gold.event} read as {sorted(said)}: {gold.text}")
    scores = {f"{name}_f1": 200 * right[name] / max(1, found[name] + wanted[name]) for name in TYPES}
    precision, recall = 100 * right.total() / max(1, found.total()), 100 * right.total() / max(1, wanted.total())
    return scores | {"precision": precision, "recall": recall, "f1": 200 * right.total() / max(1, found.total() + wanted.total())}


def main() -> None:
    """Print the scores and, with `--check`, fail where a floor is missed."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder with events/")
    command.add_argument("--part", choices=("dev", "test", "all"), default="test")
    command.add_argument("--check", action="store_true", help="fail where a floor is missed (floors are for the test part)")
    command.add_argument("--errors", action="store_true", help="list what was read as something else")
    arguments = command.parse_args()
    errors: list[str] = []
    scores = measure(arguments.data, arguments.part, errors)
    for name, value in scores.items():
        print(f"{name:<16}{value:>7.1f}")
    if arguments.errors:
        print("\n".join(errors))
    hold_to_floors("plover", scores, check=arguments.check)


if __name__ == "__main__":
    main()
