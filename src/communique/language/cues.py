"""Whose a verb of saying is: its subject, its agent, or whoever the row of words shows where the tree does not.

In: a `Discourse` and the token of a verb. Out: the token that heads the mention of the speaker. Subjects come through coordination, control
and participles; behind a quotation they stand after the verb; a participle behind a comma takes up the speaker of the whole sentence.
"""

from __future__ import annotations

from communique.language.coreference import Discourse
from communique.language.forest import Forest
from communique.language.lexicon import word_set
from communique.language.speech import DOCUMENTS, SAYING
from communique.model.vocabulary import EntityType

_REPORTING_PARTICIPLES = word_set(
    "reject add cite accuse call state stress warn say urge describe note refer insist blame demand express condemn argue claim",
    "emphasise emphasize according adding quote tell ask",
)


def find_speaker(discourse: Discourse, i: int) -> int:
    """Return the token that heads the mention of who says what the verb at token `i` reports, -1 for nobody."""
    forest = discourse.forest
    agent = next((k for k in forest.children(i, "obl") if forest.case(k) == "by" and forest.child(i, "aux:pass") >= 0), -1)
    if agent >= 0:
        return agent
    own = forest.child(i, "nsubj")
    if own >= 0:
        return -1 if forest.rels[own] == "nsubj:pass" else forest.subject(i)
    beside = _speaker_beside(discourse, i)
    if beside >= 0:
        return beside
    if not _may_inherit(forest, i):
        return -1
    subject = _matrix_subject(discourse, i)
    return subject if subject >= 0 else forest.subject(i)


def _speaker_beside(discourse: Discourse, i: int) -> int:
    """Return the speaker whom the parser did not make the subject although the row of words shows it, -1 for none."""
    forest = discourse.forest
    if _is_inverted(discourse, i):
        return _head_of_name(discourse, i + 1)
    if _is_parenthesis(forest, i):
        return i - 1
    is_participle = forest.words[i].endswith("ing") and i > 0
    if is_participle and (discourse.at[i - 1] >= 0 or forest.lemmas[i - 1] in DOCUMENTS):
        return _head_of_name(discourse, i - 1)
    return -1


def _head_of_name(discourse: Discourse, i: int) -> int:
    """Return the head of the name that covers token `i`, `i` itself outside of names."""
    if discourse.at[i] < 0:
        return i
    entity = discourse.entities[discourse.at[i]]
    return discourse.forest.head_in(entity.start, entity.end)


def _may_inherit(forest: Forest, i: int) -> bool:
    """Tell whether a verb without a subject may share another's: finite verbs only by coordination, past participles not at all."""
    base, feats = forest.bases[i], forest.tokens[i].feats
    if base == "amod":
        return False
    if base in {"acl", "advcl", "ccomp"}:
        return forest.words[i].endswith("ing") or forest.is_infinitive(i)
    return "VerbForm=Fin" not in feats or base != "parataxis"


def _is_parenthesis(forest: Forest, i: int) -> bool:
    """Tell whether the verb ends a phrase between commas whose noun the parser hung elsewhere (", the mayor said, …")."""
    if not 0 < i < len(forest) - 1 or forest.words[i + 1] != "," or forest.upos[i - 1] not in {"NOUN", "PROPN"}:
        return False
    start = min(forest.subtree(i - 1))
    opening = start if forest.words[start] == "," else start - 1
    return opening > 0 and forest.words[opening] == "," and forest.sentence[opening] == forest.sentence[i]


def _is_inverted(discourse: Discourse, i: int) -> bool:
    """Tell whether the verb stands between its quotation and its subject ("…", added the agency)."""
    forest = discourse.forest
    if i + 1 >= len(forest) or forest.sentence[i] != forest.sentence[i + 1] or forest.lemmas[i] == "tell" or discourse.in_quote[i] >= 0:
        return False
    before = discourse.text[: forest.tokens[i].start].rstrip()[-1:]
    if forest.upos[i + 1] == "PROPN" and before in {",", '"', "”", "»", "’", "'"}:
        return True
    is_person = discourse.at[i + 1] >= 0 and discourse.entities[discourse.at[i + 1]].type is EntityType.PERSON
    return is_person and forest.words[i] == "said" and forest.bases[_head_of_name(discourse, i + 1)] in {"obj", "dep", "parataxis"}


def _matrix_subject(discourse: Discourse, i: int) -> int:
    """Return the subject of the verb of saying whose clause a participle closes (", rejecting the plan and stating that …"), else -1."""
    forest = discourse.forest
    k = forest.lead(i) if forest.words[i].endswith("ing") else -1
    if k < 0 or not is_of_speaker(forest, k):
        return -1
    for a in forest.ancestors(k):
        if forest.bases[a] == "ccomp" and forest.head[a] >= 0 and forest.lemmas[forest.head[a]] in SAYING:
            return forest.subject(forest.head[a])
    return -1


def is_of_speaker(forest: Forest, k: int) -> bool:
    """Tell whether a participle behind a comma takes up the speaker's sentence again (", adding that …", ", rejecting the offer")."""
    has_comma = any(forest.words[m] == "," for m in (k - 1, k - 2) if m >= 0)
    return (
        has_comma
        and forest.words[k].endswith("ing")
        and forest.lemmas[k] in _REPORTING_PARTICIPLES
        and forest.child(k, "mark", "nsubj", "aux") < 0
    )
