"""Finds states of affairs that are told by their own grammar: a recognition, "no relations since 2016", the first run of a service.

In: a `Text` with its `Parties`, `Domains` and `Ends`. Out: `RelationClaim`s. They differ from changes in that no verb of opening or
closing tells them. Words are in `lexicon/relations.yaml`.
"""

from __future__ import annotations

from communique.model.claims import RelationClaim
from communique.model.vocabulary import Domain, Factuality, RelationValue
from communique.reading.attribution import FIRM, provenance
from communique.reading.bearings import Bearings
from communique.reading.clauses import clause_of, is_passive, is_predicate, object_of
from communique.reading.domains import SERVICES, Domains
from communique.reading.ends import Ends
from communique.reading.events import bound_at, carriers, date_at
from communique.reading.idioms import is_pending
from communique.reading.lexicon import load_lexicon, words
from communique.reading.modality import Modality, assess
from communique.reading.parties import Parties
from communique.reading.text import Text


class StateActs:
    """Recognitions, absences and first runs of one text."""

    def __init__(self, text: Text, parties: Parties, domains: Domains, ends: Ends) -> None:
        self.text = text
        self.parties = parties
        self.domains = domains
        self.ends = ends
        self.bearings = Bearings(text)

    def first_run(self, i: int) -> RelationClaim | None:
        """Read "the first direct flight between A and B since 2017" where its clause is told as done."""
        text = self.text
        domain = self.domains.of(i)
        if domain not in SERVICES or domain is None or not any(text.words[k] == "first" for k in text.children(i, "amod")):
            return None
        clause = i if is_predicate(text, i) else clause_of(text, i)
        modality = assess(text, clause)
        ends = self.ends.named(i, i)
        if modality.factuality is not Factuality.HAPPENED or is_pending(text, clause) or len(ends) < 2:
            return None
        again = bound_at(text, {i}, frozenset({"since", "after"})) is not None or any(
            text.case(k) in {"in", "for"} for k in text.children(i, "nmod")
        )
        start, end = text.extent(i, self.bearings.comments_on(i))
        return RelationClaim(
            provenance=provenance(text, start, end, clause, Factuality.HAPPENED, FIRM),
            a=ends[:1],
            b=ends[1:],
            domain=domain,
            value=(RelationValue.RESUMED if again else RelationValue.OPEN).value,
            from_=date_at(text, carriers(text, clause)),
        )

    def absence(self, i: int, modality: Modality) -> RelationClaim | None:
        """Read "have had no diplomatic relations since 2016", "have not had ambassadors in each other's capitals since 2019"."""
        text = self.text
        thing = text.child(i, "obj")
        if text.lemmas[i] != "have" or thing < 0 or modality.modal:
            return None
        if not modality.negated and not any(text.words[k] == "no" for k in text.children(thing, "det")):
            return None
        domain = self.domains.of(thing)
        lost = load_lexicon("relations")["absent"].get(domain.value) if domain is not None else None
        since = bound_at(text, carriers(text, i) | {thing}, words("relations", "since"))
        movers = self.ends.movers(i)
        if domain is None or lost is None or since is None or not movers:
            return None
        a, b = self.ends.sides(movers, self.ends.named(i, thing), domain, thing)
        if not a or not b:
            return None
        return RelationClaim(
            provenance=provenance(text, *self.bearings.told(i, thing), i, Factuality.HAPPENED, FIRM),
            a=a,
            b=b,
            domain=domain,
            value=RelationValue(lost).value,
            from_=begin_of(since),
        )

    def recognition(self, i: int) -> RelationClaim | None:
        """Read "recognised the state", never "recognised that" or "recognised as a terrorist group"."""
        text = self.text
        if text.lemmas[i] not in words("relations", "recognition") or is_passive(text, i) or text.child(i, "ccomp") >= 0:
            return None
        target = object_of(text, i)
        if target < 0 or any(
            text.case(k) == "as" and text.lemmas[k] not in words("relations", "recognition_objects") for k in text.children(i, "obl")
        ):
            return None
        name = self.parties.references.named(target)
        is_state = name is not None and self.parties.references.is_actor(name)
        if not is_state and text.lemmas[target] not in words("relations", "recognition_objects"):
            return None
        movers = self.ends.movers(i)
        b = self.parties.in_scope(self.parties.actors_of(target)) or self.parties.named_under(target, frozenset({"of", "in"}))
        if not movers or not b:
            return None
        return RelationClaim(
            provenance=provenance(text, *self.bearings.told(i, target), i, Factuality.HAPPENED, FIRM),
            a=movers,
            b=b,
            domain=Domain.RECOGNITION,
            value=RelationValue.ESTABLISHED.value,
            from_=date_at(text, carriers(text, i)),
        )


def begin_of(since: str | None) -> str | None:
    """Return the start of an EDTF interval whose beginning is given."""
    return since.partition("/")[0] or None if since else None
