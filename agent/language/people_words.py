"""The words for people in all languages, as patterns: what somebody is to the customer.

They are the data of agent/language/<lang>/people.toml; all languages are read whatever is spoken.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from agent.texts import languages, texts

RELATIONS = (
    "daughter", "son", "mother", "father", "wife", "husband", "partner", "sister", "brother", "grandmother",
    "grandfather", "granddaughter", "grandson", "aunt", "uncle", "niece", "nephew", "cousin", "mother_in_law",
    "father_in_law", "child", "friend", "boss",
)  # fmt: skip
"""What a person can be to a contact, as people.relation has it; "other" is for whom nobody named."""
_CHILDREN = frozenset({"daughter", "son", "child"})
_SHE = frozenset(
    ["daughter", "mother", "wife", "sister", "grandmother", "granddaughter", "aunt", "niece", "mother_in_law"]
)  # fmt: skip
_HE = frozenset(
    ["son", "father", "husband", "brother", "grandfather", "grandson", "uncle", "nephew", "father_in_law"]
)  # fmt: skip


def same_relation(one: str, other: str) -> bool:
    """Whether two words can be for one person: "my kid" is a daughter or a son."""
    return one == other or ("child" in (one, other) and {one, other} <= _CHILDREN)


def can_be(pronoun: str, relation: str) -> bool:
    """Whether "she" or "he" can speak of who is that to the customer; of nobody else where "" is known."""
    return relation not in (_HE if pronoun == "she" else _SHE)


def folded(text: str) -> str:
    """`text` (NFC) in small letters without accents, letter by letter: places stay where they are."""
    return "".join(unicodedata.normalize("NFD", one.lower())[:1] or one for one in text)


@cache
def form(name: str, language: str = "") -> str:
    """The alternatives of a form in all languages or in one, longest first."""
    codes = [language] if language else languages()
    return any_of(word for code in codes for word in texts(code).lines(f"people.forms.{name}"))


@cache
def relation_of(word: str) -> str:
    """The relation that a folded word names."""
    return next(
        relation
        for relation in RELATIONS
        for code in languages()
        if word in texts(code).lines(f"people.relations.{relation}")
    )


@cache
def relation_words() -> str:
    """The words of all relations in all languages."""
    return any_of(
        word
        for code in languages()
        for relation in RELATIONS
        for word in texts(code).lines(f"people.relations.{relation}")
    )


def any_of(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern, longest first."""
    return "|".join(sorted(map(re.escape, set(words)), key=lambda word: (-len(word), word)))


def speaks_of_relatives(low: str) -> bool:
    """Whether a folded text names anybody by what they are to the customer."""
    return bool(_relatives().search(low))


@cache
def _relatives() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{relation_words()})(?!\w)")


@cache
def somebody() -> str:
    """ "mi hija", "my older son": one word of whose, the relation in the group that is filled in."""
    kind = form("kind")
    return rf"(?:{form('my')})\s+(?:(?:{kind})\s+)?(?P<relation>{relation_words()})(?!\w)(?:\s+(?:{kind})(?!\w))?"
