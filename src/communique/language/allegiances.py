"""For whom a person acts where no office tells: "Chad's Idris Moussa", "Moussa, for the rebels, said", "the team was led by Moussa".

In: a forest and its resolved names. Out: `Allegiance`s: a person and the state or organisation, or the token that may stand for one ("the
government's team"). Only grammar that says nothing else counts; a person who is merely named beside a state stays without a side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from communique.language.forest import Forest
from communique.language.lexicon import word_set
from communique.language.owners import OWNING, POSSESSIVES, STANDING_IN, Names

SPEAKING_FOR = word_set("speak negotiate sit act sign bargain answer")
"""Verbs whose subject acts for what stands behind "for"."""
LEADING = word_set("lead head chair represent captain")
LEADS = word_set("leads led lead heads headed head chairs chaired")
TEAMS = word_set("delegation team side mission panel group working party camp negotiator representation committee")
"""Nouns for those who sit on one side of a table."""
APPOINTING = word_set("appoint name nominate designate pick choose select send dispatch replace recall")
"""Verbs whose object acts for their subject."""
OF_POWER = word_set(
    "minister ministry government envoy ambassador negotiator president premier treaty truce ceasefire rebel diplomat mediator army emir",
)
"""Words of which one stands in every text about the dealings of states and armed groups."""
ASIDE = frozenset({",", "(", "—", "–", ":"})


@dataclass(frozen=True, slots=True)
class Allegiance:
    """A person, by the index of the entity, with the canonical name of the body acted for; where the text names it elsewhere `body` is
    None and `owner` the token that stands for it.
    """

    person: int
    body: str | None
    owner: int = -1


def find_allegiances(forest: Forest, names: Names) -> tuple[Allegiance, ...]:
    """Return for whom persons act by grammar other than that of offices, in text order of the persons.

    Players and firms come from states too: a text without a word of public office tells nothing of sides.
    """
    found: list[Allegiance] = []
    if OF_POWER.isdisjoint(forest.lemmas):
        return ()
    for number, entity in enumerate(names.entities):
        inside = forest.tokens_in(entity.start, entity.end)
        if inside and names.is_person(inside.start):
            head = forest.head_in(entity.start, entity.end)
            found += (Allegiance(number, *side) for side in _sides(forest, names, inside, head) if side != (None, -1))
    return tuple(found)


def _sides(forest: Forest, names: Names, inside: range, head: int) -> Iterator[tuple[str | None, int]]:
    yield _owner_before(forest, names, inside)
    yield _owner_after(forest, names, inside)
    yield _behind_for(forest, names, inside, head)
    yield _fronted(forest, names, inside)
    yield _before_team(forest, names, inside)
    yield from _by_verb(forest, names, head)


def _owner_before(forest: Forest, names: Names, inside: range) -> tuple[str | None, int]:
    """Read "Chad's NAME", "the UN's NAME"."""
    k = inside.start - 1
    while k > 0 and forest.words[k] in {"mr", "mr.", "mrs", "ms", "dr", "dr."}:
        k -= 1
    if k > 0 and forest.words[k] in POSSESSIVES and forest.sentence[k] == forest.sentence[inside.start]:
        return names.body(k - 1), -1
    return None, -1


def _owner_after(forest: Forest, names: Names, inside: range) -> tuple[str | None, int]:
    """Read "NAME of Chad", "NAME (Chad)", "NAME of the Red Cross"."""
    last = forest.range_of(forest.sentence[inside.start]).stop
    k = inside.stop
    if k + 1 >= last or forest.words[k] not in {"of", "("}:
        return None, -1
    i = k + 1 + (forest.words[k + 1] == "the")
    if i >= last or names.body(i) is None:
        return None, -1
    stop = names.inside(forest, i).stop
    is_closed = forest.words[k] == "of" or (stop < last and forest.words[stop] == ")")
    return (names.body(i), -1) if is_closed and not (stop < last and forest.words[stop] in POSSESSIVES) else (None, -1)


def _behind_for(forest: Forest, names: Names, inside: range, head: int) -> tuple[str | None, int]:
    """Read "NAME, for the rebels, said", "NAME, on the Chadian side,", and "NAME for Chad" in a clause without a verb."""
    last = forest.range_of(forest.sentence[inside.start]).stop
    k = inside.stop
    is_set_off = k < last and forest.words[k] in ASIDE
    k += is_set_off
    if k + 1 >= last or forest.words[k] not in {"for", "on", "from"}:
        return None, -1
    is_verbless = forest.head[head] < 0 and forest.upos[head] == "PROPN" and forest.words[k] == "for"
    side, stop = _party_behind(forest, names, k + 1, last, needs_side=forest.words[k] != "for")
    is_closed = stop >= last or forest.words[stop] in ASIDE | {".", ")", ";", "and"}
    return side if (is_set_off and is_closed) or is_verbless else (None, -1)


def _fronted(forest: Forest, names: Names, inside: range) -> tuple[str | None, int]:
    """Read "For Chad, NAME said", "On the Chadian side NAME and NAME attended", at the beginning of a sentence or behind a semicolon."""
    first = forest.range_of(forest.sentence[inside.start]).start
    k = inside.start - 1
    while k >= first and (forest.words[k] in {",", "and", "mr", "ms", "dr"} or names.is_person(k)):
        k -= 1
    low = k
    while low >= first and k - low < 6 and (names.at[low] >= 0 or forest.upos[low] in {"DET", "NOUN", "ADJ", "PART"}):
        low -= 1
    if low < first or forest.words[low] not in {"for", "on", "from"} or (low > first and forest.words[low - 1] not in {";", ":", "and"}):
        return None, -1
    side, stop = _party_behind(forest, names, low + 1, k + 1, needs_side=forest.words[low] != "for")
    return side if stop == k + 1 else (None, -1)


def _before_team(forest: Forest, names: Names, inside: range) -> tuple[str | None, int]:
    """Read "NAME leads the Chadian team", "NAME, who headed the government's delegation" by the row of words alone."""
    last = forest.range_of(forest.sentence[inside.start]).stop
    k = inside.stop
    while k < last and (forest.words[k] in {",", "who", "will"}):
        k += 1
    if k + 1 >= last or forest.words[k] not in LEADS:
        return None, -1
    side, _ = _party_behind(forest, names, k + 1, last, needs_side=True)
    return side


def _party_behind(forest: Forest, names: Names, k: int, last: int, *, needs_side: bool) -> tuple[tuple[str | None, int], int]:
    """Return the party of the noun phrase at `k` and the token behind it; `needs_side`: only where it is called a side or a team."""
    k += k < last and forest.words[k] == "the"
    if k >= last:
        return (None, -1), k
    body = names.body(k)
    stop = names.inside(forest, k).stop if body is not None else k
    anaphor = k if body is None and names.at[k] < 0 and forest.lemmas[k] in STANDING_IN else -1
    stop += anaphor >= 0
    stop += stop < last and forest.words[stop] in POSSESSIVES
    n_nouns = 0
    while stop < last and n_nouns < 2 and forest.lemmas[stop] in TEAMS:
        stop, n_nouns = stop + 1, n_nouns + 1
    return ((None, -1) if needs_side and not n_nouns else (body, anaphor)), stop


def _by_verb(forest: Forest, names: Names, head: int) -> Iterator[tuple[str | None, int]]:
    """Read "NAME speaks for Chad", "NAME leads the Chadian team", "the team is led by NAME", "Chad appointed NAME"."""
    lead = forest.lead(head)
    for _ in range(2):
        is_apposed = forest.bases[lead] in {"appos", "flat"} and forest.head[lead] >= 0
        lead = forest.lead(forest.head[lead]) if is_apposed else lead
    verb = forest.head[lead]
    if verb < 0:
        return
    for k in (verb, *forest.children(head, "acl")):
        is_subject = (k == verb and forest.rels[lead] == "nsubj") or (k != verb and _is_relative(forest, k))
        if is_subject and forest.lemmas[k] in SPEAKING_FOR:
            yield from (_party(forest, names, m) for m in forest.children(k, "obl") if forest.case(m) == "for")
        if is_subject and forest.lemmas[k] in LEADING:
            yield from (_party(forest, names, m, is_team=forest.lemmas[k] != "represent") for m in forest.children(k, "obj"))
    is_agent = forest.bases[lead] == "obl" and forest.case(lead) == "by"
    if is_agent and forest.lemmas[verb] in LEADING:
        gap = next((k - 1 for k in forest.children(lead, "case") if forest.words[k] == "by" and k > 0), -1)
        if gap >= 0 and names.body(gap) is not None:
            yield names.body(gap), -1
            return
        subject = forest.child(verb, "nsubj")
        owner = forest.head[verb] if forest.bases[verb] == "acl" else -1
        yield _party(forest, names, subject if subject >= 0 else owner)
    if forest.bases[lead] == "obj" and forest.lemmas[verb] in APPOINTING:
        subject = forest.subject(verb)
        yield (names.body(subject), -1) if subject >= 0 else (None, -1)


def _is_relative(forest: Forest, k: int) -> bool:
    subject = forest.child(k, "nsubj")
    return subject >= 0 and forest.words[subject] in {"who", "that"}


def _party(forest: Forest, names: Names, i: int, *, is_team: bool = False) -> tuple[str | None, int]:
    """Return the party that a noun phrase names: itself, or the owner of a team; `is_team`: only the owner of a team."""
    if i < 0:
        return None, -1
    if not is_team and names.at[i] >= 0:
        return names.body(i), -1
    if not is_team and forest.lemmas[i] in STANDING_IN and forest.child(i, "det") >= 0:
        return None, i
    if forest.lemmas[i] not in TEAMS:
        return None, -1
    for k in forest.children(i, "nmod:poss", "amod", "compound", "nmod"):
        if forest.bases[k] == "nmod" and forest.rels[k] != "nmod:poss" and forest.case(k) not in {"of", "from"}:
            continue
        if names.body(k) is not None:
            return names.body(k), -1
        if forest.words[k] in OWNING or forest.lemmas[k] in STANDING_IN:
            return None, k
    return None, -1
