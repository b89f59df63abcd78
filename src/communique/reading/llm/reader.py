"""The reader that asks a language model, and believes it only where the text bears it out.

In: a `Version` and its `Analysis`. Out: a `Reading`, like that of any reader. The text goes to one endpoint, in parts when it is long; what
comes back is held against the text by `claims` and `grounding`. Names, times and sentences of the reading are those of the analysis. A text
in another language than English is not sent and has no claims, as with the grammar.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path

from communique.language.identification import ENGLISH
from communique.model.analysis import Analysis
from communique.model.claims import Reading
from communique.model.errors import ReaderStopped, ReadingFailed
from communique.model.sources import Version
from communique.reading.llm.budget import Budget
from communique.reading.llm.cache import Answer, AnswerCache
from communique.reading.llm.claims import ClaimBuilder, Tally
from communique.reading.llm.endpoint import Endpoint, Settings
from communique.reading.llm.parts import Part, split_text
from communique.reading.llm.prompt import PROMPT_VERSION, make_messages
from communique.reading.llm.schema import Json, answer_schema
from communique.reading.reader import make_reading
from communique.reading.references import TextReferences
from communique.reading.text import Text

WINDOW = 8_000
"""Code points of text in one request: about 2,000 tokens, whose claims fit into the longest answer."""
MAX_FAILURES = 5
"""So many texts in a row that fail are taken for a reader that cannot go on."""


class LlmReader:
    """A reader behind an OpenAI-compatible endpoint. Use as a context manager; what it did is in `tally`."""

    def __init__(
        self,
        settings: Settings,
        *,
        cache: Path | None = None,
        budget: Budget | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take the settings, the folder to keep answers in, None for none, what may be spent, and the function that waits some seconds.

        Raises:
            ReaderUnknown: the settings make no sense, or the folder cannot be made.
        """
        self._endpoint = Endpoint(settings, budget or Budget(), sleep)
        self._cache = AnswerCache(cache)
        self._n_failures = 0
        self.tally = Tally()

    def __enter__(self) -> LlmReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._endpoint.close()

    @property
    def name(self) -> str:
        """Name and version of the reader and the model's name, as they stand in the provenance of its claims."""
        return f"llm-{PROMPT_VERSION} {self._endpoint.settings.model}"

    def read(self, version: Version, analysis: Analysis) -> Reading:
        """Return the claims of the version that its text bears out, in text order.

        Raises:
            ReadingFailed: the model refuses this text, or gives no answer that can be used.
            ReaderStopped: the endpoint is gone or refuses, the budget is spent, or text after text fails.
        """
        text = Text(analysis, version)
        builder = ClaimBuilder(text, self.name, self.tally)
        if analysis.language == ENGLISH and analysis.text.strip():
            self._ask_about(version, analysis, builder)
            self.tally.n_texts += 1
        return make_reading(text, TextReferences(text), builder.finish())

    def _ask_about(self, version: Version, analysis: Analysis, builder: ClaimBuilder) -> None:
        try:
            self._ask_in_parts(version, analysis, builder)
        except ReadingFailed as error:
            self._n_failures += 1
            if self._n_failures < MAX_FAILURES:
                raise
            message = f"{self._n_failures} texts in a row could not be read; the last: {error.error}"
            raise ReaderStopped(message, error.remedy) from error
        self._n_failures = 0

    def _ask_in_parts(self, version: Version, analysis: Analysis, builder: ClaimBuilder) -> None:
        """Ask about one part after the other; one whose answer is cut off is asked about in halves."""
        sentences = [Part(s.start, s.end) for s in analysis.sentences]
        waiting = list(split_text(analysis.text, sentences, WINDOW))
        n_parts = len(waiting)
        while waiting:
            part = waiting.pop(0)
            answer = self._answer(make_messages(version, analysis, part, n_parts))
            if answer.claims is not None:
                builder.add(answer.claims, part)
                continue
            halves = split_text(analysis.text, sentences, (part.end - part.start) // 2, part)
            if len(halves) == 1:
                raise ReadingFailed("The answer of the model does not end within its longest length.", "Try another model.")
            waiting[:0] = halves
            n_parts += len(halves) - 1

    def _answer(self, messages: list[Json]) -> Answer:
        """Return the answer to messages, from the cache where it is there."""
        key = self._key(messages)
        answer = self._cache.get(key)
        if answer is not None:
            self.tally.n_cached += 1
            return answer
        before = self._endpoint.n_requests
        try:
            answer = self._endpoint.ask(messages, key)
        finally:
            self.tally.n_sent += self._endpoint.n_requests - before
        self._cache.put(key, answer)
        return answer

    def _key(self, messages: list[Json]) -> str:
        """Return the hash of all that the answer depends on."""
        settings = self._endpoint.settings
        parts = [PROMPT_VERSION, settings.address, settings.model, messages, answer_schema()]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("ascii")).hexdigest()
