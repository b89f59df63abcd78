"""Finds states of affairs between two actors: borders shut, ties cut or restored, embassies, flights, treaties, control of land.

In: a `Text` with its `Parties`. Out: one `RelationClaim` per state or change, with the dates the text gives. The thing names the domain,
the verb names the value, and only pairs that the lexicon allows are read (`lexicon/relations.yaml`). A planned change is a commitment at
most, never a relation. A first run of a service ("the first flight since …") tells that it is open again.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.model.claims import RelationClaim
from communique.model.vocabulary import Domain, Factuality, RelationValue
from communique.reading.attribution import FIRM, provenance
from communique.reading.bearings import Bearings
from communique.reading.clauses import is_predicate, object_of, subject_of, surface_subject
from communique.reading.domains import Domains
from communique.reading.ends import Ends
from communique.reading.events import bound_at, carriers, date_at
from communique.reading.idioms import is_pending
from communique.reading.lexicon import load_lexicon, words
from communique.reading.modality import Modality, assess
from communique.reading.parties import Parties
from communique.reading.state_acts import StateActs, begin_of
from communique.reading.text import Text
from communique.reading.values import Values

CARRIED = 0.7
"""Score of a relation whose other end is that of the relation told just before it."""
DATED_END, OPEN_END = 0.6, 0.45
"""Scores of a frontier of which the text names one side only: shut since a date, and otherwise (for review: it may open to anyone)."""
MEASURED = frozenset({"of", "over", "on", "from", "for", "to", "in"})
"""Prepositions between a measure and its thing ("control of", "participation in")."""
NEAR = 2
"""Sentences that such a relation may lie behind."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a verb does to a thing, and the code points that tell it."""

    domain: Domain
    value: RelationValue
    anchor: tuple[int, int]


class RelationFinder:
    """Finds the relation claims of one text."""

    def __init__(self, text: Text, parties: Parties) -> None:
        self.text = text
        self.parties = parties
        self.domains = Domains(text, parties)
        self.ends = Ends(text, parties)
        self.values = Values(text)
        self.acts = StateActs(text, parties, self.domains, self.ends)
        self.bearings = Bearings(text)
        self._last: tuple[int, RelationClaim] | None = None

    def find(self) -> list[RelationClaim]:
        """Return the claims in text order."""
        found: list[RelationClaim] = []
        for i in range(len(self.text.tokens)):
            for claim in self._claims_at(i):
                found.append(claim)
                if claim.b:
                    self._last = (self.text.sentence[i], claim)
        return found

    def _claims_at(self, i: int) -> list[RelationClaim]:
        text = self.text
        first = self.acts.first_run(i) if text.upos[i] == "NOUN" else None
        if first is not None:
            return [first]
        if not is_predicate(text, i):
            return []
        modality = assess(text, i)
        absence = self.acts.absence(i, modality)
        if absence is not None:
            return [absence]
        if not self._is_told(i, modality):
            return []
        recognition = self.acts.recognition(i)
        return [recognition] if recognition is not None else self._changes(i, modality)

    def _is_told(self, i: int, modality: Modality) -> bool:
        """Tell whether a predicate is told as done: it happened, was let happen, or was voted for."""
        if is_pending(self.text, i) or self.text.bases[i] == "csubj":
            return False
        if modality.factuality is Factuality.HAPPENED or self._is_announced_leaving(i, modality):
            return True
        if modality.factuality in {Factuality.DENIED, Factuality.CONDITIONAL} or modality.modal or not modality.governors:
            return False
        carrier = self.text.head[i]
        is_act = modality.governors[0] in words("relations", "letting") or modality.governors[0] == "vote"
        return is_act and carrier >= 0 and assess(self.text, carrier).factuality is Factuality.HAPPENED

    def _is_announced_leaving(self, i: int, modality: Modality) -> bool:
        """Tell whether a party says that it will leave: the announcement denounces a treaty, not the day on which that takes effect."""
        is_leaving = self.values.can_be(i, RelationValue.DENOUNCED)
        return is_leaving and modality.modal == "will" and not modality.negated and modality.factuality is not Factuality.CONDITIONAL

    # --- changes ---------------------------------------------------------------------------------------------------------

    def _changes(self, i: int, modality: Modality) -> list[RelationClaim]:
        """Return a claim for every domain among the things that a verb speaks of."""
        text = self.text
        values = self.values.of(i)
        found: dict[Domain, RelationClaim] = {}
        for thing in self._candidates(i) if values else ():
            domain = self.domains.of(thing) or self.domains.of_treaty(thing, values) or self._domain_again(thing)
            if domain is None or domain in found:
                continue
            allowed = load_lexicon("relations")["allowed"][domain.value]
            value = next((v for v in values if v.value in allowed), None)
            if value is None or not self.domains.fits(i, thing, domain, value, self.ends.movers(i)):
                continue
            anchor = text.extent(thing, self.bearings.comments_on(thing)) if found else self.bearings.told(i, thing)
            claim = self._claim(i, thing, Change(domain, value, anchor), modality)
            if claim is not None:
                found[domain] = claim
        return list(found.values())

    def _domain_again(self, thing: int) -> Domain | None:
        """Return the domain of what "it" or "them" stands for: that of the relation told just before in the same sentence."""
        is_pronoun = self.text.words[thing] in {"it", "them"}
        return self._last[1].domain if is_pronoun and self._last is not None and self._last[0] == self.text.sentence[thing] else None

    def _candidates(self, i: int) -> list[int]:
        """Return the tokens that may name the thing: object, subject, "control of …", "withdraw from …"."""
        text = self.text
        found = [object_of(text, i)]
        resumes = (
            text.lemmas[i] in words("relations", "resuming") and found[0] >= 0 and text.lemmas[found[0]] in words("relations", "works")
        )
        if found[0] < 0 or resumes or text.lemmas[found[0]] in {"effect", "force", "hold"}:
            found.append(surface_subject(text, i))
        found += [k for k in text.children(i, "obl") if text.case(k) in {"from", "of", "out of", "as"}]
        for target in list(found):
            if target >= 0 and text.lemmas[target] in words("relations", "measures"):
                found += [k for k in text.children(target, "nmod") if text.case(k) in MEASURED]
        found += [head for k in list(found) if k >= 0 and text.bases[i] == "acl" and text.head[i] == k for head in self._outer_nouns(k)]
        found += [k for k in text.children(i, "conj") if text.upos[k] == "NOUN" and text.child(k, "nsubj", "cop") < 0]
        return list(dict.fromkeys(t for k in found if k >= 0 for t in text.conjuncts(k)))

    def _outer_nouns(self, i: int) -> list[int]:
        """Return the nouns that `i` is inside of: a relative clause often hangs on the last noun of the phrase that it is about."""
        text, found = self.text, []
        while text.bases[i] in {"nmod", "conj", "compound", "flat"} and text.head[i] >= 0:
            i = text.head[i]
            found.append(i)
        return found

    def _claim(self, i: int, thing: int, change: Change, modality: Modality) -> RelationClaim | None:
        """Return the claim of a change, None where the text does not tell between whom, or not that it holds."""
        text = self.text
        nodes = carriers(text, i) | {thing}
        when, since = date_at(text, nodes), bound_at(text, nodes, words("relations", "since"))
        if not self._holds(i, thing, change, when or since) or self.bearings.lies_ahead(when) or self._is_of_others(i, thing):
            return None
        movers = self.ends.movers(i) if subject_of(text, i) != thing else ()
        a, b, score = self._sides(i, thing, movers, change.domain)
        if not a:
            return None
        factuality = Factuality.HAPPENED if modality.factuality is Factuality.PLANNED else modality.factuality
        is_barring = change.value in {RelationValue.CLOSED, RelationValue.SUSPENDED, RelationValue.BARRED}
        return RelationClaim(
            provenance=provenance(text, *change.anchor, i, factuality, score),
            a=a,
            b=b,
            domain=change.domain,
            value=change.value.value,
            from_=begin_of(since) or when,
            to=bound_at(text, nodes, words("relations", "until")),
            imposed_by=movers[0] if len(movers) == 1 and is_barring else None,
        )

    def _holds(self, i: int, thing: int, change: Change, dated: str | None) -> bool:
        """Tell whether a state is told well enough: mere states and control of an unnamed place need a date, the latter a known place."""
        is_state = self.values.adjectival_state(i) is not None or change.value is RelationValue.OPERATING
        if change.domain is Domain.TERRITORY_CONTROL and not self._is_named(thing):
            return dated is not None and self.ends.is_known(thing)
        return dated is not None or not is_state

    def _is_named(self, thing: int) -> bool:
        """Tell whether a noun is a name or has one beside it."""
        return any(self.text.entity_of[k] is not None for k in [thing, *self.text.children(thing, "compound", "appos", "nmod")])

    def _is_of_others(self, i: int, thing: int) -> bool:
        """Tell whether somebody named who is no party does it ("the airline suspended flights"), or it is done to a private document."""
        text, subject = self.text, subject_of(self.text, i)
        named = subject >= 0 and subject != thing and text.upos[subject] in {"NOUN", "PROPN"} and self.parties.person_at(subject) is None
        modifiers = {text.lemmas[k] for k in (thing, *text.children(thing, "amod", "compound"))}
        return (named and not self.ends.movers(i) and not text.is_under(thing, subject)) or bool(modifiers & words("actors", "private"))

    def _sides(self, i: int, thing: int, movers: tuple[str, ...], domain: Domain) -> tuple[tuple[str, ...], tuple[str, ...], float]:
        """Return the two sides and how sure they are: from the clause, else from what was told just before, else from the text."""
        text, ends = self.text, self.ends.named(i, thing)
        if self._last is not None and self._domain_again(thing) is not None:
            return self._last[1].a, self._last[1].b, CARRIED
        a, b = self.ends.sides(movers, ends, domain, thing)
        if a:
            return a, b, FIRM
        a, b = self._continued(i, movers or ends, thing)
        if a:
            return a, b, CARRIED
        if not movers and not ends:
            return *self.ends.set_up(thing), FIRM
        is_frontier = domain in {Domain.LAND_BORDER, Domain.AIRSPACE} and self.ends.is_known(thing)
        is_dated = bound_at(text, carriers(text, i) | {thing}, words("relations", "since")) is not None
        return (movers or ends, (), DATED_END if is_dated else OPEN_END) if is_frontier and len(movers or ends) == 1 else ((), (), FIRM)

    def _continued(self, i: int, movers: tuple[str, ...], thing: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the sides of a clause that goes on about the other end of the relation told just before ("X also shut the crossing")."""
        if self._last is None or self.text.sentence[i] - self._last[0] > NEAR:
            return (), ()
        last = self._last[1]
        if movers:
            return ((), ()) if set(movers) & set(last.b) else (movers, last.b)
        return (last.a, last.b) if self.ends.is_known(thing) else ((), ())
