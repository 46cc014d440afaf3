"""What a single word says about being part of somebody's name."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from agent.language import ordinary_en, ordinary_es, ordinary_pt
from agent.language.given_names import GIVEN_NAMES
from agent.language.mending import mend
from agent.language.surnames import SURNAMES
from agent.language.text import fold, word_set
from agent.language.words_from_data import ordinary

SMALL = ordinary_es.SMALL | ordinary_pt.SMALL | ordinary_en.SMALL
ORDINARY = ordinary_es.ORDINARY | ordinary_pt.ORDINARY | ordinary_en.ORDINARY
PARTICLES = word_set("de del da do dos das la las los van von di du st san santa y e ben bin al el")
TITLES = word_set(
    "dr dra sr sra srta don dona senor senora senorita seu mr mrs ms miss doctor doctora"
)
# What stands in forms and programs where a name is missing, and whoever is spoken of without one.
NOBODY = word_set("""null none nil nan undefined unknown anonymous anonimo anonima desconocido desconocida desconhecido
    cliente clienta client customer user usuario usuaria paciente patient guest invitado visitante visitor
    nombre nome name na nn xx xxx string ella elas ela ele ellos eles ellas him her them
    myself yourself someone alguien alguem nobody nadie ninguem persona pessoa person titular""")
# Given names that are small words of chat as well: names only where they are written large.
_SHORT_GIVEN = word_set("al bo cy ed ty rex")
# Endings of verbs and abstract nouns: a word that is no known name and ends so is hardly one.
_WORDY = re.compile(
    r"(?:[aei]ndo|ing|mente|cion|cao|coes|dades?|mientos?|mentos?|arias?|amos|emos|imos|ames|aste|aron|ieron|ness|ful"
    r"|able|ible|arte|arme|arla|arlo|arle|irme|erme|ados?|adas?|[aei]rei|ando-?me)$"
)
_LAUGHS = re.compile(r"(?:(?:[jk]a|[jh]e|ha|rs|k|x?d|lo)+l?[jahkse]?)$")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’´`‘-][^\W\d_]+)*")


@dataclass(frozen=True)
class Word:
    """A word as written, and where it stands in the text.

    `large`: it begins with a capital letter, in a text that is not all capitals.
    """

    raw: str
    start: int
    end: int
    large: bool

    @cached_property
    def folded(self) -> str:
        return fold(self.raw)

    @cached_property
    def given(self) -> bool:
        short = self.large and self.folded in _SHORT_GIVEN
        return short or _is_any(self.folded, self.raw, GIVEN_NAMES)

    @cached_property
    def is_name(self) -> bool:
        """Whether it is a common given name or surname."""
        return self.given or _is_any(self.folded, self.raw, SURNAMES)

    @cached_property
    def ordinary(self) -> bool:
        """Whether it is a word of one of the languages, be it a name as well or not."""
        return self.small or _is_ordinary(self.folded) or ordinary(self.folded)

    @cached_property
    def small(self) -> bool:
        return self.folded in SMALL

    @cached_property
    def sure(self) -> bool:
        """A name and nothing else."""
        return self.is_name and not self.ordinary

    @cached_property
    def laughs(self) -> bool:
        return bool(_LAUGHS.fullmatch(self.folded))

    @cached_property
    def initial(self) -> bool:
        return len(self.folded) == 1


def _is_any(folded: str, raw: str, names: frozenset[str]) -> bool:
    return folded in names or any(fold(part) in names for part in raw.split("-")[:1] if "-" in raw)


@lru_cache(maxsize=8_192)
def _is_ordinary(folded: str) -> bool:
    if folded in ORDINARY or folded in NOBODY:
        return True
    if folded in GIVEN_NAMES or folded in SURNAMES:
        return False
    stem = folded.removesuffix("s")
    if stem in ORDINARY or mend(folded) != folded:
        return True
    return bool(len(folded) > 5 and _WORDY.search(folded)) or bool(_LAUGHS.fullmatch(folded))


def words_of(text: str) -> list[Word]:
    """The words of letters in a text; of "Ana 123 Gil", "Ana" and "Gil"."""
    return list(_words_of(text))


@lru_cache(maxsize=256)
def _words_of(text: str) -> tuple[Word, ...]:
    text = unicodedata.normalize("NFC", text)
    matches = list(_LETTERS.finditer(text))
    letters = [c for match in matches for c in match.group() if c.isalpha()]
    shouted = len(letters) > 2 and all(not c.islower() for c in letters)
    return tuple(
        Word(match.group(), match.start(), match.end(), match.group()[0].isupper() and not shouted)
        for match in matches
    )


def spelled(words: list[Word]) -> str:
    """A name in its usual spelling: "ana de la cruz" as "Ana de la Cruz", "D'ANGELO" as "D'Angelo"."""
    mixed = any(word.large for word in words)
    parts = [
        word.raw.lower()
        if n and word.folded in PARTICLES and not word.large
        else _large(word, mixed)
        for n, word in enumerate(words)
    ]
    return " ".join(
        part + "." if word.initial and word.folded not in PARTICLES else part
        for word, part in zip(words, parts, strict=True)
    )


def _large(word: Word, mixed: bool) -> str:
    if word.large and mixed:
        return word.raw
    return re.sub(
        r"(^|['’´`‘-])([^\W\d_])",
        lambda match: match.group(1) + match.group(2).upper(),
        word.raw.lower(),
    )
