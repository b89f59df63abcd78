"""The ledgers of the corpus: which claims of a process's reports are of one meeting, and which of one promise.

In: `reports/<process>/ledger.json`, written by hand from the reports. Out: the same, and the claims of a report with the numbers of their
entries. A claim is named `<report>:<number>`, its place from 0 in the report's `.json`; a bulk claim can stand in several entries. What
cannot be tied to one entry is `open`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from training.corpus.validate import HERE, LEDGER, Claim, Report, find_quote

from communique.model.vocabulary import ClaimKind, MeetingKind, MeetingState

PROMISES = frozenset({ClaimKind.COMMITMENT, ClaimKind.REAFFIRMATION, ClaimKind.PROGRESS, ClaimKind.STANDING})
TIED = PROMISES | {ClaimKind.MEETING}
Ledger = dict[str, list[Any]]
Place = tuple[str, int, int]
"""Kind, first and last code point of a claim, by which it is known again once it has been located."""


def read_ledger(process: str, folder: Path = HERE) -> Ledger | None:
    """Return the ledger of a process: `meetings` and `commitments` with their `claims`, and `open`; None where it has none."""
    path = folder / "reports" / process / LEDGER
    ledger: Ledger | None = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    return ledger


def tie(report: Report, ledger: Ledger, folder: Path = HERE) -> list[Claim]:
    """Return the claims of a report, each with the numbers of its `entries`, and a meeting with the `meeting_kind` of its entry.

    Entries are numbered within the ledger, meetings first.
    """
    name = report.key.partition("/")[2]
    listed = json.loads((folder / "reports" / report.process / f"{name}.json").read_text(encoding="utf-8"))
    entries: defaultdict[str, list[int]] = defaultdict(list)
    kinds: dict[str, str] = {}
    for number, entry in enumerate([*ledger["meetings"], *ledger["commitments"]]):
        for claim in entry["claims"]:
            entries[claim].append(number)
            if number < len(ledger["meetings"]) and entry["kind"] != "other":
                kinds[claim] = entry["kind"]
    ids = dict(_places(listed, report.text, name))
    tied = []
    for claim in report.claims:
        key = ids.get((claim["kind"], claim["start"], claim["end"]), "")
        told: Claim = {"entries": entries.get(key, [])}
        if claim["kind"] == ClaimKind.MEETING:
            told["meeting_kind"] = claim["meeting_kind"] or kinds.get(key)
        tied.append(claim | told)
    return tied


def _places(listed: Sequence[Claim], text: str, name: str) -> Iterator[tuple[Place, str]]:
    for number, claim in enumerate(listed):
        span = find_quote(text, claim["quote"], int(claim.get("nth", 1)))
        if span is not None:
            yield (claim["kind"], *span), f"{name}:{number}"


def check_ledger(process: str, folder: Path = HERE) -> Iterator[str]:
    """Yield what is wrong with the ledger of a process."""
    ledger = read_ledger(process, folder)
    if ledger is None:
        return
    known = _kinds_of_claims(folder / "reports" / process)
    seen: Counter[str] = Counter(ledger.get("open", []))
    for entry in ledger["meetings"]:
        if entry.get("kind") not in {*MeetingKind, "other"} or entry.get("state") not in set(MeetingState):
            yield f"{process}: {LEDGER}: kind or state of a meeting: {entry}"
        yield from (f"{process}: {LEDGER}: {claim} is no meeting" for claim in entry["claims"] if known.get(claim) != ClaimKind.MEETING)
        seen.update(entry["claims"])
    for entry in ledger["commitments"]:
        if not entry.get("object"):
            yield f"{process}: {LEDGER}: a promise without an object: {entry}"
        yield from (f"{process}: {LEDGER}: {claim} is no promise" for claim in entry["claims"] if known.get(claim) not in PROMISES)
        seen.update(entry["claims"])
    yield from (
        f"{process}: {LEDGER}: {claim} is in no entry and not open" for claim, kind in known.items() if kind in TIED and not seen[claim]
    )


def _kinds_of_claims(folder: Path) -> Mapping[str, str]:
    return {
        f"{path.stem}:{number}": claim["kind"]
        for path in sorted(folder.glob("*.txt"))
        for number, claim in enumerate(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    }
