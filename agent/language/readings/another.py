"""Wishing for a further appointment beside one that stands: "otra el viernes", "mais uma", "also dec 15".

What is said of the one that stands belongs here too: that it stays ("no me borres la del 4") and that it
is wanted back after a move that was none ("la quiero de vuelta").
"""

import re

from agent.language.readings.contented import wants_nothing_more
from agent.language.short_answers import bare_yes_no, looks_like_date, yes_no
from agent.language.text import plain, words

_WEEKDAYS = (
    r"lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
# "Otra hora" moves, "otra pregunta" asks, "el otro viernes" is a day.
_NOT_ONE_MORE = (
    rf"(?! (?:{_WEEKDAYS}|horas?|horario|horita|dias?(?! \d)|fechas?|datas?|semanas?|mes|vez|veces|vezes|lado|persona|pessoa|cosa|coisa"
    r"|pregunta|pergunta|duda|duvida|consultita|opcion|opcao|opciones|opcoes|client\w*|pacient\w*|sede|unidade|clinica|parte"
    r"|times?|days?|dates?|weeks?|months?|person|thing|questions?|options?|slots?|openings?|place|way|one of|customer\w*|patient\w*|person\w*))"
)
_ONE_MORE = re.compile(
    rf"(?<!\bla )(?<!\bel )(?<!\blas )(?<!\blos )(?<!\bda )(?<!\bna )(?<!\bdo )\b(?:otr[oa]s?|outr[oa]s?|another){_NOT_ONE_MORE}\b"
    rf"|\b(?:una?|uma?|um) m[aá]is?\b{_NOT_ONE_MORE}|\b(?:una?|uno) mas\b(?! (?:tarde|temprano|cerca|adelante))|\bmais (?:uma?|duas|dois|tres)\b{_NOT_ONE_MORE}"
    r"|\b(?:dos|tres|cuatro|\d) mas\b(?! (?:tarde|temprano))|\b(?:one|two|three|\d) more\b(?! (?:times?|days?|questions?|things?))"
    r"|\b(?:second|additional|extra|separate) (?:appointment|booking)\b|\b(?:segunda|adicional) (?:cita|consulta)\b"
    r"|\b(?:cita|turno|consulta|horario) (?:adicional|aparte|mas)\b"
    r"|\b(?:una|uma|one) (?:para|pra|pro|for) (?:mi|mis|meu|minha|my|ela|ele|el|ella|him|her)\b"
)
_ALSO = re.compile(
    r"\b(?:tambien|tbn|tmb|tb|ademas|de paso|tambem|tbm|alem disso|also|as well|too(?! (?:late|early|soon|much|many|long|far|busy|expensive)))\b"
)
_MAKE = (
    r"(?:(?:me )?(?:pon|pone|ponga|ponme|poneme|pongame|agend\w+|reserv\w+|anot\w+|apart\w+|apunt\w+|dame|deme|da|sac\w+|marc\w+|marqu\w+|faz|book|schedule|make|get|put me)"
    r"|quiero|quisiera|quero|queria|necesito|preciso|i want|i need|id like|can i (?:have|get)|could i (?:have|get))"
)
_MAKES = re.compile(rf"\b{_MAKE}\b")
_OF_STANDING = r"(?:la|lo|el|las|los|a|o|as|os|the|my|mi|mis|minha|meu|essa|esse|esa|ese|that|it)"
_TAKEN_AWAY = (
    r"(?:borr\w*|elimin\w*|cancel\w*|anul\w*|quit\w*|saqu\w*|muev\w*|mov\w*|cambi\w*|toqu\w*|pierd\w*|perd\w*|apag\w*|desmarc\w*|mex\w*|mud\w*|tir[ae]\w*"
    r"|remarc\w*|troqu\w*|delet\w*|remov\w*|chang\w*|touch\w*|drop\w*|los(?:e|ing)|reemplac\w*|replac\w*)"
)
_MOVING = re.compile(
    r"\b(?:cambi\w+|muev\w+|mover\w*|pas(?:a|e|ar|o|en|emos)(?:la|lo|mela|me)?|reagend\w+|reprogram\w+|remarc\w+|troc\w+|troqu\w+|mud(?:a|e|ar|amos)|adiant\w+|adelant\w+|posterg\w+|aplaz\w+|corr(?:e|er|a)(?:la|lo)?"
    r"|cancel\w*|anul\w+|desmarc\w+|chang\w+|mov(?:e|ing)|reschedul\w+|switch\w*|swap\w*|push|passar?|transferir)\b"
)
_STAYING = (
    r"(?:la|el|a|o|the|that|my|mi|minha|meu) (?:otr[oa]|outr[oa]|other|primer[oa]?|primeir[oa]|first|anterior|original|earlier|old|del? \w+|d[oa] dia \d+"
    r"|d[oa] \w+|on \w+|que (?:ya )?tengo|que (?:ja )?tenho|de siempre|i (?:already )?have|one (?:on|i (?:already )?have)|existing)(?: one| cita| appointment| consulta| horario)?"
)
_KEEPS = re.compile(
    rf"\b(?:no|nao|dont|do not|not|sin|sem|without)(?: (?:me|te|se|la|lo|vayan? a|vas? a|quiero|quero|want to|que))* {_TAKEN_AWAY}(?: {_OF_STANDING})?\b"
    rf"|\b{_STAYING} (?:tambien|tambem|tbm|tb|tmb|too|as well|also|(?:se )?queda|fica|sigue|continua|stays?|dejal[ao]|mantenl[ao])\b"
    rf"|\b(?:dej[ae](?:me|la|lo)?|deix[ae]|mant[ei]\w+|conserv\w+|keep|leave|(?:quiero|quero|i want|i need|id like) (?:to keep|conservar|mantener|manter|tambien|tambem|also)) (?:tambien |also |tambem )?{_STAYING}"
    r"|\b(?:quiero|quero|dej[ae](?:me)?|deix[ae]|mant[ei]\w*|(?:i )?(?:want|need|keep)) (?:las dos|los dos|ambas|ambos|as duas|os dois|both)\b"
    r"|\b(?:son|sao|serian) (?:dos|duas) (?:citas|turnos|consultas)\b"
)
_WANTED_BACK = re.compile(
    r"\b(?:(?:quiero|quero|want|need|dame|devu\w+|regres\w+|me d[ae])(?: \w+){0,4} (?:de vuelta|de volta|back)\b"
    r"|devu[eé]lv\w+|devolv\w+|regres[ae]l[ao]|(?:put|move|change|set|switch) (?:it|that|mine|them|hers|his|my \w+|the \w+|\w+s) back|undo (?:it|that|the)|desfa[cz]\w*|deshaz\w*|deshac\w*"
    r"|(?:otra vez|de nuevo|de novo|again) (?:como|as|like) (?:antes|estaba|before|it was)|como (?:estaba )?antes|como (?:era|estava|tava) antes|(?:as|like|how) (?:it was )?before"
    r"|(?:volt[ae]|volver|vuelv\w+)(?: (?:ela|ele|a|la|lo|para|pra|poner\w*|dejar\w*))* (?:pro|pra|para o|para a|ao|al|a la|a las|no) (?:horario|hora|dia|d[eo] antes|anterior|original|que (?:era|estaba))"
    r"|(?:la|me la|se la|me|me la) (?:movi(?:ste|o|eron)|cambi(?:aste|o|aron)|pas(?:aste|aron))(?: (?:la|el|mi|sin|a)\b)?|(?:movi(?:ste|o|eron)|cambi(?:aste|o|aron)|borr(?:aste|o|aron)) (?:la|el|mi)\b"
    r"|(?:voce|vc|voces|vcs|ce) (?:mudou|mudaram|remarcou|remarcaram|trocou|mexeu|moveu|apagou|tirou)|(?:mudou|remarcou|trocou|mexeu|moveu|apagou) (?:a|o|na|no|minha|meu)\b"
    r"|you(?:ve)? (?:just )?(?:moved|changed|rescheduled|deleted|cancelled|replaced) (?:my|the|it|mums?|moms?|his|her|mine|that)"
    r"|(?:no|nao|didnt|did not|never|wasnt|not)(?: (?:se|te|lhe|la|lo))* (?:era|eran|es|foi|queria|queriamos|quise|pedi|dije|quis|disse|want|ask|asked|mean|meant|supposed|said|say)"
    r"(?: (?:para|pra|que|you|for|it|the|that|my|mi|la|to|be|a|o|de))* (?:mover\w*|mov\w+|cambi\w+|mud\w+|remarc\w+|troc\w+|mex\w+|pasar\w*|chang\w+|reschedul\w*))\b"
)


_SAME_DAY = re.compile(
    r"\b(?:(?:el |ese )?mismo dia|(?:n?o |n?esse )?mesmo dia|(?:the )?same day|(?:later|earlier) (?:on )?that day|(?:mas tarde|mas temprano|mais tarde|mais cedo) (?:n?esse|ese) dia"
    rf"|(?:el |ese )mism[oa] (?:{_WEEKDAYS})|n?[oa] mesm[oa] (?:{_WEEKDAYS})|n?ess[ea] mesm[oa] (?:{_WEEKDAYS})|(?:the |that )?same (?:{_WEEKDAYS}))\b"
)


def asks_for_another(text: str) -> bool:
    """Whether a further appointment is wished for, by a word that says so: "otra", "mais uma", "one more"."""
    return bool(_ONE_MORE.search(plain(text))) and not wants_nothing_more(text)


_ALSO_THEIRS = re.compile(
    r"^(?P<and>\W*(?:and|y|e|also|plus|tambi[eé]n|tamb[eé]m)\s+)(?P<whose>(?P<en>my)|mi|meu|minha)(?=\s+\w+\s+(?:too\b|tambi[eé]n\b|tamb[eé]m\b|at\b|on\b|a las?\b|[aà]s\b|el\b|na\b|no\b|\d))",
    re.IGNORECASE,
)


def with_for(text: str) -> str:
    """ "And my son at 10:30" as "and for my son at 10:30": for whom one more is wished for."""
    return _ALSO_THEIRS.sub(
        lambda match: f"{match['and']}{'for' if match['en'] else 'para'} {match['whose']}", text
    )


def asks_also(text: str) -> bool:
    """Whether a day or hour is wanted besides: "agéndame también el 23", "e dia 16 também"."""
    plain_text = plain(text)
    return bool(_ALSO.search(plain_text)) and looks_like_date(text)


def asks_to_move(text: str) -> bool:
    """Whether a word for moving is used, or for giving one up for another: "cambiar la cita por otra",
    "cancela mi cita y agéndame otra"."""
    return bool(_MOVING.search(plain(text))) and not keeps_the_standing_one(text)


def asks_to_make(text: str) -> bool:
    """Whether the words tell to make an appointment: "agéndame", "marca", "book me"."""
    return bool(_MAKES.search(plain(text)))


def keeps_the_standing_one(text: str) -> bool:
    """Whether the appointment that stands is to stay as well: "no me borres la del 4", "a outra também"."""
    return bool(_KEEPS.search(plain(text)))


def keeps_the_day(text: str, day: int) -> bool:
    """Whether a part of the text wants the appointment of a day of the month as well: "y la del 11
    también"."""
    named = (part for part in _PARTS.split(text) if str(day) in words(part))
    return any(asks_also(part) or keeps_the_standing_one(part) for part in named)


def says_same_day(text: str) -> bool:
    """Whether a further appointment is to be on the day of the one that stands."""
    return bool(_SAME_DAY.search(plain(text)))


def wants_it_back(text: str) -> bool:
    """Whether a move is complained of or to be taken back: "moviste la mía", "quero ela de volta"."""
    return bool(_WANTED_BACK.search(plain(text))) and "?" not in text


_HEAD = re.compile(
    r"^\W*(?P<head>[^.,;!?\n]+?)\s*(?:[.,;!\n]+\s*|\s+(?=(?:y|e|and|pero|mas|but)\s))(?P<rest>\S.*)$",
    re.S,
)
_FURTHER = re.compile(
    r"^(?P<head>.+?)(?:[.,;!?\n]+\s*|\s+)(?P<rest>(?:y|e|and|tambi[eé]n|tamb[eé]m|also|adem[aá]s|plus)\b.*)$",
    re.S | re.I,
)
_ALIKE = re.compile(r"\b(?:same|igual|mism[oa]|mesm[oa])\b")
_WOULD_DO = re.compile(
    r"\b(?:sirve\w*|puedo|podria|posso|poderia|me va|me viene|me queda|serve|works?|would do|fine|free|libre|livre|can (?:do|make)|tienen|tem|hay)\b"
)
_CHOICE = re.compile(
    r"\b(?:ou|or|entre|between|algo|cualquier\w*|qualquer\w*|either|any\w*|prefier\w*|prefir\w*|prefer\w*|mejor|melhor|instead|rather|tienen|tienes|tiene|tenes|hay|tem|do you have|is there|are there)\b"
)
_OR = re.compile(r"\b[ou]\b")
_EACH = re.compile(
    r"\b(?:amb[oa]s|both|las (?:dos|tres|cuatro)|los (?:dos|tres|cuatro)|as (?:duas|tres|quatro)|os (?:dois|tres|quatro)|all (?:of them|three|four)|cada un[ao]|(?:dos|tres|cuatro|duas|quatro|two|three|four|\d) (?:citas|turnos|consultas|sesiones|horarios|appointments|sessions|sessoes))\b"
)
_ORDERED = re.compile(
    r"\b(?:agend\w+|reserv\w+|anot\w+|apart\w+|apunt\w+|marc(?:a|ar|ame|que)\w*|marque|book|schedule)\b"
)
_SEVERAL = 3
_FEW = 3
_PARTS = re.compile(r"[.,;!?\n]+")


def short_answer(head: str) -> bool | None:
    """What a few words at the beginning answer: "sí esa", "no, gracias"; None for anything else."""
    answer = bare_yes_no(head)
    return yes_no(head) if answer is None and len(words(head)) <= _FEW else answer


def answer_and_more(text: str) -> tuple[bool, str] | None:
    """A yes or no that stands at the beginning, and what follows it: "sí. Y el 23 también"."""
    match = _HEAD.match(text)
    if match is None:
        return None
    answer = short_answer(match["head"])
    return None if answer is None else (answer, match["rest"])


def further_wish(text: str) -> tuple[str, str] | None:
    """An answer and the further appointment that is wanted besides: ("sí", "y el 23 también")."""
    match = _FURTHER.match(text)
    if match is None:
        return None
    rest = match["rest"]
    dated = looks_like_date(rest) and not _WOULD_DO.search(plain(rest))
    besides = dated and (asks_also(rest) or _ALIKE.search(plain(rest)))
    return (match["head"].strip(), rest) if besides or asks_for_another(rest) else None


def names_each(text: str, count: int, *, portuguese: bool = False) -> bool:
    """Whether of `count` days in a text every one is wanted, not one of them; in `portuguese` "o" is
    no "or"."""
    plain_text = plain(text)
    if not portuguese and _OR.search(plain_text):
        return False
    if _CHOICE.search(plain_text) or _WOULD_DO.search(plain_text):
        return False
    wanted = asks_also(text) or asks_for_another(text) or _EACH.search(plain_text)
    return bool(wanted or _ORDERED.search(plain_text) or (count >= _SEVERAL and asks_to_make(text)))


_DECIDES = re.compile(
    r"^(?:entonces|entao|bueno|bien|ok(?:ay|ey)?|ya|pues|so|then|well|alright|all right|fine|ta bom|ta|tudo bem|vale|va|dale|en ese caso|nesse caso|in that case)\b"
)


def decision_after_question(text: str) -> str:
    """What is decided behind a question of one's own: "¿no hay más temprano? bueno, déjame esa"; "" when
    nothing is."""
    head, mark, rest = text.rpartition("?")
    if not (mark and head.strip() and rest.strip()):
        return ""
    return rest.strip() if _DECIDES.match(plain(rest)) else ""
