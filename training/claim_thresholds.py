"""How sure the claim head must be: `python -m training.claim_thresholds --stream FILE.jsonl.gz [--beta 0.8]`.

In: the development reports of the corpus, and items of the stream that nothing learnt from. Out: for every kind of claim the thresholds of
`communique.reading.weighing` (`KEPT` for what the grammar found, `SURE` for what the head proposes) with the best F-score, where
precision counts for more than recall by `--beta` below one.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from communique.evaluation.guideline import to_guide
from communique.evaluation.scoring import KINDS, GuideClaim, Tally, score_items
from communique.language.analyser import Analyser
from communique.model.claims import Claim, kind_of
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import ClaimKind
from communique.reading import weighing
from communique.reading.claim_head import load_claim_head
from communique.reading.grammar import Grammar
from communique.reading.parties import Parties
from communique.reading.references import TextReferences
from communique.reading.text import Text
from communique.reading.traits import find_traits
from training.corpus.validate import HERE, read_corpus, read_stream, to_item

GRID = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
GUIDE_KINDS = {
    "meeting": (ClaimKind.MEETING,),
    "commitment": (ClaimKind.COMMITMENT,),
    "status": (ClaimKind.PROGRESS, ClaimKind.STANDING),
    "relation": (ClaimKind.RELATION,),
    "refusal": (ClaimKind.REFUSAL,),
    "demand": (ClaimKind.DEMAND,),
    "statement": (ClaimKind.STATEMENT,),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim with the head's probability; `is_own` tells that the head proposed it."""

    claim: Claim
    likely: float
    is_own: bool


@dataclass(frozen=True, slots=True)
class Case:
    """An annotated text with everything that could be shown of it."""

    gold: list[GuideClaim]
    candidates: list[Candidate]


def gather(items: Sequence[dict[str, Any]]) -> Iterator[Case]:
    """Yield the cases of annotated items."""
    analyses = Analyser.load().analyse_all((item["text"], item["published_at"]) for item in items)
    for item, analysis in zip(items, analyses, strict=True):
        text = Text(analysis, Version(hash_text(item["text"]), item["text"], published_at=item["published_at"]))
        parties = Parties(text, TextReferences(text))
        grammar = Grammar(text, parties)
        found = grammar.claims
        candidates = []
        if analysis.vectors:
            judge = weighing.Weighing(text, parties, load_claim_head().score(find_traits(text, parties, found), analysis.vectors), grammar)
            for claim in found:
                weighed, likely = judge.judge(claim)
                if claim.provenance.score >= weighing.SHOWN:
                    candidates.append(Candidate(weighed, likely, False))
            candidates += [Candidate(claim, likely, True) for claim, likely in judge.candidates()]
        yield Case(item["claims"], candidates)


def choose(case: Case, kind: ClaimKind, kept: float, sure: float) -> list[GuideClaim]:
    """What is shown of a kind with these thresholds."""
    shown = [c.claim for c in case.candidates if not c.is_own and kind_of(c.claim) is kind and c.likely >= kept]
    for candidate in case.candidates:
        if candidate.is_own and kind_of(candidate.claim) is kind and candidate.likely >= sure:
            span = candidate.claim.provenance.span
            if not any(weighing.is_same_place(span, other.provenance.span) for other in shown):
                shown.append(candidate.claim)
    return [guide for claim in shown for guide in [to_guide(claim)] if guide is not None]


def f_score(tally: Tally, beta: float) -> float:
    """The F-score of right claims."""
    wanted = beta * beta * tally.wanted
    return (1 + beta * beta) * tally.right / (tally.found + wanted) if tally.found + wanted else 0.0


def main() -> None:
    """Print the thresholds and what they give on each set."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--stream", type=Path, required=True)
    command.add_argument("--items", default="tuned.jsonl", help="the file of the stream that nothing learnt from")
    command.add_argument("--beta", type=float, default=0.8)
    arguments = command.parse_args()
    sets = {
        "reports": list(gather([to_item(report, "guide") for report in read_corpus(split="dev")])),
        "stream": list(gather(read_stream(HERE / "stream", arguments.stream, arguments.items))),
    }

    cases = [case for part in sets.values() for case in part]
    picked: dict[ClaimKind, tuple[float, float]] = {}
    for guide, kinds in GUIDE_KINDS.items():
        for kind in kinds:
            best = (-1.0, 0.0, 0.0)
            for kept in GRID:
                for sure in GRID[5:]:
                    items = []
                    for case in cases:
                        gold = [c for c in case.gold if c["type"] == guide and (guide != "status" or c.get(kind.value))]
                        items.append((gold, choose(case, kind, kept, sure)))
                    tally = score_items(items).kinds[guide]
                    best = max(best, (f_score(tally, arguments.beta), kept, sure))
            picked[kind] = best[1:]
            print(f"{kind.value}: F {100 * best[0]:.1f}, kept {best[1]}, sure {best[2]}", flush=True)
    for name, part in sets.items():
        scores = score_items((case.gold, [g for kind, (k, s) in picked.items() for g in choose(case, kind, k, s)]) for case in part)
        total = scores.overall.strict
        print(f"{name}: P {total.precision:.1f} R {total.recall:.1f} F1 {total.f1:.1f}, false items {scores.false_share:.1f}")
        for guide in KINDS:
            rates = scores.kinds[guide].strict
            print(f"  {guide}: P {rates.precision:.1f} R {rates.recall:.1f} F1 {rates.f1:.1f} of {scores.kinds[guide].wanted}")
    print({name: round(float(np.mean(values)), 3) for name, values in scores.attributes.items()})


if __name__ == "__main__":
    main()
