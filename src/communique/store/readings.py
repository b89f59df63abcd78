"""Versions and readings as rows: what was published, and what was read out of it.

In: versions and readings, or the ids of such. Out: rows, and from rows the same again. Every function belongs to the transaction of its
connection.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, insert

from communique.model.analysis import Entity, TimeExpression
from communique.model.claims import (
    ActorMention,
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    Reading,
    ReaffirmationClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
    claim_id,
    kind_of,
)
from communique.model.errors import StoreError
from communique.model.sources import Link, Version
from communique.model.vocabulary import ClaimKind
from communique.store import tables
from communique.store.codec import decode, decode_many, encode
from communique.store.merging import merge_versions
from communique.store.rows import insert_rows, select_in

_CLAIM_TYPES: dict[str, type] = {
    ClaimKind.MEETING: MeetingClaim,
    ClaimKind.COMMITMENT: CommitmentClaim,
    ClaimKind.REAFFIRMATION: ReaffirmationClaim,
    ClaimKind.PROGRESS: ProgressClaim,
    ClaimKind.STANDING: StandingClaim,
    ClaimKind.RELATION: RelationClaim,
    ClaimKind.REFUSAL: StanceClaim,
    ClaimKind.DEMAND: StanceClaim,
    ClaimKind.PROPOSAL: StanceClaim,
    ClaimKind.EXPECTATION: StanceClaim,
    ClaimKind.STATEMENT: StatementClaim,
}
_VERSION_FIELDS = tuple(column.name for column in tables.version.columns if column.name != "links")


# --- versions -----------------------------------------------------------------------------------------------------------------


def select_versions(connection: Connection, ids: Iterable[str]) -> list[Version]:
    """Return the stored versions with these ids."""
    return [read_version(row) for row in select_in(connection, tables.version, "id", ids)]


def read_version(row: Any) -> Version:
    """Return the version of a row."""
    return Version(links=decode_many(Link, row["links"]), **{name: row[name] for name in _VERSION_FIELDS})


def version_row(version: Version) -> dict[str, Any]:
    """Return the row of a version."""
    return {"links": encode(version.links), **{name: getattr(version, name) for name in _VERSION_FIELDS}}


def write_version(connection: Connection, version: Version, known: Version | None) -> bool:
    """Store a version, and tell whether that changed anything."""
    if known is None:
        connection.execute(insert(tables.version), [version_row(version)])
        return True
    merged = merge_versions(known, version)
    if merged == known:
        return False
    connection.execute(tables.version.update().where(tables.version.c.id == version.id).values(version_row(merged)))
    return True


def check_reading(reading: Reading, texts: dict[str, str]) -> None:
    """Let no claim in whose words are not verbatim in an immutable version."""
    remedy = "Read the version again with the same text that was stored."
    text = texts.get(reading.version)
    if text is None:
        raise StoreError(f"A reading is of the version {reading.version}, which is not stored.", "Add the version with it.")
    for claim in reading.claims:
        span = claim.provenance.span
        if span.version != reading.version or text[span.start : span.end] != span.exact or not span.exact:
            raise StoreError(
                f"{claim_id(claim)} quotes {span.exact!r:.60}, which does not stand at {span.start} of {span.version}.", remedy
            )


def write_reading(connection: Connection, reading: Reading) -> None:
    """Store a reading in place of the one that was there."""
    connection.execute(delete(tables.claim).where(tables.claim.c.version == reading.version))
    connection.execute(delete(tables.actor_mention).where(tables.actor_mention.c.version == reading.version))
    connection.execute(delete(tables.reading).where(tables.reading.c.version == reading.version))
    head = {"sentences": encode(reading.sentences), "entities": encode(reading.entities), "times": encode(reading.times)}
    connection.execute(insert(tables.reading), [{"version": reading.version, "date": reading.date, **head}])
    insert_rows(connection, tables.claim, [_claim_row(claim, position) for position, claim in enumerate(reading.claims)])
    mentions = [
        {
            "version": reading.version,
            "position": position,
            "name": mention.name,
            "kind": mention.kind,
            "side": mention.side,
            "payload": encode(mention),
        }
        for position, mention in enumerate(reading.actors)
    ]
    insert_rows(connection, tables.actor_mention, mentions)


def _claim_row(claim: Claim, position: int) -> dict[str, Any]:
    provenance = claim.provenance
    return {
        "version": provenance.span.version,
        "position": position,
        "id": claim_id(claim),
        "kind": kind_of(claim).value,
        "start": provenance.span.start,
        "end": provenance.span.end,
        "factuality": provenance.factuality.value,
        "score": provenance.score,
        "reader": provenance.reader,
        "payload": encode(claim),
    }


def read_claim(kind: str, payload: str) -> Claim:
    """Return a stored claim.

    Raises:
        StoreError: the kind is unknown, or the row is damaged.
    """
    if kind not in _CLAIM_TYPES:
        raise StoreError(f"A stored claim has the unknown kind {kind!r}.", "Read the sources again into a new record.")
    claim: Claim = decode(_CLAIM_TYPES[kind], payload)
    return claim


def read_claims(connection: Connection, versions: Iterable[str]) -> dict[str, list[Claim]]:
    """Return the claims of versions that were read, in text order."""
    found: dict[str, list[Claim]] = {row["version"]: [] for row in select_in(connection, tables.reading, "version", versions, "version")}
    rows = select_in(connection, tables.claim, "version", found, "version", "position", "kind", "payload")
    for row in sorted(rows, key=lambda row: (row["version"], row["position"])):
        found[row["version"]].append(read_claim(row["kind"], row["payload"]))
    return found


def read_readings(connection: Connection, versions: Iterable[str]) -> dict[str, Reading]:
    """Return the readings of versions, claims in text order, by version."""
    heads = select_in(connection, tables.reading, "version", versions)
    ids = [row["version"] for row in heads]
    claims = read_claims(connection, ids)
    actors: defaultdict[str, list[ActorMention]] = defaultdict(list)
    for row in sorted(select_in(connection, tables.actor_mention, "version", ids), key=lambda row: (row["version"], row["position"])):
        actors[row["version"]].append(decode(ActorMention, row["payload"]))
    return {row["version"]: make_reading(row, claims[row["version"]], actors[row["version"]]) for row in heads}


def make_reading(head: Any, claims: Iterable[Claim], actors: Iterable[ActorMention]) -> Reading:
    """Return a reading from its row and what belongs to it, each in order."""
    return Reading(
        version=head["version"],
        claims=tuple(claims),
        actors=tuple(actors),
        sentences=decode_many(tuple[int, int], head["sentences"]),
        entities=decode_many(Entity, head["entities"]),
        times=decode_many(TimeExpression, head["times"]),
        date=head["date"],
    )
