"""Who a mention of a speaker is: a person, a state, a ministry, several together, or as much as the text gives of somebody unnamed.

In: a `Discourse` and the token that heads the subject of a verb of saying. Out: a name and the span of the mention. Names are canonical;
joint speakers are parted by "; "; pronouns, titles, "the two sides" and "the statement" are followed to whom they mean; unnamed speakers
keep their words without the article ("Turkish officials").
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.language.coreference import Discourse
from communique.language.speech import COLLECTIVES, DOCUMENTS
from communique.model.vocabulary import EntityType

MAX_WORDS = 12
"""Words that an unnamed speaker keeps."""
_ARTICLES = ("the ", "a ", "an ", "this ", "that ", "these ", "those ")
_OWNERS = frozenset({"", "of", "from", "by", "'s", "’s"})


@dataclass(frozen=True, slots=True)
class Source:
    """The mention of a speaker, half-open code points, and the name it resolves to."""

    start: int
    end: int
    name: str | None


NOBODY = Source(-1, -1, None)


def read_source(discourse: Discourse, i: int) -> Source:
    """Return the source that the noun phrase headed by token `i` names; `NOBODY` for -1."""
    if i < 0:
        return NOBODY
    forest = discourse.forest
    number = discourse.heads.get(i, discourse.at[i])
    start, end = forest.phrase(i)
    members = [i, *(k for k in forest.children(i, "conj") if forest.upos[k] in {"NOUN", "PROPN", "PRON"})]
    if len(members) > 1:
        start, end = forest.phrase(members[0])[0], forest.phrase(members[-1])[1]
    if number >= 0:
        entity = discourse.entities[number]
        start, end = min(start, entity.start), max(end, entity.end)
    names = [name for k in members for name in [_name(discourse, k)] if name]
    return Source(start, end, "; ".join(dict.fromkeys(names)) or None)


def _name(discourse: Discourse, i: int) -> str | None:
    person = _person(discourse, i)
    if person is not None:
        return person
    number = discourse.heads.get(i, -1)
    if number >= 0:
        entity = discourse.entities[number]
        if entity.actor is not None or entity.type is not EntityType.OTHER:
            return entity.actor or entity.text
    if i in discourse.plurals:
        return "; ".join(discourse.plurals[i])
    if i in discourse.links:
        return discourse.name_at(i) or _name(discourse, discourse.links[i])
    return _unnamed(discourse, i)


def _unnamed(discourse: Discourse, i: int) -> str | None:
    """Return what stands for a speaker whom neither a name nor a link names."""
    forest = discourse.forest
    if forest.lemmas[i] in DOCUMENTS:
        return _issuer(discourse, i)
    if forest.upos[i] == "PRON" and forest.words[i] not in {"i", "we"}:
        return None
    if forest.lemmas[i] == "government":
        owners = (discourse.name_at(k) for k in forest.children(i, "amod", "nmod:poss", "compound", "nmod") if discourse.at[k] >= 0)
        name = next((owner for owner in owners if owner is not None), None)
        if name is not None:
            return name
    return _words(discourse, i)


def _person(discourse: Discourse, i: int) -> str | None:
    number = discourse.heads.get(i, discourse.at[i])
    if number < 0 or discourse.entities[number].type is not EntityType.PERSON:
        found = discourse.person_in(i) if discourse.at[i] < 0 else None
        number = found if found is not None else -1
    if number < 0:
        return None
    entity = discourse.entities[number]
    return entity.actor or entity.text


def _issuer(discourse: Discourse, i: int) -> str | None:
    """Return who issued a statement: its owner, the group behind "joint", else whoever spoke last in the name of something."""
    forest = discourse.forest
    for k in forest.children(i, "nmod:poss", "compound", "nmod", "amod", "acl"):
        if forest.bases[k] == "nmod" and forest.rels[k] != "nmod:poss" and forest.case(k) not in _OWNERS:
            continue
        target = next((m for m in forest.children(k, "obl") if forest.case(m) in {"by", "from"}), -1) if forest.bases[k] == "acl" else k
        if target >= 0 and (forest.bases[k] != "amod" or discourse.at[k] >= 0) and forest.upos[target] in {"NOUN", "PROPN", "PRON", "ADJ"}:
            together = [target, *forest.children(target, "conj")]
            names = [name for m in together for name in [_name(discourse, m) if forest.upos[m] != "ADJ" else discourse.name_at(m)] if name]
            if names:
                return "; ".join(dict.fromkeys(names))
    if any(forest.words[k] == "joint" for k in forest.children(i, "amod")):
        return "; ".join(discourse.groups.before(i)) or None
    speaker = discourse.speaker_before(i)
    if speaker >= 0 and (discourse.name_at(speaker) or speaker in discourse.plurals or forest.lemmas[speaker] in COLLECTIVES):
        return _name(discourse, speaker)
    return None


def _words(discourse: Discourse, i: int) -> str | None:
    """Return the words of an unnamed speaker; a state in front of an official one ("Turkey's foreign ministry") is kept."""
    forest = discourse.forest
    start, end = forest.phrase(i)
    words = " ".join(discourse.text[start:end].split())
    for article in _ARTICLES:
        if words.lower().startswith(article):
            words = words[len(article) :]
            break
    if not words or len(words.split()) > MAX_WORDS:
        return None
    return words
