"""A small record made by hand, of a negotiation that never was, for the tests of everything that shows a record.

Three articles: one in two versions, one from a second outlet that gives another date, one of background. Every kind of entry occurs.
"""

from __future__ import annotations

from dataclasses import replace

from communique.model.ids import hash_text, make_id
from communique.model.record import (
    Actor,
    Background,
    Change,
    Commitment,
    Conflict,
    ConflictValue,
    Evidence,
    Ledger,
    Meeting,
    Office,
    Participation,
    Process,
    Reaffirmation,
    Relation,
    Statement,
    StatusReport,
    Story,
)
from communique.model.sources import Problem, Version
from communique.model.vocabulary import (
    ActorKind,
    Aim,
    ChangeKind,
    Domain,
    Factuality,
    Force,
    MeetingKind,
    MeetingState,
    Outcome,
    Progress,
    QuoteMode,
    Readout,
    Standing,
)

FIRST_TEXT = """Envoys of Arvenia and Tolmark are due to meet for the fourth time on Thursday at the Selna bridge.

Mira Oslan, Arvenia's deputy foreign minister, will sit across from Tolmark's special envoy Jon Hadrik. \
Officials expect a deal on fishing licences.

At their third round in Genoa in March 2023 the two sides agreed to reopen the Selna bridge to lorries, a step that was never taken.

Ferries have run between the two capitals since May 2023. Arvenia broke off diplomatic relations with Tolmark in 1998.

“We want a border that works like a door, not like a wall,” Oslan said on Monday."""

SECOND_TEXT = """Envoys of Arvenia and Tolmark met for the fourth time on Thursday at the customs house of Selna.

Mira Oslan, Arvenia's deputy foreign minister, and Tolmark's special envoy Jon Hadrik agreed to study a common power line and to exchange \
fishing data every month. They confirmed the understandings of earlier rounds, a joint statement said.

At their third round in Genoa in March 2023 the two sides agreed to reopen the Selna bridge to lorries, a step that was never carried out.

Ferries have run between the two capitals since May 2023. Tolmark recalled its ambassador in 1998.

“We want a border that works like a door, not like a wall,” Oslan said on Monday. A fifth round is planned for the autumn in Tolmark."""

OTHER_TEXT = """The third round between Tolmark and Arvenia, in Genoa on 3 April 2023, ended with a pledge to let lorries use the \
Selna bridge.

Arvenia has built the ramp on its side, Tolmark's transport ministry said, while work on the other bank has stalled for lack of money.

A first exchange of fishing data took place on 2 July. Tolmark's officials say that <the> bridge & its ramps belong together."""

BACKGROUND_TEXT = """Neighbouring Quell lost control of the Isle of Brem to Ostria last September."""


def _version(text: str, path: str, outlet: str, published_at: str, title: str) -> Version:
    return Version(hash_text(text), text, path, None, outlet, title, None, published_at, language="en")


FIRST = _version(FIRST_TEXT, "herald-1.txt", "The Herald", "2024-06-20T07:10:00+02:00", "Envoys to meet at the Selna bridge")
SECOND = replace(
    _version(SECOND_TEXT, "herald-2.txt", "The Herald", "2024-06-20", "Envoys meet at Selna"), published_inferred=True, previous=FIRST.id
)
OTHER = _version(OTHER_TEXT, "courier.html", "Courier", "2024-07-05", "Lorries wait for a ramp")
BACK = _version(BACKGROUND_TEXT, "brem.txt", "Courier", "2024-07-06", "The isle")


def ev(version: Version, exact: str, factuality: Factuality = Factuality.HAPPENED, according_to: str | None = None) -> Evidence:
    """Return the evidence of the first place at which `version` says `exact`."""
    start = version.text.index(exact)
    return Evidence(
        version.id, start, start + len(exact), exact, factuality, according_to, 0.9, make_id("c", version.id, start, start + len(exact))
    )


OSLAN = Participation("Mira Oslan", "deputy foreign minister", "Arvenia")
HADRIK = Participation("Jon Hadrik", "special envoy", "Tolmark")

THIRD_ROUND = Meeting(
    id="m-3",
    series="round",
    ordinal=3,
    ordinal_inferred=True,
    counted=True,
    kind=MeetingKind.ROUND,
    state=MeetingState.HELD,
    scheduled=(),
    date="2023-03",
    places=("Genoa",),
    host=None,
    participants=(),
    mediators=(),
    outcome=Outcome.PARTIAL_AGREEMENT,
    readout=None,
    next=None,
    evidence=(ev(FIRST, "third round in Genoa in March 2023"), ev(OTHER, "The third round between Tolmark and Arvenia")),
    witnesses=2,
)
FOURTH_ROUND = replace(
    THIRD_ROUND,
    id="m-4",
    ordinal=4,
    ordinal_inferred=False,
    scheduled=("2024-06-20",),
    date="2024-06-20",
    places=("customs house of Selna", "Selna"),
    participants=(OSLAN, HADRIK),
    outcome=Outcome.STATEMENT,
    readout=Readout.JOINT,
    next="the autumn in Tolmark",
    evidence=(ev(FIRST, "are due to meet", Factuality.PLANNED), ev(SECOND, "met for the fourth time")),
    witnesses=1,
)
FIFTH_ROUND = replace(
    THIRD_ROUND,
    id="m-5",
    ordinal=5,
    ordinal_inferred=False,
    state=MeetingState.SCHEDULED,
    scheduled=("2024-23",),
    date=None,
    places=("Tolmark",),
    outcome=Outcome.NONE_REPORTED,
    evidence=(ev(SECOND, "A fifth round is planned", Factuality.PLANNED),),
    witnesses=1,
)

BRIDGE = Commitment(
    id="k-bridge",
    label="reopen the Selna bridge to lorries",
    object="reopen the Selna bridge to lorries",
    obligors=("Arvenia", "Tolmark"),
    beneficiaries=(),
    force=Force.AGREED,
    aim=Aim.ACTION,
    measure=None,
    condition=None,
    due=None,
    scope="lorries",
    agreed_on="2023-03",
    origin="m-3",
    standing=Standing.AGREED,
    progress=(("joint", Progress.STALLED), ("Arvenia", Progress.ENABLED), ("Tolmark", Progress.STALLED)),
    reports=(
        StatusReport(Progress.NOT_STARTED, None, "2024-06-20", None, (ev(FIRST, "was never taken"), ev(SECOND, "was never carried out"))),
        StatusReport(
            Progress.ENABLED,
            "Arvenia",
            "2024-07-05",
            "Tolmark's transport ministry",
            (ev(OTHER, "has built the ramp on its side", according_to="Tolmark's transport ministry"),),
        ),
        StatusReport(
            Progress.STALLED,
            "Tolmark",
            "2024-07-05",
            "Tolmark's transport ministry",
            (ev(OTHER, "has stalled for lack of money", according_to="Tolmark's transport ministry"),),
        ),
    ),
    reaffirmed=(Reaffirmation("2024-06-20", "m-4", (ev(SECOND, "confirmed the understandings of earlier rounds"),)),),
    evidence=(
        ev(FIRST, "agreed to reopen the Selna bridge to lorries"),
        ev(SECOND, "agreed to reopen the Selna bridge to lorries"),
        ev(OTHER, "a pledge to let lorries use the Selna bridge"),
    ),
    witnesses=2,
)
POWER_LINE = replace(
    BRIDGE,
    id="k-line",
    label="study a common power line",
    object="a common power line",
    force=Force.TO_ASSESS,
    scope=None,
    agreed_on="2024-06-20",
    origin="m-4",
    progress=(("joint", Progress.UNREPORTED), ("Arvenia", Progress.UNREPORTED), ("Tolmark", Progress.UNREPORTED)),
    reports=(),
    reaffirmed=(),
    evidence=(ev(SECOND, "agreed to study a common power line", according_to="joint statement"),),
    witnesses=1,
)
FISHING = replace(
    POWER_LINE,
    id="k-fish",
    label="exchange fishing data every month",
    object="exchange fishing data every month",
    force=Force.AGREED,
    due="2024-07/..",
    progress=(("joint", Progress.PARTIAL), ("Arvenia", Progress.PARTIAL), ("Tolmark", Progress.PARTIAL)),
    reports=(StatusReport(Progress.PARTIAL, None, "2024-07-02", None, (ev(OTHER, "A first exchange of fishing data took place"),)),),
    evidence=(ev(SECOND, "to exchange fishing data every month", according_to="joint statement"),),
)
DOOR = replace(
    POWER_LINE,
    id="k-door",
    label="a border that works like a door",
    object="a border that works like a door",
    force=Force.INTENT,
    obligors=("Arvenia",),
    agreed_on="2024-06-17",
    origin=None,
    progress=(("joint", Progress.UNREPORTED), ("Arvenia", Progress.UNREPORTED)),
    evidence=(ev(FIRST, "We want a border that works like a door", Factuality.POSSIBLE, "Mira Oslan"),),
)

FERRIES = Relation(
    "r-ferry",
    "Arvenia",
    "Tolmark",
    Domain.TRADE,
    "operating",
    "2023-05",
    None,
    None,
    "ferries",
    (ev(FIRST, "Ferries have run"), ev(SECOND, "Ferries have run")),
)
TIES = Relation(
    "r-ties",
    "Arvenia",
    "Tolmark",
    Domain.DIPLOMATIC_TIES,
    "severed",
    "1998",
    None,
    "Arvenia",
    None,
    (ev(FIRST, "broke off diplomatic relations with Tolmark in 1998"),),
)
DOOR_WORDS = Statement(
    "s-door",
    "Mira Oslan",
    "deputy foreign minister",
    "Arvenia",
    "2024-06-17",
    QuoteMode.DIRECT,
    "We want a border that works like a door, not like a wall,",
    (ev(FIRST, "We want a border that works like a door, not like a wall,"),),
)
RAMPS_WORDS = Statement(
    "s-ramps",
    "Tolmark's officials",
    None,
    "Tolmark",
    None,
    QuoteMode.INDIRECT,
    "<the> bridge & its ramps belong together",
    (ev(OTHER, "<the> bridge & its ramps belong together", according_to="Tolmark's officials"),),
)
DATE_CONFLICT = Conflict(
    "x-date",
    "m-3",
    "date",
    (ConflictValue("2023-03", (ev(FIRST, "in March 2023"),)), ConflictValue("2023-04-03", (ev(OTHER, "on 3 April 2023"),))),
    silent_change=False,
)
TIES_CONFLICT = Conflict(
    "x-ties",
    "r-ties",
    "value",
    (
        ConflictValue("severed", (ev(FIRST, "broke off diplomatic relations"),)),
        ConflictValue("recalled", (ev(SECOND, "recalled its ambassador"),)),
    ),
    silent_change=True,
)

PROCESS = Process(
    id="p-1",
    name="Arvenia–Tolmark",
    parties=("Arvenia", "Tolmark"),
    mediators=(),
    phase="negotiating",
    actors=(
        Actor("a-1", "Arvenia", ActorKind.STATE, (), "Arvenia", ()),
        Actor(
            "a-3",
            "Mira Oslan",
            ActorKind.PERSON,
            ("Oslan",),
            "Arvenia",
            (Office("deputy foreign minister", "Arvenia", "2024-06-20", "2024-06-20", (ev(FIRST, "Arvenia's deputy foreign minister"),)),),
        ),
        Actor("a-2", "Tolmark", ActorKind.STATE, (), "Tolmark", ()),
    ),
    meetings=(THIRD_ROUND, FOURTH_ROUND, FIFTH_ROUND),
    commitments=(BRIDGE, POWER_LINE, FISHING, DOOR),
    relations=(TIES, FERRIES),
    statements=(DOOR_WORDS, RAMPS_WORDS),
    conflicts=(DATE_CONFLICT, TIES_CONFLICT),
)
ISLE = Relation(
    "r-isle",
    "Quell",
    "Ostria",
    Domain.TERRITORY_CONTROL,
    "held_by",
    "2023-09",
    None,
    "Ostria",
    "Isle of Brem",
    (ev(BACK, "lost control of the Isle of Brem"),),
)


def _change(kind: ChangeKind, before: str | None, after: str | None, significance: float) -> Change:
    return Change(
        make_id("d", kind, before, after),
        FIRST.id,
        SECOND.id,
        kind,
        ev(FIRST, before) if before else None,
        ev(SECOND, after) if after else None,
        False,
        significance,
    )


CHANGES = (
    _change(ChangeKind.PLANNED_TO_HELD, "are due to meet for the fourth time", "met for the fourth time", 0.95),
    _change(ChangeKind.COMMITMENT_ADDED, None, "agreed to study a common power line", 0.9),
    _change(
        ChangeKind.BACKGROUND_CORRECTION,
        "Arvenia broke off diplomatic relations with Tolmark in 1998.",
        "Tolmark recalled its ambassador in 1998.",
        0.8,
    ),
    _change(ChangeKind.EXPECTATION_REMOVED, "Officials expect a deal on fishing licences.", None, 0.5),
    _change(ChangeKind.STYLE, "a step that was never taken", "a step that was never carried out", 0.1),
)
STORIES = (
    Story("st-1", "Envoys to meet at the Selna bridge", ("p-1",), 1, (FIRST, SECOND), CHANGES),
    Story("st-2", "Lorries wait for a ramp", ("p-1",), 1, (OTHER,), ()),
    Story("st-3", "The isle", (), 1, (BACK,), ()),
)
LEDGER = Ledger((PROCESS,), Background(relations=(ISLE,)), STORIES, ())
PROBLEM_LEDGER = replace(
    LEDGER,
    problems=(Problem("empty.txt", "empty.txt holds nothing but white space.", "Check that the file was saved, or leave it out."),),
)
EMPTY_LEDGER = Ledger((), Background(), (), ())
