"""Reads the folders of the languages and holds them against each other.

A missing text would be found out by a customer, so nothing is spoken from folders that differ.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from agent.texts.filling import is_whole, places
from agent.texts.texts import Entry, Texts
from agent.texts.words import FILE as WORDS
from agent.texts.words import Words, read_words

_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
_NO_TEXTS = "language"
"""The file about the language itself: nothing of it is filled."""
_LOCALE = "language.locale"
_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?")
"""A language, its script and its country, as the database (0100_languages.sql) and browsers take it."""
_PATTERN = "labels.list.and_else_before"
"""The only regular expression among the texts."""
_WEEK = ("by_weekday", "weekday.every", "weekday.every_short", "weekday.one")
_MOST_TOLD = 20
_EntriesByLanguage = dict[str, dict[str, tuple[str, Entry]]]
"""By language and key: the file in the language's folder, and what stands in it."""


class BrokenTexts(ValueError):
    """The folders of the languages cannot be spoken from: one line for each file and key."""


def load(folder: Path) -> Mapping[str, Texts]:
    """The texts of every language folder in `folder`, by its name. Raises BrokenTexts."""
    by_language = {
        inside.name: _read(inside)
        for inside in sorted(folder.iterdir())
        if (inside / f"{_NO_TEXTS}.toml").is_file()
    }
    if not by_language:
        raise BrokenTexts(f"{folder}: no folder of a language (a folder with language.toml)")
    wrong = [
        f"{folder / code}: not the name of a language: write it as fr or pt-br"
        for code in by_language
        if not is_tag(code)
    ]
    wrong += [*_differences(folder, by_language), *_unsound(folder, by_language)]
    if wrong:
        raise BrokenTexts("\n".join(sorted(wrong)[:_MOST_TOLD]))
    return {
        code: Texts(
            code, {key: entry for key, (_, entry) in entries.items()}, _words(folder / code)
        )
        for code, entries in by_language.items()
    }


def is_tag(code: str) -> bool:
    """Whether a folder may have this name."""
    return _TAG.fullmatch(code) is not None


def _read(folder: Path) -> dict[str, tuple[str, Entry]]:
    entries: dict[str, tuple[str, Entry]] = {}
    for file in sorted(folder.rglob("*.toml")):
        if file == _words_file(folder):
            continue
        content = _content(file)
        inside = file.relative_to(folder)
        name = inside.parts[0].removesuffix(".toml")
        for key, entry in _flat(file, name, content):
            if key in entries:
                raise BrokenTexts(f"{file}: {key}: another file has it already")
            entries[key] = (str(inside), entry)
    return entries


def _content(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenTexts(f"{file}: {error}") from error


def _words_file(folder: Path) -> Path:
    return folder / f"{WORDS}.toml"


def _words(folder: Path) -> Words | None:
    """The words that are understood, where the language has a file of them."""
    file = _words_file(folder)
    try:
        return read_words(folder.name, _content(file)) if file.is_file() else None
    except ValueError as error:
        raise BrokenTexts(f"{file}: {error}") from error


def _flat(file: Path, name: str, content: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for key, value in content.items():
        path = f"{name}.{key}"
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            yield path, tuple(value)
        elif isinstance(value, dict) and "other" in value and value.keys() <= _FORMS:
            yield path, {form: str(text) for form, text in value.items()}
        elif isinstance(value, dict):
            yield from _flat(file, path, value)
        else:
            raise BrokenTexts(f"{file}: {path}: neither a text nor a list of texts")


def _differences(folder: Path, by_language: _EntriesByLanguage) -> Iterator[str]:
    """What one language has and another has not, or fills otherwise."""
    for key in dict.fromkeys(key for entries in by_language.values() for key in entries):
        having = {code: entries[key][1] for code, entries in by_language.items() if key in entries}
        file = next(entries[key][0] for entries in by_language.values() if key in entries)
        for code in by_language.keys() - having.keys():
            yield f"{_where(folder, code, file, key)}: missing; {', '.join(having)} have it"
        kinds = {code: _kind(entry) for code, entry in having.items()}
        # An empty text says that the language does not need it.
        filled = {
            code: f"fills {_told(_places(entry))}"
            for code, entry in having.items()
            if any(_texts(entry))
        }
        for told in (kinds, filled):
            first = next(iter(told), "")
            for code, what in told.items():
                if what != told[first]:
                    place = _where(folder, code, by_language[code][key][0], key)
                    yield f"{place}: {what}, but {told[first].removeprefix('fills ')} in {first}"


def _unsound(folder: Path, by_language: _EntriesByLanguage) -> Iterator[str]:
    """What is wrong with a text alone."""
    for code, entries in by_language.items():
        for key, (file, entry) in entries.items():
            if key != _PATTERN and not all(map(is_whole, _texts(entry))):
                yield f"{_where(folder, code, file, key)}: a bracket without its other half"
            if key.endswith(_WEEK) and len(_texts(entry)) != len("MTWTFSS"):
                yield f"{_where(folder, code, file, key)}: not seven texts, from Monday on"
            if key == _LOCALE and not _has_locale(str(entry)):
                yield f"{_where(folder, code, file, key)}: CLDR has no locale {entry}"


def _has_locale(name: str) -> bool:
    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _where(folder: Path, code: str, file: str, key: str) -> str:
    return f"{folder / code / file}: {key.partition('.')[2]}"


def _texts(entry: Entry) -> tuple[str, ...]:
    if isinstance(entry, str):
        return (entry,)
    return entry if isinstance(entry, tuple) else tuple(entry.values())


def _places(entry: Entry) -> frozenset[str]:
    return frozenset().union(*map(places, _texts(entry)))


def _kind(entry: Entry) -> str:
    if isinstance(entry, str):
        return "a text"
    return "a list" if isinstance(entry, tuple) else "forms for numbers"


def _told(names: frozenset[str]) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(names)) or "nothing"
