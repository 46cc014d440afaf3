"""Every call of an SQL function in Python's source: which function, with which keywords.

`Database.call(function, **args)` is where all calls end, or `fetch` and `find`, which take the type of the
answer before it. A function that hands its own parameter on as
the function's name is a way there, too; its callers are read in its place, and theirs. Nothing is run.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("agent", "tools", "graphs", "gateway", "bench")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Call:
    """`open`: more keywords may come along than can be read."""

    where: str
    function: str
    keywords: frozenset[str]
    open: bool


@dataclass(frozen=True)
class Way:
    """A function `name` that calls what its argument `place` names; with `keywords` of its own, beside
    those that it is called with if it `forwards` them. A private one is called in its `file` only."""

    name: str
    file: Path | None
    place: int
    parameter: str
    keywords: frozenset[str] = frozenset()
    forwards: bool = True
    open: bool = False
    receiver: str = ""
    """What the object's name must have in it: `find` is also a method of strings."""

    def function_of(self, call: ast.Call) -> ast.expr | None:
        for keyword in call.keywords:
            if keyword.arg == self.parameter:
                return keyword.value
        starred = any(isinstance(argument, ast.Starred) for argument in call.args)
        return None if starred or self.place >= len(call.args) else call.args[self.place]


ROOTS = (
    Way("call", None, 0, "function"),
    Way("fetch", None, 1, "function", receiver="database"),
    Way("find", None, 1, "function", receiver="database"),
)


@dataclass
class Found:
    calls: list[Call] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    """`file:enclosing function` of each call whose function cannot be told."""


@cache
def python_calls() -> Found:
    by_name: dict[str, list[tuple[Path, ast.Call, tuple[Function, ...]]]] = defaultdict(list)
    for floor in FLOORS:
        for file in sorted((ROOT / floor).rglob("*.py")):
            for call, around in _calls(ast.parse(file.read_text("utf-8"))):
                by_name[_name(call)].append((file, call, around))
    found = Found()
    ways = list(ROOTS)
    for way in ways:  # grows while it is read
        for file, call, around in by_name[way.name]:
            if way.file in (None, file) and way.receiver in _receiver(call):
                _read(way, call, around, file, ways, found)
    return found


def _read(
    way: Way,
    call: ast.Call,
    around: tuple[Function, ...],
    file: Path,
    ways: list[Way],
    found: Found,
) -> None:
    named = way.function_of(call)
    place = f"{file.relative_to(ROOT)}:{'.'.join(function.name for function in around)}"
    names = _literals(named)
    keywords = {keyword.arg for keyword in call.keywords if keyword.arg} - {way.parameter}
    own = way.keywords | (frozenset(keywords) if way.forwards else frozenset())
    unread = way.open or (way.forwards and any(k.arg is None for k in call.keywords))
    if names:
        for name in names:
            found.calls.append(Call(f"{place}:{call.lineno}", name, own, unread))
        return
    for function in reversed(around):
        if handed := _parameter(function, named):
            forwards = any(_is_own(keyword, function) for keyword in call.keywords)
            open_ = way.open or (way.forwards and _has_unread(call, function))
            where = file if function.name.startswith("_") else None
            further = Way(function.name, where, *handed, own, forwards, open_)
            if further not in ways and function.name not in {root.name for root in ROOTS}:
                ways.append(further)
            return
    found.unreadable.append(place)


def _calls(
    tree: ast.AST, around: tuple[Function, ...] = ()
) -> Iterator[tuple[ast.Call, tuple[Function, ...]]]:
    """Each with the functions around it, the innermost last."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            yield node, around
        if isinstance(node, Function):
            yield from _calls(node, (*around, node))
        else:
            yield from _calls(node, around)


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _receiver(call: ast.Call) -> str:
    value = getattr(call.func, "value", None)
    return str(getattr(value, "attr", getattr(value, "id", "")))


def _literals(named: ast.expr | None) -> list[str]:
    """Both of `"a" if … else "b"`."""
    if isinstance(named, ast.Constant) and isinstance(named.value, str):
        return [named.value]
    if isinstance(named, ast.IfExp):
        either = _literals(named.body), _literals(named.orelse)
        return [*either[0], *either[1]] if all(either) else []
    return []


def _parameter(function: Function, named: ast.expr | None) -> tuple[int, str] | None:
    """Place (without `self`) and name of the parameter that is handed on."""
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    if not isinstance(named, ast.Name) or named.id not in names:
        return None
    bound = names[0] in ("self", "cls")
    return names.index(named.id) - bound, named.id


def _has_unread(call: ast.Call, function: Function) -> bool:
    """Whether it has `**something` other than the keywords of the function around it."""
    return any(k.arg is None and not _is_own(k, function) for k in call.keywords)


def _is_own(keyword: ast.keyword, function: Function) -> bool:
    own = function.args.kwarg
    value = keyword.value
    return (
        keyword.arg is None
        and own is not None
        and isinstance(value, ast.Name)
        and value.id == own.arg
    )
