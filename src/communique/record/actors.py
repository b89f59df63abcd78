"""Actors across texts: one name for each, whatever spelling a text used, and claims rewritten with these names.

In: readings, or the aliases and figures that were made of them before. Out: a `Directory` that gives the canonical name for a written one,
says what is known of an actor, and rewrites claims. Which names are one actor's is decided in `roll`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from communique.model.claims import (
    ActorMention,
    Claim,
    CommitmentClaim,
    MeetingClaim,
    Participant,
    ProgressClaim,
    Reading,
    ReaffirmationClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
)
from communique.model.vocabulary import ActorKind
from communique.record.roll import Fact, Figure, Roll, facts_of, make_roll
from communique.record.rulings import NO_RULINGS, Rulings
from communique.stories.words import fold


class Directory:
    """All actors of a set of readings under their canonical names."""

    def __init__(self, readings: Sequence[Reading], rulings: Rulings = NO_RULINGS) -> None:
        facts: Counter[Fact] = Counter()
        for reading in readings:
            facts.update(facts_of(reading))
        self._roll = make_roll(facts, rulings)

    @classmethod
    def of(cls, aliases: Mapping[str, str], figures: Mapping[str, Figure]) -> Directory:
        """Return a directory of what was decided before: aliases by folded name, figures by canonical name."""
        directory = cls(())
        directory._roll = Roll(dict(aliases), dict(figures))
        return directory

    # --- names ----------------------------------------------------------------------------------------------------------------

    @property
    def aliases(self) -> Mapping[str, str]:
        """The canonical names by folded spelling."""
        return self._roll.aliases

    @property
    def figures(self) -> Mapping[str, Figure]:
        """What is known of each actor that readings list, by canonical name."""
        return self._roll.figures

    def name(self, written: str) -> str:
        """Return the canonical name for a written one, the same where nothing better is known."""
        return self._roll.aliases.get(fold(written), written)

    def names(self, written: Iterable[str]) -> tuple[str, ...]:
        """Return canonical names, once each, sorted."""
        return tuple(sorted({self.name(name) for name in written if name}))

    # --- what is known of an actor --------------------------------------------------------------------------------------------

    def kind(self, name: str) -> ActorKind | None:
        """Return what sort of actor a canonical name is, None for one that no reading lists."""
        figure = self._roll.figures.get(name)
        return figure.kind if figure else None

    def is_person(self, name: str) -> bool:
        """Tell whether a canonical name is a person's."""
        return self.kind(name) is ActorKind.PERSON

    def side(self, name: str) -> str | None:
        """Return the party that an actor belongs to, by most mentions."""
        figure = self._roll.figures.get(name)
        return figure.side if figure else None

    def parties(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the parties that names stand for: persons and bodies by their side, all others themselves."""
        found = {self.side(name) or name for name in self.names(names)}
        return tuple(sorted(name for name in found if not self.is_person(name)))

    def office(self, name: str) -> str | None:
        """Return the office that texts give most often, the fuller of equals."""
        figure = self._roll.figures.get(name)
        return figure.office if figure else None

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


def names_in(claim: Claim) -> set[str]:
    """Return all names of actors as a claim writes them."""
    match claim:
        case MeetingClaim():
            people = {name for person in claim.participants for name in (person.name, person.side)}
            found = {*people, *claim.parties, *claim.mediators, claim.host}
        case CommitmentClaim():
            found = {*claim.obligors, *claim.beneficiaries}
        case ReaffirmationClaim() | StandingClaim():
            found = set(claim.parties)
        case ProgressClaim():
            found = {claim.obligor}
        case RelationClaim():
            found = {*claim.a, *claim.b, claim.imposed_by}
        case StanceClaim():
            found = {*claim.by, *claim.of_whom}
        case StatementClaim():
            found = {claim.side, *(part.strip() for part in (claim.speaker or "").split(";")), claim.speaker}
    return {name for name in found if name}


def names_of(mention: ActorMention) -> set[str]:
    """Return the names by which a reading lists an actor, with that of its side."""
    return {mention.name, *mention.spellings, *((mention.side,) if mention.side else ())}
