"""Records to JSON and back: one generic codec for the frozen dataclasses of `model`.

In: a dataclass built of strings, numbers, booleans, enums, tuples, optional fields and other such dataclasses. Out: JSON text with sorted
keys, the same bytes for the same value. Decoding checks every type, so that a damaged or foreign row is an error that names the field and
never a record that is subtly wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from communique.model.errors import StoreError

T = TypeVar("T")

_SCALARS = frozenset({str, int, float, bool, NoneType})
_REMEDY = "Restore the database from a copy, or read the sources again into a new one."


def encode(value: object) -> str:
    """Return `value` as JSON text.

    Raises:
        TypeError: `value` holds something that is no part of a record.
    """
    return json.dumps(to_plain(value), ensure_ascii=True, separators=(",", ":"), sort_keys=True, allow_nan=False)


def decode(kind: type[T], text: str) -> T:
    """Return the `kind` that `encode` wrote.

    Raises:
        StoreError: `text` is no JSON, or does not hold what `kind` asks for; the message names the field.
    """
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise StoreError(f"A stored {kind.__name__} is no JSON: {error}.", _REMEDY) from error
    return from_plain(kind, plain)


def decode_many(kind: type[T], text: str) -> tuple[T, ...]:
    """Return the tuple of `kind` that `encode` wrote.

    Raises:
        StoreError: as in `decode`.
    """
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise StoreError(f"A stored list of {kind.__name__} is no JSON: {error}.", _REMEDY) from error
    if not isinstance(plain, list):
        raise _mismatch(kind.__name__, "a list", plain)
    return tuple(from_plain(kind, item) for item in plain)


def to_plain(value: object) -> Any:
    """Return `value` as dictionaries, lists and scalars.

    Raises:
        TypeError: `value` holds something that is no part of a record.
    """
    kind: Any = type(value)
    if kind in _SCALARS:
        return value
    if kind is tuple or kind is list:
        return [to_plain(item) for item in value]  # type: ignore[attr-defined]
    names = _names_of(kind)
    if names is None:
        return value.value if isinstance(value, Enum) else [to_plain(item) for item in value]  # type: ignore[attr-defined]
    return {name: to_plain(getattr(value, name)) for name in names}


@lru_cache(maxsize=256)
def _names_of(kind: type) -> tuple[str, ...] | None:
    """Return the names of a dataclass's fields, None for other parts of a record."""
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    if issubclass(kind, Enum | tuple | list):
        return None
    raise TypeError(f"{kind.__name__} is no part of a record: only dataclasses, tuples, enums and scalars are.")


def from_plain(kind: type[T], plain: object) -> T:
    """Return the `kind` whose plain form is `plain`.

    Raises:
        StoreError: `plain` does not hold what `kind` asks for; the message names the field.
    """
    try:
        key: Any = kind
        built: T = _builder(key)(plain)
    except _Misfit as misfit:
        raise misfit.explain(kind.__name__) from misfit
    return built


# --- building -----------------------------------------------------------------------------------------------------------------

Build = Callable[[Any], Any]
"""Makes a value of its plain form, or raises `_Misfit`."""


class _Misfit(Exception):
    """A stored value is not what its field asks for. `path` leads to it, innermost name last; it is filled on the way out."""

    def __init__(self, wanted: str, got: object) -> None:
        super().__init__(wanted)
        self.wanted, self.got = wanted, got
        self.path: list[str] = []

    def explain(self, root: str) -> StoreError:
        """Return what to tell the user; `root` is what was to be built."""
        return _mismatch(".".join([root, *reversed(self.path)]), self.wanted, self.got)


def _mismatch(where: str, wanted: str, got: object) -> StoreError:
    return StoreError(f"The stored {where} is not {wanted} but {got!r:.60}.", _REMEDY)


@lru_cache(maxsize=512)
def _builder(kind: Any) -> Build:
    """Return what builds a type: found once, since a record is decoded row by row."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _optional_builder(get_args(kind))
    if origin is tuple:
        return _tuple_builder(get_args(kind))
    if is_dataclass(kind):
        return _record_builder(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum_builder(kind)
    return _scalar_builder(kind)


def _scalar_builder(kind: Any) -> Build:
    name = getattr(kind, "__name__", str(kind))

    def build(plain: Any) -> Any:
        if kind in _SCALARS and type(plain) is kind:
            return plain
        if kind is float and type(plain) is int:
            return float(plain)
        raise _Misfit(name, plain)

    return build


def _enum_builder(kind: type[Enum]) -> Build:
    def build(plain: Any) -> Any:
        try:
            return kind(plain)
        except ValueError as error:
            raise _Misfit(f"a {kind.__name__}", plain) from error

    return build


def _optional_builder(choices: tuple[Any, ...]) -> Build:
    """Build the one type that stands beside None."""
    build_other = _builder(next(choice for choice in choices if choice is not NoneType))
    allows_none = NoneType in choices

    def build(plain: Any) -> Any:
        return None if plain is None and allows_none else build_other(plain)

    return build


def _tuple_builder(items: tuple[Any, ...]) -> Build:
    builds = [_builder(item) for item in items if item is not Ellipsis]

    def build_many(plain: Any) -> Any:
        if not isinstance(plain, list):
            raise _Misfit("a list", plain)
        return tuple(map(builds[0], plain))

    def build_fixed(plain: Any) -> Any:
        if not isinstance(plain, list):
            raise _Misfit("a list", plain)
        if len(plain) != len(builds):
            raise _Misfit(f"a list of {len(builds)}", plain)
        return tuple(build(item) for build, item in zip(builds, plain, strict=True))

    return build_many if items[-1] is Ellipsis else build_fixed


def _record_builder(kind: Any) -> Build:
    """Build a dataclass. A field with a default may be absent, as in rows older than the field; an unknown field is an error."""
    hints = get_type_hints(kind)
    builds = [(field.name, _builder(hints[field.name])) for field in fields(kind)]
    known = {name for name, _ in builds}
    needed = {field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING}

    def build(plain: Any) -> Any:
        if not isinstance(plain, dict):
            raise _Misfit(f"a {kind.__name__}", plain)
        values = {}
        for name, build_field in builds:
            if name in plain:
                try:
                    values[name] = build_field(plain[name])
                except _Misfit as misfit:
                    misfit.path.append(name)
                    raise
            elif name in needed:
                raise _lost(name, "there", None)
        for name in sorted(plain.keys() - known):
            raise _lost(name, "a known field", plain[name])
        return kind(**values)

    return build


def _lost(name: str, wanted: str, got: object) -> _Misfit:
    misfit = _Misfit(wanted, got)
    misfit.path.append(name)
    return misfit
