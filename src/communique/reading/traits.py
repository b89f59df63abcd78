"""What the claim head is told of each word besides its state: its place in the tree, names, times, quotations, what the grammar found.

In: a `Text`, its `Parties` and the claims of the grammar. Out: `Traits`, arrays over the words of the text. The same
function serves training and reading, so that the head never sees in use what it has not seen in training.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from communique.model.analysis import Entity
from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    RelationClaim,
    StandingClaim,
    StatementClaim,
    kind_of,
)
from communique.model.vocabulary import (
    ClaimKind,
    Domain,
    EntityType,
    Force,
    MeetingKind,
    MeetingState,
    Progress,
    QuoteMode,
    RelationValue,
    Standing,
)
from communique.reading.parties import Parties
from communique.reading.text import Text

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float32]

UPOS = ("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X")
RELATIONS = (
    "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "compound", "conj", "cop", "csubj", "dep", "det", "discourse",
    "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nsubj", "nummod", "obj", "obl", "orphan",
    "parataxis", "punct", "reparandum", "root", "vocative", "xcomp",
)  # fmt: skip
KINDS = tuple(ClaimKind)
VALUES: dict[str, tuple[str, ...]] = {
    "meeting": tuple(MeetingState),
    "commitment": tuple(Force),
    "progress": tuple(Progress),
    "standing": tuple(Standing),
    "statement": tuple(QuoteMode),
    "domain": tuple(Domain),
    "value": tuple(RelationValue),
    "series": tuple(MeetingKind),
}
"""The closed lists that main attributes are chosen from; a relation has two, and so has a meeting: its state and its kind."""
_ENDS = tuple(accumulate(map(len, VALUES.values())))
SLICES = {name: slice(end - len(values), end) for (name, values), end in zip(VALUES.items(), _ENDS, strict=True)}
"""Where the values of each list stand among those of all lists."""
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET"})
"""Parts of speech of the words that can fill a role; any word of a time expression can fill that of a time."""
SORTS = ("none", "state", "actor", "person", "place", "organisation", "event", "other")
"""What a name is to a negotiation: a state or another actor in scope, a person, or a name of one of the model's types."""
ROLES = ("agent", "target", "mediator", "person", "place", "time", "speaker")
"""What a word can be to a claim."""
N_FLAGS = 5
"""Yes-or-no traits: in a time expression, in direct speech, in reported speech, first word of a name, head of a name."""


@dataclass(frozen=True, slots=True)
class Traits:
    """Arrays over the n words of a text.

    `upos`, `relations`, `sorts` (n,) indices into the lists above; `heads` (n,) word numbers, -1 for none; `flags` (n, N_FLAGS); `told`
    (n, n_kinds) whether a claim of a kind covers the word; `hung` (n, n_kinds + n_values) the kinds and main attributes of the claims that
    hang on it; `sentences` (n,).
    """

    upos: IntArray
    relations: IntArray
    sorts: IntArray
    heads: IntArray
    flags: FloatArray
    told: FloatArray
    hung: FloatArray
    sentences: IntArray


N_HUNG = len(KINDS) + sum(map(len, VALUES.values()))
_LISTED = [(name, str(value)) for name, values in VALUES.items() for value in values]
_PLACES = {pair: len(KINDS) + at for at, pair in enumerate(_LISTED)}
_UPOS = {name: at for at, name in enumerate(UPOS)}
_RELATIONS = {name: at for at, name in enumerate(RELATIONS)}
_TYPES = {EntityType.PERSON: "person", EntityType.PLACE: "place", EntityType.ORGANISATION: "organisation", EntityType.EVENT: "event"}


def lists_of(kind: ClaimKind) -> tuple[str, ...]:
    """Return the names of the lists that the main attributes of a kind are chosen from."""
    lists = {ClaimKind.RELATION: ("domain", "value"), ClaimKind.MEETING: ("meeting", "series")}
    return lists.get(kind, (kind.value,) if kind.value in VALUES else ())


def main_values(claim: Claim) -> tuple[tuple[str, str], ...]:
    """Return the main attributes of a claim as (list, value) of `VALUES`."""
    match claim:
        case MeetingClaim():
            return (("meeting", claim.state), ("series", claim.kind))
        case CommitmentClaim():
            return (("commitment", claim.force),)
        case ProgressClaim():
            return (("progress", claim.progress),)
        case StandingClaim():
            return (("standing", claim.standing),)
        case StatementClaim():
            return (("statement", claim.mode),)
        case RelationClaim():
            return (("domain", claim.domain), ("value", claim.value.partition("(")[0]))
    return ()


def find_traits(text: Text, parties: Parties, claims: Sequence[Claim]) -> Traits:
    """Return the traits of all words."""
    size = len(text.tokens)
    flags = np.zeros((size, N_FLAGS), dtype=np.float32)
    sorts = np.zeros(size, dtype=np.int64)
    for time in text.times:
        flags[list(text.tokens_in(time.start, time.end)), 0] = 1
    for quotation in text.analysis.quotations:
        place = 2 if quotation.mode is QuoteMode.INDIRECT else 1
        flags[list(text.tokens_in(quotation.content_start, quotation.content_end)), place] = 1
    for entity in text.analysis.entities:
        inside = text.tokens_in(entity.start, entity.end)
        if inside:
            head = text.head_in(entity.start, entity.end)
            sorts[list(inside)] = SORTS.index(_sort(entity, head, parties))
            flags[inside[0], 3] = 1
            flags[head, 4] = 1
    told = np.zeros((size, len(KINDS)), dtype=np.float32)
    hung = np.zeros((size, N_HUNG), dtype=np.float32)
    for claim in claims:
        span, kind = claim.provenance.span, KINDS.index(kind_of(claim))
        told[list(text.tokens_in(span.start, span.end)), kind] = 1
        head = text.head_in(span.start, span.end)
        if head >= 0:
            hung[head, kind] = 1
            hung[head, [_PLACES[pair] for pair in main_values(claim)]] = 1
    return Traits(
        upos=np.array([_UPOS.get(name, len(UPOS) - 1) for name in text.upos], dtype=np.int64),
        relations=np.array([_RELATIONS.get(name, _RELATIONS["dep"]) for name in text.bases], dtype=np.int64),
        sorts=sorts,
        heads=np.array(text.head, dtype=np.int64),
        flags=flags,
        told=told,
        hung=hung,
        sentences=np.array(text.sentence, dtype=np.int64),
    )


def _sort(entity: Entity, head: int, parties: Parties) -> str:
    name = parties.references.named(head)
    if name is not None and parties.references.is_actor(name):
        return "state" if entity.type is EntityType.PLACE else "actor"
    return _TYPES.get(entity.type, "other")
