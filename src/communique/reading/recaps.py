"""Lets later mentions of a meeting say what earlier ones said: "the meeting was the fifth" is the talks of the sentence before.

In: a text's meeting claims in text order. Out: the same claims, completed. Only what the text itself establishes is carried over: a
definite or pronominal mention without date and place takes them, and the parties, from the meeting told before that it refers to; a recap
("the last meeting") takes an ordinal one below the count that the text gives its news meeting, marked as inferred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from communique.model.claims import Claim, CommitmentClaim, MeetingClaim
from communique.model.vocabulary import MeetingKind, MeetingState, TimeType
from communique.reading.clauses import is_predicate, subject_of
from communique.reading.events import dateline_end
from communique.reading.meeting_nouns import is_meeting_noun
from communique.reading.text import Text

NEWS_STATES = frozenset(
    {
        MeetingState.HELD,
        MeetingState.SCHEDULED,
        MeetingState.UNDER_WAY,
        MeetingState.POSTPONED,
        MeetingState.CANCELLED,
        MeetingState.RESCHEDULED,
    }
)
DEFINITE = frozenset({"the", "this", "these", "it", "their", "its", "that"})
MET = frozenset({MeetingState.HELD, MeetingState.UNDER_WAY})
LEAD_SENTENCES = 2
"""The date of the news may stand in a lead sentence before the one that reports the meeting."""


def link_meetings(text: Text, claims: Sequence[MeetingClaim]) -> list[MeetingClaim]:
    """Return the claims with what their own text tells about them elsewhere."""
    dated = [_dated_from_lead(text, claim, n, claims) for n, claim in enumerate(claims)]
    linked: list[MeetingClaim] = []
    for claim in dated:
        news = _news_before(linked, claim)
        linked.append(_completed(text, claim, news) if news is not None else claim)
    return _counted_back(text, linked)


def link_shown(text: Text, claims: Iterable[Claim], least: float) -> list[Claim]:
    """Return claims of all kinds, the meetings among them that score at least `least` linked with each other."""
    told = list(claims)
    shown = [claim for claim in told if isinstance(claim, MeetingClaim) and claim.provenance.score >= least]
    others = [claim for claim in told if not (isinstance(claim, MeetingClaim) and claim.provenance.score >= least)]
    shown.sort(key=lambda claim: (claim.provenance.span.start, claim.provenance.span.end))
    return [*others, *_with_parties(link_meetings(text, shown), others)]


def _with_parties(meetings: Sequence[MeetingClaim], others: Iterable[Claim]) -> list[MeetingClaim]:
    """Return meetings of which the text names but one party, or none, with the parties that it mostly tells of: it takes two to meet."""
    joint = Counter(frozenset(meeting.parties) for meeting in meetings if len(meeting.parties) >= 2)
    joint.update(frozenset(claim.obligors) for claim in others if isinstance(claim, CommitmentClaim) and len(claim.obligors) >= 2)
    completed = []
    for meeting in meetings:
        fitting = [group for group in joint if set(meeting.parties) <= group and not group & set(meeting.mediators)]
        best = min(fitting, key=lambda group: (-joint[group], len(group), sorted(group)), default=None)
        completed.append(replace(meeting, parties=tuple(sorted(best))) if best is not None and len(meeting.parties) < 2 else meeting)
    return completed


def _dated_from_lead(text: Text, claim: MeetingClaim, number: int, claims: Sequence[MeetingClaim]) -> MeetingClaim:
    """Give the first news meeting of a text the day that the sentences just before it name ("on Tuesday resumed a push …")."""
    if (
        claim.date is not None
        or claim.relative
        or claim.state not in NEWS_STATES
        or any(c.state in NEWS_STATES and not c.relative for c in claims[:number])
    ):
        return claim
    sentence = text.sentence[text.token_at(claim.provenance.span.start)]
    if sentence > LEAD_SENTENCES or text.analysis.date is None:
        return claim
    first = max(text.analysis.sentences[0].start, dateline_end(text.text))
    days = [
        t.edtf
        for t in text.analysis.times
        if first <= t.start < claim.provenance.span.start and t.type is TimeType.DATE and t.edtf is not None and len(t.edtf) == 10
    ]
    return replace(claim, date=days[-1]) if days else claim


def _news_before(linked: Sequence[MeetingClaim], claim: MeetingClaim) -> MeetingClaim | None:
    """Return the meeting told before that an undated mention may refer to: the nearest of its stage with a day or a place.

    Another count in between ends the search: the mention is of that one.
    """
    if claim.relative:
        return None
    for earlier in reversed(linked):
        if earlier.state not in NEWS_STATES or earlier.relative or (earlier.kind is MeetingKind.CALL) != (claim.kind is MeetingKind.CALL):
            continue
        if earlier.ordinal is not None and claim.ordinal is not None and earlier.ordinal != claim.ordinal:
            return None
        if (earlier.date or earlier.places) and (earlier.state in MET) == (claim.state in MET):
            return earlier
    return None


def _completed(text: Text, claim: MeetingClaim, news: MeetingClaim) -> MeetingClaim:
    if claim.date is not None or claim.kind is MeetingKind.CALL or not _points_back(text, claim) or _is_several(text, claim):
        return claim
    if claim.parties and news.parties and not set(claim.parties) & set(news.parties):
        return claim
    if claim.places and news.places and not set(claim.places) & set(news.places):
        return claim
    return replace(
        claim,
        date=news.date,
        edge=news.edge,
        places=claim.places or news.places,
        parties=claim.parties or news.parties,
        participants=claim.participants or news.participants,
    )


def _points_back(text: Text, claim: MeetingClaim) -> bool:
    """Tell whether the words of a claim, or the subject before them, are definite: "the meeting", "it was the fifth", "… ended today"."""
    inside = text.tokens_in(claim.provenance.span.start, claim.provenance.span.end)
    if not inside:
        return False
    if text.words[inside[0]] in DEFINITE:
        return True
    head = text.head_in(claim.provenance.span.start, claim.provenance.span.end)
    subject = subject_of(text, head) if head >= 0 and is_predicate(text, head) else -1
    if subject < 0 or subject in inside:
        return False
    return text.words[subject] in DEFINITE or (
        is_meeting_noun(text, subject) and any(text.words[k] in DEFINITE for k in text.children(subject, "det", "nmod:poss"))
    )


def _is_several(text: Text, claim: MeetingClaim) -> bool:
    """Tell whether a claim counts or recalls several meetings ("the previous rounds", "the four sessions"), or is one of their list."""
    span = claim.provenance.span
    inside = text.tokens_in(span.start, span.end)
    named = [k for k in inside if text.lemmas[k] == claim.series]
    if not named:
        return bool(claim.series)
    return any(text.feature(k, "Number") == "Plur" for k in named) and claim.series not in {"talk", "negotiation", "consultation"}


def _counted_back(text: Text, claims: list[MeetingClaim]) -> list[MeetingClaim]:
    """Number "the last meeting" one below the count of the news meeting."""
    counts = {c.ordinal for c in claims if c.ordinal is not None and not c.relative and c.state in NEWS_STATES}
    if len(counts) != 1:
        return claims
    count = next(iter(counts))
    if count is None or count < 2:
        return claims
    return [
        replace(c, ordinal=count - 1, ordinal_inferred=True)
        if c.relative == "last" and c.ordinal is None and c.state is MeetingState.HELD and not _is_several(text, c)
        else c
        for c in claims
    ]
