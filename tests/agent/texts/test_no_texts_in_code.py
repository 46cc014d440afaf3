"""What is said stands in agent/language/<code>/ and nowhere in code.

Code that *understands* customers has their words, too: it reads folded text (lower case, no accents)
with patterns and lists of words, in agent/language and agent/dates (tests/test_one_reading.py). A
text that is said has accents, capitals, full stops or places to fill, and is looked for everywhere.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from agent.texts import languages, texts
from agent.texts.filling import addressed

ROOT = Path(__file__).parents[3]
FLOORS = ("agent", "tools", "graphs", "gateway")
UNDERSTANDING = ("agent/language/", "agent/dates/")
_SETUP = "what `frontdesk connect` asks, in English; the console asks it in three languages"
ALLOWED = {
    "gateway/channels/chatwoot/setup.py": _SETUP,
    "gateway/channels/evolution/setup.py": _SETUP,
    "gateway/channels/gupshup/setup.py": _SETUP,
    "gateway/channels/meta/setup.py": _SETUP,
    "gateway/channels/twilio/setup.py": _SETUP,
    "gateway/channels/web.py": _SETUP,
    "gateway/evaluation/simulated.py": "what simulated customers answer, not the desk",
    "gateway/knowledge/document.py": "letters by which an encoding is told",
    "gateway/knowledge/hyphens.py": "parts of words whose hyphen belongs to them, in documents",
    "gateway/demo.py": "the message that the demo tells its reader to send, as a customer would",
}
_SIGNS = re.compile(r"[áéíóúñãõçêôà]|[¿¡]\w", re.IGNORECASE)
_PATTERN = re.compile(r"\\[bwsd]|\(\?|[\[\]|^$]|[^?]\?\)")
_SENTENCE = re.compile(r"\{[a-z_]*\}|[.!?…:]$|^[A-ZÁÉÍÓÚ]")
_SMALL = frozenset(
    word
    for line in (
        "el la los las un una del que con por para su tu te le lo se es al si ya hay",
        "os um uma dos das com para seu sua voce nao sim ou em ao na nas",
    )
    for word in line.split()
)


def _files() -> Iterator[tuple[str, ast.Module]]:
    for floor in FLOORS:
        for file in sorted((ROOT / floor).rglob("*.py")):
            yield str(file.relative_to(ROOT)), ast.parse(file.read_text("utf-8"))


def by_language(tree: ast.Module) -> list[int]:
    """Lines of dicts whose keys are languages."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        and len({k.value for k in node.keys if isinstance(k, ast.Constant)} & {*languages()}) > 1
    ]


def branches(tree: ast.Module) -> list[int]:
    """Lines that ask whether something is one certain language, or list several."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            of_language = re.search(r"language|reads", ast.unparse(node))
            if of_language and any(_codes(side) for side in (node.left, *node.comparators)):
                found.append(node.lineno)
        elif isinstance(node, (ast.Tuple, ast.List, ast.Set)) and len(_codes(node)) > 1:
            found.append(node.lineno)
    return found


def _codes(node: ast.AST) -> set[str]:
    """Codes of languages, as a text or in a list."""
    parts = getattr(node, "elts", [node])
    return {str(p.value) for p in parts if isinstance(p, ast.Constant)} & {*languages()}


def said(tree: ast.Module) -> list[tuple[int, str]]:
    """Texts in Spanish or Portuguese, and texts of any language that stand in a folder."""
    found = []
    skipped = set(_docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            text = node.value
            spoken = addressed(text, "tu")
            if text in _known() or (not _PATTERN.search(spoken) and _is_ours(spoken)):
                found.append((node.lineno, text))
    return found


def _is_ours(text: str) -> bool:
    small = [word for word in re.findall(r"[a-z]+", text.lower()) if word in _SMALL]
    return bool(_SIGNS.search(text)) or (len(small) > 1 and bool(_SENTENCE.search(text)))


@cache
def _known() -> frozenset[str]:
    """What is said in any language, texts of one or two words left out."""
    entries = [entry for language in languages() for entry in texts(language).entries.values()]
    every = {text for entry in entries for text in _all(entry)}
    return frozenset(text for text in every if len(re.findall(r"(?<!\{)\b\w+", text)) > 2)


def _all(entry: object) -> tuple[str, ...]:
    if isinstance(entry, str):
        return (entry,)
    return tuple(entry.values()) if isinstance(entry, dict) else tuple(entry)  # type: ignore[arg-type]


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Strings that stand alone as a statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def test_no_module_has_texts_or_tables_of_languages() -> None:
    found = {
        name: [*by_language(tree), *said(tree), *branches(tree)]
        for name, tree in _files()
        if not name.startswith(UNDERSTANDING)
    }
    found = {name: where for name, where in found.items() if where}
    assert {name: where for name, where in found.items() if name not in ALLOWED} == {}
    assert found.keys() == ALLOWED.keys(), "an exception that is not needed any more"
