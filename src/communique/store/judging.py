"""Judgements as rows, and where the claims that they remember stand now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, select

from communique.model.judgements import ClaimMark, Judgement, in_order
from communique.store import tables
from communique.store.codec import decode, encode
from communique.store.rows import insert_rows, select_in


def read_judgements(connection: Connection) -> tuple[Judgement, ...]:
    """Return all judgements in order."""
    payloads = connection.execute(select(tables.judgement.c.payload)).scalars()
    return in_order(decode(Judgement, payload) for payload in payloads)


def write_judgements(connection: Connection, judgements: Iterable[Judgement]) -> int:
    """Store judgements; one that is there already is not stored twice. Return how many are new."""
    told = in_order(judgements)
    known = {row["id"] for row in select_in(connection, tables.judgement, "id", [one.id for one in told], "id")}
    new = [one for one in told if one.id not in known]
    insert_rows(connection, tables.judgement, [_row(one) for one in new])
    return len(new)


def _row(judgement: Judgement) -> dict[str, str]:
    target = judgement.targets[0].id if judgement.targets else ""
    head = {"id": judgement.id, "at": judgement.at, "by": judgement.by, "verb": judgement.verb.value}
    return {**head, "target": target, "payload": encode(judgement)}


def read_marks(connection: Connection, judgements: Iterable[Judgement]) -> dict[str, tuple[ClaimMark, ...]]:
    """Return the claims, as they are read now, of all versions that judgements speak of."""
    wanted = {mark.version for one in judgements for target in one.targets for mark in target.claims}
    found: defaultdict[str, list[ClaimMark]] = defaultdict(list)
    rows = select_in(connection, tables.claim, "version", wanted, "id", "kind", "version", "start", "end", "position")
    for row in sorted(rows, key=lambda row: (row["version"], row["position"])):
        found[row["version"]].append(ClaimMark(row["id"], row["kind"], row["version"], row["start"], row["end"]))
    return {version: tuple(marks) for version, marks in found.items()}
