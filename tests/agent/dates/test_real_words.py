"""Correct words are not taken for misspelt words of dates."""

from datetime import datetime

import pytest

from agent.dates import resolve
from agent.dates.lexicon import lexicon
from agent.dates.text import tokenise
from tests.agent.dates.reading import LANGUAGES, preferring

# Forms of the words of dates themselves, which the lexicon does not list one by one.
FORMS = {
    "proximos",
    "proximas",
    "projimo",
    "temprana",
    "tempranos",
    "madruga",
    "madrugadas",
    "todays",
    "yesterdays",
    "tomorrows",
}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "você teria horário para unhas?"),
        ("pt", "o sabão que vocês usam"),
        ("pt", "ela senta do meu lado"),
        ("pt", "quantas unhas"),
        ("pt", "meu quintal"),
        ("es", "soy Mario"),
        ("es", "me llamo Frida"),
        ("es", "me mandás de nuevo las opciones"),
        ("es", "tengo manchas en la cara"),
        ("es", "¿abrió la otra sede?"),
        ("es", "me quitas las manchas"),
        ("es", "soy judío"),
        ("es", "Junior"),
        ("en", "I left some notes"),
        ("en", "there is a noise"),
        ("en", "do you do guided tours"),
        ("en", "rose quartz"),
    ],
)
def test_is_no_date(language: str, text: str, now: datetime) -> None:
    assert resolve(text, now, languages=preferring(language)).status == "none"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commonest_words_stay_themselves(language: str) -> None:
    wordfreq = pytest.importorskip("wordfreq")
    words = lexicon(preferring(language))
    tokens = {t.text for word in wordfreq.top_n_list(language, 20_000) for t in tokenise(word)}
    wordy = {t for t in tokens if t.isalpha() and len(set(t)) > 1}
    mended = {t for t in wordy if words.mend(t) != t and len(t) <= len(words.mend(t)) + 1}
    assert mended - FORMS == set()


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("miercles", "miercoles"), ("sabdo", "sabado"), ("juevez", "jueves"), ("setiembr", "setiembre"),
     ("fevereirro", "fevereiro"), ("fryday", "fryday"), ("saturdey", "saturday")],
)  # fmt: skip
def test_slips_are_still_mended(slip: str, meant: str) -> None:
    assert lexicon(LANGUAGES).mend(slip) == meant
