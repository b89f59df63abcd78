"""Whether a predicate or an event noun happened, is planned, possible, denied or hangs on a condition.

In: a `Text` and a token. Out: a `Modality`. The walk goes from the token up through the words that govern it, each of which may take
something from its certainty, as in de Marneffe, Manning and Potts (2012, Computational Linguistics 38:2) and FactBank (Saurí and
Pustejovsky 2009); the word lists are in `lexicon/modality.yaml`, what bears on nouns alone is in `nominals`. Verbs of saying are
transparent: who says it is attribution, not modality.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from communique.model.vocabulary import Factuality, TimeType
from communique.reading.events import number_word
from communique.reading.lexicon import load_lexicon, words
from communique.reading.nominals import described, governed, is_brought_about, is_nominal, of_noun, shares_fate
from communique.reading.text import SUBJECTS, Text

MAX_STEPS = 30
"""Longest climb; real sentences are far shallower, a broken tree may run in a circle."""
RANKED = (Factuality.DENIED, Factuality.CONDITIONAL, Factuality.POSSIBLE, Factuality.PLANNED)
"""What wins where several are found."""
OPEN = frozenset({Factuality.CONDITIONAL, Factuality.PLANNED, Factuality.POSSIBLE})
"""What is handed on from a main clause to what depends on it; a denial is not ("did not stop when he was asked")."""


@dataclass(frozen=True, slots=True)
class Modality:
    """`governors` are the lemmas that the predicate hangs on by complementation, nearest first; `negated` tells an own negation."""

    factuality: Factuality
    negated: bool = False
    governors: tuple[str, ...] = ()
    modal: str = ""


@cache
def _modals() -> dict[str, str]:
    table: dict[str, list[str]] = load_lexicon("modality")["modals"]
    return {word: kind for kind, listed in table.items() for word in listed}


def assess(text: Text, i: int) -> Modality:
    """Return the modality of a predicate or event noun. Denial wins over condition, condition over doubt, doubt over plan.

    A copula stands for its predicate. What was found is kept with the text, since every finder asks.
    """
    known = text.modalities.get(i)
    if known is None:
        known = _assess(text, text.head[i] if text.bases[i] == "cop" and text.head[i] >= 0 else i, MAX_STEPS)
        text.modalities[i] = known
    return known


def _assess(text: Text, i: int, steps: int) -> Modality:
    climb = _Climb(text, i, steps)
    node = i
    while node >= 0 and climb.steps > 0:
        climb.steps -= 1
        climb.look_at(node)
        node = climb.step_up(node)
    return climb.result()


class _Climb:
    """The walk from a predicate up through what governs it, collecting what each step makes of it."""

    def __init__(self, text: Text, predicate: int, steps: int) -> None:
        self.text = text
        self.steps = steps
        self.negated = is_negated(text, predicate)
        self.seen: set[Factuality] = {Factuality.DENIED} if self.negated else set()
        self.governors: list[str] = []
        self.modal = ""
        self.purpose = Factuality.HAPPENED
        if _is_questioned(text, predicate):
            self.seen.add(Factuality.POSSIBLE)

    # --- what a node says of itself ------------------------------------------------------------------------------------

    def look_at(self, node: int) -> None:
        """Take in the modal, the adverbs and the subordinator of a predicate, the adjectives of a noun."""
        text = self.text
        if is_nominal(text, node):
            self.seen |= described(text, node)
        if text.feature(node, "Mood") == "Imp":
            self.seen.add(Factuality.POSSIBLE)
        modal = own_modal(text, node)
        self.modal = self.modal or modal
        if modal:
            is_yet = text.is_infinitive(node) and any(text.words[k] == "yet" for k in text.children(node, "advmod"))
            self.seen.add(Factuality.DENIED if is_yet else self._of_modal(node, modal))
        self._adverbs(node)
        if _is_dated_progressive(text, node):
            self.seen.add(Factuality.PLANNED)
        if _has_condition(text, node) and (modal or not is_past(text, node)):
            self.seen.add(Factuality.CONDITIONAL)
        marker = text.marker(node)
        if marker in {"whether", "if"} and text.bases[node] in {"ccomp", "xcomp"}:
            self.seen.add(Factuality.POSSIBLE)
        elif (marker in words("modality", "conditions") and not self._is_past(node, marker)) or _is_inverted(text, node):
            self.seen.add(Factuality.CONDITIONAL)

    def _of_modal(self, node: int, modal: str) -> Factuality:
        """Return what a modal makes of its verb: "would have met" did not, "said it would meet" is a plan told in the past."""
        text = self.text
        if modal in words("modality", "counterfactual") and any(text.lemmas[k] == "have" for k in text.children(node, "aux")):
            return Factuality.DENIED
        lead = text.lead(node)
        head = text.head[lead]
        is_told = modal == "would" and _is_content(text, lead) and is_past(text, text.clause(head)) and not _is_doubted(text, head)
        is_settled = modal in {"should", "must"} and _is_content(text, lead) and text.lemmas[head] in words("modality", "planned")
        if is_told or is_settled:
            return Factuality.PLANNED
        return Factuality(_modals()[modal])

    def _adverbs(self, node: int) -> None:
        text = self.text
        for k in text.children(node, "advmod"):
            if text.words[k] in words("modality", "adverbs"):
                self.seen.add(Factuality.POSSIBLE)
            elif text.words[k] in {"nearly", "almost"} and text.upos[node] == "VERB":
                self.seen.add(Factuality.DENIED)

    def _is_past(self, node: int, marker: str) -> bool:
        """Tell whether a clause with "until" or "once" tells what came about ("until they left, he waited")."""
        text = self.text
        return marker in {"until", "once"} and is_past(text, node) and self._inherited(text.head[node]) is Factuality.HAPPENED

    # --- what governs it -----------------------------------------------------------------------------------------------

    def step_up(self, node: int) -> int:
        """Return the next predicate to look at, -1 at the top of what bears on the first."""
        text = self.text
        head, base = text.head[node], text.bases[node]
        if head < 0:
            return -1
        if base == "conj":
            is_own_clause = text.child(node, *SUBJECTS) >= 0 or (text.child(node, "aux") >= 0 and not text.is_infinitive(node))
            return _skip_conjuncts(text, node) if is_own_clause else head
        if base == "xcomp" or _is_content(text, node) or (base in {"advcl", "acl"} and text.is_infinitive(node)):
            return self._governed_by(node, head, base)
        if base == "csubj" and text.is_infinitive(node) and not is_past(text, head):
            self.seen.add(Factuality.POSSIBLE)
        if is_nominal(text, node):
            return self._from_nominal(node, head, base)
        self._adverbial(node, head, base)
        return -1

    def _governed_by(self, node: int, head: int, base: str) -> int:
        text = self.text
        self.governors.append(text.lemmas[head])
        if not (base == "ccomp" and (_is_told(text, node, head) or _is_asked(text, node))):
            self.seen.update(_governed(text, head, text.lemmas[head]))
        is_purpose = base in {"advcl", "acl"} and len(self.governors) == 1 and not self.seen
        if is_purpose and not _is_singled_out(text, head) and text.lemmas[head] not in words("modality", "changes"):
            is_arranged = _is_headline(text, head) or (base == "acl" and text.child(node, "aux:pass") >= 0)
            self.purpose = Factuality.PLANNED if is_arranged else Factuality.POSSIBLE
        if base == "acl" and is_nominal(text, head):
            self.seen |= described(text, head) | governed(text, head) | of_noun(text, head)
        is_top = base == "acl" or (base == "ccomp" and not _is_complement_of_plan(text, head))
        return -1 if is_top else head

    def _from_nominal(self, node: int, head: int, base: str) -> int:
        """Take in what governs a noun; return the noun that it is part of, -1 at a verb."""
        text = self.text
        self.seen |= governed(text, node)
        if base == "nmod" and text.case(node) == "of" and is_nominal(text, head):
            return head
        if shares_fate(text, node):
            if is_brought_about(text, node) and is_negated(text, head):
                self.seen.add(Factuality.DENIED)
            self.seen |= {self._inherited(head)} & OPEN
        return -1

    def _adverbial(self, node: int, head: int, base: str) -> None:
        """Take in what a gerund's preposition or a subordinator of time says."""
        text = self.text
        marker = _subordinator(text, node)
        if text.feature(node, "VerbForm") == "Ger" and marker in words("modality", "purposes"):
            self.seen |= _governed(text, head, text.lemmas[head]) or {Factuality.POSSIBLE}
        if base in {"advcl", "acl"} and marker in words("modality", "temporal") and not self.negated:
            inherited = self._inherited(text.clause(head))
            self.seen |= {inherited} & OPEN
            is_told = inherited is Factuality.HAPPENED and text.child(node, *SUBJECTS) < 0
            if marker == "before" and text.feature(node, "Tense") != "Past" and not is_told:
                self.seen.add(Factuality.PLANNED)

    def _inherited(self, head: int) -> Factuality:
        """Return the factuality of what a node depends on; half the steps are left to it, which bounds the work on a deep tree."""
        return _assess(self.text, head, self.steps // 2).factuality if head >= 0 else Factuality.HAPPENED

    def result(self) -> Modality:
        """Return what the walk found."""
        factuality = next((kind for kind in RANKED if kind in self.seen), self.purpose)
        return Modality(factuality, self.negated, tuple(self.governors), self.modal)


def is_past(text: Text, i: int) -> bool:
    """Tell whether a predicate is told in the past tense or the perfect, by its own form or its auxiliaries."""
    finite = [k for k in text.children(i, "aux", "cop") if text.feature(k, "VerbForm") == "Fin"]
    if finite:
        return text.feature(finite[0], "Tense") == "Past" or (text.lemmas[finite[0]] == "have" and own_modal(text, i) == "")
    return text.feature(i, "Tense") == "Past" and text.feature(i, "VerbForm") == "Fin"


def is_negated(text: Text, i: int) -> bool:
    """Tell whether the predicate itself is negated ("did not", "never", "no talks were held")."""
    negations = words("modality", "negations")
    for k in text.kids[i]:
        if text.words[k] in negations and text.bases[k] in {"advmod", "det", "cc", "aux"}:
            return True
        if text.words[k] == "without" and text.bases[k] == "mark":
            return True
        if text.bases[k] in {"nsubj", "obj"} and _is_none(text, k):
            return True
        if text.words[k] == "longer" and any(text.words[d] == "no" for d in text.kids[k]):
            return True
    return text.bases[i] == "conj" and text.child(i, *SUBJECTS) < 0 and any(text.words[k] == "nor" for k in text.kids[i])


def _is_none(text: Text, noun: int) -> bool:
    """Tell whether a subject or object says that there is none ("no side", "none of the measures", "nobody")."""
    if text.words[noun] in words("modality", "nobody"):
        return True
    return any(text.words[d] in {"no", "neither"} and text.bases[d] == "det" for d in text.kids[noun])


def own_modal(text: Text, i: int) -> str:
    """Return the modal of a predicate's own auxiliaries, "" when it has none; "is to" counts as will."""
    table = _modals()
    for k in text.children(i, "aux"):
        word = text.words[k] if text.words[k] in table else text.lemmas[k]
        if word in table:
            return word
    to = next((k for k in text.children(i, "mark") if text.words[k] == "to"), -1)
    if any(text.lemmas[k] == "be" and k < to for k in text.children(i, "aux", "cop")):
        return "will"
    return ""


def _governed(text: Text, head: int, governor: str) -> set[Factuality]:
    """Return what a governing word makes of its complement."""
    is_denied = is_negated(text, head)
    if text.words[head] == "going":
        governor = "going"
    if governor in words("modality", "denied"):
        return {Factuality.POSSIBLE if is_denied else Factuality.DENIED}
    if governor in words("modality", "planned"):
        return {Factuality.DENIED if is_denied else Factuality.PLANNED}
    if governor == "able" and is_past(text, head) and not is_denied:
        return set()
    if governor in words("modality", "possible"):
        return {Factuality.DENIED if is_denied and governor in words("modality", "raising") else Factuality.POSSIBLE}
    if is_denied or (governor == "have" and any(text.words[k] == "yet" for k in text.children(head, "advmod"))):
        return {Factuality.DENIED}
    if not any(text.is_infinitive(k) for k in text.children(head, "xcomp")):
        return set()
    if governor == "remain":
        return {Factuality.DENIED}
    return {Factuality.POSSIBLE} if governor == "have" and not is_past(text, head) and own_modal(text, head) == "" else set()


def _is_told(text: Text, node: int, head: int) -> bool:
    """Tell whether a finite clause under a verb of planning is a report ("announced that talks had begun", "agreed that it was over")."""
    is_going_on = any(text.lemmas[k] == "be" for k in text.children(node, "aux")) and text.feature(node, "VerbForm") in {"Ger", "Part"}
    return text.lemmas[head] in words("modality", "reporting") and own_modal(text, node) == "" and (is_past(text, node) or is_going_on)


def _is_dated_progressive(text: Text, i: int) -> bool:
    """Tell whether a present progressive carries a date, as English tells arrangements ("are meeting on Friday")."""
    finite = next((k for k in text.children(i, "aux") if text.lemmas[k] == "be"), -1)
    if finite < 0 or text.feature(finite, "Tense") != "Pres" or not text.words[i].endswith("ing"):
        return False
    times = [(k, text.time_of[k]) for k in text.children(i, "obl") if text.upos[k] != "PRON"]
    return any(time is not None and time.type is TimeType.DATE and _is_ahead(text, k) for k, time in times)


def _is_ahead(text: Text, k: int) -> bool:
    """Tell whether a date names a day or time that is not the present one ("on Friday", "next week", not "now", "since May")."""
    near = {text.words[k], *(text.words[d] for d in text.kids[k])}
    return text.case(k) in {"", "on", "in"} and not near & {"today", "now", "this", "last"}


def _is_questioned(text: Text, i: int) -> bool:
    """Tell whether a predicate is asked about; what a relative clause or a "who" and "why" take for granted is not."""
    if text.words[text.range_of(text.sentence[i])[-1]] != "?" or text.bases[i] == "acl":
        return False
    return not any(text.feature(k, "PronType") == "Int" and k < i for k in text.kids[i])


def _has_condition(text: Text, node: int) -> bool:
    """Tell whether a predicate hangs on a clause with "if"; "if necessary" is a phrase."""
    clauses = [k for k in text.children(node, "advcl") if text.child(k, *SUBJECTS) >= 0]
    return any(text.marker(k) in words("modality", "if_clauses") or _is_inverted(text, k) for k in clauses)


def _is_inverted(text: Text, node: int) -> bool:
    """Tell whether a clause is a condition by its order ("should the talks fail", "had they signed")."""
    subject, inverted = text.child(node, *SUBJECTS), {"should", "had", "were"}
    return text.bases[node] == "advcl" and any(text.words[k] in inverted and k < subject for k in text.children(node, "aux", "cop", "mark"))


def _subordinator(text: Text, node: int) -> str:
    """Return the subordinating word of a clause, "when" included, which trees hold for an adverb."""
    return text.marker(node) or ("when" if any(text.words[k] == "when" and k < node for k in text.children(node, "advmod")) else "")


def _is_asked(text: Text, node: int) -> bool:
    """Tell whether a clause is a question that takes its event for granted or leaves it open ("did not say where they met")."""
    first = text.tokens[min([k for k in text.kids[node] if text.upos[k] != "PUNCT"], default=node)]
    return "PronType=Int" in first.feats or text.marker(node) in {"whether", "if"}


def _is_content(text: Text, node: int) -> bool:
    """Tell whether a clause is what somebody said or a noun is about ("said that", "the fear that")."""
    return text.head[node] >= 0 and (text.bases[node] == "ccomp" or (text.rels[node] == "acl" and text.marker(node) == "that"))


def _is_doubted(text: Text, head: int) -> bool:
    return text.lemmas[head] in words("modality", "possible") or text.lemmas[head] in words("modality", "denied")


def _is_headline(text: Text, head: int) -> bool:
    """Tell whether a noun with an infinitive is a headline's way of the future ("Ministers to sign accord")."""
    return text.bases[head] == "root" and text.upos[head] in {"PROPN", "NOUN"} and text.child(head, "cop", "case") < 0


def _is_singled_out(text: Text, noun: int) -> bool:
    """Tell whether an infinitive says what a noun was first, last or alone to do ("the first state to recognise")."""
    singled = {"last", "only", "latest", "one"}
    return any(text.words[k] in singled or number_word(text.words[k]) is not None for k in [noun, *text.children(noun, "amod", "nummod")])


def _is_complement_of_plan(text: Text, head: int) -> bool:
    return text.lemmas[head] in words("modality", "planned") or text.lemmas[head] in words("modality", "possible")


def _skip_conjuncts(text: Text, node: int) -> int:
    """Return the lead conjunct of a clause of its own, so that only what governs the whole coordination is seen; -1 at the root."""
    lead = text.lead(node)
    return lead if text.bases[lead] in {"xcomp", "ccomp"} and lead != node and text.head[lead] >= 0 and _governs_all(text, lead) else -1


def _governs_all(text: Text, lead: int) -> bool:
    return text.lemmas[text.head[lead]] in words("modality", "denied")
