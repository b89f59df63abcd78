"""Lemmas as edit scripts: a rule that turns a word form into its lemma, so that a classifier can learn it.

A script says how to case the form, how many characters to strip from its end, and what to add (`lower-3+y` turns `Allies` into
`ally`); irregular lemmas are given whole (`=be`). After Straka, UDPipe 2.0 (https://aclanthology.org/K18-2020/), shortened for English.

What the treebanks say of a form outright is remembered, and among the classifier's likeliest scripts one that makes a known word is
preferred: `introduced` is `introduce`, since nobody has seen `introduc`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

CASES: dict[str, Callable[[str], str]] = {"lower": str.lower, "keep": str, "title": lambda form: form[:1].upper() + form[1:].lower()}
"""Ways to case a form, the preferred first."""
MAX_STRIPPED = 5
"""Characters a script may strip; a lemma that is further from its form is given whole."""

N_TRIED = 4
"""Likeliest scripts among which a known word is looked for; 3 to 8 score alike on dev text."""
ALIKE = 0.8
"""Likeness of a form and a lemma that a script gives whole, unless the form has at most so many letters:"""
SHORT = 5
NAMES = "PROPN"
UNCHANGED = "lower-0+"
"""The script of most words: the form in lower case."""

_SCRIPT = re.compile(r"(lower|keep|title)-(\d+)\+(.*)", re.DOTALL)


def find_script(form: str, lemma: str) -> str:
    """The shortest script that turns `form` into `lemma`.

    >>> find_script("Allies", "ally")
    'lower-3+y'
    """
    best = f"={lemma}"
    cost = MAX_STRIPPED * 2
    for case, cased in CASES.items():
        base = cased(form)
        shared = 0
        while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
            shared += 1
        stripped, added = len(base) - shared, lemma[shared:]
        if shared and stripped <= MAX_STRIPPED and stripped + len(added) < cost:
            cost = stripped + len(added)
            best = f"{case}-{stripped}+{added}"
    return best


def _is_like(form: str, lemma: str) -> bool:
    """Tell whether a lemma can be that of a form that is not remembered; short forms are often cut words ("ppl")."""
    return len(form) <= SHORT or Indel.normalized_similarity(form, lemma) >= ALIKE


@lru_cache(maxsize=50_000)
def apply_script(form: str, script: str) -> str | None:
    """The lemma that `script` makes of `form`; none when the form is too short for it."""
    if script.startswith("="):
        return script[1:]
    match = _SCRIPT.fullmatch(script)
    if match is None:
        return None
    base = CASES[match[1]](form)
    stripped = int(match[2])
    if stripped >= len(base) and stripped:
        return None
    return base[: len(base) - stripped] + match[3]


class LemmaBook:
    """What is known of lemmas beside the classifier.

    `forms` gives, for a part of speech, the lemmas of lower-case forms; `lemmas` the lemmas seen with it; `words` are words of the
    language of whatever kind.
    """

    def __init__(self, forms: Mapping[str, Mapping[str, str]], lemmas: Mapping[str, Sequence[str]], words: Iterable[str]) -> None:
        self._forms = forms
        self._lemmas = {upos: frozenset(seen) for upos, seen in lemmas.items()}
        self._words = frozenset(words)

    def recall(self, form: str, upos: str) -> str | None:
        """The lemma that the treebanks give the form; names are not remembered."""
        return self._forms.get(upos, {}).get(form.lower())

    def choose(self, form: str, upos: str, scripts: Iterable[str]) -> str:
        """The lemma by the first of `scripts`, the likeliest first, that makes a known word; by the first that fits if none does.

        A script that leaves the form as it is needs no proof; neither do names. One that gives a lemma whole was learnt from a form that is
        remembered, or from a slip of the pen, and says nothing of forms that are not alike.
        """
        fallback = None
        for script in scripts:
            if script.startswith("=") and not _is_like(form.lower(), script[1:].lower()):
                continue
            lemma = apply_script(form, script)
            if lemma is None:
                continue
            if upos == NAMES or lemma.lower() == form.lower() or lemma in self._lemmas.get(upos, ()) or lemma in self._words:
                return self._lower(lemma, upos)
            fallback = fallback or lemma
        return self._lower(fallback or form, upos)

    def _lower(self, lemma: str, upos: str) -> str:
        """The lemma without the capital of a sentence's first word; adjectives such as `Turkish` keep theirs."""
        if upos == NAMES or not lemma.istitle():
            return lemma
        seen, low = self._lemmas.get(upos, frozenset()), lemma.lower()
        return low if lemma not in seen and (low in seen or upos != "ADJ") else lemma
