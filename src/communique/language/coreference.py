"""What refers back to what: names, pronouns, offices, states ("the country"), places ("the enclave"), parties ("the two sides").

In: a text, its sentences and its resolved names. Out: chains of mentions with canonical names. Rules over the dependency trees, one pass
from left to right, each asking for positive evidence of grammar; where it is missing the mention stays unresolved, because a wrong link
makes a false fact. Nothing outside the text is known except the gazetteer. Other steps ask the same `Discourse`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from communique.language.descriptions import resolve_description
from communique.language.mentions import Mentions
from communique.language.pronouns import resolve_fronted, resolve_pronoun
from communique.language.speech import ASKING, SAYING
from communique.model.analysis import Analysis, Chain, Entity, Mention, Sentence
from communique.model.vocabulary import EntityType

GROUP_MARK = "; "
"""Parts the names of a group that stands together."""


@dataclass(frozen=True, slots=True, eq=False)
class _Parsed:
    """A parsed text that is equal to itself only, so that it can be looked up without comparing its words."""

    text: str
    sentences: Sequence[Sentence]
    entities: Sequence[Entity]

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parsed) and self.sentences is other.sentences and self.entities is other.entities


def discourse_of(text: str, sentences: Sequence[Sentence], entities: Sequence[Entity]) -> Discourse:
    """Return what refers back in a text; of the texts last asked for it is remembered, since analysis and reading both ask."""
    return _discourse_of(_Parsed(text, sentences, entities))


@lru_cache(maxsize=4)
def _discourse_of(parsed: _Parsed) -> Discourse:
    return Discourse(parsed.text, parsed.sentences, parsed.entities)


class Discourse(Mentions):
    """All that refers back in one text. Cost: about 3 ms for 600 tokens."""

    def __init__(self, text: str, sentences: Sequence[Sentence], entities: Sequence[Entity]) -> None:
        super().__init__(text, sentences, entities)
        self._run()

    def _run(self) -> None:
        forest = self.forest
        for number in range(len(forest.sentences)):
            for i in forest.range_of(number):
                upos = forest.upos[i]
                if upos == "PRON":
                    resolve_pronoun(self, i)
                elif upos in {"NOUN", "PROPN"} and self.at[i] < 0:
                    resolve_description(self, i)
                if i in self.heads or i in self.links or i in self.given:
                    self.seen.append(i)
            resolve_fronted(self, number)
            self._note_speaker(number)
        self.settle_sides()

    def _note_speaker(self, sentence: int) -> None:
        """Remember the last one who said something outside of quotation marks."""
        forest = self.forest
        for i in forest.range_of(sentence):
            if forest.upos[i] == "VERB" and forest.lemmas[i] in SAYING | ASKING and self.in_quote[i] < 0:
                subject = forest.subject(i)
                if subject >= 0 and self.in_quote[subject] < 0 and forest.words[subject] not in {"who", "which", "that"}:
                    self.last_speaker = subject
                    self.speakers.append(subject)

    def chains(self) -> tuple[Chain, ...]:
        """Return the chains with at least two mentions, or with one that is no name, ordered by their first mention."""
        members: dict[str, list[Mention]] = defaultdict(list)
        for i, number in self.heads.items():
            entity = self.entities[number]
            name = entity.actor or (entity.text if entity.type is EntityType.PLACE else None)
            if name is not None:
                members[name].append(Mention(entity.start, entity.end, self.forest.tokens[i].start))
        for i in self.links:
            name = self.name_at(i) if i not in self.plurals else None
            if name is not None:
                members[name].append(self.mention(i))
        for i, name in self.given.items():
            members[name].append(self.mention(i))
        groups: dict[str, list[Mention]] = defaultdict(list)
        for i, names in self.plurals.items():
            groups[GROUP_MARK.join(names)].append(self.mention(i))
        told = {*groups, *self.given.values()}
        kept = [(name, mentions) for name, mentions in [*members.items(), *groups.items()] if len(mentions) > 1 or name in told]
        chains = [Chain(tuple(sorted(set(mentions), key=lambda m: (m.start, m.end))), name) for name, mentions in kept]
        return tuple(sorted(chains, key=lambda c: (c.mentions[0].start, c.mentions[0].end, c.name or "")))


def find_chains(text: str, sentences: Sequence[Sentence], entities: Sequence[Entity]) -> tuple[Chain, ...]:
    """Return the chains of coreference of a text. `entities` must be resolved (`resolve_entities`).

    A chain of parties ("the two sides") is named by their canonical names joined with "; ", in the order the text first gave them.
    """
    return Discourse(text, sentences, entities).chains()


def resolve_plural(analysis: Analysis, start: int, end: int) -> tuple[str, ...]:
    """Return the parties that the plural mention inside the code points `[start, end)` stands for, in the order the text first gave them.

    Reads the chains of the analysis; () when the mention belongs to no group.
    """
    for chain in analysis.chains:
        if chain.name is not None and GROUP_MARK in chain.name and any(start <= m.head < end for m in chain.mentions):
            return tuple(chain.name.split(GROUP_MARK))
    return ()
