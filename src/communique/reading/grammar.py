"""What the grammar finds in a text, and the finders that found it: the claim head asks them again about words that no rule knows.

In: a `Text` with its `Parties`. Out: a `Grammar`. Meetings come first because commitments need their origin; commitments before statuses
because "the step" points back to them.
"""

from __future__ import annotations

from communique.model.claims import Claim
from communique.reading.commitments import CommitmentFinder
from communique.reading.dealings import Dealings
from communique.reading.meetings import MeetingFinder
from communique.reading.parties import Parties
from communique.reading.recaps import link_meetings
from communique.reading.relations import RelationFinder
from communique.reading.stances import StanceFinder
from communique.reading.statements import StatementFinder
from communique.reading.statuses import StatusFinder
from communique.reading.text import Text


class Grammar:
    """The claims of one text by rules and lexicons, kind by kind, with what was found on the way to them."""

    def __init__(self, text: Text, parties: Parties) -> None:
        self.meetings = MeetingFinder(text, parties)
        meetings = link_meetings(text, self.meetings.find())
        self.dealings = Dealings(text, parties, meetings)
        self.commitments = CommitmentFinder(text, parties, self.dealings)
        commitments = self.commitments.find()
        self.claims: list[Claim] = [*meetings, *commitments]
        self.claims += StatusFinder(text, parties, self.dealings, commitments).find()
        self.claims += RelationFinder(text, parties).find()
        self.claims += StanceFinder(text, parties).find()
        self.claims += StatementFinder(text, parties).find()
