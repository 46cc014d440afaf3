"""What a customer's words mean is read in agent/language and agent/dates, and nowhere else.

The dialogue and the graph know ids, markup and the shape of our own notes; a word of a customer, as a
pattern, in a list or in a comparison, is not theirs to interpret.
"""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from agent.language import ordinary_en, ordinary_es, ordinary_pt, words

HOUSE = Path(__file__).parent.parent
ROOMS = ("agent/dialogue", "graphs")
MODULES = sorted(path for room in ROOMS for path in (HOUSE / room).rglob("*.py"))
NO_WORDS = {
    "agent/dialogue/turn.py": "the id of a time or of a button under a proposal",
    "agent/dialogue/flows/waiting_list_flow.py": "the id of a button under a time from the list",
    "agent/dialogue/flows/recall.py": "the id of a button under an invitation",
    "agent/dialogue/flows/telling.py": "markup and sentences of the business's own entries",
    "agent/dialogue/results.py": "the number of a call of ours",
    "agent/dialogue/view.py": "our notes in brackets before the customer's words",
    "agent/dialogue/quoted.py": "the token of a time that was on a button",
    "graphs/received.py": "our notes in brackets before the customer's words",
    "graphs/shared.py": "the fields of a contact card",
    "graphs/answer_checks.py": "the name of a tool that a model calls",
    "graphs/facts.py": "the mark that ends a section of the prompt",
}
"""Modules with regular expressions, and what these are over."""
ENGLISH_TOO = {"audio", "data", "general", "local", "once", "status", "times", "video"}
"""Words of Spanish or Portuguese as well, which name things of ours."""
FOREIGN = (
    frozenset().union(*(w.SMALL | w.ORDINARY for w in (ordinary_es, ordinary_pt)))
    - ordinary_en.SMALL
    - ordinary_en.ORDINARY
    - ENGLISH_TOO
)
TEXTS = {"plain_text", "whole", "text", "question"}
FOLDS = {"words", "plain", "fold", "set"}


def relative(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def expressions(tree: ast.Module) -> list[int]:
    """Lines that use the module `re`."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "re"
    ]


def spoken(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Strings with a word that is only Spanish or Portuguese; what a docstring quotes is none."""
    quoted = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if id(node) not in quoted and FOREIGN & {*words(node.value)}:
            yield node.lineno, node.value


def compared(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Comparisons of the customer's words with words that stand in the code."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Compare, ast.BinOp)):
            parts = [*_own_parts(node)]
            literal = [part.value for part in parts if isinstance(part, ast.Constant)]
            letters = any(isinstance(text, str) and text.isalpha() for text in literal)
            if letters and TEXTS & {*map(_name, parts)}:
                yield node.lineno, ast.unparse(node)


def _own_parts(node: ast.AST) -> Iterator[ast.AST]:
    """All below a node, except what is handed to a reading: its answer is no text."""
    yield node
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in FOLDS:
        return
    for part in ast.iter_child_nodes(node):
        yield from _own_parts(part)


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def borrowed(module: ModuleType) -> list[str]:
    """Patterns of other modules, by their names."""
    own = set(re.findall(r"^(\w+) = re\.compile", Path(str(module.__file__)).read_text(), re.M))
    return [
        n for n, value in vars(module).items() if isinstance(value, re.Pattern) and n not in own
    ]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_regular_expressions_are_over_ids_and_markup_of_ours() -> None:
    found = [relative(path) for path in MODULES if expressions(tree_of(path))]
    assert sorted(found) == sorted(NO_WORDS)


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_word_of_a_customer_stands_in_the_dialogue_or_the_graph(path: Path) -> None:
    assert [*spoken(tree_of(path)), *compared(tree_of(path))] == []


def test_no_pattern_of_another_module_is_used_instead_of_a_reading() -> None:
    names = [relative(path).removesuffix(".py").replace("/", ".") for path in MODULES]
    modules = [importlib.import_module(name.removesuffix(".__init__")) for name in names]
    held = {module.__name__: borrowed(module) for module in modules}
    shared = {"agent.dialogue.view": ["CALL_NUMBER"]}
    assert {name: patterns for name, patterns in held.items() if patterns} == shared


def test_words_in_the_code_are_found() -> None:
    source = """
_LATER = re.compile("mas tarde")
if {"manana"} & spoken: ...
if "later" in turn.plain_text: ...
if "?" in turn.text: ...
if words(text)[0] == "not": ...
if turn.pending_question == "slot": ...
"""
    tree = ast.parse(source)
    assert expressions(tree) == [2]
    assert [line for line, _ in spoken(tree)] == [2, 3]
    assert [line for line, _ in compared(tree)] == [4, 6]
