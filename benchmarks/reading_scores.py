"""Scores of the reading: `python -m benchmarks.reading_scores [--part dev|test] [--shared ../shared] [--check] [--explain TYPE]`.

Three sources, by one rule (`communique.evaluation`): the reports of the project's own corpus, by processes that a part keeps to itself;
real items of the news stream annotated by reference; and annotated items from elsewhere in `gold/claims_dev.jsonl`. The latter two
are read where `--shared` has them. No weights were trained on any of them; thresholds were set on `own` and `stream` of the part `dev`.
The part `test` (of the corpus, and `held_out` items of the stream) is looked at once per release. The pace is that of reading over texts
that were analysed before.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.corpus.validate import HERE, read_corpus, read_stream, to_item

from benchmarks.scoring import hold_to_floors
from communique.evaluation.guideline import SHOWN, to_guide
from communique.evaluation.scoring import KINDS, GuideClaim, Scores, agree, pair_claims, score_items
from communique.language.analyser import Analyser
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.reading.reader import JointReader

CERTAIN = 0.9
"""Of claims scored at least so high, 90 of a hundred must be right."""


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An annotated item with what was read from it; `scores` runs parallel to `found`."""

    key: str
    text: str
    gold: list[GuideClaim]
    found: list[GuideClaim]
    scores: list[float]


@dataclass(slots=True)
class Clock:
    """Seconds spent on analysing and on reading."""

    analysis_s: float = 0.0
    reading_s: float = 0.0


def read_items(items: Sequence[dict[str, Any]], analyser: Analyser, clock: Clock) -> list[ReadItem]:
    """Analyse and read the items of one source."""
    reader = JointReader()
    found = []
    for item in items:
        version = Version(hash_text(item["text"]), item["text"], published_at=item["published_at"])
        began = time.perf_counter()
        analysis = analyser.analyse(item["text"], item["published_at"])
        parsed = time.perf_counter()
        reading = reader.read(version, analysis)
        clock.analysis_s += parsed - began
        clock.reading_s += time.perf_counter() - parsed
        shown = [(c.provenance.score, g) for c in reading.claims if c.provenance.score >= SHOWN for g in [to_guide(c)] if g is not None]
        found.append(ReadItem(item["key"], item["text"], item["claims"], [g for _, g in shown], [s for s, _ in shown]))
    return found


def list_sources(part: str, shared: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the name and the items of every source that is there."""
    yield "own", [to_item(report, "guide") for report in read_corpus(split=part)]
    stream = shared / "data" / "stream" / "current_events_2002_2024.jsonl.gz"
    if stream.exists() and part == "test":
        yield "held_out", read_stream(HERE / "stream", stream, "held_out.jsonl")
    elif stream.exists():
        yield "stream", read_stream(HERE / "stream", stream, "tuned.jsonl")
    gold = shared / "gold" / "claims_dev.jsonl"
    if gold.exists():
        yield "gold", [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]


def measure(name: str, scores: Scores, items: Sequence[ReadItem]) -> Iterator[tuple[str, float]]:
    """Yield the measures of one source, per cent."""
    total = scores.overall.strict
    for label, value in (("precision", total.precision), ("recall", total.recall), ("f1", total.f1)):
        yield f"{name}_{label}", round(value, 1)
    for kind, tally in scores.kinds.items():
        if tally.wanted or tally.found:
            yield f"{name}_{kind}_precision", round(tally.strict.precision, 1)
            yield f"{name}_{kind}_recall", round(tally.strict.recall, 1)
            yield f"{name}_{kind}_f1", round(tally.strict.f1, 1)
    for attribute, values in sorted(scores.attributes.items()):
        yield f"{name}_{attribute}", round(100 * sum(values) / len(values), 1)
    if scores.empty_items:
        yield f"{name}_clean", round(100 - 100 * scores.false_items / scores.empty_items, 1)
    yield f"{name}_certain", round(certainty(items), 1)


def certainty(items: Sequence[ReadItem]) -> float:
    """Return how many of a hundred claims scored `CERTAIN` or more are right; those paired with optional gold are left out."""
    n_right = n_sure = 0
    for item in items:
        for kind in KINDS:
            gold = [c for c in item.gold if c["type"] == kind]
            numbers = [n for n, c in enumerate(item.found) if c["type"] == kind]
            partner = {numbers[f]: gold[g] for g, f in pair_claims(gold, [item.found[n] for n in numbers])}
            for n in numbers:
                if item.scores[n] >= CERTAIN and not partner.get(n, {}).get("optional"):
                    n_sure += 1
                    n_right += n in partner and agree(partner[n], item.found[n])
    return 100 * n_right / n_sure if n_sure else 0.0


def explain(items: Sequence[ReadItem], kind: str) -> Iterator[str]:
    """Yield what was missed, invented or wrong in its main attribute, one line each."""
    for item in items:
        gold = [c for c in item.gold if c["type"] == kind]
        found = [c for c in item.found if c["type"] == kind]
        pairs = pair_claims(gold, found)
        for g, claim in enumerate(gold):
            if not claim.get("optional") and g not in dict(pairs):
                yield f"{item.key} missed: {_quote(item, claim)}"
        for f, claim in enumerate(found):
            if f not in {n for _, n in pairs}:
                yield f"{item.key} invented: {_quote(item, claim)}"
        for g, f in pairs:
            if not agree(gold[g], found[f]):
                yield f"{item.key} differs: {_quote(item, gold[g])} / {_quote(item, found[f])}"


def _quote(item: ReadItem, claim: GuideClaim) -> str:
    start, end = claim["anchor"]
    values = {k: v for k, v in claim.items() if k not in {"type", "anchor", "what"} and v not in (None, [], ())}
    return f"«{item.text[start:end]}» {values}"


def main() -> None:
    """Print the scores and, with `--check`, fail where a floor is missed."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--part", choices=("train", "dev", "test"), default="dev", help="part of the own corpus")
    command.add_argument("--shared", type=Path, default=Path("..") / "shared", help="folder with gold/ and data/stream/")
    command.add_argument("--check", action="store_true", help="fail where a floor is missed (floors are for the dev part)")
    command.add_argument("--explain", choices=KINDS, help="list the errors of one type of claim instead of scores")
    arguments = command.parse_args()
    analyser, clock = Analyser.load(), Clock()
    measures: dict[str, float] = {}
    for name, items in list_sources(arguments.part, arguments.shared):
        read = read_items(items, analyser, clock)
        if arguments.explain:
            print("\n".join(explain(read, arguments.explain)))
            continue
        measures |= measure(name, score_items((item.gold, item.found) for item in read), read)
    if arguments.explain:
        return
    measures["reading_share"] = round(100 * clock.reading_s / clock.analysis_s, 1)
    print(json.dumps(measures, indent=1))
    hold_to_floors("reading", measures, check=arguments.check, is_partial=True)


if __name__ == "__main__":
    main()
