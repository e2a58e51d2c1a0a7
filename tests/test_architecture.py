"""What import-linter does not see: who talks to which library, and that the command line holds no logic."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

from clausegraph.engine.knowledge.load import PACKAGE

SOURCES = [PACKAGE / "api.py", PACKAGE / "cli.py", *sorted((PACKAGE / "engine").rglob("*.py"))]
LONGEST_FUNCTION = 40
MOST_MODULES = 15
"""How many modules a folder may hold before it is hard to see what is in it."""


def imports(path: Path) -> Iterator[str]:
    """The names of the outside packages a module imports, at its top or later."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def test_no_folder_is_too_full_to_be_seen() -> None:
    folders = Counter(
        path.parent.relative_to(PACKAGE).as_posix() for path in SOURCES if path.name != "__init__.py"
    )
    assert {folder: modules for folder, modules in folders.items() if modules > MOST_MODULES} == {}


def test_no_two_classes_share_a_name() -> None:
    names = Counter(
        node.name
        for path in SOURCES
        if path.name != "api.py"  # the public front of what lies within, which may bear the same names
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert {name: times for name, times in names.items() if times > 1} == {}


def test_every_folder_of_the_engine_is_packaged() -> None:
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))
    folders = {".".join(("clausegraph", *path.parent.relative_to(PACKAGE).parts)) for path in SOURCES}
    assert set(project["tool"]["setuptools"]["packages"]) == folders


def test_one_module_alone_imports_durable() -> None:
    users = {path.name for path in SOURCES if {"durable", "durable_rules_engine"} & set(imports(path))}
    assert users == {"host.py"}


def test_one_module_alone_imports_yaml() -> None:
    assert [path.name for path in SOURCES if "yaml" in imports(path)] == ["nodes.py"]


def test_one_module_alone_reads_workbooks() -> None:
    users = {path.relative_to(PACKAGE / "engine") for path in SOURCES if "openpyxl" in imports(path)}
    assert {str(path) for path in users if path.parts[0] != "reports"} == {"reading/workbooks.py"}


def test_networkx_holds_the_graph_and_writes_it_out_and_nothing_else() -> None:
    assert [path.name for path in SOURCES if "networkx" in imports(path)] == ["graph.py", "graphml.py"]


def test_the_model_reads_and_writes_nothing() -> None:
    modules = [PACKAGE / "engine/problems.py", *(PACKAGE / "engine/model").glob("*.py")]
    outside = {name for path in modules for name in imports(path)}
    assert outside <= {"__future__", "collections", "difflib", "enum", "functools", "msgspec", "re"}


def test_the_command_line_imports_click_alone_when_it_starts() -> None:
    tree = ast.parse((PACKAGE / "cli.py").read_text(encoding="utf-8"))
    top = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {alias.name for node in top if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in top if isinstance(node, ast.ImportFrom)}
    assert names == {"__future__", "sys", "collections.abc", "pathlib", "typing", "click"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_functions_stay_short(path: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in functions
        if node.end_lineno and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_comprehension_has_two_loops_and_a_condition(path: Path) -> None:
    found = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if is_dense(node)]
    assert [node.lineno for node in found] == []


def is_dense(node: ast.AST) -> TypeGuard[ast.expr]:
    """Whether a comprehension loops twice and chooses as well, which nobody reads at one glance."""
    loops = getattr(node, "generators", ())
    return len(loops) > 1 and any(loop.ifs for loop in loops)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_module_says_why_it_exists(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_one_module_alone_reads_tables_of_others() -> None:
    assert [path.name for path in SOURCES if "python_calamine" in imports(path)] == ["grids.py"]
