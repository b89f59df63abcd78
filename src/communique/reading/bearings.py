"""Where a claim about a clause begins and ends, and whether its date lies ahead of the text.

In: a `Text` and a predicate. Out: ranges of code points, verbatim. A clause is anchored without its subordinator and without the
clauses that comment on it; a verb with its object without the relative clauses on that object.
"""

from __future__ import annotations

from communique.reading.text import Text


class Bearings:
    """Anchors and the day of one text."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def anchor(self, i: int, target: int) -> tuple[int, int]:
        """Return the range over the verb group and its object; where that is the subject of a passive, over the words behind it."""
        text = self.text
        drop = [k for k in text.subtree(target) if text.rels[k] == "acl:relcl" or text.bases[k] in {"parataxis"}]
        first, last = text.extent(target, drop)
        if text.sentence[target] != text.sentence[i]:
            return self.clause(i)
        if target < i:
            start = min([text.tokens[i].start, *(text.tokens[k].start for k in text.children(i, "aux", "advmod", "cop") if target < k < i)])
            return text.trim(start, max(self.clause(i)[1], text.tokens[i].end))
        starts = [first, text.tokens[i].start, *(text.tokens[k].start for k in text.children(i, "aux", "advmod") if k < i)]
        return text.trim(min(starts), max(last, text.tokens[i].end))

    def clause(self, i: int, keeps_adverbials: bool = False) -> tuple[int, int]:
        """Return the clause of a predicate without its subordinator and without the clauses that comment on it."""
        text = self.text
        drop = [
            k
            for k in text.kids[i]
            if text.bases[k] in {"mark", "cc", "parataxis", "punct"}
            or (text.bases[k] == "conj" and k > i)
            or (text.bases[k] == "advcl" and k > i and not keeps_adverbials)
        ]
        return text.extent(i, drop)

    def comments_on(self, thing: int) -> list[int]:
        """Return what hangs on a noun and is no part of its phrase: relative clauses, conjuncts, asides."""
        return [k for k in self.text.kids[thing] if self.text.rels[k] == "acl:relcl" or self.text.bases[k] in {"parataxis", "conj", "cc"}]

    def told(self, i: int, thing: int) -> tuple[int, int]:
        """Return the range from the verb group, or a subject that is the thing itself, to the end of the clause's own words."""
        text = self.text
        drop = [
            k
            for k in text.kids[i]
            if text.bases[k] in {"advcl", "conj", "cc", "parataxis", "mark", "punct", "ccomp"}
            or (text.bases[k] == "nsubj" and k != thing and not text.is_under(thing, k))
        ]
        drop += [k for k in text.subtree(i) if text.rels[k] == "acl:relcl" or (text.bases[k] == "appos" and text.head[k] != thing)]
        drop = [d for d in drop if not text.is_under(i, d)]
        start, end = text.extent(i, drop)
        first, last = text.extent(thing, [k for k in text.kids[thing] if text.rels[k] == "acl:relcl"])
        if text.sentence[thing] == text.sentence[i] and not (thing < i and text.rels[i] == "acl:relcl"):
            start, end = min(start, first), max(end, last)
        return text.trim(start, end)

    def lies_ahead(self, when: str | None) -> bool:
        """Tell whether an EDTF date lies after that of the text: whatever the tense, nothing has happened on it yet."""
        today = self.text.analysis.date
        return today is not None and when is not None and "/" not in when and when[: len(today)] > today[: len(when)]
