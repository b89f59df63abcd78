"""Processes found by their parties, and which of them a claim with some parties belongs to.

In: what claims with canonical names stake out (who acts together, how often, with whose help), and what persons declared. Out: the
processes, and for any parties the one that is theirs, or none. A claim about other actors is never filed under the process at hand: it goes
to its own process, or to the background. Mediators are no parties; what is only recapped as the past of others founds no process.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from communique.model.claims import Claim, CommitmentClaim, MeetingClaim, ReaffirmationClaim
from communique.model.ids import make_id
from communique.model.judgements import Judgement, Target, TargetKind, Verb
from communique.model.record import Commitment, Meeting
from communique.model.vocabulary import Factuality, Force, MeetingState, Outcome
from communique.record.commitments import settle_force
from communique.record.rulings import NO_RULINGS, Rulings
from communique.record.sightings import effective_state, hosts_of_places
from communique.record.topics import is_on_topic, words_about

Parties = frozenset[str]
FOREGROUND, RECAP = 2, 1
"""Weights of a claim in the choice of a text's main process: what is news, and what is told as the past."""
OVERSHADOWS = 3
"""A process of which so many times as much is told stands in the light of others that look like misread parts of it."""
MAX_ENUMERATED = 8
"""Of a group of more parties, the parts are looked for among all groups, and not made up and looked up."""


@dataclass(frozen=True, slots=True)
class Group:
    """A process before its entries are known. `words` are the stems of what it is about where another one has the same parties."""

    id: str
    name: str
    parties: tuple[str, ...]
    mediators: tuple[str, ...]
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stake:
    """What one version says of some who act together.

    `weight` is 0 where they only met with mediators; `first` is the place (code point) of the first claim that says so; `is_news` tells
    whether some claim is more than a recap. `hosts` are the states on whose ground they met. `topic` is the id of the process of these
    parties that the words are about, empty for none.
    """

    parties: Parties
    weight: int
    first: int
    is_news: bool
    mediators: frozenset[str]
    topic: str = ""
    hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pact:
    """The stakes of all versions in some who act together."""

    support: int
    is_news: bool
    mediators: frozenset[str]
    hosts: frozenset[str] = frozenset()


def stake_out(claims: Iterable[Claim], topics: Mapping[Parties, Sequence[Group]] | None = None) -> list[Stake]:
    """Return what the claims of one version, with canonical names, say of who acts together; sorted."""
    stakes: dict[tuple[tuple[str, ...], str], Stake] = {}
    for claim in claims:
        parties = joint_parties(claim)
        helpers = frozenset(claim.mediators) - frozenset(claim.parties) if isinstance(claim, MeetingClaim) else frozenset()
        if len(parties) < 2:
            parties = frozenset(claim.parties) if isinstance(claim, MeetingClaim) and helpers else frozenset()
            weight, is_news = 0, False
        else:
            weight, is_news = _weight(claim), not is_background(claim)
        if not parties:
            continue
        topic = find_topic(claim, (topics or {}).get(parties, ()))
        key = tuple(sorted(parties)), topic
        known = stakes.get(key) or Stake(parties, 0, claim.provenance.span.start, False, frozenset(), topic)
        first = min(known.first, claim.provenance.span.start) if known.weight else claim.provenance.span.start
        stakes[key] = replace(
            known,
            weight=known.weight + weight,
            first=first if weight else known.first,
            is_news=known.is_news or is_news,
            mediators=known.mediators | helpers,
            hosts=known.hosts | hosts_of(claim),
        )
    return [stakes[key] for key in sorted(stakes)]


def hosts_of(claim: Claim) -> frozenset[str]:
    """Return the states in which a meeting is."""
    return hosts_of_places(claim.places) if isinstance(claim, MeetingClaim) else frozenset()


def find_topic(claim: Claim, groups: Iterable[Group]) -> str:
    """Return the id of the first process whose words a claim has, empty for none."""
    return next((group.id for group in groups if is_on_topic(claim, group.words)), "")


def joint_parties(claim: Claim) -> Parties:
    """Return who acts together in a claim that can found a process, an empty set for other claims."""
    match claim:
        case MeetingClaim() if effective_state(claim) is not None:
            return frozenset(claim.parties)
        case CommitmentClaim() if settle_force(claim) not in (None, Force.INTENT):
            return frozenset(claim.obligors)
        case ReaffirmationClaim() if claim.provenance.factuality is Factuality.HAPPENED:
            return frozenset(claim.parties)
    return frozenset()


def is_background(claim: Claim) -> bool:
    """Tell whether a claim recaps the past."""
    return isinstance(claim, MeetingClaim | CommitmentClaim) and claim.background


def _weight(claim: Claim) -> int:
    return RECAP if is_background(claim) else FOREGROUND


@dataclass(frozen=True, slots=True)
class Standing:
    """How much a text speaks of a process: the weight of its claims, and where the first of them stands."""

    weight: int
    first: int


Context = Mapping[str, Standing]
"""What a text, or a story, speaks of: standings by the id of the process."""
IsWithin = Callable[[Parties, Parties], bool]
"""Tells whether every text that speaks of some parties speaks of others as well."""


class Groups:
    """The processes of a record, and what is filed where."""

    def __init__(
        self, pacts: Mapping[Parties, Pact], is_within: IsWithin, rulings: Rulings = NO_RULINGS, name_of: Callable[[str], str] = str
    ) -> None:
        self._pacts = pacts
        self._name_of = name_of
        self._declared = find_declared(rulings, name_of)
        news = {parties for parties, pact in pacts.items() if pact.is_news}
        held = {parties: pact for parties, pact in pacts.items() if pact.support}
        self._home = _fold_groups(news, held, is_within, frozenset(self._declared))
        self._ids = {parties: process_id(parties) for parties in {self._home[parties] for parties in news} | set(self._declared)}
        self._merge(rulings)
        self.groups, self.topics = self._make_groups(rulings)
        self._by_id = {group.id: group for group in self.groups}
        self._sharing = index_by_party(self._ids)
        self._supports: Counter[Parties] = Counter()
        for parties, pact in pacts.items():
            self._supports[self._home.get(parties, parties)] += pact.support
        self._by_party: defaultdict[str, list[Group]] = defaultdict(list)
        self._by_member: defaultdict[str, list[Group]] = defaultdict(list)
        for group in self.groups:
            for party in group.parties:
                self._by_party[party].append(group)
            for member in {*group.parties, *group.mediators}:
                self._by_member[member].append(group)

    def _merge(self, rulings: Rulings) -> None:
        """Put processes together as judged: the id is that of the first, the parties are those of all."""
        for judgement in (decision.judgement for decision in rulings.of_kind(TargetKind.PROCESS)):
            if judgement.verb is Verb.MERGE:
                told = [self._at_home(parties_of_target(target, self._name_of)) for target in judgement.targets]
                known = [parties for parties in dict.fromkeys(told) if parties in self._ids]
                if len(known) > 1:
                    whole, first = frozenset().union(*known), self._ids[known[0]]
                    for parties in known:
                        del self._ids[parties]
                    self._ids[whole] = first
                    self._home = {parties: whole if home in known else home for parties, home in self._home.items()}
                    self._home |= dict.fromkeys(known, whole)

    def _make_groups(self, rulings: Rulings) -> tuple[tuple[Group, ...], dict[Parties, tuple[Group, ...]]]:
        helpers = index_by_party(parties for parties, pact in self._pacts.items() if pact.mediators)
        names = self._find_names(rulings)
        plain, topics = [], {}
        for parties, key in sorted(self._ids.items(), key=lambda item: sorted(item[0])):
            near = {group for party in parties for group in helpers[party] if group <= parties}
            mediators = {name for group in near for name in self._pacts[group].mediators} - parties
            declared = self._declared.get(parties, ())
            mediators |= {name for one in declared for name in one.mediators}
            group = Group(key, "–".join(sorted(parties)), tuple(sorted(parties)), tuple(sorted(mediators - parties)))
            parts = [replace(group, id=one.id, name=one.name, words=one.words) for one in declared if one.words]
            title = next((one.name for one in reversed(declared) if not one.words), group.name)
            plain += [replace(one, name=names.get(one.id, one.name)) for one in (replace(group, name=title), *parts)]
            if parts:
                topics[parties] = tuple(sorted(parts, key=lambda part: part.id))
        return tuple(plain), topics

    def _find_names(self, rulings: Rulings) -> dict[str, str]:
        """Return the names that persons gave to processes, by id; a process whose parties go by other names now is found by these."""
        names: dict[str, str] = {}
        parts = {group.id for groups in self._declared.values() for group in groups if group.words}
        for judgement in (decision.judgement for decision in rulings.of_kind(TargetKind.PROCESS)):
            if judgement.verb is Verb.EDIT and judgement.field == "name" and judgement.value:
                for target in judgement.targets:
                    parties = self._at_home(parties_of_target(target, self._name_of))
                    key = target.id if target.id in parts else self._ids.get(parties)
                    names |= {key: judgement.value[0]} if key else {}
        return names

    # --- questions ------------------------------------------------------------------------------------------------------------

    def group(self, process: str) -> Group:
        """Return a process by its id."""
        return self._by_id[process]

    def parties_of(self, process: str) -> Parties:
        """Return the parties of a process by its id."""
        return frozenset(self._by_id[process].parties)

    def home_of(self, stake: Stake) -> str | None:
        """Return the id of the process that a stake is in, None where it founds none."""
        home = self._home.get(stake.parties, stake.parties)
        return stake.topic if stake.topic in self._by_id else self._ids.get(home)

    def weigh(self, stakes: Iterable[Stake]) -> dict[str, Standing]:
        """Return how much the versions that stakes come from speak of each process."""
        found: dict[str, Standing] = {}
        for stake in stakes:
            process = self.home_of(stake) if stake.weight else None
            if process:
                known = found.get(process)
                weight = stake.weight + (known.weight if known else 0)
                found[process] = Standing(weight, min(stake.first, known.first) if known else stake.first)
        return found

    def file(self, parties: Iterable[str], version: Context, story: Context) -> str | None:
        """Return the id of the process that a claim with these parties belongs to, None for the background.

        A group is filed under its own process, or under the narrowest larger one that holds all of it. One party, or none, is filed under
        the process that its text mostly speaks of, or its story where the text speaks of none, provided that the party takes part in it
        or mediates; so are several where mediators are among them.
        """
        named = self._at_home(parties)
        if len(named) >= 2:
            if named in self._ids:
                return self._ids[named]
            best = self._larger(named)
            if best:
                return min(best, key=lambda key: (-(version[key].weight if key in version else 0), best.index(key)))
        context = version or story
        involving = self._involving(named)
        fitting = [process for process in context if not named or process in involving]
        return min(fitting, key=lambda key: (-context[key].weight, context[key].first, key), default=None)

    def _involving(self, named: Parties) -> list[str]:
        """Return the processes whose parties and mediators hold all of some names, in order; none for no names."""
        near = self._by_member.get(min(named, default=""), ())
        return sorted(group.id for group in near if named <= {*group.parties, *group.mediators})

    def _at_home(self, parties: Iterable[str]) -> Parties:
        named = frozenset(parties)
        return self._home.get(named, named)

    def _larger(self, named: Parties) -> list[str]:
        """Return the narrowest processes that hold all of some parties, the one with most support first."""
        larger = [parties for parties in self._sharing.get(min(named), ()) if named < parties]
        narrowest = min(map(len, larger), default=0)
        found = [(-self._supports[parties], self._ids[parties]) for parties in larger if len(parties) == narrowest]
        return [key for _, key in sorted(found)]

    def mainly_with(self, parties: Iterable[str]) -> str | None:
        """Return the id of the process that some party mainly takes part in: the only one, or one told of far more than all others."""
        return self._outstanding(group for party in set(parties) for group in self._by_party.get(party, ()))

    def mainly_among(self, names: Iterable[str]) -> str | None:
        """Return the id of the process that a text mainly is about which names these, all parties of it among them."""
        named = frozenset(names)
        if len(named) < 2:
            return self.mainly_with(named)
        return self._outstanding(group for party in named for group in self._by_party.get(party, ()) if named.issuperset(group.parties))

    def _outstanding(self, groups: Iterable[Group]) -> str | None:
        found = {group.id: self._supports[frozenset(group.parties)] for group in groups}
        best = min(found, key=lambda key: (-found[key], key), default=None)
        if best is None or len(found) == 1:
            return best
        return best if found[best] and found[best] >= OVERSHADOWS * (sum(found.values()) - found[best]) else None

    def answer(self, parties: Parties) -> str:
        """Return all that the filing of these parties depends on, but for the text: as long as it stays, nothing has to be filed anew."""
        named = self._at_home(parties)
        direct = self._ids.get(named) if len(named) >= 2 else None
        larger = self._larger(named) if len(named) >= 2 and direct is None else ()
        home = self.home_of(Stake(parties, 1, 0, False, frozenset()))
        told = self._by_id[home].mediators if home else ()
        topics = [group.id for group in self.topics.get(parties, ())]
        whole = sorted(self.parties_of(home)) if home else ()
        mainly = self.mainly_with(parties), self.mainly_among(parties)
        return repr((direct, tuple(larger), mainly, home, told, topics, whole, self._involving(named)))


def process_id(parties: Iterable[str]) -> str:
    """Return the id of the process of some parties."""
    return make_id("process", *sorted(parties))


# --- what persons decided -----------------------------------------------------------------------------------------------------


def parties_of_target(target: Target, name_of: Callable[[str], str] = str) -> Parties:
    """Return the parties of a process that is judged, by the names that they have now."""
    return frozenset(map(name_of, target.names))


def find_declared(rulings: Rulings, name_of: Callable[[str], str] = str) -> dict[Parties, tuple[Group, ...]]:
    """Return the declared processes by their parties: with words for those that share them with another one."""
    found: defaultdict[Parties, list[Group]] = defaultdict(list)
    for judgement in (decision.judgement for decision in rulings.of_kind(TargetKind.PROCESS)):
        if judgement.verb is Verb.DECLARE:
            group = read_declaration(judgement, name_of)
            found[frozenset(group.parties)].append(group)
    return {parties: tuple(groups) for parties, groups in found.items()}


def read_declaration(judgement: Judgement, name_of: Callable[[str], str] = str) -> Group:
    """Return the process that a judgement declares: its name is the `field`, the words that tell its claims from others are the `value`.

    The first target has the parties, the second one, if any, the mediators.
    """
    parties = parties_of_target(judgement.targets[0], name_of)
    name, words = judgement.field or "", words_about(judgement.value)
    mediators = sorted({name for target in judgement.targets[1:] for name in parties_of_target(target, name_of)})
    key = make_id("process", *sorted(parties), "about", *sorted(words)) if words else process_id(parties)
    return Group(key, name, tuple(sorted(parties)), tuple(mediators), words)


# --- which groups are one -----------------------------------------------------------------------------------------------------


def _fold_groups(
    groups: set[Parties], pacts: Mapping[Parties, Pact], is_within: IsWithin, declared: frozenset[Parties]
) -> dict[Parties, Parties]:
    """Return for every group the one it is part of; a declared one stays its own.

    A group with a mediator counted among its parties is the group without it. A part of a larger group is that group when no text speaks
    of the part without speaking of the whole, and the whole is spoken of at least as much. A group of which little is told, and in which
    mediators or hosts of a much larger process stand beside a party of it or alone, is that process: its talks, told without their parties.
    """
    sharing = index_by_party(groups)
    helping: defaultdict[str, list[Parties]] = defaultdict(list)
    for group in groups:
        for name in pacts[group].mediators:
            helping[name].append(group)
    parts: defaultdict[Parties, list[Parties]] = defaultdict(list)
    wholes: defaultdict[Parties, list[Parties]] = defaultdict(list)
    for group in sorted(groups, key=lambda group: (len(group), sorted(group))):
        for part in _parts_among(group, groups):
            parts[group].append(part)
            wholes[part].append(group)
    home = {}
    for group in groups:
        own = pacts[group]
        without = [part for part in parts[group] if group - part <= pacts[part].mediators]
        larger = [whole for whole in wholes[group] if pacts[whole].support >= own.support and not whole - group <= own.mediators]
        larger = [] if without else [whole for whole in larger if is_within(group, whole)]
        best = min(without, key=lambda other: (-pacts[other].support, sorted(other)), default=None)
        if best is None:
            best = min(larger, key=lambda other: (-pacts[other].support, len(other), sorted(other)), default=None)
        if best is None:
            near = {other for name in group for other in (*sharing[name], *helping[name])} - {group}
            above = [other for other in near if _overshadows(other, group, pacts)]
            best = min(above, key=lambda other: (-pacts[other].support, sorted(other)), default=None)
        home[group] = group if group in declared else best or group
    return {group: _last_home(group, home) for group in home}


def _overshadows(process: Parties, group: Parties, pacts: Mapping[Parties, Pact]) -> bool:
    """Tell whether a group is a much larger process in which somebody who only mediates or hosts was taken for a party."""
    if pacts[process].support < OVERSHADOWS * pacts[group].support:
        return False
    mediators, others = pacts[process].mediators, group - process
    return others <= mediators or (bool(group & process) and others <= mediators | pacts[process].hosts)


def _parts_among(group: Parties, groups: set[Parties]) -> list[Parties]:
    """Return the groups of at least two that are a real part of a group, in order."""
    if len(group) > MAX_ENUMERATED:
        found = [other for other in groups if other < group and len(other) >= 2]
    else:
        sizes = range(2, len(group))
        found = [part for size in sizes for names in combinations(sorted(group), size) if (part := frozenset(names)) in groups]
    return sorted(found, key=lambda part: (len(part), sorted(part)))


def index_by_party(groups: Iterable[Parties]) -> defaultdict[str, list[Parties]]:
    """Return the groups that each party is in."""
    sharing: defaultdict[str, list[Parties]] = defaultdict(list)
    for group in groups:
        for party in group:
            sharing[party].append(group)
    return sharing


def _last_home(group: Parties, home: dict[Parties, Parties]) -> Parties:
    seen = {group}
    while home[group] not in seen:
        group = home[group]
        seen.add(group)
    return group


def gather_pacts(stakes: Iterable[Stake]) -> dict[Parties, Pact]:
    """Return the stakes of all versions put together by parties."""
    support: Counter[Parties] = Counter()
    news: set[Parties] = set()
    mediators: defaultdict[Parties, set[str]] = defaultdict(set)
    hosts: defaultdict[Parties, set[str]] = defaultdict(set)
    for stake in stakes:
        support[stake.parties] += stake.weight
        mediators[stake.parties] |= stake.mediators
        hosts[stake.parties] |= stake.hosts
        if stake.is_news:
            news.add(stake.parties)
    return {
        parties: Pact(count, parties in news, frozenset(mediators[parties]), frozenset(hosts[parties] - parties))
        for parties, count in support.items()
    }


def fold_phase(meetings: Sequence[Meeting], commitments: Sequence[Commitment]) -> str:
    """Return a word for where a process stands: its last meeting decides, and without meetings what was agreed.

    `meetings` are in order of time. One of: "planned", "talks", "agreed", "stalled", "broken_off", "contacts".
    """
    called_off = {MeetingState.POSTPONED, MeetingState.CANCELLED, MeetingState.DROPPED, MeetingState.UNCONFIRMED}
    binding = {Outcome.AGREEMENT, Outcome.SIGNED, Outcome.FRAMEWORK}
    if not meetings:
        return "agreed" if any(commitment.force not in (Force.INTENT, Force.CONDITIONAL) for commitment in commitments) else "contacts"
    last = meetings[-1]
    met = [meeting for meeting in meetings if meeting.state in (MeetingState.HELD, MeetingState.UNDER_WAY)]
    if last.state is MeetingState.BROKEN_OFF or last.outcome is Outcome.WALKOUT:
        return "broken_off"
    if last.state in called_off:
        return "stalled"
    if last.state is MeetingState.HELD and last.outcome in binding:
        return "agreed"
    return "talks" if met else "planned"
