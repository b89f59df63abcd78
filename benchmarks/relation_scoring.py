"""Scores of what connects reports: whom they name, which are versions, copies or reports of one event, what changed between versions.

In: a `ReadCase`. Out: counts and notes on a `Sheet`. Groups are compared by B-cubed over all mentions or reports of all processes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, takewhile

from benchmarks.assignment import assign, b_cubed
from benchmarks.casebook import TrueActor, TrueChange, TrueOffice
from benchmarks.casebook_faults import locate
from benchmarks.record_case import Names, ReadCase, Sheet, fold, true_mentions
from communique.model.record import Actor, Change, Evidence, Office
from communique.model.vocabulary import ActorKind, ChangeKind
from communique.stories.copies import name_witnesses
from communique.stories.disclosure import CORRECTIONS

REPLACING = CORRECTIONS | {ChangeKind.PLACE, ChangeKind.STATUS, ChangeKind.STATEMENT_ALTERED}
"""Kinds of change that put one fact in place of another: done without a word, they are silent corrections."""

JUDGED = frozenset(ChangeKind) - {ChangeKind.STYLE}
"""Kinds that are scored: rewording that changes no fact is not listed in full by the case book."""

_LINKS = frozenset({"of", "for", "to", "in", "on", "at", "with", "the", "and", "s"})
_SAME_KIND, _TOUCHING = 10.0, 1.0

UNKNOWN = "?"
"""Stands for a mention that the record knows nothing of."""


def score_relations(read: ReadCase) -> Sheet:
    """Return the scores of the actors, stories and changes of one case."""
    sheet = Sheet()
    _score_actors(read, sheet)
    _score_offices(read, sheet)
    _score_stories(read, sheet)
    _score_changes(read, sheet)
    return sheet


# --- actors ---------------------------------------------------------------------------------------------------------------------------


def _score_actors(read: ReadCase, sheet: Sheet) -> None:
    """Count B-cubed over mentions: every spelling in every report where it stands, against the name that the record resolves it to."""
    truth = true_mentions(read.case)
    found = {mention: fold(name) for mention, name in read.resolved.items() if mention in truth}
    sheet.add_agreement("actors", b_cubed(truth, found))
    homes: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for mention, actor in truth.items():
        homes[actor][found.get(mention, UNKNOWN)].append(mention[1])
        bearers[found.get(mention, UNKNOWN)].add(actor)
    for actor, parts in sorted(homes.items()):
        main = _main_name(Counter({name: len(spellings) for name, spellings in parts.items()}))
        for name in sorted(parts.keys() - {main}):
            spelled = ", ".join(f"{spelling} {count}" for spelling, count in sorted(Counter(parts[name]).items()))
            sheet.notes.append(f"{read.case.key} actor split: {actor} {main} / {name}: {spelled}")
    for name, actors in sorted(bearers.items()):
        if len(actors) > 1 and name != UNKNOWN:
            sheet.notes.append(f"{read.case.key} actor merged: {name} is {sorted(actors)}")


def _main_name(names: Counter[str]) -> str:
    """Return the name to which most mentions resolve; mentions that the record does not know have none."""
    return min(names, key=lambda name: (name == UNKNOWN, -names[name], name))


def _score_offices(read: ReadCase, sheet: Sheet) -> None:
    """Count the actors that the process lists, and the offices of its true persons.

    An office is right in title and body, one to one; every further office that the record gives the person is false. Titles agree where one
    has all words of the other up to the first preposition and both end alike ("envoy", "special envoy"); bodies where they mean the same
    actor, where the truth names none, or where the record's title names it ("speaker of parliament"). Days are counted apart, over offices
    that are right.
    """
    process = read.process_in(read.ledger)
    entries = {fold(actor.name): actor for actor in (process.actors if process else ())}
    truth = true_mentions(read.case)
    for true in read.case.actors:
        names = Counter(fold(name) for mention, name in read.resolved.items() if truth.get(mention) == true.id)
        entry = entries.get(_main_name(names)) if names else None
        sheet.add("actors listed", right=entry is not None, wanted=1)
        if true.kind is ActorKind.PERSON:
            _score_offices_of(read, true, entry, sheet)


def _score_offices_of(read: ReadCase, true: TrueActor, entry: Actor | None, sheet: Sheet) -> None:
    given = entry.offices if entry else ()
    weights = [[_office_weight(office, shown, read.names) for shown in given] for office in true.offices]
    pairs = assign(weights)
    note = f"{read.case.key} office of {true.id}"
    sheet.add("offices", right=len(pairs), wanted=len(true.offices), found=len(given))
    for t, f in pairs:
        is_dated = (true.offices[t].from_, true.offices[t].to) == (given[f].from_, given[f].to)
        sheet.add("office days", right=is_dated, wanted=1)
        if not is_dated:
            wanted, shown = (f"{one.from_ or '-'} to {one.to or '-'}" for one in (true.offices[t], given[f]))
            sheet.notes.append(f"{note} days: {true.offices[t].title} {wanted} / {shown}")
    for t in sorted(set(range(len(true.offices))) - {t for t, _ in pairs}):
        office = true.offices[t]
        known = [f"{shown.title} of {shown.body}" for shown in given] if entry else "no entry"
        sheet.notes.append(f"{note} missed: {office.title} of {office.body} / {known}")
    for f in sorted(set(range(len(given))) - {f for _, f in pairs}):
        sheet.notes.append(f"{note} false: {given[f].title} of {given[f].body}")


def _office_weight(true: TrueOffice, shown: Office, names: Names) -> float:
    words, others = _title_words(true.title), _title_words(shown.title)
    is_same_title = bool(words and others) and words[-1] == others[-1] and (set(words) <= set(others) or set(others) <= set(words))
    if not (is_same_title and _is_same_body(true, shown, names)):
        return 0.0
    return 1.0 + (words == others) + 0.5 * (true.from_ == shown.from_) + 0.5 * (true.to == shown.to)


def _is_same_body(true: TrueOffice, shown: Office, names: Names) -> bool:
    if true.body is None or (shown.body is not None and names.of(true.body) == names.of(shown.body)):
        return True
    given = set(fold(f"{shown.title} {shown.body or ''}").split())
    return set(fold(true.body).split()) - _LINKS <= given


def _title_words(title: str) -> list[str]:
    """Return the words of a title before its first preposition ("special envoy for talks": special, envoy)."""
    words = fold(title).split()
    return list(takewhile(lambda word: word not in _LINKS, words)) or words


# --- stories --------------------------------------------------------------------------------------------------------------------------


def _score_stories(read: ReadCase, sheet: Sheet) -> None:
    """Count B-cubed over reports, and pairs of reports in one group, for the three relations.

    Where most reports stand alone, B-cubed is high for a record that groups nothing; pairs show what was found.

    Versions are the record's stories. Copies are the groups that it counts as one witness, which are of whole stories; so the truth of
    copies takes the versions of a copy in as well. The record keeps no groups of reports of one event: its witnesses stand in for them.
    """
    stories = [story.versions for story in read.ledger.stories if story.versions]
    story_of = {version.id: str(number) for number, versions in enumerate(stories) for version in versions}
    witness_of = name_witnesses(stories)
    true = read.case.stories
    wanted = {"versions": true.versions, "copies": (*true.versions, *true.copies), "events": (*true.versions, *true.copies, *true.events)}
    for relation, groups in wanted.items():
        truth = _join(read.case.reports, groups)
        shown = story_of if relation == "versions" else witness_of
        found = {report: shown[version.id] for report, version in read.case.reports.items() if version.id in shown}
        sheet.add_agreement(relation, b_cubed(truth, found))
        wanted_pairs, found_pairs = _pairs_in(truth), _pairs_in(found)
        sheet.add(f"{relation} pairs", right=len(wanted_pairs & found_pairs), wanted=len(wanted_pairs), found=len(found_pairs))
        for line in _explain_groups(truth, found):
            sheet.notes.append(f"{read.case.key} {relation} {line}")


def _join(reports: Iterable[str], groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return the group of each report, named by its first report, where groups that share a report are one."""
    first = {report: report for report in reports}
    for group in groups:
        joined = {first[report] for report in group}
        first = {report: min(joined) if name in joined else name for report, name in first.items()}
    return first


def _pairs_in(groups: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return the pairs of reports that are in one group, each in the order of its ids."""
    return {(a, b) for a, b in combinations(sorted(groups), 2) if groups[a] == groups[b]}


def _explain_groups(truth: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    """Yield the true groups that were split and the found ones that hold several true ones."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    shown: defaultdict[str, list[str]] = defaultdict(list)
    for report, group in truth.items():
        members[group].append(report)
        shown[found.get(report, report)].append(report)
    for reports in members.values():
        parts = {found.get(report, report) for report in reports}
        if len(parts) > 1:
            yield "split: " + _show_parts(reports, [shown[part] for part in parts])
    for reports in shown.values():
        parts = {truth[report] for report in reports}
        if len(parts) > 1:
            yield "merged: " + _show_parts(reports, [members[part] for part in parts])


def _show_parts(group: Sequence[str], parts: Iterable[Sequence[str]]) -> str:
    return " | ".join(sorted(" ".join(sorted(set(part) & set(group))) for part in parts))


# --- changes --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A true change with its sides located in the texts of its versions (None for a side that is absent or no part of the text)."""

    change: TrueChange
    versions: tuple[str, str]
    before: tuple[int, int] | None
    after: tuple[int, int] | None


def _score_changes(read: ReadCase, sheet: Sheet) -> None:
    """Count changes by kind and silent corrections.

    A change of the record is a true one where it is between the same versions, of the same kind, and shares words with one of its sides;
    headlines and notes stand apart from the text and need no words. A silent correction, one of `REPLACING` with both sides and
    undisclosed, is found by any change of fact at its words that is undisclosed too, since what matters is that somebody is told.
    """
    true = [_locate(change, read) for change in read.case.changes if change.kind in JUDGED]
    found = [change for story in read.ledger.stories for change in story.changes if change.kind in JUDGED]
    weights = [[_change_weight(place, change) for change in found] for place in true]
    pairs = assign(weights)
    right = {t for t, f in pairs if true[t].change.kind is found[f].kind}
    for kind, count in Counter(place.change.kind for place in true).items():
        sheet.counts[f"change {kind} wanted"] += count
    for kind, count in Counter(change.kind for change in found).items():
        sheet.counts[f"change {kind} found"] += count
    for t in right:
        sheet.counts[f"change {true[t].change.kind} right"] += 1
    sheet.add("changes", right=len(right), wanted=len(true), found=len(found))
    partner = dict(pairs)
    for t, place in enumerate(true):
        shown = found[partner[t]].kind if t in partner else "nothing"
        if t not in right:
            sheet.notes.append(f"{read.case.key} change missed: {_show_change(place.change)} / {shown}")
        if _is_silent(place.change):
            is_told = any(_touches(place, change) and not change.disclosed for change in found)
            sheet.add("silent", right=is_told, wanted=1)
            if not is_told:
                sheet.notes.append(f"{read.case.key} silent correction missed: {_show_change(place.change)}")
    for f in sorted(set(range(len(found))) - {f for t, f in pairs if t in right}):
        sheet.notes.append(f"{read.case.key} change false: {_show_found(found[f], read)}")


def macro_f1_of_changes(sheet: Sheet) -> float:
    """Return the mean of F1 over the kinds of change that the truth has, in per cent; 0 where it has none."""
    kinds = [kind for kind in sorted(JUDGED) if sheet.counts[f"change {kind} wanted"]]
    return sum(sheet.f1(f"change {kind}") for kind in kinds) / len(kinds) if kinds else 0.0


def _is_silent(change: TrueChange) -> bool:
    return change.kind in REPLACING and not change.disclosed and change.before is not None and change.after is not None


def _locate(change: TrueChange, read: ReadCase) -> _Place:
    versions = read.case.reports[change.from_], read.case.reports[change.to]
    sides = []
    for words, version in zip((change.before, change.after), versions, strict=True):
        place = locate(words, version.text) if words is not None else (-1, -1)
        sides.append(place if place[0] >= 0 else None)
    return _Place(change, (versions[0].id, versions[1].id), sides[0], sides[1])


def _touches(place: _Place, change: Change) -> bool:
    """Tell whether a change of the record is between the same versions and shares words with a side of the true one."""
    if place.versions != (change.from_version, change.to_version):
        return False
    return _overlaps(place.before, change.before) or _overlaps(place.after, change.after)


def _overlaps(range_: tuple[int, int] | None, evidence: Evidence | None) -> bool:
    return range_ is not None and evidence is not None and evidence.start < range_[1] and range_[0] < evidence.end


def _change_weight(place: _Place, change: Change) -> float:
    apart = {ChangeKind.HEADLINE, ChangeKind.CORRECTION_NOTE}
    is_same_kind = place.change.kind is change.kind
    if is_same_kind and change.kind in apart and place.versions == (change.from_version, change.to_version):
        return _SAME_KIND
    if not _touches(place, change):
        return 0.0
    both = _overlaps(place.before, change.before) and _overlaps(place.after, change.after)
    return (_SAME_KIND if is_same_kind else _TOUCHING) + 0.5 * both + 0.1 * (place.change.disclosed is change.disclosed)


def _show_change(change: TrueChange) -> str:
    silence = "" if change.disclosed else " silent"
    return f"{change.kind}{silence} {change.from_} «{change.before or '-'}» {change.to} «{change.after or '-'}»"


def _show_found(change: Change, read: ReadCase) -> str:
    before, after = (evidence.exact if evidence else "-" for evidence in (change.before, change.after))
    return f"{change.kind} {'='.join(read.reports_of.get(change.from_version, ()))} «{before}» to «{after}»"
