"""Number words from 0 to 59 in Spanish, Portuguese and English, and English ordinals to 31."""

_ES = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte"
_PT = "zero um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove vinte"
_EN = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
_TENS = {
    "es": {20: "veinte", 30: "treinta", 40: "cuarenta", 50: "cincuenta"},
    "pt": {20: "vinte", 30: "trinta", 40: "quarenta", 50: "cinquenta"},
    "en": {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty"},
}
_JOIN = {"es": " y ", "pt": " e ", "en": " "}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_MORE = {
    "es": {"ventiuno": 21, "veintiun": 21, "dies": 10, "dose": 12, "trese": 13, "veintisinco": 25}
    | {f"veinti{_ES.split()[n]}": 20 + n for n in range(1, 10)},
    "pt": {"duas": 2, "catorze": 14, "dezasseis": 16, "dezassete": 17, "dezanove": 19},
    "en": {},
}
ARTICLES = {"es": ("un", "una", "uno"), "pt": ("um", "uma"), "en": ("a", "an", "one")}
"""Words for 1 that are mostly articles."""


_NTH = {
    "es": ("septimo octavo noveno decimo undecimo duodecimo", "decimo vigesimo", "trigesimo"),
    "pt": ("setimo oitavo nono decimo", "decimo vigesimo", "trigesimo"),
}
_UNITS = {
    "es": "primero segundo tercero cuarto quinto sexto septimo octavo noveno",
    "pt": "primeiro segundo terceiro quarto quinto sexto setimo oitavo nono",
}


def more_ordinals(language: str) -> dict[str, int]:
    """Spanish or Portuguese ordinal phrase -> number, from 7 to 31."""
    low, tens, thirty = _NTH[language]
    units = _UNITS[language].split()
    phrases = {word: number for number, word in enumerate(low.split(), start=7)}
    for ten, word in zip((10, 20), tens.split(), strict=True):
        phrases |= {f"{word} {unit}": ten + n for n, unit in enumerate(units, start=1)}
        phrases.setdefault(word, ten)
    return phrases | {thirty: 30, f"{thirty} {units[0]}": 31}


def number_words(language: str) -> dict[str, int]:
    """Phrase -> number for one of es, pt, en."""
    words = {"es": _ES, "pt": _PT, "en": _EN}[language].split()
    phrases = {word: number for number, word in enumerate(words)}
    for ten, name in _TENS[language].items():
        phrases[name] = ten
        for unit in range(1, 10):
            phrases[f"{name}{_JOIN[language]}{words[unit]}"] = ten + unit
    phrases |= _MORE[language]
    for article in ARTICLES[language]:
        phrases.pop(article, None)
    return phrases


def ordinal_words() -> dict[str, int]:
    """English ordinal phrase -> number, 1 to 31."""
    ordinals = _ORDINALS.split()
    phrases = {word: number for number, word in enumerate(ordinals, start=1)}
    phrases |= {f"twenty {ordinals[unit - 1]}": 20 + unit for unit in range(1, 10)}
    return phrases | {"thirtieth": 30, "thirty first": 31}
