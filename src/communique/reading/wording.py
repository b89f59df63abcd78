"""The words of a commitment: where its object begins and ends, what weakens it, what is only talk.

In: a `Text` and the tokens of a binding verb and of what it binds to. Out: anchors, conditions and strengths. Shared by the verbs and
nouns that bind and by the provisions told after them. Words are in `lexicon/commitments.yaml`.
"""

from __future__ import annotations

from communique.model.vocabulary import Force
from communique.reading.clauses import further_complements, is_passive, is_predicate, object_of, verb_names
from communique.reading.lexicon import words
from communique.reading.text import Text

LOOSE = frozenset({"appos", "obj", "dep", "conj", "nmod", "obl"})
"""How a noun hangs that says again, behind a comma, what was told before it."""
ASIDES = frozenset({"although", "though", "while", "whereas", "because", "since", "after", "when", "as", "but", "despite", "following"})
"""Subordinators whose clause comments on a commitment and is no part of its object."""


class Wording:
    """Answers questions about the wording of the commitments of one text."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def is_talking(self, i: int) -> bool:
        """Tell whether a complement only says that talks go on."""
        text = self.text
        own = text.child(i, "nsubj", "nsubj:pass")
        if own >= 0 and any(text.lemmas[k] in words("commitments", "talks") for k in (own, *text.children(own, "nmod"))):
            return True
        inner = object_of(text, i)
        about_talks = any(text.lemmas[k] in words("commitments", "talks") for k in [inner, *text.children(i, "obl")] if k >= 0)
        if about_talks and any(name in words("commitments", "talk_verbs") for name in verb_names(text, i)):
            return True
        if text.lemmas[i] not in words("commitments", "talking"):
            return False
        if text.lemmas[i] in words("commitments", "plain_talking"):
            return True
        targets = [inner] if inner >= 0 else list(text.children(i, "xcomp", "obl"))
        return (
            any(
                text.lemmas[t] in words("commitments", "talk_objects") or text.lemmas[t] in {"negotiate", "talk", "meet", "discuss", "work"}
                for t in targets
            )
            or not targets
        )

    def weaken(self, force: Force, binder: int, content: int) -> Force:
        text = self.text
        near = {text.words[k] for n in (binder, content) for k in text.kids[n]} | {
            text.words[t] for k in text.children(binder, "obl", "advmod") for t in text.subtree(k) if t - binder < 12
        }
        if near & words("commitments", "hedges") and force in {Force.AGREED, Force.DECIDED}:
            return Force.IN_PRINCIPLE
        if self.has_condition(content) or self.has_condition(binder):
            return Force.CONDITIONAL
        return force

    def has_condition(self, i: int) -> bool:
        text = self.text
        conditions = {"if", "unless", "provided", "provided that", "as long as", "so long as", "once", "only if"}
        clauses = text.children(i, "advcl")
        if any(text.marker(k) in conditions or self._is_awaited(k) for k in clauses):
            return True
        return any(text.case(k) in words("commitments", "conditional_cases") for k in text.children(i, "obl", "nmod", "advcl"))

    def _is_awaited(self, k: int) -> bool:
        """Tell whether a clause says what must have come about first ("when they have settled it", "only after the vote")."""
        text = self.text
        opener = text.marker(k) or next((text.words[m] for m in text.children(k, "advmod") if m < k and text.words[m] == "when"), "")
        first = min(text.subtree(k))
        is_only = first > 0 and "only" in {text.words[first], text.words[first - 1]}
        is_done = any(text.lemmas[a] == "have" and text.feature(a, "Tense") == "Pres" for a in text.children(k, "aux"))
        return opener in {"when", "after", "as soon as"} and (is_only or (opener != "after" and is_done))

    def examined(self, force: Force, content: int) -> Force:
        return Force.TO_ASSESS if self.text.lemmas[content] in words("commitments", "examine") and force is not Force.INTENT else force

    def anchor_start(self, binder: int, content: int) -> tuple[int, int]:
        text = self.text
        starts = [text.tokens[binder].start]
        starts += [text.tokens[k].start for k in text.children(binder, "aux", "cop") if k < binder]
        if is_passive(text, binder) or content < binder:
            starts.append(text.extent(content, self.asides(content))[0])
        return min(starts), text.tokens[binder].end

    def whole(self, binder: int, content: int) -> tuple[int, int]:
        return self.anchor_start(binder, content)[0], max(self.end(content), self.text.tokens[binder].end)

    def end(self, content: int) -> int:
        return self.text.extent(content, self.asides(content))[1]

    def extent(self, content: int) -> tuple[int, int]:
        return self.text.extent(content, [k for k in self.asides(content) if k != content])

    def asides(self, content: int) -> list[int]:
        """Return what hangs on a complement without being part of its object: comments, and further complements."""
        text = self.text
        return [k for k in text.subtree(content) if k != content and self.is_aside(content, k)]

    def is_aside(self, content: int, k: int) -> bool:
        text = self.text
        if text.head[k] == content and (k in further_complements(text, content) or (text.bases[k] == "cc" and k < content)):
            return True
        is_degree = text.upos[text.head[k]] == "ADV"
        comments = text.bases[k] == "advcl" and (text.marker(k) in ASIDES or text.words[k] in ASIDES) and not is_degree
        return comments or self._is_shell(k) or text.bases[k] in {"parataxis", "discourse"} or self.is_provision(k)

    def _is_shell(self, k: int) -> bool:
        """Tell whether a noun behind a comma says again what was promised, to comment on it ("…, a step that both had announced")."""
        text = self.text
        is_judged = text.bases[k] in LOOSE and text.lemmas[k] in words("commitments", "shells") and text.child(k, "acl", "acl:relcl") >= 0
        if not is_judged:
            return False
        first = min(text.subtree(k))
        return "," in text.words[max(first - 1, 0) : first + 1]

    def provision_extent(self, part: int) -> tuple[int, int]:
        """Return the extent of a provision without the word that lists it."""
        text = self.text
        listing = [k for k in text.kids[part] if text.words[k] in {"including", "with"} and text.bases[k] in {"mark", "case"}]
        return text.extent(part, [*self.asides(part), *listing])

    def infinitives(self, noun: int) -> list[int]:
        """Return the infinitives that say what an agreement is to do, also behind its of-phrase ("a memorandum of understanding to …")."""
        text = self.text
        inner = [
            k for k in text.children(noun, "nmod") if text.lemmas[k] in words("commitments", "documents") and text.case(k) in {"of", "on"}
        ]
        participles = [k for k in text.children(noun, "acl") if not text.is_infinitive(k) and text.rels[k] != "acl:relcl"]
        own = [k for n in (noun, *inner) for k in text.children(n, "acl") if text.is_infinitive(k)]
        return own + [k for n in participles for k in text.children(n, "advcl", "xcomp") if text.is_infinitive(k)]

    def is_provision(self, k: int) -> bool:
        """Tell whether a clause lists one more thing agreed ("…, including transferring the site", "with Chad leading the talks")."""
        text = self.text
        if text.bases[k] not in {"advcl", "acl"} or not is_predicate(text, k):
            return False
        return text.marker(k) == "including" or text.case(k) == "including" or (text.marker(k) == "with" and text.child(k, "nsubj") >= 0)

    def further_provisions(self, nodes: list[int]) -> list[int]:
        found = {k for node in nodes for k in self.text.subtree(node) if self.is_provision(k)}
        return sorted({c for k in found for c in self.text.conjuncts(k) if is_predicate(self.text, c)})

    def condition(self, content: int, binder: int) -> str | None:
        """Return the words of the condition that a commitment hangs on, None when it has none."""
        text = self.text
        for node in (content, binder):
            for k in text.children(node, "advcl", "obl"):
                if text.marker(k) in words("modality", "conditions") or text.case(k) in words("commitments", "conditional_cases"):
                    return text.words_of(k)
        return None
