"""How readers did, as tables: what `evaluate` prints.

In: the evaluations of readers on one gold file. Out: lines; precision, recall and F1 by kind of claim, first of claims whose main
attribute is right, then of all whose words match; the agreement of attributes; what was found where nothing is. A column a reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from communique.cli.screen import Line, Part, Style, line
from communique.evaluation.comparison import Evaluation
from communique.evaluation.scoring import KINDS, Rates, Tally

_LABEL = 24
_COLUMN = 19
"""Three numbers to one digit, up to 100.0, with a space before each."""
_NOTHING = "–"


def view_evaluations(n_items: int, evaluations: Sequence[Evaluation]) -> Iterator[Line]:
    """Give the lines of evaluations on one gold file of `n_items` items; there is one evaluation at least."""
    width = max(_COLUMN, *(len(e.reader) + 2 for e in evaluations))
    yield _row("", [e.reader for e in evaluations], width, Style.TITLE)
    yield line(f"{n_items} items, {evaluations[0].scores.overall.wanted} claims wanted; per cent")
    yield from _rates("Strict: the main attribute is right", evaluations, width, lambda tally: tally.strict)
    yield from _rates("Relaxed: the words match", evaluations, width, lambda tally: tally.relaxed)
    yield from _attributes(evaluations, width)
    yield line()
    yield line(Part("Where nothing is to be found", Style.HEADING))
    empty = evaluations[0].scores.empty_items
    yield _row(f"with a claim, of {empty}", [f"{e.scores.false_share:.1f}" if empty else _NOTHING for e in evaluations], width)
    if any(e.failures for e in evaluations):
        yield _row("items not read", [str(len(e.failures)) for e in evaluations], width)


def _rates(title: str, evaluations: Sequence[Evaluation], width: int, of: Callable[[Tally], Rates]) -> Iterator[Line]:
    yield line()
    yield line(Part(title, Style.HEADING))
    yield _row("", [f"{'P':>6}{'R':>6}{'F1':>6}"] * len(evaluations), width, Style.QUIET)
    tallies = [{"all": e.scores.overall, **e.scores.kinds} for e in evaluations]
    for kind in ("all", *KINDS):
        if any(t[kind].wanted or t[kind].found for t in tallies):
            cells = [f"{of(t[kind]).precision:6.1f}{of(t[kind]).recall:6.1f}{of(t[kind]).f1:6.1f}" for t in tallies]
            yield _row(f"{kind} ({tallies[0][kind].wanted})", cells, width)


def _attributes(evaluations: Sequence[Evaluation], width: int) -> Iterator[Line]:
    names = sorted({name for e in evaluations for name in e.scores.attributes})
    if names:
        yield line()
        yield line(Part("Attributes of matched claims: agreement, and how many state one", Style.HEADING))
    for name in names:
        found = [e.scores.attributes.get(name, []) for e in evaluations]
        cells = [f"{100 * sum(values) / len(values):.1f} {len(values):5}" if values else _NOTHING for values in found]
        yield _row(name.replace("_", " ", 1), cells, width)


def _row(label: str, cells: Sequence[str], width: int, style: Style = Style.PLAIN) -> Line:
    return line(Part(f"{label:<{_LABEL}}" + "".join(f"{cell:>{width}}" for cell in cells), style))
