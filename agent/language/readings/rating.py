"""How a customer rates a visit, one to five, when asked; and that they do not want to be asked."""

import re
from dataclasses import dataclass

from agent.language import Intent, intents
from agent.language.text import plain

_NUMBERS = {
    **{str(n): n for n in range(1, 6)},
    **dict(zip(("uno", "dos", "tres", "cuatro", "cinco"), range(1, 6), strict=True)),
    **dict(zip(("um", "dois", "tres", "quatro", "cinco"), range(1, 6), strict=True)),
    **dict(zip(("one", "two", "three", "four", "five"), range(1, 6), strict=True)),
}
_LEAD = (
    r"(?:(?:hola|oi|ola|hi|hello|pues|bueno|mm+|eh|creo que|acho que|i think|yo|eu|i d|i|le|les|te|lhe|doy|dou|pongo|pondria|daria|"
    r"give|would give|id|id give|say|rate|it|you|seria|es|e|its|it s|is|un|uno de|um|uma|una|a|my rating|mi|minha|la|nota|calificacion|"
    r"puntaje|avaliacao|rating|score|con|com|de|diria|it was) )*?"
)
_NUMBER = rf"(?P<number>{'|'.join(_NUMBERS)})"
_OF = r"(?: (?:de|sobre|out of|of|em) (?:5|cinco|five)| 5)?"
_STARS = r"(?: (?:estrell\w+|estrela\w*|stars?|puntos?|pontos?|points?))?"
_ANSWER = re.compile(rf"{_LEAD}{_NUMBER}{_OF}{_STARS}(?: (?P<rest>.+))?")
# "5 de la tarde", "2 personas", "3 pm", "4 o 5": a number of something else, or two.
_OF_SOMETHING = re.compile(
    r"(?:am|pm|a m|p m|h|hs|horas?|hours?|o clock|min\w*|dias?|days?|semanas?|weeks?|meses|months?|personas?|pessoas?|"
    r"people|citas?|appointments?|de la|da|del|do|en punto|por ciento|percent|mil|thousand|anos|years?|and|y|e|o|or|ou"
    r"|\d+)\b"
)
_OTHER_SCALE = re.compile(
    rf"{_LEAD}(?:0|[6-9]|10|\d\d+|cero|zero|diez|dez|ten)(?: (?:(?:de|sobre|out of|of) )?\w+)?"
)
_TWO = re.compile(rf"{_LEAD}{_NUMBER} (?:o|ou|or|y|e|and|a|to) (?:{'|'.join(_NUMBERS)})\b.*")
_VERDICT = re.compile(
    r"(?:(?:hola|oi|hi|muy|muito|very|todo|tudo|all|everything|it was|was|estuvo|estava|foi|fue|super|me fue|la verdad|"
    r"really|que|bien|bem|good|great|gracias|obrigad[oa]|thanks|thank you|y|e|and|la visita|a visita) )*"
    r"(?:excelente|excellent|perfect[oa]?|perfeit[oa]|genial|bien|bem|good|great|otim[oa]|maravillos[oa]|maravilhos[oa]|"
    r"wonderful|amazing|regular|mal|ruim|bad|normal|ok|okay|buen[oa]|bom|boa|me encanto|adorei|loved it)"
    r"(?: (?:todo|tudo|gracias|muchas gracias|obrigad[oa]|thanks|thank you|la verdad|como siempre|as always))*"
)
_DECLINES = re.compile(
    r"(?:no|nao|nope)(?: (?:gracias|obrigad[oa]|thanks|thank you|por ahora|por enquanto|ahora|agora|now|quiero|quero))*"
    r"|nada(?: mas| mais)?|nothing|(?:ahora|agora|not) (?:no|nao|now)"
    r"|(?:prefiero|prefiro|i d rather|rather) (?:no|nao|not)(?: (?:decir|decirlo|contar|dizer|contarlo|say|to say|tell))?"
    r"|(?:no|nao) (?:quiero|quero) (?:decir|decirlo|contar|contarlo|dizer|hablar|falar)(?: \w+){0,2}"
    r"|dejalo asi|deixa pra la|never ?mind|olvidalo|skip"
)
_POLITE = r"(?: (?:por favor|porfa|please|gracias|obrigad[oa]|thanks|thank you|mas|mais|any ?more|nunca mas|ya))*"
_OPINIONS = (
    r"(?:opinion(?:es)?|opiniao|opinioes|resenas?|calificaci(?:on|ones)|encuestas?|avaliac(?:ao|oes)|pesquisas?|"
    r"reviews?|ratings?|feedback|surveys?|valoraciones|notas)"
)
_REFUSES = re.compile(
    r"(?:(?:por favor|please|hola|oi|hi|ya) )*(?:"
    rf"(?:sin|sem|no|without)(?: (?:mas|mais|more))? {_OPINIONS}"
    rf"|(?:ya )?(?:no|nao)(?: (?:me|nos))?(?: (?:vuelvan|voltem) a)? (?:pid\w+|ped\w+|pec\w+|pregunt\w+|pergunt\w+|mand\w+|envi\w+)"
    rf"(?: (?:me|mas|mais|la|a|el|o|mi|minha|mis|por|para|nunca|de))* {_OPINIONS}"
    rf"|(?:no|nao) (?:quiero|quero)(?: (?:que|me|mas|mais|pidan|pecam|recibir|receber|dar|responder|mi|minha))* {_OPINIONS}"
    rf"|(?:stop|do not|dont|don t|no more) (?:asking|ask|send|sending)?(?: (?:me|us|for|any|more|about|my))* ?{_OPINIONS}"
    rf"|i (?:dont|don t|do not) want(?: (?:to|get|be|asked|give|receive|for|any|more))* {_OPINIONS}"
    rf"){_POLITE}"
)
_ASKS = re.compile(
    r"\b(?:quiero|quisiera|necesito|me gustaria|puedo|podria|pueden|agend\w+|reserv\w+|quero|queria|preciso|gostaria|posso|"
    r"podem|marc(?:a|ar|o)|want|need|would like|can i|can you|could|please|por favor|cancela|cancelen|cancele|cancel)\b"
)
_CORRECTS = re.compile(
    rf"\b(?:perdon|digo|mejor|desculp\w+|quero dizer|melhor|sorry|i mean|no|nao)\b.*\b(?:{'|'.join(_NUMBERS)})\b"
)
_WISHES = (Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE, Intent.CONFIRM, Intent.LIST)
_QUESTIONS = (Intent.PRICE, Intent.HOURS, Intent.LOCATION, Intent.SERVICES)
_FOR_A_PERSON = (Intent.URGENT, Intent.HEALTH, Intent.HUMAN)
_SURE = 0.8
_POLITE_REST = re.compile(
    r"(?:(?:muchas|muito|many|gracias|obrigad[oa]|thanks|thank you|por todo|saludos|abrazo|abraco|y|e|and|de) ?)+"
)


@dataclass(frozen=True, slots=True)
class Rating:
    """`value` one to five; None where one was meant and has to be asked for again. `words`: what was said beside
    it; `wishes`: that is a wish of its own."""

    value: int | None
    words: str = ""
    wishes: bool = False


def read_rating(text: str) -> Rating | None:
    """The answer to the question; None when the message is something else."""
    spoken = plain(text)
    if stars := _only_stars(text):
        return Rating(stars)
    if _TWO.fullmatch(spoken) or _OTHER_SCALE.fullmatch(spoken) or _VERDICT.fullmatch(spoken):
        return Rating(None)
    answer = _ANSWER.fullmatch(spoken)
    if answer is None:
        return None
    rest = answer["rest"] or ""
    if _OF_SOMETHING.match(rest):
        return None
    if _CORRECTS.match(rest):
        return Rating(None)
    beside = "" if not rest or _POLITE_REST.fullmatch(rest) else text
    return Rating(_NUMBERS[answer["number"]], beside, bool(beside) and wishes_something(text))


def wishes_something(text: str) -> bool:
    """Whether a message asks for something, beside no complaint: it is no word about a visit."""
    meant = intents(text)
    if Intent.COMPLAINT in meant:
        return False
    if "?" in text and any(meant.get(one, 0) >= _SURE for one in (*_QUESTIONS, *_WISHES)):
        return True
    # "Cancelaron mi cita sin avisar" tells what happened, and asks for nothing.
    wish = _ASKS.search(plain(text))
    return bool(wish) and any(meant.get(one, 0) >= _SURE for one in _WISHES)


def needs_a_person(text: str) -> bool:
    """Whether words about a visit are of something that does not wait: health, urgency, a call for a person."""
    meant = intents(text)
    return any(meant.get(one, 0) >= _SURE for one in _FOR_A_PERSON)


def declines_to_say(text: str) -> bool:
    """ "No, gracias", "prefiero no decir", "nada"."""
    return bool(_DECLINES.fullmatch(plain(text)))


def refuses_reviews(text: str) -> bool:
    """ "Sin opiniones", "não me peçam avaliações", "no more reviews": and nothing else."""
    return bool(_REFUSES.fullmatch(plain(text)))


def _only_stars(text: str) -> int:
    """How many stars a message of nothing but stars has; 0 for another."""
    bare = "".join(c for c in text if not c.isspace() and c != "\ufe0f")
    return len(bare) if 0 < len(bare) < 6 and set(bare) <= {"⭐", "🌟", "★"} else 0
