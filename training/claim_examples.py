"""Annotated texts in, what the claim head learns from out.

In: annotated texts, which are analysed and read by the grammar of the package. Out: `ClaimExample`s: the traits of every word, and for
each annotated claim the word that it hangs on, its main attributes and the words that name its arguments. What the head is told is
made by `communique.reading.traits`, as when a text is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from communique.evaluation.scoring import names_of, same_speaker
from communique.language.analyser import Analyser
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.reading.grammar import Grammar
from communique.reading.parties import Parties
from communique.reading.references import TextReferences
from communique.reading.text import Text
from communique.reading.traits import KINDS, NOMINAL, ROLES, VALUES, Traits, find_traits

AGENTS = {
    "meeting": "parties",
    "commitment": "obligors",
    "reaffirmation": "parties",
    "progress": "obligor",
    "standing": "parties",
    "relation": "a",
    "refusal": "by",
    "demand": "by",
    "proposal": "by",
    "expectation": "by",
}
TARGETS = {"relation": "b", "refusal": "of_whom", "demand": "of_whom", "proposal": "of_whom"}
TIMES = {"meeting": "date", "commitment": "due", "relation": "from", "progress": "as_of"}


AnnotatedText = tuple[str, str, str, str, list[dict[str, Any]]]
"""Key, name of the set, text, date, and claims in the shape of the export with `start` and `end`."""


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """An annotated claim: the word that it hangs on, its kind, its main attributes as (list, number), and per role the words that fill it.

    `open_words` per role are further mentions of a filler, neither right nor wrong. `anchor` are its own words, `entries` the numbers of
    the entries of its process that it tells of.
    """

    word: int
    kind: int
    values: tuple[tuple[str, int], ...]
    is_optional: bool
    words: dict[str, tuple[int, ...]]
    open_words: dict[str, tuple[int, ...]]
    anchor: tuple[int, ...]
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClaimExample:
    """One text: `source` is the name of its set, `starts` where its words begin, `nominal` the words that may fill roles.

    The key of a report begins with its process.
    """

    key: str
    source: str
    text: str
    starts: tuple[int, ...]
    traits: Traits
    claims: tuple[GoldClaim, ...]
    nominal: tuple[int, ...]


class ExampleReader:
    """Makes examples of annotated texts."""

    def __init__(self) -> None:
        self._analyser = Analyser.load(has_states=False)

    def read_all(self, items: Iterable[AnnotatedText]) -> Iterator[ClaimExample]:
        """Yield the example of each text."""
        listed = list(items)
        for (key, source, text, _, claims), analysis in zip(
            listed, self._analyser.analyse_all((text, date) for _, _, text, date, _ in listed), strict=True
        ):
            words = Text(analysis, Version(hash_text(text), text))
            parties = Parties(words, TextReferences(words))
            traits = find_traits(words, parties, Grammar(words, parties).claims)
            nominal = tuple(i for i in range(len(words)) if words.upos[i] in NOMINAL or words.time_of[i] is not None)
            made = (self._gold(words, parties, claim) for claim in claims)
            yield ClaimExample(key, source, text, tuple(words.starts), traits, tuple(c for c in made if c is not None), nominal)

    def _gold(self, text: Text, parties: Parties, claim: dict[str, Any]) -> GoldClaim | None:
        word = text.head_in(claim["start"], claim["end"])
        if word < 0:
            return None
        kind = claim["kind"]
        named = {"domain": claim.get("domain"), "value": str(claim.get("value") or "").partition("(")[0]} if kind == "relation" else {}
        if kind in VALUES:
            named = {kind: claim.get({"meeting": "state", "commitment": "force", "statement": "mode"}.get(kind, kind))}
        if claim.get("meeting_kind"):
            named["series"] = claim["meeting_kind"]
        values = tuple((name, VALUES[name].index(value)) for name, value in named.items() if value in VALUES[name])
        filled, left_open = {}, {}
        for role in ROLES:
            found = [i for i in range(len(text)) if _fills(text, parties, i, role, claim)]
            near = _nearest(text, word, found)
            filled[role] = tuple(near)
            left_open[role] = tuple(i for i in found if i not in near)
        anchor = tuple(text.tokens_in(claim["start"], claim["end"]))
        entries = tuple(claim.get("entries") or ())
        return GoldClaim(word, KINDS.index(kind), values, bool(claim.get("optional")), filled, left_open, anchor, entries)


def _nearest(text: Text, word: int, found: list[int]) -> list[int]:
    """The mentions in the sentence of a word, else in the nearest sentence before it, else in the nearest after."""
    if not found:
        return []
    here = text.sentence[word]
    best = min({text.sentence[i] for i in found}, key=lambda s: (s > here, abs(s - here)))
    return [i for i in found if text.sentence[i] == best]


def _fills(text: Text, parties: Parties, i: int, role: str, claim: dict[str, Any]) -> bool:
    kind = claim["kind"]
    if role == "time":
        time = text.time_of[i]
        wanted = claim.get(TIMES.get(kind, ""))
        return bool(wanted) and time is not None and time.edtf == wanted and text.head_in(time.start, time.end) == i
    if text.upos[i] not in NOMINAL:
        return False
    entity = text.entity_of[i]
    if role == "place":
        here = entity is not None and text.head_in(entity.start, entity.end) == i
        return here and entity is not None and any(entity.text in place for place in claim.get("places") or ())
    if role in {"person", "speaker"}:
        name = parties.person_at(i)
        wanted = claim.get("persons") or () if role == "person" else [claim["speaker"]] if claim.get("speaker") else ()
        if name is not None:
            return any(same_speaker(one, name) for one in wanted)
        return role == "speaker" and any(_is_called(text, parties, i, one) for one in wanted)
    field = {"agent": AGENTS, "target": TARGETS, "mediator": {"meeting": "mediators"}}[role].get(kind)
    value = claim.get(field or "")
    wanted_names = names_of(value.split("; ") if isinstance(value, str) else value or ())
    return bool(wanted_names) and bool(names_of(parties.actors_of_one(i)) & wanted_names)


def _is_called(text: Text, parties: Parties, i: int, name: str) -> bool:
    if text.upos[i] in {"ADJ", "DET", "NUM"}:
        return False
    if names_of(parties.actors_of_one(i)) & names_of(name.split("; ")):
        return True
    low, high = text.phrase(i)
    return same_speaker(name, text.text[low:high])
