"""Just enough of JSON Schema (draft 2020-12) to hold an export against the bundled schema.

A keyword that is not known here fails the test, so that the schema cannot say what nobody checks.
"""

from __future__ import annotations

import re
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_KNOWN = {
    "$ref", "$schema", "$defs", "title", "description", "type", "properties", "required", "items", "enum", "const", "anyOf", "minimum",
    "maximum", "pattern", "additionalProperties",
}  # fmt: skip


def violations(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str = "$") -> list[str]:
    """Return a line for each rule that `value` breaks."""
    unknown = schema.keys() - _KNOWN
    if unknown:
        return [f"{where}: unknown keywords {sorted(unknown)}"]
    if "$ref" in schema:
        return violations(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, where)
    if "anyOf" in schema:
        found = [violations(value, option, root, where) for option in schema["anyOf"]]
        return [] if any(not lines for lines in found) else [line for lines in found for line in lines]
    return _simple(value, schema, where) + _members(value, schema, root, where)


def _simple(value: Any, schema: dict[str, Any], where: str) -> list[str]:
    lines = []
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    is_typed = any(isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool)) for name in wanted)
    if wanted and not is_typed:
        lines.append(f"{where}: {value!r} is no {wanted}")
    if "enum" in schema and value not in schema["enum"]:
        lines.append(f"{where}: {value!r} is none of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        lines.append(f"{where}: {value!r} is not {schema['const']!r}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        lines.append(f"{where}: {value!r} does not match {schema['pattern']}")
    if isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        lines.append(f"{where}: {value!r} is out of range")
    return lines


def _members(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str) -> list[str]:
    lines = []
    if isinstance(value, dict):
        lines += [f"{where}: {name} is missing" for name in schema.get("required", []) if name not in value]
        known = schema.get("properties", {})
        other = schema.get("additionalProperties", {})
        for name, member in value.items():
            lines += violations(member, known.get(name, other), root, f"{where}.{name}")
    if isinstance(value, list) and "items" in schema:
        for i, member in enumerate(value):
            lines += violations(member, schema["items"], root, f"{where}[{i}]")
    return lines
