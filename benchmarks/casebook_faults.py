"""What a process of the case book breaks of its format (tests/casebook/README.md).

In: a ledger as JSON holds it, and its reports as the product captures them. Out: `Fault`s, each with the place in the ledger, the rule that
is broken, and the words that break it. Every check goes on after a fault, so that a writer sees all of them at once.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

from communique.model.edtf import is_edtf
from communique.model.sources import Version
from communique.model.vocabulary import ActorKind, ChangeKind, Force, MeetingKind, MeetingState, Progress, Standing

N_AS_OF = 5
REPORT_ID = re.compile(r"(?P<number>\d{2,3})(?P<version>[b-z]?)-[a-z0-9]+(?:-[a-z0-9]+)*")
CONFLICT_FIELDS = ("date", "ordinal", "place", "scope", "standing", "progress", "weekday", "outcome", "object")
RELATIONS = ("versions", "copies", "events")
MET = frozenset({MeetingState.HELD, MeetingState.UNDER_WAY, MeetingState.BROKEN_OFF})
SHAPES: dict[str, tuple[str, ...]] = {
    "ledger": ("process", "as_of", "actors", "meetings", "commitments", "conflicts", "stories", "changes"),
    "process": ("name", "parties", "mediators", "basis", "part"),
    "actor": ("id", "name", "kind", "side", "spellings", "offices"),
    "spelling": ("text", "reports"),
    "office": ("title", "body", "from", "to"),
    "meeting": (
        "id", "series", "ordinal", "ordinal_inferred", "state", "date", "scheduled", "places", "parties", "persons", "reports",
    ),
    "commitment": ("id", "object", "obligors", "force", "agreed_on", "origin", "due", "tellings", "as_of"),
    "telling": ("report", "quote"),
    "stand": ("standing", "progress"),
    "conflict": ("about", "field", "values", "reports"),
    "stories": RELATIONS,
    "change": ("from", "to", "kind", "before", "after", "disclosed"),
}  # fmt: skip
"""The keys of every object; all must be there and no other."""
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the ledger breaks which rule; `words` are those that do, empty where nobody is to see them."""

    where: str
    rule: str
    words: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.rule}" + (f" ({self.words})" if self.words else "")

    def without_words(self) -> Fault:
        """Return the fault without words of the ledger or its reports."""
        return replace(self, words="")


def find_faults(ledger: Mapping[str, Any], reports: Mapping[str, Version]) -> list[Fault]:
    """Return all faults of a ledger; `reports` by id."""
    check = _Check(reports)
    check.reports_in_order()
    if check.shape(ledger, "ledger", "ledger"):
        check.ledger(ledger)
    return check.faults


def is_by_value(reports: object) -> bool:
    """Tell whether the reports of a conflict are given as one list for each of its values."""
    return isinstance(reports, list) and bool(reports) and all(isinstance(group, list) for group in reports)


def flatten(reports: Any) -> Any:
    """Return the reports of a conflict as one list, each once; what is no list by value is returned as it is."""
    return list(dict.fromkeys(report for group in reports for report in group)) if is_by_value(reports) else reports


def locate(quote: str, text: str) -> tuple[int, int]:
    """Return the half-open range of the first occurrence of a quote; `(-1, -1)` where it is not in the text."""
    start = text.find(quote)
    return (start, start + len(quote)) if start >= 0 else (-1, -1)


def tells(name: str, version: Version) -> bool:
    """Tell whether a name stands as whole words in a report or its headline; one that begins small may begin a sentence."""
    initial = f"[{name[0]}{name[0].upper()}]" if name[0].islower() else re.escape(name[0])
    pattern = re.compile(rf"(?<!\w){initial}{re.escape(name[1:])}(?!\w)")
    return any(pattern.search(text) for text in (version.text, version.title or ""))


class _Check:
    """One run over one ledger: what is known of it, and the faults so far."""

    def __init__(self, reports: Mapping[str, Version]) -> None:
        self.faults: list[Fault] = []
        self.reports = reports
        self.ids: set[str] = set()
        self.meetings: set[str] = set()
        self.names: set[str] = set()
        self.days: list[str] = []
        self.versions: list[list[str]] = []

    # --- rules that many places share ---------------------------------------------------------------------------------------------

    def fault(self, where: str, rule: str, words: object = "") -> None:
        self.faults.append(Fault(where, rule, str(words)))

    def shape(self, entry: object, name: str, where: str) -> bool:
        """Tell whether an entry is an object with exactly the keys of its shape."""
        if not isinstance(entry, Mapping):
            self.fault(where, "is no object")
            return False
        wanted = set(SHAPES[name])
        for key in sorted(wanted - entry.keys()):
            self.fault(where, f"lacks {key}")
        for key in sorted(entry.keys() - wanted):
            self.fault(where, "has an unknown key", key)
        return wanted <= entry.keys()

    def entries(self, value: object, name: str, where: str) -> Iterator[tuple[str, Entry]]:
        """Yield the well-shaped entries of a list with their places."""
        if not isinstance(value, list):
            self.fault(where, "is no list")
            return
        for index, entry in enumerate(value):
            place = f"{where}[{index}]"
            if self.shape(entry, name, place):
                yield place, entry

    def word(self, value: object, allowed: Iterable[str], where: str) -> None:
        if value not in tuple(allowed):
            self.fault(where, "is not in its vocabulary", value)

    def text(self, value: object, where: str, *, may_be_null: bool = False) -> None:
        if not (may_be_null and value is None) and not (isinstance(value, str) and value.strip()):
            self.fault(where, "is no text", value)

    def date(self, value: object, where: str) -> None:
        if value is not None and not (isinstance(value, str) and is_edtf(value)):
            self.fault(where, "is no EDTF date", value)

    def list_of_texts(self, value: object, where: str, *, at_least: int = 0) -> list[str]:
        """Return the texts of a list, each of which has to be there once."""
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.fault(where, "is no list of texts")
            return []
        if len(value) < at_least:
            self.fault(where, f"has fewer than {at_least}")
        for item, count in Counter(value).items():
            if count > 1:
                self.fault(where, "names one thing twice", item)
        return value

    def known(self, value: object, known: Iterable[str], where: str, what: str) -> None:
        if value not in tuple(known):
            self.fault(where, f"is no {what}", value)

    def list_of_known(self, value: object, known: Iterable[str], where: str, what: str, *, at_least: int = 0) -> list[str]:
        listed = self.list_of_texts(value, where, at_least=at_least)
        for item in listed:
            self.known(item, known, where, what)
        return listed

    def new_id(self, entry: Entry, where: str) -> None:
        self.text(entry["id"], f"{where}.id")
        if entry["id"] in self.ids:
            self.fault(f"{where}.id", "is given twice", entry["id"])
        self.ids.add(str(entry["id"]))

    # --- reports ----------------------------------------------------------------------------------------------------------------------

    def reports_in_order(self) -> None:
        """Check names, headers and order of the reports; a later version has the address of its first one."""
        last = ""
        for key, version in self.reports.items():
            shape = REPORT_ID.fullmatch(key)
            if not shape:
                self.fault(f"reports/{key}", "is not named NN-outlet")
                continue
            for name in ("title", "outlet", "url", "published_at"):
                if not getattr(version, name):
                    self.fault(f"reports/{key}", f"has no {name}")
            stamp = version.published_at or ""
            if len(stamp) <= len("2024-07-30"):
                self.fault(f"reports/{key}", "has no time of publication")
            if not shape["version"]:
                if stamp[:10] < last[:10]:
                    self.fault(f"reports/{key}", "is numbered before an earlier report")
                last = stamp or last
            elif not self._is_later_version(key, shape["number"]):
                self.fault(f"reports/{key}", "has no earlier version at its address")

    def _is_later_version(self, key: str, number: str) -> bool:
        address = self.reports[key].url
        return any(other.startswith(number) and other < key and version.url == address for other, version in self.reports.items())

    # --- the ledger -----------------------------------------------------------------------------------------------------------------

    def ledger(self, ledger: Mapping[str, Any]) -> None:
        process = ledger["process"]
        if not self.shape(process, "process", "process"):
            return
        self.text(process["name"], "process.name")
        parties = self.list_of_texts(process["parties"], "process.parties", at_least=2)
        mediators = self.list_of_texts(process["mediators"], "process.mediators")
        self.word(process["basis"], ("public facts", "invented"), "process.basis")
        self.word(process["part"], ("develop", "held_out"), "process.part")
        actors = [actor for actor in ledger["actors"] if isinstance(actor, Mapping)] if isinstance(ledger["actors"], list) else []
        self.names = {*parties, *mediators, *(str(actor.get("name")) for actor in actors)}
        self.as_of_days(ledger["as_of"])
        self.actors(ledger["actors"])
        self.all_meetings(ledger["meetings"])
        for where, entry in self.entries(ledger["commitments"], "commitment", "commitments"):
            self.commitment(where, entry)
        for where, entry in self.entries(ledger["conflicts"], "conflict", "conflicts"):
            self.known(entry["about"], self.ids, f"{where}.about", "id of an entry")
            self.word(entry["field"], CONFLICT_FIELDS, f"{where}.field")
            if not isinstance(entry["values"], list) or len(set(map(str, entry["values"]))) < 2:
                self.fault(f"{where}.values", "has fewer than 2 values")
                continue
            if is_by_value(entry["reports"]) and len(entry["reports"]) != len(entry["values"]):
                self.fault(f"{where}.reports", "has not one list a value")
            self.list_of_known(flatten(entry["reports"]), self.reports, f"{where}.reports", "report", at_least=1)
        self.stories(ledger["stories"])
        self.changes(ledger["changes"])

    def as_of_days(self, value: object) -> None:
        self.days = self.list_of_texts(value, "as_of")
        if len(self.days) != N_AS_OF:
            self.fault("as_of", f"does not hold {N_AS_OF} days")
        for day in self.days:
            if not _is_day(day):
                self.fault("as_of", "is no ISO day", day)
        if self.days != sorted(self.days):
            self.fault("as_of", "is not in order of time")
        first = min((version.known_from or "" for version in self.reports.values()), default="")
        if self.days and min(self.days) < first:
            self.fault("as_of", "begins before the first report")

    def actors(self, value: object) -> None:
        bearers: Counter[str] = Counter()
        for where, actor in self.entries(value, "actor", "actors"):
            self.new_id(actor, where)
            self.text(actor["name"], f"{where}.name")
            self.word(actor["kind"], _words(ActorKind), f"{where}.kind")
            self.text(actor["side"], f"{where}.side", may_be_null=True)
            spellings = actor["spellings"] if isinstance(actor["spellings"], list) else []
            if not spellings:
                self.fault(f"{where}.spellings", "has none")
            for index, spelling in enumerate(spellings):
                bearers.update(self.spelling(f"{where}.spellings[{index}]", spelling))
            for place, office in self.entries(actor["offices"], "office", f"{where}.offices"):
                self.text(office["title"], f"{place}.title")
                self.text(office["body"], f"{place}.body", may_be_null=True)
                self.date(office["from"], f"{place}.from")
                self.date(office["to"], f"{place}.to")
        for words, count in bearers.items():
            if count > 1:
                self.fault("actors", "two actors have one spelling everywhere", words)

    def spelling(self, where: str, spelling: object) -> list[str]:
        """Return the spelling where it is this actor's in every report."""
        if isinstance(spelling, str) and spelling:
            if not any(tells(spelling, version) for version in self.reports.values()):
                self.fault(where, "stands in no report", spelling)
            return [spelling]
        if self.shape(spelling, "spelling", where) and isinstance(spelling, Mapping):
            words = str(spelling["text"] or "")
            self.text(words, f"{where}.text")
            for report in self.list_of_known(spelling["reports"], self.reports, f"{where}.reports", "report", at_least=1):
                if words and report in self.reports and not tells(words, self.reports[report]):
                    self.fault(where, "does not stand in its report", f"{words}, {report}")
        return []

    def all_meetings(self, value: object) -> None:
        for where, meeting in self.entries(value, "meeting", "meetings"):
            self.new_id(meeting, where)
            self.meetings.add(str(meeting["id"]))
            self.word(meeting["series"], _words(MeetingKind), f"{where}.series")
            self.word(meeting["state"], _words(MeetingState), f"{where}.state")
            if meeting["ordinal"] is not None and not (type(meeting["ordinal"]) is int and meeting["ordinal"] > 0):
                self.fault(f"{where}.ordinal", "is no number from 1", meeting["ordinal"])
            if not isinstance(meeting["ordinal_inferred"], bool):
                self.fault(f"{where}.ordinal_inferred", "is neither true nor false")
            self.date(meeting["date"], f"{where}.date")
            if meeting["date"] is not None and meeting["state"] not in MET:
                self.fault(f"{where}.date", "is given for what did not meet")
            for index, day in enumerate(self.list_of_texts(meeting["scheduled"], f"{where}.scheduled")):
                self.date(day, f"{where}.scheduled[{index}]")
            self.list_of_texts(meeting["places"], f"{where}.places")
            self.list_of_known(meeting["parties"], self.names, f"{where}.parties", "known actor", at_least=1)
            self.list_of_known(meeting["persons"], self.names | self.ids, f"{where}.persons", "known actor")
            self.list_of_known(meeting["reports"], self.reports, f"{where}.reports", "report", at_least=1)

    # --- commitments ----------------------------------------------------------------------------------------------------------------

    def commitment(self, where: str, entry: Entry) -> None:
        self.new_id(entry, where)
        self.text(entry["object"], f"{where}.object")
        obligors = self.list_of_known(entry["obligors"], self.names, f"{where}.obligors", "known actor", at_least=1)
        self.word(entry["force"], set(_words(Force)) - {Force.INTENT}, f"{where}.force")
        self.date(entry["agreed_on"], f"{where}.agreed_on")
        self.date(entry["due"], f"{where}.due")
        if entry["origin"] is not None:
            self.known(entry["origin"], self.meetings, f"{where}.origin", "meeting")
        told = list(self.tellings(entry["tellings"], f"{where}.tellings"))
        if not told:
            self.fault(f"{where}.tellings", "has none")
        stands = entry["as_of"]
        if not isinstance(stands, Mapping) or set(stands) != set(self.days):
            self.fault(f"{where}.as_of", "does not hold the days of the case")
            return
        first = min((self.reports[report].known_from or "" for report in told), default="")
        for index, day in enumerate(self.days):
            self.stand(stands[day], obligors, f"{where}.as_of[{index}]", is_told=bool(told) and first <= day)

    def tellings(self, value: object, where: str) -> Iterator[str]:
        """Yield the report of each telling that is in order."""
        seen: set[tuple[str, str]] = set()
        for place, telling in self.entries(value, "telling", where):
            report, quote = telling["report"], telling["quote"]
            if report not in self.reports:
                self.fault(f"{place}.report", "is no report", report)
                continue
            self.text(quote, f"{place}.quote")
            count = self.reports[report].text.count(str(quote))
            if count != 1:
                rule = "is not in the text of its report" if not count else "occurs more than once in its report"
                self.fault(f"{place}.quote", rule, f"{report}: {quote}")
            if (report, quote) in seen:
                self.fault(place, "is given twice", f"{report}: {quote}")
            seen.add((report, quote))
            yield report

    def stand(self, stand: object, obligors: Sequence[str], where: str, *, is_told: bool) -> None:
        if (stand is not None) != is_told:
            self.fault(where, "is null although a report had told it" if is_told else "is given before any report told it")
        if stand is None or not self.shape(stand, "stand", where) or not isinstance(stand, Mapping):
            return
        self.word(stand["standing"], _words(Standing), f"{where}.standing")
        progress = stand["progress"]
        if not isinstance(progress, Mapping) or set(progress) != set(obligors):
            self.fault(f"{where}.progress", "does not hold each obligor")
            return
        for value in progress.values():
            self.word(value, _words(Progress), f"{where}.progress")

    # --- stories and changes ----------------------------------------------------------------------------------------------------------

    def stories(self, stories: object) -> None:
        if not self.shape(stories, "stories", "stories") or not isinstance(stories, Mapping):
            return
        for relation in RELATIONS:
            groups = stories[relation] if isinstance(stories[relation], list) else []
            members: Counter[str] = Counter()
            for index, group in enumerate(groups):
                where = f"stories.{relation}[{index}]"
                members.update(self.list_of_known(group, self.reports, where, "report", at_least=2))
            for report, count in members.items():
                if count > 1:
                    self.fault(f"stories.{relation}", "has one report in two groups", report)
        self.versions = [sorted(group) for group in stories["versions"] if isinstance(group, list)]
        for index, group in enumerate(self.versions):
            if len({self.reports[report].url for report in group if report in self.reports}) > 1:
                self.fault(f"stories.versions[{index}]", "has several addresses")
        grouped = {report for group in self.versions for report in group}
        addresses = Counter(version.url for version in self.reports.values())
        for report, version in self.reports.items():
            if addresses[version.url] > 1 and report not in grouped:
                self.fault("stories.versions", "lacks a report that shares its address", report)

    def changes(self, value: object) -> None:
        pairs = {pair for group in self.versions for pair in pairwise(group)}
        told: set[tuple[str, str]] = set()
        for where, change in self.entries(value, "change", "changes"):
            pair = (str(change["from"]), str(change["to"]))
            told.add(pair)
            if pair not in pairs:
                self.fault(where, "is not between two versions that follow each other", pair)
                continue
            self.word(change["kind"], _words(ChangeKind), f"{where}.kind")
            if not isinstance(change["disclosed"], bool):
                self.fault(f"{where}.disclosed", "is neither true nor false")
            if change["before"] is None and change["after"] is None:
                self.fault(where, "has neither before nor after")
            for side, report in zip(("before", "after"), pair, strict=True):
                version = self.reports.get(report)
                if version and change[side] is not None and not _quotes(str(change[side]), version):
                    self.fault(f"{where}.{side}", "is not verbatim in its report", f"{report}: {change[side]}")
        for left, right in sorted(pairs - told):
            self.fault("changes", "lack a pair of versions", f"{left}, {right}")


def _quotes(words: str, version: Version) -> bool:
    return any(words in text for text in (version.text, version.title or "", version.correction_note or ""))


def _words(vocabulary: type[StrEnum]) -> tuple[str, ...]:
    return tuple(word.value for word in vocabulary)


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
