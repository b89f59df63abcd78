"""The closed label lists that the heads choose from, gathered from the training data and shipped with the weights."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass

from communique.language.lemmas import find_script
from communique.model.vocabulary import ClaimKind, Force, MeetingState, Progress, QuoteMode, Standing
from training.treebank import Passage

NAMES = ("O", *(f"{b}-{kind}" for kind in ("PERSON", "ORGANISATION", "PLACE") for b in "BI"))
THINGS = ("O", *(f"{b}-{kind}" for kind in ("PERSON", "ORGANISATION", "PLACE", "EVENT", "OTHER") for b in "BI"))
NOT_REMEMBERED = "PROPN"
OPEN_CLASSES = frozenset({"ADJ", "ADV", "NOUN", "VERB"})
SURE_SHARE = 0.9
"""A form's lemma is remembered if it has it this often."""
MIN_COUNT = 2
"""Feature bundles and lemma scripts seen fewer times than this are not learnt."""


CLAIM_KINDS = tuple(kind.value for kind in ClaimKind)
MIN_RELATIONS = 4
"""Relations (domain and value) seen fewer times than this are not learnt."""
CLAIM_CLASSES: dict[str, tuple[str, ...]] = {
    "meeting": tuple(MeetingState),
    "commitment": tuple(Force),
    "progress": tuple(Progress),
    "standing": tuple(Standing),
    "statement": tuple(QuoteMode),
}
"""The main attribute of a kind of claim; that of relations is gathered from the data."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Label lists; the order is the order of the head's outputs."""

    upos: tuple[str, ...]
    feats: tuple[str, ...]
    scripts: tuple[str, ...]
    deprels: tuple[str, ...]
    names: tuple[str, ...] = NAMES
    things: tuple[str, ...] = THINGS
    feats_of: tuple[tuple[int, ...], ...] = ()
    """For each part of speech the feature bundles seen with it."""
    claims: tuple[str, ...] = ()
    """Kinds of claims, then "kind main" for each main attribute: one score each."""

    def to_json(self) -> dict[str, object]:
        return asdict(self)


def gather_claims(passages: list[Passage]) -> tuple[str, ...]:
    """The kinds of claims and, kind by kind, the values of their main attributes."""
    seen = Counter(c.main for p in passages for s in p.sentences for w in s.words for c in w.claims or () if c.kind == "relation")
    relations = sorted(main for main, n in seen.items() if n >= MIN_RELATIONS)
    classes = CLAIM_CLASSES | {"relation": tuple(relations)}
    return (*CLAIM_KINDS, *(f"{kind} {value}" for kind in CLAIM_KINDS for value in classes.get(kind, ())))


def gather_lemmas(passages: list[Passage]) -> dict[str, dict[str, object]]:
    """What the trees say of lemmas, names left out: `forms`, the lemma of each lower-case form that nearly always has the same and is not
    its own; `lemmas`, all that were seen; both by part of speech."""
    counts: dict[str, dict[str, Counter[str]]] = {}
    for word in (w for p in passages if p.has_tree for s in p.sentences for w in s.words):
        if word.upos != NOT_REMEMBERED:
            counts.setdefault(word.upos, {}).setdefault(word.form.lower(), Counter())[word.lemma] += 1
    forms: dict[str, object] = {}
    lemmas: dict[str, object] = {}
    for upos, seen in sorted(counts.items()):
        sure = {form: found.most_common(1)[0] for form, found in seen.items()}
        kept = {form: lemma for form, (lemma, n) in sure.items() if n >= SURE_SHARE * seen[form].total()}
        forms[upos] = dict(sorted((form, lemma) for form, lemma in kept.items() if form != lemma))
        lemmas[upos] = sorted({lemma for lemma in kept.values() if lemma.isalpha()}) if upos in OPEN_CLASSES else []
    return {"forms": forms, "lemmas": lemmas}


def gather_labels(passages: list[Passage]) -> Labels:
    """The labels of the passages: of those that have trees, and the claims of those that have claims."""
    upos: Counter[str] = Counter()
    feats: Counter[str] = Counter()
    scripts: Counter[str] = Counter()
    deprels: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for word in (w for p in passages if p.has_tree for s in p.sentences for w in s.words):
        upos[word.upos] += 1
        feats[word.feats] += 1
        scripts[find_script(word.form, word.lemma)] += 1
        deprels[word.deprel] += 1
        pairs[word.upos, word.feats] += 1
    kept_feats = tuple(sorted(f for f, n in feats.items() if n >= MIN_COUNT))
    kept_upos = tuple(sorted(upos))
    return Labels(
        upos=kept_upos,
        feats=kept_feats,
        scripts=tuple(sorted(s for s, n in scripts.items() if n >= MIN_COUNT)),
        deprels=tuple(sorted(deprels)),
        claims=gather_claims(passages),
        feats_of=tuple(tuple(i for i, f in enumerate(kept_feats) if pairs[u, f]) for u in kept_upos),
    )
