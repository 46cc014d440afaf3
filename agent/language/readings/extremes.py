"""The first or the last free time there is: "lo más pronto posible", "o mais tarde que tiver"."""

import re

from agent.language.text import fold

EARLIEST, LATEST = "earliest", "latest"

_THE = r"(?:el|la|lo|o|a|the|los|las|un|una|um|uma)"
_TIME = (
    r"(?:hora|horas|horario|horarios|horinha|cita|citas|turno|vaga|espacio|espacito|cupo|cupito|campo|campito|hueco|huequito"
    r"|consulta|encaixe|one|time|slot|appointment|opening|spot|thing)"
)
_THERE_IS = (
    r"(?:(?:que|q|you|youve|yall|u|they|ustedes|uds|vcs|voces|vc|voce|me|se|haiga|ya|got|still|guys|do|can|could|does|puedas?|puedan?|pueda) )*"
    r"(?:haya|hay|haiga|ha|hubiera|tengas?|tenga|tengan|tienes?|tienen|tenes|tiver|tiverem|tenha|tenham|tem|houver|der|pueda|puedas|puedan|puder|puderem|consigas?|consiga|conseguir"
    r"|disponibl?es?|disponivel|disponiveis|libres?|livres?|available|have|has|got|do|can|is|there is|possible|posible|possivel|be)"
)
_AS_CAN = rf"(?:posible|possivel|possible|{_THERE_IS})"
_DAYS = (
    r"(?:dia|day|lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta|hoy|hoje|manana|amanha"
    r"|today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tarde|manha|afternoon|morning)"
)
_OF_DAY = (
    r"(?:del?|do|da|de la|en|em|na|no|el|of|of the|on|for|that|para|pra)(?: la| el| a| o| this| that| next)?"
    rf" ?(?:mismo |esse |ese |este |esta |that |this |next )?(?={_DAYS}\b)"
)
_EARLIEST = re.compile(
    rf"\b(?:(?:{_THE} )?(?:(?:antes|mas pronto|mas rapido|mas temprano|mas prontito|mais cedo|mais rapido|quanto antes|mais breve|mas cerca) {_AS_CAN}|cuanto antes|quanto antes|antes posible)"
    rf"|{_THE} (?:mas pronto|mas cercan[oa]|mais proxim[oa]|mas proxim[oa]|mas rapido|mais rapido|mas temprano|mais cedo)(?: {_TIME})?(?: {_THERE_IS})"
    rf"|{_THE} (?:primer\w*|primeir\w*|first|next|proxim[oa]|next available|first available) ?(?:{_TIME} )?{_THERE_IS}"
    rf"|{_THE} (?:primer\w*|primeir\w*|first)(?: {_TIME})? {_OF_DAY}"
    rf"|(?:the |your )?(?:soonest|earliest)(?: available| possible)?(?: {_TIME})?(?: {_THERE_IS})?(?! (?:one|i|we|she|he|my|of)\b)"
    rf"|(?:as soon|as early|as quick(?:ly)?) as (?:possible|(?:you|youve|yall|u|i|we) (?:can|got|have|could)|(?:you |yall )?(?:guys )?(?:can|got|have))|asap|first thing|next available"
    r"|a primera hora|na primeira hora|logo cedo)\b"
)
_LATEST = re.compile(
    rf"\b(?:{_THE} (?:mas tarde|mas tardecito|mais tarde|mas noche) {_AS_CAN}"
    rf"|{_THE} (?:ultim[oa]|last|latest)(?: {_TIME})?(?: {_THERE_IS})? {_OF_DAY}"
    rf"|{_THE} (?:ultim[oa]|ultimit[oa]|last|latest)(?: {_TIME})? {_THERE_IS}|{_THE} {_TIME} (?:mas|mais) tarde {_THERE_IS}"
    rf"|(?:as late) as (?:possible|(?:you|youve|yall|u|i|we) (?:can|got|have|could)|(?:you |yall )?(?:guys )?(?:can|got|have))"
    rf"|(?<!mi )(?<!minha )(?<!meu )(?<!my )(?:ultim[oa] (?:hora|horario|turno|vaga|cupo|espacio)|(?:last|latest) slot)(?: {_THERE_IS})?(?: {_OF_DAY})?"
    rf"|a ultima hora|na ultima hora|{_THE} (?:mas|mais) (?:al|no|a|para o|pro|cerca del) (?:fim|final|finalzinho) (?:do|del|da|de la) (?:dia|tarde)(?: {_AS_CAN})?)\b"
)
_BARE_LATEST = re.compile(
    r"\b(?:lo|o) (?:mas|mais) tarde\b(?! (?:a las|a|as|hasta|ate|seria|es|e|de|d[ao]s?|dess[ae]s)\b)"
)
"""Of times on offer it may mean the last of these."""
_BARE_EARLIEST = re.compile(
    r"\blo (?:mas|mais) (?:pronto|prontito|cercano|rapido|temprano|tempranito)\b(?! (?:a las|a|es|seria|que pued[oa]|de|para mi)\b)"
)
_REFUSED = re.compile(
    r"\b(?:no|nao|n|not|nunca|never|ni|sin|sem|dont|tan|tao|too)(?: (?:sea|seja|quiero|quero|me|puedo|posso|a|so|be|it|want|the|es|muy|tan|tao|want)){0,3} $"
)


def extreme_in(text: str, *, sure: bool = False) -> str:
    """EARLIEST or LATEST as the text wants it of all there is; "" when it does not. `sure`: it cannot
    mean the first or last of those on offer."""
    return _pick_and_rest(text, sure=sure)[0]


def extreme_and_rest(text: str) -> tuple[str, str]:
    """The same, and the rest of the text without the words for it (folded); the text itself with ""."""
    return _pick_and_rest(text, sure=False)


def _pick_and_rest(text: str, *, sure: bool) -> tuple[str, str]:
    """What is wanted, and the rest of the text (folded)."""
    folded = fold(text.replace("\n", " ; "))
    patterns = [(LATEST, _LATEST), (EARLIEST, _EARLIEST)]
    patterns += [] if sure else [(LATEST, _BARE_LATEST), (EARLIEST, _BARE_EARLIEST)]
    for pick, pattern in patterns:
        match = pattern.search(folded)
        if match and not _REFUSED.search(folded[: match.start()]):
            return pick, f"{folded[: match.start()]}{folded[match.end() :]}".strip()
    return "", text
