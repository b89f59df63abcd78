"""Whom a plural stands for: "the two sides", "both countries", "the envoys", resolved to the parties that the text has set up.

In: a forest with resolved names. Out: for a mention, canonical names in the order the text first gave them. Every place where actors
stand together (coordinated, "A … with B", "between A and B", "A-B talks") is a vote for that group; subjects and partners in dealings
weigh most, votes fade from sentence to sentence. Past quarrels of others, told in a by-phrase, weigh little, so that they do not take
over the talks at hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from communique.language.forest import Forest
from communique.language.gazetteer import Gazetteer, Kind
from communique.language.lexicon import word_set
from communique.language.metonymy import DEALINGS, LOCATIVE
from communique.model.analysis import Entity
from communique.model.vocabulary import EntityType

SUBJECT, DEALING, NAMED = 3.0, 2.0, 0.5
LEDE = 1.5
"""Factor for the first two sentences: they say whom a report is about."""
JUST_NOW = 3.0
"""Bonus for a group that acted as subject in the sentence before."""
FADING = 0.94
SIDES = word_set(
    "side party country neighbour neighbor delegation envoy nation state government negotiator minister leader capital representative",
    "team rival foe adversary president diplomat pair duo signatory belligerent premier official partner ally people group faction",
    "man counterpart army force",
)
"""Lemmas of plurals that may stand for the parties."""
STATES_ONLY = word_set("country neighbour neighbor nation state government capital president premier")
NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "2": 2, "3": 3, "4": 4}
DEALING_VERBS = word_set(
    "meet talk negotiate sign agree hold resume discuss reach conclude speak confer normalise normalize restore establish exchange",
    "strike open begin start share convene launch renew sever cut break end",
)


@dataclass(frozen=True, slots=True)
class Together:
    """A place where actors stand together: sentence, last token, names in text order, weight, whether they are a subject."""

    sentence: int
    token: int
    names: tuple[str, ...]
    weight: float
    is_subject: bool


class Groups:
    """The groups of actors that one text sets up."""

    def __init__(self, forest: Forest, entities: Sequence[Entity], at: Sequence[int], side_of: Callable[[str], str | None]) -> None:
        self.forest = forest
        self.entities = entities
        self.at = at
        self.side_of = side_of
        self.gazetteer = Gazetteer.load()
        self._organisations = frozenset(e.actor for e in entities if e.type is EntityType.ORGANISATION and e.actor is not None)
        self._strangers = frozenset(
            e.actor for e in entities if e.type is EntityType.PLACE and e.actor is not None and self.gazetteer.actor(e.actor) is None
        )
        self.found = sorted(self._find(), key=lambda t: (t.token, t.names))

    # --- where groups are set up ----------------------------------------------------------------------------------------

    def _find(self) -> list[Together]:
        found = []
        for i in range(len(self.forest)):
            if self.at[i] < 0 and self.forest.child(i, "conj") < 0:
                continue
            if self.forest.bases[i] == "conj":
                continue
            names, last = self._members(i)
            if len(names) >= 2:
                found.append(self._together(i, last, names))
        found += self._hyphenated()
        return found

    def _together(self, i: int, last: int, names: tuple[str, ...]) -> Together:
        forest = self.forest
        sentence = forest.sentence[i]
        weight = NAMED
        is_subject = forest.bases[i] == "nsubj"
        head = forest.head[i]
        if is_subject:
            weight = SUBJECT
        elif (
            head >= 0
            and (forest.lemmas[head] in DEALINGS or forest.words[head] in DEALINGS)
            and forest.lemmas[head] not in {"conflict", "war", "dispute"}
        ):
            weight = DEALING
        if sentence < 2:
            weight *= LEDE
        return Together(sentence, last, names, weight, is_subject)

    def _members(self, i: int) -> tuple[tuple[str, ...], int]:
        """Return the actors coordinated at `i` and its partner behind "with", with the last token of them."""
        forest = self.forest
        members = [i, *forest.children(i, "conj")]
        for k in list(members[1:]):
            members += forest.children(k, "conj")
        head = forest.head[i]
        if (
            forest.bases[i] == "nsubj"
            and head >= 0
            and len(members) == 1
            and (forest.lemmas[head] in DEALING_VERBS or forest.upos[head] == "VERB")
        ):
            members += self._partners(head)
        names: dict[str, None] = {}
        last = i
        for k in sorted(set(members)):
            if forest.case(k) in LOCATIVE:
                continue
            for name in self.names_at(k):
                names[name] = None
                last = k
        return tuple(names), last

    def _partners(self, predicate: int) -> list[int]:
        """Return what stands behind "with" beside a verb of dealing or its object ("signed an accord with Chad")."""
        forest = self.forest
        found = []
        for k in [
            *forest.children(predicate, "obl"),
            *(m for o in forest.children(predicate, "obj", "obl") for m in forest.children(o, "nmod")),
        ]:
            if forest.case(k) == "with":
                owner = forest.head[k]
                if forest.lemmas[owner] in DEALING_VERBS or forest.lemmas[owner] in DEALINGS or forest.words[owner] in DEALINGS:
                    found += [k, *forest.children(k, "conj")]
        return found

    def _hyphenated(self) -> list[Together]:
        found = []
        for number, entity in enumerate(self.entities[:-1]):
            after = self.entities[number + 1]
            if after.start - entity.end == 1 and entity.actor and after.actor and entity.actor != after.actor:
                i = self.forest.token_at(after.start)
                if i >= 0 and all(self._is_party(e) for e in (entity, after)):
                    weight = DEALING * (LEDE if self.forest.sentence[i] < 2 else 1)
                    found.append(Together(self.forest.sentence[i], i, (entity.actor, after.actor), weight, False))
        return found

    def _is_party(self, entity: Entity) -> bool:
        return entity.actor is not None and entity.type is not EntityType.PERSON and self.is_actor(entity.actor)

    def is_actor(self, name: str) -> bool:
        """Tell whether a name can be a party: known to the gazetteer as more than a region, or an unknown organisation."""
        place = self.gazetteer.actor(name)
        if place is None:
            return name in self._organisations or name in self._strangers
        return place.actor_kind is not None and place.kind is not Kind.BODY

    def names_at(self, k: int) -> tuple[str, ...]:
        """Return the parties that the noun phrase headed by `k` stands for by its own words: its name, its adjective, its owner, its
        person's side.
        """
        forest = self.forest
        own = self._party_at(k)
        if own:
            return (own,)
        if self.at[k] >= 0 and self.entities[self.at[k]].type is EntityType.PERSON:
            return ()
        found: dict[str, None] = {}
        for m in forest.children(k, "amod", "compound", "nmod", "appos", "flat", "nmod:poss"):
            if forest.bases[m] == "nmod" and forest.case(m) not in {"", "of", "from", "'s", "’s"}:
                continue
            for c in [m, *forest.children(m, "conj")]:
                name = self._party_at(c)
                if name and forest.lemmas[k] in SIDES | {"delegation", "official", "ministry", "authority", "side", "troop", "rebel"}:
                    found[name] = None
        return tuple(found)

    def _party_at(self, k: int) -> str | None:
        if self.at[k] < 0:
            return None
        entity = self.entities[self.at[k]]
        if entity.actor is None:
            return None
        if entity.type is EntityType.PERSON:
            return self.side_of(entity.actor)
        name = self.side_of(entity.actor) or entity.actor
        return name if self.is_actor(name) else None

    # --- whom a plural stands for ---------------------------------------------------------------------------------------

    def resolve(self, i: int) -> tuple[str, ...]:
        """Return the parties that the plural mention headed by token `i` stands for, () when the text has set up none that fit."""
        forest = self.forest
        size = next((NUMBERS[forest.words[k]] for k in forest.kids[i] if forest.words[k] in NUMBERS), 0)
        size = size or NUMBERS.get(forest.words[i], 0)
        states = forest.lemmas[i] in STATES_ONLY
        return self.before(i, size, states_only=states)

    def before(self, i: int, size: int = 0, *, states_only: bool = False) -> tuple[str, ...]:
        """Return the best supported group set up before token `i`: of `size` members unless 0, of states only where asked."""
        sentence = self.forest.sentence[i]
        votes: dict[frozenset[str], float] = defaultdict(float)
        order: dict[frozenset[str], tuple[str, ...]] = {}
        for together in self.found:
            if together.token >= i:
                break
            names = together.names
            if (size and len(names) != size) or (states_only and not all(self._is_state(name) for name in names)):
                continue
            key = frozenset(names)
            order.setdefault(key, names)
            age = sentence - together.sentence
            votes[key] += together.weight * FADING**age
            if age <= 1 and together.is_subject:
                votes[key] += JUST_NOW
        if not votes:
            return self._two_named(i, states_only=states_only) if size in {0, 2} else ()
        best = max(votes, key=lambda key: (votes[key], -len(key), sorted(key)))
        return order[best]

    def _is_state(self, name: str) -> bool:
        place = self.gazetteer.actor(name)
        return name in self._strangers if place is None else place.kind in {Kind.STATE, Kind.TERRITORY, Kind.HISTORIC}

    def _two_named(self, i: int, *, states_only: bool) -> tuple[str, ...]:
        """Return the two parties named before a mention when there are exactly two."""
        offset = self.forest.tokens[i].start
        names = dict.fromkeys(
            self.side_of(e.actor) or e.actor
            for e in self.entities
            if e.start < offset and e.actor is not None and e.type is not EntityType.PERSON
        )
        parties = tuple(name for name in names if self.is_actor(name) and (not states_only or self._is_state(name)))
        return parties if len(parties) == 2 else ()
