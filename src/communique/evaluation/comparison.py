"""Readers side by side on the same annotated items.

In: gold items, a function that analyses a text, readers. Out: for each reader its scores, and the items that it could not read; such an
item counts as one in which it found nothing, so that a reader gains nothing by failing. Every text is analysed once for all readers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from communique.evaluation.gold import GoldItem
from communique.evaluation.guideline import SHOWN, to_guide
from communique.evaluation.scoring import GuideClaim, Scores, score_items
from communique.model.analysis import Analysis
from communique.model.errors import ReadingFailed
from communique.model.ids import hash_text
from communique.model.sources import Problem, Version
from communique.reading.reader import Reader

Analyse = Callable[[str, str | None], Analysis]
"""From a text and its dateline to its analysis."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How one reader did: its name, its scores, and the items that it could not read."""

    reader: str
    scores: Scores
    failures: tuple[Problem, ...] = field(default=())


def compare_readers(
    items: Sequence[GoldItem],
    analyse: Analyse,
    readers: Sequence[Reader],
    progress: Callable[[int, int, str], None] | None = None,
) -> tuple[Evaluation, ...]:
    """Return the evaluations in the order of the readers; `progress` takes the number of the item begun, of all items, and its key.

    Raises:
        ReaderStopped: a reader cannot go on.
    """
    found: list[list[tuple[GuideClaim, ...]]] = [[] for _ in readers]
    failures: list[list[Problem]] = [[] for _ in readers]
    for number, item in enumerate(items, start=1):
        if progress is not None:
            progress(number, len(items), item.key)
        version = Version(hash_text(item.text), item.text, path=item.key, published_at=item.published_at)
        analysis = analyse(item.text, item.published_at)
        for claims, failed, reader in zip(found, failures, readers, strict=True):
            try:
                claims.append(read_shown(reader, version, analysis))
            except ReadingFailed as error:
                claims.append(())
                failed.append(Problem(item.key, error.error, error.remedy))
    gold = [item.claims for item in items]
    return tuple(
        Evaluation(reader.name, score_items(zip(gold, claims, strict=True)), tuple(failed))
        for reader, claims, failed in zip(readers, found, failures, strict=True)
    )


def read_shown(reader: Reader, version: Version, analysis: Analysis) -> tuple[GuideClaim, ...]:
    """Return what a reader finds in a text and would show, in the words of the guideline.

    Raises:
        ReadingFailed: the reader cannot read this text.
        ReaderStopped: the reader cannot go on.
    """
    shown = (to_guide(claim) for claim in reader.read(version, analysis).claims if claim.provenance.score >= SHOWN)
    return tuple(claim for claim in shown if claim is not None)
