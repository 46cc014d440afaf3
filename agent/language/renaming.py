"""A wrong name on an appointment as customers speak of it: "quedó mal el nombre", "wrong name".

Read over the whole message: it often begins with a "no" that is meant for the name alone.
"""

import re

from agent.language.intent import Intent
from agent.language.text import plain

_NAME = r"(?:nombres?|nomes?|names?|apellidos?|sobrenomes?|surname)"
_WRONG = (
    r"(?:mal|malo|erra(?:do|da|ron)|equivoc\w+|incorrect[oa]s?|incorreto|trocad[oa]|wrong\w*|mis ?spel\w+|incorrect\w*|typo|mistake"
    r"|no es (?:ese|asi|correcto|el correcto)|nao e (?:esse|este|assim))"
)
_FIX = (
    r"(?:corr[ie]g\w*|corrig\w*|cambi(?:ar|arle|arme|o|a|ale|ame|e|en|enle|aron|aste)|arregl\w+|modific\w+|actualic\w+|actualiz\w+|rectific\w+"
    r"|mud(?:ar|a|e|em|aram|ou)|tro(?:car|ca|que|caram|cou)|alter(?:ar|a|e|em|aram|ou)|arrum(?:ar|a|e|em|aram)|acert(?:ar|a|e)|consert(?:ar|a|e)"
    r"|fix\w*|chang\w+|correct\w*|mess\w*|updat\w+|edit\w*|switch\w*)"
)
_DISPUTES_NAME = (
    re.compile(rf"\b{_FIX} (?:\w+ ){{0,4}}?{_NAME}\b"),
    re.compile(rf"\b{_NAME} (?:\w+ ){{0,5}}?{_WRONG}\b"),
    re.compile(rf"\b{_WRONG} (?:\w+ ){{0,3}}?{_NAME}\b"),
    re.compile(
        r"\b(?:no es|nao e|not) (?:el |o |my |mi |meu )?(?:mi|meu|my) (?:nombre|nome|name|apellido)\b|\bthats not my (?:name|surname)\b"
    ),
    re.compile(
        r"\b(?:no me llamo|nao me chamo|my name (?:isnt|is not)|no se llama|nao se chama)\b"
    ),
    re.compile(r"\b(?:no|nao) (?:es|era|va|iba|e|esta|quedo|ficou) (?:a|em) (?:nombre|nome) de\b"),
    re.compile(
        rf"\b{_NAME} (?:\w+ ){{1,12}}?(?:corrij\w*|corrig\w*|arregl\w+|arrum\w+|fix (?:it|that)|correct (?:it|that))\b"
    ),
    re.compile(
        rf"\bconfirm\w* (?:\w+ ){{0,3}}?(?:que|that) (?:\w+ ){{0,3}}?{_NAME} (?:\w+ ){{0,2}}?(?:ficou|quedo|is)\b"
    ),
    re.compile(
        rf"\b(?:no|nao|dont|not) (?:quier\w+|quer\w+|want|need|necesito|preciso) (?:outr[ao]|otr[ao]|another|a new) (?:\w+ ){{0,5}}?{_NAME} (?:\w+ ){{0,3}}?(?:es|e|is)\b"
    ),
    re.compile(
        rf"\b(?:escri\w+|pus[ei]\w+|spelled|spelt|wrote|got) (?:\w+ ){{0,3}}?{_NAME} (?:mal|errado|wrong)\b"
    ),
)
_ASKS_WHOSE = re.compile(
    r"\b(?:saber|ver|know|check) (?:\w+ ){0,2}?(?:si|se|if) (?:\w+ ){0,3}?(?:nombre|nome|name) (?:\w+ ){0,2}?(?:esta|ta|ficou|quedo|is)\b"
    r"|\ba nombre de quien (?:quedo|esta|es|sali|aparece)|\bem nome de quem (?:ficou|esta|saiu)"
    r"|\b(?:what|whose) name (?:is|did|have)\b|\b(?:did you|have you|ya|ja) (?:\w+ ){0,2}?(?:chang\w+|fix\w*|correct\w*|corrigi\w+|cambi\w+|mud\w+|arregl\w+)"
    r" (?:\w+ ){0,3}?(?:nombre|nome|name)\b|\b(?:nombre|nome|apellido|sobrenome) (?:ya |ja )?(?:cambio|mudou|quedo corregido|foi corrigido|ficou certo)\b|\b(?:ya |ja )?(?:cambio|mudou) (?:el |o )?(?:nombre|nome)\b|\b(?:cambiaron|corrigieron|arreglaron|mudaram|corrigiram|trocaram) (?:\w+ ){0,2}?(?:nombre|nome)\b"
)
# "Coloca no nome de …", "put it under …": of what is booked.
_PUTS_UNDER = re.compile(
    r"\b(?:pon(?:la|lo|ela|elo|ga[ns]?|ga[ns]?l[ao]|er(?:la|lo)?)?|dej(?:ala|alo|ela)|cambi(?:ala|alo|a|ar(?:la|lo)?)|pas(?:ala|alo|a|ar(?:la|lo)?)|coloca\w*|bota|p[oõ]e|deixa|muda|passa|troca|put|change|switch|move|transfer|have)"
    r"(?: (?:la|lo|it|ela|ele|esa|essa|that|the|a|o|cita|consulta|hora|horario|booking|appointment|mi|minha|meu|my)){0,3}"
    r" (?:(?:a|al|en|em|in|to|under|no|into) (?:(?:el|o|the|my|mi|meu|his|her|su|seu) )?(?:\w+ )?(?:nombre|nome|name)s?\b|under\b(?! (?:\d|the|a|an|an hour)\b))"
)
_UNDER_THEIRS = re.compile(
    r"\b(?:put|change|switch|transfer|move|cambi\w+|pas[ae]\w*|pong\w+|troc\w+|troqu\w+|mud\w+)(?: \w+){0,6}? (?:under|into|to|in|a|al|para|pra|no|em|ao) (?:\w+ ){0,4}?(?:names?|nombre|nome)\b"
    r"|\bya no (?:es |va |seria )?(?:para (?:mi|yo)|mia|conmigo)\b(?: \w+){0,6}? (?:para|de) (?:mi|la|el) \w+"
    r"|\b(?:nao (?:e|vai ser) mais (?:pra|para) mim|agora (?:e|vai ser) (?:pra|para|da|do))\b(?: \w+){0,5}? (?:minha|meu|ela|ele)\b|\bagora e (?:pra|para) (?:minha|meu) \w+"
    r"|\b(?:isnt|is not|not) for me (?:anymore|any more|now)\b(?: \w+){0,5}? for (?:my|our) \w+"
)
"""To whom what is booked goes over: "ya no es para mí, es para mi hermana"."""
_NOT_BUT = (
    re.compile(
        r"(?=\b(?P<right>\w+) (?:y no|e n[aã]o|not|no|n[aã]o|and not|instead of|en vez de|em vez de) (?P<wrong>\w+)\b)"
    ),
    re.compile(
        r"(?=\b(?:no es|n[aã]o [eé]|not|isn t|no) (?P<wrong>\w+) (?:es|[eé]|sino|mas|mas sim|but|it s|its)(?: con| com)? (?P<right>\w+)\b)"
    ),
)
_SETTLED = (
    Intent.RESCHEDULE,
    Intent.CONFIRM,
    Intent.BOOK,
    Intent.LIST,
    Intent.QUESTION,
    Intent.SERVICES,
)
_SURE = 0.9
_WORDS = re.compile(r"[^\W_]+")


_YES = re.compile(r"(?:si|sip|sii|sim|yes|yep|yeah|claro|dale|sure)\b")
"""A yes that answers; "perfecto", "ok" before a correction only take note of the receipt."""


def puts_it_under(text: str) -> bool:
    """Whether what is booked is to be in another name: "ponla a nombre de Rosa Díaz"."""
    spoken = plain(text)
    return bool(_PUTS_UNDER.search(spoken) or _UNDER_THEIRS.search(spoken))


def asks_whose_name(plain_text: str) -> bool:
    """Whether a folded, plain message asks in whose name an appointment is."""
    return bool(_ASKS_WHOSE.search(plain_text))


def begins_with_yes(text: str) -> bool:
    """Whether a message that goes on to correct something answers yes first."""
    return bool(_YES.match(plain(text)))


def settle_renaming(scores: dict[Intent, float], plain_text: str) -> None:
    """Adds RENAME and drops intents that only its words suggest, such as moving or booking."""
    if not asks_whose_name(plain_text) and not any(
        pattern.search(plain_text) for pattern in _DISPUTES_NAME
    ):
        return
    scores[Intent.RENAME] = _SURE
    for intent in _SETTLED:
        scores.pop(intent, None)


def replaced_words(text: str) -> list[tuple[str, str]]:
    """(wrong, right) of "Smith, not Smyth", "no es Pinzon, es Pinzón", in small letters: whatever may
    be one, so that `wrong` has to be looked for in the name."""
    small_letters = " ".join(_WORDS.findall(text.casefold()))
    pairs = [
        (match["wrong"], match["right"])
        for form in _NOT_BUT
        for match in form.finditer(small_letters)
    ]
    return [(wrong, right) for wrong, right in pairs if wrong != right]
