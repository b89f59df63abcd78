"""Every deliberate error of the package, as one tree.

CommuniqueError
├── CaptureError            a source could not be read
│   ├── SourceMissing       the path or address leads nowhere
│   ├── SourceEmpty         nothing but white space
│   ├── SourceTooLarge      more than the limit
│   └── SourceUnreadable    not text: binary, broken or undecodable
├── LanguageError           a text could not be analysed
│   └── ModelMissing        the model file is absent or damaged
├── DateError               a string is no EDTF date
├── StoreError              the database could not do what was asked
│   ├── StoreUnwritable     no permission, no folder, disk full
│   ├── StoreLocked         another process holds it
│   └── StoreTooNew         written by a newer version
└── UnknownEntry            no process, article or claim of that name

A message names the input, the rule that it broke and the remedy; `remedy` is kept apart so that a `Problem` row can carry it.
"""

from __future__ import annotations


class CommuniqueError(Exception):
    """Base of all errors that the package raises on purpose.

    `error` says what is wrong with which input by which rule; `remedy` says what the user can do about it.
    """

    def __init__(self, error: str, remedy: str = "") -> None:
        super().__init__(f"{error} {remedy}".strip())
        self.error = error
        self.remedy = remedy


class CaptureError(CommuniqueError):
    """A source could not be read."""


class SourceMissing(CaptureError):
    """The path or address leads nowhere."""


class SourceEmpty(CaptureError):
    """There is nothing but white space in the source."""


class SourceTooLarge(CaptureError):
    """The source is larger than the limit."""


class SourceUnreadable(CaptureError):
    """The source is no text that can be decoded."""


class LanguageError(CommuniqueError):
    """A text could not be analysed."""


class ModelMissing(LanguageError):
    """The model file is absent or damaged."""


class DateError(CommuniqueError, ValueError):
    """A string is no EDTF date."""


class StoreError(CommuniqueError):
    """The database could not do what was asked."""


class StoreUnwritable(StoreError):
    """The database cannot be written: permission, folder or disk."""


class StoreLocked(StoreError):
    """Another process holds the database."""


class StoreTooNew(StoreError):
    """The database was written by a newer version of communique."""


class UnknownEntry(CommuniqueError, LookupError):
    """No process, article or claim has that name or id."""
