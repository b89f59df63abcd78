"""Finds what somebody agreed, decided, signed, pledged, or declared itself ready to do.

In: a `Text` with its `Parties`, and the meeting claims already read. Out: one `CommitmentClaim` per thing promised: second conjuncts
inherit their verb ("agreed to assess X and to simplify Y" is two). Words are in `lexicon/commitments.yaml`. Not commitments, whatever
their words: failed or refused agreement, expectations, demands, proposals, "agreed to disagree", an agreement to go on talking (a
meeting), what may or would be agreed.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from communique.model.claims import CommitmentClaim, MeetingClaim, claim_id
from communique.model.vocabulary import Factuality, Force, MeetingState, TimeType
from communique.reading.attribution import provenance
from communique.reading.clauses import (
    complements,
    is_passive,
    is_predicate,
    object_of,
    subject_of,
    surface_subject,
    verb_names,
)
from communique.reading.dealings import Dealings
from communique.reading.events import bound_at, carriers, date_at
from communique.reading.lexicon import load_lexicon, words
from communique.reading.meeting_nouns import is_private
from communique.reading.modality import Modality, assess, own_modal
from communique.reading.parties import Parties
from communique.reading.provisions import DEALS, Found, ProvisionReader
from communique.reading.text import Text
from communique.reading.wording import Wording

MONTHS = 12
"""Higher numbers in the place of a month are seasons."""
REACH = 3
"""How many sentences back a meeting may lie to be the origin of an undated commitment."""


@cache
def _binding_verbs() -> dict[str, Force]:
    return {verb: Force(force) for force, verbs in load_lexicon("commitments")["verbs"].items() for verb in verbs}


@cache
def _document_verbs() -> dict[str, Force]:
    return {verb: Force(force) for force, verbs in load_lexicon("commitments")["document_verbs"].items() for verb in verbs}


class CommitmentFinder:
    """Finds the commitments of one text."""

    def __init__(self, text: Text, parties: Parties, dealings: Dealings) -> None:
        self.text = text
        self.parties = parties
        self.wording = Wording(text)
        self.dealings = dealings

    def find(self) -> list[CommitmentClaim]:
        """Return the commitment claims in text order."""
        found: list[Found] = []
        for i in range(len(self.text.tokens)):
            if is_predicate(self.text, i):
                found += self._of_predicate(i)
        found += ProvisionReader(self.text, self.parties, self.wording, self.dealings).told(found)
        found = self._as_provisions(found)
        claims, taken = [], set()
        for item in sorted(found, key=lambda f: (f.start, f.end)):
            if item.content not in taken:
                taken.add(item.content)
                claims.append(self._claim(item))
        return claims

    def make(self, i: int, force: Force, obligors: tuple[str, ...], words_at: tuple[int, int]) -> CommitmentClaim:
        """Return the claim of a commitment that somebody else has found on a word: its object, condition, day, deadline and meeting."""
        bound = complements(self.text, i) if self.text.lemmas[i] in _binding_verbs() and is_predicate(self.text, i) else []
        content = bound[0] if bound else self._told_before(i)
        if force is not Force.INTENT and (self.wording.has_condition(content) or self.wording.has_condition(i)):
            force = Force.CONDITIONAL
        return self._claim(Found(i, content, force, obligors, *words_at))

    def _told_before(self, i: int) -> int:
        """Return what a word says was agreed that stands before it, else the word itself.

        That is a clause ("the truce will last until May, the parties decided") or an agreement ("a deal that they reached").
        """
        text, head = self.text, self.text.head[i]
        if head < 0 or head > i or not is_predicate(text, i):
            return i
        is_behind = text.bases[i] == "parataxis" or (text.bases[i] == "conj" and text.child(i, "cc") < 0 and text.child(i, "nsubj") >= 0)
        is_clause = is_behind and is_predicate(text, head) and text.lemmas[i] in _binding_verbs()
        return head if is_clause or (text.bases[i] == "acl" and text.lemmas[head] in words("commitments", "documents")) else i

    def _as_provisions(self, found: list[Found]) -> list[Found]:
        """Give joint promises in the present the force of the deal that they are told of ("sign a text. They undertake to …")."""
        deals = sorted((f for f in found if f.force in DEALS), key=lambda f: f.start)
        mended = []
        for item in found:
            deal = next((d for d in reversed(deals) if d.start < item.start), None)
            is_joint = item.force is Force.PLEDGED and item.binder != item.content and len(item.obligors) >= 2
            is_told = is_joint and deal is not None and self.text.feature(item.binder, "Tense") == "Pres"
            mended.append(replace(item, force=deal.force) if is_told and deal is not None else item)
        return mended

    # --- candidates ----------------------------------------------------------------------------------------------------

    def _of_predicate(self, i: int) -> Iterator[Found]:
        text = self.text
        modality = assess(text, i)
        names = verb_names(text, i)
        document = self._document(i)
        if document >= 0 and not self._is_bare_reference(i, document):
            force = next((_document_verbs()[name] for name in names if name in _document_verbs()), None)
            if force is not None and modality.factuality is Factuality.HAPPENED:
                yield from self._of_document(i, document, force)
                return
        if text.lemmas[i] in words("commitments", "terms") and modality.factuality is Factuality.HAPPENED and not modality.modal:
            yield from self._of_terms(i)
            return
        force = _binding_verbs().get(text.lemmas[i])
        if force is not None and force is not Force.INTENT:
            if modality.factuality is Factuality.HAPPENED or self._is_own_promise(i, modality, force):
                yield from self._of_verb(i, force)
        elif self._is_readiness(i):
            if not modality.negated and modality.factuality in {Factuality.HAPPENED, Factuality.POSSIBLE}:
                yield from self._of_readiness(i)
        elif modality.factuality in {Factuality.PLANNED, Factuality.CONDITIONAL} and modality.modal in {"will", "'ll", "’ll", "shall"}:
            yield from self._of_future(i)

    def _is_bare_reference(self, i: int, noun: int) -> bool:
        """Tell whether a participle only says which agreement is meant ("the agreements reached at their meetings"), not that it was made.

        A signing with its own date, and provisions, are worth a claim all the same.
        """
        text = self.text
        determiner = text.child(noun, "det")
        points_back = (
            determiner >= 0
            and text.words[determiner] in {"the", "this", "that"}
            and not text.children(noun, "acl", "nmod", "compound", "amod")
        )
        if points_back and (text.lemmas[i] in words("commitments", "telling") or text.bases[i] in {"acl", "advcl"}):
            return True
        is_bare = not text.children(noun, "acl", "nmod", "compound") and not text.children(i, "ccomp", "xcomp", "advcl")
        if is_bare and text.lemmas[noun] in words("commitments", "bare_documents") and text.lemmas[i] != "sign":
            return True
        if text.bases[i] != "acl" or text.rels[i] == "acl:relcl" or text.head[i] != noun:
            return False
        has_provisions = bool(self.wording.infinitives(noun))
        return not has_provisions and not (text.lemmas[i] == "sign" and date_at(text, {i}) is not None)

    def _is_own_promise(self, i: int, modality: Modality, force: Force) -> bool:
        """Tell whether a pledge made now is meant although a condition follows ("pledges to withdraw if …")."""
        return force is Force.PLEDGED and modality.factuality is Factuality.CONDITIONAL and not self.text.marker(i)

    def _document(self, i: int) -> int:
        """Return the agreement noun that is the object or prepositional object of a predicate, -1 when there is none."""
        text = self.text
        nouns = [object_of(text, i), *(k for k in text.children(i, "obl") if text.case(k) in {"on", "to", "into", "at", "upon", "a"})]
        for noun in nouns:
            for k in text.conjuncts(noun) if noun >= 0 else []:
                if text.lemmas[k] in words("commitments", "documents"):
                    return k
        return -1

    def _of_document(self, i: int, noun: int, force: Force) -> Iterator[Found]:
        text = self.text
        if is_private(text, noun) or any(
            text.words[k] in {"nearer", "closer", "near", "close"} for k in text.children(i, "advmod", "xcomp")
        ):
            return
        obligors = self._document_parties(i, noun)
        scoped = self.parties.in_scope(obligors)
        obligors = scoped if len(scoped) >= 2 else obligors
        if self._is_one_sided(i, force, scoped):
            return
        if text.lemmas[noun] in words("commitments", "weak_documents") and force is Force.DECIDED and len(scoped) < 1:
            return
        if not scoped or not self._concerns_states(i, scoped) or self._is_domestic(obligors, scoped):
            return
        force = self.wording.weaken(force, i, noun)
        start, _ = self.wording.anchor_start(i, noun)
        provisions = self.wording.infinitives(noun)
        provisions += [k for k in text.children(i, "advcl", "xcomp") if text.is_infinitive(k) and k > noun and force is not Force.SIGNED]
        if not provisions:
            yield Found(i, noun, force, obligors, start, self.wording.end(noun))
            return
        parts = sorted({c for k in provisions for c in text.conjuncts(k)} | set(self.wording.further_provisions([i, noun, *provisions])))
        first = parts[0]
        yield Found(i, first, self.wording.examined(force, first), obligors, start, self.wording.end(first))
        for part in parts[1:]:
            if is_predicate(text, part) and not self.wording.is_talking(part):
                own = self.parties.in_scope(self.parties.actors_of(text.child(part, "nsubj")))
                yield Found(i, part, self.wording.examined(force, part), own or obligors, *self.wording.provision_extent(part))

    def _document_parties(self, i: int, noun: int) -> tuple[str, ...]:
        text, resolve = self.text, self.parties
        named = resolve.named_under(noun, frozenset({"between", "among"}))
        subject = resolve.actors_of(subject_of(text, i))
        partners = resolve.named_under(noun, frozenset({"with"})) + resolve.named_under(i, frozenset({"with", "between", "among"}))
        parties = named or tuple(dict.fromkeys(subject + partners))
        if len(resolve.in_scope(parties)) < 2 and not named:
            group = resolve.references.group(noun) or self._parties_told()
            subject_token = subject_of(text, i)
            if len(group) >= 2 and (subject_token < 0 or (not parties and self._is_unnamed_party(subject_token))):
                return group
        return parties

    def _of_verb(self, i: int, force: Force) -> Iterator[Found]:
        text = self.text
        subject = subject_of(text, i)
        obligors = self.parties.actors_of(subject) or self.dealings.actors(i)
        partners = self.parties.named_under(i, frozenset({"with"})) if force is Force.AGREED else ()
        obligors = tuple(dict.fromkeys(obligors + partners))
        is_open = (
            force is Force.AGREED
            or (force is Force.PLEDGED and subject >= 0)
            or (force is Force.DECIDED and is_passive(text, i) and subject < 0)
        )
        if not obligors and is_open and (subject < 0 or self._is_unnamed_party(subject)):
            obligors = self.parties.references.group(i) or self._parties_told()
        scoped = self.parties.in_scope(obligors)
        obligors = scoped if len(scoped) >= 2 else obligors
        if not scoped or not self._concerns_states(i, scoped) or self._is_domestic(obligors, scoped):
            return
        alone = self._is_one_sided(i, force, scoped) and not self.parties.names_other(text.subtree(i), obligors)
        if alone or (text.lemmas[i] == "declare" and self._document(i) < 0):
            return
        contents = [c for c in complements(text, i) if not self.wording.is_talking(c)]
        nominal = self._nominal_content(i) if text.marker(i) != "as" else -1
        is_own = len(scoped) < 2 and not self.parties.concern_states(text.subtree(i), scoped)
        if nominal >= 0 and (is_own or (nominal < i and not is_passive(text, i))):
            nominal = -1
        if not complements(text, i) and nominal >= 0:
            yield Found(i, nominal, self.wording.weaken(force, i, nominal), obligors, *self.wording.whole(i, nominal))
            return
        for n, content in enumerate(contents):
            own = self.parties.actors_of(text.child(content, "nsubj", "nsubj:pass"))
            who = self.parties.in_scope(own) or obligors
            strength = self.wording.examined(self.wording.weaken(force, i, content), content)
            is_declared = strength is Force.DECIDED and text.lemmas[i] == "declare"
            if is_declared or self._forms_government(content) or self._is_vague(content):
                continue
            if n == 0:
                yield Found(i, content, strength, who, self.wording.anchor_start(i, content)[0], self.wording.end(content))
            else:
                yield Found(i, content, strength, who, *self.wording.extent(content))

    def _parties_told(self) -> tuple[str, ...]:
        """Return the parties of the text's dealings, none where it tells of none."""
        return self.dealings.parties if self.dealings.are_told else ()

    def _of_terms(self, i: int) -> Iterator[Found]:
        """Yield what a deal binds its parties to ("it commits both governments to settle …", "the text stipulates the release of …")."""
        text, subject = self.text, surface_subject(self.text, i)
        if subject < 0 or not self.dealings.are_told or is_passive(text, i):
            return
        is_deal = text.lemmas[subject] in words("commitments", "documents") or text.words[subject] in {"it", "which", "that"}
        if not is_deal or self.parties.actors_of(subject) or is_private(text, subject):
            return
        bound = text.child(i, "obj", "iobj")
        obligors = self.parties.in_scope(self.parties.actors_of(bound)) if bound >= 0 else ()
        contents = [c for c in complements(text, i) if not self.wording.is_talking(c)]
        if not contents and bound >= 0 and not obligors and text.upos[bound] == "NOUN":
            contents = [bound]
        for n, content in enumerate(contents):
            own = self.parties.in_scope(self.parties.actors_of(text.child(content, "nsubj")))
            start, end = self.wording.extent(content)
            start = min(start, text.tokens[i].start) if n == 0 else start
            yield Found(i, content, self.wording.examined(Force.AGREED, content), own or obligors or self.dealings.parties, start, end)

    def _is_unnamed_party(self, subject: int) -> bool:
        """Tell whether a subject that names nobody can only be the parties of the text ("the two agreed")."""
        text = self.text
        if len(text.conjuncts(subject)) >= 2 and self.parties.person_at(subject) is not None:
            return True
        if text.words[subject] in {"it", "they", "each", "two", "both", "pair", "duo"}:
            return True
        return text.feature(subject, "Number") == "Plur" and text.lemmas[subject] in words("actors", "plurals") | words(
            "actors", "representatives"
        )

    def _is_vague(self, content: int) -> bool:
        """Tell whether what is agreed is a mood and no act ("to calm their trade war")."""
        target = object_of(self.text, content)
        return target >= 0 and self.text.lemmas[target] in words("commitments", "vague_objects")

    def _forms_government(self, content: int) -> bool:
        """Tell whether what is agreed is a government: a matter of parties at home."""
        target = object_of(self.text, content)
        return target >= 0 and self.text.lemmas[target] in {"government", "coalition", "cabinet"}

    def _nominal_content(self, i: int) -> int:
        """Return the noun that was agreed or decided ("agreed on a timetable", "ordered the withdrawal of"), -1 when there is none."""
        text = self.text
        found = object_of(text, i)
        if found < 0 or (is_passive(text, i) and text.words[found] == "it"):
            found = next(
                (k for k in text.children(i, "obl") if text.case(k) in {"on", "to", "upon", "about", "for"} and text.time_of[k] is None), -1
            )
        if (
            found < 0
            or text.lemmas[found] in words("commitments", "talk_objects") | words("commitments", "vague_objects")
            or text.upos[found] not in {"NOUN", "PROPN"}
        ):
            return -1
        return found

    def _is_readiness(self, i: int) -> bool:
        text = self.text
        return text.lemmas[i] in words("commitments", "readiness") and (
            text.child(i, "cop") >= 0 or text.bases[i] in {"xcomp", "root", "conj", "ccomp"}
        )

    def _of_readiness(self, i: int) -> Iterator[Found]:
        """Yield intents: "is ready to", "remains committed to"."""
        text = self.text
        contents = complements(text, i) or [k for k in text.children(i, "obl") if text.case(k) == "to"]
        subject = surface_subject(text, i)
        obligors = self.parties.actors_of(subject)
        if not contents or not self.parties.in_scope(obligors):
            return
        first = contents[0]
        start = self.wording.anchor_start(i, first)[0]
        yield Found(i, first, Force.INTENT, obligors, start, self.wording.end(max(c for k in contents for c in text.conjuncts(k))))

    def _of_future(self, i: int) -> Iterator[Found]:
        """Yield what a party says that it will do itself: a pledge, conditional when it hangs on a condition."""
        text = self.text
        quotation = text.quotation_of[i]
        if quotation is None or not quotation.speaker or is_passive(text, i) or self.wording.is_talking(i):
            return
        if text.lemmas[i] in words("commitments", "no_deeds"):
            return
        subject = subject_of(text, i)
        names_itself = subject >= 0 and (text.upos[subject] == "PRON" or text.entity_of[subject] is not None)
        if not names_itself or own_modal(text, i) not in words("commitments", "provision_modals"):
            return
        obligors = self.parties.in_scope(self.parties.actors_of(subject))
        speakers = [name.strip() for name in quotation.speaker.split(";")]
        spoken = all(any(self._speaks_for(name, obligor) for name in speakers) for obligor in obligors)
        if not obligors or not spoken or not self._concerns_states(i, obligors):
            return
        conditional = self.wording.has_condition(i)
        force = (
            Force.TO_ASSESS if text.lemmas[i] in words("commitments", "examine") else Force.CONDITIONAL if conditional else Force.PLEDGED
        )
        if assess(text, i).factuality is Factuality.CONDITIONAL and not conditional:
            return
        start, end = text.extent(i, [*self.wording.asides(i), *text.children(i, "mark")])
        yield Found(i, i, force, obligors, start, end)

    def _speaks_for(self, speaker: str, obligor: str) -> bool:
        """Tell whether a speaker promises for the own side; a person whose side the text does not give may."""
        references = self.parties.references
        side = references.side(speaker)
        return obligor in {side, speaker} or (side is None and references.office(speaker) is not None)

    # --- judging -------------------------------------------------------------------------------------------------------

    def _concerns_states(self, i: int, obligors: tuple[str, ...]) -> bool:
        """Tell whether a commitment reaches beyond one state: two parties, another actor in the sentence, or a matter between states."""
        if len(obligors) >= 2 or self._is_of_dealings(obligors):
            return True
        return self.parties.concern_states(self.text.subtree(i), obligors)

    def _is_of_dealings(self, obligors: tuple[str, ...]) -> bool:
        """Tell whether those who are bound are parties of the dealings that the text tells of."""
        return bool(obligors) and self.dealings.are_told and set(obligors) <= set(self.dealings.parties)

    def _is_one_sided(self, i: int, force: Force, scoped: tuple[str, ...]) -> bool:
        """Tell whether only one party of a deal is in scope: a deal with a company, a union or a party of its own is none of ours.

        Treaties are signed one state at a time, and a truce or peace deal may be with rebels that the text does not name.
        """
        if len(scoped) >= 2 or force not in DEALS or (force is not Force.SIGNED and self._is_of_dealings(scoped)):
            return False
        near = {self.text.lemmas[k] for k in self.text.subtree(i)}
        return not near & (words("statuses", "formal") | words("commitments", "peaceful"))

    @staticmethod
    def _is_domestic(obligors: tuple[str, ...], scoped: tuple[str, ...]) -> bool:
        """Tell whether a state deals with unions, companies or the like of its own."""
        return len(scoped) == 1 and len(obligors) > 1

    # --- anchors and claims --------------------------------------------------------------------------------------------

    def _claim(self, item: Found) -> CommitmentClaim:
        text = self.text
        start, end = self.wording.extent(item.content)
        if text.marker(item.content) == "that":
            start = text.extent(item.content, [*self.wording.asides(item.content), *text.children(item.content, "mark")])[0]
        end = max(end, min(item.end, end)) if item.force is not Force.INTENT else item.end
        agreed_on = date_at(text, carriers(text, item.binder)) if item.force is not Force.INTENT else None
        origin = self._origin(item, agreed_on)
        condition = self.wording.condition(item.content, item.binder)
        modality = assess(text, item.binder)
        factuality = (
            Factuality.CONDITIONAL
            if item.force is Force.CONDITIONAL
            else Factuality.PLANNED
            if item.force is Force.INTENT
            else modality.factuality
        )
        return CommitmentClaim(
            provenance=provenance(text, item.start, item.end, item.binder, factuality, item.score),
            force=item.force,
            obligors=item.obligors,
            object=text.text[start:end],
            condition=condition,
            due=self._due(item, agreed_on),
            agreed_on=agreed_on,
            origin=claim_id(origin) if origin is not None and item.force is not Force.INTENT else None,
        )

    def _next_one(self, bound: str, nodes: set[int], since: str) -> str:
        """Return a deadline that names no year as the first such day after the promise ("in November: by the end of January")."""
        text = self.text
        spoken = [t for t in text.times if text.head_in(t.start, t.end) in nodes and t.edtf and t.edtf[:7] == bound[:7]]
        if not any(time.inferred_year for time in spoken) or not bound[:4].isdigit() or bound[4:5] != "-":
            return bound
        return f"{int(bound[:4]) + 1}{bound[4:]}" if bound[: len(since)] < since[: len(bound)] else bound

    def _due(self, item: Found, agreed_on: str | None) -> str | None:
        """Return the deadline stated in the object of the commitment."""
        text = self.text
        first = max(text.children(item.content, "mark"), default=-1) if item.content > item.binder else -1
        nodes = {k for k in text.subtree(item.content, self.wording.asides(item.content)) if k > first}
        bound = bound_at(text, nodes, words("commitments", "deadline"))
        published = text.analysis.date or ""
        if bound is not None:
            return self._next_one(_last_day(bound), nodes, agreed_on or published)
        for time in text.times:
            inside = text.head_in(time.start, time.end)
            if (
                inside in nodes
                and time.type is TimeType.DATE
                and time.edtf
                and time.edtf[:1].isdigit()
                and time.edtf > published[:10]
                and time.edtf[:10] != published[: len(time.edtf)]
            ):
                return _last_day(time.edtf) if "~" in time.edtf else time.edtf
        return None

    def _origin(self, item: Found, agreed_on: str | None) -> MeetingClaim | None:
        """Return the meeting at which it was agreed.

        One in the same sentence, else the last one held nearby when no other date is given.
        """
        text = self.text
        sentence = text.sentence[item.binder]
        held = [m for m in self.dealings.meetings if m.state in {MeetingState.HELD, MeetingState.UNDER_WAY, MeetingState.BROKEN_OFF}]
        here = [m for m in held if self._sentence_of(m) == sentence]
        if here:
            return min(here, key=lambda m: abs(m.provenance.span.start - item.start))
        if agreed_on is not None or item.force in {Force.PLEDGED, Force.DECIDED}:
            return None
        before = [m for m in held if 0 < sentence - self._sentence_of(m) <= REACH and set(m.parties) & set(item.obligors)]
        news = [m for m in before if not m.relative] or before
        return news[-1] if news else None

    def _sentence_of(self, meeting: MeetingClaim) -> int:
        return self.text.sentence[self.text.token_at(meeting.provenance.span.start)]


def _last_day(edtf: str) -> str:
    """Return the day by which something is due: the end of an interval, the last day of an approximate month ("2025-12~")."""
    last = edtf.rsplit("/", maxsplit=1)[-1]
    if last in {"", ".."}:
        return edtf
    year, month, day = [*last.rstrip("~").split("-"), "", ""][:3]
    is_month = last.endswith("~") and month.isdigit() and int(month) <= MONTHS and not day
    return f"{year}-{month}-{monthrange(int(year), int(month))[1]}" if is_month else last.rstrip("~")
