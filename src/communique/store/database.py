"""The database that keeps sources, claims and the record: SQLite in one file by default, another database by URL.

In: versions and readings as they are made, and the ledger folded from them. Out: the same again, in a stable order. Every call is one
transaction: a process that is killed leaves all that was stored before and nothing by half.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Table, delete, insert, select

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
from communique.model.record import Change, Ledger, Story
from communique.model.sources import Link, Problem, Version
from communique.model.vocabulary import ClaimKind
from communique.store import tables
from communique.store.codec import decode, decode_many, encode
from communique.store.connection import begin, connect_engine, migrate, name_of, translate
from communique.store.entries import entry_rows, read_entries, read_story, story_rows
from communique.store.merging import merge_versions

WAIT_S = 5.0
"""How long a call waits for another process to finish its transaction."""

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
_RECORD = (tables.change, tables.story_version, tables.story, tables.entry)
_BATCH = 500
"""Ids per query: below the number of variables that any supported database takes."""


class Store:
    """An open database. Use it as a context manager, or call `close`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, target: str | Path, *, create: bool = True, wait_s: float = WAIT_S) -> Self:
        """Open the record at a path or an SQLAlchemy URL, make it where it is missing, and bring it to the newest schema.

        `create=False` is for those who only read: a missing file is then an error instead of an empty record.

        Raises:
            StoreUnwritable: the file or its folder cannot be written.
            StoreLocked: another process holds it for longer than `wait_s` seconds.
            StoreTooNew: a newer version of the package wrote it.
            StoreError: the file is no database, is damaged, belongs to another program, or is missing and not to be made.
        """
        engine = connect_engine(target, wait_s)
        is_file = engine.dialect.name == "sqlite" and engine.url.database not in (None, "", ":memory:")
        if is_file and not create and not Path(name_of(engine)).exists():
            raise StoreError(f"{name_of(engine)}: there is no record here.", "Read something first, or name the record's file with --db.")
        with ExitStack() as undo, translate(engine):
            undo.callback(engine.dispose)
            migrate(engine)
            undo.pop_all()
        return cls(engine)

    def close(self) -> None:
        """Give the file back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # --- sources and claims ---------------------------------------------------------------------------------------------------

    def add(self, versions: Sequence[Version], readings: Sequence[Reading] = ()) -> int:
        """Store versions and their readings in one transaction, and return how many versions are new.

        A version that is there already keeps its text and merges its metadata (`merge_versions`), so that the order of reading does not
        matter. A reading replaces the one that was there.

        Raises:
            StoreError: a reading is of no stored version, or quotes words that are not at their place.
        """
        given: dict[str, Version] = {}
        for version in versions:
            given[version.id] = merge_versions(given[version.id], version) if version.id in given else version
        with begin(self._engine, writes=True) as connection:
            known = {version.id: version for version in _select_versions(connection, given)}
            n_written = sum([_write_version(connection, version, known.get(key)) for key, version in sorted(given.items())])
            texts = {version.id: version.text for version in _select_versions(connection, {reading.version for reading in readings})}
            for reading in readings:
                _check_reading(reading, texts)
                _write_reading(connection, reading)
            if n_written or readings:
                _count_change(connection)
        return len(given.keys() - known.keys())

    def add_versions(self, versions: Sequence[Version]) -> int:
        """Store versions that are still to be read, as in `add`, and return how many are new."""
        return self.add(versions)

    def add_reading(self, reading: Reading) -> None:
        """Store the reading of a stored version, as in `add`."""
        self.add((), (reading,))

    def merged(self, version: Version) -> Version:
        """Return the version as `add` would store it. Where its date differs from the stored one, it has to be read again."""
        with begin(self._engine, writes=False) as connection:
            known = _select_versions(connection, {version.id})
        return merge_versions(known[0], version) if known else version

    def has(self, version_id: str) -> bool:
        """Tell whether a version is stored and was read."""
        with begin(self._engine, writes=False) as connection:
            return connection.execute(select(tables.reading.c.version).where(tables.reading.c.version == version_id)).first() is not None

    def versions(self) -> tuple[Version, ...]:
        """Return all versions by path, then id."""
        with begin(self._engine, writes=False) as connection:
            rows = connection.execute(select(tables.version)).mappings().all()
        return tuple(sorted(map(_read_version, rows), key=lambda version: (version.path, version.id)))

    def readings(self) -> tuple[Reading, ...]:
        """Return all readings by version id, claims in text order."""
        claims: defaultdict[str, list[Claim]] = defaultdict(list)
        actors: defaultdict[str, list[ActorMention]] = defaultdict(list)
        with begin(self._engine, writes=False) as connection:
            for row in connection.execute(_ordered(tables.claim)).mappings():
                claims[row["version"]].append(_read_claim(row["kind"], row["payload"]))
            for row in connection.execute(_ordered(tables.actor_mention)).mappings():
                actors[row["version"]].append(decode(ActorMention, row["payload"]))
            rows = connection.execute(select(tables.reading).order_by(tables.reading.c.version)).mappings().all()
        found = [
            Reading(
                version=row["version"],
                claims=tuple(claims[row["version"]]),
                actors=tuple(actors[row["version"]]),
                sentences=decode_many(tuple[int, int], row["sentences"]),
                entities=decode_many(Entity, row["entities"]),
                times=decode_many(TimeExpression, row["times"]),
                date=row["date"],
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda reading: reading.version))

    # --- problems -------------------------------------------------------------------------------------------------------------

    def problems(self) -> tuple[Problem, ...]:
        """Return what could not be read, by path."""
        with begin(self._engine, writes=False) as connection:
            rows = connection.execute(select(tables.problem)).mappings().all()
        return tuple(sorted(Problem(row["path"], row["error"], row["remedy"]) for row in rows))

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Store problems; one that is there already is not stored twice."""
        with begin(self._engine, writes=True) as connection:
            _write_problems(connection, problems)

    def forget_problems(self, paths: Iterable[str]) -> None:
        """Remove the problems of paths that could be read now."""
        with begin(self._engine, writes=True) as connection:
            for path in sorted(set(paths)):
                connection.execute(delete(tables.problem).where(tables.problem.c.path == path))

    # --- the record -----------------------------------------------------------------------------------------------------------

    def revision(self) -> int:
        """Return how often the sources and their readings have changed: ask before reading what a record is folded from."""
        with begin(self._engine, writes=False) as connection:
            return _read_stamp(connection)[0]

    def is_folded(self) -> bool:
        """Tell whether the record was folded from all that is stored: False where a run ended between its last `add` and the fold."""
        with begin(self._engine, writes=False) as connection:
            sources, folded = _read_stamp(connection)
            if sources == folded:
                return True
            return sources == 0 and connection.execute(select(tables.version.c.id).limit(1)).first() is None

    def write_ledger(self, ledger: Ledger, revision: int | None = None) -> None:
        """Store the record in place of the one that was there. Its problems are added to those stored.

        `revision` is that of the sources from which it was folded, the present one where it is not given: with it, what another process
        adds meanwhile is known to be missing.

        Raises:
            StoreError: a story has a version that is not stored.
        """
        heads, story_versions, changes = story_rows(ledger.stories)
        with begin(self._engine, writes=True) as connection:
            _clear(connection)
            wanted = {row["version"] for row in story_versions}
            missing = sorted(wanted - {version.id for version in _select_versions(connection, wanted)})
            if missing:
                raise StoreError(f"The record has a version {missing[0]} that is not stored.", "Add the versions first.")
            _insert(connection, tables.entry, entry_rows(ledger))
            _insert(connection, tables.story, heads)
            _insert(connection, tables.story_version, story_versions)
            _insert(connection, tables.change, changes)
            _write_problems(connection, ledger.problems)
            sources, _ = _read_stamp(connection)
            _write_stamp(connection, sources, sources if revision is None else revision)

    def read_ledger(self) -> Ledger:
        """Return the record as it was written last; an empty one where none was.

        Raises:
            StoreError: a row is damaged.
        """
        with begin(self._engine, writes=False) as connection:
            processes, background = read_entries(connection.execute(select(tables.entry)).mappings().all())
            stories = _read_stories(connection)
        return Ledger(processes, background, stories, self.problems())

    def clear_record(self) -> None:
        """Remove the record; sources, claims and problems stay, and it can be folded again."""
        with begin(self._engine, writes=True) as connection:
            _clear(connection)
            _write_stamp(connection, _read_stamp(connection)[0], None)


def _read_stamp(connection: Connection) -> tuple[int, int | None]:
    """Return how often the sources have changed, and after which change the record was folded."""
    row = connection.execute(select(tables.fold.c.sources, tables.fold.c.folded)).first()
    return (row.sources, row.folded) if row else (0, None)


def _write_stamp(connection: Connection, sources: int, folded: int | None) -> None:
    connection.execute(delete(tables.fold))
    _insert(connection, tables.fold, [{"id": 1, "sources": sources, "folded": folded}])


def _count_change(connection: Connection) -> None:
    sources, folded = _read_stamp(connection)
    _write_stamp(connection, sources + 1, folded)


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _ordered(table: Table) -> Any:
    return select(table).order_by(table.c.version, table.c.position)


def _clear(connection: Connection) -> None:
    for table in _RECORD:
        connection.execute(delete(table))


def _write_problems(connection: Connection, problems: Iterable[Problem]) -> None:
    known = {Problem(row["path"], row["error"], row["remedy"]) for row in connection.execute(select(tables.problem)).mappings()}
    new = sorted(set(problems) - known)
    _insert(connection, tables.problem, [{"path": item.path, "error": item.error, "remedy": item.remedy} for item in new])


def _select_versions(connection: Connection, ids: Iterable[str]) -> list[Version]:
    wanted = sorted(set(ids))
    found: list[Version] = []
    for start in range(0, len(wanted), _BATCH):
        query = select(tables.version).where(tables.version.c.id.in_(wanted[start : start + _BATCH]))
        found.extend(_read_version(row) for row in connection.execute(query).mappings())
    return found


def _read_version(row: Any) -> Version:
    return Version(links=decode_many(Link, row["links"]), **{name: row[name] for name in _VERSION_FIELDS})


def _version_row(version: Version) -> dict[str, Any]:
    return {"links": encode(version.links), **{name: getattr(version, name) for name in _VERSION_FIELDS}}


def _write_version(connection: Connection, version: Version, known: Version | None) -> bool:
    """Store a version, and tell whether that changed anything."""
    if known is None:
        connection.execute(insert(tables.version), [_version_row(version)])
        return True
    merged = merge_versions(known, version)
    if merged == known:
        return False
    connection.execute(tables.version.update().where(tables.version.c.id == version.id).values(_version_row(merged)))
    return True


def _check_reading(reading: Reading, texts: dict[str, str]) -> None:
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


def _write_reading(connection: Connection, reading: Reading) -> None:
    connection.execute(delete(tables.claim).where(tables.claim.c.version == reading.version))
    connection.execute(delete(tables.actor_mention).where(tables.actor_mention.c.version == reading.version))
    connection.execute(delete(tables.reading).where(tables.reading.c.version == reading.version))
    head = {"sentences": encode(reading.sentences), "entities": encode(reading.entities), "times": encode(reading.times)}
    connection.execute(insert(tables.reading), [{"version": reading.version, "date": reading.date, **head}])
    _insert(connection, tables.claim, [_claim_row(claim, position) for position, claim in enumerate(reading.claims)])
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
    _insert(connection, tables.actor_mention, mentions)


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


def _read_claim(kind: str, payload: str) -> Claim:
    if kind not in _CLAIM_TYPES:
        raise StoreError(f"A stored claim has the unknown kind {kind!r}.", "Read the sources again into a new record.")
    claim: Claim = decode(_CLAIM_TYPES[kind], payload)
    return claim


def _read_stories(connection: Connection) -> tuple[Story, ...]:
    versions: defaultdict[str, list[Version]] = defaultdict(list)
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    joined = (
        select(tables.story_version, tables.version.c.text)
        .join(tables.version, tables.version.c.id == tables.story_version.c.version)
        .order_by(tables.story_version.c.story, tables.story_version.c.position)
    )
    for row in connection.execute(joined).mappings():
        versions[row["story"]].append(replace(decode(Version, row["payload"]), text=row["text"]))
    for row in connection.execute(select(tables.change).order_by(tables.change.c.story, tables.change.c.position)).mappings():
        changes[row["story"]].append(decode(Change, row["payload"]))
    heads = connection.execute(select(tables.story).order_by(tables.story.c.position)).mappings().all()
    return tuple(read_story(head, versions[head["id"]], changes[head["id"]], decode_many(str, head["processes"])) for head in heads)
