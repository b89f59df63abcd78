"""The progress bar of long work.

In: how many of how many sources are read, and which comes next. Out: a bar on standard error, only on a terminal and only when there is
more than a few to read, so that logs and pipes stay clean and short runs stay quiet.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

FEW = 3
"""So many sources are read without a bar."""

_NAME_WIDTH = 40


class Report(Protocol):
    """What the reading calls after each source: number done, number in all, name of the one just read."""

    def __call__(self, n_done: int, n_total: int, name: str, /) -> None:
        """Take note."""


@contextmanager
def reading_bar() -> Iterator[Report | None]:
    """Give the function to call after each source, or None where no bar should be shown; the bar goes when the work ends."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar
    finally:
        bar.close()


class _Bar:
    """A bar that appears with the first report about more than a few sources."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, n_done: int, n_total: int, name: str, /) -> None:
        if n_total <= FEW:
            return
        if self._progress is None:
            self._open(n_total)
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=n_done, total=n_total, description=name[-_NAME_WIDTH:])

    def _open(self, n_total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        name = TextColumn("{task.description}", markup=False)
        columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), name)
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._progress.start()
        self._task = self._progress.add_task("", total=n_total)

    def close(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()
