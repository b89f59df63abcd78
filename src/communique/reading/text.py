"""One analysed version as a reader walks it: trees with names, times and quotations at their tokens, and verbatim extents.

In: an `Analysis` and the `Version` that it is of. Out: `Text`, a `Forest` whose further methods answer what grammar asks of anchors:
which unbroken run of words belongs to a node. Nothing here knows what a negotiation is. Relations are those of Universal Dependencies
(https://universaldependencies.org/u/dep/), subtypes kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from communique.language.forest import Forest
from communique.language.times.ranges import merge_ranges
from communique.model.analysis import Analysis, Entity, Quotation, TimeExpression
from communique.model.sources import Version

if TYPE_CHECKING:
    from communique.reading.modality import Modality

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass")
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
TRIM = " \t\n\r\u00a0,;:.–—-\"“”'‘’«»()[]"
"""Characters that never begin or end an anchor."""


class Text(Forest):
    """Flat, read-only view of an analysis. Token numbers run over the whole text; -1 stands for "none"."""

    def __init__(self, analysis: Analysis, version: Version) -> None:
        super().__init__(analysis.sentences)
        self.analysis = analysis
        self.version = version
        self.text = analysis.text
        self.modalities: dict[int, Modality] = {}
        self.predicates: dict[int, bool] = {}
        self.verb_names: dict[int, list[str]] = {}
        for mark in range(len(self.tokens)):
            if self.bases[mark] == "cc":
                self._mend_conjunct(mark)
            elif self.bases[mark] in {"obl", "nmod"}:
                self._mend_oblique(mark)

    def _mend_oblique(self, i: int) -> None:
        """Hang a phrase on the verb where the parser hung it on its adverb ("stayed | away from the talks")."""
        adverb = self.head[i]
        if self.upos[adverb] != "ADV" or self.bases[adverb] not in {"advmod", "compound"} or self.upos[self.head[adverb]] != "VERB":
            return
        verb = self.head[adverb]
        self.kids[adverb].remove(i)
        self.head[i] = verb
        self.kids[verb] = sorted([*self.kids[verb], i])

    def _mend_conjunct(self, mark: int) -> None:
        """Hang a conjunct on the phrase right before its "and" where the parser hung it further back ("Wang says China and the US …").

        English coordination does not cross: the first conjunct governs the word before the conjunction, or is it.
        """
        conjunct, before = self.head[mark], mark - 1
        while before >= 0 and self.upos[before] == "PUNCT" and self.sentence[before] == self.sentence[mark]:
            before -= 1
        if conjunct < mark or before < 0 or self.bases[conjunct] != "conj" or not {self.upos[before], self.upos[conjunct]} <= NOMINAL:
            return
        far = self.head[conjunct]
        if far >= before or self.is_under(before, far):
            return
        near = before
        while far < self.head[near] <= before and self.upos[self.head[near]] in NOMINAL:
            near = self.head[near]
        self.kids[far].remove(conjunct)
        self.head[conjunct] = near
        self.kids[near] = sorted([*self.kids[near], conjunct])

    def marker(self, i: int) -> str:
        """Return the subordinating word of a clause ("that", "if", "to"), lower case, "" when there is none."""
        marks = self.children(i, "mark")
        return " ".join(self.words[m] for mark in marks[:1] for m in (mark, *self.children(mark, "fixed")))

    def conjuncts(self, i: int) -> list[int]:
        """Return `i` and everything coordinated with it, in text order."""
        return [i, *self.children(i, "conj")]

    # --- extents -------------------------------------------------------------------------------------------------------

    def extent(self, i: int, drop: Iterable[int] = ()) -> tuple[int, int]:
        """Return the code-point range of the unbroken run of words around `i` inside its subtree; `drop` cuts it off."""
        keep = set(self.subtree(i, [d for d in drop if d != i]))
        first = last = i
        while first - 1 in keep:
            first -= 1
        while last + 1 in keep:
            last += 1
        return self.trim(self.tokens[first].start, self.tokens[last].end)

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Return the range without white space, quotation marks and punctuation at its ends; a closing abbreviation dot stays."""
        while start < end and self.text[start] in TRIM:
            start += 1
        while end > start and self.text[end - 1] in TRIM:
            if self.text[end - 1] == "." and end - 2 >= start and self.text[end - 2].isupper():
                break
            end -= 1
        return start, end

    def words_of(self, i: int) -> str:
        """Return the verbatim text of the phrase under `i`."""
        start, end = self.extent(i)
        return self.text[start:end]

    @cached_property
    def times(self) -> tuple[TimeExpression, ...]:
        """The time expressions, the two ends of a range made one."""
        return merge_ranges(self.text, self.analysis.times)

    @cached_property
    def times_in(self) -> dict[int, list[tuple[TimeExpression, int]]]:
        """For every sentence that has any, its time expressions with their head tokens, in text order."""
        found: dict[int, list[tuple[TimeExpression, int]]] = defaultdict(list)
        for time in self.times:
            head = self.head_in(time.start, time.end)
            if head >= 0:
                found[self.sentence[head]].append((time, head))
        return found

    # --- names, times, quotations, features ------------------------------------------------------------------------------

    @cached_property
    def entity_of(self) -> list[Entity | None]:
        """For every token the name that it is part of."""
        found: list[Entity | None] = [None] * len(self.tokens)
        for entity in self.analysis.entities:
            for i in self.tokens_in(entity.start, entity.end):
                found[i] = entity
        return found

    @cached_property
    def time_of(self) -> list[TimeExpression | None]:
        """For every token the time expression that it is part of."""
        found: list[TimeExpression | None] = [None] * len(self.tokens)
        for time in self.times:
            for i in self.tokens_in(time.start, time.end):
                found[i] = time
        return found

    @cached_property
    def quotation_of(self) -> list[Quotation | None]:
        """For every token the innermost quotation whose content it is part of."""
        found: list[Quotation | None] = [None] * len(self.tokens)
        for quotation in sorted(self.analysis.quotations, key=lambda q: q.content_start - q.content_end):
            for i in self.tokens_in(quotation.content_start, quotation.content_end):
                found[i] = quotation
        return found

    def feature(self, i: int, name: str) -> str:
        """Return one morphological feature of a token, "" when it has none."""
        marker = name + "="
        for pair in self.tokens[i].feats.split("|"):
            if pair.startswith(marker):
                return pair[len(marker) :]
        return ""
