"""Provisions told in sentences of their own, after the deal: "Under the agreement, the government will free 260 fighters".

In: a `Text` and the deals already found in it. Out: further commitments with the force of their deal. A future clause is a provision when
it names the deal ("under the accord"), or when it follows the deal, or another provision of it, without anybody else being quoted in
between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.model.vocabulary import Factuality, Force
from communique.reading.attribution import FIRM
from communique.reading.clauses import is_passive, is_predicate, subject_of, surface_subject
from communique.reading.lexicon import words
from communique.reading.modality import assess, own_modal
from communique.reading.parties import Parties
from communique.reading.text import Text
from communique.reading.wording import Wording

DEALS = frozenset({Force.AGREED, Force.SIGNED, Force.IN_PRINCIPLE})
PROVISION = 0.7
"""Score of a provision told in a sentence of its own."""
CLAUSES = frozenset({"root", "conj", "ccomp", "parataxis", "xcomp"})
REACH = 3
"""How many sentences back the deal may lie that a provision names."""


@dataclass(frozen=True, slots=True)
class Found:
    """A commitment before its claim is made: the verb or noun that binds, what it binds to, and the anchor."""

    binder: int
    content: int
    force: Force
    obligors: tuple[str, ...]
    start: int
    end: int
    score: float = FIRM


class ProvisionReader:
    """Reads the provisions of one text's deals."""

    def __init__(self, text: Text, parties: Parties, wording: Wording) -> None:
        self.text = text
        self.parties = parties
        self.wording = wording

    def told(self, found: Sequence[Found]) -> list[Found]:
        """Return the provisions of the deals among `found`, in text order."""
        text = self.text
        deals = sorted((f for f in found if f.force in DEALS), key=lambda f: f.start)
        taken = {f.content for f in found}
        told: list[Found] = []
        for i in range(len(text.tokens)):
            if i in taken or text.bases[i] not in CLAUSES or not is_predicate(text, i) or self.wording.is_talking(i):
                continue
            if self._is_ahead(i):
                deal = self._deal_behind(i, deals, told)
                told += self._provision_of(i, deal) if deal is not None else []
        return told

    def _is_ahead(self, i: int) -> bool:
        """Tell whether a clause says what is to be done: "will", "shall", "is to", reported "would"."""
        text = self.text
        if assess(text, i).factuality is not Factuality.PLANNED:
            return False
        is_due = text.bases[i] == "xcomp" and text.is_infinitive(i) and text.lemmas[text.head[i]] == "be"
        shares = text.bases[i] == "conj" and text.child(i, "nsubj", "nsubj:pass", "aux") < 0
        return is_due or own_modal(text, text.lead(i) if shares else i) in words("commitments", "provision_modals")

    def _deal_behind(self, i: int, deals: Sequence[Found], told: Sequence[Found]) -> Found | None:
        """Return the deal whose provision a clause is: the one it names, or the one that it or its last provision follows directly."""
        text = self.text
        sentence = text.sentence[i]
        before = [d for d in deals if d.start < text.tokens[i].start]
        if not before:
            return None
        deal = before[-1]
        if self._names_deal(i) and sentence - text.sentence[deal.binder] <= REACH:
            return deal
        if text.quotation_of[i] is not text.quotation_of[deal.binder]:
            return None
        last = max([text.sentence[deal.binder], *(text.sentence[f.content] for f in told if f.start > deal.start)])
        return deal if sentence - last <= 1 else None

    def _names_deal(self, i: int) -> bool:
        text = self.text
        return any(
            text.case(k) in words("commitments", "under") and text.lemmas[k] in words("commitments", "documents")
            for k in text.children(i, "obl")
        )

    def _provision_of(self, i: int, deal: Found) -> list[Found]:
        text = self.text
        subject = surface_subject(text, i)
        actors = self.parties.in_scope(self.parties.actors_of(subject_of(text, i)))
        is_thing = subject >= 0 and text.upos[subject] in {"NOUN", "PRON", "PROPN"}
        is_thing = is_thing and (is_passive(text, i) or (not actors and text.lemmas[subject] in words("actors", "representatives")))
        if not is_thing and not (actors and (set(actors) <= set(deal.obligors) or self._names_deal(i))):
            return []
        force = self.wording.examined(Force.CONDITIONAL if self.wording.has_condition(i) else deal.force, i)
        start, end = self.wording.extent(i)
        return [Found(i, i, force, actors or deal.obligors, start, end, PROVISION)]
