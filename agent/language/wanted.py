"""Asking to be written to in a certain language, one that is spoken here or another."""

import re
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages

from agent.language.text import plain
from agent.texts import base, languages, texts

_WRITES = (
    r"(?:habl|escrib|respond|contest|fal[ae]|escrev|segui|continu|speak|writ|talk|answer|repl)\w*"
)
_PLEASE = r"(?: please| por favor| porfa)?"
_OF_ANOTHER = re.compile(
    r"\b(?:(?:ella|el|ela|ele|she|he|they|my \w+|mi \w+|minha \w+|meu \w+) )?(?:(?:only|solo|so) )?"
    r"(?:no habla|nao fala|(?:doesnt|dont|does not|do not|cant|cannot) (?:speak|understand|talk|read)|barely speaks?|only speaks?|solo habla|so fala|speaks)(?: \w+){1,3}"
)
"""What somebody speaks or does not: no wish of the writer's."""
_SHORTEST = 4
"""Letters of a name: shorter ones are words, too ("lao")."""


def wanted_language(text: str) -> str | None:
    """The spoken language in which somebody asks to be written to ("in English please"), else None."""
    plain_text = _OF_ANOTHER.sub(" ", plain(text))
    for language in languages():
        in_a_sentence, alone = _asking_for(texts(language).lines("language.names"))
        if in_a_sentence.search(plain_text) or alone.fullmatch(plain_text):
            return language
    return None


def wants_unspoken(text: str) -> bool:
    """Whether somebody asks to be written to in a language that is not spoken here ("in French please").

    "¿Hablan francés?" asks about the people, too, which the business's own knowledge answers.
    """
    if wanted_language(text):
        return False
    in_a_sentence, alone = _asking_in(_names_of_others(languages()))
    plain_text = plain(text)
    return bool(in_a_sentence.search(plain_text) or alone.fullmatch(plain_text))


def name_of(code: str, language: str) -> str:
    """What the language of a code is called in `language`."""
    names = texts(language).locale.languages
    return names.get(base(code)) or texts(code).line("language.english_name")


def spoken_names(language: str) -> list[str]:
    """What the languages that are spoken are called in `language`, which comes first itself."""
    names = texts(language).locale.languages
    others = [code for code in languages() if code != language]
    own, *rest = (
        names.get(base(code)) or texts(code).line("language.english_name")
        for code in (language, *others)
    )
    return list(dict.fromkeys([own, *rest]))


@lru_cache(maxsize=64)
def _asking_for(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    name = _any_of(names)
    return (
        re.compile(rf"\b{_WRITES}\b.{{0,25}}\b{name}\b"),
        re.compile(rf"(?:\w+ )?(?:in |en |em )?{name}{_PLEASE}"),
    )


@lru_cache(maxsize=8)
def _asking_in(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    name = _any_of(names)
    return (
        re.compile(rf"\b{_WRITES} (?:\w+ ){{0,3}}?(?:in|en|em) {name}\b"),
        re.compile(rf"(?:in|en|em) {name}{_PLEASE}"),
    )


def _any_of(names: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(re.escape, map(plain, names)))})"


@cache
def _names_of_others(spoken: tuple[str, ...]) -> tuple[str, ...]:
    """What the official languages of all countries that are not among `spoken` are called in those
    (CLDR), in one word."""
    territories = [code for code in get_global("territory_languages") if len(code) == 2]
    official = {
        base(language)
        for territory in territories
        for language in get_official_languages(territory, de_facto=True)
    }
    others = official - set(map(base, spoken))
    locales = {texts(language).locale.language for language in spoken}
    called = (Locale(locale).languages.get(code, "") for locale in locales for code in others)
    return tuple(sorted({name for name in called if name.isalpha() and len(name) >= _SHORTEST}))
