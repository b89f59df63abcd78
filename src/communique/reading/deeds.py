"""Finds what was done about a commitment: carried out, begun, held up, undone, or not done.

In: a `Text` with its `Parties` and the `Echoes` of its commitments. Out: `ProgressClaim`s. A clause counts as a report of progress
when it points back to a commitment of the text ("the step was never introduced"), says its words again ("has not handed over its
list"), names its ground ("as the agreement requires"), or is itself a deed between parties (prisoners exchanged). Silence is no
progress; "never" is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from communique.model.claims import CommitmentClaim, ProgressClaim, claim_id
from communique.model.vocabulary import Factuality, Progress
from communique.reading.attribution import FIRM, provenance
from communique.reading.bearings import Bearings
from communique.reading.clauses import agent_of, is_passive, object_of, subject_of, surface_subject
from communique.reading.dealings import Dealings
from communique.reading.domains import Domains
from communique.reading.echoes import Echoes
from communique.reading.events import carriers, date_at
from communique.reading.idioms import idioms, is_gerund
from communique.reading.lexicon import load_lexicon, words
from communique.reading.modality import Modality
from communique.reading.parties import Parties
from communique.reading.text import Text

ECHOED = 0.75
"""Score of progress that is tied to its commitment by common words alone."""
SCOPE = frozenset({"with", "between"})
KNOWN = frozenset({"the", "this", "that", "these", "those", "its", "their", "both"})
"""Determiners of an agreement that a text takes for known."""
NONE = frozenset({"none", "neither", "nothing"})
MAX_STEPS = 6
"""Longest chain of verbs that only carry another one."""


@cache
def _progress_verbs() -> dict[str, Progress]:
    return {verb: Progress(value) for value, verbs in load_lexicon("statuses")["progress_of"].items() for verb in verbs}


@cache
def _ending_verbs() -> frozenset[str]:
    return frozenset(verb for verbs in load_lexicon("statuses")["standing_verbs"].values() for verb in verbs)


@dataclass(frozen=True, slots=True)
class Deed:
    """A clause about a commitment: its predicate, the noun that it is about (-1 for none), what it points to, and how sure that is."""

    predicate: int
    target: int
    pointed: CommitmentClaim | None
    score: float = FIRM


class ProgressFinder:
    """Finds the progress claims of one text, predicate by predicate."""

    def __init__(self, text: Text, parties: Parties, echoes: Echoes, dealings: Dealings) -> None:
        self.text = text
        self.parties = parties
        self.dealings = dealings
        self.echoes = echoes
        self.bearings = Bearings(text)
        self.domains = Domains(text, parties)

    def of_predicate(self, i: int, modality: Modality) -> ProgressClaim | None:
        """Return what a predicate says was done about a commitment, None when it says nothing of the kind."""
        is_untold = modality.modal or modality.factuality in {Factuality.CONDITIONAL, Factuality.PLANNED}
        if is_untold or self.text.lemmas[i] in words("statuses", "telling") - words("statuses", "performing"):
            return None
        return (
            self._deadline(i, modality)
            or self._so(i, modality)
            or self._deed(i, modality)
            or self._carried_out(i, modality)
            or self._overdue(i)
            or self._grounded(i, modality)
        )

    # --- measures that point back ----------------------------------------------------------------------------------------------

    def _so(self, i: int, modality: Modality) -> ProgressClaim | None:
        """Read "they did so within a week"."""
        text = self.text
        if text.lemmas[i] != "do" or not any(text.words[k] == "so" and k > i for k in text.children(i, "advmod")):
            return None
        pointed = self.echoes.before(i)
        value = self._value(i, idioms(text, i), modality, is_doing=True)
        if pointed is None or value is None:
            return None
        return self._claim(Deed(i, -1, pointed), value, self.bearings.clause(i))

    def _carried_out(self, i: int, modality: Modality) -> ProgressClaim | None:
        """Read "the step was never introduced", "the deal has been carried out", "implementation stalled", "trade has yet to restart"."""
        text = self.text
        names = idioms(text, i)
        is_doing = any(name in words("statuses", "carrying_out") for name in names)
        plain = [name for name in names if " " in name] if text.child(i, "compound:prt") >= 0 else names
        is_going = any(name in words("statuses", "happening") or name in _progress_verbs() for name in plain)
        is_left = text.lemmas[i] in words("statuses", "remaining")
        if not (is_doing or is_going or is_left or self.echoes.commitments) and text.lemmas[i] in words("statuses", "telling"):
            return None
        deed = self._pointing(i, is_doing, is_doing or is_going or is_left)
        if deed is None or self._is_relation(deed, names, modality):
            return None
        value = Progress.NOT_STARTED if is_left and not modality.negated else self._value(i, names, modality, is_doing)
        if value is None or (is_left and modality.negated):
            return None
        if value is Progress.STALLED and deed.target >= 0 and text.lemmas[deed.target] in words("statuses", "standing_objects"):
            return None
        return self._claim(deed, value, self.bearings.clause(i))

    def _is_relation(self, deed: Deed, names: tuple[str, ...], modality: Modality) -> bool:
        """Tell whether a clause says that a document came into force, which is a relation; that it did not is progress."""
        is_document = deed.target >= 0 and self.text.lemmas[deed.target] in words("statuses", "standing_objects")
        return is_document and not modality.negated and any(name in words("statuses", "effecting") for name in names)

    def _pointing(self, i: int, is_doing: bool, is_listed: bool) -> Deed | None:
        """Return the predicate with the noun by which it speaks of a commitment, None when it speaks of none."""
        text = self.text
        if text.bases[i] == "advcl" and is_gerund(text, i):
            return None
        target = object_of(text, i) if is_doing or self._is_held_up(i) else -1
        if target < 0:
            target = surface_subject(text, i)
        if target < 0:
            return None
        target = self._counted(target)
        lemma = text.lemmas[target]
        if is_listed and (lemma in words("statuses", "commitment_nouns") or text.upos[target] in {"PRON", "DET"}):
            pointed = self.echoes.pointed_at(target)
            if pointed is not None or (lemma in words("statuses", "commitment_nouns") and self._is_between_states(i, target)):
                return Deed(i, target, pointed)
            if text.words[target] == "it" and self.echoes.document_before(target) >= 0 and len(self.parties.references.group(target)) > 1:
                return Deed(i, target, None, ECHOED)
        if self.echoes.promised(target) and self._is_told(i) and not self._is_given_up(i):
            return Deed(i, target, None)
        is_carried, is_doing = is_doing, is_listed or any(name in words("statuses", "deeds") for name in idioms(text, i))
        echoed = self.echoes.echoed(i, target, is_doing)
        if echoed is None and is_carried and lemma in words("statuses", "deed_nouns") and len(self.parties.references.group(target)) > 1:
            return Deed(i, target, None, ECHOED)
        return Deed(i, target, echoed, ECHOED) if echoed is not None and self._is_told(i) else None

    def _is_given_up(self, i: int) -> bool:
        """Tell whether a verb ends a plan or document, which is its standing and no progress."""
        return any(name in _ending_verbs() for name in idioms(self.text, i))

    def _is_held_up(self, i: int) -> bool:
        """Tell whether a verb with an object puts off or undoes it ("postponed the measure")."""
        return any(_progress_verbs().get(name) in {Progress.STALLED, Progress.REVERSED} for name in idioms(self.text, i))

    def _counted(self, target: int) -> int:
        """Return the noun of which a part is spoken of ("none of the crossings", "all of them")."""
        text = self.text
        if text.words[target] not in words("statuses", "parts_of") and text.lemmas[target] not in words("statuses", "preparing"):
            return target
        return next((k for k in text.children(target, "nmod") if text.case(k) in {"of", "for"}), target)

    def _is_told(self, i: int) -> bool:
        """Tell whether a clause reports: past or perfect, and no verb of agreeing, saying or talking."""
        text = self.text
        if text.lemmas[i] in words("statuses", "telling") or (
            text.bases[i] in {"acl", "amod", "advcl", "csubj"} and text.rels[i] != "acl:relcl"
        ):
            return False
        carrier = self._carrier(i)
        return is_passive(text, carrier) or text.feature(carrier, "Tense") == "Past" or self._is_perfect(carrier) or self._is_yet(i)

    def _carrier(self, i: int) -> int:
        """Return the verb that carries an infinitive ("has yet to restart", "have begun to leave"), `i` itself outside of one."""
        text, node = self.text, i
        for _ in range(MAX_STEPS):
            if text.bases[node] != "xcomp" or text.head[node] < 0 or not text.is_infinitive(node):
                break
            node = text.head[node]
        return node

    def _is_perfect(self, i: int) -> bool:
        return any(self.text.lemmas[k] == "have" for k in self.text.children(i, "aux"))

    def _is_yet(self, i: int) -> bool:
        """Tell whether a "yet" stands with a verb or with the one that carries it."""
        return self._has(i, "yet") or self._has(self._carrier(i), "yet")

    def _has(self, i: int, word: str) -> bool:
        return any(self.text.words[k] == word for k in self.text.kids[i])

    def _is_between_states(self, i: int, target: int) -> bool:
        """Tell whether a commitment that the text does not state elsewhere is one between actors in scope."""
        named = self.parties.named_under(target, SCOPE) or self.parties.actors_of(subject_of(self.text, i))
        is_document = self.text.lemmas[target] in words("statuses", "standing_objects")
        if is_document and len(self.parties.in_scope(named)) >= 1:
            return True
        is_known = any(self.text.words[k] in KNOWN for k in self.text.children(target, "det", "nmod:poss"))
        return is_known and self.dealings.are_told and not self.echoes.commitments

    def _value(self, i: int, names: tuple[str, ...], modality: Modality, is_doing: bool) -> Progress | None:
        """Return how far a clause says that something got, None when it tells nothing done or left undone."""
        text, carrier = self.text, self._carrier(i)
        is_denied = modality.negated or "fail" in modality.governors or self._is_yet(i) or self._is_none(i)
        if is_denied and any(name in words("statuses", "finishing") for name in names):
            return Progress.PARTIAL
        if is_denied:
            return Progress.NOT_STARTED if modality.factuality in {Factuality.DENIED, Factuality.HAPPENED} else None
        if modality.factuality is not Factuality.HAPPENED:
            return None
        listed = next((_progress_verbs()[name] for name in names if name in _progress_verbs()), None)
        if self._is_preparation(i):
            return Progress.PREPARING
        if any(text.lemmas[k] in words("relations", "works") for k in text.children(i, "obj")):
            return Progress.IMPLEMENTED
        if self._is_partial(i, modality):
            return Progress.PARTIAL
        if listed is not None:
            return listed
        is_over = is_passive(text, i) or text.feature(carrier, "Tense") == "Past" or self._is_perfect(carrier)
        return Progress.IMPLEMENTED if is_over and (is_doing or self._is_told(i)) else None

    def _is_none(self, i: int) -> bool:
        """Tell whether the subject or object is "none of …", "neither", "not a single …"."""
        targets = {surface_subject(self.text, i), object_of(self.text, i), *self.text.children(i, "nsubj", "obj")}
        return any(k >= 0 and (self.text.words[k] in NONE or self._has(k, "no") or self._has(k, "not")) for k in targets)

    def _is_preparation(self, i: int) -> bool:
        subject = surface_subject(self.text, i)
        return subject >= 0 and self.text.lemmas[subject] in words("statuses", "preparing")

    def _is_partial(self, i: int, modality: Modality) -> bool:
        """Tell whether words beside the verb or its noun leave a part open, or the verb is only begun."""
        text = self.text
        near = {text.words[k] for k in text.kids[i]} | set(modality.governors)
        near |= {text.words[m] for k in text.children(i, "obl") for m in text.children(k, "advmod")}
        for k in (surface_subject(text, i), object_of(text, i)):
            near |= {text.words[m] for m in (k, *text.children(k, "amod", "det", "nummod", "advmod"))} if k >= 0 else set()
        return bool(near & words("statuses", "partly"))

    def _overdue(self, i: int) -> ProgressClaim | None:
        """Read "have yet to restore direct flights" of things that states open and close."""
        text, carrier = self.text, self._carrier(i)
        if carrier == i or not self._is_yet(i) or text.lemmas[i] not in words("statuses", "reviving"):
            return None
        target = object_of(text, i) if text.child(i, "obj") >= 0 else surface_subject(text, i)
        if target < 0 or self.domains.of(target) is None:
            return None
        named = self.parties.in_scope(self.parties.actors_of(surface_subject(text, i))) or self.parties.references.group(target)
        if len(named) < 2:
            return None
        return self._claim(Deed(i, target, None, ECHOED), Progress.NOT_STARTED, self.bearings.clause(carrier))

    # --- deadlines, grounds, deeds -----------------------------------------------------------------------------------------------

    def _deadline(self, i: int, modality: Modality) -> ProgressClaim | None:
        """Read "missed the deadline", "the deadline for the exchange passed with half of the captives free"."""
        text = self.text
        names = idioms(text, i)
        target = object_of(text, i) if any(name in words("statuses", "missing") for name in names) else -1
        if target < 0 and any(name in words("statuses", "passing") for name in names):
            target = surface_subject(text, i)
        if target < 0 or text.lemmas[target] != "deadline" or modality.negated or modality.factuality is not Factuality.HAPPENED:
            return None
        nouns = words("statuses", "commitment_nouns") | words("statuses", "deed_nouns")
        about = [k for k in text.children(target, "nmod") if text.lemmas[k] in nouns]
        pointed = self.echoes.echoed(i, about[0], True) if about else self.echoes.before(target)
        if pointed is None and not about:
            return None
        is_begun = {text.words[k] for k in text.subtree(i)} & words("statuses", "partly")
        value = Progress.PARTIAL if is_begun else Progress.NOT_STARTED
        return self._claim(Deed(i, target, pointed), value, self.bearings.clause(i))

    def _grounded(self, i: int, modality: Modality) -> ProgressClaim | None:
        """Read "have not left the homes, as they undertook to do", "as the agreement requires"."""
        text = self.text
        ground = next(
            (k for k in text.children(i, "advcl") if text.marker(k) == "as" and text.lemmas[k] in words("statuses", "promising")), -1
        )
        if ground < 0 or not self._is_told(i):
            return None
        value = self._value(i, idioms(text, i), modality, is_doing=True)
        target = object_of(text, i)
        if value is None:
            return None
        return self._claim(Deed(i, target, None, ECHOED), value, self.bearings.clause(i))

    def _deed(self, i: int, modality: Modality) -> ProgressClaim | None:
        """Read the deeds that carry a deal out: releases, exchanges, withdrawals."""
        text = self.text
        names = idioms(text, i)
        deed = next((name for name in names if name in words("statuses", "deeds")), None)
        if modality.factuality is not Factuality.HAPPENED or modality.negated:
            return None
        if deed is None or (object_of(text, i) < 0 and not is_passive(text, i)):
            return self._swap(i, names, modality) or self._separation(i, names, modality)
        target = object_of(text, i)
        if target < 0 or not self._is_deed_object(target):
            return None
        actors = self.parties.in_scope(self.parties.actors_of(subject_of(text, i)))
        if not self._is_between_parties(i, deed, actors):
            return None
        return self._claim(
            Deed(i, target, None), self._deed_value(i, modality), self.bearings.anchor(i, target), actors[0] if len(actors) == 1 else None
        )

    def _is_between_parties(self, i: int, deed: str, actors: tuple[str, ...]) -> bool:
        """Tell whether a deed is one party's towards another: both act, or another one is named beside it or bound to it by the text."""
        others = self.parties.names_other(self.text.range_of(self.text.sentence[i]), actors)
        is_bound = any(set(actors) & set(c.obligors) and len(c.obligors) > 1 for c in self.echoes.commitments)
        if deed in words("statuses", "moving") and not others and len(actors) < 2:
            return bool(actors) and is_bound
        is_agentless = is_passive(self.text, i) and agent_of(self.text, i) < 0
        is_theirs = is_agentless and self._speaks_of_deals and bool(self._owners(object_of(self.text, i)))
        if deed in words("statuses", "mutual") and actors and not is_passive(self.text, i):
            return True
        return is_theirs or (bool(actors) and (others or len(actors) >= 2 or is_bound))

    @cached_property
    def _speaks_of_deals(self) -> bool:
        lemmas = set(self.text.lemmas)
        return bool(lemmas & words("statuses", "standing_objects")) or bool(lemmas & words("commitments", "talks"))

    def _is_deed_object(self, target: int) -> bool:
        """Tell whether a noun is what parties release, exchange or withdraw, by itself or by a participle ("detained consultants")."""
        text = self.text
        is_listed = any(text.lemmas[k] in words("statuses", "deed_objects") for k in text.conjuncts(target))
        return is_listed or any(text.words[k] in words("statuses", "captive") for k in text.children(target, "amod"))

    def _swap(self, i: int, names: tuple[str, ...], modality: Modality) -> ProgressClaim | None:
        """Read "completed a prisoner exchange", "a swap of 900 prisoners begins"."""
        text = self.text
        if not any(name in words("statuses", "performing") for name in names):
            return None
        target = object_of(text, i) if object_of(text, i) >= 0 else surface_subject(text, i)
        if target < 0 or text.lemmas[target] not in words("statuses", "swaps"):
            return None
        of = [k for k in text.children(target, "compound", "amod", "nmod") if text.lemmas[k] in words("statuses", "deed_objects")]
        named = [k for k in text.range_of(text.sentence[i]) if self.parties.references.named(k) is not None]
        if not of or not named:
            return None
        is_begun = text.lemmas[i] in {"begin", "start"} or {"begin", "start"} & set(modality.governors)
        return self._claim(Deed(i, target, None), Progress.PARTIAL if is_begun else Progress.IMPLEMENTED, self.bearings.clause(i))

    def _separation(self, i: int, names: tuple[str, ...], modality: Modality) -> ProgressClaim | None:
        """Read "troops of both sides have begun to disengage"."""
        text = self.text
        if not any(name in words("statuses", "separating") for name in names) or object_of(text, i) >= 0:
            return None
        subject = surface_subject(text, i)
        if subject < 0 or text.lemmas[subject] not in words("statuses", "deed_objects"):
            return None
        named = self.parties.in_scope(self.parties.actors_of(subject)) or self._owners(subject)
        if len(named) < 2:
            return None
        return self._claim(Deed(i, subject, None), self._deed_value(i, modality), self.bearings.clause(i))

    def _owners(self, noun: int) -> tuple[str, ...]:
        """Return the actors whose troops a noun names ("Chadian and Sudanese troops")."""
        text = self.text
        tokens = [c for k in text.children(noun, "amod", "compound", "nmod", "nmod:poss") for c in text.conjuncts(k)]
        named = (self.parties.references.named(k) for k in tokens)
        return self.parties.in_scope(tuple(dict.fromkeys(name for name in named if name is not None)))

    def _deed_value(self, i: int, modality: Modality) -> Progress:
        is_begun = {"begin", "start"} & set(modality.governors) or self._is_continuing(i)
        return Progress.PARTIAL if is_begun else Progress.IMPLEMENTED

    def _is_continuing(self, i: int) -> bool:
        text = self.text
        has_be = any(text.lemmas[k] == "be" for k in text.children(i, "aux"))
        return text.feature(i, "VerbForm") in {"Ger", "Part"} and has_be and not is_passive(text, i)

    # --- the claim ----------------------------------------------------------------------------------------------------------------

    def _claim(self, deed: Deed, progress: Progress, anchor: tuple[int, int], obligor: str | None = None) -> ProgressClaim:
        text, i = self.text, deed.predicate
        start, end = text.extent(deed.target) if deed.target >= 0 else anchor
        if obligor is None:
            actors = self.parties.in_scope(self.parties.actors_of(agent_of(text, i) if is_passive(text, i) else subject_of(text, i)))
            obligor = actors[0] if len(actors) == 1 else None
        factuality = Factuality.DENIED if progress is Progress.NOT_STARTED else Factuality.HAPPENED
        return ProgressClaim(
            provenance=provenance(text, *anchor, i, factuality, deed.score),
            progress=progress,
            of=text.text[start:end],
            obligor=obligor,
            as_of=date_at(text, carriers(text, i)),
            commitment=claim_id(deed.pointed) if deed.pointed is not None else None,
        )
