"""Actors across texts: one name for each, whatever spelling a text used, with the offices that texts give.

In: readings. Out: a `Directory` that gives the canonical name for a written one, rewrites claims with canonical names, and makes the
`Actor` entries. States, bodies and groups come with canonical names from the reader; persons are put together here. A bare family name is
only resolved where one bearer of it is known; homonyms of different sides stay apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from communique.language.names import core_of, fullest, same_person, sound_of, words_of
from communique.model.claims import (
    ActorMention,
    Claim,
    CommitmentClaim,
    MeetingClaim,
    OfficeMention,
    Participant,
    ProgressClaim,
    Reading,
    ReaffirmationClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
)
from communique.model.ids import make_id
from communique.model.record import Actor, Evidence, Office
from communique.model.vocabulary import ActorKind, Factuality
from communique.record.witnesses import Witnesses
from communique.stories.words import fold


class Directory:
    """All actors of a set of readings under their canonical names."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._mentions: defaultdict[str, list[ActorMention]] = defaultdict(list)
        self._canonical: dict[str, str] = {}
        mentions = sorted((mention for reading in readings for mention in reading.actors), key=repr)
        self._gather_bodies(mentions)
        self._gather_persons(mentions, [claim for reading in readings for claim in reading.claims])
        for mention in mentions:
            self._mentions[self.name(mention.name)].append(mention)
        self._sides = {name: self._count_side(name) for name in self._mentions}
        self._kinds = {name: self._count_kind(name) for name in self._mentions}
        self._offices = {name: self._count_office(name) for name in self._mentions}

    # --- names ----------------------------------------------------------------------------------------------------------------

    def name(self, written: str) -> str:
        """Return the canonical name for a written one, the same where nothing better is known."""
        return self._canonical.get(fold(written), written)

    def names(self, written: Iterable[str]) -> tuple[str, ...]:
        """Return canonical names, once each, sorted."""
        return tuple(sorted({self.name(name) for name in written if name}))

    def _gather_bodies(self, mentions: Sequence[ActorMention]) -> None:
        """Let every spelling that one actor alone has stand for it."""
        bearers: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for mention in mentions:
            if mention.kind != ActorKind.PERSON:
                for spelling in {mention.name, *mention.spellings}:
                    bearers[fold(spelling)][mention.name] += 1
        canonical = {fold(mention.name) for mention in mentions if mention.kind != ActorKind.PERSON}
        for spelling, names in bearers.items():
            own = [name for name in sorted(names) if fold(name) == spelling]
            if own or (len({fold(name) for name in names}) == 1 and spelling not in canonical):
                self._canonical[spelling] = (own or sorted(names))[0]

    def _gather_persons(self, mentions: Sequence[ActorMention], claims: Sequence[Claim]) -> None:
        spellings: Counter[str] = Counter()
        sides: defaultdict[str, set[str]] = defaultdict(set)
        for mention in mentions:
            if mention.kind == ActorKind.PERSON:
                spellings.update({mention.name, *mention.spellings})
                sides[mention.name].update({self.name(mention.side)} if mention.side else ())
        for claim in claims:
            for participant in claim.participants if isinstance(claim, MeetingClaim) else ():
                spellings[participant.name] += 1
                sides[participant.name].update({self.name(participant.side)} if participant.side else ())
        for cluster in _cluster_persons(spellings, sides):
            best = fullest(cluster)
            for name in cluster:
                self._canonical[fold(name)] = best

    # --- what is known of an actor --------------------------------------------------------------------------------------------

    def kind(self, name: str) -> ActorKind | None:
        """Return what sort of actor a canonical name is, None for one that no reading lists."""
        return self._kinds.get(name)

    def _count_kind(self, name: str) -> ActorKind | None:
        kinds = Counter(mention.kind for mention in self._mentions.get(name, ()))
        for kind, _ in sorted(kinds.items(), key=lambda item: (-item[1], item[0])):
            if kind in set(ActorKind):
                return ActorKind(kind)
        return None

    def is_person(self, name: str) -> bool:
        """Tell whether a canonical name is a person's."""
        return self.kind(name) is ActorKind.PERSON

    def side(self, name: str) -> str | None:
        """Return the party that an actor belongs to, by most mentions."""
        return self._sides.get(name)

    def _count_side(self, name: str) -> str | None:
        sides = Counter(self.name(mention.side) for mention in self._mentions.get(name, ()) if mention.side)
        return min(sides, key=lambda side: (-sides[side], side), default=None)

    def parties(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the parties that names stand for: persons and bodies by their side, all others themselves."""
        found = {self.side(name) or name for name in self.names(names)}
        return tuple(sorted(name for name in found if not self.is_person(name)))

    def office(self, name: str) -> str | None:
        """Return the office that texts give most often, the fuller of equals."""
        return self._offices.get(name)

    def _count_office(self, name: str) -> str | None:
        titles = Counter(office.title for mention in self._mentions.get(name, ()) for office in mention.offices)
        return min(titles, key=lambda title: (-titles[title], -len(title), title), default=None)

    def known(self) -> tuple[str, ...]:
        """Return the canonical names of all actors that readings list, sorted."""
        return tuple(sorted(self._mentions))

    def versions_of(self, name: str) -> set[str]:
        """Return the versions that give an office for an actor."""
        return {office.span.version for mention in self._mentions.get(name, ()) for office in mention.offices}

    def entry(self, name: str, witnesses: Witnesses, kind: ActorKind, side: str | None = None) -> Actor:
        """Return the record's entry for an actor; `kind` and `side` are what its place in the process says where no reading does."""
        spellings = {spelling for mention in self._mentions.get(name, ()) for spelling in (mention.name, *mention.spellings)}
        return Actor(
            id=make_id("actor", name),
            name=name,
            kind=self.kind(name) or kind,
            aliases=tuple(sorted(spellings - {name})),
            side=self.side(name) or side,
            offices=_merge_offices([office for mention in self._mentions.get(name, ()) for office in mention.offices], witnesses),
        )

    # --- claims ---------------------------------------------------------------------------------------------------------------

    def rewrite(self, claim: Claim) -> Claim:
        """Return the claim with canonical names in every place."""
        match claim:
            case MeetingClaim():
                return self._rewrite_meeting(claim)
            case CommitmentClaim():
                return replace(claim, obligors=self.parties(claim.obligors), beneficiaries=self.names(claim.beneficiaries))
            case ReaffirmationClaim() | StandingClaim():
                return replace(claim, parties=self.parties(claim.parties))
            case ProgressClaim():
                return replace(claim, obligor=self._party(claim.obligor))
            case RelationClaim():
                return replace(claim, a=self.parties(claim.a), b=self.parties(claim.b), imposed_by=self._party(claim.imposed_by))
            case StanceClaim():
                return replace(claim, by=self.parties(claim.by), of_whom=self.parties(claim.of_whom))
            case StatementClaim():
                return replace(claim, speaker=self._joint(claim.speaker), side=self._party(claim.side) or self._side_of(claim.speaker))

    def _rewrite_meeting(self, claim: MeetingClaim) -> MeetingClaim:
        people = []
        for person in claim.participants:
            name = self.name(person.name)
            people.append(Participant(name, person.office or self.office(name), self._party(person.side) or self.side(name)))
        mediators = self.parties(claim.mediators)
        sides = {person.side for person in people if person.side}
        parties = [name for name in self.parties(claim.parties) or tuple(sorted(sides)) if name not in mediators]
        return replace(
            claim,
            parties=tuple(parties),
            participants=tuple(sorted(people, key=lambda person: (person.name, person.office or "", person.side or ""))),
            mediators=mediators,
            host=self._party(claim.host),
        )

    def _party(self, name: str | None) -> str | None:
        return next(iter(self.parties([name])), None) if name else None

    def _side_of(self, speaker: str | None) -> str | None:
        return self.side(self.name(speaker)) if speaker else None

    def _joint(self, speaker: str | None) -> str | None:
        """Return canonical names of a speaker, or of joint speakers ("A; B")."""
        return "; ".join(self.name(part.strip()) for part in speaker.split(";")) if speaker else None


def _cluster_persons(spellings: Counter[str], sides: dict[str, set[str]]) -> list[list[str]]:
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
        near = {index for sound in _sounds_of(name) for index in self._by_sound.get(sound, ())}
        return [index for index in sorted(near) if _fits(name, self.members[index], self._sides)]

    def put(self, name: str, index: int | None) -> None:
        """Add a name to a cluster, or to a new one."""
        if index is None:
            index = len(self.members)
            self.members.append([])
        self.members[index].append(name)
        for sound in _sounds_of(name):
            self._by_sound[sound].add(index)


def _sounds_of(name: str) -> set[str]:
    sounds = {sound_of(form) for word in core_of(words_of(name)) for form in (word, word[2:] if word.startswith(("al", "el")) else word)}
    return {f"{sound[:3]}-" for sound in sounds} | {f"-{sound[-3:]}" for sound in sounds}


def _n_parts(name: str) -> int:
    return len(core_of(words_of(name)))


def _fits(name: str, cluster: Sequence[str], sides: dict[str, set[str]]) -> bool:
    theirs = {side for other in cluster for side in sides.get(other, ())}
    is_contrary = bool(theirs) and bool(sides.get(name)) and not theirs & sides[name]
    return not is_contrary and all(same_person(name, other) for other in cluster)


def _merge_offices(mentions: Iterable[OfficeMention], witnesses: Witnesses) -> tuple[Office, ...]:
    """Put mentions of one office together; `from_` and `to` are the first and the last day on which a version gives it."""
    grouped: defaultdict[tuple[str, str], list[OfficeMention]] = defaultdict(list)
    for mention in mentions:
        grouped[fold(mention.title), fold(mention.body or "")].append(mention)
    offices = []
    for same in grouped.values():
        first = min(same, key=lambda mention: (witnesses.place(mention.span.version).order, mention.span.start, mention.title))
        days = sorted(day for mention in same if (day := witnesses.place(mention.span.version).day))
        pieces = [
            Evidence(mention.span.version, mention.span.start, mention.span.end, mention.span.exact, Factuality.HAPPENED, None, 1.0, "")
            for mention in same
        ]
        since, until = (days[0].isoformat(), days[-1].isoformat()) if days else (None, None)
        offices.append(Office(first.title, first.body, since, until, witnesses.sort_evidence(pieces)))
    return tuple(sorted(offices, key=lambda office: (office.from_ or "", office.title, office.body or "")))
