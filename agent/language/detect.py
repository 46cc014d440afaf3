"""Which of the three languages a customer writes in."""

import re
from collections.abc import Iterable

from agent.language.addresses import without_addresses
from agent.language.name_words import words_of
from agent.language.names import read_name
from agent.language.text import plain, word_set, words

LANGUAGES = ("es", "pt", "en")

# Words that one language has and the others have not (folded). Two points each.
_STRONG = {
    "es": """hola tarde noche buena minutos buenas buenos dias tardes noches quiero quisiera necesito gracias usted ustedes
        manana hoy cuanto cuesta cita citas turno turnos tienen tienes tenes puedo puedes podes
        donde cuando como estan esta muy mas para el los las del una y con mi por favor precio
        direccion lunes martes miercoles jueves viernes hasta luego queria gustaria hacer saber
        cancelar mover cambiar sacar pedir agendar reservar hora ahora llamo nombre hija hijo
        dale listo bueno bien pero si ese esa el la que hay disponibilidad abren atienden
        enero febrero marzo mayo junio julio septiembre octubre noviembre diciembre""",
    "pt": """ola oi oie bom boa dia tarde minutos noite quero queria preciso obrigado obrigada voce voces
        amanha hoje quanto custa consulta horario tem posso pode onde quando como muito mais para
        os as uma e com meu minha por favor preco endereco segunda terca quarta quinta sexta feira
        ate logo gostaria fazer saber cancelar mudar marcar desmarcar remarcar agendar agora nome
        filha filho nao sim isso beleza blz tudo bem tchau vaga valor esse essa o que ha funciona
        agendamento fica abrem atendem ai
        janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro""",
    "en": """hello hi hey good morning afternoon evening want would like need thank thanks you your
        tomorrow today how much is appointment appointments do have can could where when what
        please the a an and with my for price address monday tuesday wednesday thursday friday
        saturday sunday bye cancel change move book schedule now name daughter son yes yeah not
        are open does cost it at on to of i im id me time slot available this that there
        january february april june july october november december""",
}
# Words that travel: they say little about who writes them.
_TRAVELS = word_set("hi hey ok please bye thanks sorry a me no do e as is on cancel move")
_ENOUGH_ALONE = word_set("hola ola oi oie hello obrigado obrigada nao voce quiero quero")
_OWN = {language: frozenset(text.split()) for language, text in _STRONG.items()}
_STAYS = 2
_NAMES = {
    "es": "espanol|castellano|spanish|espanhol",
    "pt": "portugues|portuguese",
    "en": "ingles|english",
}
_WRITES = (
    r"(?:habl|escrib|respond|contest|fal[ae]|escrev|segui|continu|speak|writ|talk|answer|repl)\w*"
)


def detect(text: str, current: str, names: Iterable[str] = ()) -> str:
    """The language of `text`: "es", "pt" or "en".

    `current` is the conversation's language; it stays unless the text clearly is in another one
    (a single borrowed word, a name or a number never switches). Addresses, handles and names of
    people are no words of a language, nor are `names` (the business's and its services').
    """
    if wanted := wanted_language(text):
        return wanted
    text = _own_words(text, names)
    points = {language: _points(text, language) for language in LANGUAGES}
    best = max(LANGUAGES, key=lambda language: (points[language], language == current))
    if current not in LANGUAGES:
        return best if points[best] else "es"
    said = words(text)
    if len(said) == 1 and said[0] not in _ENOUGH_ALONE:
        return current
    if points[best] >= _STAYS and points[best] > points[current] * 1.2:
        return best
    return current


def _own_words(text: str, names: Iterable[str]) -> str:
    """`text` without what is written alike in every language."""
    text = without_addresses(text)
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)
    person = read_name(text, asked=True)
    if person is None or not person.sure:
        return text
    for word in words_of(person.value):
        text = re.sub(rf"(?<!\w){re.escape(word.raw)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return text


def wanted_language(text: str) -> str | None:
    """The language in which somebody asks to be written to ("in English please"), else None."""
    said = plain(text)
    for language, names in _NAMES.items():
        if re.search(rf"\b{_WRITES}\b.{{0,25}}\b(?:{names})\b", said) or re.fullmatch(
            rf"(?:\w+ )?(?:in |en |em )?(?:{names})(?: please| por favor| porfa)?", said
        ):
            return language
    return None


def _points(text: str, language: str) -> float:
    points = 0.0
    for word in words(text):
        if word not in _OWN[language]:
            continue
        sharers = sum(word in own for own in _OWN.values())
        travels = word in _TRAVELS
        points += (0.5 if travels else 2.0) / (sharers * sharers)
    return points + _signs(text, language)


def _signs(text: str, language: str) -> float:
    """Letters and signs that only one of the languages writes."""
    lowered = text.casefold()
    if language == "pt":
        return 2.0 * sum(lowered.count(sign) > 0 for sign in ("ã", "õ", "ç", "ê", "ô", "à"))
    if language == "es":
        return 2.0 * sum(lowered.count(sign) > 0 for sign in ("ñ", "¿", "¡"))
    return 0.0
