"""The house rules that a machine can hold: style, types of import, sizes, names, docstrings."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = sorted((ROOT / "src").rglob("*.py"))
PYTHON = sorted(p for folder in ("src", "tests", "benchmarks", "training") for p in (ROOT / folder).rglob("*.py"))
MAX_LINES = 600
MAX_FUNCTION_LINES = 60
MAX_PARAMETERS = 6
MIN_LINES_FOR_DOCSTRING = 20
# Spelled in pieces, so that this file does not break its own rule.
UNFINISHED = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "NotImpl" + "ementedError")) + r")\b")
FORBIDDEN_FOLDERS = {"utils", "helpers", "common", "core", "misc"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def n_parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    named = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return len(named) - (bool(named) and named[0].arg in ("self", "cls"))


def is_command(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether typer makes a command of the function; its parameters are the command's options then."""
    return any(isinstance(d, ast.Call) and isinstance(d.func, ast.Attribute) and d.func.attr == "command" for d in function.decorator_list)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


def test_ruff_has_nothing_to_say() -> None:
    done = run("-m", "ruff", "check", "--no-cache", "--output-format", "concise", "src", "tests", "benchmarks", "training")
    assert done.returncode == 0, done.stdout + done.stderr


def test_lower_layers_never_import_higher_ones() -> None:
    done = run("-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_folder_of_the_package_is_in_the_order_of_the_layers() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    package = ROOT / "src" / "communique"
    folders = {f"communique.{p.name}" for p in package.iterdir() if p.is_dir() and any(p.glob("*.py"))}
    assert folders - set(layers) <= {"communique.demo"}


@pytest.mark.parametrize("rule", ["lines", "docstring", "unfinished", "folder"])
def test_every_module_keeps_the_rules_of_the_house(rule: str) -> None:
    broken = []
    for path in SOURCE:
        text = path.read_text(encoding="utf-8")
        n_lines = text.count("\n")
        breaks = {
            "lines": n_lines > MAX_LINES,
            "docstring": n_lines > MIN_LINES_FOR_DOCSTRING and not ast.get_docstring(ast.parse(text)),
            "unfinished": bool(UNFINISHED.search(text)),
            "folder": bool(FORBIDDEN_FOLDERS & set(path.relative_to(ROOT).parts)),
        }
        if breaks[rule]:
            broken.append(name_of(path))
    assert broken == []


def test_every_package_says_what_it_is() -> None:
    silent = [name_of(p) for p in SOURCE if p.name == "__init__.py" and not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]
    assert silent == []


def test_no_function_is_longer_than_a_screen_or_takes_too_many_parameters() -> None:
    broken = []
    for path in SOURCE:
        for function in functions(path):
            n_lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if n_lines > MAX_FUNCTION_LINES or (n_parameters(function) > MAX_PARAMETERS and not is_command(function)):
                broken.append(f"{name_of(path)}:{function.lineno} {function.name}")
    assert broken == []


def test_public_functions_and_classes_of_the_package_have_docstrings() -> None:
    silent = []
    for path in SOURCE:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if named and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.append(f"{name_of(path)}:{node.lineno}")
    assert silent == []


def test_no_test_is_switched_off() -> None:
    switched_off = re.compile(r"pytest\.mark\.(?:sk" + r"ip|xf" + r"ail)\b")
    assert [name_of(p) for p in PYTHON if switched_off.search(p.read_text(encoding="utf-8"))] == []


def test_no_broad_except_hides_an_error() -> None:
    broad = []
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ExceptHandler):
                continue
            is_broad = node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
            last = node.body[-1]
            is_raised_again = isinstance(last, ast.Raise) and last.exc is None
            if is_broad and not is_raised_again:
                broad.append(f"{name_of(path)}:{node.lineno}")
    assert broad == []


def test_locks_carry_hashes_and_no_index() -> None:
    for lock in sorted(ROOT.glob("requirements*.lock")):
        text = lock.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(?:--index-url|--extra-index-url|--find-links|-i |-f )", text, re.MULTILINE), lock.name
        pins = re.findall(r"^[A-Za-z0-9_.-]+(?:\[[^\]]*\])?==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert pins, lock.name
        assert all("--hash=sha256:" in pin for pin in pins), lock.name


def test_locks_agree_with_each_other() -> None:
    pins: dict[str, set[str]] = {}
    for lock in sorted(ROOT.glob("requirements*.lock")):
        for name, version in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
            pins.setdefault(name.lower(), set()).add(version)
    assert {name: versions for name, versions in pins.items() if len(versions) > 1} == {}
