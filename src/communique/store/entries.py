"""The record as rows: one entry one row, in the order in which the ledger gives them.

In: a `Ledger`. Out: rows for the record's tables, and from such rows the same ledger. A process is one row without its entries; entries
that belong to no process carry no process id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping

from communique.model.errors import StoreError
from communique.model.record import Background, Change, Commitment, Conflict, Ledger, Meeting, Process, Relation, Statement, Story
from communique.model.sources import Version
from communique.store.codec import decode, encode, to_plain

Row = dict[str, Any]

KINDS: dict[str, type] = {
    "meeting": Meeting,
    "commitment": Commitment,
    "relation": Relation,
    "statement": Statement,
    "conflict": Conflict,
}
"""Kinds of entry and their types; the field of a process that holds them is the plural."""

_REMEDY = "Read the sources again: the record is rebuilt from them."


def entry_rows(ledger: Ledger) -> list[Row]:
    """Return the rows of the table `entry`, in ledger order."""
    rows: list[Row] = []
    for position, process in enumerate(ledger.processes):
        head = replace(process, meetings=(), commitments=(), relations=(), statements=(), conflicts=())
        rows.append({"id": process.id, "process": process.id, "kind": "process", "position": position, "payload": encode(head)})
        rows.extend(_filed(process, process.id))
    rows.extend(_filed(ledger.background, None))
    return [{"number": number, **row} for number, row in enumerate(rows, start=1)]


def _filed(folder: Process | Background, process: str | None) -> Iterator[Row]:
    for kind in KINDS:
        for position, item in enumerate(getattr(folder, f"{kind}s", ())):
            yield {"id": item.id, "process": process, "kind": kind, "position": position, "payload": encode(item)}


def read_entries(rows: Iterable[RowMapping]) -> tuple[tuple[Process, ...], Background]:
    """Return processes and background from the rows of the table `entry`, in whatever order they come.

    Raises:
        StoreError: a row is damaged, or names a kind or a process that is not there.
    """
    heads: dict[str, Process] = {}
    filed: dict[tuple[str | None, str], list[Any]] = {}
    for row in sorted(rows, key=lambda row: int(row["number"])):
        kind, process = row["kind"], row["process"]
        if kind == "process":
            heads[row["id"]] = decode(Process, row["payload"])
        elif kind in KINDS:
            filed.setdefault((process, kind), []).append(decode(KINDS[kind], row["payload"]))
        else:
            raise StoreError(f"Entry {row['id']} has the unknown kind {kind!r}.", _REMEDY)
    lost = sorted(process for process, _ in filed if process is not None and process not in heads)
    if lost:
        raise StoreError(f"Entries are filed under the process {lost[0]}, which is not there.", _REMEDY)
    processes = tuple(
        replace(
            head,
            meetings=tuple(filed.get((process, "meeting"), ())),
            commitments=tuple(filed.get((process, "commitment"), ())),
            relations=tuple(filed.get((process, "relation"), ())),
            statements=tuple(filed.get((process, "statement"), ())),
            conflicts=tuple(filed.get((process, "conflict"), ())),
        )
        for process, head in heads.items()
    )
    background = Background(
        meetings=tuple(filed.get((None, "meeting"), ())),
        commitments=tuple(filed.get((None, "commitment"), ())),
        relations=tuple(filed.get((None, "relation"), ())),
        statements=tuple(filed.get((None, "statement"), ())),
    )
    return processes, background


def story_rows(stories: Sequence[Story]) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the rows of `story`, `story_version` and `change`. The text of a version is not stored a second time."""
    heads, versions, changes = [], [], []
    for position, story in enumerate(stories):
        heads.append(
            {
                "id": story.id,
                "position": position,
                "title": story.title,
                "processes": encode(story.processes),
                "independent_witnesses": story.independent_witnesses,
            }
        )
        for place, version in enumerate(story.versions):
            payload = encode(replace(version, text=""))
            versions.append({"story": story.id, "position": place, "version": version.id, "payload": payload})
        for place, change in enumerate(story.changes):
            changes.append(
                {
                    "story": story.id,
                    "position": place,
                    "id": change.id,
                    "kind": to_plain(change.kind),
                    "significance": change.significance,
                    "payload": encode(change),
                }
            )
    return heads, versions, changes


def read_story(head: RowMapping, versions: Iterable[Version], changes: Iterable[Change], processes: tuple[str, ...]) -> Story:
    """Return a story from its row and what belongs to it, each in order."""
    return Story(
        id=head["id"],
        title=head["title"],
        processes=processes,
        independent_witnesses=head["independent_witnesses"],
        versions=tuple(versions),
        changes=tuple(changes),
    )
