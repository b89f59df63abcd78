"""What the commands that print scores share: where the open data lies, shares in per cent, and the floors that a score may not fall below.

In: scores by name. Out: a line on standard error for each score below its floor in `floors.toml`, and with `--check` the exit code 1.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

DEFAULT_DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
_FLOORS = Path(__file__).with_name("floors.toml")


def share(tally: Counter[str], part: str, whole: str) -> float:
    """Return the count of `part` in per cent of that of `whole`, to one digit; 0 of nothing."""
    return round(100 * tally[part] / tally[whole], 1) if tally[whole] else 0.0


def hold_to_floors(section: str, scores: Mapping[str, float], *, check: bool, is_partial: bool = False) -> None:
    """Say which scores are below their floors in a section; `is_partial` allows floors whose scores were not measured this time.

    Raises:
        SystemExit: `check` is set and a floor was missed; the exit code is 1.
        KeyError: there is no such section, or a floor has no score and the scores are not partial.
    """
    floors = tomllib.loads(_FLOORS.read_text(encoding="utf-8"))[section]
    missed = {name: floor for name, floor in floors.items() if (name in scores or not is_partial) and scores[name] < floor}
    for name, floor in missed.items():
        print(f"{name}: {round(scores[name], 2)} is below the floor of {floor}", file=sys.stderr)
    if check and missed:
        raise SystemExit(1)
