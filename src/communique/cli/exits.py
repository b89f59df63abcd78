"""Exit codes, and the one-line messages that go with them.

In: an error. Out: a line on standard error that says what is wrong, by which rule, and what to do, and the code with which the process
ends. The codes are part of the interface (docs/cli.md): a script can tell an unreadable source from an unusable database.
"""

from __future__ import annotations

import sys
from enum import IntEnum

from communique.model.errors import CaptureError, CommuniqueError, JudgementError, ReaderError, ReaderUnknown, StoreError, UnknownEntry


class ExitCode(IntEnum):
    """With what the process ends."""

    DONE = 0
    SOURCES = 1
    USAGE = 2
    DATABASE = 3
    OUTPUT = 4
    INSTALLATION = 5
    READER = 6
    INTERRUPTED = 130
    PIPE_CLOSED = 141


class OutputUnwritable(CommuniqueError):
    """The file that a command was to write cannot be written."""


class WrongUse(CommuniqueError):
    """An argument does not fit, or two do not fit together."""


def exit_code_of(error: CommuniqueError) -> ExitCode:
    """Return the code that tells a script what kind of error it was."""
    if isinstance(error, StoreError):
        return ExitCode.DATABASE
    if isinstance(error, UnknownEntry | WrongUse | ReaderUnknown | JudgementError):
        return ExitCode.USAGE
    if isinstance(error, ReaderError):
        return ExitCode.READER
    if isinstance(error, CaptureError):
        return ExitCode.SOURCES
    if isinstance(error, OutputUnwritable):
        return ExitCode.OUTPUT
    return ExitCode.INSTALLATION


def complain(message: str) -> None:
    """Write one line to standard error; line breaks inside the message become spaces."""
    print(f"communique: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201 - this is where errors are printed
