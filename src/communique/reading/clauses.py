"""Who does what in a clause: subjects, objects, agents and obliques of a predicate, shared across coordination and control.

In: a `Text` and the token number of a predicate (a verb, or a noun or adjective with a copula). Out: token numbers of its arguments.
English shares arguments widely ("agreed to assess X and to simplify Y", "met and signed"), so every question is answered through
conjuncts, control and participles. Passives are turned round: the logical subject is the agent.
"""

from __future__ import annotations

from communique.reading.text import SUBJECTS, Text

OBJECT_CONTROL = frozenset(
    {"urge", "ask", "tell", "order", "invite", "allow", "authorize", "authorise", "force", "require", "press", "permit", "persuade", "call",
     "instruct", "enable", "oblige", "compel", "expect", "want", "request", "implore", "encourage", "warn", "lead", "get", "cause"}
)  # fmt: skip
"""Verbs whose object is the subject of their infinitive ("urged Iran to stop"); all others share their own subject."""

MAX_STEPS = 14
"""Longest chain of predicates that share a subject."""


def is_predicate(text: Text, i: int) -> bool:
    """Tell whether a token heads a clause. It is kept with the text, since every finder asks."""
    known = text.predicates.get(i)
    if known is None:
        known = text.predicates[i] = (
            text.upos[i] == "VERB"
            or text.child(i, "cop") >= 0
            or (text.upos[i] == "AUX" and text.bases[i] in {"root", "ccomp", "conj", "advcl"})
        )
    return known


def is_passive(text: Text, i: int) -> bool:
    """Tell whether a predicate is a passive: marked on its subject or auxiliary, or a past participle behind a noun."""
    if text.child(i, "aux:pass") >= 0:
        return True
    if text.child(i, "nsubj:pass", "csubj:pass") >= 0:
        return text.child(i, "obj") < 0
    if text.bases[i] == "conj" and text.child(i, *SUBJECTS) < 0 and text.child(i, "aux") < 0 and text.feature(i, "VerbForm") == "Part":
        return is_passive(text, text.head[i])
    is_reduced = text.bases[i] in {"acl", "advcl", "amod"} and text.child(i, "aux", "obj") < 0
    return is_reduced and text.feature(i, "VerbForm") == "Part" and text.feature(i, "Tense") == "Past"


def surface_subject(text: Text, i: int) -> int:
    """Return the grammatical subject of a predicate, found through coordination, control and participles; -1 when there is none."""
    for _ in range(MAX_STEPS):
        found = text.child(i, *SUBJECTS)
        if found >= 0:
            return _antecedent(text, i, found)
        head, base = text.head[i], text.bases[i]
        if head < 0:
            return -1
        if base == "xcomp" and text.lemmas[head] in OBJECT_CONTROL and text.child(head, "obj", "iobj") >= 0:
            return text.child(head, "obj", "iobj")
        if base == "acl" and not text.is_infinitive(i):
            return head
        i = _sharer(text, i, head, base)
        if i < 0:
            return -1
    return -1


def _sharer(text: Text, i: int, head: int, base: str) -> int:
    """Return the predicate that shares its subject with `i`, -1 when none does."""
    if base in {"conj", "xcomp"}:
        return head
    if base == "acl":
        carrier = text.head[head] if text.bases[head] in {"xcomp", "obj"} and text.lemmas[text.head[head]] in {"become", "be"} else head
        return carrier if is_predicate(text, carrier) else -1
    if base == "advcl" and text.marker(i) != "that":
        return head
    return head if base in {"ccomp", "parataxis"} and text.is_infinitive(i) else -1


def _antecedent(text: Text, predicate: int, subject: int) -> int:
    """Replace a relative pronoun by the noun that its clause modifies."""
    if text.words[subject] in {"which", "that", "who"} and text.rels[predicate] in {"acl:relcl", "acl"}:
        return text.head[predicate]
    return subject


def agent_of(text: Text, i: int) -> int:
    """Return the by-phrase of a passive, -1 when it has none."""
    return next(
        (k for k in text.children(i, "obl") if text.rels[k] == "obl:agent" or (text.case(k) == "by" and text.time_of[k] is None)), -1
    )


def subject_of(text: Text, i: int) -> int:
    """Return the logical subject: the agent of a passive, otherwise the grammatical subject; -1 when there is none."""
    if is_passive(text, i):
        return agent_of(text, i)
    return surface_subject(text, i)


def object_of(text: Text, i: int) -> int:
    """Return the logical object.

    The subject of a passive, otherwise the direct object, or an oblique without a preposition, which is an object that the parser
    misnamed; shared with the lead conjunct when it comes later.
    """
    if is_passive(text, i):
        return surface_subject(text, i)
    found = text.child(i, "obj")
    if found < 0 and text.child(i, "ccomp") < 0:
        found = text.child(i, "iobj")
    if found < 0:
        found = next((k for k in text.kids[i] if k > i and text.rels[k] == "obl" and not text.case(k) and text.time_of[k] is None), -1)
    if found >= 0:
        return found
    if text.bases[i] == "acl" and text.rels[i] == "acl:relcl" and text.child(i, *SUBJECTS) >= 0 and text.child(i, "obj") < 0:
        return text.head[i] if text.upos[text.head[i]] in {"NOUN", "PROPN"} else -1
    return next((text.child(k, "obj") for k in text.children(i, "conj") if text.child(k, "obj") >= 0 and text.child(k, *SUBJECTS) < 0), -1)


def obliques(text: Text, i: int, *cases: str) -> list[int]:
    """Return the prepositional dependents of a predicate whose preposition is among `cases`."""
    return [k for k in text.children(i, "obl", "nmod") if text.case(k) in cases]


def shared_obliques(text: Text, i: int, *cases: str) -> list[int]:
    """Return `obliques` of a predicate, of its lead conjunct and of the verbs that govern it by `xcomp`, nearest first."""
    found: list[int] = []
    node, steps = i, 0
    while node >= 0 and steps < 6:
        found += [k for k in obliques(text, node, *cases) if k not in found]
        if text.bases[node] not in {"xcomp", "conj"}:
            break
        node, steps = text.head[node], steps + 1
    return found


def complements(text: Text, i: int) -> list[int]:
    """Return the clausal complements of a predicate with their conjuncts.

    An infinitive that the parser hung on the predicate itself as a conjunct ("agreed to assess …, and to simplify …") is taken for what
    it is: one more complement.
    """
    found: list[int] = []
    for k in text.children(i, "xcomp", "ccomp"):
        if _is_loose_participle(text, k):
            continue
        found += [k, *further_complements(text, k)]
    found += [k for k in text.children(i, "conj") if text.is_infinitive(k) and text.child(k, *SUBJECTS) < 0]
    if not found:
        found += [c for k in text.children(i, "advcl") if text.is_infinitive(k) and k > i for c in (k, *further_complements(text, k))]
    return sorted(set(found))


def verb_names(text: Text, i: int) -> list[str]:
    """Return the names under which a lexicon may list a verb: with its particle, its preposition, bare. They are kept with the text."""
    known = text.verb_names.get(i)
    if known is None:
        known = text.verb_names[i] = _find_verb_names(text, i)
    return known


def _find_verb_names(text: Text, i: int) -> list[str]:
    lemma = text.lemmas[i]
    particles = [text.words[k] for k in text.children(i, "compound:prt")]
    particles += [text.words[k] for k in text.children(i, "advmod") if text.words[k] in {"off", "out", "up", "back", "away", "down", "on"}]
    names = [f"{lemma} {particle}" for particle in particles]
    cases = [case for k in text.children(i, "obl") if (case := text.case(k))]
    names += [f"{name} {case}" for name in list(names) for case in cases]
    names += [f"{lemma} {case}" for case in cases]
    return [*names, lemma]


def _is_loose_participle(text: Text, i: int) -> bool:
    """Tell whether a complement is an adjunct that the parser misplaced ("the gate, closed for decades"): a bare participle."""
    is_aside = text.bases[i] == "xcomp" and i > 0 and text.words[i - 1] == ","
    bare = text.feature(i, "VerbForm") == "Part" and (text.bases[i] == "ccomp" or is_aside)
    return bare and text.child(i, *SUBJECTS, "aux", "mark", "cop") < 0


def further_complements(text: Text, i: int) -> list[int]:
    """Return the complements coordinated with a complement, also one that the parser made an adverbial ("…, and to simplify …")."""
    found = [k for k in text.children(i, "conj") if is_predicate(text, k) or text.is_infinitive(k)]
    listed = [k for k in text.children(i, "advcl", "acl") if text.is_infinitive(k) and (text.child(k, "cc") >= 0 or _is_listed(text, k))]
    return found + [c for k in listed for c in text.conjuncts(k) if text.is_infinitive(c)]


def _is_listed(text: Text, i: int) -> bool:
    """Tell whether an infinitive behind a comma goes on with a list ("…, to hold talks, and to restore the bridge")."""
    first = min(text.subtree(i))
    goes_on = any(text.is_infinitive(k) and text.child(k, "cc") >= 0 for k in text.children(i, "conj"))
    return goes_on and first > 0 and "," in {text.words[first - 1], text.words[first]}


def clause_of(text: Text, i: int) -> int:
    """Return the predicate of the clause that a token belongs to, the root of its sentence at the latest."""
    node = i
    while not is_predicate(text, node) and text.head[node] >= 0:
        node = text.head[node]
    return node
