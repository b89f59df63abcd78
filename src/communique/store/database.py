"""The database that keeps sources, claims and the record: SQLite in one file by default, another database by URL.

In: versions and readings as they are made, and the ledger folded from them. Out: the same again, in a stable order. Every call is one
transaction: a process that is killed leaves all that was stored before and nothing by half.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, delete, select

from communique import __version__
from communique.model.claims import ActorMention, Claim, Reading
from communique.model.errors import StoreError
from communique.model.judgements import ClaimMark, Judgement, find_active
from communique.model.record import Change, Ledger, Story
from communique.model.sources import Problem, Version
from communique.record.settling import settle_rulings
from communique.store import tables
from communique.store.codec import decode
from communique.store.connection import begin, connect_engine, migrate, name_of, translate
from communique.store.entries import read_entries, read_story
from communique.store.judging import read_judgements, read_marks, write_judgements
from communique.store.kinship import read_kin
from communique.store.merging import merge_versions
from communique.store.readings import (
    check_reading,
    make_reading,
    read_claim,
    read_readings,
    read_version,
    select_versions,
    write_reading,
    write_version,
)
from communique.store.rows import delete_in, insert_rows, select_in
from communique.store.updating import dated_versions, read_stale, rebuild_record, update_record
from communique.stories.kinship import Kin

WAIT_S = 5.0
"""How long a call waits for another process to finish its transaction."""

_RECORD = (tables.change, tables.story_version, tables.story, tables.entry, tables.telling)


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
            known = {version.id: version for version in select_versions(connection, given)}
            written = {key for key, version in sorted(given.items()) if write_version(connection, version, known.get(key))}
            texts = {version.id: version.text for version in select_versions(connection, {reading.version for reading in readings})}
            for reading in readings:
                check_reading(reading, texts)
                write_reading(connection, reading)
            if changed := written | {reading.version for reading in readings}:
                _count_change(connection, changed)
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
            known = select_versions(connection, {version.id})
        return merge_versions(known[0], version) if known else version

    def has(self, version_id: str) -> bool:
        """Tell whether a version is stored and was read."""
        with begin(self._engine, writes=False) as connection:
            return connection.execute(select(tables.reading.c.version).where(tables.reading.c.version == version_id)).first() is not None

    def versions(self) -> tuple[Version, ...]:
        """Return all versions by path, then id."""
        with begin(self._engine, writes=False) as connection:
            rows = connection.execute(select(tables.version)).mappings().all()
        return tuple(sorted(map(read_version, rows), key=lambda version: (version.path, version.id)))

    def readings(self) -> tuple[Reading, ...]:
        """Return all readings by version id, claims in text order."""
        claims: defaultdict[str, list[Claim]] = defaultdict(list)
        actors: defaultdict[str, list[ActorMention]] = defaultdict(list)
        with begin(self._engine, writes=False) as connection:
            for row in connection.execute(select(tables.claim).order_by(tables.claim.c.version, tables.claim.c.position)).mappings():
                claims[row["version"]].append(read_claim(row["kind"], row["payload"]))
            mention = tables.actor_mention
            for row in connection.execute(select(mention).order_by(mention.c.version, mention.c.position)).mappings():
                actors[row["version"]].append(decode(ActorMention, row["payload"]))
            rows = connection.execute(select(tables.reading).order_by(tables.reading.c.version)).mappings().all()
        found = [make_reading(row, claims[row["version"]], actors[row["version"]]) for row in rows]
        return tuple(sorted(found, key=lambda reading: reading.version))

    def pending_versions(self) -> dict[str, str | None]:
        """Return the versions that are to be read, or read again since they have another date, by id with the date that they have now.

        A date can come from another version of the same article. Only articles with new or changed versions are looked at.
        """
        with begin(self._engine, writes=True) as connection:
            dated = dated_versions(connection)
            unread = select(tables.version.c.id).where(~tables.version.c.id.in_(select(tables.reading.c.version)))
            known = {row["version"]: row["date"] for row in select_in(connection, tables.reading, "version", dated, "version", "date")}
            missing = set(connection.execute(unread).scalars())
            versions = {version.id: version.written_at for version in select_versions(connection, missing - dated.keys())}
        dates = {**versions, **dated}
        return {key: date for key, date in sorted(dates.items()) if key not in known or known[key] != date}

    def select_versions(self, ids: Iterable[str]) -> dict[str, Version]:
        """Return stored versions by id."""
        with begin(self._engine, writes=False) as connection:
            return {version.id: version for version in select_versions(connection, ids)}

    def select_readings(self, versions: Iterable[str]) -> dict[str, Reading]:
        """Return stored readings by the id of their version."""
        with begin(self._engine, writes=False) as connection:
            return read_readings(connection, versions)

    def kin(self, versions: Iterable[str]) -> tuple[Kin, ...]:
        """Return which of the versions that the record was folded from share text with any of those given."""
        with begin(self._engine, writes=False) as connection:
            return tuple(read_kin(connection, versions))

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
            return read_stamp(connection).sources

    def is_folded(self) -> bool:
        """Tell whether the record is what this version of the package makes of all that is stored.

        It is not where a run ended between its last `add` and the fold, where a judgement was stored since, or where another version of the
        package has folded it.
        """
        with begin(self._engine, writes=False) as connection:
            stamp = read_stamp(connection)
            if stamp.sources == 0 and connection.execute(select(tables.version.c.id).limit(1)).first() is None:
                return not stamp.is_turned(read_judgements(connection))
            return stamp.is_current() and not read_stale(connection) and not stamp.is_turned(read_judgements(connection))

    def update(self) -> None:
        """Bring the record up to date with what was added and judged since it was folded last; the result is that of `rebuild`.

        Cost: that of folding the processes that the new reports speak of. Everything is folded anew where the record was folded by another
        version of the package, or not at all.
        """
        with begin(self._engine, writes=True) as connection:
            stamp = read_stamp(connection)
            if stamp.is_current_rules():
                update_record(connection, stamp.judged)
            else:
                rebuild_record(connection)
            _write_folded(connection, stamp)

    def rebuild(self) -> None:
        """Fold the whole record anew from sources, claims and judgements."""
        with begin(self._engine, writes=True) as connection:
            stamp = read_stamp(connection)
            rebuild_record(connection)
            _write_folded(connection, stamp)

    def read_ledger(self) -> Ledger:
        """Return the record as it was folded last; an empty one where it was not.

        Raises:
            StoreError: a row is damaged.
        """
        with begin(self._engine, writes=False) as connection:
            processes, background = read_entries(connection.execute(select(tables.entry)).mappings().all())
            stories = _read_stories(connection, [process.id for process in processes])
            judgements = read_judgements(connection)
            marks = read_marks(connection, judgements)
        ledger = Ledger(processes, background, stories, self.problems())
        return replace(ledger, judgements=settle_rulings(judgements, ledger, marks))

    def clear_record(self) -> None:
        """Remove the record; sources, claims, judgements and problems stay, and it can be folded again."""
        with begin(self._engine, writes=True) as connection:
            for table in _RECORD:
                connection.execute(delete(table))
            _write_stamp(connection, Stamp(read_stamp(connection).sources))

    # --- judgements -----------------------------------------------------------------------------------------------------------

    def judgements(self) -> tuple[Judgement, ...]:
        """Return all judgements in order."""
        with begin(self._engine, writes=False) as connection:
            return read_judgements(connection)

    def find_claims(self, prefix: str) -> tuple[ClaimMark, ...]:
        """Return the claims whose id begins with `prefix`, unsure ones too, sorted; one of several that share an id."""
        claim = tables.claim.c
        query = select(claim.id, claim.kind, claim.version, claim.start, claim.end).where(claim.id.between(prefix, f"{prefix}~"))
        with begin(self._engine, writes=False) as connection:
            found = {row.id: ClaimMark(row.id, row.kind, row.version, row.start, row.end) for row in connection.execute(query)}
        return tuple(found[key] for key in sorted(found) if key.startswith(prefix))

    def add_judgements(self, judgements: Iterable[Judgement]) -> int:
        """Store judgements and return how many are new. They are kept for good: taking one back is a judgement as well."""
        with begin(self._engine, writes=True) as connection:
            return write_judgements(connection, judgements)


@dataclass(frozen=True, slots=True)
class Stamp:
    """How often the sources have changed; after which change, by which version of the package and obeying what the record was folded."""

    sources: int = 0
    folded: int | None = None
    maker: str | None = None
    judged: tuple[str, ...] = ()

    def is_current_rules(self) -> bool:
        """Tell whether the record was folded at all, and by this version of the package."""
        return self.folded is not None and self.maker == __version__

    def is_current(self) -> bool:
        """Tell whether nothing was added since."""
        return self.is_current_rules() and self.folded == self.sources

    def is_turned(self, judgements: Iterable[Judgement]) -> bool:
        """Tell whether other judgements hold than those that the record obeys."""
        return {judgement.id for judgement in find_active(judgements)} != set(self.judged)


def read_stamp(connection: Connection) -> Stamp:
    """Return the stamp of the record."""
    row = connection.execute(select(tables.fold)).first()
    return Stamp(row.sources, row.folded, row.maker, tuple(json.loads(row.judged or "[]"))) if row else Stamp()


def _write_stamp(connection: Connection, stamp: Stamp) -> None:
    connection.execute(delete(tables.fold))
    row = {"id": 1, "sources": stamp.sources, "folded": stamp.folded, "maker": stamp.maker, "judged": json.dumps(stamp.judged)}
    insert_rows(connection, tables.fold, [row])


def _write_folded(connection: Connection, stamp: Stamp) -> None:
    judged = tuple(sorted(judgement.id for judgement in find_active(read_judgements(connection))))
    _write_stamp(connection, Stamp(stamp.sources, stamp.sources, __version__, judged))


def _count_change(connection: Connection, versions: set[str]) -> None:
    stamp = read_stamp(connection)
    _write_stamp(connection, replace(stamp, sources=stamp.sources + 1))
    delete_in(connection, tables.stale, "version", versions)
    insert_rows(connection, tables.stale, [{"version": version, "since": stamp.sources + 1} for version in sorted(versions)])


def _write_problems(connection: Connection, problems: Iterable[Problem]) -> None:
    known = {Problem(row["path"], row["error"], row["remedy"]) for row in connection.execute(select(tables.problem)).mappings()}
    new = sorted(set(problems) - known)
    insert_rows(connection, tables.problem, [{"path": item.path, "error": item.error, "remedy": item.remedy} for item in new])


def _read_stories(connection: Connection, processes: Sequence[str]) -> tuple[Story, ...]:
    """Return the stories; `processes` are the ids of the processes in the order of the record."""
    versions: defaultdict[str, list[Version]] = defaultdict(list)
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    told: defaultdict[str, set[str]] = defaultdict(set)
    story_version = tables.story_version
    joined = (
        select(story_version, tables.version.c.text)
        .join(tables.version, tables.version.c.id == story_version.c.version)
        .order_by(story_version.c.story, story_version.c.position)
    )
    for row in connection.execute(joined).mappings():
        versions[row["story"]].append(replace(decode(Version, row["payload"]), text=row["text"]))
    for row in connection.execute(select(tables.change).order_by(tables.change.c.story, tables.change.c.position)).mappings():
        changes[row["story"]].append(decode(Change, row["payload"]))
    telling = tables.telling.c
    tellings = select(story_version.c.story, telling.process).join(tables.telling, telling.version == story_version.c.version)
    for story, process in connection.execute(tellings):
        told[story].add(process)
    order = {process: index for index, process in enumerate(processes)}
    heads = sorted(connection.execute(select(tables.story)).mappings(), key=lambda head: (head["rank"], head["id"]))
    return tuple(
        read_story(head, versions[head["id"]], changes[head["id"]], tuple(sorted(told[head["id"]], key=order.__getitem__)))
        for head in heads
    )
