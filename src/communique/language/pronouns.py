"""Whom pronouns mean: he, she, it, they, who, both.

In: `Mentions` and the token of a pronoun, from left to right. Out: links and plurals written to the mentions. Persons are found by salience
and gender, states and organisations only where grammar governs the pronoun, because a wrong state makes a false fact.
"""

from __future__ import annotations

from communique.language.lexicon import word_set
from communique.language.mentions import BODY_NOUNS, MAX_BACK, Mentions
from communique.language.metonymy import ACTING_ADJECTIVES, ACTING_VERBS
from communique.language.speech import FEMININE, NEUTER, PERSONAL, PLURAL, SAYING
from communique.language.titles import TITLE_NOUNS
from communique.model.vocabulary import EntityType

_FEMALE_TITLES = word_set("mrs ms miss mrs. ms. queen princess spokeswoman chairwoman baroness lady madam congresswoman")
_MALE_TITLES = word_set("mr mr. king prince sultan emir spokesman chairman baron lord sir pope sheikh ayatollah congressman")


def resolve_pronoun(d: Mentions, i: int) -> None:
    """Link the pronoun at token `i` to whom it means, where grammar tells."""
    word = d.forest.words[i]
    if word in PERSONAL:
        d.link(i, _find_person(d, i, "f" if word in FEMININE else "m"))
    elif word in NEUTER:
        d.link(i, _find_thing(d, i))
    elif word in PLURAL:
        _resolve_they(d, i)
    elif word in {"who", "which", "that"} and d.forest.bases[i] in {"nsubj", "obj", "obl"}:
        predicate = d.forest.head[i]
        if predicate >= 0 and d.forest.bases[predicate] == "acl" and d.forest.head[predicate] in d.heads:
            d.link(i, d.forest.head[predicate])
    elif word == "both" and d.forest.bases[i] in {"nsubj", "obl", "obj"} and d.forest.child(i, "nmod") < 0:
        d.set_plural(i)


def _find_person(d: Mentions, i: int, gender: str) -> int:
    forest = d.forest
    quote = d.in_quote[i]
    subject_of = forest.head[i] if forest.bases[i] == "nsubj" else -1
    is_speaking = subject_of >= 0 and forest.lemmas[subject_of] in SAYING and quote < 0
    if is_speaking and _fits_speaker(d, i, gender):
        return d.last_speaker
    own = d.coarguments(i)
    best, best_score = -1, 0.0
    for k in reversed(d.seen):
        distance = forest.sentence[i] - forest.sentence[k]
        if distance > MAX_BACK:
            break
        if (d.in_quote[k] != quote and quote >= 0) or k in own or not d.is_person(k) or not _fits_gender(d, k, gender):
            continue
        score = d.salience(k, i, distance)
        if score > best_score:
            best, best_score = k, score
    return best


def _fits_speaker(d: Mentions, i: int, gender: str) -> bool:
    k = d.last_speaker
    if k < 0 or d.forest.sentence[i] - d.forest.sentence[k] > MAX_BACK + 1:
        return False
    if not d.is_person(k) or any(_is_later_subject(d, m, k) for m in d.seen[-12:]):
        return False
    return _fits_gender(d, k, gender)


def _is_later_subject(d: Mentions, m: int, k: int) -> bool:
    return d.forest.sentence[m] > d.forest.sentence[k] and d.forest.bases[m] == "nsubj" and d.is_person(m)


def _fits_gender(d: Mentions, k: int, gender: str) -> bool:
    name = d.name_at(k)
    known = d.genders.get(name) if name else None
    if known is None and name:
        known = _titled_gender(d, k)
    return known is None or known == gender


def _titled_gender(d: Mentions, k: int) -> str | None:
    forest = d.forest
    words = [forest.words[k], *(forest.words[m] for m in range(max(0, k - 3), k)), *(forest.words[m] for m in forest.kids[k])]
    if any(word in _FEMALE_TITLES for word in words):
        return "f"
    return "m" if any(word in _MALE_TITLES for word in words) else None


def _find_thing(d: Mentions, i: int) -> int:
    """Return the state or organisation that "it" or "its" means: a subject that governs it, or the acting one of the sentence before."""
    forest = d.forest
    if forest.bases[i] == "expl" or _is_empty(d, i):
        return -1
    own = d.coarguments(i)
    for subject in d.governing_subjects(i):
        if subject < i and subject not in own and forest.words[subject] not in {"who", "which", "that"}:
            owner = _actor_of(d, subject, i)
            if owner >= 0:
                return owner
            if (
                d.at[subject] < 0
                and not forest.is_plural(subject)
                and forest.lemmas[subject] not in TITLE_NOUNS
                and not _is_pronoun(d, subject)
            ):
                return -1
    predicate = forest.head[i]
    is_acting = forest.bases[i] == "nsubj" and predicate >= 0 and forest.lemmas[predicate] in ACTING_VERBS | ACTING_ADJECTIVES
    is_owner = (
        forest.rels[i] == "nmod:poss" and predicate >= 0 and forest.bases[predicate] == "nsubj" and forest.head[forest.head[predicate]] < 0
    )
    return _previous_subject(d, i) if is_acting or is_owner else -1


def _is_pronoun(d: Mentions, i: int) -> bool:
    return d.forest.upos[i] == "PRON"


def _is_empty(d: Mentions, i: int) -> bool:
    """Tell whether "it" only holds the place of a clause or the weather ("it was agreed that", "it is unclear whether")."""
    forest = d.forest
    predicate = forest.head[i]
    if forest.words[i] != "it" or predicate < 0 or forest.bases[i] != "nsubj":
        return False
    if forest.rels[i] == "nsubj:pass":
        return forest.child(predicate, "ccomp", "csubj", "xcomp") >= 0
    return forest.child(predicate, "cop") >= 0 and forest.child(predicate, "csubj", "ccomp", "advcl", "acl") >= 0


def _actor_of(d: Mentions, k: int, i: int) -> int:
    """Return the mention of a state or organisation that a subject is or belongs to, -1 for none."""
    if d.is_singular_actor(k):
        return k
    forest = d.forest
    speaks_for = forest.lemmas[k] in BODY_NOUNS or (
        forest.words[i] == "its" and forest.lemmas[k] in TITLE_NOUNS | {"authority", "spokesperson"}
    )
    owners = forest.children(k, "nmod:poss", "amod", "compound", "nmod") if speaks_for else []
    return next((m for m in owners if m in d.heads and d.is_singular_actor(m)), -1)


def _previous_subject(d: Mentions, i: int) -> int:
    forest = d.forest
    number = forest.sentence[i] - 1
    if number < 0:
        return -1
    for k in forest.range_of(number):
        if forest.head[k] < 0:
            subject = forest.child(k, "nsubj")
            return _actor_of(d, subject, i) if subject >= 0 else -1
    return -1


def _resolve_they(d: Mentions, i: int) -> None:
    """Link "they" to the subject that governs it or, for a subject or owner, to the subject of the sentence before."""
    forest = d.forest
    own = d.coarguments(i)
    candidates = [s for s in d.governing_subjects(i) if s < i and s not in own]
    if forest.bases[i] == "nsubj" or forest.rels[i] == "nmod:poss":
        number = forest.sentence[i] - 1
        root = next((k for k in forest.range_of(number) if forest.head[k] < 0), -1) if number >= 0 else -1
        subject = forest.child(root, "nsubj") if root >= 0 else -1
        candidates += [subject] if subject >= 0 else []
    for k in candidates:
        if k in d.plurals:
            d.plurals[i] = d.plurals[k]
            d.links[i] = k
            return
        names = d.coordinated(k)
        if len(names) > 1:
            d.plurals[i] = names
            d.links[i] = k
            return
        is_body = d.is_singular_actor(k) and (k not in d.heads or d.entities[d.heads[k]].type is EntityType.ORGANISATION)
        if is_body or (forest.is_plural(k) and forest.upos[k] in {"NOUN", "PROPN"}):
            d.links[i] = k
            return


def resolve_fronted(d: Mentions, sentence: int) -> None:
    """Link possessives that stand before the subject of their clause ("At their last meeting, the two sides …")."""
    forest = d.forest
    for i in forest.range_of(sentence):
        if forest.words[i] == "their" and i not in d.links:
            subject = forest.child(forest.clause(i), "nsubj")
            if subject > i and (subject in d.plurals or len(d.coordinated(subject)) > 1):
                d.plurals[i] = d.plurals.get(subject) or d.coordinated(subject)
                d.links[i] = subject
