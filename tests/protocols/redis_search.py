"""A stand-in for the part of Redis' search module that the checkpoint saver uses.

fakeredis speaks the protocol and knows JSON documents; it has no FT.* commands. Here are FT.CREATE,
FT.INFO, FT._LIST, FT.SEARCH and FT.DROPINDEX, only for documents of type JSON and for filters by tag and
number. Anything else is refused as a syntax error, so that a new query of the saver is noticed.
Written from https://redis.io/docs/latest/commands/ (ft.create, ft.info, ft._list, ft.search,
ft.dropindex, command) and https://redis.io/docs/latest/develop/ai/search-and-query/advanced-concepts/
query_syntax/ (tag and numeric filters, escaping). It is not Redis: see docs/decisions/checkpoints.md.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from fakeredis._helpers import SimpleError, SimpleString

_FILTER = re.compile(
    r"@(?P<name>\w+):(?:\{(?P<tags>(?:\\.|[^}\\])*)\}"
    r"|\[(?P<low>\(?[^\s\]]+) (?P<high>\(?[^\s\]]+)\])"
)
_UNESCAPED_BAR = re.compile(r"(?<!\\)\|")


@dataclass
class Index:
    """What FT.CREATE made: documents under `prefixes`, `paths` by the names that queries use."""

    prefixes: tuple[str, ...]
    paths: dict[str, str] = field(default_factory=dict)


class SearchCommands:
    """Methods for the commands; `indexes` is what the whole server knows, by name."""

    indexes: dict[str, Index]
    _db: Any

    def ft_create(self, *args: bytes) -> SimpleString:
        name, *words = _texts(args)
        if name in self.indexes:
            raise SimpleError("Index already exists")
        made = Index(())
        if words[:2] != ["ON", "JSON"] or "SCHEMA" not in words:
            raise SimpleError("the stand-in indexes JSON documents only")
        if "PREFIX" in words:
            at = words.index("PREFIX")
            made.prefixes = tuple(words[at + 2 : at + 2 + int(words[at + 1])])
        schema = words[words.index("SCHEMA") + 1 :]
        while schema:
            path, _, alias, kind, *schema = schema
            if kind not in ("TAG", "NUMERIC"):
                raise SimpleError("the stand-in knows tags and numbers only")
            while schema and not schema[0].startswith("$"):  # options such as SEPARATOR ,
                schema = schema[1:]
            made.paths[alias] = path
        self.indexes[name] = made
        return SimpleString(b"OK")

    def ft_info(self, *args: bytes) -> list[Any]:
        (name,) = _texts(args)
        self._index(name)
        return [b"index_name", name.encode(), b"index_options", [], b"attributes", []]

    def ft_list(self, *args: bytes) -> list[bytes]:
        return [name.encode() for name in self.indexes]

    def ft_dropindex(self, *args: bytes) -> SimpleString:
        (name,) = _texts(args)
        self._index(name)
        del self.indexes[name]
        return SimpleString(b"OK")

    def ft_search(self, *args: bytes) -> list[Any]:
        name, query, *words = _texts(args)
        index = self._index(name)
        asked = _options(words)
        found = [
            (key, document)
            for key, document in self._documents(index)
            if _matches(query, index, document)
        ]
        if asked.sort_by:
            path = index.paths[asked.sort_by]
            found.sort(key=lambda pair: str(_value(pair[1], path)), reverse=asked.descending)
        answer: list[Any] = [len(found)]
        for key, document in found[asked.offset : asked.offset + asked.most]:
            answer += [key, _fields(document, index, asked.fields)]
        return answer

    def _index(self, name: str) -> Index:
        if name not in self.indexes:
            raise SimpleError(f"{name}: no such index")
        return self.indexes[name]

    def _documents(self, index: Index) -> list[tuple[bytes, dict[str, Any]]]:
        found = [(key, self._db[key].value) for key in list(self._db)]
        return [
            (key, value)
            for key, value in found
            if isinstance(value, dict) and key.decode().startswith(index.prefixes)
        ]


@dataclass
class _Asked:
    fields: list[str] = field(default_factory=list)
    sort_by: str | None = None
    descending: bool = False
    offset: int = 0
    most: int = 10


def _options(words: list[str]) -> _Asked:
    asked = _Asked()
    while words:
        word, *words = words
        if word == "RETURN":
            count, *words = words
            asked.fields, words = words[: int(count)], words[int(count) :]
        elif word == "SORTBY":
            asked.sort_by, *words = words
            if words and words[0] in ("ASC", "DESC"):
                asked.descending = words.pop(0) == "DESC"
        elif word == "LIMIT":
            asked.offset, asked.most = int(words[0]), int(words[1])
            words = words[2:]
        elif word == "DIALECT":
            words = words[1:]
        else:
            raise SimpleError(f"Syntax error: the stand-in does not know {word}")
    return asked


def _matches(query: str, index: Index, document: dict[str, Any]) -> bool:
    if _FILTER.sub("", query).strip("() *"):
        raise SimpleError(f"Syntax error: the stand-in does not know {query}")
    return all(_holds(found, index, document) for found in _FILTER.finditer(query))


def _holds(asked: re.Match[str], index: Index, document: dict[str, Any]) -> bool:
    if asked["name"] not in index.paths:
        raise SimpleError(f"Unknown field at offset 0 near {asked['name']}")
    value = _value(document, index.paths[asked["name"]])
    if asked["tags"] is not None:
        wanted = [re.sub(r"\\(.)", r"\1", t).strip() for t in _UNESCAPED_BAR.split(asked["tags"])]
        return _text(value).lower() in [w.lower() for w in wanted]
    if value is None:
        return False
    return _above(value, asked["low"]) and not _above(value, asked["high"], ends=True)


def _above(value: float, bound: str, *, ends: bool = False) -> bool:
    """Whether it lies above the beginning of an interval, or beyond its end; "(5" excludes the 5."""
    excluded, number = bound.startswith("("), float(bound.removeprefix("("))
    return value > number or (value == number and excluded is ends)


def _value(document: dict[str, Any], path: str) -> Any:
    """The value at "$.name" (the only kind of path that the saver uses), None when there is none."""
    return document.get(path.removeprefix("$."))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _fields(document: dict[str, Any], index: Index, names: list[str]) -> list[bytes]:
    answer = []
    for name in names:
        value = _value(document, index.paths.get(name, name))
        if value is not None:
            answer += [name.encode(), _text(value).encode()]
    return answer


def _texts(args: tuple[bytes, ...]) -> list[str]:
    return [arg.decode() for arg in args]
