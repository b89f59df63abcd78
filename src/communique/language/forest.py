"""All dependency trees of a text over one row of token numbers, as resolution, quotations and coreference walk them.

In: the sentences of a parse. Out: `Forest`, read-only. Tokens are numbered through the whole text, so that a pronoun and its antecedent
two sentences earlier are two plain integers; -1 stands for "none". Relations are Universal Dependencies
(https://universaldependencies.org/u/dep/), `bases` without their subtype. Trees may be wrong; every walk ends even where heads run in a
circle.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from communique.model.analysis import Sentence, Token

SUBJECTS = ("nsubj", "csubj")
OUTER = frozenset(
    {"acl", "appos", "conj", "cc", "punct", "parataxis", "case", "cop", "nsubj", "advcl", "mark"}
    | {"aux", "advmod", "obl", "dep", "ccomp", "discourse"}
)
"""Relations of what hangs on a noun and is no part of its phrase."""
MAX_STEPS = 60
"""Longest climb towards a root; real trees are far shallower."""


IRREGULAR = {
    form: lemma
    for lemma, forms in {
        "say": "said says", "tell": "told tells", "meet": "met", "hold": "held", "speak": "spoke spoken", "break": "broke broken",
        "write": "wrote written", "read": "reads", "give": "gave given", "take": "took taken", "make": "made", "think": "thought",
        "know": "knew known", "go": "went", "come": "came", "see": "saw seen", "send": "sent", "agree": "agreed agrees",
        "begin": "began begun", "deny": "denied denies", "reply": "replied replies", "add": "added adds",
        "sever": "severed severs severing", "accuse": "accused accuses", "host": "hosted hosts", "close": "closed closes",
        "troop": "troops",
    }.items()
    for form in forms.split()
}  # fmt: skip
"""Forms of the verbs that these steps live on; their lemmas do not depend on the model."""


class Forest:
    """Flat view of the sentences of one text. Cost to build: about a microsecond per token."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self.tokens: list[Token] = []
        self.sentence: list[int] = []
        self.head: list[int] = []
        self.first: list[int] = []
        for number, sentence in enumerate(sentences):
            base = len(self.tokens)
            self.first.append(base)
            self.tokens += sentence.tokens
            self.sentence += [number] * len(sentence.tokens)
            self.head += [base + token.head - 1 if token.head > 0 else -1 for token in sentence.tokens]
        self.first.append(len(self.tokens))
        self.kids: list[list[int]] = [[] for _ in self.tokens]
        for i, head in enumerate(self.head):
            if head >= 0:
                self.kids[head].append(i)
        self.words = [token.text.lower() for token in self.tokens]
        self.lemmas = [IRREGULAR.get(word) or token.lemma.lower() for word, token in zip(self.words, self.tokens, strict=True)]
        self.upos = [token.upos for token in self.tokens]
        self.rels = [token.deprel for token in self.tokens]
        self.bases = [token.deprel.partition(":")[0] for token in self.tokens]
        self.starts = [token.start for token in self.tokens]
        self._cases: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.tokens)

    # --- places --------------------------------------------------------------------------------------------------------

    def token_at(self, offset: int) -> int:
        """Return the token that covers the code point at `offset`, else the next one, else -1."""
        i = bisect_right(self.starts, offset) - 1
        if i >= 0 and self.tokens[i].end > offset:
            return i
        return i + 1 if i + 1 < len(self.tokens) else -1

    def tokens_in(self, start: int, end: int) -> range:
        """Return the tokens that begin inside `[start, end)`."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def head_in(self, start: int, end: int) -> int:
        """Return the syntactic head of the tokens inside `[start, end)`, -1 when there are none."""
        inside = self.tokens_in(start, end)
        for i in inside:
            if self.head[i] not in inside and self.upos[i] != "PUNCT":
                return i
        return inside[0] if inside else -1

    def range_of(self, sentence: int) -> range:
        """Return the tokens of a sentence."""
        return range(self.first[sentence], self.first[sentence + 1])

    def paragraph(self, i: int) -> int:
        """Return the paragraph of a token."""
        return self.sentences[self.sentence[i]].paragraph

    # --- the tree --------------------------------------------------------------------------------------------------------

    def children(self, i: int, *bases: str) -> list[int]:
        """Return the dependents of `i` whose relation, without or with its subtype, is among `bases`."""
        kids = self.kids[i]
        return [k for k in kids if self.bases[k] in bases or self.rels[k] in bases] if kids else []

    def child(self, i: int, *bases: str) -> int:
        """Return the first such dependent, -1 when there is none."""
        for k in self.kids[i]:
            if self.bases[k] in bases or self.rels[k] in bases:
                return k
        return -1

    def case(self, i: int) -> str:
        """Return the preposition of a nominal in lower case, with its fixed parts ("according to"), "" when it has none.

        A preposition that the parser hung on the first word of a compound ("at | the Margo border crossing") is the compound's. What was
        found is remembered: every rule asks.
        """
        known = self._cases.get(i)
        if known is None:
            known = self._cases[i] = self._find_case(i)
        return known

    def _find_case(self, i: int) -> str:
        kids = self.kids[i]
        if not kids:
            return ""
        marks = [k for k in kids if self.bases[k] == "case" and self.upos[k] != "PART"]
        if not marks:
            inner = [k for k in kids if self.bases[k] == "compound" and k < i]
            marks = [m for k in inner for m in self.kids[k] if self.bases[m] == "case" and self.upos[m] != "PART"]
        return " ".join(self.words[p] for p in [marks[0], *self.children(marks[0], "fixed")]) if marks else ""

    def lead(self, i: int) -> int:
        """Return the first conjunct of the coordination that `i` belongs to, `i` itself outside of one."""
        for _ in range(MAX_STEPS):
            if self.bases[i] != "conj" or self.head[i] < 0:
                break
            i = self.head[i]
        return i

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the heads of `i`, nearest first."""
        for _ in range(MAX_STEPS):
            i = self.head[i]
            if i < 0:
                return
            yield i

    def is_under(self, i: int, top: int) -> bool:
        """Tell whether `top` is `i` or one of its ancestors."""
        return i == top or any(a == top for a in self.ancestors(i))

    def subtree(self, i: int, drop: Sequence[int] = ()) -> list[int]:
        """Return the tokens under `i`, itself included, in text order, without the subtrees of `drop`."""
        found: list[int] = []
        seen = set(drop)
        stack = [i]
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen.add(node)
            found.append(node)
            stack.extend(self.kids[node])
        return sorted(found)

    def subject(self, i: int) -> int:
        """Return the grammatical subject of a predicate, shared through coordination, control and participles; -1 when there is none."""
        for _ in range(MAX_STEPS):
            found = self.child(i, *SUBJECTS)
            if found >= 0:
                return self._antecedent(i, found)
            head = self.head[i]
            if head < 0:
                return -1
            base = self.bases[i]
            if base in {"acl", "amod"} and self.upos[head] in {"NOUN", "PROPN", "PRON", "ADJ", "NUM"}:
                return head if not self.is_infinitive(i) else -1
            if base not in {"conj", "xcomp", "advcl", "acl", "parataxis", "aux", "cop"}:
                return -1
            i = head
        return -1

    def _antecedent(self, predicate: int, subject: int) -> int:
        """Return the noun behind a relative pronoun."""
        if self.bases[predicate] == "acl" and self.words[subject] in {"which", "that", "who"} and self.head[predicate] >= 0:
            return self.head[predicate]
        return subject

    def is_infinitive(self, i: int) -> bool:
        """Tell whether a verb stands with "to"."""
        return any(self.words[k] == "to" and self.upos[k] == "PART" for k in self.kids[i] if self.bases[k] == "mark")

    def is_plural(self, i: int) -> bool:
        """Tell whether a nominal is plural in form or by coordination."""
        return "Number=Plur" in self.tokens[i].feats or self.child(i, "conj") >= 0

    def clause(self, i: int) -> int:
        """Return the predicate of the clause that a token belongs to, the root of its sentence at the latest."""
        for _ in range(MAX_STEPS):
            if (self.upos[i] == "VERB" and self.bases[i] not in {"amod", "case"}) or self.child(i, "cop") >= 0 or self.head[i] < 0:
                return i
            i = self.head[i]
        return i

    def phrase(self, i: int) -> tuple[int, int]:
        """Return the half-open code points of the noun phrase of `i`, without clauses, appositions behind a comma and conjuncts."""
        drop = [k for k in self.kids[i] if self.bases[k] in OUTER and not self._is_inner(i, k)]
        inside = self.subtree(i, drop)
        low = high = inside.index(i)
        while low > 0 and inside[low] - inside[low - 1] == 1:
            low -= 1
        while high + 1 < len(inside) and inside[high + 1] - inside[high] == 1:
            high += 1
        while low < high and self.upos[inside[low]] == "PUNCT":
            low += 1
        while high > low and self.upos[inside[high]] == "PUNCT":
            high -= 1
        return self.tokens[inside[low]].start, self.tokens[inside[high]].end

    def _is_inner(self, i: int, k: int) -> bool:
        """Tell whether a dependent belongs inside a name or title ("Minister Ali Hassan", "AT&T")."""
        return self.bases[k] == "appos" and 0 < k - i <= 3 and not any(self.words[m] in {",", "(", "—", "–"} for m in range(i + 1, k))
