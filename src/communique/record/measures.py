"""What a commitment is about, and whether it promises an act or a result.

In: the verbatim object of a commitment. Out: the type of measure, in the words of the relation domains where there is one, and the aim. A
small closed list of words decides: the type only sorts and filters, the object itself says what was promised.
"""

from __future__ import annotations

from functools import lru_cache

from communique.model.vocabulary import Aim, Domain
from communique.stories.words import find_words

_MEASURES: tuple[tuple[str, str], ...] = (
    (Domain.VISA, "visa visas visa-free passport passports"),
    (Domain.CEASEFIRE, "ceasefire cease-fire truce armistice hostilities"),
    ("prisoners", "prisoner prisoners hostage hostages detainee detainees captive captives remains bodies"),
    (Domain.RAIL, "rail railway railways railroad train trains locomotive"),
    (Domain.AIR_CARGO, "cargo freight"),
    (Domain.AIR_PASSENGER, "flight flights airline airlines aviation charter"),
    (Domain.AIRSPACE, "airspace overflight overflights"),
    (Domain.REPRESENTATION, "embassy embassies consulate consulates ambassador ambassadors mission missions envoy envoys"),
    (Domain.RECOGNITION, "recognise recognize recognition"),
    ("demining", "mine mines minefield minefields demining landmine landmines"),
    ("humanitarian", "humanitarian aid relief displaced refugee refugees medicine"),
    (
        "forces",
        "troop troops soldier soldiers forces weapon weapons artillery disengage disengagement demilitarise demilitarize ammunition",
    ),
    (Domain.ENERGY, "gas oil pipeline electricity power energy reactor enrichment uranium nuclear"),
    ("water", "water dam reservoir river basin"),
    (Domain.TELECOM, "hotline telecom telephone internet"),
    (Domain.TRADE, "trade tariff tariffs customs export exports import imports duty duties"),
    (Domain.ROAD, "road roads bridge bridges highway lorry lorries truck trucks"),
    (Domain.CROSSING, "checkpoint checkpoints gate"),
    (Domain.LAND_BORDER, "border borders frontier crossing crossings"),
    (Domain.DIPLOMATIC_TIES, "diplomatic ties relations"),
    (Domain.TREATY, "treaty treaties protocol protocols convention"),
)
"""Types of measure, the most telling first: a rail link at a border crossing is about rail."""

_RESULTS = frozenset(
    word.stem
    for word in find_words(
        "achieve attain reach resolve settle end normalise improve strengthen ensure guarantee restore maintain preserve reduce "
        "eliminate prevent"
    )
)


@lru_cache(maxsize=1)
def _stems() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((str(measure), frozenset(word.stem for word in find_words(words))) for measure, words in _MEASURES)


def measure_of(text: str) -> str | None:
    """Return what a commitment is about, None where no word of the list says so."""
    stems = {word.stem for word in find_words(text)}
    return next((measure for measure, words in _stems() if stems & words), None)


def aim_of(text: str) -> Aim:
    """Return whether a result is promised ("to end the blockade") or an act ("to open two crossings"): the first telling word decides."""
    first = next((word.stem for word in find_words(text) if not word.is_function), "")
    return Aim.OUTCOME if first in _RESULTS else Aim.ACTION
