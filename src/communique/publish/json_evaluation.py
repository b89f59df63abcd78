"""How readers did, as JSON: what `communique evaluate --format json` writes.

In: the evaluations of readers on one gold file. Out: one object with a fixed order of keys. Rates, agreements and shares are per cent,
to one digit; counts stand beside them, so that others can compute what they need.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from communique.evaluation.comparison import Evaluation
from communique.evaluation.scoring import Rates, Tally
from communique.publish.json_record import Json

_DIGITS = 1


def render_evaluations(gold: str, n_items: int, evaluations: Sequence[Evaluation]) -> str:
    """Return the evaluations on a gold file as JSON text with a newline at its end."""
    whole = {"gold": gold, "items": n_items, "readers": [evaluation_to_dict(evaluation) for evaluation in evaluations]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def evaluation_to_dict(evaluation: Evaluation) -> Json:
    """Return how one reader did."""
    scores = evaluation.scores
    return {
        "reader": evaluation.reader,
        "kinds": {kind: _tally(tally) for kind, tally in {"all": scores.overall, **scores.kinds}.items()},
        "attributes": {
            name: {"agreement": round(100 * sum(values) / len(values), _DIGITS), "pairs": len(values)}
            for name, values in sorted(scores.attributes.items())
        },
        "empty_items": scores.empty_items,
        "empty_items_with_a_claim": scores.false_items,
        "empty_items_with_a_claim_share": round(scores.false_share, _DIGITS),
        "items_not_read": [{"key": p.path, "error": p.error, "remedy": p.remedy} for p in evaluation.failures],
    }


def _tally(tally: Tally) -> Json:
    counts = {"wanted": tally.wanted, "found": tally.found, "matched": tally.matched, "right": tally.right}
    return {**counts, "strict": _rates(tally.strict), "relaxed": _rates(tally.relaxed)}


def _rates(rates: Rates) -> Json:
    return {"precision": round(rates.precision, _DIGITS), "recall": round(rates.recall, _DIGITS), "f1": round(rates.f1, _DIGITS)}
