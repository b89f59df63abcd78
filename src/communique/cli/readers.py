"""The readers that a command works with: from names and options to readers that are ready, and a word about what they send.

In: the options of the command line and the environment. Out: readers, open as long as the command runs. Before a model is asked, standard
error says what is sent where; afterwards it says what became of the answers. The key comes from the environment alone, so that it stands in
no history of commands.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from communique.cli.exits import WrongUse, complain
from communique.publish.wording import count

if TYPE_CHECKING:
    from communique.reading.llm.budget import Budget
    from communique.reading.llm.reader import LlmReader
    from communique.reading.reader import Reader

KEY_VARIABLE = "COMMUNIQUE_LLM_KEY"
CACHE_OFF = "off"
_LLM = "llm"


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """Which readers, and for `llm` which model where; `cache` is a folder, `off`, or None for the user's own; `budget` in tokens."""

    names: tuple[str, ...]
    url: str | None = None
    model: str | None = None
    cache: str | None = None
    budget: int | None = None
    timeout_s: float | None = None


@contextmanager
def open_readers(options: ReaderOptions, env: Mapping[str, str] | None = None) -> Iterator[tuple[Reader, ...]]:
    """Give the readers in the order of their names.

    Raises:
        WrongUse: a name stands twice, or an option is missing.
        ReaderUnknown: there is no such reader, or its settings make no sense.
    """
    from communique.reading.plugins import make_reader

    env = os.environ if env is None else env
    if len(set(options.names)) < len(options.names):
        raise WrongUse("A reader is named twice.", "Name each once.")
    is_llm = [name.partition(":")[0] == _LLM for name in options.names]
    budget = _budget(options) if any(is_llm) else None
    with ExitStack() as stack:
        yield tuple(
            stack.enter_context(_open_llm(name.partition(":")[2] or options.model, options, budget, env)) if llm else make_reader(name)
            for name, llm in zip(options.names, is_llm, strict=True)
        )


def _budget(options: ReaderOptions) -> Budget:
    """Return what all models of a run may spend together."""
    from communique.reading.llm.budget import DEFAULT_BUDGET, Budget

    return Budget(DEFAULT_BUDGET if options.budget is None else options.budget)


@contextmanager
def _open_llm(model: str | None, options: ReaderOptions, budget: Budget | None, env: Mapping[str, str]) -> Iterator[LlmReader]:
    if not options.url:
        raise WrongUse("The reader llm needs the address of an endpoint.", "Give it with --llm-url, like http://localhost:8000/v1.")
    if not model:
        raise WrongUse("The reader llm needs the name of a model.", "Give it with --llm-model.")
    from communique.reading.llm.cache import default_cache
    from communique.reading.llm.endpoint import DEFAULT_TIMEOUT_S, Settings
    from communique.reading.llm.reader import LlmReader

    folder = default_cache(env) if options.cache is None else Path(options.cache)
    cache = None if options.cache == CACHE_OFF else folder
    timeout_s = DEFAULT_TIMEOUT_S if options.timeout_s is None else options.timeout_s
    settings = Settings(options.url, model, env.get(KEY_VARIABLE) or None, timeout_s)
    with LlmReader(settings, cache=cache, budget=budget) as reader:
        _announce(settings.url, model, cache, is_open=settings.is_open)
        try:
            yield reader
        finally:
            _report(reader, model, budget)


def _announce(url: str, model: str, cache: Path | None, *, is_open: bool) -> None:
    how = ", without encryption" if is_open else ""
    kept = "answers are not kept" if cache is None else f"answers are kept in {cache}"
    complain(f"sends the text, title and date of each report to {url} (model {model}){how}; {kept}.")


def _report(reader: LlmReader, model: str, budget: Budget | None) -> None:
    tally = reader.tally
    spent = f", {budget.spent:,} tokens spent" if budget is not None else ""
    dropped = f"{tally.n_invented} dropped whose words are not in the text, {tally.n_malformed} of the wrong form"
    complain(
        f"{model}: {count(tally.n_texts, 'text')} read, {count(tally.n_sent, 'request')} sent, "
        f"{count(tally.n_cached, 'answer')} from before{spent}; {count(tally.n_kept, 'claim')} kept, {dropped}, "
        f"{count(tally.n_emptied, 'argument')} emptied."
    )
