"""Names kept up to date: which aliases and figures change when a few versions are read.

In: the readings of some versions. Out: the tables of names as all readings together make them, the versions that write a name whose meaning
has changed, and the actors of whom something new is said. Only names that the changed ones can bear on are looked at: spellings shared with
bodies, names that may be one person's, sides, and what persons have judged.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from communique.model.claims import Claim, Reading
from communique.model.judgements import TargetKind
from communique.model.vocabulary import ActorKind
from communique.record.actors import Directory, names_in, names_of
from communique.record.roll import Fact, Figure, Says, are_near, count_figures, facts_of, folds_of, make_aliases, sounds_of
from communique.record.rulings import Rulings
from communique.store import tables
from communique.store.rows import Row, delete_in, insert_rows, replace_rows, select_in
from communique.stories.words import fold

Facts = Counter[Fact]
_OF_PERSONS = (Says.PERSON, Says.PERSON_SIDE)


@dataclass(slots=True)
class NameChanges:
    """What reading some versions changed: folded names that mean another actor, or one of whom other things are known; actors by name."""

    folds: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)


# --- what versions say --------------------------------------------------------------------------------------------------------


def write_facts(connection: Connection, readings: Mapping[str, Reading | None]) -> set[str]:
    """Let versions say what their readings say of names, nothing for those without one, and return the names that this is about."""
    delta: Facts = Counter()
    digests = {}
    for row in select_in(connection, tables.digest, "version", readings):
        delta.subtract(_read_facts(row["facts"]))
    for version, reading in readings.items():
        facts = facts_of(reading) if reading else Counter()
        delta.update(facts)
        digests[version] = [{"version": version, "facts": _write_facts(facts)}] if reading else []
    replace_rows(connection, tables.digest, "version", digests)
    uses = {
        version: [{"version": version, "fold": key} for key in sorted(_folds_in(reading))] if reading else []
        for version, reading in readings.items()
    }
    replace_rows(connection, tables.name_use, "version", uses)
    changed = {fact: count for fact, count in delta.items() if count}
    _add_facts(connection, changed)
    return {fact.name for fact in changed} | {fact.value for fact in changed if fact.says in (Says.BEARS, Says.SPELLING)}


def _read_facts(text: str) -> Facts:
    return Counter({Fact(name, Says(says), value): count for name, says, value, count in json.loads(text)})


def _folds_in(reading: Reading) -> set[str]:
    names = {name for claim in reading.claims for name in names_in(claim)}
    return set(map(fold, names.union(*(names_of(mention) for mention in reading.actors))))


def _add_facts(connection: Connection, delta: Mapping[Fact, int]) -> None:
    known = {_fact(row): row["n"] for row in select_in(connection, tables.name_fact, "name", {fact.name for fact in delta})}
    by_name: dict[str, list[Row]] = {fact.name: [] for fact in delta}
    total = Facts(known)
    total.update(delta)
    for fact, count in total.items():
        if count > 0:
            by_name[fact.name].append(_fact_row(fact, count))
    replace_rows(connection, tables.name_fact, "name", by_name)
    persons = {fact.name for fact in delta if fact.says is Says.PERSON}
    had = {name for name in persons if known.get(Fact(name, Says.PERSON, ""), 0) > 0}
    has = {name for name in persons if total[Fact(name, Says.PERSON, "")] > 0}
    delete_in(connection, tables.name_sound, "name", had - has)
    insert_rows(connection, tables.name_sound, _sound_rows(has - had))


def _sound_rows(names: Iterable[str]) -> list[Row]:
    return [{"sound": sound, "name": name} for name in sorted(names) for sound in sorted(sounds_of(name))]


def _fact(row: Row) -> Fact:
    return Fact(row["name"], Says(row["says"]), row["value"])


def _fact_row(fact: Fact, count: int) -> Row:
    return {**fact._asdict(), "says": fact.says.value, "n": count, "name_fold": fold(fact.name), "value_fold": fold(fact.value)}


# --- which names are one actor's ----------------------------------------------------------------------------------------------


def settle_names(connection: Connection, touched: Iterable[str], rulings: Rulings) -> NameChanges:
    """Bring aliases and figures up to date after facts about the touched names have changed."""
    changes = NameChanges()
    todo, old_names = set(touched), set[str]()
    seen: set[str] = set()
    while todo - seen:
        seen |= todo
        changed, names = _settle_aliases(connection, todo, rulings)
        changes.folds |= changed
        old_names |= names
        todo = {row["name"] for row in _facts_by_value(connection, changed, (Says.SIDE, Says.PERSON_SIDE))}
    _settle_figures(connection, seen, old_names, changes, rulings)
    return changes


def _settle_aliases(connection: Connection, touched: set[str], rulings: Rulings) -> tuple[set[str], set[str]]:
    """Return the folded names whose canonical name changed, and the canonical names that they had or have."""
    judged = _judged_names(connection, rulings)
    names = _find_near(connection, touched | judged)
    keys = set(map(fold, names))
    told = {_fact(row): row["n"] for row in select_in(connection, tables.name_fact, "name_fold", keys)}
    facts = {fact: count for fact, count in told.items() if fact.says is Says.PARTY or (fact.name in names and fact.says in _OF_PERSONS)}
    sides = {fold(fact.value) for fact in facts if fact.says is Says.PERSON_SIDE}
    facts |= {_fact(row): row["n"] for row in _facts_by_value(connection, keys | sides, (Says.BEARS,))}
    made = make_aliases(facts, rulings)
    known = {row["fold"]: row["name"] for row in select_in(connection, tables.alias, "fold", keys)}
    changed = {key for key in keys if known.get(key) != made.get(key)}
    delete_in(connection, tables.alias, "fold", changed & known.keys())
    insert_rows(connection, tables.alias, [{"fold": key, "name": made[key]} for key in sorted(changed & made.keys())])
    written = {row["name"] for row in select_in(connection, tables.name_fact, "name_fold", changed, "name")}
    return changed, written | {name for key in changed for name in (known.get(key), made.get(key)) if name}


def _judged_names(connection: Connection, rulings: Rulings) -> set[str]:
    """Return all spellings of actors that were judged, as what is decided of one spelling is decided of all."""
    targets = [target for decision in rulings.of_kind(TargetKind.ACTOR) for target in decision.judgement.targets]
    keys = {key for target in targets for key in folds_of(target)}
    if not keys:
        return set()
    bodies = {row["name"] for row in _facts_by_value(connection, keys, (Says.BEARS,))}
    facts = [_fact(row) for row in select_in(connection, tables.name_fact, "name", bodies)]
    return {name for target in targets for name in target.names} | {fact.value for fact in facts if fact.says is Says.BEARS}


def _find_near(connection: Connection, names: set[str]) -> set[str]:
    """Return the names and all of persons that they can bear on, directly or through others."""
    found, todo = set(names), set(names)
    while todo:
        by_sound = {name: sounds_of(name) for name in todo}
        rows = select_in(connection, tables.name_sound, "sound", {sound for sounds in by_sound.values() for sound in sounds})
        sharing: dict[str, set[str]] = {}
        for row in rows:
            sharing.setdefault(row["sound"], set()).add(row["name"])
        near = {
            other
            for name, sounds in by_sound.items()
            for other in set().union(*(sharing.get(sound, ()) for sound in sounds)) - found
            if are_near(name, other)
        }
        same = select_in(connection, tables.name_fact, "name_fold", map(fold, todo), "name", "says")
        near |= {row["name"] for row in same if row["says"] == Says.PERSON}
        todo = near - found
        found |= todo
    return found


def _facts_by_value(connection: Connection, keys: Iterable[str], says: Iterable[Says]) -> list[Row]:
    wanted = {one.value for one in says}
    return [row for row in select_in(connection, tables.name_fact, "value_fold", keys) if row["says"] in wanted]


# --- what is known of an actor ------------------------------------------------------------------------------------------------


def _settle_figures(connection: Connection, touched: set[str], names: set[str], changes: NameChanges, rulings: Rulings) -> None:
    """Count anew what is known of the actors concerned, and note what that changes."""
    judged = {name for one in rulings.of_kind(TargetKind.ACTOR) for target in one.judgement.targets for name in target.names}
    aliases = read_aliases(connection, touched | judged)
    wanted = names | {aliases.get(fold(name), name) for name in touched}
    facts = read_facts_about(connection, wanted)
    values = {fact.value for fact in facts if fact.says is Says.SIDE}
    values |= {value for one in rulings.of_kind(TargetKind.ACTOR) for value in one.judgement.value}
    aliases |= read_aliases(connection, values | {fact.name for fact in facts})
    made = {name: figure for name, figure in count_figures(facts, aliases, rulings).items() if name in wanted}
    known = read_figures(connection, wanted)
    changed = {name for name in wanted if known.get(name) != made.get(name)}
    delete_in(connection, tables.figure, "name", changed & known.keys())
    insert_rows(connection, tables.figure, [_figure_row(name, made[name]) for name in sorted(changed & made.keys())])
    turned = {name for name in changed if _is_person(known.get(name)) != _is_person(made.get(name))}
    changed |= {row["name"] for row in select_in(connection, tables.figure, "side", turned, "name")}
    changes.folds |= {row["fold"] for row in select_in(connection, tables.alias, "name", changed, "fold")} | set(map(fold, changed))
    changes.actors |= wanted | changed


def _is_person(figure: Figure | None) -> bool:
    return figure is not None and figure.kind is ActorKind.PERSON


def _figure_row(name: str, figure: Figure) -> Row:
    return {"name": name, "kind": figure.kind.value if figure.kind else None, "side": figure.side, "office": figure.office}


def written_names(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """Return the canonical name by every name, as readings write it, that stands for one of the canonical names given."""
    wanted = set(names)
    keys = {row["fold"] for row in select_in(connection, tables.alias, "name", wanted, "fold")} | set(map(fold, wanted))
    written = {row["name"] for row in select_in(connection, tables.name_fact, "name_fold", keys, "name")}
    aliases = read_aliases(connection, written)
    return {name: own for name in sorted(written) if (own := aliases.get(fold(name), name)) in wanted}


def read_facts_about(connection: Connection, names: Iterable[str]) -> Facts:
    """Return all that readings say of actors by their canonical names."""
    written = written_names(connection, names)
    return Counter({_fact(row): row["n"] for row in select_in(connection, tables.name_fact, "name", written)})


# --- looking up ---------------------------------------------------------------------------------------------------------------


def read_aliases(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """Return the canonical names of written ones, by folded name."""
    return {row["fold"]: row["name"] for row in select_in(connection, tables.alias, "fold", map(fold, names))}


def read_figures(connection: Connection, names: Iterable[str]) -> dict[str, Figure]:
    """Return what is known of actors by canonical name."""
    return {
        row["name"]: Figure(ActorKind(row["kind"]) if row["kind"] else None, row["side"], row["office"])
        for row in select_in(connection, tables.figure, "name", names)
    }


def read_directory(connection: Connection, names: Iterable[str]) -> Directory:
    """Return a directory that knows the names given, and the sides of those who bear them."""
    written = set(names)
    aliases = read_aliases(connection, written)
    figures = read_figures(connection, {aliases.get(fold(name), name) for name in written})
    sides = {figure.side for figure in figures.values() if figure.side} - figures.keys()
    return Directory.of(aliases, {**figures, **read_figures(connection, sides)})


def directory_of_claims(connection: Connection, claims: Iterable[Claim]) -> Directory:
    """Return a directory for rewriting claims."""
    return read_directory(connection, {name for claim in claims for name in names_in(claim)})


def users_of(connection: Connection, folds: Iterable[str]) -> set[str]:
    """Return the versions that write one of some folded names."""
    return {row["version"] for row in select_in(connection, tables.name_use, "fold", folds, "version")}


def write_all_names(connection: Connection, facts: Facts, rulings: Rulings) -> None:
    """Write the tables of names anew from all facts; `digest` and `name_use` are written with the readings."""
    insert_rows(connection, tables.name_fact, [_fact_row(fact, count) for fact, count in sorted(facts.items())])
    insert_rows(connection, tables.name_sound, _sound_rows({fact.name for fact in facts if fact.says is Says.PERSON}))
    aliases = make_aliases(facts, rulings)
    insert_rows(connection, tables.alias, [{"fold": key, "name": name} for key, name in sorted(aliases.items())])
    figures = count_figures(facts, aliases, rulings)
    insert_rows(connection, tables.figure, [_figure_row(name, figure) for name, figure in sorted(figures.items())])


def version_rows(version: str, reading: Reading) -> tuple[Facts, Row, list[Row]]:
    """Return what a version says of names, and its rows of `digest` and `name_use`."""
    facts = facts_of(reading)
    digest: Row = {"version": version, "facts": _write_facts(facts)}
    return facts, digest, [{"version": version, "fold": key} for key in sorted(_folds_in(reading))]


def _write_facts(facts: Facts) -> str:
    return json.dumps(sorted((*fact, count) for fact, count in facts.items()))
