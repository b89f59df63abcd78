"""Why a claim was made: the words of the lexicons in it, what the claim head thinks, its tree, its times, and what its words refer to.

In: a claim and the `Text` that it was read from. Out: an `Explanation`. Nothing is decided here: it gathers what the finders looked at, so
that a person can tell a wrong rule from a wrong tree, and a missing word of a lexicon from a missing name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communique.model.analysis import Chain, TimeExpression
from communique.model.claims import Claim, kind_of
from communique.model.vocabulary import ClaimKind
from communique.reading.claim_head import Scores
from communique.reading.lexicon import load_lexicon
from communique.reading.modality import Modality, assess
from communique.reading.text import Text
from communique.reading.traits import ROLES, lists_of

LEXICONS: dict[ClaimKind, tuple[str, ...]] = {
    ClaimKind.MEETING: ("meetings", "modality"),
    ClaimKind.COMMITMENT: ("commitments", "modality"),
    ClaimKind.REAFFIRMATION: ("statuses", "commitments", "modality"),
    ClaimKind.PROGRESS: ("statuses", "modality"),
    ClaimKind.STANDING: ("statuses", "commitments", "modality"),
    ClaimKind.RELATION: ("relations", "modality"),
    ClaimKind.REFUSAL: ("stances", "modality"),
    ClaimKind.DEMAND: ("stances", "modality"),
    ClaimKind.PROPOSAL: ("stances", "modality"),
    ClaimKind.EXPECTATION: ("stances", "modality"),
    ClaimKind.STATEMENT: ("statements",),
}
"""The lexicons that the finder of a kind looks into."""
LEAST = 0.05
"""Other kinds that the head sees less likely are not told."""
FUNCTION_WORDS = frozenset({"ADP", "PART", "DET", "CCONJ", "PUNCT"})
"""Parts of speech that stand in many lists and explain nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the claim that stands in a lexicon: `where` is "meetings.object_verbs.held"."""

    word: str
    where: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A word of the sentence in its tree: numbers count from 1 within the sentence, `is_anchor` tells that the claim's words hold it."""

    number: int
    word: str
    upos: str
    head: int
    deprel: str
    is_anchor: bool


@dataclass(frozen=True, slots=True)
class View:
    """What the claim head sees: the word that most likely carries a claim of this kind, how likely, what else it may carry, the main
    attributes with their shares, and the words that fill roles."""

    word: str
    likely: float
    others: tuple[tuple[str, float], ...]
    values: tuple[tuple[str, str, float], ...]
    roles: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands behind a claim; `view` is None where no head has read the text."""

    claim: Claim
    head_word: str
    modality: Modality
    entries: tuple[Entry, ...]
    branches: tuple[Branch, ...]
    times: tuple[TimeExpression, ...]
    chains: tuple[Chain, ...]
    view: View | None = None


def explain_claim(text: Text, claim: Claim, scores: Scores | None = None) -> Explanation:
    """Return what the reader of a claim looked at; `text` is that of the claim's version, `scores` are the claim head's for it."""
    span = claim.provenance.span
    head = text.head_in(span.start, span.end)
    tokens = list(text.range_of(text.sentence[head])) if head >= 0 else []
    first = tokens[0] if tokens else 0
    low, high = (text.tokens[tokens[0]].start, text.tokens[tokens[-1]].end) if tokens else (span.start, span.end)
    return Explanation(
        claim=claim,
        head_word=text.tokens[head].text if head >= 0 else "",
        modality=assess(text, head) if head >= 0 else Modality(claim.provenance.factuality),
        entries=tuple(_find_entries(text, claim)),
        branches=tuple(
            Branch(
                number=k - first + 1,
                word=text.tokens[k].text,
                upos=text.upos[k],
                head=text.head[k] - first + 1 if text.head[k] >= 0 else 0,
                deprel=text.rels[k],
                is_anchor=span.start <= text.tokens[k].start < span.end,
            )
            for k in tokens
        ),
        times=tuple(time for time in text.analysis.times if low <= time.start < high),
        chains=tuple(
            chain for chain in text.analysis.chains if len(chain.mentions) > 1 and any(low <= m.start < high for m in chain.mentions)
        ),
        view=_view(text, claim, scores) if scores is not None else None,
    )


def _view(text: Text, claim: Claim, scores: Scores) -> View | None:
    """Return what the head sees in the words of a claim."""
    kind, span = kind_of(claim), claim.provenance.span
    word = scores.carrier(kind, text.tokens_in(span.start, span.end))
    if word < 0:
        return None
    others = sorted(((other.value, scores.likely(other, word)) for other in ClaimKind if other is not kind), key=lambda pair: -pair[1])
    roles = ((role, tuple(text.tokens[i].text for i in scores.filling(role, word, text))) for role in ROLES)
    return View(
        word=text.tokens[word].text,
        likely=scores.likely(kind, word),
        others=tuple(pair for pair in others if pair[1] >= LEAST),
        values=tuple((name, *scores.value(name, word)) for name in lists_of(kind)),
        roles=tuple((role, words) for role, words in roles if words),
    )


def _find_entries(text: Text, claim: Claim) -> Iterator[Entry]:
    """Yield the words of a claim that its lexicons hold, in text order, each place once."""
    span = claim.provenance.span
    seen: set[tuple[str, str]] = set()
    for k in (k for k in text.tokens_in(span.start, span.end) if text.upos[k] not in FUNCTION_WORDS):
        for name in LEXICONS[kind_of(claim)]:
            for where in _places(load_lexicon(name), text.lemmas[k], name):
                if (text.lemmas[k], where) not in seen:
                    seen.add((text.lemmas[k], where))
                    yield Entry(text.lemmas[k], where)


def _places(content: Any, lemma: str, path: str) -> Iterator[str]:
    """Yield the paths in a lexicon at which a lemma is listed, alone or as the first word of an idiom."""
    if isinstance(content, dict):
        for key, value in content.items():
            if key == lemma:
                yield path
            yield from _places(value, lemma, f"{path}.{key}")
    elif isinstance(content, list) and any(isinstance(word, str) and word.split()[:1] == [lemma] for word in content):
        yield path
