"""The names under which a lexicon may list what a verb says together with its words: "take effect", "come into force", "resume work".

In: a `Text` and a verb. Out: names, the most specific first, so that a lexicon may list an idiom beside the bare verb. The word as
written is among them, for the few irregular forms whose lemma a tagger gets wrong ("shut").
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from communique.reading.clauses import verb_names
from communique.reading.lexicon import words
from communique.reading.text import Text

MAX_STEPS = 6
"""Longest chain of verbs that only carry another one."""


_KEPT: WeakKeyDictionary[Text, dict[int, tuple[str, ...]]] = WeakKeyDictionary()
"""The names of the verbs of a text that is being read: each is asked for by several finders."""


def idioms(text: Text, i: int) -> tuple[str, ...]:
    """Return the names of a verb with its object, its prepositional phrases and "again", then those of `verb_names`, then the word."""
    kept = _KEPT.setdefault(text, {})
    if i not in kept:
        kept[i] = tuple(dict.fromkeys(_names(text, i)))
    return kept[i]


def _names(text: Text, i: int) -> list[str]:
    lemma = text.lemmas[i]
    found = [f"{lemma} {text.words[k]}" for k in text.children(i, "obj")]
    found += [f"{lemma} {text.case(k)}" for k in text.children(i, "obj") if text.case(k)]
    found += [f"{lemma} {text.case(k)} {text.words[k]}" for k in text.children(i, "obl") if text.case(k)]
    found += [f"{lemma} again" for k in text.children(i, "advmod") if text.words[k] == "again"]
    if text.child(i, "cop") >= 0:
        found.append(f"be {text.case(i)} {text.words[i]}".replace("  ", " "))
    found += [*verb_names(text, i), text.words[i]]
    if text.upos[i] == "VERB":
        found.append(text.words[i].removesuffix("s"))
    return found


def is_pending(text: Text, i: int) -> bool:
    """Tell whether a predicate is only announced by its own clause: "have yet to", a threat, or a temporal clause that looks ahead."""
    node = i
    for _ in range(MAX_STEPS):
        if any(text.words[k] == "yet" and text.bases[k] == "advmod" for k in text.kids[node]) and (
            node != i or not _is_finished(text, node)
        ):
            return True
        if node != i and text.lemmas[node] in words("statuses", "unrealised"):
            return True
        if text.bases[node] != "xcomp" or text.head[node] < 0:
            break
        node = text.head[node]
    if _is_wanted(text, i) or _follows_plan(text, i):
        return True
    return text.bases[i] == "advcl" and bool(_openers(text, i) & words("statuses", "ahead")) and _is_present(text, i)


def _is_wanted(text: Text, i: int) -> bool:
    """Tell whether a clause says what somebody demands or proposes ("insists that the pact be cancelled")."""
    head = text.head[i]
    asked = words("stances", "demand") | words("stances", "proposal")
    return text.bases[i] == "ccomp" and head >= 0 and text.lemmas[head] in asked


def _follows_plan(text: Text, i: int) -> bool:
    """Tell whether a gerund comments on something that is itself not done ("decided to leave, ending the truce")."""
    head = text.head[i]
    is_comment = text.bases[i] == "advcl" and is_gerund(text, i) and text.child(i, "mark") < 0
    return (
        is_comment
        and head >= 0
        and text.bases[head] == "xcomp"
        and text.is_infinitive(head)
        and text.lemmas[text.head[head]] in _planning()
    )


def _planning() -> frozenset[str]:
    return words("modality", "planned") | words("modality", "possible") | words("modality", "denied")


def _openers(text: Text, i: int) -> set[str]:
    """Return the words that open a subordinate clause: its subordinator, or an adverb where the parser took it for one ("when")."""
    return {text.marker(i), *(text.words[k] for k in text.children(i, "advmod") if k < i and text.words[k] == "when")}


def _is_finished(text: Text, i: int) -> bool:
    """Tell whether a "yet" belongs to a plain past ("yet agreed")."""
    return text.feature(i, "Tense") == "Past" and text.child(i, "aux") < 0


def _is_present(text: Text, i: int) -> bool:
    """Tell whether a clause stands in the present or present perfect."""
    finite = next((k for k in text.children(i, "aux", "aux:pass", "cop") if text.feature(k, "VerbForm") == "Fin"), i)
    return text.feature(finite, "Tense") == "Pres" and text.feature(finite, "VerbForm") == "Fin"


def is_gerund(text: Text, i: int) -> bool:
    """Tell whether a verb is an "-ing" form without an auxiliary, however the tagger calls it."""
    form = text.feature(i, "VerbForm")
    return (form == "Ger" or (form == "Part" and text.feature(i, "Tense") == "Pres")) and text.child(i, "aux") < 0
