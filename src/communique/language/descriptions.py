"""What definite descriptions mean: "the minister", "the country", "the group", "the ministry", "the enclave", "the two sides".

In: `Mentions` and the token of a common noun, from left to right. Out: links and plurals written to the mentions. A description that
brings its own details ("the minister of trade in office since May") is left alone.
"""

from __future__ import annotations

from collections.abc import Callable

from communique.language.gazetteer import Kind
from communique.language.groups import SIDES
from communique.language.lexicon import word_set
from communique.language.mentions import BODY_NOUNS, MAX_BACK, Mentions
from communique.language.ministries import state_of
from communique.language.titles import TITLE_NOUNS
from communique.model.vocabulary import EntityType

STATE_NOUNS = frozenset({"country", "nation", "republic", "kingdom"})
GROUP_NOUNS = word_set(
    "group movement militia organisation organization bloc alliance union front faction party rebel insurgent guerrilla militant",
    "agency body",
)
FIGHTING_GROUPS = frozenset({"government", "army", "military"})
"""Bodies that, in a text about the armed groups of one state, are that state's."""
PLACE_NOUNS = word_set(
    "enclave exclave region area territory strip peninsula island province strait waterway canal sea plateau corridor city town",
    "village zone archipelago",
)
_UNSUITABLE = word_set("amod acl nmod nummod appos compound")


def resolve_description(d: Mentions, i: int) -> None:
    """Link the common noun at token `i` to what it means, where the text has told."""
    forest = d.forest
    lemma = forest.lemmas[i]
    determiner = forest.child(i, "det")
    word = forest.words[determiner] if determiner >= 0 else ""
    is_definite = word in {"the", "this", "that", "these", "those", "both"}
    is_plural = "Number=Plur" in forest.tokens[i].feats
    if is_plural:
        if lemma in SIDES and _is_bare_plural(d, i, word):
            d.set_plural(i)
        elif lemma in GROUP_NOUNS and is_definite and not _is_modified(d, i):
            d.link(i, _find_group(d, i, lemma))
        return
    if not is_definite or d.person_in(i) is not None:
        return
    if lemma in TITLE_NOUNS and forest.bases[i] not in {"compound", "flat", "appos"}:
        d.link(i, _find_holder(d, i))
    elif lemma in STATE_NOUNS and not _is_modified(d, i):
        d.link(i, _find_state(d, i))
    elif lemma in GROUP_NOUNS and not _is_modified(d, i):
        d.link(i, _find_group(d, i, lemma))
    elif lemma in BODY_NOUNS and not _is_modified(d, i):
        _resolve_body(d, i, lemma)
    elif lemma in PLACE_NOUNS and not _is_modified(d, i):
        d.link(i, _find_place(d, i, lemma))


def _is_modified(d: Mentions, i: int) -> bool:
    return any(d.forest.bases[k] in _UNSUITABLE for k in d.forest.kids[i])


def _is_bare_plural(d: Mentions, i: int, determiner: str) -> bool:
    """Tell whether a plural means the parties: "the two sides", "both countries", "the delegations", not "three countries in the
    region".
    """
    forest = d.forest
    allowed = {
        "two",
        "both",
        "three",
        "four",
        "five",
        "six",
        "warring",
        "rival",
        "neighbouring",
        "neighboring",
        "opposing",
        "other",
        "chief",
        "lead",
        "foreign",
    }
    for k in forest.kids[i]:
        if (
            forest.bases[k] in {"acl", "nmod", "appos"}
            and (forest.words[k] not in allowed)
            and not (forest.bases[k] == "nmod" and k > i and forest.case(k) == "to")
        ):
            return False
        if forest.bases[k] in {"amod", "compound", "nummod"} and forest.words[k] not in allowed:
            return False
    numbers = any(forest.words[k] in {"two", "both", "three"} for k in forest.kids[i])
    if forest.lemmas[i] in {"neighbour", "neighbor"} and forest.bases[i] not in {"nsubj", "nmod:poss"} and not numbers:
        return False
    if (
        forest.lemmas[i] in {"people", "man", "force", "army", "official", "minister", "leader", "party", "partner", "group"}
        and not numbers
    ):
        return False
    return determiner in {"the", "both", "these", "those"} or any(forest.words[k] == "both" for k in forest.kids[i])


def _find_holder(d: Mentions, i: int) -> int:
    """Return the last mention of the person who holds the office that "the minister" or "the Omani envoy" names."""
    forest = d.forest
    lemma = forest.lemmas[i]
    words = {forest.words[k] for k in forest.children(i, "amod", "compound") if d.at[k] < 0} - {
        "same",
        "former",
        "top",
        "senior",
        "new",
    }
    bodies = {d.entities[d.at[k]].actor for k in forest.children(i, "amod", "compound", "nmod:poss") if d.at[k] >= 0}
    if forest.child(i, "nmod", "acl") >= 0 and forest.rels[forest.child(i, "nmod", "acl")] != "nmod:poss":
        return -1
    fitting: set[str] = set()
    for holder in d.holders:
        name = d.entities[holder.person].actor
        title = d.text[holder.start : holder.end].lower().replace("-", " ").split()
        if holder.start > forest.tokens[i].start or name is None or lemma not in title:
            continue
        if words <= set(title) and (not bodies or holder.body in bodies or state_of(holder.body or "") in bodies):
            fitting.add(name)
    return _last_mention(d, fitting) if fitting else -1


def _last_mention(d: Mentions, names: set[str]) -> int:
    for k in reversed(d.seen):
        if k in d.heads and d.entities[d.heads[k]].actor in names:
            return k
    return -1


def _find_state(d: Mentions, i: int) -> int:
    return _find_actor(d, i, lambda kind: kind in {Kind.STATE, Kind.HISTORIC, Kind.TERRITORY})


def _find_group(d: Mentions, i: int, lemma: str) -> int:
    def fits(kind: Kind | None) -> bool:
        if lemma in {"bloc", "union", "alliance", "agency", "body", "organisation", "organization"}:
            return kind in {Kind.ORGANISATION, None}
        return kind in {Kind.GROUP, Kind.COMMUNITY, None}

    return _find_actor(d, i, fits)


def _find_actor(d: Mentions, i: int, fits: Callable[[Kind | None], bool]) -> int:
    """Return the most salient mention of a fitting actor: not one that stands beside the description at its verb."""
    forest = d.forest
    own = d.coarguments(i) if forest.rels[i] != "nmod:poss" else set()
    best, best_score = -1, 0.0
    for k in reversed(d.seen):
        distance = forest.sentence[i] - forest.sentence[k]
        if distance > MAX_BACK - 1:
            break
        number = d.heads.get(k)
        if number is None or k in own or d.entities[number].actor is None or d.entities[number].type is EntityType.PERSON:
            continue
        entity = d.entities[number]
        place = d.gazetteer.actor(entity.actor or "")
        kind = place.kind if place is not None else Kind.STATE if entity.type is EntityType.PLACE else None
        if (kind is None and entity.type is not EntityType.ORGANISATION) or not fits(kind):
            continue
        if any(d.name_at(o) == entity.actor for o in own):
            continue
        score = d.salience(k, i, distance)
        if score > best_score:
            best, best_score = k, score
    return best


def _find_body(d: Mentions, i: int, lemma: str) -> int:
    """Return what "the ministry" or "the government" means: the ministry last named, or the one state whose it can be."""
    forest = d.forest
    if lemma == "ministry":
        for k in reversed(d.seen):
            if k in d.heads and (d.entities[d.heads[k]].actor or "").endswith("Ministry"):
                return k
        return -1
    for k in reversed(d.seen):
        distance = forest.sentence[i] - forest.sentence[k]
        if distance > MAX_BACK - 1:
            break
        if k not in d.heads or not _is_state(d, k):
            continue
        owner = forest.head[k]
        is_owner = forest.rels[k] in {"nmod:poss", "amod"} and owner >= 0 and forest.bases[owner] == "nsubj"
        if forest.bases[k] == "nsubj" or is_owner:
            return k
    return -1


def _resolve_body(d: Mentions, i: int, lemma: str) -> None:
    """Link "the government": to that which fights the text's armed groups, else to what was named."""
    home = d.home_of_groups() if lemma in FIGHTING_GROUPS else None
    if home is not None and not _is_other_government(d, i, home):
        d.given[i] = home
    else:
        d.link(i, _find_body(d, i, lemma))


def _is_other_government(d: Mentions, i: int, home: str) -> bool:
    """Tell whether the government named last, up to `MAX_BACK` sentences back, is not that of `home`."""
    forest = d.forest
    for k in range(i - 1, -1, -1):
        if forest.sentence[i] - forest.sentence[k] > MAX_BACK:
            return False
        if forest.lemmas[k] in FIGHTING_GROUPS and k not in d.given:
            owners = [d.entities[d.at[m]].actor for m in forest.children(k, "nmod:poss", "amod", "compound", "nmod") if d.at[m] >= 0]
            named = [name for name in owners if name is not None]
            if named:
                return home not in named
    return False


def _is_state(d: Mentions, k: int) -> bool:
    entity = d.entities[d.heads[k]]
    place = d.gazetteer.actor(entity.actor or "")
    if place is None:
        return entity.type is EntityType.PLACE and entity.actor is not None
    return place.kind in {Kind.STATE, Kind.TERRITORY}


def _find_place(d: Mentions, i: int, lemma: str) -> int:
    """Return the last named place of the sort that a description names."""
    for k in reversed(d.seen):
        if d.forest.sentence[i] - d.forest.sentence[k] > MAX_BACK:
            break
        number = d.heads.get(k)
        if number is None or d.entities[number].type is not EntityType.PLACE:
            continue
        entity = d.entities[number]
        place = d.gazetteer.find(entity.text)
        sorts = place.sorts if place is not None else ()
        if lemma in sorts or (
            place is None and lemma in {*entity.text.lower().split(), "area", "city", "town", "village"} and not entity.actor
        ):
            return k
    return -1
