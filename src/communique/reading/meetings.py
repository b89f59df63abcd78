"""Finds the meetings that a text speaks of: held, planned, postponed, broken off, proposed, recapped.

In: a `Text` with its `Parties`. Out: `MeetingClaim`s in text order, one per mention, and one per date where a mention lists several ("in
Moscow on January 14 and in Vienna on May 3"). `meeting_candidates` says where a text may speak of one, `attendance` who sits there; what
the clause's modality makes of a state is in `_state_of`. A meeting that nobody in scope attends is left out.
"""

from __future__ import annotations

from dataclasses import replace

from communique.model.claims import MeetingClaim, Participant, Provenance, claim_id
from communique.model.vocabulary import Factuality, MeetingKind, MeetingState
from communique.reading.attendance import Attendance, AttendanceReader
from communique.reading.attribution import FIRM, provenance
from communique.reading.clauses import is_predicate, subject_of
from communique.reading.dating import Calendar, Days, Where
from communique.reading.events import INSIDE, bound_at, carriers, date_at, is_named_place, places_at, places_within
from communique.reading.lexicon import load_lexicon, words
from communique.reading.meeting_candidates import Candidate, CandidateFinder
from communique.reading.meeting_nouns import beside, count_of, is_meeting_noun, nested_nouns, relation_to_series
from communique.reading.modality import Modality, assess, is_negated
from communique.reading.parties import Parties
from communique.reading.sittings import Sitting, read_sittings
from communique.reading.text import Text

OFFERING = frozenset(
    {"expect", "likely", "due", "set", "schedule", "slate", "plan", "agree", "continue", "about", "poise", "intend", "will"}
)
"""Governors that make a meeting scheduled although they only announce it."""
ATTENDED = frozenset({MeetingState.HELD, MeetingState.UNDER_WAY, MeetingState.SCHEDULED, MeetingState.RESCHEDULED})
"""States in which a single person named is one who attends; who alone calls a meeting off does not."""
PLANS = frozenset({MeetingState.SCHEDULED, MeetingState.RESCHEDULED, MeetingState.POSTPONED, MeetingState.CANCELLED})
LISTED = frozenset({MeetingState.HELD, MeetingState.UNDER_WAY, MeetingState.SCHEDULED, MeetingState.DROPPED})
OPEN_PLANS = frozenset({MeetingState.SCHEDULED, MeetingState.PROPOSED})
ENDED = frozenset({MeetingState.POSTPONED, MeetingState.RESCHEDULED, MeetingState.CANCELLED, MeetingState.DROPPED})
"""What can become of a plan; told of the same noun, it is the news and the plan its history."""
SHARING = frozenset({"at", "during", "after", "following"})
"""Prepositions of a meeting that has its day in common with what was done there."""
SHIFTS = frozenset({MeetingState.POSTPONED, MeetingState.RESCHEDULED})
GUESSED = 0.7
"""Score of a meeting whose parties the mention leaves to the text."""


class MeetingFinder:
    """Finds the meetings of one text."""

    def __init__(self, text: Text, parties: Parties) -> None:
        self.text = text
        self.parties = parties
        self.attendance = AttendanceReader(text, parties)
        self._calendar = Calendar(text)
        self._nouns: dict[str, int] = {}

    def find(self) -> list[MeetingClaim]:
        """Return the meeting claims of the text in text order."""
        claims: list[MeetingClaim] = []
        taken: set[int] = set()
        for candidate in CandidateFinder(self.text, self.parties).find():
            if candidate.noun in taken and candidate.noun >= 0:
                self._settle(claims, candidate)
                continue
            claim = self._judge(candidate)
            if claim is not None and not any(_is_told(claim, other) for other in claims if candidate.predicate < 0):
                taken.update(nested_nouns(self.text, candidate.noun))
                if candidate.noun == candidate.predicate:
                    taken.add(self.text.child(candidate.noun, "nsubj"))
                self._nouns[claim_id(claim)] = candidate.noun
                claims += self._sat(claim, candidate)
        return sorted(claims, key=lambda c: (c.provenance.span.start, c.provenance.span.end))

    def _settle(self, claims: list[MeetingClaim], candidate: Candidate) -> None:
        """Let the end of a plan win over the plan that the same noun carries ("the round set for May was called off"), with its day."""
        number = next((n for n, c in enumerate(claims) if self._nouns.get(claim_id(c)) == candidate.noun and c.state in OPEN_PLANS), -1)
        claim = self._judge(candidate) if number >= 0 and candidate.predicate >= 0 else None
        if claim is not None and claim.state in ENDED:
            plan = claims[number]
            claims[number] = replace(claim, date=claim.date or plan.date, places=claim.places or plan.places)
            self._nouns[claim_id(claim)] = candidate.noun

    # --- judging -------------------------------------------------------------------------------------------------------

    def _judge(self, candidate: Candidate) -> MeetingClaim | None:
        text = self.text
        predicate, noun = candidate.predicate, candidate.noun
        modality = assess(text, predicate) if predicate >= 0 else Modality(Factuality.HAPPENED)
        state = self._state_of(candidate, modality)
        if state is None or (noun >= 0 and text.lemmas[noun] in words("meetings", "planned_only") and state not in PLANS):
            return None
        found = self.attendance.attendance(predicate, noun)
        is_ours = self.attendance.is_ours(found, predicate, noun)
        points_back = not found.parties and noun >= 0 and len(self.parties.in_scope(self.parties.references.group(noun))) >= 2
        attendance = found if is_ours and points_back else self.attendance.completed(found, predicate, noun)
        if attendance is found and not is_ours:
            return None
        nodes = nested_nouns(text, noun) | (set(carriers(text, predicate)) if predicate >= 0 else set())
        if predicate < 0:
            nodes |= self._clause_of_bare(noun)
        node = predicate if predicate >= 0 else noun
        references = self.parties.references
        score = FIRM if is_ours else GUESSED
        days = self._days_of(candidate, state, nodes)
        places = candidate.sitting.places if candidate.sitting is not None else ()
        places = places or places_at(text, sorted(nodes)) or places_within(text, candidate.start, candidate.end, attendance.parties)
        counted = noun if noun >= 0 else beside(text, predicate)
        ordinal = count_of(text, counted, predicate == noun) if counted >= 0 else None
        if not is_ours and days.date is None and ordinal is None and (predicate < 0 or (noun < 0 and not places)):
            return None
        return MeetingClaim(
            provenance=provenance(text, candidate.start, candidate.end, node, _factuality(state, modality), score),
            state=state,
            kind=self._kind(replace(candidate, noun=counted), attendance),
            ordinal=ordinal,
            series=text.lemmas[counted] if counted >= 0 and is_meeting_noun(text, counted) else "",
            relative=relation_to_series(text, noun),
            date=days.date,
            edge=days.edge,
            places=places,
            parties=attendance.parties or self.parties.in_scope(references.group(node)),
            participants=tuple(
                Participant(name, references.office(name), references.side(name))
                for name in attendance.persons
                if state in ATTENDED or len(attendance.persons) >= 2
            ),
            mediators=attendance.mediators or self.attendance.mediators_near(node, attendance.parties),
        )

    def _days_of(self, candidate: Candidate, state: MeetingState, nodes: set[int]) -> Days:
        if candidate.sitting is not None:
            return Days(candidate.sitting.date)
        return self._calendar.days_of(self._where(candidate, state, nodes), self._dating(candidate, state))

    def _where(self, candidate: Candidate, state: MeetingState, nodes: set[int]) -> Where:
        is_ahead = state in PLANS or state is MeetingState.PROPOSED
        is_over = state in OPEN_PLANS and any(self.text.lemmas[k] == "have" for node in nodes for k in self.text.children(node, "aux"))
        return Where(candidate.predicate, candidate.noun, frozenset(nodes), (candidate.start, candidate.end), is_ahead and not is_over)

    def attended(self, candidate: Candidate) -> Attendance:
        """Return who attends a meeting that somebody else has found, completed from the text where the mention means its two parties."""
        found = self.attendance.attendance(candidate.predicate, candidate.noun)
        return self.attendance.completed(found, candidate.predicate, candidate.noun)

    def describe(self, candidate: Candidate, attendance: Attendance, told: str | None) -> MeetingClaim:
        """Return the claim of a meeting that somebody else has found: its state, kind, count and days; who and where are left open.

        `told` is when it was, as whoever found it sees it (EDTF).
        """
        text, noun = self.text, candidate.noun
        node = candidate.predicate if candidate.predicate >= 0 else noun
        nodes = {node} | nested_nouns(text, noun) | (set(carriers(text, candidate.predicate)) if candidate.predicate >= 0 else set())
        days = self._days_of(candidate, candidate.base, nodes)
        if told is not None and days.date is None:
            days = self._calendar.stretch(told, self._where(candidate, candidate.base, nodes))
        return MeetingClaim(
            provenance=provenance(text, candidate.start, candidate.end, node, Factuality.HAPPENED),
            state=candidate.base,
            date=days.date,
            edge=days.edge,
            kind=self._kind(candidate, attendance),
            ordinal=count_of(text, noun, candidate.predicate == noun) if noun >= 0 else None,
            series=text.lemmas[noun] if noun >= 0 and is_meeting_noun(text, noun) else "",
            relative=relation_to_series(text, noun),
        )

    def _dating(self, candidate: Candidate, state: MeetingState) -> frozenset[str]:
        """Return the prepositions that say when a meeting is although they say other things elsewhere ("planned for", "moved to")."""
        text, predicate = self.text, candidate.predicate
        if state in SHIFTS:
            return frozenset({"to", "until", "till", "for"})
        if predicate >= 0 and {text.lemmas[predicate], *(text.lemmas[k] for k in carriers(text, predicate))} & words("meetings", "dating"):
            return frozenset({"for"})
        if candidate.noun >= 0 and text.feature(candidate.noun, "Number") == "Plur":
            return frozenset({"between"})
        return frozenset({"since"}) if predicate >= 0 and self._is_last_time(candidate) else frozenset()

    def _is_last_time(self, candidate: Candidate) -> bool:
        """Tell whether a denial names the last time: "has not met since February" tells of a meeting in February."""
        return candidate.noun < 0 and candidate.base is MeetingState.HELD and is_negated(self.text, candidate.predicate)

    def _sat(self, claim: MeetingClaim, candidate: Candidate) -> list[MeetingClaim]:
        """Return a claim with the days that the words behind it list, one claim for each where they are several meetings."""
        text, last = self.text, max(candidate.predicate, candidate.noun)
        lemma = text.lemmas[candidate.predicate] if candidate.predicate >= 0 else ""
        if claim.state not in LISTED or lemma in words("meetings", "treating") or last + 1 >= len(text):
            return [claim]
        near = read_sittings(text, last + 1, skips=False) if candidate.predicate >= 0 else ()
        listed = near or read_sittings(text, last + 1)
        if near and claim.date is not None and not any(_is_part(claim.date, s.date) for s in near):
            claim = replace(claim, date=near[0].date)
        if candidate.noun >= 0 and text.child(candidate.noun, "nummod") >= 0 and text.feature(candidate.noun, "Number") == "Plur":
            return [replace(claim, date=self._stretch(candidate, listed) or claim.date)]
        if not listed or (claim.date is not None and not any(_is_part(claim.date, s.date) for s in listed)):
            return [claim]
        first = listed[0]
        begins = claim.date is None or _is_part(claim.date, first.date)
        if len(listed) == 1 or not self._is_several(candidate) or not begins:
            fitting = next((s for s in listed if claim.date is not None and _is_part(claim.date, s.date)), first)
            date = claim.date if claim.date is not None and fitting.date in claim.date.split("/") else fitting.date
            return [replace(claim, date=date, places=claim.places or fitting.places)]
        sat = [replace(claim, date=first.date, places=first.places or claim.places, provenance=self._cut(claim, first))]
        node = max(candidate.predicate, 0) or candidate.noun
        for sitting in listed[1:]:
            own = provenance(text, sitting.start, sitting.end, node, claim.provenance.factuality, claim.provenance.score)
            sat.append(replace(claim, date=sitting.date, places=sitting.places, provenance=own, ordinal=None))
        return sat

    def _stretch(self, candidate: Candidate, listed: tuple[Sitting, ...]) -> str | None:
        """Return the time over which counted meetings lie: from "since" to the last day that the sentence lists."""
        nodes = carriers(self.text, candidate.predicate) if candidate.predicate >= 0 else {candidate.noun}
        since = bound_at(self.text, nodes, frozenset({"since"}))
        days = sorted(s.date for s in listed)
        if since is None or not days or since > days[-1]:
            return None
        return f"{since.partition('/')[0]}/{days[-1].rpartition('/')[2]}"

    def _cut(self, claim: MeetingClaim, first: Sitting) -> Provenance:
        """Return a claim's provenance with its words ended at its own date, so that the next date's are not its too."""
        span = claim.provenance.span
        end = first.end if span.start <= first.start else span.end
        return replace(claim.provenance, span=self.text.version.span(span.start, end))

    def _is_several(self, candidate: Candidate) -> bool:
        """Tell whether a mention can list meetings: a plural noun that is no plural of habit ("rounds", not "talks"), or a verb."""
        noun = candidate.noun
        return noun < 0 or self.text.feature(noun, "Number") == "Plur"

    def _clause_of_bare(self, noun: int) -> set[int]:
        """Return the predicate whose time and place are the meeting's too ("at the last meeting in Vienna in July they agreed")."""
        text = self.text
        head = text.head[noun]
        shares = (
            head >= 0
            and text.bases[noun] == "obl"
            and text.case(noun) in {"at", "during", "after", "following"}
            and is_predicate(text, head)
        )
        return {head} if shares else set()

    def _state_of(self, candidate: Candidate, modality: Modality) -> MeetingState | None:
        """Return what base state and modality make together, None when nothing is said to have happened or be planned."""
        base, factuality = candidate.base, modality.factuality
        if candidate.predicate < 0:
            return base
        firm = {MeetingState.POSTPONED, MeetingState.CANCELLED, MeetingState.BROKEN_OFF, MeetingState.RESCHEDULED}
        if factuality is Factuality.HAPPENED:
            return base
        if factuality is Factuality.DENIED:
            return self._denied(candidate, modality)
        if factuality is Factuality.CONDITIONAL and base not in firm:
            is_condition = self.text.marker(candidate.predicate) in words("modality", "conditions")
            return None if is_condition else MeetingState.SCHEDULED if modality.modal == "will" else MeetingState.PROPOSED
        if base in firm:
            return base if factuality is Factuality.PLANNED else None
        if factuality is Factuality.PLANNED:
            return MeetingState.SCHEDULED
        if base is MeetingState.SCHEDULED and not modality.modal:
            return MeetingState.SCHEDULED
        governed = set(modality.governors)
        if modality.modal in {"can", "should", "must", "ought"} or "threaten" in governed:
            return None
        if governed & {"urge", "demand", "call", "request", "ask", "discuss", "assess"}:
            return None
        return MeetingState.SCHEDULED if governed & OFFERING and modality.modal in {"", "will"} else MeetingState.PROPOSED

    def _kind(self, candidate: Candidate, attendance: Attendance) -> MeetingKind:
        """Return the kind of a meeting: that of its noun and modifiers, else that of the rank of those who sit there."""
        text, noun = self.text, candidate.noun
        lexicon = load_lexicon("meetings")
        rank = self._rank(candidate, attendance)
        if noun < 0:
            around = {t for k in text.children(candidate.predicate, "obl") for t in text.subtree(k)}
            is_line = any(text.words[t] in words("meetings", "lines") for t in around)
            is_here = text.lemmas[candidate.predicate] in words("meetings", "face_to_face") and any(self._is_where(t) for t in around)
            is_call = is_line or (text.lemmas[candidate.predicate] in lexicon["call_verbs"] and not is_here)
            return MeetingKind.CALL if is_call else rank or MeetingKind.CONTACT
        told = [k for n in nested_nouns(text, noun) for k in text.children(n, "amod", "compound", "nmod", "nmod:poss")]
        modifiers = {text.lemmas[k] for k in told}
        modifiers |= {f"{text.words[k - 1]} {text.lemmas[k]}" for k in told if k and text.head[k - 1] == k}
        if text.lemmas[noun] in {"call", "conversation"} or modifiers & words("meetings", "lines"):
            return MeetingKind.CALL
        for kind in ("technical", "leaders", "ministerial"):
            if modifiers & set(lexicon["ranks"][kind]) or (kind == "leaders" and text.lemmas[noun] == "summit"):
                return MeetingKind(kind)
        named = MeetingKind(lexicon["nouns"].get(text.lemmas[noun], "round"))
        is_counted = count_of(text, noun, False) is not None
        return rank if rank is not None and not is_counted and named in {MeetingKind.ROUND, MeetingKind.CONTACT} else named

    def _is_where(self, i: int) -> bool:
        """Tell whether a token is where something takes place: a named place or a house, a town or a crossing ("in the capital")."""
        is_house = self.text.lemmas[i] in words("meetings", "places") and self.text.case(i) in INSIDE
        return is_house or is_named_place(self.text, i)

    def _rank(self, candidate: Candidate, attendance: Attendance) -> MeetingKind | None:
        """Return the kind of meeting that the rank of those who meet makes it; None where they differ or are of no such rank."""
        text, ranks = self.text, load_lexicon("meetings")["ranks"]
        subject = subject_of(text, candidate.predicate) if candidate.predicate >= 0 else -1
        told = [text.lemmas[k] for k in text.conjuncts(subject)] if subject >= 0 and subject != candidate.noun else []
        offices = [self.parties.references.office(name) for name in attendance.persons]
        titles = [set(title.lower().split()) for title in offices if title] + [{lemma} for lemma in told]
        for kind in ("technical", "leaders", "ministerial"):
            fitting = [title for title in titles if title & set(ranks[kind])]
            is_leaders = kind == "leaders" and any(title & {"vice", "deputy", "envoy", "representative"} for title in titles)
            if fitting and len(fitting) * 2 > len(titles) and not is_leaders:
                return MeetingKind(kind)
        return None

    def _denied(self, candidate: Candidate, modality: Modality) -> MeetingState | None:
        """Return the state of a meeting that a clause denies: called off, never met after a plan, or met without a result."""
        text, predicate = self.text, candidate.predicate
        if {"schedule", "plan", "suppose", "due"} & set(modality.governors):
            return MeetingState.CANCELLED
        own = {text.words[k] for k in text.children(predicate, "advmod", "aux")} & words("modality", "negations")
        if candidate.noun >= 0 and not own and not modality.modal and text.lemmas[predicate] in words("meetings", "bringing"):
            return MeetingState.HELD
        if candidate.base is not MeetingState.HELD:
            return None
        dates = date_at(text, carriers(text, predicate), frozenset({"since"}))
        if own and modality.modal == "will" and candidate.noun < 0:
            return MeetingState.CANCELLED if dates else None
        if modality.negated and candidate.noun < 0:
            return MeetingState.HELD if dates and any(text.case(k) == "since" for k in text.children(predicate, "obl")) else None
        is_plan = candidate.noun >= 0 and (count_of(text, candidate.noun, False) is not None or dates is not None)
        if not is_plan or not {text.lemmas[predicate]} & {"take", "hold", "meet", "begin", "start", "open"}:
            return None
        if modality.modal == "will" and own:
            return MeetingState.CANCELLED
        return MeetingState.DROPPED if modality.modal in {"should", "ought", "will"} or "never" in own else None


def _is_told(claim: MeetingClaim, other: MeetingClaim) -> bool:
    """Tell whether a bare mention lies inside the words of another claim of the same day."""
    one, two = claim.provenance.span, other.provenance.span
    return two.start <= one.start and one.end <= two.end and claim.date in {None, other.date}


def _is_part(date: str, whole: str) -> bool:
    """Tell whether an EDTF date is the other, its first or last part, or the month that it lies in."""
    return date == whole or whole.startswith(date) or date.startswith(whole) or date in whole.split("/") or whole in date.split("/")


def _factuality(state: MeetingState, modality: Modality) -> Factuality:
    if state in {MeetingState.SCHEDULED, MeetingState.RESCHEDULED}:
        return Factuality.PLANNED
    if state is MeetingState.PROPOSED:
        return Factuality.CONDITIONAL if modality.factuality is Factuality.CONDITIONAL else Factuality.POSSIBLE
    return Factuality.DENIED if state is MeetingState.CANCELLED and modality.negated else Factuality.HAPPENED
