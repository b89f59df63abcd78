"""Finds what became of an agreement or ceasefire as a text: suspended, left, extended, expired, superseded, violated.

In: a `Text` with its `Parties` and the `Echoes` of its commitments. Out: `StandingClaim`s. A violation is one only where somebody
says so. A date that lies ahead of the text leaves the standing as it is. Words are in `lexicon/statuses.yaml`.
"""

from __future__ import annotations

from functools import cache

from communique.model.claims import StandingClaim, claim_id
from communique.model.vocabulary import Factuality, Standing
from communique.reading.attribution import provenance
from communique.reading.bearings import Bearings
from communique.reading.clauses import complements, object_of, subject_of, surface_subject
from communique.reading.dealings import Dealings
from communique.reading.echoes import Echoes
from communique.reading.events import carriers, date_at
from communique.reading.idioms import idioms, is_pending
from communique.reading.lexicon import load_lexicon, words
from communique.reading.modality import Modality
from communique.reading.parties import Parties
from communique.reading.text import Text

WITH = frozenset({"with", "between"})
OUT_OF = frozenset({"from", "of", "out of", "off"})


@cache
def _standing_verbs() -> dict[str, Standing]:
    return {verb: Standing(value) for value, verbs in load_lexicon("statuses")["standing_verbs"].items() for verb in verbs}


class StandingFinder:
    """Finds the standing claims of one text, predicate by predicate."""

    def __init__(self, text: Text, parties: Parties, echoes: Echoes, dealings: Dealings) -> None:
        self.text = text
        self.parties = parties
        self.dealings = dealings
        self.echoes = echoes
        self.bearings = Bearings(text)

    def of_predicate(self, i: int, modality: Modality) -> StandingClaim | None:
        """Return what a predicate says became of an agreement, None when it says nothing of the kind."""
        return self._accusation(i, modality) or self._extension(i, modality) or self._expiry(i, modality) or self._act(i, modality)

    def of_noun(self, i: int) -> StandingClaim | None:
        """Read "repeated violations of the ceasefire by both sides"."""
        text = self.text
        if text.lemmas[i] not in words("statuses", "violations"):
            return None
        target = next((k for k in text.children(i, "nmod") if text.case(k) == "of" and self._is_document(k)), -1)
        culprits = [k for k in (*text.children(i, "nmod"), *(text.children(target, "nmod") if target >= 0 else ())) if text.case(k) == "by"]
        parties = tuple(dict.fromkeys(name for k in culprits for name in self.parties.in_scope(self.parties.actors_of(k))))
        if target < 0 or not parties:
            return None
        return self._claim(i, target, Standing.VIOLATED, parties, text.extent(i))

    # --- violations ------------------------------------------------------------------------------------------------------

    def _accusation(self, i: int, modality: Modality) -> StandingClaim | None:
        """Read "accused X of violating the truce", "… of having broken it first", "… of not having kept a single term"."""
        text = self.text
        if text.lemmas[i] not in words("statuses", "accusing") or modality.factuality is not Factuality.HAPPENED:
            return None
        for k in [*text.children(i, "advcl", "obl", "xcomp", "acl"), *complements(text, i)]:
            target = self._broken(k)
            if target < 0:
                continue
            accused = text.child(i, "obj", "iobj")
            if accused < 0:
                accused = surface_subject(text, k)
            parties = self.parties.actors_of(accused)
            if accused >= 0 and text.words[accused] in {"other", "another"}:
                parties = self.parties.actors_of(subject_of(text, i)) or self.parties.references.group(i)
            return self._claim(i, target, Standing.VIOLATED, parties, self.bearings.clause(i, keeps_adverbials=True))
        return None

    def _broken(self, k: int) -> int:
        """Return the agreement that a clause or noun says is broken, -1 when it says nothing of the kind."""
        text = self.text
        names = idioms(text, k)
        target = object_of(text, k)
        if any(_standing_verbs().get(name) is Standing.VIOLATED for name in names):
            return self._document(target)
        if text.lemmas[k] in words("statuses", "violations"):
            return next((n for n in text.children(k, "nmod") if text.case(n) == "of" and self._is_document(n)), -1)
        is_unkept = any(name in words("statuses", "carrying_out") for name in names) and any(text.words[n] == "not" for n in text.kids[k])
        if is_unkept and target >= 0:
            inner = [target, *text.children(target, "nmod")]
            return target if any(text.lemmas[n] in words("statuses", "commitment_nouns") for n in inner) else -1
        return -1

    def _document(self, target: int) -> int:
        """Return the agreement that a noun or pronoun stands for, -1 when it stands for none."""
        text = self.text
        if target < 0 or self._is_document(target):
            return target
        if text.upos[target] in {"PRON", "DET", "NUM"} or text.words[target] in {"all", "one", "none"}:
            inner = next((k for k in text.children(target, "nmod") if self._is_document(k)), -1)
            return inner if inner >= 0 else self.echoes.document_before(target)
        return -1

    # --- extension, expiry, acts --------------------------------------------------------------------------------------------

    def _extension(self, i: int, modality: Modality) -> StandingClaim | None:
        """Read "agree to an extended ceasefire"."""
        text = self.text
        if text.lemmas[i] not in {"agree", "announce", "accept", "declare"} or modality.factuality is not Factuality.HAPPENED:
            return None
        targets = [object_of(text, i), *(k for k in text.children(i, "obl") if text.case(k) in {"to", "on"})]
        for target in targets:
            if self._is_document(target) and any(text.words[k] in words("statuses", "extended") for k in text.children(target, "amod")):
                return self._claim(i, target, Standing.EXTENDED, self.parties.actors_of(subject_of(text, i)), text.extent(target))
        return None

    def _expiry(self, i: int, modality: Modality) -> StandingClaim | None:
        """Read "the truce expired on Thursday"; a date that lies ahead is no expiry yet."""
        text = self.text
        subject = surface_subject(text, i)
        is_over = any(name in words_of_expiry() for name in idioms(text, i)) or self._has_ceased(i)
        if not is_over or not self._is_document(subject) or modality.factuality is not Factuality.HAPPENED or is_pending(text, i):
            return None
        if (text.lemmas[i] == "run" and text.child(i, "compound:prt") < 0) or self.bearings.lies_ahead(date_at(text, carriers(text, i))):
            return None
        return self._claim(i, subject, Standing.EXPIRED, (), self.bearings.clause(i))

    def _has_ceased(self, i: int) -> bool:
        """Read "had ceased to be valid"."""
        is_past = self.text.feature(i, "Tense") == "Past"
        return (
            is_past
            and self.text.lemmas[i] == "cease"
            and any(self.text.lemmas[k] in {"valid", "apply", "exist", "force"} for k in complements(self.text, i))
        )

    def _act(self, i: int, modality: Modality) -> StandingClaim | None:
        """Read "suspended its part in the deal", "pulled out of the treaty", "the truce was violated within hours"."""
        text = self.text
        value = next((_standing_verbs()[name] for name in idioms(text, i) if name in _standing_verbs()), None)
        if value is None or (text.head[i] >= 0 and text.lemmas[text.head[i]] in words("statuses", "accusing")):
            return None
        target = self._target(i, value)
        is_left = value in {Standing.WITHDRAWN, Standing.SUSPENDED}
        if target < 0 or (is_left and text.lemmas[target] in words("statuses", "formal")):
            return None
        actors = self.parties.actors_of(subject_of(text, i))
        if not self._is_done(i, modality) and not self._is_announced(i, value, modality, actors):
            return None
        if (
            text.lemmas[target] in words("statuses", "plans")
            and len(self.parties.in_scope(actors)) < 2
            and self.echoes.pointed_at(target) is None
        ):
            return None
        if self._is_private(target) or self._is_of_others(i):
            return None
        partners = self.parties.named_under(target, WITH) + self.parties.named_under(i, frozenset({"with"}))
        parties = tuple(dict.fromkeys(actors + partners)) if value is not Standing.VIOLATED else actors
        return self._claim(i, target, value, parties, self.bearings.anchor(i, target))

    def _is_done(self, i: int, modality: Modality) -> bool:
        """Tell whether an act is told as done, on no day that lies ahead."""
        return (
            not is_pending(self.text, i)
            and modality.factuality is Factuality.HAPPENED
            and not self.bearings.lies_ahead(date_at(self.text, carriers(self.text, i)))
        )

    def _is_announced(self, i: int, value: Standing, modality: Modality, actors: tuple[str, ...]) -> bool:
        """Tell whether an act holds by its telling: an extension agreed on, an end announced by the side that ends it."""
        text, governor = self.text, self.text.head[i]
        if value is Standing.EXTENDED:
            return bool({"agree", "deal", "agreement", "accord"} & set(modality.governors)) and modality.factuality is Factuality.PLANNED
        if value not in {Standing.WITHDRAWN, Standing.SUSPENDED} or modality.negated:
            return False
        if modality.governors[:1] == ("decide",) and modality.factuality is Factuality.PLANNED and not modality.modal:
            return bool(actors)
        if modality.modal not in {"will", "would"}:
            return False
        if any(text.marker(k) in words("modality", "conditions") for k in text.children(i, "advcl")):
            return False
        is_told = text.bases[i] == "ccomp" and governor >= 0 and text.lemmas[governor] in words("statuses", "announcing")
        return is_told and bool(actors) and self.parties.actors_of(surface_subject(text, governor)) == actors

    def _is_of_others(self, i: int) -> bool:
        """Tell whether somebody acts who is named and no party ("the bakery terminated its agreement")."""
        text, subject = self.text, subject_of(self.text, i)
        if subject < 0 or text.upos[subject] not in {"NOUN", "PROPN"} or self.parties.in_scope(self.parties.actors_of(subject)):
            return False
        return self.parties.person_at(subject) is None and text.lemmas[subject] not in words("actors", "representatives")

    def _is_private(self, target: int) -> bool:
        """Tell whether the other side of an agreement is named and no party ("an accord with the university")."""
        text = self.text
        others = [k for k in text.children(target, "nmod") if text.case(k) in WITH]
        named = any(text.entity_of[k] is not None for k in others)
        modifiers = {text.lemmas[k] for k in text.children(target, "amod", "compound")}
        return (named and not self.parties.in_scope(self.parties.named_under(target, WITH))) or bool(modifiers & words("actors", "private"))

    def _target(self, i: int, value: Standing) -> int:
        """Return the agreement that a verb acts on: its object, what the object is a part in, or what is left."""
        text = self.text
        target = object_of(text, i)
        if self._is_document(target):
            return target
        if target >= 0 and value is Standing.EXTENDED and text.lemmas[target] in words("statuses", "terms"):
            return target if self.parties.references.group(target) else -1
        if target >= 0 and text.lemmas[target] in words("statuses", "parts"):
            return next(
                (k for k in text.children(target, "nmod") if text.case(k) in {"in", "of", "from", "with"} and self._is_document(k)), -1
            )
        if target >= 0 and value is Standing.WITHDRAWN and text.lemmas[target] in words("statuses", "plans"):
            return target
        if target >= 0 and value is Standing.VIOLATED:
            found = self._document(target)
            if found >= 0:
                return found
        return next((k for k in text.children(i, "obl") if self._is_document(k) and text.case(k) in OUT_OF), -1)

    # --- the claim -------------------------------------------------------------------------------------------------------------

    def _claim(self, i: int, target: int, value: Standing, parties: tuple[str, ...], anchor: tuple[int, int]) -> StandingClaim | None:
        text = self.text
        if not parties:
            parties = self.parties.named_under(target, WITH) or self.parties.references.group(target) or self._named_in(target)
        parties = self.parties.in_scope(parties)
        if not parties and self.dealings.are_told and value is not Standing.VIOLATED:
            parties = self.dealings.parties
        if not parties:
            return None
        start, end = text.extent(target)
        pointed = self.echoes.pointed_at(target)
        return StandingClaim(
            provenance=provenance(text, *anchor, i, Factuality.HAPPENED),
            standing=value,
            parties=parties,
            of=text.text[start:end],
            on=date_at(text, carriers(text, i)),
            commitment=claim_id(pointed) if pointed is not None else None,
        )

    def _named_in(self, target: int) -> tuple[str, ...]:
        """Return the actors named inside the phrase of an agreement ("the agreement under which A lets B fish")."""
        named = (self.parties.references.named(k) for k in self.text.subtree(target))
        return self.parties.in_scope(tuple(dict.fromkeys(name for name in named if name is not None)))

    def _is_document(self, i: int) -> bool:
        return i >= 0 and self.text.lemmas[i] in words("statuses", "standing_objects")


@cache
def words_of_expiry() -> frozenset[str]:
    """Return the verbs by which an agreement ends of itself."""
    return frozenset(load_lexicon("statuses")["standing_subject_verbs"]["expired"])
