"""Identity of meetings: which claims of plans, reports and recaps speak of one meeting.

In: the meeting claims of one process. Out: lists of sightings, one list for each meeting. Claims that say most (number and day) open
meetings, the others join the one they fit best, by number, then by date, then by being the news of the same text or the same days. The
order of the input does not matter, since claims are sorted by what they say before the first one is placed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from communique.model.claims import MeetingClaim
from communique.model.vocabulary import MeetingKind
from communique.record.encounters import likely_one
from communique.record.sightings import MAX_SITTING_DAYS, Sighting, Stage, is_same_series, see, settle_kind, share_place
from communique.record.tellings import Tellings
from communique.record.witnesses import Witnesses

MAX_DATE_DISPUTE_DAYS = 62
"""Two reports of one numbered meeting may differ by so many days and still be a dispute about its date; beyond, they are two meetings."""
MAX_SURE_DISPUTE_DAYS = 14
"""Up to so many days apart, one number outweighs two dates; beyond, a meeting of another number on the very day is the one meant."""
MAX_DELAY_DAYS = 200
"""A numbered meeting may meet so many days after it was planned for; beyond, the plan came to nothing and its number was used again."""
MAX_UNNUMBERED_DELAY_DAYS = 14
"""An unnumbered plan and a meeting this close are one; beyond, nothing says that they are."""
SAME_NEWS_DAYS = 7
"""Two undated reports published within these days are of one meeting."""

UNLIKELY, LIKELY = 0.1, 0.3
"""How likely two claims are of one meeting: what rules tie is torn apart below the one, what they leave is joined from the other on."""
N_COMPARED = 2
"""Of the claims of a meeting, so many of the likeliest decide."""

SEASON_DAYS = 91
MAX_SEASONS = 12
"""A window of more seasons than these is compared with all."""

_NUMBER, _DATE, _PLAN_DATE, _FAR_NUMBER, _OWN_TEXT, _STORY, _SAME_DAYS, _SLIP, _PLACE, _DELAY = 100, 80, 75, 70, 60, 55, 45, 40, 30, 25
"""How strongly each ground says that a claim is of a meeting, strongest first."""
_PLACE_BONUS = 8

Gathering = list[Sighting]


class Circle:
    """One meeting while claims are put together, with its window and its kind as far as they are told."""

    def __init__(self, sighting: Sighting, number: int) -> None:
        self.number = number
        self.first, self.last = sighting.first, sighting.last
        self.told: Tellings[Sighting] = Tellings()
        self._kinds: Counter[MeetingKind] = Counter()
        self._days: set[date] = set()
        self.add(sighting)

    def add(self, sighting: Sighting) -> None:
        """Add a claim."""
        self.first, self.last = min(self.first, sighting.first), max(self.last, sighting.last)
        self.told.add(sighting, _said(sighting), sighting.story)
        self._kinds[sighting.kind] += 1
        if sighting.is_fine:
            self._days.add(sighting.first)

    def days_from(self, sighting: Sighting) -> int:
        """Return how many days lie between a claim without a date and the meeting: of two that it can be of, the nearer is meant."""
        said = sighting.day
        return 0 if sighting.is_dated or not said else min((abs((day - said).days) for day in self._days), default=MAX_DELAY_DAYS)

    @property
    def kind(self) -> MeetingKind:
        """The kind of the meeting."""
        return settle_kind(self._kinds)


def _said(sighting: Sighting) -> tuple[object, ...]:
    claim = sighting.claim
    flags = (sighting.is_dated, sighting.is_fine, sighting.is_news, claim.relative, claim.ordinal)
    return (sighting.stage, sighting.kind, sighting.first, sighting.last, sighting.day, claim.places, *flags)


def gather_meetings(claims: Iterable[MeetingClaim], witnesses: Witnesses) -> list[Gathering]:
    """Return the sightings of each meeting, in order of publication. Cost: claims times the claims about meetings of the same season."""
    sightings = _keep_one_number([sighting for claim in claims if (sighting := see(claim, witnesses))])
    calendar = _Calendar()
    for sighting in sorted(sightings, key=lambda sighting: (_rank(sighting), witnesses.claim_order(sighting.claim))):
        fits = {index: _fit_all(sighting, calendar.circles[index]) for index in calendar.near(sighting)}
        strength = max(fits.values(), default=0.0)
        best = [calendar.circles[index] for index, fit in fits.items() if fit == strength] if strength else []
        calendar.put(sighting, _likeliest(sighting, best))
    order = witnesses.claim_order
    return [sorted(circle.told.all, key=lambda sighting: order(sighting.claim)) for circle in calendar.circles]


class _Calendar:
    """The meetings of a process with an index by season, so that a claim is compared with those of its time only."""

    def __init__(self) -> None:
        self.circles: list[Circle] = []
        self._by_season: defaultdict[int, set[int]] = defaultdict(set)
        self._lasting: set[int] = set()

    def near(self, sighting: Sighting) -> list[int]:
        """Return the meetings that a claim can be of at all: no ground reaches further than the longest delay."""
        seasons = _seasons(sighting.first, sighting.last, MAX_DELAY_DAYS)
        found = range(len(self.circles)) if seasons is None else self._lasting.union(*(self._by_season.get(one, ()) for one in seasons))
        return [index for index in sorted(found) if _is_near(sighting, self.circles[index])]

    def put(self, sighting: Sighting, circle: Circle | None) -> None:
        """Add a claim to a meeting, or as a new one."""
        if circle is None:
            circle = Circle(sighting, len(self.circles))
            self.circles.append(circle)
        else:
            circle.add(sighting)
        index = circle.number
        seasons = _seasons(circle.first, circle.last, 0)
        if seasons is None:
            self._lasting.add(index)
        for season in seasons or ():
            self._by_season[season].add(index)


def _seasons(first: date, last: date, margin: int) -> range | None:
    """Return the numbers of the seasons that a window and a margin of days on both sides touch, None for a window of many seasons."""
    begin, end = ((first.toordinal() - margin) // SEASON_DAYS, (last.toordinal() + margin) // SEASON_DAYS)
    return range(begin, end + 1) if end - begin <= MAX_SEASONS else None


def _is_near(sighting: Sighting, circle: Circle) -> bool:
    return (sighting.first - circle.last).days <= MAX_DELAY_DAYS and (circle.first - sighting.last).days <= MAX_DELAY_DAYS


def _keep_one_number(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Let only the highest number that a text gives to a meeting that met be its news: lower ones look back ("since the third round")."""
    highest: dict[str, int] = {}
    for sighting in sightings:
        if sighting.stage is Stage.MET and sighting.is_news and sighting.claim.ordinal is not None:
            highest[sighting.version] = max(sighting.claim.ordinal, highest.get(sighting.version, 0))
    return [
        replace(sighting, is_news=False, first=sighting.first if sighting.is_dated else date.min)
        if sighting.stage is Stage.MET and sighting.claim.ordinal is not None and sighting.claim.ordinal < highest.get(sighting.version, 0)
        else sighting
        for sighting in sightings
    ]


def _rank(sighting: Sighting) -> int:
    """Return how much a claim says of which meeting it is, 0 for most."""
    numbered = sighting.claim.ordinal is not None
    if sighting.is_fine:
        return 0 if numbered else 1
    if numbered:
        return 2 if sighting.is_dated else 3
    if sighting.is_dated:
        return 4 if (sighting.last - sighting.first).days <= MAX_DATE_DISPUTE_DAYS * 2 else 5
    return 6 if sighting.is_news else 7


def _fit_all(sighting: Sighting, circle: Circle) -> float:
    """Return how strongly a claim belongs to a meeting by rules and by all that both say, 0 where it does not.

    What a rule ties by less than a day or a number, and not as put off, is torn apart where all that is said makes it unlikely. What no
    rule ties is joined where it is likely enough and nothing bars it.
    """
    gathering = circle.told.facing(sighting.story)
    strength = _fit(sighting, circle)
    if strength >= _DATE or (strength and any(one.stage is Stage.OFF for one in (sighting, *gathering))):
        return float(strength)
    if not strength and _is_barred(sighting, circle, gathering):
        return 0.0
    mean = _mean_likely(sighting, gathering)
    return strength + mean if mean >= (UNLIKELY if strength else LIKELY) else 0.0


def _mean_likely(sighting: Sighting, gathering: Gathering) -> float:
    likely = sorted((likely_one(sighting, other) for other in gathering), reverse=True)[:N_COMPARED]
    return sum(likely) / len(likely)


def _likeliest(sighting: Sighting, circles: Sequence[Circle]) -> Circle | None:
    """Return which of some meetings that a claim fits equally well it is likeliest of, then the nearest, then the oldest; None of none."""
    if len(circles) < 2:
        return circles[0] if circles else None
    story = sighting.story
    return max(circles, key=lambda circle: (_mean_likely(sighting, circle.told.facing(story)), -circle.days_from(sighting), -circle.number))


def _is_barred(sighting: Sighting, circle: Circle, gathering: Gathering) -> bool:
    """Tell whether a claim is of another meeting, however likely: of other days, another number or sort, or a plan beside what met."""
    ordinals = {other.claim.ordinal for other in gathering if other.claim.ordinal is not None}
    is_other_number = sighting.claim.ordinal is not None and bool(ordinals) and sighting.claim.ordinal not in ordinals
    is_other_sort = not _is_compatible_kind(sighting, circle.kind, gathering)
    return is_other_number or is_other_sort or any(_is_apart(sighting, other) for other in gathering)


def _is_apart(a: Sighting, b: Sighting) -> bool:
    is_of_other_day = a.is_dated and b.is_dated and a.gap_to(b) > 0
    return is_of_other_day or _is_told_apart(a, b) or any(_is_of_later(*pair) or _looks_back(*pair) for pair in ((a, b), (b, a)))


def _looks_back(recap: Sighting, news: Sighting) -> bool:
    """Tell whether a text counts a meeting that it looks back to, beside its news."""
    return recap.version == news.version and news.is_news and not recap.is_news and recap.claim.ordinal is not None


def _fit(sighting: Sighting, circle: Circle) -> int:
    """Return how strongly a claim belongs to a meeting, 0 where it does not."""
    gathering = circle.told.facing(sighting.story)
    if not _is_compatible_kind(sighting, circle.kind, gathering):
        return 0
    ordinals = {other.claim.ordinal for other in gathering if other.claim.ordinal is not None}
    if sighting.claim.ordinal is not None and ordinals:
        if sighting.claim.ordinal in ordinals:
            return _fit_number(sighting, gathering)
        return _DATE if _is_same_day_elsewhere(sighting, gathering) or _is_told_anew(sighting, gathering) else 0
    if any(_is_told_apart(sighting, other) for other in gathering):
        return 0
    shares = [share_place(sighting.claim.places, other.claim.places) for other in gathering]
    bonus = _PLACE_BONUS if True in shares else 0
    strength = max(_fit_pair(sighting, other, is_elsewhere=False in shares and True not in shares) for other in gathering)
    return strength + bonus if strength and not _is_excluded(sighting, gathering) else 0


def _is_compatible_kind(sighting: Sighting, kind: MeetingKind, gathering: Gathering) -> bool:
    """Tell whether a claim can be of a meeting of this kind; on one day, "talks" can be the technical meeting that another text names."""
    if is_same_series(sighting.kind, kind):
        return True
    if MeetingKind.CALL in (sighting.kind, kind):
        return False
    numbered = sighting.claim.ordinal is not None and any(other.claim.ordinal is not None for other in gathering)
    same_day = [other for other in gathering if sighting.is_fine and other.is_fine and not sighting.gap_to(other)]
    if any(other.version == sighting.version for other in same_day):
        is_summit = MeetingKind.LEADERS in (sighting.kind, kind)
        is_counted = sighting.claim.ordinal is not None or any(other.claim.ordinal is not None for other in gathering)
        return not numbered and not (is_summit and is_counted)
    is_vague = sighting.is_vague or all(other.is_vague for other in gathering)
    return is_vague and any(share_place(sighting.claim.places, other.claim.places) for other in same_day)


def _fit_number(sighting: Sighting, gathering: Gathering) -> int:
    """Two claims of one number are one meeting, unless they are so far apart in time that the number was used twice."""
    met = [other for other in gathering if other.stage is Stage.MET]
    if any(_is_of_later(sighting, other) or _is_of_later(other, sighting) for other in gathering):
        return 0
    if sighting.stage is Stage.MET and met:
        apart = min(sighting.gap_to(other) for other in met)
        if apart <= MAX_SURE_DISPUTE_DAYS:
            return _NUMBER
        shares = {share_place(sighting.claim.places, other.claim.places) for other in met}
        is_elsewhere = False in shares and True not in shares
        return _FAR_NUMBER if apart <= MAX_DATE_DISPUTE_DAYS and (not is_elsewhere or sighting.is_dated) else 0
    apart = min(sighting.gap_to(other) for other in gathering)
    return _NUMBER if apart <= MAX_DELAY_DAYS else 0


def _is_of_later(plan: Sighting, met: Sighting) -> bool:
    """Tell whether a plan that was told after a meeting met is for a later day: it is of another meeting, whatever its number."""
    if plan.stage is Stage.MET or met.stage is not Stage.MET or not met.is_fine or not plan.day:
        return False
    return plan.is_dated and plan.day > met.last and plan.first > met.last


def _is_same_day_elsewhere(sighting: Sighting, gathering: Gathering) -> bool:
    """Tell whether another text gives another number to what met on the same day: a dispute about the number, not a second meeting."""
    return all(
        other.version != sighting.version
        and other.is_fine
        and sighting.is_fine
        and not sighting.gap_to(other)
        and sighting.stage is Stage.MET
        and other.stage is Stage.MET
        for other in gathering
        if other.claim.ordinal is not None
    )


def _is_told_anew(sighting: Sighting, gathering: Gathering) -> bool:
    """Tell whether another version of the same article gives another number to the one meeting that it reports, at the same place."""
    return sighting.is_news and all(
        other.version != sighting.version
        and other.story == sighting.story
        and other.is_news
        and other.stage is sighting.stage is Stage.MET
        and not sighting.gap_to(other)
        and share_place(sighting.claim.places, other.claim.places)
        for other in gathering
        if other.claim.ordinal is not None
    )


def _is_excluded(sighting: Sighting, gathering: Gathering) -> bool:
    """Tell whether a date rules a claim out although something else speaks for it."""
    dated = [other for other in gathering if other.is_dated and other.stage is sighting.stage]
    if not sighting.is_dated or not dated:
        return False
    return min(sighting.gap_to(other) for other in dated) > (1 if sighting.stage is Stage.MET else MAX_DELAY_DAYS)


def _is_told_apart(a: Sighting, b: Sighting) -> bool:
    """Tell whether one text speaks of a meeting that met and of a plan that it does not date the same: those are two."""
    is_same_day = a.is_dated and b.is_dated and not a.gap_to(b)
    return a.version == b.version and not _is_one_stage(a, b) and b.is_news and a.stage is Stage.PLAN and not is_same_day


def _fit_pair(a: Sighting, b: Sighting, *, is_elsewhere: bool) -> int:
    if a.is_dated and b.is_dated:
        return _fit_dates(a, b, is_elsewhere=is_elsewhere)
    if is_elsewhere and a.stage is b.stage:
        return 0
    if a.version == b.version:
        return _fit_own_text(a, b)
    return _fit_undated(a, b)


def _fit_dates(a: Sighting, b: Sighting, *, is_elsewhere: bool) -> int:
    same_stage = a.stage is b.stage
    gap = a.gap_to(b)
    if not gap:
        if a.is_fine and b.is_fine:
            return _DATE if same_stage else _PLAN_DATE
        if is_elsewhere:
            return 0
        if max((one.last - one.first).days for one in (a, b)) <= MAX_DATE_DISPUTE_DAYS * 2:
            return _DATE - 10 if same_stage else _PLAN_DATE - 10
        if a.version == b.version and a.claim.relative and a.claim.relative == b.claim.relative:
            return _OWN_TEXT
        return _PLACE if share_place(a.claim.places, b.claim.places) else 0
    if same_stage and not is_elsewhere and _spans(a, b):
        return _SLIP
    if a.version == b.version and same_stage:
        return 0
    if same_stage and a.stage is Stage.MET:
        return _SLIP if gap <= 1 and not is_elsewhere and a.is_fine and b.is_fine else 0
    plan, later = (a, b) if a.stage is not Stage.MET else (b, a)
    is_delayed = later.first > plan.last or plan.stage is Stage.OFF or later.stage is Stage.OFF
    return _DELAY if gap <= MAX_UNNUMBERED_DELAY_DAYS and is_delayed and not is_elsewhere else 0


def _spans(a: Sighting, b: Sighting) -> bool:
    """Tell whether one claim can tell of the day on which a meeting opened and the other of that on which it ended."""
    opened, ended = (a, b) if a.is_opening else (b, a)
    is_pair = opened.is_opening and ended.claim.edge == "last" and ended.is_fine
    return is_pair and 0 < (ended.last - opened.first).days <= MAX_SITTING_DAYS // 2


def _fit_own_text(a: Sighting, b: Sighting) -> int:
    """Within one text, what is told as news is one meeting per stage; so is what it calls "the last" or "the next" one."""
    if a.claim.relative or b.claim.relative:
        return _OWN_TEXT if a.claim.relative == b.claim.relative and not a.gap_to(b) else 0
    if a.is_news and b.is_news and _is_one_stage(a, b) and not a.gap_to(b):
        return _OWN_TEXT
    return 0


def _is_one_stage(a: Sighting, b: Sighting) -> bool:
    """A plan and its postponement are of one meeting; a meeting that met and a plan in the same text are two."""
    return (a.stage is Stage.MET) == (b.stage is Stage.MET)


def _fit_undated(a: Sighting, b: Sighting) -> int:
    """A claim without a date joins a meeting of another text by the days that both can mean."""
    if a.gap_to(b):
        return 0
    if a.claim.relative == "last" or b.claim.relative == "last":
        return _fit_last(a, b)
    if not (a.is_news and b.is_news):
        return _PLACE if share_place(a.claim.places, b.claim.places) and (a.is_dated or b.is_dated) else 0
    if not _is_in_time(a, b) or not _is_in_time(b, a):
        return 0
    if a.story == b.story:
        return _STORY
    if a.is_dated or b.is_dated:
        return _SAME_DAYS
    return _SAME_DAYS if a.day and b.day and abs((a.day - b.day).days) <= SAME_NEWS_DAYS else 0


def _is_in_time(plan: Sighting, met: Sighting) -> bool:
    """A plan published after a meeting met is of another one."""
    if plan.stage is Stage.MET or met.stage is not Stage.MET or not plan.day:
        return True
    return plan.day <= (met.last if met.is_dated or not met.day else met.day)


def _fit_last(a: Sighting, b: Sighting) -> int:
    """ "The last meeting" is one that met before the text; versions of one story mean the same one."""
    if a.stage is not Stage.MET or b.stage is not Stage.MET:
        return 0
    if a.claim.relative == b.claim.relative:
        return _STORY if a.story == b.story else 0
    return _PLACE if share_place(a.claim.places, b.claim.places) else 0
