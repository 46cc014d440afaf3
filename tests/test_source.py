"""Rules of the source that no linter has: what each module is for, and where anything is caught."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
PACKAGES = ("agent", "tools", "graphs", "gateway", "bench")
MODULES = sorted(path for package in PACKAGES for path in (HOUSE / package).rglob("*.py"))
LONGEST_FIRST_LINE = 110
BROAD = {"Exception", "BaseException"}
MAY_CATCH_ANYTHING = {
    "agent/data/supabase.py": "the library names no error of its own for a bad key",
    "agent/files/readers/pdf_text.py": "a program of its own that reads hostile files and ends",
    "agent/llm/fallback.py": "providers raise anything; what is no provider's error is raised",
    "gateway/knowledge/document.py": "libraries fail in any way at a broken file",
    "gateway/pipeline/turns.py": "a turn that fails is tried again or given up, never lost",
}
"""At most one in each, besides agent/fault_boundary.py, whose uses give their reasons."""
MOST = 8


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def broad_handlers(tree: ast.Module) -> Iterator[int]:
    """Lines of `except Exception`, `except BaseException`, a bare `except`, and `suppress` of these."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            caught = ast.Tuple(elts=node.args)
        else:
            continue
        if caught is None or BROAD & {n.id for n in ast.walk(caught) if isinstance(n, ast.Name)}:
            yield node.lineno


def shared_boundaries(tree: ast.Module) -> Iterator[int]:
    """Lines where a FaultBoundary is drawn."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "FaultBoundary":
            yield node.lineno


def relative(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_module_says_in_its_first_line_what_it_is_for(path: Path) -> None:
    first, *_ = (ast.get_docstring(tree_of(path)) or "").splitlines() or [""]
    assert first, "no docstring"
    assert len(first) <= LONGEST_FIRST_LINE, first
    assert first.rstrip("\"'»”)").endswith((".", ":", "?")), first


def test_what_catches_anything_is_on_the_list() -> None:
    found = [relative(path) for path in MODULES for _ in broad_handlers(tree_of(path))]
    assert sorted(found) == sorted(MAY_CATCH_ANYTHING)
    assert len(found) + 1 <= MOST


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_what_catches_anything_says_why(path: Path) -> None:
    """On its line, in the comment right above, or in the docstring of the function that is it."""
    tree, lines = tree_of(path), path.read_text(encoding="utf-8").splitlines()
    for line in broad_handlers(tree):
        assert "#" in lines[line - 1], f"{relative(path)}:{line}"
    for line in shared_boundaries(tree):
        before = "\n".join(lines[max(0, line - 4) : line - 1])
        assert "# " in before or '"""' in before, f"{relative(path)}:{line}"


def test_a_handler_of_any_kind_is_found() -> None:
    source = """
try: ...
except (ValueError, Exception): ...
try: ...
except: ...
with contextlib.suppress(BaseException): ...
try: ...
except ValueError: ...
"""
    assert list(broad_handlers(ast.parse(source))) == [3, 5, 6]


PAGES = sorted([*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md")])
NAMED = re.compile(
    r"`((?:agent|tools|graphs|gateway|bench|migrations|docs|deploy|demo|requirements|tests)/[\w/.-]+)`"
)


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_files_that_a_page_names_exist(page: Path) -> None:
    """In docs/faults.md, paths are those of tests, below tests/ (tests/test_faults_page.py)."""
    tops = (HOUSE, HOUSE / "tests")
    named = NAMED.findall(page.read_text(encoding="utf-8"))
    assert [path for path in named if not any((top / path).exists() for top in tops)] == []


VAGUE = {"said", "found", "kept", "begun", "known", "asked"}
"""Participles that name neither a text nor a match, row or claim."""
MOST_VAGUE = 24
"""Fields of rows and tool results, which models and SQL functions know by these names. Private names
and constants count as well."""


def identifiers(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        for field in ("id", "arg", "attr", "name"):
            if isinstance(value := getattr(node, field, None), str):
                yield value


def test_variables_are_named_after_what_they_hold() -> None:
    vague = [
        f"{relative(path)}: {name}"
        for path in MODULES
        for name in identifiers(tree_of(path))
        if name.strip("_").lower() in VAGUE
    ]
    assert len(vague) <= MOST_VAGUE, vague
