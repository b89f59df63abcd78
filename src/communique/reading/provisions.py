"""What is told as coming: provisions of a deal in sentences of their own, and what parties say or are said to be going to do.

In: a `Text` and the commitments already found in it. Out: further commitments. "Under the agreement, the government will free 260
fighters" has the force of its deal, and so has a future clause that follows a deal or another provision of it. Elsewhere a party's own
future is a pledge where it is about something that states promise each other, and so is a service between them that is to start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.model.vocabulary import Factuality, Force
from communique.reading.attribution import FIRM
from communique.reading.clauses import is_passive, is_predicate, object_of, surface_subject, verb_names
from communique.reading.dealings import Dealings
from communique.reading.domains import Domains
from communique.reading.events import carriers, date_at
from communique.reading.idioms import idioms
from communique.reading.lexicon import words
from communique.reading.modality import Modality, assess, own_modal
from communique.reading.parties import Parties
from communique.reading.text import Text
from communique.reading.wording import Wording

DEALS = frozenset({Force.AGREED, Force.SIGNED, Force.IN_PRINCIPLE})
PROVISION = 0.7
"""Score of a provision told in a sentence of its own."""
CLAUSES = frozenset({"root", "conj", "ccomp", "parataxis", "xcomp", "acl"})
REACH = 3
"""How many sentences back the deal may lie that a provision names."""
NEAR = 2
"""How many sentences a provision may lie behind its deal, or behind the provision before it."""


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
    """Reads the provisions and announced acts of one text."""

    def __init__(self, text: Text, parties: Parties, wording: Wording, dealings: Dealings) -> None:
        self.text = text
        self.parties = parties
        self.wording = wording
        self.dealings = dealings
        self.domains = Domains(text, parties)
        self.deals: list[Found] = []

    def told(self, found: Sequence[Found]) -> list[Found]:
        """Return what is told as coming beside the commitments of `found`, in text order."""
        text = self.text
        deals = self.deals = sorted((f for f in found if f.force in DEALS and not self._is_history(f.binder)), key=lambda f: f.start)
        taken = {f.content for f in found}
        told: list[Found] = []
        for i in range(len(text.tokens)):
            if i in taken or text.bases[i] not in CLAUSES or not is_predicate(text, i) or self.wording.is_talking(i):
                continue
            modality = assess(text, i)
            if self._is_ahead(i, modality) and not self._is_no_deed(i):
                deal = self._deal_behind(i, deals, told)
                told += self._provision_of(i, deal) if deal is not None else self._announcement(i, modality)
        return told

    def _is_history(self, i: int) -> bool:
        """Tell whether a deal is told as of an earlier year than the one before the report: what is to come is none of its provisions."""
        agreed, published = date_at(self.text, carriers(self.text, i)), self.text.analysis.date
        return agreed is not None and published is not None and agreed[:4].isdigit() and int(agreed[:4]) < int(published[:4]) - 1

    def _is_no_deed(self, i: int) -> bool:
        """Tell whether a clause tells of talks, journeys and chance, to which nobody is bound."""
        text, subject = self.text, surface_subject(self.text, i)
        is_talk = subject >= 0 and text.lemmas[subject] in words("commitments", "talk_objects")
        bare = {text.lemmas[i], text.words[i]} if text.child(i, "compound:prt") >= 0 else set()
        names = set(idioms(text, i)) - bare
        is_state = text.child(i, "cop") >= 0 and text.lemmas[i] not in words("commitments", "enabled") and text.upos[i] != "VERB"
        is_begun = text.lemmas[i] in {"begin", "start"} and object_of(text, i) < 0 and not text.children(i, "xcomp")
        target = object_of(text, i)
        is_vague = target >= 0 and text.lemmas[target] in words("commitments", "vague_objects")
        if is_state or is_vague or (is_begun and self._actors(i)):
            return True
        return is_talk or bool(names & words("commitments", "no_deeds")) or text.time_of[i] is not None

    # --- futures ---------------------------------------------------------------------------------------------------------

    def _is_ahead(self, i: int, modality: Modality) -> bool:
        """Tell whether a clause says what is to be done: "will", "shall", "is to", "is due to", reported "would"."""
        text = self.text
        if modality.factuality not in {Factuality.PLANNED, Factuality.CONDITIONAL, Factuality.DENIED}:
            return False
        if text.bases[i] == "xcomp" and text.is_infinitive(i):
            head = text.head[i]
            is_due = text.lemmas[head] == "be" or text.words[head] in words("commitments", "due")
            return is_due and modality.factuality is Factuality.PLANNED
        modal = self._modal(i)
        if modality.factuality is Factuality.DENIED:
            return modal in {"will", "shall", "would"} and modality.negated and modality.governors == ()
        return modal in words("commitments", "provision_modals") or (modal == "would" and modality.factuality is Factuality.PLANNED)

    def _modal(self, i: int) -> str:
        """Return the modal of a clause, that of the lead where a conjunct shares it."""
        text = self.text
        is_finite = text.feature(i, "VerbForm") == "Fin" and text.words[i] != text.lemmas[i]
        shares = text.bases[i] == "conj" and text.child(i, "nsubj", "nsubj:pass", "aux") < 0 and not is_finite
        return own_modal(text, text.lead(i) if shares else i)

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
        here, there = text.quotation_of[i], text.quotation_of[deal.binder]
        is_told_elsewhere = here is not there and here is not None and bool(here.speaker)
        if is_told_elsewhere and (self._is_announced(i) or not self._is_own_word(i, deal.obligors)):
            return None
        last = max([text.sentence[deal.binder], *(text.sentence[f.content] for f in told if f.start > deal.start)])
        return deal if sentence - last <= (NEAR if here is None else 1) else None

    def _is_announced(self, i: int) -> bool:
        """Tell whether a party announces what it will do of itself ("announced that they would resume the blockade")."""
        text, quotation = self.text, self.text.quotation_of[i]
        if quotation is None or quotation.cue_start < 0:
            return False
        cue = text.head_in(quotation.cue_start, quotation.cue_end)
        return cue >= 0 and text.lemmas[cue] in words("commitments", "announcing")

    def _names_deal(self, i: int) -> bool:
        """Tell whether a clause names its deal ("under the accord"), or hangs on it ("a protocol under which …")."""
        text = self.text
        named = any(
            text.case(k) in words("commitments", "under") and text.lemmas[k] in words("commitments", "documents")
            for k in text.children(i, "obl")
        )
        relative = text.rels[i] == "acl:relcl" and text.lemmas[text.head[i]] in words("commitments", "documents")
        return named or (relative and any(text.words[k] == "which" for k in text.children(i, "obl")))

    def _provision_of(self, i: int, deal: Found) -> list[Found]:
        actors = self._actors(i)
        bound = {*deal.obligors, *self.dealings.parties}
        if not self._is_thing(i, actors) and not (actors and (set(actors) <= bound or self._names_deal(i))):
            return []
        return [self._made(i, deal.force, actors or deal.obligors)]

    # --- announcements -----------------------------------------------------------------------------------------------------

    def _announcement(self, i: int, modality: Modality) -> list[Found]:
        """Return what a party is going to do where no deal stands behind it, and what is to start between two."""
        text = self.text
        if modality.factuality is Factuality.DENIED:
            return []
        actors = self._actors(i)
        force = self._force_told(i)
        if text.bases[i] == "acl" and force is Force.PLEDGED:
            return []
        if len(actors) >= 2 and force is Force.PLEDGED and text.quotation_of[i] is None and self.dealings.are_told:
            force = Force.AGREED
        if actors:
            return [self._made(i, force, actors)] if self._is_promise(i, actors) else []
        group = self._group(i)
        if len(group) < 2 or not self.dealings.are_told or not self._is_thing(i, actors) or not self._is_service(i):
            return []
        return [self._made(i, force, group)]

    def _force_told(self, i: int) -> Force:
        """Return how firm the text has told its deal so far: what it says will be done has that force, unless a party promises it alone."""
        text = self.text
        quotation = text.quotation_of[i]
        if self._names_deal(i):
            return Force.AGREED
        if quotation is not None and quotation.speaker:
            return Force.PLEDGED
        before = [d for d in self.deals if d.start < text.tokens[i].start]
        if before:
            return before[-1].force
        signed = any(
            text.lemmas[k] == "sign" and assess(text, k).factuality is Factuality.HAPPENED and not self._is_history(k) for k in range(i)
        )
        return Force.SIGNED if signed else Force.PLEDGED

    def _is_promise(self, i: int, actors: tuple[str, ...]) -> bool:
        """Tell whether an actor's future is one that states promise each other, told as a fact or by its own side."""
        text = self.text
        if not self._is_own_word(i, actors):
            return False
        if self.dealings.are_told and set(actors) <= set(self.dealings.parties):
            return True
        promised = words("commitments", "promised_deeds") | words("commitments", "examine")
        is_listed = any(name in promised for name in verb_names(text, i))
        return is_listed and (len(actors) >= 2 or self.parties.names_other(text.range_of(text.sentence[i]), actors))

    def _is_own_word(self, i: int, actors: tuple[str, ...]) -> bool:
        """Tell whether those who speak are of the side that is to act, as far as their side is known."""
        quotation = self.text.quotation_of[i]
        if quotation is None or not quotation.speaker:
            return True
        references = self.parties.references
        sides = {references.side(name.strip()) or name.strip() for name in quotation.speaker.split(";")}
        known = {side for side in sides if references.is_actor(side)}
        return not known or bool(known & set(actors))

    def _is_service(self, i: int) -> bool:
        """Tell whether what is to be done is about something that states open, cut and hand over."""
        text = self.text
        known = words("commitments", "matters") | words("statuses", "deed_objects") | words("statuses", "measures")
        nouns = [k for k in text.subtree(surface_subject(text, i)) if text.upos[k] in {"NOUN", "PROPN"}]
        is_known = any(text.lemmas[k] in known or self.domains.of(k) is not None for k in nouns)
        listed = words("commitments", "promised_deeds") | words("statuses", "happening") | words("commitments", "starting")
        return is_known and (text.child(i, "cop") >= 0 or any(name in listed for name in verb_names(text, i)))

    # --- shared --------------------------------------------------------------------------------------------------------------

    def _actors(self, i: int) -> tuple[str, ...]:
        return self.dealings.actors(i)

    def _is_thing(self, i: int, actors: tuple[str, ...]) -> bool:
        """Tell whether a clause is about what is to be done, not about who does it: a passive, or a thing that is to begin."""
        text = self.text
        subject = surface_subject(text, i)
        if subject < 0 or text.upos[subject] not in {"NOUN", "PRON", "PROPN"}:
            return False
        if is_passive(text, i):
            return True
        if text.lemmas[i] in words("commitments", "enabled"):
            return not actors and text.child(i, "cop") >= 0
        starts = any(name in words("statuses", "happening") or name in words("commitments", "starting") for name in verb_names(text, i))
        is_body = text.lemmas[subject] in words("actors", "representatives") or text.lemmas[subject] in words("commitments", "bodies")
        return not actors and (is_body or (starts and object_of(text, i) < 0))

    def _group(self, i: int) -> tuple[str, ...]:
        subject = surface_subject(self.text, i)
        named = self.parties.named_under(subject, frozenset({"between", "with"})) if subject >= 0 else ()
        return self.parties.in_scope(named) or self.dealings.parties

    def _made(self, i: int, force: Force, obligors: tuple[str, ...]) -> Found:
        force = self.wording.examined(Force.CONDITIONAL if self.wording.has_condition(i) else force, i)
        start, end = self.text.extent(i, [*self.wording.asides(i), *self.text.children(i, "mark")])
        return Found(i, i, force, obligors, start, end, PROVISION)
