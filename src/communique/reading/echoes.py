"""Which commitment a later clause of the same text speaks of: by a pointing noun, a pronoun, a participle, or because it says the same
words again.

In: a `Text` and the commitment claims already read. Out: the `CommitmentClaim`, or None. "The measure" points to the nearest
commitment before it; "it" and "they did so" likewise; "has not handed over its list" echoes "to exchange lists" by its noun,
wherever in the text that stands. Words that any deal shares ("agreement", "side") never make an echo.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from communique.model.claims import CommitmentClaim
from communique.model.vocabulary import Force
from communique.reading.lexicon import words
from communique.reading.text import Text

MAX_SENTENCES = 2
"""A noun or pronoun that points back lies at most this many sentences behind its commitment."""
STEM = 5
"""Letters by which a verb and its noun are known for the same word ("withdraw", "withdrawal")."""
POINTING = frozenset({"the", "this", "that", "these", "those", "both", "such"})
PRONOUNS = frozenset({"it", "they", "this", "that", "which", "these", "none", "neither", "all", "both", "most", "some"})


@dataclass(frozen=True, slots=True)
class Content:
    """What a commitment binds to: the stems of its nouns and of its verbs."""

    claim: CommitmentClaim
    nouns: frozenset[str]
    verbs: frozenset[str]


class Echoes:
    """Finds the commitments of one text again."""

    def __init__(self, text: Text, commitments: Sequence[CommitmentClaim]) -> None:
        self.text = text
        self.commitments = [c for c in commitments if c.force is not Force.INTENT]

    @cached_property
    def _contents(self) -> list[Content]:
        return [self._content(claim) for claim in self.commitments]

    def _content(self, claim: CommitmentClaim) -> Content:
        text, span = self.text, claim.provenance.span
        inside = text.tokens_in(span.start, span.end)
        shared = words("statuses", "shared")
        nouns = {
            stem(text.lemmas[k]) for k in inside if text.upos[k] == "NOUN" and text.lemmas[k] not in shared and text.time_of[k] is None
        }
        verbs = {stem(text.lemmas[k]) for k in inside if text.upos[k] == "VERB" and text.lemmas[k] not in shared}
        return Content(claim, frozenset(nouns), frozenset(verbs | nouns))

    def pointed_at(self, target: int) -> CommitmentClaim | None:
        """Return the commitment that a definite noun or a pronoun points back to: the nearest one before it."""
        text = self.text
        determiner = text.child(target, "det")
        is_pointing = determiner >= 0 and text.words[determiner] in POINTING
        return self.before(target) if is_pointing or text.words[target] in PRONOUNS else None

    def before(self, i: int) -> CommitmentClaim | None:
        """Return the nearest commitment that ends before a token, none farther than `MAX_SENTENCES` sentences."""
        text, offset = self.text, self.text.tokens[i].start
        earlier = [c for c in self.commitments if c.provenance.span.end <= offset]
        if not earlier:
            return None
        nearest = max(earlier, key=lambda c: (c.provenance.span.start, c.provenance.span.end))
        distance = text.sentence[i] - text.sentence[text.token_at(nearest.provenance.span.start)]
        return nearest if distance <= MAX_SENTENCES else None

    def document_before(self, i: int) -> int:
        """Return the nearest agreement named before a pronoun, -1 when none is within `MAX_SENTENCES` sentences."""
        text = self.text
        first = text.first[max(0, text.sentence[i] - MAX_SENTENCES)]
        return next((k for k in range(i - 1, first - 1, -1) if text.lemmas[k] in words("statuses", "standing_objects")), -1)

    def promised(self, target: int) -> bool:
        """Tell whether a noun carries a participle that says it was agreed ("the lists promised in March", "the agreed closed season")."""
        text = self.text
        participles = [k for k in text.children(target, "acl", "amod") if text.rels[k] != "acl:relcl"] if target >= 0 else []
        return any(text.lemmas[k] in words("statuses", "promising") for k in participles)

    def echoed(self, i: int, target: int, is_doing: bool) -> CommitmentClaim | None:
        """Return the commitment whose words the predicate `i` with its noun `target` says again, the latest before it first.

        `is_doing`: the verb is one of carrying out, so that the noun alone is enough; otherwise the verb must recur too.
        """
        text = self.text
        if target < 0:
            return None
        nouns = {stem(text.lemmas[k]) for k in self._phrase(target)}
        verb = stem(text.lemmas[i])
        offset = text.tokens[i].start
        found = [
            c.claim
            for c in self._contents
            if not c.claim.provenance.span.start <= offset < c.claim.provenance.span.end
            and ((nouns & c.nouns and (is_doing or verb in c.verbs)) or (verb in c.verbs and nouns & c.verbs))
        ]
        return max(found, key=lambda c: (c.provenance.span.start < offset, c.provenance.span.start)) if found else None

    def _phrase(self, target: int) -> Iterable[int]:
        """Return the nouns of a noun phrase that say what it is: its head, compounds and of-phrases."""
        text = self.text
        nodes = [target, *text.children(target, "compound", "conj")]
        nodes += [k for k in text.children(target, "nmod") if text.case(k) in {"of", "from", "for"}]
        return [k for k in nodes if text.upos[k] in {"NOUN", "PROPN"} and text.lemmas[k] not in words("statuses", "shared")]


def stem(lemma: str) -> str:
    """Return the letters that a verb shares with its noun."""
    return lemma[:STEM]
