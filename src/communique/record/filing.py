"""Filing: which process a claim belongs to, or which part of the background.

In: the claims of one version under canonical names, what its text and its story speak of, and the processes. Out: for every claim the
folder that it is folded in. A claim that refers to another one of its text goes where that one is. What belongs to no process is filed by
those it is about, so that the background falls into small folders that have nothing to do with each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    ReaffirmationClaim,
    RelationClaim,
    StandingClaim,
    StatementClaim,
    claim_id,
)
from communique.record.actors import Directory, names_in
from communique.record.commitments import is_denied
from communique.record.processes import Context, Groups, Parties, find_topic
from communique.record.relations import relation_pairs
from communique.stories.words import fold

_BETWEEN = "\x1f"
_TALKS, _PAIR, _SPEECH = "~talks", "~pair", "~speech"
"""What folders of the background hold: meetings and agreements of some parties, relations of a pair, words of a speaker."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A claim in its folder. `pair` is the place of a relation's pair in `relation_pairs`, 0 for all other claims."""

    claim: Claim
    pair: int
    folder: str


@dataclass(slots=True)
class Desk:
    """Where the claims of one version are filed. `asked` collects the parties that a process was looked up for.

    `named` are all parties in the claims of a text that tells of nobody acting together: what it says without naming anyone is of the
    process that these point to.
    """

    groups: Groups
    directory: Directory
    version: Context
    story: Context
    story_id: str
    named: Parties = frozenset()
    asked: set[Parties] = field(default_factory=set)

    def file_all(self, claims: Sequence[Claim]) -> list[Filed]:
        """Return the claims of the version, given in order of the text, in their folders. Stances and what nobody is part of have none."""
        filed: list[Filed] = []
        home: dict[str, str] = {}
        if not (self.version or self.story):
            self.named = frozenset(self.directory.parties(name for claim in claims for name in names_in(claim)))
        for kind in (MeetingClaim, CommitmentClaim):
            for claim in claims:
                if isinstance(claim, kind):
                    home[claim_id(claim)] = folder = self._folder(claim, home)
                    filed.append(Filed(claim, 0, folder))
        for claim in claims:
            if isinstance(claim, RelationClaim):
                filed += [Filed(claim, number, self._folder_of_pair(claim, *pair)) for number, pair in enumerate(relation_pairs(claim))]
            elif not isinstance(claim, MeetingClaim | CommitmentClaim):
                filed.append(Filed(claim, 0, self._folder(claim, home)))
        return [one for one in filed if one.folder]

    # --- which folder ---------------------------------------------------------------------------------------------------------

    def _folder(self, claim: Claim, home: dict[str, str]) -> str:
        match claim:
            case MeetingClaim():
                filed = self._file(claim.parties, claim) or (self._mainly_with(claim.parties) if len(claim.parties) == 1 else None)
                return filed or (_key(_TALKS, claim.parties) if claim.parties else "")
            case CommitmentClaim():
                return self._folder_of_promise(claim, home)
            case ProgressClaim():
                return self._folder_of_reference(claim, claim.commitment, [claim.obligor] if claim.obligor else [], home)
            case StandingClaim() | ReaffirmationClaim():
                return self._folder_of_reference(claim, claim.commitment, claim.parties, home)
            case StatementClaim():
                speaker = fold(claim.speaker) if claim.speaker else f"\x02{self.story_id}"
                return self._process_of_words(claim) or _key(_SPEECH, (speaker,))
        return ""

    def _folder_of_promise(self, claim: CommitmentClaim, home: dict[str, str]) -> str:
        """A promise goes with the meeting that it comes from, as long as those who are bound took part in it."""
        met = home.get(claim.origin, "") if claim.origin else ""
        members = set(met.split(_BETWEEN)[1:]) if met.startswith(_TALKS) else self.groups.parties_of(met) if met else set()
        is_of_meeting = bool(met) and set(claim.obligors) <= members
        filed = self._on_topic(met, claim) if is_of_meeting and not met.startswith(_TALKS) else self._file(claim.obligors, claim)
        filed = filed or (self._mainly_with(claim.obligors) if is_denied(claim) or len(claim.obligors) == 1 else None)
        return filed or (met if is_of_meeting else _key(_TALKS, claim.obligors))

    def _folder_of_reference(self, claim: Claim, commitment: str | None, parties: Sequence[str], home: dict[str, str]) -> str:
        if commitment is not None and commitment in home:
            return home[commitment]
        return self._file(parties, claim) or self._mainly_with(parties) or _key(_TALKS, parties)

    def _folder_of_pair(self, claim: RelationClaim, a: str, b: str | None) -> str:
        process = self._file((a, b), claim) if b else None
        return process or _key(_PAIR, (a, b or ""))

    def _process_of_words(self, claim: StatementClaim) -> str | None:
        """Words belong to the process of the side that speaks, or that the speaker mediates."""
        speakers = [part.strip() for part in (claim.speaker or "").split(";") if part.strip()]
        sides = {claim.side} if claim.side else {self.directory.side(name) or name for name in speakers}
        if not sides:
            return None
        found = self._file(sides, claim)
        main = self._file((), claim)
        mediates = main is not None and bool(sides & set(self.groups.group(main).mediators))
        return found or (main if mediates else None)

    # --- looking up -----------------------------------------------------------------------------------------------------------

    def _file(self, parties: Iterable[str], claim: Claim) -> str | None:
        named = frozenset(parties)
        self.asked.add(named)
        process = self.groups.file(named, self.version, self.story)
        if process is None and not named and self.named:
            self.asked.add(self.named)
            process = self.groups.mainly_among(self.named)
        if process is None or len(named) < 2:
            return process
        return self._on_topic(process, claim)

    def _on_topic(self, process: str, claim: Claim) -> str:
        """Return the process of the same parties whose words a claim has, else the one given."""
        return find_topic(claim, self.groups.topics.get(self.groups.parties_of(process), ())) or process

    def _mainly_with(self, parties: Iterable[str]) -> str | None:
        self.asked.add(frozenset(parties))
        return self.groups.mainly_with(parties)


def _key(kind: str, names: Iterable[str]) -> str:
    return _BETWEEN.join((kind, *names))


def is_background_folder(folder: str) -> bool:
    """Tell whether a folder belongs to no process."""
    return folder.startswith("~")


def names_of_folder(folder: str) -> tuple[str, ...]:
    """Return whom a folder of the background is about, for sorting."""
    return tuple(folder.split(_BETWEEN)[1:])
