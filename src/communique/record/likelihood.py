"""How likely something is by a logistic regression.

In: traits by name, and what each counts for. Out: a probability.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

FARTHEST = 30.0
"""Scores beyond count as this far: the probability is 0 or 1 either way."""


def probability_of(traits: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the probability that traits make.

    Raises:
        KeyError: a trait has no weight.
    """
    score = sum(weights[name] * value for name, value in traits.items() if value)
    return 1 / (1 + math.exp(-max(-FARTHEST, min(FARTHEST, score))))
