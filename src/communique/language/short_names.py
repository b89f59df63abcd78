"""Short names with an article that stand for a longer one of the same text: "the North" for North Korea, "the Front" for the Valley Front.

In: a text and its resolved drafts. Out: the same drafts with the actor of the longer name. A short name is only understood where one longer
name of the text can be meant; "the South" also where only its counterpart is named.
"""

from __future__ import annotations

import re
from collections import defaultdict

from communique.language.drafts import Draft
from communique.language.gazetteer import Gazetteer, Kind, Role
from communique.model.vocabulary import EntityType

OPPOSITES = {"North": "South", "South": "North", "East": "West", "West": "East"}
_HALF = re.compile(r"\b[Tt]he (North|South|East|West)(?=['’]s\b|[\s,.;:!?)\"”](?!\s*[A-Z]))")
_DEFINITE = re.compile(r"\b[Tt]he $")


def link_short_names(text: str, drafts: list[Draft]) -> None:
    """Give short names the actor of the longer name that they stand for; halves of a divided country that the tagger missed are added."""
    _link_halves(text, drafts)
    _link_heads(text, drafts)
    drafts.sort(key=lambda d: (d.start, -d.end))


def _link_halves(text: str, drafts: list[Draft]) -> None:
    named = {draft.actor for draft in drafts if draft.place is not None and draft.place.kind is Kind.STATE and draft.actor}
    named |= {draft.place.canonical for draft in drafts if draft.place is not None and draft.place.role is Role.CAPITAL}
    whole: defaultdict[str, set[str]] = defaultdict(set)
    for name in named:
        half, _, country = name.partition(" ")
        if half in OPPOSITES and country:
            whole[half].add(name)
            if Gazetteer.load().actor(other := f"{OPPOSITES[half]} {country}") is not None:
                whole[OPPOSITES[half]].add(other)
    for match in _HALF.finditer(text) if whole else ():
        if len(names := whole[match[1]]) != 1:
            continue
        start, end = match.span(1)
        near = [draft for draft in drafts if draft.start < end and start < draft.end]
        if any((draft.start, draft.end) != (start, end) for draft in near):
            continue
        for draft in near:
            drafts.remove(draft)
        drafts.append(Draft(start, end, EntityType.PLACE, None, next(iter(names)), is_added=True))


def _link_heads(text: str, drafts: list[Draft]) -> None:
    """Let "the Front" be the one body of the text that is called "… Front" or "Front for …"."""
    full: defaultdict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        words = text[draft.start : draft.end].split()
        if draft.type is EntityType.ORGANISATION and draft.actor and len(words) > 1:
            heads = {words[0]} if words[1] in {"of", "for"} else {words[-1]}
            for head in heads:
                full[head].add(draft.actor)
    for draft in drafts:
        name = text[draft.start : draft.end]
        if draft.place is None and draft.type is not EntityType.PERSON and len(full[name]) == 1 and _DEFINITE.search(text, 0, draft.start):
            draft.actor, draft.type = next(iter(full[name])), EntityType.ORGANISATION
