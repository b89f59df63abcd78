"""What is told of the things that a deal is about, where no word ties the clause to its promise: "Turkey has not begun any work".

In: a `Text` with its `Parties`, its `Dealings` and the `Echoes` of its commitments. Out: `ProgressClaim`s whose `of` is the thing: a gate
that stands ready, lists that were handed over, planes that fly, a survey half done. Only texts that tell of dealings are read so, only
things that states promise each other count, and only what a party of the dealings, or nobody named, did. Words are in
`lexicon/statuses.yaml`.
"""

from __future__ import annotations

from communique.model.claims import ProgressClaim, claim_id
from communique.model.vocabulary import Factuality, Progress
from communique.reading.attribution import provenance
from communique.reading.bearings import Bearings
from communique.reading.clauses import agent_of, is_passive, object_of, surface_subject
from communique.reading.dealings import Dealings
from communique.reading.domains import Domains
from communique.reading.echoes import Echoes
from communique.reading.events import carriers, date_at, times_at
from communique.reading.idioms import idioms, is_gerund
from communique.reading.lexicon import load_lexicon, words
from communique.reading.modality import Modality, is_past
from communique.reading.parties import Parties
from communique.reading.text import Text

TOLD = 0.6
"""Score of progress that is tied to a promise by nothing but the thing that it is about."""
MAX_YEARS = 2
"""Deeds longer ago than this many years are history and carry nothing out that the text promises."""


def _names(key: str) -> frozenset[str]:
    return frozenset(load_lexicon("statuses")["measured"][key])


class MeasureReader:
    """Reads the progress that one text tells by the thing alone."""

    def __init__(self, text: Text, parties: Parties, echoes: Echoes, dealings: Dealings) -> None:
        self.text = text
        self.parties = parties
        self.echoes = echoes
        self.dealings = dealings
        self.bearings = Bearings(text)
        self.domains = Domains(text, parties)

    def of_predicate(self, i: int, modality: Modality) -> ProgressClaim | None:
        """Return what a predicate says was done about a thing between the parties, None when it says nothing of the kind."""
        if not self.dealings.are_told or modality.modal or not self._is_report(i, modality):
            return None
        names = idioms(self.text, i)
        idle = self._idle(i, modality)
        if idle is not None:
            return idle
        value, target = self._value(i, names)
        if value is None or target < 0 or not self._is_measure(target):
            return None
        actors = self._doers(i, target)
        if actors is None or self._is_history(i):
            return None
        if self._is_relation(i, target, value) and not self._is_none(i, target, modality):
            return None
        if self._is_none(i, target, modality):
            value = Progress.PARTIAL if value is Progress.STALLED else Progress.NOT_STARTED
        elif modality.factuality is not Factuality.HAPPENED:
            return None
        return self._claim(i, target, value, actors)

    def _is_report(self, i: int, modality: Modality) -> bool:
        """Tell whether a clause reports a state of things, in a main clause, in reported words or beside them."""
        text = self.text
        if modality.factuality not in {Factuality.HAPPENED, Factuality.DENIED} or text.bases[i] in {"csubj", "amod", "xcomp"}:
            return False
        if text.bases[i] == "acl" or any(text.feature(k, "PronType") == "Int" for k in text.subtree(i) if k < i):
            return False
        is_beside = text.bases[i] == "advcl"
        return not is_beside or (text.marker(i) in words("statuses", "beside") and not text.is_infinitive(i) and not is_gerund(text, i))

    def _idle(self, i: int, modality: Modality) -> ProgressClaim | None:
        """Read "Turkey has done nothing on its side", "the other side has not begun any" of the promise told before."""
        text = self.text
        has_nothing = text.lemmas[i] == "do" and any(text.words[k] == "nothing" for k in text.children(i, "obj", "nsubj:pass", "nsubj"))
        has_none = modality.negated and text.lemmas[i] in _names("beginnings") and any(text.words[k] == "any" for k in text.kids[i])
        actors = self.dealings.actors(i)
        if not (has_nothing or has_none) or not set(actors) <= set(self.dealings.parties):
            return None
        pointed = self.echoes.before(i)
        if pointed is None and not actors:
            return None
        start, end = self.bearings.clause(i)
        return ProgressClaim(
            provenance=provenance(text, start, end, i, Factuality.DENIED, TOLD),
            progress=Progress.NOT_STARTED,
            of=text.text[start:end],
            obligor=actors[0] if len(actors) == 1 else None,
            as_of=date_at(text, carriers(text, i)),
            commitment=claim_id(pointed) if pointed is not None else None,
        )

    # --- what was done -----------------------------------------------------------------------------------------------------

    def _value(self, i: int, names: tuple[str, ...]) -> tuple[Progress | None, int]:
        """Return how far a verb says that its thing got, and the thing: the object or passive subject of a deed, else the subject."""
        text = self.text
        subject = surface_subject(text, i)
        if text.child(i, "compound:prt") >= 0:
            names = tuple(name for name in names if name not in {text.lemmas[i], text.words[i]})
        if text.child(i, "cop") >= 0 or text.lemmas[i] in _names("standing"):
            near = {text.words[i], *names, *(text.words[k] for k in text.children(i, "xcomp", "advmod", "obl", "obj"))}
            if text.lemmas[subject] in words("statuses", "deed_objects") if subject >= 0 else True:
                return None, -1
            value = next((Progress(kind) for kind in ("enabled", "stalled", "implemented") if near & _names("is_" + kind)), None)
            return value, subject
        carried = next((k for k in text.children(i, "xcomp") if object_of(text, k) >= 0), -1)
        if carried >= 0 and self._is_finished(i) and any(name in _names("phases") for name in names):
            is_over = not any(name in _names("beginnings") for name in names)
            return (Progress.IMPLEMENTED if is_over else Progress.PARTIAL), object_of(text, carried)
        done = any(name in _names("deeds") for name in names)
        begun = any(name in _names("beginnings") for name in names)
        if (done or begun) and self._is_finished(i) and (is_passive(text, i) or object_of(text, i) >= 0):
            target = object_of(text, i)
            if begun:
                return Progress.PARTIAL, target
            is_ban = text.lemmas[target] in _names("bans") if target >= 0 else False
            return (Progress.ENABLED if is_ban else Progress.PARTIAL if self._is_part(i, target) else Progress.IMPLEMENTED), target
        goes_over = any(name in _names("crossing") for name in names)
        if (object_of(text, i) >= 0 and not goes_over) or not self._is_finished(i):
            return None, -1
        if any(name in _names("halts") for name in names):
            return Progress.STALLED, subject
        if any(name in _names("runs") for name in names):
            return (Progress.PARTIAL if self._is_part(i, subject) else Progress.IMPLEMENTED), subject
        return (Progress.PARTIAL, subject) if begun else (None, -1)

    def _is_finished(self, i: int) -> bool:
        """Tell whether a clause tells what came about or goes on."""
        text = self.text
        goes_on = any(text.lemmas[k] == "be" for k in text.children(i, "aux")) and text.words[i].endswith("ing")
        return is_past(text, i) or goes_on

    def _is_part(self, i: int, target: int) -> bool:
        """Tell whether words beside the verb or its noun leave a part open, or the verb tells of what goes on."""
        text = self.text
        near = {text.words[k] for k in text.kids[i]}
        if target >= 0:
            is_counted = text.child(target, "nummod") >= 0
            near |= {text.words[target], *(text.words[m] for m in text.children(target, "amod", "det", "nummod", "advmod"))}
            near -= {"some"} if is_counted else set()
        goes_on = any(text.lemmas[k] == "be" for k in text.children(i, "aux")) and text.words[i].endswith("ing")
        is_share = target >= 0 and text.words[target] in _names("shares")
        return goes_on or is_share or bool(near & words("statuses", "partly"))

    def _is_none(self, i: int, target: int, modality: Modality) -> bool:
        """Tell whether nothing of it was done: "not", "no plane", "nothing", "has yet to"."""
        text = self.text
        if modality.negated or modality.factuality is Factuality.DENIED:
            return True
        heads = [k for k in (target, surface_subject(text, i)) if k >= 0]
        return any(text.words[k] in {"none", "nothing", "nobody", "neither"} or self._has_no(k) for k in heads)

    def _has_no(self, noun: int) -> bool:
        text = self.text
        return any(text.words[k] == "no" for k in text.kids[noun])

    # --- about what, by whom -----------------------------------------------------------------------------------------------

    def _is_measure(self, target: int) -> bool:
        """Tell whether a noun is something that states promise each other, by itself, by what it is of, or because the text says so."""
        text = self.text
        listed = words("statuses", "deed_objects") | words("statuses", "measures")
        if text.lemmas[target] in words("statuses", "standing_objects"):
            return False
        inner = [k for k in text.children(target, "nmod") if text.case(k) in {"of", "on"}]
        nouns = [target, *text.children(target, "compound"), *inner]
        is_listed = any(text.lemmas[k] in listed for k in nouns if text.upos[k] in {"NOUN", "PROPN"})
        return is_listed or self.echoes.echoed(target, target, True) is not None

    def _is_relation(self, i: int, target: int, value: Progress) -> bool:
        """Tell whether a clause only says that something was opened or cut between states, which is a relation unless it was promised."""
        is_state = value in {Progress.IMPLEMENTED, Progress.STALLED} and self.domains.of(target) is not None
        return is_state and self.echoes.echoed(i, target, True) is None

    def _doers(self, i: int, target: int) -> tuple[str, ...] | None:
        """Return the parties that did it, none where nobody is named; None where others did."""
        text = self.text
        is_agentless = is_passive(text, i) and agent_of(text, i) < 0
        if is_agentless or target == surface_subject(text, i):
            owners = self._owners(target)
            return owners if set(owners) <= set(self.dealings.parties) else None
        doer = agent_of(text, i) if is_passive(text, i) else surface_subject(text, i)
        actors = self.dealings.actors(i) or self._owners(doer)
        return actors if actors and set(actors) <= set(self.dealings.parties) else None

    def _owners(self, noun: int) -> tuple[str, ...]:
        """Return the parties whose thing or people a noun is ("the Armenian checkpoint", "the work on the Turkish side")."""
        text = self.text
        if noun < 0:
            return ()
        inner = [noun, *(k for k in text.children(noun, "nmod") if text.lemmas[k] in {"side", "part", "half", "bank"})]
        tokens = [c for n in inner for k in text.children(n, "amod", "compound", "nmod", "nmod:poss") for c in text.conjuncts(k)]
        named = (self.parties.references.named(k) for k in tokens)
        return self.parties.in_scope(tuple(dict.fromkeys(name for name in named if name is not None)))

    def _is_history(self, i: int) -> bool:
        """Tell whether a deed is dated years before the text."""
        today = self.text.analysis.date
        years = [time.edtf[:4] for time, _ in times_at(self.text, carriers(self.text, i)) if time.edtf is not None]
        return today is not None and any(year.isdigit() and int(today[:4]) - int(year) > MAX_YEARS for year in years)

    def _claim(self, i: int, target: int, value: Progress, actors: tuple[str, ...]) -> ProgressClaim:
        text = self.text
        start, end = text.extent(target, self.bearings.comments_on(target))
        pointed = self.echoes.echoed(i, target, True)
        factuality = Factuality.DENIED if value is Progress.NOT_STARTED else Factuality.HAPPENED
        return ProgressClaim(
            provenance=provenance(text, *self.bearings.clause(i), i, factuality, TOLD),
            progress=value,
            of=text.text[start:end],
            obligor=actors[0] if len(actors) == 1 else None,
            as_of=date_at(text, carriers(text, i)),
            commitment=claim_id(pointed) if pointed is not None else None,
        )
