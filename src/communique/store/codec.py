"""Records to JSON and back: one generic codec for the frozen dataclasses of `model`.

In: a dataclass built of strings, numbers, booleans, enums, tuples, optional fields and other such dataclasses. Out: JSON text with sorted
keys, the same bytes for the same value. Decoding checks every type, so that a damaged or foreign row is an error that names the field and
never a record that is subtly wrong.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from communique.model.errors import StoreError

T = TypeVar("T")

_SCALARS = (str, int, float, bool, NoneType)
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
    return tuple(_build(kind, item, kind.__name__) for item in plain)


def to_plain(value: object) -> Any:
    """Return `value` as dictionaries, lists and scalars.

    Raises:
        TypeError: `value` holds something that is no part of a record.
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} is no part of a record: only dataclasses, tuples, enums and scalars are.")


def from_plain(kind: type[T], plain: object) -> T:
    """Return the `kind` whose plain form is `plain`.

    Raises:
        StoreError: `plain` does not hold what `kind` asks for; the message names the field.
    """
    built: T = _build(kind, plain, kind.__name__)
    return built


@lru_cache(maxsize=256)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _mismatch(where: str, wanted: str, got: object) -> StoreError:
    return StoreError(f"The stored {where} is not {wanted} but {got!r:.60}.", _REMEDY)


def _build(kind: Any, plain: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _build_optional(get_args(kind), plain, where)
    if origin is tuple:
        return _build_tuple(get_args(kind), plain, where)
    if is_dataclass(kind):
        return _build_record(kind, plain, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(plain)
        except ValueError as error:
            raise _mismatch(where, f"a {kind.__name__}", plain) from error
    if kind is float and type(plain) is int:
        return float(plain)
    if kind in _SCALARS and type(plain) is kind:
        return plain
    raise _mismatch(where, getattr(kind, "__name__", str(kind)), plain)


def _build_optional(choices: tuple[Any, ...], plain: Any, where: str) -> Any:
    if plain is None and NoneType in choices:
        return None
    for choice in choices:
        if choice is not NoneType:
            return _build(choice, plain, where)
    raise _mismatch(where, "nothing", plain)


def _build_tuple(items: tuple[Any, ...], plain: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise _mismatch(where, "a list", plain)
    if items[-1] is Ellipsis:
        return tuple(_build(items[0], item, where) for item in plain)
    if len(plain) != len(items):
        raise _mismatch(where, f"a list of {len(items)}", plain)
    return tuple(_build(item_kind, item, where) for item_kind, item in zip(items, plain, strict=True))


def _build_record(kind: Any, plain: Any, where: str) -> Any:
    """Build a dataclass. A field with a default may be absent, as in rows older than the field; an unknown field is an error."""
    if not isinstance(plain, dict):
        raise _mismatch(where, f"a {kind.__name__}", plain)
    hints, values = _hints(kind), {}
    for field in fields(kind):
        if field.name in plain:
            values[field.name] = _build(hints[field.name], plain[field.name], f"{where}.{field.name}")
        elif field.default is MISSING and field.default_factory is MISSING:
            raise _mismatch(f"{where}.{field.name}", "there", None)
    unknown = sorted(plain.keys() - hints.keys())
    if unknown:
        raise _mismatch(f"{where}.{unknown[0]}", "a known field", plain[unknown[0]])
    return kind(**values)
