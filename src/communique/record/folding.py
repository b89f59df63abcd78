"""The fold: all claims of all versions become the record.

In: readings, stories with their changes, problems, judgements. Out: the `Ledger`. It is a pure function: the order of the input does not
matter, a reading given twice changes nothing, and no entry exists without evidence. Claims of which the reader is not sure enough are no
fact yet: they stay in the store and wait for review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from communique.model.claims import ActorMention, Claim, Reading, claim_id
from communique.model.judgements import Judgement, Verb
from communique.model.record import Evidence, Ledger, Meeting, Process, Relation, Statement, Story
from communique.model.sources import Problem
from communique.record.actors import Directory
from communique.record.assembly import assemble_background
from communique.record.cast import find_roles, make_actor, sort_actors
from communique.record.conflicts import find_corrections
from communique.record.filing import Desk, Filed
from communique.record.folders import FoldContext, fold_folder
from communique.record.processes import Group, Groups, IsWithin, Parties, Stake, find_declared, gather_pacts, stake_out
from communique.record.rulings import Rulings, marks_in
from communique.record.settling import settle_rulings
from communique.record.witnesses import Witnesses

SURE_ENOUGH = 0.5
"""Claims below this score are not shown as fact: the reader itself holds them for more likely wrong than right."""


def fold_ledger(
    readings: Sequence[Reading],
    stories: Sequence[Story],
    problems: Sequence[Problem] = (),
    today: str | None = None,
    judgements: Sequence[Judgement] = (),
) -> Ledger:
    """Return the record of all readings.

    `stories` give the order of versions and who is an independent witness. `today` is an ISO date; with it, planned meetings whose day
    has passed become unconfirmed.

    Raises:
        ValueError: `today` is no ISO date.
    """
    ledger = _Fold(readings, stories, today, judgements).fold(problems)
    return replace(ledger, judgements=settle_rulings(judgements, ledger, marks_in(readings)))


def is_sure(claim: Claim, rulings: Rulings) -> bool:
    """Tell whether a claim may be shown as fact; one that is not waits for review. A person's word wins over the score."""
    verdict = rulings.verdict(claim_id(claim))
    is_right = verdict is Verb.ACCEPT or (verdict is None and claim.provenance.score >= SURE_ENOUGH)
    return is_right and bool(claim.provenance.span.exact)


def sure_claims(reading: Reading, directory: Directory, rulings: Rulings, witnesses: Witnesses) -> list[Claim]:
    """Return what one version says for the record, under canonical names, in order of the text."""
    return witnesses.sort({directory.rewrite(claim) for claim in reading.claims if is_sure(claim, rulings)})


@dataclass(frozen=True, slots=True)
class _Told:
    """One version while it is filed."""

    claims: list[Claim]
    stakes: list[Stake]
    story: str


class _Fold:
    """One run of the fold: what is known once for all processes."""

    def __init__(self, readings: Sequence[Reading], stories: Sequence[Story], today: str | None, judgements: Sequence[Judgement]) -> None:
        self.by_version = {reading.version: reading for reading in _once(readings)}
        self.stories = stories
        self.rulings = Rulings(judgements, marks_in(self.by_version.values()))
        self.witnesses = Witnesses(stories)
        self.directory = Directory(tuple(self.by_version.values()), self.rulings)
        self.told = self._tell()
        stakes = [stake for told in self.told.values() for stake in told.stakes]
        self.groups = Groups(gather_pacts(stakes), self._make_test(), self.rulings, self.directory.name)
        self.context = FoldContext(self.witnesses, self.rulings, find_corrections(stories), self.by_version, today)
        self.folders = self._file()
        self.mentions: defaultdict[str, list[ActorMention]] = defaultdict(list)
        for reading in self.by_version.values():
            for mention in reading.actors:
                self.mentions[self.directory.name(mention.name)].append(mention)

    def fold(self, problems: Sequence[Problem]) -> Ledger:
        folded = {folder: fold_folder(folder, claims, self._group_of(folder), self.context) for folder, claims in self.folders.items()}
        processes = [self._complete(one.head) for one in folded.values() if one.head]
        processes.sort(key=lambda process: (process.name, process.id))
        stories = sorted(
            self.stories, key=lambda story: (self.witnesses.place(story.versions[0].id).order if story.versions else ("",), story.id)
        )
        return Ledger(
            processes=tuple(processes),
            background=assemble_background(row for one in folded.values() if not one.head for row in one.rows),
            stories=_name_processes(stories, processes),
            problems=tuple(sorted(set(problems))),
        )

    # --- filing ---------------------------------------------------------------------------------------------------------------

    def _tell(self) -> dict[str, _Told]:
        declared = find_declared(self.rulings, self.directory.name)
        topics = {parties: [group for group in groups if group.words] for parties, groups in declared.items()}
        told = {}
        for version, reading in self.by_version.items():
            claims = sure_claims(reading, self.directory, self.rulings, self.witnesses)
            told[version] = _Told(claims, stake_out(claims, topics), self.witnesses.place(version).story)
        return told

    def _make_test(self) -> IsWithin:
        texts: defaultdict[Parties, set[str]] = defaultdict(set)
        for version, told in self.told.items():
            for stake in told.stakes:
                if stake.weight:
                    texts[stake.parties].add(version)
        return lambda part, whole: texts[part] <= texts[whole]

    def _file(self) -> dict[str, list[Filed]]:
        """Put every claim into its folder."""
        of_story: defaultdict[str, list[Stake]] = defaultdict(list)
        for told in self.told.values():
            of_story[told.story] += told.stakes
        stories = {story: self.groups.weigh(stakes) for story, stakes in of_story.items()}
        folders: defaultdict[str, list[Filed]] = defaultdict(list)
        for told in self.told.values():
            desk = Desk(self.groups, self.directory, self.groups.weigh(told.stakes), stories[told.story], told.story)
            for filed in desk.file_all(told.claims):
                folders[filed.folder].append(filed)
        return dict(folders)

    def _group_of(self, folder: str) -> Group | None:
        return None if folder.startswith("~") else self.groups.group(folder)

    # --- actors and stories ---------------------------------------------------------------------------------------------------

    def _complete(self, process: Process) -> Process:
        """Return the process with its actors: all that readings of its texts list."""
        texts = {piece.version for piece in evidence_in(process)}
        named = {mention.name for version in texts & self.by_version.keys() for mention in self.by_version[version].actors}
        roles = find_roles(process, named, self.directory)
        actors = [make_actor(role, self.mentions.get(role.name, ()), self.directory, self.witnesses) for role in roles]
        return replace(process, actors=sort_actors(actors, process))


def _name_processes(stories: Sequence[Story], processes: Sequence[Process]) -> tuple[Story, ...]:
    """Return the stories with the ids of the processes that rest on them, in the order of `processes`."""
    told: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for process in processes:
        for piece in evidence_in(process):
            told[piece.version][process.id] = None
    order = {process.id: index for index, process in enumerate(processes)}
    named = []
    for story in stories:
        found = {process for version in story.versions for process in told.get(version.id, ())}
        named.append(replace(story, processes=tuple(sorted(found, key=order.__getitem__))))
    return tuple(named)


def _once(readings: Sequence[Reading]) -> list[Reading]:
    """Return one reading for each version, sorted by version; of several, the same one whatever their order."""
    given: defaultdict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        given[reading.version].append(reading)
    return [min(given[version], key=repr) if len(given[version]) > 1 else given[version][0] for version in sorted(given)]


def evidence_in(process: Process) -> Iterator[Evidence]:
    """Yield all evidence of a process's entries."""
    entries: list[Meeting | Relation | Statement] = [*process.meetings, *process.relations, *process.statements]
    for entry in entries:
        yield from entry.evidence
    for commitment in process.commitments:
        yield from commitment.evidence
        for report in commitment.reports:
            yield from report.evidence
        for event in commitment.reaffirmed:
            yield from event.evidence
