"""From an answer to claims: each field is held against the text by its role, and what does not hold is dropped or emptied, and counted.

In: the claims of an answer as dictionaries, the part of the text that was sent. Out: claims of `model`. A claim whose anchor is not in
the text is dropped, and so is one without the words that its kind needs; an argument that the text does not bear out is emptied, and a
claim that lost a name is unsure. References between claims are resolved last, when all that are kept are known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeGuard

from communique.model.claims import Claim, CommitmentClaim, MeetingClaim, Participant, Provenance, StanceClaim, StatementClaim, claim_id
from communique.model.vocabulary import ClaimKind, Factuality, StanceKind
from communique.reading.llm.grounding import Grounds
from communique.reading.llm.parts import Part
from communique.reading.llm.schema import CLAIM_TYPES, Field, Json, Role, fields_of
from communique.reading.text import Text

SURE = 0.8
"""Score of what the model calls certain and the text bears out; not 0.9, which stands for a measured share of right claims."""
UNSURE = 0.4
"""Score of the rest: kept for review, not shown as fact."""
_NAMING = frozenset({Role.NAME, Role.SPEAKER})
Find = Callable[[str], str | None]
_REFERENTS: dict[str, type[Any]] = {"origin": MeetingClaim, "meeting": MeetingClaim, "commitment": CommitmentClaim}


@dataclass(slots=True)
class Tally:
    """What became of what a model said: texts read, requests sent, answers taken from the cache, claims kept, dropped because their words
    are not in the text, dropped because their form is wrong, arguments emptied.
    """

    n_texts: int = 0
    n_sent: int = 0
    n_cached: int = 0
    n_kept: int = 0
    n_invented: int = 0
    n_malformed: int = 0
    n_emptied: int = 0


class Malformed(ValueError):
    """A claim of an answer lacks a word that its kind cannot do without."""


@dataclass(frozen=True, slots=True)
class _Built:
    """A claim, the quote that it was anchored by, and the quotes of what it refers to, by field."""

    claim: Claim
    quote: str
    references: dict[str, str]


class ClaimBuilder:
    """Builds the claims of one text from answers about its parts."""

    def __init__(self, text: Text, reader: str, tally: Tally) -> None:
        self._text = text
        self._grounds = grounds = Grounds(text)
        self._lists: dict[Role, Find] = {Role.NAMES: grounds.actor, Role.PLACES: grounds.place}
        self._singles: dict[Role, Find] = {
            Role.DATE: grounds.date,
            Role.VERBATIM: grounds.verbatim,
            Role.NAME: grounds.actor,
            Role.SPEAKER: grounds.speaker,
        }
        self._reader = reader
        self._tally = tally
        self._built: list[_Built] = []
        self._has_lost_name = False

    def add(self, answer: Sequence[Json], part: Part) -> None:
        """Take the claims of an answer about one part of the text."""
        for said in answer:
            try:
                self._add(said, part)
            except Malformed:
                self._tally.n_malformed += 1

    def finish(self) -> list[Claim]:
        """Return the claims that are kept, with what they refer to."""
        claims = [self._refer(built) for built in self._built]
        self._tally.n_kept += len({claim_id(claim) for claim in claims})
        return claims

    def _add(self, said: Json, part: Part) -> None:
        kind = _word(ClaimKind, said.get("kind"))
        quote, occurrence = _string(said.get("anchor")), said.get("occurrence")
        place = self._grounds.anchor(quote, occurrence if _is_number(occurrence) else None, part)
        if place is None:
            self._tally.n_invented += 1
            return
        self._has_lost_name = False
        anchor = self._text.version.span(*place)
        values: dict[str, Any] = {}
        references: dict[str, str] = {}
        for field in fields_of(CLAIM_TYPES[kind]):
            given = said.get(field.key)
            if field.role is Role.REFERENCE:
                references[field.name] = _string(given)
            else:
                values[field.name] = self._value(field, given)
                if values[field.name] is None and field.role is Role.VERBATIM and field.is_required:
                    values[field.name] = "" if field.name == "series" else anchor.exact
        chain = tuple(self._filled(_strings(said.get("according_to")), self._grounds.speaker))
        certain = said.get("is_certain") is True and not self._has_lost_name
        provenance = Provenance(anchor, _word(Factuality, said.get("factuality")), chain, self._reader, SURE if certain else UNSURE)
        self._built.append(_Built(_make(kind, provenance, values), quote, references))

    # --- fields ------------------------------------------------------------------------------------------------------------------------

    def _value(self, field: Field, given: object) -> Any:
        """Return what the text bears out of a value.

        Raises:
            Malformed: a word is needed and there is none of the vocabulary.
        """
        if field.role is Role.WORD:
            return self._vocabulary_word(field, given)
        if field.role is Role.FLAG:
            return given is True
        if field.role is Role.NUMBER:
            return self._kept(self._grounds.number(given), given) if _is_number(given) else None
        if field.role is Role.PERSONS:
            return tuple(self._persons(given))
        if field.role in self._lists:
            return tuple(self._filled(_strings(given), self._lists[field.role]))
        return self._one(given, self._singles[field.role], is_name=field.role in _NAMING)

    def _vocabulary_word(self, field: Field, given: object) -> Any:
        if field.vocabulary is None or (given is None and not field.is_required):
            return None
        word = next((word for word in field.vocabulary if word.value == given), None)
        if word is None and field.is_required:
            raise Malformed(field.key)
        found = self._kept(word, given)
        return found.value if found is not None and field.is_plain else found

    def _one(self, given: object, find: Find, *, is_name: bool = False) -> str | None:
        if not _string(given):
            return None
        found: str | None = self._kept(find(_string(given)), given)
        self._has_lost_name |= is_name and found is None
        return found

    def _filled(self, given: Sequence[str], find: Find) -> list[str]:
        """Return the names that hold, once each and in their order."""
        found = [self._one(name, find, is_name=True) for name in given]
        return list(dict.fromkeys(name for name in found if name is not None))

    def _persons(self, given: object) -> list[Participant]:
        persons: dict[str, Participant] = {}
        for said in given if isinstance(given, list) else []:
            if not isinstance(said, dict):
                continue
            name = self._one(said.get("name"), self._grounds.person, is_name=True)
            if name is not None:
                office = self._one(said.get("office"), self._grounds.verbatim)
                persons.setdefault(name, Participant(name, office, self._one(said.get("side"), self._grounds.actor, is_name=True)))
        return list(persons.values())

    def _kept(self, found: Any, given: object) -> Any:
        """Return what was found and count what was not."""
        if found is None and given not in (None, ""):
            self._tally.n_emptied += 1
        return found

    # --- references ----------------------------------------------------------------------------------------------------------------------

    def _refer(self, built: _Built) -> Claim:
        """Return a claim with the ids of those that it names by their anchors."""
        named = {name: quote for name, quote in built.references.items() if quote}
        ids: dict[str, Any] = {name: self._kept(self._id_of(quote, _REFERENTS[name], built), quote) for name, quote in named.items()}
        return replace(built.claim, **ids)

    def _id_of(self, quote: str, wanted: type[Any], built: _Built) -> str | None:
        """Return the id of the claim of a type that was anchored by the quote, of several the nearest."""
        start = built.claim.provenance.span.start
        meant = [b.claim for b in self._built if b is not built and b.quote == quote and isinstance(b.claim, wanted)]
        nearest = min(meant, key=lambda claim: (abs(claim.provenance.span.start - start), claim_id(claim)), default=None)
        return claim_id(nearest) if nearest is not None else None


def _make(kind: ClaimKind, provenance: Provenance, values: dict[str, Any]) -> Claim:
    claim_type = CLAIM_TYPES[kind]
    if claim_type is StanceClaim:
        values["stance"] = StanceKind(kind.value)
    elif claim_type is StatementClaim:
        values["text"] = provenance.span.exact
    if values.get("value") == "open_to" and values.get("scope"):
        values["value"] = f"open_to({values['scope']})"
    claim: Claim = claim_type(provenance=provenance, **values)
    return claim


def _word(vocabulary: type[Any], given: object) -> Any:
    """Return the word of a vocabulary.

    Raises:
        Malformed: there is none.
    """
    try:
        return vocabulary(given)
    except ValueError as error:
        raise Malformed(str(given)) from error


def _is_number(given: object) -> TypeGuard[int]:
    return isinstance(given, int) and not isinstance(given, bool)


def _string(given: object) -> str:
    return given.strip() if isinstance(given, str) else ""


def _strings(given: object) -> list[str]:
    return [_string(item) for item in given] if isinstance(given, list) else []
