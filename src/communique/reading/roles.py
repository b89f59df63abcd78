"""Who takes part in a claim, when and where, as the claim head sees it and the clause tells it.

In: a `Text` with its `Parties` and `Dealings`, and the head's `Scores`. Out: actors, persons, places and times of the claim that hangs on a
word. Who acts is read from the clause first: where it has a subject in scope, the head knows no better.
"""

from __future__ import annotations

from communique.model.claims import Participant
from communique.model.edtf import bounds, is_edtf
from communique.model.vocabulary import EntityType, MeetingState
from communique.reading.claim_head import Scores
from communique.reading.clauses import is_predicate
from communique.reading.dealings import Dealings
from communique.reading.events import day_of
from communique.reading.parties import Parties
from communique.reading.text import Text

TIES = frozenset({"between", "with", "by", "of"})
"""Prepositions that tie a noun to those who act in it."""
POSSIBLE = 0.05
"""A filler less likely than this is not even guessed at."""
NEAR = 1
"""Who meets is named at most so many sentences away."""
SEATED = frozenset({MeetingState.HELD, MeetingState.UNDER_WAY, MeetingState.SCHEDULED, MeetingState.BROKEN_OFF})
"""States in which a text tells who sits at the table."""
ARGUMENTS = frozenset({"obj", "nsubj", "obl"})


def predicate_of(text: Text, i: int) -> int:
    """Return the predicate that tells of a word: itself, or the verb that it is an argument of; -1 for none."""
    if is_predicate(text, i):
        return i
    head = text.head[i]
    return head if head >= 0 and text.bases[i] in ARGUMENTS and is_predicate(text, head) else -1


class Roles:
    """The roles of the claims of one text."""

    def __init__(self, text: Text, parties: Parties, dealings: Dealings, scores: Scores) -> None:
        self.text = text
        self.parties = parties
        self.dealings = dealings
        self.scores = scores

    def actors(self, role: str, word: int) -> tuple[str, ...]:
        """Return the actors in scope that the head sees in a role."""
        names = [name for i in self._filling(role, word) for name in self.parties.actors_of_one(i)]
        return self.parties.in_scope(tuple(dict.fromkeys(names)))

    def agents(self, word: int) -> tuple[str, ...]:
        """Return who does it: the subject of the clause, those named as parties of a noun, else whom the head sees, likely or not.

        Where nobody known to act between states is among them, whoever the head sees by name does: a state that no list has.
        """
        predicate = predicate_of(self.text, word)
        found = self.dealings.actors(predicate) if predicate >= 0 else ()
        if not found and not is_predicate(self.text, word):
            found = self.parties.in_scope(self.parties.named_under(word, TIES))
        return found or self.actors("agent", word) or self._likeliest("agent", word) or self._strangers("agent", word)

    def _strangers(self, role: str, word: int) -> tuple[str, ...]:
        """Return the names of places and organisations that the head sees in a role, whether or not they are known to be actors."""
        entities = [self.text.entity_of[i] for i in self._filling(role, word)]
        named = [e.text.removeprefix("the ") for e in entities if e is not None and e.type in {EntityType.PLACE, EntityType.ORGANISATION}]
        return tuple(dict.fromkeys(named))

    def _likeliest(self, role: str, word: int) -> tuple[str, ...]:
        """Return the actor in scope that is the likeliest filler of a role, however unlikely, within the word's sentence."""
        likely = self.scores.fillers_of(role, word)
        near = [i for i in self.text.range_of(self.text.sentence[word]) if likely[i] >= POSSIBLE]
        for i in sorted(near, key=lambda i: -likely[i]):
            names = self.parties.in_scope(self.parties.actors_of_one(i))
            if names:
                return names
        return ()

    def time(self, word: int) -> str | None:
        """Return the time of a claim as EDTF: the nearest one that the head sees."""
        text = self.text
        for i in sorted(self._filling("time", word), key=lambda i: abs(i - word)):
            time = text.time_of[i]
            if time is not None and time.edtf and text.sentence[i] == text.sentence[word]:
                return day_of(time.edtf)
        return None

    def deadline(self, word: int, agreed_on: str | None) -> str | None:
        """Return the time of a claim where it can be a deadline: it lies behind the day of the agreement, else ahead of the text."""
        told, since = self.time(word), agreed_on or self.text.analysis.date
        if told is None or since is None or not is_edtf(told) or not is_edtf(since[:10]):
            return told
        return told if bounds(told)[1] > bounds(since[:10])[0] else None

    def places(self, word: int, span: tuple[int, int]) -> tuple[str, ...]:
        """Return the names of places that the head sees, as written: those in the words of the claim, else those nearest before it.

        A list of meetings has many places; each meeting's own stands in its words.
        """
        text = self.text
        seen = [k for k in self._filling("place", word) if (e := text.entity_of[k]) is not None and e.type is EntityType.PLACE]
        inside = [k for k in seen if span[0] <= text.tokens[k].start < span[1]]
        last = max((text.sentence[k] for k in seen if text.sentence[k] <= text.sentence[word]), default=-1)
        chosen = inside or [k for k in seen if text.sentence[k] == last]
        return tuple(dict.fromkeys(e.text.removeprefix("the ") for k in chosen if (e := text.entity_of[k]) is not None))

    def participants(self, word: int, state: MeetingState, found: tuple[str, ...] = ()) -> tuple[Participant, ...]:
        """Return the persons found already and those that the head sees in this sentence or the ones beside it, with offices and sides.

        In other states than `SEATED` who alone is named proposes a meeting or calls it off.
        """
        references, text = self.parties.references, self.text
        told = self._filling("person", word) if state in SEATED else []
        seen = [k for k in told if abs(text.sentence[k] - text.sentence[word]) <= NEAR]
        found = found if state in SEATED or len(found) > 1 else ()
        names = [*found, *(self.parties.person_at(k) for k in seen)]
        return tuple(Participant(name, references.office(name), references.side(name)) for name in dict.fromkeys(names) if name)

    def _filling(self, role: str, word: int) -> list[int]:
        return self.scores.filling(role, word, self.text)
