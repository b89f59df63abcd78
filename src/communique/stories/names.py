"""Changes in who is named, and how.

In: a `Comparison`. Out: findings on actors that came or went, names that are spelt otherwise, and offices that are titled otherwise. A
name counts as new only where nothing of it stands in the other version: a model that misses a name in one text must not make an actor
appear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from communique.model.claims import ActorMention, Claim, CommitmentClaim, MeetingClaim, ProgressClaim, StanceClaim, StatementClaim
from communique.model.record import Evidence
from communique.model.vocabulary import ActorKind, ChangeKind
from communique.stories.comparison import Comparison, Finding
from communique.stories.lexicon import words_of
from communique.stories.sides import Side
from communique.stories.words import find_words, fold

SAME_NAME = 80.0
"""Character similarity (0..100) of two folded names from which they are two spellings of one."""

_SPELT = frozenset({ActorKind.PERSON.value, ActorKind.ORGANISATION.value, ActorKind.ARMED_GROUP.value, ActorKind.MINISTRY.value})
_MIN_NAME = 4
_ADDRESSING = frozenset({"told", "tells", "quoted", "according"})

SPEAKING_SPAN = 24
"""Characters behind or before a name in which its verb of saying begins."""


def find_name_changes(comparison: Comparison) -> Iterator[Finding]:
    """Yield what changed in the names, spellings and offices of actors."""
    before = {actor.name: actor for actor in comparison.before.reading.actors}
    after = {actor.name: actor for actor in comparison.after.reading.actors}
    gone = [before[name] for name in sorted(before.keys() - after.keys())]
    come = [after[name] for name in sorted(after.keys() - before.keys())]
    for old in list(gone):
        new = next((actor for actor in come if actor.kind == old.kind and _is_respelling(old.name, actor.name)), None)
        if new is not None:
            gone.remove(old)
            come.remove(new)
            yield from _respelling(comparison, old, new)
            yield from _title_change(comparison, old, new)
    for name in sorted(before.keys() & after.keys()):
        if before[name].kind in _SPELT:
            yield from _respelling(comparison, before[name], after[name])
        yield from _title_change(comparison, before[name], after[name])
    yield from _actor_findings(comparison, gone, come)


def _actor_findings(comparison: Comparison, gone: list[ActorMention], come: list[ActorMention]) -> Iterator[Finding]:
    for actor in gone:
        cited = _cite_name(comparison.before, actor)
        if cited is not None and _acts_in(actor, comparison.before) and not _is_named_in(actor, comparison.after):
            yield Finding(ChangeKind.ACTOR_REMOVED, cited, None)
    for actor in come:
        cited = _cite_name(comparison.after, actor)
        if cited is not None and _acts_in(actor, comparison.after) and not _is_named_in(actor, comparison.before):
            yield Finding(ChangeKind.ACTOR_ADDED, None, cited)


def _acts_in(actor: ActorMention, side: Side) -> bool:
    """Return whether an actor does something in the story: meets, mediates, binds itself, speaks or is the source of what is told.

    Who is merely mentioned is no new actor: a town taken for a person, the outlet itself, "the ministry", a citizenship, a state where
    others meet. What a state binds itself to or does to another is told as that change.
    """
    is_named = any(word.is_capital for text in actor.spellings for word in find_words(text))
    if not is_named or fold(actor.name) == fold(side.version.outlet or ""):
        return False
    names = {fold(name) for name in (actor.name, *actor.spellings)}
    roles = {fold(name) for claim in side.own_claims() for name in _doers(claim, is_state=actor.kind == ActorKind.STATE)}
    return bool(names & roles) or (actor.kind != ActorKind.STATE and _speaks_in(actor, side))


def _doers(claim: Claim, *, is_state: bool) -> Iterator[str]:
    """Yield who acts in a claim."""
    yield from claim.provenance.according_to
    match claim:
        case StatementClaim():
            yield claim.speaker or ""
        case MeetingClaim():
            yield from (*claim.parties, *claim.mediators, claim.host or "", *(person.name for person in claim.participants))
        case CommitmentClaim() if not is_state:
            yield from claim.obligors
        case ProgressClaim() if not is_state:
            yield claim.obligor or ""
        case StanceClaim():
            yield from claim.by
        case _:
            pass


def _speaks_in(actor: ActorMention, side: Side) -> bool:
    """Return whether a verb of saying stands right behind one of the actor's names, or right before it ("said Aske")."""
    known = {fold(name) for name in (actor.name, *actor.spellings)}
    for entity in side.reading.entities:
        if entity.actor != actor.name and fold(entity.text) not in known:
            continue
        behind = find_words(side.version.text, entity.end, entity.end + SPEAKING_SPAN)[:1]
        before = find_words(side.version.text, max(0, entity.start - SPEAKING_SPAN), entity.start)[-1:]
        if any(word.norm in words_of("sayings") for word in (*behind, *(w for w in before if w.norm not in _ADDRESSING))):
            return True
    return False


def _is_respelling(a: str, b: str) -> bool:
    return min(len(a), len(b)) >= _MIN_NAME and fuzz.ratio(fold(a), fold(b)) >= SAME_NAME


def _is_named_in(actor: ActorMention, side: Side) -> bool:
    """Return whether the text holds any of the actor's names, or the last word of one."""
    words = {word.norm for word in find_words(side.version.text)}
    names = (actor.name, *actor.spellings)
    return any(parts and parts[-1].norm in words for parts in map(find_words, names))


def _cite_name(side: Side, actor: ActorMention) -> Evidence | None:
    """Cite the first mention that is written with one of the actor's spellings; None where none stands verbatim in the story."""
    known = {fold(name) for name in (actor.name, *actor.spellings)}
    begin, stop = side.dateline or (0, 0)
    for entity in side.reading.entities:
        if begin <= entity.start < stop:
            continue
        if entity.actor == actor.name or fold(entity.text) in known:
            return side.cite_range(entity.start, entity.end)
    return next((cited for cited in (_cite_spelling(side, name) for name in (actor.name, *actor.spellings)) if cited), None)


def _cite_spelling(side: Side, spelling: str) -> Evidence | None:
    at = side.version.text.find(spelling, side.dateline[1] if side.dateline else 0) if spelling else -1
    return side.cite_range(at, at + len(spelling)) if at >= 0 else None


def _respelling(comparison: Comparison, before: ActorMention, after: ActorMention) -> Iterator[Finding]:
    """Yield the first word of the name that each version spells in its own way."""
    words_before, words_after = _spelling_words(before), _spelling_words(after)
    for old in sorted(words_before - words_after):
        for new in sorted(words_after - words_before):
            if old != new and _is_respelling(old, new):
                left, right = _cite_spelling(comparison.before, old), _cite_spelling(comparison.after, new)
                if left and right and new not in comparison.before.version.text:
                    yield _find_passages(comparison, Finding(ChangeKind.NAME_SPELLING, left, right))
                    return


def _spelling_words(actor: ActorMention) -> set[str]:
    return {word.text.removesuffix("'s").removesuffix("’s") for name in (actor.name, *actor.spellings) for word in find_words(name)}


def _title_change(comparison: Comparison, before: ActorMention, after: ActorMention) -> Iterator[Finding]:
    """Yield an office that each version titles in its own way; one that only one version gives is no change of title."""
    titles_before, titles_after = {fold(o.title) for o in before.offices}, {fold(o.title) for o in after.offices}
    old = [office for office in before.offices if fold(office.title) not in titles_after]
    new = [office for office in after.offices if fold(office.title) not in titles_before]
    if old and new:
        left, right = old[0].span, new[0].span
        if fold(left.exact) not in fold(comparison.after.version.text) and fold(right.exact) not in fold(comparison.before.version.text):
            sides = comparison.before.cite_range(left.start, left.end), comparison.after.cite_range(right.start, right.end)
            yield _find_passages(comparison, Finding(ChangeKind.ROLE_TITLE, *sides))


def _find_passages(comparison: Comparison, finding: Finding) -> Finding:
    offsets = [evidence.start if evidence else None for evidence in (finding.before, finding.after)]
    return replace(finding, passages=comparison.passages_at(*offsets))
