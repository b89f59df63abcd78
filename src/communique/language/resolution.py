"""Names to actors: repairs the model's names, adds those it missed, and says which actor each of them stands for.

In: a text, its sentences and the model's names. Out: names in text order that do not overlap, with `actor` set where it is known: states
and organisations by their canonical short name (also behind adjectives, and behind capitals where grammar says that they act), ministries
as "Turkish Foreign Ministry", persons by the fullest form the text gives, acronyms by what they were introduced for. The span of an
adjective stays at the adjective.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.language.acronyms import find_acronyms
from communique.language.drafts import Draft, repair_names, set_bodies, set_holders
from communique.language.forest import Forest
from communique.language.gazetteer import Gazetteer, Kind, Match, Place, Role
from communique.language.lexicon import word_set
from communique.language.metonymy import acts
from communique.language.ministries import Ministry, find_ministries, name_body
from communique.language.names import TITLES, core_of, fold, fold_word, fullest, same_person, words_of
from communique.language.short_names import link_short_names
from communique.language.strangers import Candidate, find_strangers, owner_of_adjective
from communique.model.analysis import Entity, Sentence
from communique.model.vocabulary import EntityType

PERSONAL_NAMES = word_set(
    "israel jordan chad georgia sofia paris lima victoria sydney santiago kingston lincoln wellington washington kenya india china",
    "florence austin charlotte chelsea dakar malta cyprus carter santos nassau apia male georgetown milan asia roman german francis",
    "america troy holland ireland england london wagner",
)
"""Folded names of places that are also first or family names: a person where the model says so."""
NOT_OF_STATE = word_set(
    "population minority community diaspora language descent origin heritage people citizen refugee migrant immigrant church culture",
    "music cuisine food literature history prisoner national settler orthodox speaker civilian resident village villager family woman",
    "man child boy girl dialect alphabet folk restaurant wine actor singer player footballer scientist journalist reporter newspaper",
    "magazine website company firm bank airline carrier businessman investor tourist student economist analyst expert philosopher",
    "writer poet film team club league championship striker athlete coach tech",
    "rebel militant insurgent separatist opposition dissident exile jihadist protester activist guerrilla gunman extremist terrorist",
)
"""Nouns whose adjective of nation says where somebody or something comes from, not for whom it acts."""
FOREIGN_PREFIXES = word_set(
    "native african latin central north south asian arab ethnic ethnically hispanic irish german italian",
)
NAME_GOES_ON = word_set(
    "foreign prime defence defense interior deputy vice crown supreme special national federal acting chief secretary embassy",
    "ambassador president minister ministry government parliament cabinet army navy king queen emir sultan prince chancellor premier",
    "general leader envoy representative delegation officials state finance trade energy economy transport health justice former",
    "house senate congress and or the of in on at for with by to from after before as is was will has had who which that but under",
    "security armed border civil intelligence consulate council speaker mission high monday tuesday wednesday thursday friday",
    "saturday sunday january february march april may june july august september october november december",
)
"""Capitalised words that may follow a state's name or adjective without making it a longer name (headlines, titles, dates)."""
LOWER_TAILS = ("-speaking", "-born", "-language", "-style", "-made", "-educated", "-trained", "-era")
TITLE_CASE_SHARE = 0.7
"""Share of capitalised words from which a line is a headline in title case, where capitals tell nothing."""

_TYPES = {
    Kind.STATE: EntityType.PLACE, Kind.TERRITORY: EntityType.PLACE, Kind.HISTORIC: EntityType.PLACE, Kind.REGION: EntityType.PLACE,
    Kind.ORGANISATION: EntityType.ORGANISATION, Kind.BODY: EntityType.ORGANISATION, Kind.GROUP: EntityType.ORGANISATION,
    Kind.COMMUNITY: EntityType.OTHER,
}  # fmt: skip
_GLUE = re.compile(r"[\s,/&–-]*(?:\band\b)?[\s,/&–-]*")


def resolve_entities(text: str, sentences: Sequence[Sentence], entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Return the names of a text, repaired, completed and resolved, in text order and without overlaps.

    Cost: about 3 ms for 600 tokens.
    """
    forest = Forest(sentences)
    matches = list(Gazetteer.load().scan(text))
    drafts = _merge(text, list(repair_names(text, entities)), matches)
    set_holders(text, drafts)
    set_bodies(text, drafts)
    _set_strangers(text, forest, drafts)
    drafts = _add_ministries(text, drafts, matches)
    _link_acronyms(text, drafts)
    _set_places(text, forest, drafts)
    _set_persons(text, drafts)
    _set_organisations(text, drafts)
    link_short_names(text, drafts)
    return tuple(Entity(d.start, d.end, d.type, text[d.start : d.end], d.actor) for d in drafts)


# --- the gazetteer's names ------------------------------------------------------------------------------------------------


def _merge(text: str, drafts: list[Draft], matches: list[Match]) -> list[Draft]:
    """Return both kinds of names as one list: the longer wins, lists of states are split, persons keep their names."""
    person_words = {
        word for d in drafts if d.type is EntityType.PERSON and " " in text[d.start : d.end] for word in words_of(text[d.start : d.end])
    }
    matches = [match for match in _split_lists(text, drafts, matches) if not text.startswith("$", match.end)]
    result: list[Draft] = []
    j = 0
    for match in matches:
        while j < len(drafts) and drafts[j].end <= match.start:
            result.append(drafts[j])
            j += 1
        near = [d for d in drafts[j : j + 4] if d.start < match.end and match.start < d.end]
        if not near:
            place = _accept_new(text, match, drafts)
            if place is not None:
                result.append(_draft(match, place, is_added=True))
            continue
        if any(_keeps(text, d, match, person_words) for d in near):
            continue
        rest = [_cut(d, text, match.end) for d in near if d.type is EntityType.PERSON and d.start < match.end < d.end]
        drafts = [*drafts[:j], *(d for d in [*rest, *drafts[j:]] if d is not None and d not in near)]
        result.append(_draft(match, _preferred(match, near[0]), is_added=False))
    return sorted([*result, *drafts[j:]], key=lambda d: d.start)


def _cut(draft: Draft, text: str, start: int) -> Draft | None:
    """Return what is left of a person's name behind a name that it overlaps ("State Duma | Ivan Petrov"), None where that is no name."""
    left = re.match(r" ((?:[A-Z][^\W\d_]+(?:-[^\W\d_]+)*\s?){2,})", text[start : draft.end])
    return Draft(start + 1, draft.end, EntityType.PERSON) if left is not None and left.end() == draft.end - start else None


def _draft(match: Match, place: Place, *, is_added: bool) -> Draft:
    is_word_of_people = place.role in {Role.DEMONYM, Role.PEOPLE}
    kind = EntityType.OTHER if is_word_of_people else EntityType.PLACE if place.role is Role.CAPITAL else _TYPES[place.kind]
    if place.role is Role.METONYM:
        kind = EntityType.ORGANISATION
    is_modifier = place.role is Role.NAME and any(p.role is Role.DEMONYM for p in match.places)
    return Draft(match.start, match.end, kind, place, None, is_added, is_modifier)


def _preferred(match: Match, draft: Draft) -> Place:
    """Return the reading of a name that agrees with the type the model gave it."""
    for place in match.places:
        if draft.type is EntityType.OTHER and place.role in {Role.DEMONYM, Role.PEOPLE}:
            return place
    return match.places[0]


def _keeps(text: str, draft: Draft, match: Match, person_words: set[str]) -> bool:
    """Tell whether the model's name stands against the gazetteer's name that overlaps it."""
    inside = draft.start <= match.start and match.end <= draft.end
    is_same = inside and draft.end - draft.start == match.end - match.start
    if draft.type is EntityType.PERSON:
        form = fold(text[match.start : match.end])
        return (not is_same and inside) or form in person_words or match.places[0].ambiguous
    return inside and not is_same


def _split_lists(text: str, drafts: list[Draft], matches: list[Match]) -> list[Match]:
    """Remove from `drafts` the names that are only lists of known names ("Armenia and Turkey", "Muscat, Oman") or a known name and common
    words.
    """
    kept: list[Draft] = []
    for draft in drafts:
        inside = [m for m in matches if draft.start <= m.start and m.end <= draft.end]
        if inside and _is_list(text, draft, inside):
            continue
        kept.append(draft)
    drafts[:] = kept
    return matches


def _is_list(text: str, draft: Draft, inside: list[Match]) -> bool:
    position = draft.start
    for match in inside:
        if _GLUE.fullmatch(text, position, match.start) is None:
            return False
        position = match.end
    rest = text[position : draft.end]
    if len(inside) == 1 and inside[0].end - inside[0].start == draft.end - draft.start:
        return False
    is_common = bool(rest) and (rest[0].isspace() or rest[0] in "'’") and rest.replace("’s", "").replace("'s", "").islower()
    return not rest or (is_common and draft.type is not EntityType.PERSON)


def _accept_new(text: str, match: Match, drafts: Sequence[Draft]) -> Place | None:
    """Return what a name that the model did not see stands for; None where it may be part of a longer name or is ambiguous."""
    place = match.places[0]
    if place.ambiguous or text.startswith(LOWER_TAILS, match.end) or text.startswith("$", match.end):
        return None
    if place.role in {Role.DEMONYM, Role.PEOPLE} and _is_prefixed(text, match.start):
        return None
    if (" " in place.name and place.role is Role.NAME) or _is_title_case(text, match.start):
        return place
    before, after = _neighbours(text, match)
    if after and after[0].isupper() and not _may_follow(after, match, drafts):
        return None
    if before and before[0].isupper() and place.role in {Role.NAME, Role.CAPITAL} and not _may_precede(before):
        return None
    return place


def _is_prefixed(text: str, start: int) -> bool:
    words = text[max(0, start - 14) : start].replace("-", " ").lower().split()
    return (
        bool(words)
        and words[-1] in FOREIGN_PREFIXES
        and not text[start - 1 : start].isalnum()
        and words[-1] not in {"ethnic", "ethnically"}
    )


def _neighbours(text: str, match: Match) -> tuple[str, str]:
    """Return the words joined to a match by one space, "" where a mark or a line end parts them."""
    before = re.search(r"([^\s(\"“‘'’—–-]+) $", text[max(0, match.start - 30) : match.start])
    after = re.match(r" ([^\W_]+)", text[match.end : match.end + 30])
    return (before[1] if before and before[1][-1].isalnum() else "", after[1] if after else "")


def _may_follow(word: str, match: Match, drafts: Sequence[Draft]) -> bool:
    if word.lower() in NAME_GOES_ON or fold_word(word) in TITLES or any(d.start == match.end + 1 for d in drafts):
        return True
    return Gazetteer.load().find(word) is not None


def _may_precede(word: str) -> bool:
    return (
        word.lower() in NAME_GOES_ON
        or fold_word(word) in TITLES
        or Gazetteer.load().find(word) is not None
        or not word.isalpha()
        or word.isupper()
    )


def _is_title_case(text: str, place: int) -> bool:
    low = text.rfind("\n", 0, place) + 1
    high = text.find("\n", place)
    if high < 0:
        high = len(text)
    if high - low > 160:
        return False
    words = [w for w in re.findall(r"[^\W\d_]+", text[low:high]) if len(w) > 3]
    return len(words) >= 4 and sum(w[0].isupper() for w in words) / len(words) > TITLE_CASE_SHARE


# --- actors --------------------------------------------------------------------------------------------------------------


def _set_strangers(text: str, forest: Forest, drafts: list[Draft]) -> None:
    """Set the actor of places that act as states although nobody knows them, and of the adjectives formed from their names."""
    lone = _lone_names(text, drafts)
    candidates = [
        Candidate(d.start, d.end, text[d.start : d.end], d.type)
        for d in drafts
        if d.place is None and (d.type is EntityType.PLACE or text[d.start : d.end] in lone)
    ]
    if not candidates:
        return
    known = [forest.head_in(d.start, d.end) for d in drafts if d.place is not None and d.place.role is Role.NAME]
    strangers = find_strangers(forest, candidates, known)
    drafts[:] = _split_pairs(text, drafts, strangers)
    for draft in drafts if strangers else []:
        name = text[draft.start : draft.end]
        if draft.place is None and name in strangers and (draft.type is EntityType.PLACE or name in lone):
            draft.actor, draft.type = name, EntityType.PLACE
        elif draft.place is None and " " not in name:
            owner = owner_of_adjective(name, strangers)
            if owner is not None:
                acts_for = _is_whole_people(forest, draft) if name.endswith("s") else _is_of_state(forest, draft)
                draft.type, draft.actor = EntityType.OTHER, owner if acts_for else None


def _lone_names(text: str, drafts: Sequence[Draft]) -> frozenset[str]:
    """Return the single words that the tagger took for anything, that are no part of a longer personal name and stand behind no title:
    they may be states.
    """
    alone = {text[d.start : d.end] for d in drafts if d.place is None} - _words_of_persons(text, drafts)
    return frozenset(
        name
        for name in alone
        if name.isalpha() and name[0].isupper() and not name.isupper() and len(name) > 3 and not _has_title(text, name)
    )


def _has_title(text: str, name: str) -> bool:
    """Tell whether a lone name stands behind a title of a person anywhere in the text ("Prime Minister Doucara", "Mr Doucara")."""
    before = (text[: match.start()].split()[-1:] for match in re.finditer(rf"\b{re.escape(name)}\b", text))
    return any(word and fold(word[0]).rstrip(".") in TITLES for word in before)


def _words_of_persons(text: str, drafts: Sequence[Draft]) -> set[str]:
    names = (text[d.start : d.end] for d in drafts if d.type is EntityType.PERSON)
    return {word for name in names if " " in name for word in name.split()}


def _split_pairs(text: str, drafts: list[Draft], strangers: frozenset[str]) -> list[Draft]:
    """Return the names with pairs of states taken apart ("Karvia-Chad")."""
    result: list[Draft] = []
    for draft in drafts:
        left, mark, right = text[draft.start : draft.end].partition("-")
        if draft.place is not None or not mark or not all(part in strangers or _is_state_name(part) for part in (left, right)):
            result.append(draft)
            continue
        middle = draft.start + len(left)
        for start, end, part in ((draft.start, middle, left), (middle + 1, draft.end, right)):
            place = None if part in strangers else Gazetteer.load().find(part)
            result.append(Draft(start, end, EntityType.PLACE, place, part if place is None else None))
    return result


def _is_state_name(name: str) -> bool:
    place = Gazetteer.load().find(name)
    return place is not None and place.role is Role.NAME and place.kind in {Kind.STATE, Kind.TERRITORY}


def _add_ministries(text: str, drafts: list[Draft], matches: Sequence[Match]) -> list[Draft]:
    """Return the names with ministries in place: a model's name is widened to the ministry it names; its state's adjective is taken in."""
    strange = [(d.start, d.end, d.actor) for d in drafts if d.place is None and d.actor is not None]
    owners = [
        (m.start, m.end, m.places[0].canonical)
        for m in matches
        if m.places[0].kind is not Kind.REGION and m.places[0].role is not Role.PEOPLE
    ]
    for ministry in find_ministries(text, [*owners, *strange]):
        near = [d for d in drafts if d.start < ministry.end and ministry.start < d.end]
        if all(_belongs(d, ministry) for d in near):
            drafts = [d for d in drafts if d not in near]
            drafts.append(Draft(ministry.start, ministry.end, EntityType.ORGANISATION, None, ministry.name))
    return sorted(drafts, key=lambda d: d.start)


def _belongs(draft: Draft, ministry: Ministry) -> bool:
    return draft.type is not EntityType.PERSON and (
        (ministry.start <= draft.start and draft.end <= ministry.end) or draft.start >= ministry.start
    )


def _link_acronyms(text: str, drafts: list[Draft]) -> None:
    """Give acronyms the actor of the long form that introduced them, and the other way round; add their later mentions."""
    long_forms = [(d.start, d.end) for d in drafts if d.type is not EntityType.PERSON]
    for acronym in find_acronyms(text, long_forms):
        owner = next((d for d in drafts if d.start <= acronym.long_start < d.end or acronym.long_start <= d.start < acronym.long_end), None)
        known = Gazetteer.load().find(text[acronym.long_start : acronym.long_end])
        short = Gazetteer.load().find(acronym.short)
        name = known.canonical if known else (owner.actor if owner else None)
        if (
            name is None
            and short is not None
            and short.kind in {Kind.ORGANISATION, Kind.GROUP}
            and _shares_words(short.canonical, text[acronym.long_start : acronym.long_end])
        ):
            name = short.canonical
        name = name or " ".join(text[acronym.long_start : acronym.long_end].split())
        if owner is None:
            drafts.append(Draft(acronym.long_start, acronym.long_end, EntityType.ORGANISATION, known, name))
        elif owner.type is not EntityType.PERSON and not (owner.place and owner.place.role is Role.NAME):
            owner.start, owner.end = min(owner.start, acronym.long_start), max(owner.end, acronym.long_end)
            owner.actor, owner.type = name, EntityType.ORGANISATION
        for m in re.finditer(rf"(?<![^\W_]){re.escape(acronym.short)}(?![^\W_])", text):
            _put(drafts, m.start(), m.end(), name)
    drafts.sort(key=lambda d: d.start)


def _shares_words(a: str, b: str) -> bool:
    left, right = set(fold(a).split()), set(fold(b).split())
    return len(left & right) * 2 >= min(len(left), len(right))


def _put(drafts: list[Draft], start: int, end: int, name: str) -> None:
    for draft in drafts:
        if draft.start <= start and end <= draft.end:
            if (draft.start, draft.end) == (start, end) and not (draft.place and draft.place.kind is Kind.STATE):
                draft.actor, draft.type = name, EntityType.ORGANISATION
            return
        if draft.start < end and start < draft.end:
            return
    drafts.append(Draft(start, end, EntityType.ORGANISATION, None, name))


def _set_places(text: str, forest: Forest, drafts: list[Draft]) -> None:
    """Set the actor of everything that the gazetteer knows."""
    other_congo = "Brazzaville" in text
    for draft in drafts:
        place = draft.place
        if place is None or draft.actor is not None or place.kind is Kind.REGION:
            continue
        if place.role is Role.NAME:
            draft.actor = place.canonical if not draft.is_modifier or _is_of_state(forest, draft) else None
        elif place.role is Role.DEMONYM:
            draft.actor = place.canonical if _is_of_state(forest, draft) else None
            if other_congo and draft.actor == "DR Congo" and "Kinshasa" not in text:
                draft.actor = "Republic of the Congo"
        elif place.role is Role.PEOPLE:
            draft.actor = place.canonical if _is_whole_people(forest, draft) else None
        else:
            i = forest.head_in(draft.start, draft.end)
            draft.actor = place.canonical if i >= 0 and acts(forest, i, is_house=place.role is Role.METONYM) else None


def _is_of_state(forest: Forest, draft: Draft) -> bool:
    """Tell whether an adjective of nation speaks of the state and not of somebody's or something's origin."""
    i = forest.head_in(draft.start, draft.end)
    if i < 0:
        return True
    if i > 0 and forest.words[i - 1] in {"ethnic", "ethnically"}:
        return False
    head = forest.head[i]
    if head >= 0 and forest.bases[i] in {"amod", "compound", "nmod"} and forest.upos[head] in {"NOUN", "PROPN"}:
        return forest.lemmas[head] not in NOT_OF_STATE
    follower = i + 1
    return not (follower < len(forest) and forest.lemmas[follower] in NOT_OF_STATE)


def _is_whole_people(forest: Forest, draft: Draft) -> bool:
    """Tell whether a word of people stands for its state: "the Russians refused", not "two Russians", "young Armenians"."""
    i = forest.head_in(draft.start, draft.end)
    if i < 0:
        return False
    modifiers = [k for k in forest.kids[i] if forest.bases[k] in {"amod", "nummod", "acl", "det", "nmod"}]
    return (
        len(modifiers) == 1
        and forest.words[modifiers[0]] == "the"
        and forest.bases[i] in {"nsubj", "obl", "conj", "obj"}
        and "Plur" in forest.tokens[i].feats
    )


def _set_persons(text: str, drafts: list[Draft]) -> None:
    """Give every person the fullest form of the name that the text has; add lone surnames that the model missed."""
    groups: list[list[Draft]] = []
    _take_surnames(text, drafts)
    for draft in drafts:
        if draft.type is not EntityType.PERSON:
            continue
        name = text[draft.start : draft.end]
        fitting = [g for g in groups if any(same_person(name, text[d.start : d.end]) for d in g) and not _contradicts(text, name, g)]
        if not fitting and name.isalpha():
            fitting = [g for g in groups if any(fold(name) in words_of(text[d.start : d.end])[:-1] for d in g)]
            fitting = fitting if len(fitting) == 1 else []
        exact = [g for g in fitting if any(words_of(text[d.start : d.end]) == words_of(name) for d in g)]
        if fitting:
            (exact or fitting)[-1].append(draft)
            groups.append(groups.pop(groups.index((exact or fitting)[-1])))
        else:
            groups.append([draft])
    for group in groups:
        name = fullest(text[d.start : d.end] for d in group)
        for draft in group:
            draft.actor = name
    _add_surnames(text, drafts)


def _take_surnames(text: str, drafts: Sequence[Draft]) -> None:
    """Make persons of names that the tagger took for something else although they are the surname of one person in full."""
    full = {text[d.start : d.end] for d in drafts if d.type is EntityType.PERSON and len(words_of(text[d.start : d.end])) > 1}
    surnames = {core_of(words_of(name))[-1] for name in full if len(core_of(words_of(name))) > 1}
    for draft in drafts:
        if draft.type is EntityType.PERSON or draft.place is not None or draft.actor is not None:
            continue
        core = core_of(words_of(text[draft.start : draft.end]))
        if len(core) == 1 and len(core[0]) > 3 and core[0] in surnames - PERSONAL_NAMES:
            draft.type = EntityType.PERSON


def _contradicts(text: str, name: str, group: Sequence[Draft]) -> bool:
    """Tell whether a longer name in the group names somebody else with the same surname."""
    if len(words_of(name)) < 2:
        return False
    return any(len(words_of(text[d.start : d.end])) > 1 and not same_person(name, text[d.start : d.end]) for d in group)


def _add_surnames(text: str, drafts: list[Draft]) -> None:
    owners: dict[str, set[str]] = {}
    for draft in drafts:
        words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", draft.actor or "") if draft.type is EntityType.PERSON else []
        if len(words) > 1 and len(words[-1]) > 3 and fold(words[-1]) not in PERSONAL_NAMES | TITLES:
            owners.setdefault(words[-1], set()).add(draft.actor or "")
    if not owners:
        return
    taken = [(d.start, d.end) for d in drafts]
    for m in re.finditer(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(owners)))})(?![\w-])", text):
        if len(owners[m[0]]) == 1 and not any(start < m.end() and m.start() < end for start, end in taken):
            drafts.append(Draft(m.start(), m.end(), EntityType.PERSON, None, next(iter(owners[m[0]])), is_added=True))


def _set_organisations(text: str, drafts: list[Draft]) -> None:
    """Give the other organisations a name: a body of a known state by its adjective ("Finnish Parliament"), the rest as written."""
    owners = {d.end: d.place.canonical for d in drafts if d.place is not None and d.place.role is Role.NAME}
    for draft in drafts:
        if draft.type is EntityType.ORGANISATION and draft.actor is None and draft.place is None:
            name = " ".join(text[draft.start : draft.end].split())
            owner = owners.get(draft.start - 3) if text[draft.start - 3 : draft.start] in {"'s ", "’s "} else None
            draft.actor = name_body(f"{owner} {name}" if owner else name) or name
