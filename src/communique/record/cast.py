"""The actors of a process: its parties, its mediators, everybody who acts for one of them, and whoever speaks or is in office in its texts.

In: a folded process, who is named in its texts, and what readings say of their offices. Out: `Actor` entries. The offices of an actor are
those that all texts give, those of other processes too: an office is the person's and not the process's. One that a text gives without
its body is taken for one of the holder's side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from communique.model.claims import ActorMention, OfficeMention
from communique.model.ids import make_id
from communique.model.record import Actor, Evidence, Office, Process
from communique.model.vocabulary import ActorKind, Factuality
from communique.record.actors import Directory
from communique.record.witnesses import Witnesses
from communique.stories.words import fold


@dataclass(frozen=True, slots=True)
class Role:
    """An actor of a process with what its place there says of its kind and side, for the case that no reading does."""

    name: str
    kind: ActorKind
    side: str | None


def find_roles(process: Process, named: Iterable[str], directory: Directory) -> list[Role]:
    """Return the actors of a process by name. `named` are the names that its texts list, as written.

    These are parties and mediators with all of their people, participants, speakers, and whoever else in its texts holds an office.
    """
    kinds = dict.fromkeys((*process.parties, *process.mediators), ActorKind.STATE)
    sides: dict[str, str | None] = {name: name for name in process.parties}
    for meeting in process.meetings:
        for person in meeting.participants:
            kinds.setdefault(person.name, ActorKind.PERSON)
            sides.setdefault(person.name, person.side)
    speakers = {name for statement in process.statements for name in (statement.speaker or "").split("; ")}
    for name in directory.names(named):
        if name not in kinds and ((name in speakers and directory.is_person(name)) or _is_of(process, name, directory)):
            kinds[name] = directory.kind(name) or ActorKind.ORGANISATION
    return [Role(name, kinds[name], sides.get(name)) for name in sorted(kinds)]


def _is_of(process: Process, name: str, directory: Directory) -> bool:
    """Tell whether an actor that texts of a process name belongs to it: to a party, to a mediator, or as a person in office."""
    is_in_office = directory.is_person(name) and directory.office(name) is not None
    return is_in_office or directory.side(name) in (*process.parties, *process.mediators)


def make_actor(role: Role, mentions: Sequence[ActorMention], directory: Directory, witnesses: Witnesses) -> Actor:
    """Return the entry of an actor. `mentions` are all that are of it, in any order."""
    spellings = {spelling for mention in mentions for spelling in (mention.name, *mention.spellings)}
    side = directory.side(role.name) or role.side
    return Actor(
        id=actor_id(role.name),
        name=role.name,
        kind=directory.kind(role.name) or role.kind,
        aliases=tuple(sorted(spellings - {role.name})),
        side=side,
        offices=_merge_offices([_with_body(office, side) for mention in mentions for office in mention.offices], witnesses),
    )


def actor_id(name: str) -> str:
    """Return the id of the actor with a canonical name."""
    return make_id("actor", name)


def sort_actors(actors: Iterable[Actor], process: Process) -> tuple[Actor, ...]:
    """Return parties first, then mediators, then the others by side and name."""
    rank = {name: index for index, name in enumerate((*process.parties, *process.mediators))}
    return tuple(sorted(actors, key=lambda actor: (rank.get(actor.name, len(rank)), actor.side or "~", actor.name)))


def _with_body(office: OfficeMention, side: str | None) -> OfficeMention:
    """Return the office with the side of its holder for the body that its text leaves out ("Foreign Minister X")."""
    return office if office.body or not side else replace(office, body=side)


def _merge_offices(mentions: Iterable[OfficeMention], witnesses: Witnesses) -> tuple[Office, ...]:
    """Put mentions of one office together; `from_` and `to` are the first and the last day on which a version gives it."""
    grouped: defaultdict[tuple[str, str], list[OfficeMention]] = defaultdict(list)
    for mention in mentions:
        grouped[fold(mention.title), fold(mention.body or "")].append(mention)
    offices = []
    for same in grouped.values():
        first = min(
            same, key=lambda mention: (witnesses.place(mention.span.version).order, mention.span.start, mention.title, mention.body or "")
        )
        days = sorted(day for mention in same if (day := witnesses.place(mention.span.version).day))
        pieces = [
            Evidence(mention.span.version, mention.span.start, mention.span.end, mention.span.exact, Factuality.HAPPENED, None, 1.0, "")
            for mention in same
        ]
        since, until = (days[0].isoformat(), days[-1].isoformat()) if days else (None, None)
        offices.append(Office(first.title, first.body, since, until, witnesses.sort_evidence(pieces)))
    return tuple(sorted(offices, key=lambda office: (office.from_ or "", office.title, office.body or "")))
