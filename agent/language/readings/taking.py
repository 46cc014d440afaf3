"""Taking what is on offer and going on to something else, or on one condition more."""

import re

from agent.language.text import plain

_JOINS = re.compile(
    r"^(?:y|e|and|pero|mas|but|also|tambien|tambem|aparte|ademas|alem disso|plus|luego|despues|depois|then|now|ahora|agora|entonces|entao|ah|oh|otra cosa|outra coisa)\b"
)
_JOINTS = re.compile(
    r"^\W*(?:(?:y|e|and|pero|mas|but|also|tambi[eé]n|tamb[eé]m|aparte|adem[aá]s|al[eé]m disso|plus|luego|despu[eé]s|depois|then|ah|oh"
    r"|de paso|de una vez|otra cosa|outra coisa|aproveitando|as well|while (?:you are|youre|you're|were|we're|we are) at it)\b[\s,:;.]*)+",
    re.I,
)
_TELL = r"(?:dime|digame|decime|diganme|me (?:dices?|dice|diz|fala|informa|conta|confirma)|diz|fala|confirma|confirmame|tell me|let me know|give me|send me|manda\w*|pasame|me pas[ae]\w*)"
_FIRST = r"(?:antes|primero|primeiro|first|beforehand|before (?:that|you|i|booking)\w*)"
_TELL_FIRST = re.compile(rf"\b{_TELL}\b.*\b{_FIRST}\b|\b{_FIRST}\b.*\b{_TELL}\b")
_STANDS = re.compile(
    r"\b(?:(?:ta|esta|segue|continua) (?:valendo|marcad[oa]|confirmad[oa]|de pe|certo|ok)|(?:si )?(?:quedo|quedaron|ficou|ficaram)(?: (?:bien|bem|las dos|los dos|ambas|as duas|os dois|agendad[oa]s?|reservad[oa]s?|marcad[oa]s?|cierto|certo|lista|listas|apartada|anotada|registrad[oa])|$)"
    r"|(?:quedo|quedaron|ficou|ficaram) (?:la|las|mi|mis|a|as|minha|minhas|meu|o) (?:del|de|da|do|cita|citas|hora|otra|outra|mia|consulta|horario)"
    r"|(?:sigo|sigue|seguimos|continuo|tengo) con (?:mi|la|nuestra) (?:hora|cita|turno|reserva)|(?:sigue|esta|siguen|estan) (?:en pie|agendad[oa]s?|reservad[oa]s?|apartad[oa]s?)"
    r"|(?:(?:\w+|i|we) )?still (?:has|have|got|booked|down|on|good|ok) (?:for )?(?:that|the|his|her|my|our|it|this|mon|tues|wednes|thurs|fri|satur|sun)\w*"
    r"|(?:\w+ )?(?:todavia|aun|ainda) (?:tiene|tengo|tenemos|tem|tenho|esta|queda|sigue|ta|estou|estamos) (?:con |com )?(?:la|el|a|o|su|mi|esa|essa|minha|meu|agendad\w|marcad\w|en pie|el|o) ?\w*"
    r"|did (?:that|it|they|both|mine|the \w+)(?: one| ones)? (?:both )?go through|(?:did|is|are|was) (?:that|it|they|mine|both)(?: one)? (?:go through|booked|still on|confirmed|in the system))\b"
)
_NO_QUESTION = re.compile(
    r"\b(?:ne|cierto|verdad|certo|right|saber|know|no)$|\b(?:saber|know|check|ver) (?:si|se|if|whether)\b"
)
_ASKS_MORE = re.compile(
    r"\b(?:a nombre|nombre|nome|que horas?|cuando|quando|que dia|donde|onde|cuant[oa]s?|quant[oa]s?|quien|quem|precio|preco|valor|when|where|who|how|what|name)\b"
)
_JUST_MADE = re.compile(
    r"\b(?:ya|ja|already)(?: (?:la|lo|a|o))? (?:marque|marquei|agende|agendei|reserve|reservei|booked|aparte)\b"
)
_FULL_NAME = re.compile(
    r"\b(?:anot\w+|pon\w*|poe\w*|coloc\w+|put|note|write|registr\w+|escrib\w+|escrev\w+) (?:\w+ ){0,3}?(?:(?:nombre|nome) (?:\w+ ){0,2}?complet\w*|(?:full|whole) name)\b"
)
_MONTH = re.compile(
    r"\b(?:do|del|de este|deste|desse|this|the|of the|for the) (?:m[eê]s|month)\b", re.I
)
_YES_NOW = re.compile(r"^\W*ya\b(?! (?:mism|no\b))(?:[\s,.!]+(?=\S)|\W*$)", re.I)
_BARE_DAY = re.compile(
    r"(?P<lead>(?:^|[.,;!\n]\s*)(?:no|nah|nope|sorry|the)?[ ,]*)(?P<day>\d{1,2})(?= (?:i am|i'm|im|i'll be|at \d))",
    re.I,
)


def without_joint(text: str, *, plainly: bool = False) -> str:
    """The text without the words that join it to what stood before: "y de paso mover …", "and then book …".
    `plainly`: folded."""
    spoken = plain(text) if plainly else text
    return _JOINTS.sub("", spoken, count=1) or spoken


def joins_on(text: str) -> bool:
    """Whether a part of a message is joined to what stands before it: "y …", "and …", "then …"."""
    if text.lstrip()[:1] in {"é", "É"}:
        return False  # "na segunda é impossível": it is, and no "and"
    return bool(_JOINS.match(plain(text)))


def wants_to_hear_first(text: str) -> bool:
    """Whether something is to be told before they decide: "pero dime el precio antes"."""
    return bool(_TELL_FIRST.search(plain(text)))


def asks_whether_it_stands(text: str) -> bool:
    """Whether they make sure that what they booked is booked: "tá valendo né?", "did that one go through?"."""
    plain_text = plain(text)
    stands = _STANDS.search(plain_text) and not _ASKS_MORE.search(plain_text)
    return bool(stands) and (
        "?" in text or bool(_NO_QUESTION.search(plain_text) or _JUST_MADE.search(plain_text))
    )


def with_days_marked(text: str) -> str:
    """The text with "the" before a bare number that is a day: "23 I am travelling. 28 at 9:30"."""
    return _BARE_DAY.sub(r"\g<lead>the \g<day>th", text)


def gives_full_name(text: str) -> bool:
    """Whether a name is to be written down in full: "anota o nome dele completo: …"."""
    return bool(_FULL_NAME.search(plain(text)))


def without_month(text: str) -> str:
    """The text without "do mês", which of a service of every month names no day."""
    return _MONTH.sub(" ", text)


def without_yes(text: str) -> str:
    """The text without the "ya" that it begins with, which there is a yes and no time."""
    return _YES_NOW.sub("", text)
