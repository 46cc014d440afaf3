"""`python -m bench.house [FOLDER]`: the structure of a checkout, as figures.

Rooms and the arrows between them, long files, functions with untyped values in their signatures,
broad `except`, customers' language outside of its folders, and how often SQL functions are defined.
Everything is read as text; nothing is imported or run.
"""

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FLOORS = ("agent", "tools", "graphs", "gateway")
LONG_FILE = 500
_DEFINED = re.compile(
    r"^create\s+(?:or\s+replace\s+)?(?:function|procedure)\s+([a-z_.]+)",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Module:
    """A Python file of the shipped package: its dotted name, its path and its syntax tree."""

    name: str
    path: Path
    tree: ast.Module
    lines: int

    @property
    def room(self) -> str:
        """A folder of its floor, or a file that lies on the floor itself: `agent.dates`, `agent.clock`."""
        return ".".join(self.name.split(".")[:2])


def modules(root: Path) -> list[Module]:
    """Every module of the four floors."""
    rows = []
    for floor in FLOORS:
        for path in sorted((root / floor).rglob("*.py")):
            name = ".".join(path.relative_to(root).with_suffix("").parts)
            text = path.read_text("utf-8")
            rows.append(
                Module(name.removesuffix(".__init__"), path, ast.parse(text), text.count("\n"))
            )
    return rows


def arrows(house: list[Module]) -> Counter[tuple[str, str]]:
    """How many imports lead from one room to another."""
    rooms = {module.name: module.room for module in house}
    counted: Counter[tuple[str, str]] = Counter()
    for module in house:
        for name in set(_imported(module.tree)):
            target = name if name in rooms else name.rpartition(".")[0]
            if target in rooms and rooms[target] != module.room:
                counted[module.room, rooms[target]] += 1
    return counted


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def with_json(house: list[Module]) -> tuple[Counter[str], Counter[str]]:
    """Functions that return `Json`, and functions that take it, by floor."""
    returning: Counter[str] = Counter()
    taking: Counter[str] = Counter()
    for module in house:
        floor = module.name.split(".")[0]
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            returning[floor] += _names_json(node.returns)
            parameters = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            taking[floor] += any(_names_json(p.annotation) for p in parameters)
    return returning, taking


def _names_json(annotation: ast.expr | None) -> bool:
    return annotation is not None and re.search(r"\bJson\b", ast.unparse(annotation)) is not None


def broad_excepts(house: list[Module]) -> list[str]:
    """`file:line` of every `except Exception` and bare `except`."""
    return [
        f"{module.path}:{node.lineno}"
        for module in house
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]


def languages(root: Path) -> frozenset[str]:
    """Those that have a folder of texts."""
    return frozenset(file.parent.name for file in root.glob("agent/language/*/language.toml"))


def speaking(house: list[Module], spoken: frozenset[str]) -> list[str]:
    """Modules with texts keyed by language: a dictionary whose keys are two or more of them."""
    return [module.name for module in house if _speaks(module.tree, spoken)]


def _speaks(tree: ast.Module, spoken: frozenset[str]) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            if len(keys & spoken) > 1:
                return True
    return False


@dataclass(frozen=True)
class Sql:
    """`dead` counts the lines of definitions that a later one replaces."""

    files: int
    lines: int
    dead: int
    functions: int
    defined_again: int


def sql(root: Path) -> Sql:
    """What stands in `migrations/`."""
    texts = [file.read_text("utf-8") for file in sorted((root / "migrations").rglob("*.sql"))]
    blocks: dict[str, list[int]] = defaultdict(list)
    for text in texts:
        for match in _DEFINED.finditer(text):
            name = match.group(1).lower().removeprefix("public.")
            blocks[name].append(text.count("\n", match.start(), _end(text, match.end())) + 1)
    return Sql(
        files=len(texts),
        lines=sum(text.count("\n") for text in texts),
        dead=sum(sum(sizes[:-1]) for sizes in blocks.values()),
        functions=len(blocks),
        defined_again=sum(len(sizes) > 1 for sizes in blocks.values()),
    )


def _end(text: str, start: int) -> int:
    """Where a definition that begins before `start` ends: after its second `$$`-like quote."""
    quote = re.compile(r"\$[a-z_]*\$").search(text, start)
    if quote is None:
        return start
    closing = text.find(quote.group(), quote.end())
    return closing if closing > 0 else start


def _floor(floor: str, house: list[Module], between: Counter[tuple[str, str]]) -> str:
    """One line: rooms, modules, and the arrows between rooms of this floor."""
    own = [module for module in house if module.name.split(".")[0] == floor]
    rooms = {module.room for module in own}
    inside = {pair for pair in between if rooms.issuperset(pair)}
    mutual = sum((b, a) in inside for a, b in inside) // 2
    largest = Counter(module.room for module in own).most_common(1)[0]
    return (
        f"  {floor}: {len(own)} modules in {len(rooms)} rooms, {len(inside)} arrows between them, "
        f"{mutual} pairs that import each other; largest: {largest[0]}, {largest[1]} modules"
    )


def report(root: Path) -> str:
    """All figures as lines."""
    house = modules(root)
    between = arrows(house)
    returning, taking = with_json(house)
    written = sql(root)
    long = [f"{m.name} {m.lines}" for m in house if m.lines >= LONG_FILE]
    return "\n".join(
        [
            f"{len(house)} modules, {sum(m.lines for m in house)} lines",
            *(_floor(floor, house, between) for floor in FLOORS),
            f"files of {LONG_FILE} lines or more: {len(long)} {', '.join(long)}".rstrip(),
            f"functions returning Json: {returning.total()} {dict(returning)}",
            f"functions taking Json: {taking.total()} {dict(taking)}",
            f"broad excepts: {len(broad_excepts(house))}",
            f"modules with texts keyed by language: {len(speaking(house, languages(root)))}",
            f"SQL: {written.files} files, {written.lines} lines, {written.functions} functions, "
            f"{written.defined_again} defined twice or more, {written.dead} dead lines",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(report(Path(sys.argv[1] if len(sys.argv) > 1 else ".")) + "\n")
