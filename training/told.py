"""What the reader in the package makes of the corpus, beside what its ledgers know.

In: the reports that may be developed on, of processes with a ledger. Out: their readings, and the claims among them that the annotation has
too, each with what is known of it: the entries of the ledger that it is of, and the kind of a meeting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.language.analyser import Analyser
from communique.model.claims import Claim, MeetingClaim, Promised, Reading
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import ClaimKind
from communique.reading.reader import JointReader
from communique.reading.text import Text
from communique.reading.weighing import SHOWN
from training.corpus.ledgers import PROMISES, read_ledger, tie
from training.corpus.validate import read_corpus

N_FOLDS = 5
"""Processes are measured in so many folds, in turn: what is fitted on the others tells of those of one."""


@dataclass(frozen=True, slots=True)
class Told:
    """One report as it was read. `tied` has claims that the annotation has too, with what it says of each."""

    process: str
    version: Version
    text: Text
    reading: Reading
    tied: Sequence[tuple[Claim, Mapping[str, Any]]]


def read_told() -> dict[str, list[Told]]:
    """Return the reports of each process, by the name of the process, sorted."""
    known = [report for part in ("train", "dev") for report in read_corpus(split=part)]
    ledgers = {process: read_ledger(process) for process in {report.process for report in known}}
    reports = [report for report in known if ledgers[report.process]]
    analyses = Analyser.load().analyse_all((report.text, report.header["published_at"]) for report in reports)
    reader, told = JointReader(), defaultdict[str, list[Told]](list)
    for report, analysis in zip(reports, analyses, strict=True):
        version = Version(hash_text(report.text), report.text, published_at=report.header["published_at"])
        reading = reader.read(version, analysis)
        tied = [(claim, gold) for gold in tie(report, ledgers[report.process] or {}) if (claim := _find(gold, reading))]
        told[report.process].append(Told(report.process, version, Text(analysis, version), reading, tied))
    return dict(sorted(told.items()))


def _find(gold: Mapping[str, Any], reading: Reading) -> Claim | None:
    """Return the claim that shares most characters with an annotated meeting or promise, None where none of its sort does."""
    sort = MeetingClaim if gold["kind"] == ClaimKind.MEETING else Promised if gold["kind"] in PROMISES else ()
    found = [claim for claim in reading.claims if isinstance(claim, sort) and claim.provenance.score >= SHOWN]
    best = max(found, key=lambda claim: _shared(claim, gold), default=None)
    return best if best is not None and _shared(best, gold) > 0 else None


def _shared(claim: Claim, gold: Mapping[str, Any]) -> int:
    span = claim.provenance.span
    return min(span.end, int(gold["end"])) - max(span.start, int(gold["start"]))
