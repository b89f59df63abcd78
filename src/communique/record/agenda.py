"""The meetings of a process as its commitments need them.

In: the folded meetings, by the claims about them. Out: which meeting a claim is about, which one met on a day, and since when the process
meets. Built once for each process, so that a claim finds its meeting without a search.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from communique.model.edtf import bounds
from communique.model.record import Meeting


class Agenda:
    """The meetings of one process: `by_claim` gives the one that a meeting claim is about, by the claim's id.

    `first` is the day on which the process first met, the beginning of time where nobody says.
    """

    def __init__(self, by_claim: Mapping[str, Meeting]) -> None:
        self.by_claim = by_claim
        self._by_day: defaultdict[date, set[str]] = defaultdict(set)
        windows = {meeting.id: bounds(meeting.date) for meeting in by_claim.values() if meeting.date}
        for meeting, (first, last) in windows.items():
            if first == last:
                self._by_day[first].add(meeting)
        self.first = min((first for first, _ in windows.values()), default=date.min)

    def of_day(self, on: str | None) -> str | None:
        """Return the id of the only meeting of a day, None where no day is given, or none or several met on it."""
        first, last = bounds(on) if on else (date.min, date.max)
        met = self._by_day.get(first, set()) if first == last else set()
        return next(iter(met)) if len(met) == 1 else None
