"""The tokens that a run may spend.

In: what a request needs at most, what it used. Out: the sum, and an error before the limit would be passed: a request is only sent when
even its longest answer fits, so that a run never costs more than was allowed.
"""

from __future__ import annotations

from communique.model.errors import ReaderStopped, ReaderUnknown

BYTES_PER_TOKEN = 3
"""English has about four to a token; to count three is to be on the safe side."""
UNLIMITED = 0
DEFAULT_BUDGET = 1_000_000
"""About two hundred reports."""


def estimate_tokens(text: str) -> int:
    """Return how many tokens a text has at most, roughly."""
    return len(text.encode("utf-8", "surrogatepass")) // BYTES_PER_TOKEN + 1


class Budget:
    """Tokens spent of those that may be."""

    def __init__(self, limit: int = DEFAULT_BUDGET) -> None:
        """Take the limit in tokens, `UNLIMITED` for none.

        Raises:
            ReaderUnknown: it is below 0.
        """
        if limit < UNLIMITED:
            raise ReaderUnknown(f"A budget of {limit} tokens is none.", f"Give one above 0, or {UNLIMITED} for no limit.")
        self.limit = limit
        self.spent = 0

    def check(self, needed: int) -> None:
        """Make sure that a request may be sent that needs so many tokens at most.

        Raises:
            ReaderStopped: the limit might be passed.
        """
        if self.limit != UNLIMITED and self.spent + needed > self.limit:
            raise ReaderStopped(
                f"The token budget does not allow another request: {self.spent:,} of {self.limit:,} tokens are spent, and the next may "
                f"take {needed:,}.",
                "What was read until now is kept. Raise --llm-budget and run the command again.",
            )

    def spend(self, tokens: int) -> None:
        """Count tokens that were used."""
        self.spent += tokens
