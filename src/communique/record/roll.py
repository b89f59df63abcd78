"""The roll of names: what readings say of each name, counted, and which name the record keeps for it.

In: readings, or a part of what they say that is closed under everything that bears on some names. Out: the aliases of all names and what is
known of each actor. States, bodies and groups come with canonical names from the reader; persons are put together here. A bare family name
is only resolved where one bearer of it is known; homonyms of different sides stay apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from communique.language.names import core_of, fullest, same_person, sound_of, words_of
from communique.model.claims import Claim, CommitmentClaim, MeetingClaim, Reading, ReaffirmationClaim, StanceClaim, StandingClaim
from communique.model.judgements import Judgement, Target, TargetKind, Verb
from communique.model.vocabulary import ActorKind
from communique.record.rulings import NO_RULINGS, Rulings
from communique.stories.words import fold


class Says(StrEnum):
    """What a fact says of a name."""

    KIND = "kind"
    SIDE = "side"
    OFFICE = "office"
    SPELLING = "spelling"
    BEARS = "bears"
    """A body goes by a spelling."""
    PERSON = "person"
    """The name is written of a person; no value."""
    PERSON_SIDE = "person_side"
    PARTY = "party"
    """The name meets, promises or refuses something in a claim, as states and bodies do; no value."""


class Fact(NamedTuple):
    """One thing that a reading says of a name, as written."""

    name: str
    says: Says
    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What is known of an actor: its kind (None where readings give none that is known), its side, the office that most texts give."""

    kind: ActorKind | None
    side: str | None
    office: str | None


@dataclass(slots=True)
class Roll:
    """Aliases by folded name, and figures by canonical name. Only names that readings list as actors have a figure."""

    aliases: dict[str, str] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)

    def name(self, written: str) -> str:
        """Return the canonical name for a written one, the same where nothing better is known."""
        return self.aliases.get(fold(written), written)


def facts_of(reading: Reading) -> Counter[Fact]:
    """Return what one reading says of names."""
    facts: Counter[Fact] = Counter()
    for mention in reading.actors:
        spellings = {mention.name, *mention.spellings}
        facts[Fact(mention.name, Says.KIND, mention.kind)] += 1
        facts.update(Fact(mention.name, Says.SPELLING, spelling) for spelling in spellings)
        facts.update(Fact(mention.name, Says.OFFICE, office.title) for office in mention.offices)
        if mention.side:
            facts[Fact(mention.name, Says.SIDE, mention.side)] += 1
        if mention.kind == ActorKind.PERSON:
            facts.update(Fact(spelling, Says.PERSON, "") for spelling in spellings)
            facts.update([Fact(mention.name, Says.PERSON_SIDE, mention.side)] if mention.side else ())
        else:
            facts.update(Fact(mention.name, Says.BEARS, spelling) for spelling in spellings)
    for claim in reading.claims:
        for participant in claim.participants if isinstance(claim, MeetingClaim) else ():
            facts[Fact(participant.name, Says.PERSON, "")] += 1
            if participant.side:
                facts[Fact(participant.name, Says.PERSON_SIDE, participant.side)] += 1
    facts.update(Fact(name, Says.PARTY, "") for name in {name for claim in reading.claims for name in _parties_of(claim)})
    return facts


def _parties_of(claim: Claim) -> set[str]:
    """Return the names that a claim has act as parties."""
    match claim:
        case MeetingClaim() | ReaffirmationClaim() | StandingClaim():
            return set(claim.parties)
        case CommitmentClaim():
            return set(claim.obligors)
        case StanceClaim():
            return set(claim.by)
    return set()


def make_roll(facts: Mapping[Fact, int], rulings: Rulings = NO_RULINGS) -> Roll:
    """Return the aliases and figures that follow from all facts."""
    aliases = make_aliases(facts, rulings)
    return Roll(aliases, count_figures(facts, aliases, rulings))


def make_aliases(facts: Mapping[Fact, int], rulings: Rulings = NO_RULINGS) -> dict[str, str]:
    """Return the canonical names by folded spelling.

    Facts that are closed under what bears on some spellings give the same names for these as all facts do.
    """
    told = list(facts)
    bodies = _name_bodies(told)
    persons, sides = _gather_persons(told, bodies)
    no_persons = _find_bodies(facts)
    persons = {name for name in persons if fold(name) not in no_persons}
    aliases = dict(bodies)
    for cluster in _cluster_persons(persons, sides):
        best = fullest(cluster)
        for name in cluster:
            aliases[fold(name)] = best
    _obey(aliases, told, persons, rulings)
    return aliases


def _name_bodies(facts: Iterable[Fact]) -> dict[str, str]:
    """Let every spelling that one actor alone has stand for it."""
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.says is Says.BEARS:
            bearers[fold(fact.value)].add(fact.name)
    aliases = {}
    for spelling, names in sorted(bearers.items()):
        own = [name for name in sorted(names) if fold(name) == spelling]
        if own or len({fold(name) for name in names}) == 1:
            aliases[spelling] = (own or sorted(names))[0]
    return aliases


def _find_bodies(facts: Mapping[Fact, int]) -> frozenset[str]:
    """Return the folded names that texts take for a body's at least as often as for a person's or a family's.

    A state that no table knows is a person's name to the tagger in some texts, and a state that acts as a party in others.
    """
    listed: set[str] = set()
    for_body, for_person = Counter[str](), Counter[str]()
    for fact, count in facts.items():
        key = fold(fact.name)
        match fact.says:
            case Says.BEARS if fold(fact.value) == key:
                listed.add(key)
                for_body[key] += count
            case Says.PARTY:
                for_body[key] += count
            case Says.PERSON:
                for_person.update(dict.fromkeys({key, *core_of(words_of(fact.name))[-1:]}, count))
    return frozenset(key for key in listed if for_body[key] >= for_person[key])


def _gather_persons(facts: Iterable[Fact], bodies: Mapping[str, str]) -> tuple[set[str], dict[str, set[str]]]:
    persons: set[str] = set()
    sides: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.says is Says.PERSON:
            persons.add(fact.name)
        elif fact.says is Says.PERSON_SIDE:
            sides[fact.name].add(bodies.get(fold(fact.value), fact.value))
    return persons, sides


# --- what persons decided -----------------------------------------------------------------------------------------------------


def _obey(aliases: dict[str, str], facts: Iterable[Fact], persons: set[str], rulings: Rulings) -> None:
    """Join, part and rename actors as judged, in order."""
    decisions = rulings.of_kind(TargetKind.ACTOR)
    if not decisions:
        return
    written: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.says in (Says.PERSON, Says.BEARS):
            written[fold(fact.name)].add(fact.name)
    for judgement in (decision.judgement for decision in decisions):
        match judgement.verb:
            case Verb.MERGE:
                _merge_actors(aliases, judgement, persons)
            case Verb.SPLIT:
                _split_actor(aliases, judgement, written)
            case Verb.EDIT if judgement.field == "name" and judgement.value:
                for name in _named(aliases, judgement.targets):
                    _rename(aliases, {name}, judgement.value[0])


def folds_of(target: Target) -> frozenset[str]:
    """Return the folded spellings of an actor that is judged."""
    return frozenset(map(fold, target.names))


def _named(aliases: Mapping[str, str], targets: Iterable[Target]) -> list[str]:
    """Return the canonical names that the targets have now, in their order."""
    found = (aliases[key] for target in targets for key in sorted(folds_of(target)) if key in aliases)
    return list(dict.fromkeys(found))


def _rename(aliases: dict[str, str], names: set[str], best: str) -> None:
    for key in [key for key, name in aliases.items() if name in names]:
        aliases[key] = best


def _merge_actors(aliases: dict[str, str], judgement: Judgement, persons: set[str]) -> None:
    """Persons keep the fullest of their names, other actors that of the first target."""
    names = _named(aliases, judgement.targets)
    if len(names) > 1:
        are_persons = {fold(name) for name in names} <= {fold(person) for person in persons}
        _rename(aliases, set(names), fullest(names) if are_persons else names[0])


def _split_actor(aliases: dict[str, str], judgement: Judgement, written: Mapping[str, set[str]]) -> None:
    """Give the spellings a name of their own; those that are left take the fullest of theirs where theirs was taken away."""
    out = {key for target in judgement.targets for key in folds_of(target) if key in aliases}
    if not out:
        return
    taken = {aliases[key] for key in out}
    own = fullest(_written(out, aliases, written))
    for key in out:
        aliases[key] = own
    for name in sorted(taken):
        left = {key for key, other in aliases.items() if other == name} - out
        if left and (fold(name) in out or name == own):
            best = fullest(_written(left, aliases, written))
            for key in left:
                aliases[key] = best


def _written(keys: Iterable[str], aliases: Mapping[str, str], written: Mapping[str, set[str]]) -> list[str]:
    return sorted({name for key in keys for name in written.get(key, ())} or {aliases[key] for key in keys})


# --- what is known of an actor ------------------------------------------------------------------------------------------------


def count_figures(facts: Mapping[Fact, int], aliases: Mapping[str, str], rulings: Rulings = NO_RULINGS) -> dict[str, Figure]:
    """Return what is known of the actors that facts are about; complete for those of whose names all facts are given."""
    roll = Roll(dict(aliases))
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    sides: defaultdict[str, Counter[str]] = defaultdict(Counter)
    offices: defaultdict[str, Counter[str]] = defaultdict(Counter)
    deeds: Counter[str] = Counter()
    for fact, count in facts.items():
        match fact.says:
            case Says.KIND:
                kinds[roll.name(fact.name)][fact.value] += count
            case Says.SIDE:
                sides[roll.name(fact.name)][roll.name(fact.value)] += count
            case Says.OFFICE:
                offices[roll.name(fact.name)][fact.value] += count
            case Says.PARTY:
                deeds[roll.name(fact.name)] += count
    figures = {
        name: Figure(
            kind=_settle_kind(found, deeds[name]),
            side=_majority(sides[name]),
            office=min(offices[name], key=lambda title: (-offices[name][title], -len(title), title), default=None),
        )
        for name, found in kinds.items()
    }
    _set_figures(figures, roll, rulings)
    return figures


def _settle_kind(counts: Counter[str], n_deeds: int) -> ActorKind | None:
    """Return the kind that most texts give; of one that acts as a party in so many texts, a person's only where most say so even then."""
    known = {kind.value: counts[kind.value] for kind in ActorKind if counts[kind.value]}
    persons = known.pop(ActorKind.PERSON.value, 0)
    if not known or sum(known.values()) + n_deeds < persons:
        return ActorKind.PERSON if persons else None
    return ActorKind(_by_count(Counter(known))[0])


def _by_count(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda value: (-counts[value], value))


def _majority(counts: Counter[str]) -> str | None:
    """Return what most texts say; None where as many say otherwise, since nothing tells who is right."""
    ranked = _by_count(counts)
    return ranked[0] if ranked and (len(ranked) == 1 or counts[ranked[0]] > counts[ranked[1]]) else None


def _set_figures(figures: dict[str, Figure], roll: Roll, rulings: Rulings) -> None:
    """Set kinds and sides as judged."""
    for judgement in (decision.judgement for decision in rulings.of_kind(TargetKind.ACTOR)):
        if judgement.verb is not Verb.EDIT or judgement.field not in ("kind", "side"):
            continue
        value = judgement.value[0] if judgement.value else None
        for name in _named(roll.aliases, judgement.targets):
            if (figure := figures.get(name)) is None:
                continue
            if judgement.field == "kind":
                figures[name] = Figure(ActorKind(value) if value else figure.kind, figure.side, figure.office)
            else:
                figures[name] = Figure(figure.kind, roll.name(value) if value else None, figure.office)


# --- persons ------------------------------------------------------------------------------------------------------------------


def _cluster_persons(spellings: Iterable[str], sides: dict[str, set[str]]) -> list[list[str]]:
    """Put spellings of one person together: full names by likeness, then bare family names where one bearer is known."""
    clusters, singles = _Clusters(sides), _Clusters(sides)
    bare = []
    for name in sorted(spellings, key=lambda name: (-_n_parts(name), name)):
        if _n_parts(name) < 2:
            bare.append(name)
            continue
        fits = clusters.fitting(name)
        clusters.put(name, fits[0] if len(fits) == 1 else None)
    for name in bare:
        full = clusters.fitting(name)
        fits = full or singles.fitting(name)
        if len(fits) == 1:
            (clusters if full else singles).put(name, fits[0])
        elif not fits:
            singles.put(name, None)
    return clusters.members + singles.members


class _Clusters:
    """Spellings put together, with an index by the sounds that begin and end the parts of a name: who shares none is not compared."""

    def __init__(self, sides: dict[str, set[str]]) -> None:
        self.members: list[list[str]] = []
        self._sides = sides
        self._by_sound: defaultdict[str, set[int]] = defaultdict(set)

    def fitting(self, name: str) -> list[int]:
        """Return the clusters that a name can belong to."""
        near = {index for sound in sounds_of(name) for index in self._by_sound.get(sound, ())}
        return [index for index in sorted(near) if _fits(name, self.members[index], self._sides)]

    def put(self, name: str, index: int | None) -> None:
        """Add a name to a cluster, or to a new one."""
        if index is None:
            index = len(self.members)
            self.members.append([])
        self.members[index].append(name)
        for sound in sounds_of(name):
            self._by_sound[sound].add(index)


def sounds_of(name: str) -> set[str]:
    """Return the sounds that begin and end the parts of a name; names that share none are no two spellings of one person."""
    sounds = {sound_of(form) for word in core_of(words_of(name)) for form in (word, word[2:] if word.startswith(("al", "el")) else word)}
    return {f"{sound[:3]}-" for sound in sounds} | {f"-{sound[-3:]}" for sound in sounds}


def are_near(a: str, b: str) -> bool:
    """Tell whether what is decided of one name can bear on another one: the same letters, or names that may be one person's."""
    return fold(a) == fold(b) or _may_be_one(a, b)


def _may_be_one(a: str, b: str) -> bool:
    """Tell whether two names may be one person's, the same letters put into other words among them ("He Li-feng", "He Lifeng")."""
    return same_person(a, b) or "".join(words_of(a)) == "".join(words_of(b))


def _n_parts(name: str) -> int:
    return len(core_of(words_of(name)))


def _fits(name: str, cluster: Sequence[str], sides: dict[str, set[str]]) -> bool:
    """Tell whether a name can be one of a cluster. A full name must agree with all of them, a bare family name with one: outlets that
    spell a person unlike each other do not make two persons of it."""
    theirs = {side for other in cluster for side in sides.get(other, ())}
    is_contrary = bool(theirs) and bool(sides.get(name)) and not theirs & sides[name]
    agree = any if _n_parts(name) < 2 else all
    return not is_contrary and agree(_may_be_one(name, other) for other in cluster)
