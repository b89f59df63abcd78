"""The days of a meeting: its date by the tree or by its own words, and what the length of the talks makes of it.

In: a `Text`, the tokens that carry a meeting, and the words of its claim. Out: an EDTF date, an interval where the text tells how many days
it took ("two days of talks ended on Tuesday"), and whether a single day is only the first or the last one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from communique.model.analysis import TimeExpression
from communique.model.edtf import is_day
from communique.model.vocabulary import TimeType
from communique.reading.events import date_at, dateline_end, day_of, says_when, times_at
from communique.reading.lexicon import words
from communique.reading.meeting_nouns import names_meeting, nested_nouns
from communique.reading.text import Text

DAYS = re.compile(r"P(\d{1,2})D")
WEEKEND = "P1WE"
MAX_DAYS = 31
"""Talks that last longer are a process and no meeting."""
NO_LENGTH = frozenset({"in", "within", "ago", "since", "before", "every", "than", "by"})
"""Words before a span of days that is not how long something lasted ("three times in 80 days")."""
FIRST, LAST = "first", "last"
BARE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


@dataclass(frozen=True, slots=True)
class Where:
    """A meeting in its text: predicate and noun, -1 for none, all tokens that carry it, the code points of its claim.

    `is_planned` tells that it had not met when the text was written, or when it was called off.
    """

    predicate: int
    noun: int
    nodes: frozenset[int]
    span: tuple[int, int]
    is_planned: bool


@dataclass(frozen=True, slots=True)
class Days:
    """A date (EDTF), and of which day of a longer meeting it is: `first`, `last`, or "" where that is not told."""

    date: str | None
    edge: str = ""


class Calendar:
    """Dates the meetings of one text."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def days_of(self, where: Where, also: frozenset[str]) -> Days:
        """Return the days of a meeting. A date inside the words of its claim is its own before one that only hangs on its tree.

        `also`: prepositions that say when here although they do not elsewhere (`events.date_at`).
        """
        was_set = self._set_for(where)
        is_moved = "to" in also
        told = (was_set if where.is_planned and not is_moved else None) or date_at(self.text, where.nodes, also)
        told = told or self._when(where) or was_set
        inside = self._told_inside(where, also)
        if told not in inside and len(inside) == 1:
            told = inside[0]
        return self.stretch(told, where)

    def stretch(self, told: str | None, where: Where) -> Days:
        """Return a date with the days that the text says a meeting took, counted from the edge that the clause tells."""
        if told is None:
            return Days(None)
        if where.is_planned:
            told = self._ahead(told)
        if not is_day(told):
            return Days(told)
        edge, length = self._edge(where), self._length(where)
        opened = self._opened(where.noun)
        if edge == LAST and opened is not None and opened < told:
            return Days(f"{opened}/{told}")
        if length > 1 and edge:
            day = date.fromisoformat(told)
            other = day + timedelta(days=(length - 1) * (-1 if edge == LAST else 1))
            return Days("/".join(sorted((told, other.isoformat()))))
        return Days(told, edge)

    def _set_for(self, where: Where) -> str | None:
        """Return the day that a clause about a meeting's noun tells ("a meeting set for that autumn", "which was to open in June")."""
        text = self.text
        clauses = text.children(where.noun, "acl", "acl:relcl") if where.noun >= 0 and where.noun != where.predicate else []
        days = (date_at(text, {k, *text.children(k, "xcomp")}, frozenset({"for"})) for k in clauses)
        return next((day for day in days if day is not None), None)

    def _when(self, where: Where) -> str | None:
        """Return the date right before the "when" of a meeting's clause ("in September this year, when the envoys met in Yerevan")."""
        text = self.text
        opened = [k for node in sorted(where.nodes) for k in text.children(node, "advmod", "mark") if text.words[k] == "when" and k < node]
        before = [k - 2 if text.words[k - 1] == "," else k - 1 for k in opened if k > 1]
        times = [text.time_of[k] for k in before if text.sentence[k] == text.sentence[k + 1]]
        days = [day_of(time.edtf) for time in times if time is not None and time.type is TimeType.DATE and time.edtf]
        return days[0] if days else None

    def _opened(self, noun: int) -> str | None:
        """Return the day on which a relative clause says that a meeting began ("the round, which began on Monday, ended …")."""
        text = self.text
        clauses = text.children(noun, "acl:relcl", "acl") if noun >= 0 else []
        days = (date_at(text, {k}) for k in clauses if text.lemmas[k] in words("meetings", "opening"))
        return next((day for day in days if day is not None and is_day(day)), None)

    def _ahead(self, told: str) -> str:
        """Return a date of a plan that was understood to lie behind the text, laid ahead of it: "is set for Sunday", "due in February"."""
        written = self.text.analysis.date
        time = next((time for time in self.text.times if day_of(time.edtf or "") == told), None)
        if written is None or time is None or not time.anchored or told >= written[: len(told)] or not BARE.fullmatch(told):
            return told
        if time.text.lower() in WEEKDAYS and is_day(told):
            later = date.fromisoformat(told) + timedelta(days=7)
            return later.isoformat() if later.isoformat() >= written[:10] else told
        later_year = f"{int(told[:4]) + 1}{told[4:]}"
        return later_year if time.inferred_year and len(told) == len("2022-01") and told < written[:7] else told

    def _told_inside(self, where: Where, also: frozenset[str]) -> list[str]:
        """Return the dates inside the words of a claim that say when something takes place, in text order."""
        text, (start, end) = self.text, where.span
        found: list[str] = []
        for time in text.times:
            if not (max(start, dateline_end(text.text)) <= time.start and time.end <= end) or time.type is not TimeType.DATE:
                continue
            if time.edtf and says_when(time.edtf, self._case(time), also) and not self._is_of_other(time, where):
                found.append(day_of(time.edtf))
        return found

    def _is_of_other(self, time: TimeExpression, where: Where) -> bool:
        """Tell whether a time stands in a clause about another noun than a meeting's ("of the group that was set up in May")."""
        text, node = self.text, self.text.head_in(time.start, time.end)
        while node >= 0 and node not in where.nodes:
            if text.rels[node] == "acl:relcl" and not names_meeting(text, text.head[node]):
                return True
            node = text.head[node]
        return False

    def _case(self, time: TimeExpression) -> str:
        """Return the preposition of a time, or the word right before it."""
        text = self.text
        inside = text.tokens_in(time.start, time.end)
        before = inside[0] - 1
        while before >= 0 and text.upos[before] in {"DET", "ADJ"}:
            before -= 1
        return text.case(text.head_in(time.start, time.end)) or (text.words[before] if before >= 0 and text.upos[before] == "ADP" else "")

    def _edge(self, where: Where) -> str:
        """Return on which of its days a clause tells of a meeting: "ended on Friday", "opens on Monday", "after two days of talks"."""
        text, outer = self.text, self._around(where.noun)[-1:]
        lemmas = {text.lemmas[where.predicate]} if where.predicate >= 0 else set()
        lemmas |= {text.lemmas[k] for k in self._around(where.noun) if k != where.noun}
        if lemmas & words("meetings", "ending") or any(text.case(k) in words("meetings", "after_held") for k in outer):
            return LAST
        is_since = where.predicate >= 0 and any(text.case(k) == "since" for k in text.children(where.predicate, "obl"))
        return FIRST if is_since or lemmas & words("meetings", "opening") else ""

    def _around(self, noun: int) -> list[int]:
        """Return a noun with those that count or place its days, from inside out ("the end of ten days of talks")."""
        text, found = self.text, [noun] if noun >= 0 else []
        while found and text.bases[found[-1]] == "nmod" and (head := text.head[found[-1]]) >= 0:
            if not self._is_length(text.time_of[head]) and text.lemmas[head] not in words("meetings", "counted"):
                break
            found.append(head)
        return found

    def _length(self, where: Where) -> int:
        """Return how many days a meeting takes by its own words or those that hang on it, 0 where they do not say."""
        text, (start, end) = self.text, where.span
        around = where.nodes | nested_nouns(text, where.noun) | set(self._around(where.noun))
        near = [time for time, _ in times_at(text, around)]
        near += [time for k in around if (time := text.time_of[k]) is not None]
        near += [time for time in text.times if start <= time.start and time.end <= end]
        return max((self._count(time) for time in near if self._is_length(time) and not self._is_distance(time)), default=0)

    def _is_distance(self, time: TimeExpression) -> bool:
        """Tell whether a span of days says how far two things lie apart: "within two days", "seven days before the end"."""
        following = self.text.tokens_in(time.start, time.end)[-1] + 1
        after = self.text.words[following] if following < len(self.text) else ""
        return self._case(time) in NO_LENGTH or after in {"before", "after", "ago", "later", "earlier", "since"}

    def _is_length(self, time: TimeExpression | None) -> bool:
        return time is not None and time.type is TimeType.DURATION and self._count(time) > 1

    def _count(self, time: TimeExpression) -> int:
        found = DAYS.fullmatch(time.value)
        return 2 if time.value == WEEKEND else int(found.group(1)) if found and int(found.group(1)) <= MAX_DAYS else 0
