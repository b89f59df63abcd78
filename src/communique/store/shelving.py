"""Filing kept up to date: what versions stake out, which processes there are, and in which folder each claim lies.

In: versions whose claims, names or stories have changed. Out: the tables of stakes, look-ups and filings as a fold of everything makes
them, and the folders whose content has changed. A look-up notes for which parties it asked and what the answer rested on (`Groups.answer`);
only versions whose answer has changed are filed anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, exists, func, select

from communique.model.claims import Claim
from communique.model.judgements import Judgement
from communique.record.actors import Directory
from communique.record.filing import Desk, Filed
from communique.record.folding import is_sure
from communique.record.processes import Context, Group, Groups, Pact, Parties, Stake, find_declared, stake_out
from communique.record.rulings import Rulings
from communique.record.witnesses import Witnesses
from communique.store import tables
from communique.store.naming import directory_of_claims, read_directory
from communique.store.readings import read_claims
from communique.store.rows import Row, replace_rows, select_in

_BETWEEN, _HEAD = "\x1f", "\x1e"


@dataclass(frozen=True, slots=True)
class Told:
    """The sure claims of one version under canonical names, in order of the text, each with its position in the reading."""

    claims: tuple[Claim, ...]
    positions: Mapping[Claim, int]


def tell(claims: Sequence[Claim], directory: Directory, rulings: Rulings, witnesses: Witnesses) -> Told:
    """Return what one version says for the record; of claims that are the same under canonical names the first counts."""
    positions: dict[Claim, int] = {}
    for position, claim in enumerate(claims):
        if is_sure(claim, rulings):
            positions.setdefault(directory.rewrite(claim), position)
    return Told(tuple(witnesses.sort(positions)), positions)


def tell_versions(connection: Connection, versions: Iterable[str], rulings: Rulings, witnesses: Witnesses) -> dict[str, Told]:
    """Return what versions say for the record; nothing for those without a reading."""
    claims = read_claims(connection, versions)
    directory = directory_of_claims(connection, [claim for told in claims.values() for claim in told])
    return {version: tell(told, directory, rulings, witnesses) for version, told in claims.items()}


# --- stakes and processes -----------------------------------------------------------------------------------------------------


def key_of(parties: Iterable[str]) -> str:
    """Return parties as the tables call them."""
    return _BETWEEN.join(sorted(parties))


def parties_in(key: str) -> Parties:
    """Return the parties that a key names."""
    return frozenset(key.split(_BETWEEN)) if key else frozenset()


def find_topics(connection: Connection, rulings: Rulings) -> dict[Parties, list[Group]]:
    """Return the declared processes that share their parties with another one."""
    declared = find_declared(rulings, namer_of(connection, rulings.active).name)
    return {parties: [group for group in groups if group.words] for parties, groups in declared.items()}


def namer_of(connection: Connection, judgements: Iterable[Judgement]) -> Directory:
    """Return a directory of the names that judgements use."""
    targets = [target for judgement in judgements for target in judgement.targets]
    return read_directory(connection, {name for target in targets for name in target.names})


def write_stakes(connection: Connection, told: Mapping[str, Told], topics: Mapping[Parties, Sequence[Group]]) -> set[str]:
    """Store what versions stake out, and return the versions for which that changed anything."""
    rows = {version: [_stake_row(version, stake) for stake in stake_out(one.claims, topics)] for version, one in told.items()}
    return replace_rows(connection, tables.stake, "version", rows)


def _stake_row(version: str, stake: Stake) -> Row:
    return {
        "version": version,
        "parties": key_of(stake.parties),
        "topic": stake.topic,
        "weight": stake.weight,
        "first": stake.first,
        "is_news": stake.is_news,
        "mediators": json.dumps(sorted(stake.mediators)),
        "hosts": json.dumps(sorted(stake.hosts)),
    }


def read_stakes(connection: Connection, versions: Iterable[str]) -> dict[str, list[Stake]]:
    """Return the stakes of versions."""
    found: defaultdict[str, list[Stake]] = defaultdict(list)
    for row in select_in(connection, tables.stake, "version", versions):
        mediators, hosts = frozenset(json.loads(row["mediators"])), frozenset(json.loads(row["hosts"]))
        stake = Stake(parties_in(row["parties"]), row["weight"], row["first"], row["is_news"], mediators, row["topic"], hosts)
        found[row["version"]].append(stake)
    return found


def _gather_names(connection: Connection, column: ColumnElement[str]) -> Mapping[str, set[str]]:
    """Return the names that a column of the stakes lists, put together by parties."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for parties, names in connection.execute(select(tables.stake.c.parties, column).where(column != "[]").distinct()):
        found[parties].update(json.loads(names))
    return found


def read_groups(connection: Connection, rulings: Rulings) -> Groups:
    """Return the processes that the stakes of all versions make. Cost: one pass over an index of the stakes."""
    stake = tables.stake.c
    helpers, hosts = _gather_names(connection, stake.mediators), _gather_names(connection, stake.hosts)
    totals = select(stake.parties, func.sum(stake.weight)).group_by(stake.parties)
    news = set(connection.execute(select(stake.parties).where(stake.is_news).distinct()).scalars())
    pacts = {
        parties_in(parties): Pact(
            int(support), parties in news, frozenset(helpers.get(parties, ())), frozenset(hosts.get(parties, ())) - parties_in(parties)
        )
        for parties, support in connection.execute(totals)
    }

    def is_within(part: Parties, whole: Parties) -> bool:
        outer, inner = tables.stake.alias(), tables.stake.alias()
        both = exists().where(inner.c.version == outer.c.version, inner.c.parties == key_of(whole), inner.c.weight > 0)
        alone = select(outer.c.version).where(outer.c.parties == key_of(part), outer.c.weight > 0, ~both).limit(1)
        return connection.execute(alone).first() is None

    return Groups(pacts, is_within, rulings, namer_of(connection, rulings.active).name)


# --- filing -------------------------------------------------------------------------------------------------------------------


def find_unsettled(connection: Connection, groups: Groups) -> set[str]:
    """Bring the answers to all look-ups up to date, and return the versions that one of the changed ones was given to."""
    rows = connection.execute(select(tables.answer))
    known = {row.parties: row.said for row in rows if not row.parties.startswith(_HEAD)}
    said = {key: groups.answer(parties_in(key)) for key in known}
    changed = {key for key in known if known[key] != said[key]}
    replace_rows(connection, tables.answer, "parties", {key: [{"parties": key, "said": said[key]}] for key in changed})
    askers = select_in(connection, tables.asked, "parties", changed, "version")
    return {row["version"] for row in askers} | stakers_of(connection, changed)


def stakers_of(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Return the versions with a stake in some parties."""
    return {row["version"] for row in select_in(connection, tables.stake, "parties", keys, "version")}


def find_renamed(connection: Connection, groups: Groups) -> set[str]:
    """Note what processes are called and who helps them, and return those of which that has changed."""
    said = {group.id: repr((group.name, group.parties, group.mediators)) for group in groups.groups}
    known = {row["parties"]: row["said"] for row in select_in(connection, tables.answer, "parties", map(_head_key, said))}
    changed = {key for key in said if known.get(_head_key(key)) != said[key]}
    rows = {_head_key(key): [{"parties": _head_key(key), "said": said[key]}] for key in changed}
    replace_rows(connection, tables.answer, "parties", rows)
    return changed


def _head_key(process: str) -> str:
    return f"{_HEAD}{process}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What filing needs beside the claims: the processes, who is who, and where versions stand."""

    groups: Groups
    directory: Directory
    witnesses: Witnesses
    stakes: Mapping[str, Sequence[Stake]]
    mates: Mapping[str, Sequence[str]]

    def context(self, versions: Iterable[str]) -> Context:
        """Return what versions together speak of."""
        return self.groups.weigh(stake for version in versions for stake in self.stakes.get(version, ()))


def file_versions(connection: Connection, told: Mapping[str, Told], shelf: Shelf) -> dict[str, set[str]]:
    """Store the folders of the claims of versions, and return the folders that each version had or has claims in, where that changed."""
    before = read_filings(connection, told)
    filings, questions = {}, {}
    for version, one in told.items():
        story = shelf.witnesses.place(version).story
        desk = Desk(shelf.groups, shelf.directory, shelf.context([version]), shelf.context(shelf.mates.get(story, ())), story)
        filed = desk.file_all(one.claims)
        filings[version] = [_filing_row(version, one, item) for item in filed]
        questions[version] = [{"version": version, "parties": key_of(parties)} for parties in sorted(desk.asked, key=sorted)]
    changed = replace_rows(connection, tables.filing, "version", filings)
    replace_rows(connection, tables.asked, "version", questions)
    answered = {row["parties"] for rows in questions.values() for row in rows}
    answered |= {key_of(stake.parties) for version in told for stake in shelf.stakes.get(version, ())}
    _answer_new(connection, answered, shelf.groups)
    return {version: {row["folder"] for row in (*before[version], *filings[version])} for version in changed}


def _filing_row(version: str, told: Told, filed: Filed) -> Row:
    return {"version": version, "position": told.positions[filed.claim], "pair": filed.pair, "folder": filed.folder}


def _answer_new(connection: Connection, asked: set[str], groups: Groups) -> None:
    known = {row["parties"] for row in select_in(connection, tables.answer, "parties", asked, "parties")}
    new = {key: [{"parties": key, "said": groups.answer(parties_in(key))}] for key in asked - known}
    replace_rows(connection, tables.answer, "parties", new)


def read_filings(connection: Connection, versions: Iterable[str]) -> defaultdict[str, list[Row]]:
    """Return the rows of `filing` by version."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in select_in(connection, tables.filing, "version", versions):
        found[row["version"]].append(row)
    return found


def folders_of(connection: Connection, versions: Iterable[str]) -> set[str]:
    """Return the folders that hold claims of versions."""
    return {row["folder"] for rows in read_filings(connection, versions).values() for row in rows}
