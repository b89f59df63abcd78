"""Every deliberate error of the package, as one tree.

CommuniqueError
├── CaptureError            a source could not be read
│   ├── SourceMissing       the path or address leads nowhere
│   ├── SourceEmpty         nothing but white space
│   ├── SourceTooLarge      more than the limit
│   └── SourceUnreadable    not text: binary, broken or undecodable
├── LanguageError           a text could not be analysed
│   └── ModelMissing        the model file is absent or damaged
├── ReaderError             a reader could not find claims
│   ├── ReaderUnknown       no reader of that name, or settings that it cannot work with
│   ├── ReadingFailed       one text could not be read; others can
│   └── ReaderStopped       the reader cannot go on; what it has read is kept
├── DateError               a string is no EDTF date
├── StoreError              the database could not do what was asked
│   ├── StoreUnwritable     no permission, no folder, disk full
│   ├── StoreLocked         another process holds it
│   └── StoreTooNew         written by a newer version
├── UnknownEntry            no process, article or claim of that name
└── JudgementError          a judgement that cannot be made
    ├── TargetGone          what it is about is not in the record
    ├── MergeRefused        a thing with itself, with what it is one with already, or with a thing of another kind
    ├── EditRefused         no such field, or a value that it cannot take
    └── PartyUnknown        a party that no report and no list of states knows

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


class ReaderError(CommuniqueError):
    """A reader could not find claims."""


class ReaderUnknown(ReaderError):
    """There is no reader of that name, or it cannot work with its settings."""


class ReadingFailed(ReaderError):
    """One text could not be read; others can."""


class ReaderStopped(ReaderError):
    """The reader cannot go on: its endpoint is gone or refuses, or its budget is spent. What it has read is kept."""


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


class JudgementError(CommuniqueError):
    """A judgement cannot be made; nothing was stored."""


class TargetGone(JudgementError, LookupError):
    """What the judgement is about is not in the record."""


class MergeRefused(JudgementError, ValueError):
    """A thing was to be merged with itself, with what it is one with already, or with a thing of another kind."""


class EditRefused(JudgementError, ValueError):
    """An entry has no such field, or the field cannot take the value."""


class PartyUnknown(JudgementError, LookupError):
    """A party is known from no report and no list of states."""
