"""What a step, a deal or "this" points back to: the clause or noun phrase in which something was promised.

In: the sentences of a text and the token of the anaphor. Out: the antecedent's mention, whose head is what was agreed ("open" in "agreed
to open the crossing") or the noun of the deal. Nearest first, and only among what can be such a thing: complements of verbs that bind,
and nouns for agreements and plans. A definite that brings its own description ("the accord on fisheries") points nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.language.forest import Forest
from communique.language.lexicon import word_set
from communique.model.analysis import Mention, Sentence

MOVES = word_set(
    "step move measure decision pledge promise plan initiative commitment undertaking provision change offer proposal concession",
    "action gesture idea scheme",
)
DEALS = word_set(
    "deal agreement accord pact treaty truce ceasefire cease-fire armistice memorandum understanding settlement protocol arrangement",
    "compromise convention roadmap framework declaration",
)
BINDING = word_set(
    "agree pledge promise vow undertake decide commit approve announce plan propose offer order accept consent resolve intend",
    "authorise authorize guarantee adopt sign endorse declare",
)
"""Verbs whose complement is something that may be carried out."""
CARRYING_OUT = word_set(
    "implement introduce carry fulfil fulfill ratify sign honour honor enter take enforce complete delay postpone suspend cancel",
    "revoke expire hold collapse realise realize execute apply observe respect breach violate freeze shelve scrap launch finalise",
    "finalize",
)
"""Verbs that say what became of a promise: only under these is "it" taken for one."""
ASIDES = word_set(
    "although though while whereas because since but as when after",
)
MAX_BACK = 4
"""Sentences that an anaphor may reach back."""
_OWN_DESCRIPTION = ("nmod", "acl", "amod", "compound", "nummod")
_LIGHT = word_set(
    "same latest new first key planned agreed whole entire controversial",
)


def find_antecedent(sentences: Sequence[Sentence], sentence_index: int, token_index: int) -> Mention | None:
    """Return what the anaphor at `sentences[sentence_index].tokens[token_index]` (both from 0) points back to, None when nothing fits.

    The anaphor is a definite noun ("the step"), "this", "that", "which", or "it" as the subject of a verb of carrying out.
    """
    first = max(0, sentence_index - MAX_BACK)
    forest = Forest(sentences[first : sentence_index + 1])
    return antecedent_in(forest, forest.first[sentence_index - first] + token_index)


def antecedent_in(forest: Forest, i: int) -> Mention | None:
    """The same over a forest that is already there; `i` counts its tokens."""
    lemma, word = forest.lemmas[i], forest.words[i]
    if lemma in MOVES | DEALS:
        if not _is_bare_definite(forest, i):
            return None
        wanted = DEALS if lemma in DEALS else MOVES
    elif (word in {"this", "that", "which"} and forest.upos[i] in {"PRON", "DET"}) or (word == "it" and _is_carried_out(forest, i)):
        wanted = frozenset()
    else:
        return None
    here = forest.sentence[i]
    for number in range(here, max(-1, here - MAX_BACK - 1), -1):
        found = sorted(_candidates(forest, number, i, lemma, wanted), reverse=True)
        if found:
            return _mention(forest, found[0][2], is_whole=wanted is DEALS)
    return None


def _is_bare_definite(forest: Forest, i: int) -> bool:
    determiners = {forest.words[k] for k in forest.children(i, "det")}
    described = [k for k in forest.children(i, *_OWN_DESCRIPTION) if forest.words[k] not in _LIGHT and forest.rels[k] != "acl:relcl"]
    return bool(determiners & {"the", "this", "that"}) and not described


def _is_carried_out(forest: Forest, i: int) -> bool:
    predicate = forest.head[i]
    return predicate >= 0 and forest.bases[i] == "nsubj" and forest.lemmas[predicate] in CARRYING_OUT


def _candidates(forest: Forest, number: int, i: int, lemma: str, wanted: frozenset[str]) -> Iterator[tuple[int, int, int]]:
    """Yield (rank, place, head) of what was promised in a sentence before the anaphor; a higher rank fits better."""
    clause = forest.clause(i)
    for k in forest.range_of(number):
        if k >= i:
            break
        if k == clause or forest.is_under(k, i):
            continue
        if forest.upos[k] == "NOUN" and forest.lemmas[k] in wanted | (MOVES & DEALS):
            yield (3 if forest.lemmas[k] == lemma else 2), k, k
        elif wanted is not DEALS and not wanted and forest.lemmas[k] in DEALS and _is_new(forest, k):
            yield 1, k, k
        elif forest.lemmas[k] in BINDING and forest.upos[k] == "VERB":
            for content in _contents(forest, k):
                is_aside = not forest.is_under(clause, content) or forest.bases[clause] in {"advcl", "acl"}
                is_wanted = wanted is not DEALS or forest.bases[content] != "conj"
                if content < i and is_aside and is_wanted:
                    yield (1 if wanted is DEALS else 2), content, content


def _is_new(forest: Forest, k: int) -> bool:
    return any(forest.words[d] in {"a", "an"} for d in forest.children(k, "det"))


def _contents(forest: Forest, verb: int) -> Iterator[int]:
    for k in forest.children(verb, "xcomp", "ccomp"):
        yield k
        yield from (c for c in forest.children(k, "conj") if forest.upos[c] == "VERB")
    if forest.lemmas[verb] in {"agree", "decide"}:
        yield from (k for k in forest.children(verb, "obl") if forest.case(k) in {"on", "upon", "to"})
    if forest.lemmas[verb] in {
        "announce",
        "propose",
        "offer",
        "accept",
        "approve",
        "order",
        "plan",
        "sign",
        "adopt",
        "endorse",
        "pledge",
        "promise",
    }:
        yield from forest.children(verb, "obj")


def _mention(forest: Forest, head: int, *, is_whole: bool) -> Mention:
    """Return the promise as a mention, without asides that hang on it ("although …") and without "to"; `is_whole` keeps what is
    coordinated.
    """
    outside = {"mark", "case", "punct", "parataxis"} | (set() if is_whole else {"conj", "cc"})
    drop = [
        k for k in forest.kids[head]
        if forest.bases[k] in outside or (forest.bases[k] == "advcl" and any(forest.words[m] in ASIDES for m in forest.children(k, "mark")))
    ]  # fmt: skip
    inside = [k for k in forest.subtree(head, drop) if forest.upos[k] != "PUNCT" or k > head]
    low = high = inside.index(head)
    while low > 0 and inside[low] - inside[low - 1] == 1:
        low -= 1
    while high + 1 < len(inside) and inside[high + 1] - inside[high] == 1:
        high += 1
    while high > low and forest.upos[inside[high]] == "PUNCT":
        high -= 1
    return Mention(forest.tokens[inside[low]].start, forest.tokens[inside[high]].end, forest.tokens[head].start)
