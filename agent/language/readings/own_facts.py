"""Questions whose answer stands in the agenda or the list: whether it is booked, when it ends, who does what."""

import re

from agent.language.text import plain

_BOOKED = re.compile(
    r"\b(?:did you|have you|am i|did i get)(?: \w+){0,3}? (?:book(?:ed)?|reserved?|scheduled?)\b|\b(?:me |la |lo |ya me |ya la )(?:agendaste|reservaste|agendaron|reservaron|anotaste|apuntaste)\b"
    r"|\b(?:voce|vc|voces|vcs) (?:ja )?(?:marcou|marcaram|agendou|agendaram|reservou|reservaram)\b"
)
_STANDS = re.compile(
    r"\b(?:did|has) (?:that|it|this|the booking|mine)(?: \w+)? (?:go through|gone through|work|get booked)\b|\bam i still (?:on|booked|in|good)\b|\b(?:is|are) (?:it|that|they|both|mine)(?: \w+)? (?:still )?(?:booked|on the books)\b|\bdo i still have\b"
    r"|\b(?:si|ya) (?:quedo|quedaron)\b|\b(?:quedo|quedaron|quedamos) (?:cierto|verdad|agendad\w+|reservad\w+|anotad\w+|listas?|l[ao]s? dos|ambas|ambos|bien)\b|\b(?:cita|turno|hora|consulta) o no\b"
    r"|\b(?:sigo|seguimos) con (?:mi|la|el|mis|las) |\b(?:sigue|siguen|sigo) (?:en pie|agendad\w+|reservad\w+)\b"
    r"|\b(?:ta|esta|tao|estao|ficou|ficaram|continua|segue) (?:valendo|marcad[oa]s?|agendad[oa]s?|reservad[oa]s?|de pe)\b|\b(?:ficaram|ficou) (?:as duas|os dois|certo|certinho)\b"
)
_TAKEN_OFF = re.compile(
    r"\b(?:ce|voce|vc|vcs|voces|ja) (?:tirou|tiraram|cancelou|cancelaram|desmarcou)\b|\b(?:ya |la |lo )(?:cancelaste|cancelaron|quitaste|quitaron|anulaste|anularon|borraste)\b"
    r"|\b(?:did|have) you (?:\w+ ){0,2}?(?:cancell?(?:ed)?|removed?|taken? off|taken? out|dropped)\b"
)
_TO_KNOW = re.compile(r"\b(?:saber|know|confirmar|check)(?: \w+){0,2}? (?:se|si|if|whether)\b")
_ENDS = re.compile(
    r"\b(?:a que horas?|que horas?|cuando|quando|what time|when)(?: (?!(?:you|ustedes|voces|vcs|abren|cierran)\b)\w+){0,4}? (?:termin\w+|acab\w+|salgo|salimos|saio|saimos|ends?|finish(?:es|ed)?|done|over|out|me desocupo)\b"
    r"|\b(?:terminan?|acabam?|acaban?)(?: \w+){0,2}? (?:a la misma hora|al mismo tiempo|junt[oa]s|ao mesmo tempo|na mesma hora|no mesmo horario|igual)\b|\b(?:end|finish|done|out) at the same time\b"
)
_DOES = re.compile(
    r"\b(?:does|do|can|could)\b.{1,40}?\b(?:do|does|give|offer|perform)\b|\b(?:hace|hacen|faz|fazem|realiza|atiende|atende)\b"
)
_WHO_ELSE = re.compile(
    r"\b(?:quien(?:es)?|quem|who)\b|\b(?:ademas|alem|aparte|besides|other than|apart from|except|fora)\b"
)
_GENDER = r"(?:hombres?|varon(?:es)?|mujer(?:es)?|homens?|homem|mulher(?:es)?|m[ae]n|wom[ae]n|males?|females?|guys?|lady|ladies|chicas?|chicos?|rapaz)"
_WORKER = r"(?:therapists?|dentists?|hygienists?|doctors?|stylists?|barbers?|staff|dentistas?|doctor(?:a|es|as)?|profesional(?:es)?|profissiona(?:l|is)|masajistas?|massagistas?|terapeutas?|esteticistas?)"
_MAN_OR_WOMAN = re.compile(
    rf"\b(?:hay|tienen|tiene|tem|ha|is there|are there|have)(?: \w+){{0,3}}? {_GENDER}(?: \w+)? (?:que|who|that)?(?: \w+)? ?(?:atien\w+|atend\w+|ha(?:ga|gan|ce|cen)|faz\w*|faca\w*|trabaj\w+|trabalh\w+|does|do|works?|doing|working)\b"
    rf"|\b(?:male|female) {_WORKER}\b|\b{_WORKER} (?:hombre|varon|mujer|homem|mulher)\b"
)
_ADVICE = re.compile(
    r"\b(?:que|cual|q) (?:me |nos |tratamiento |servicio )*(?:recomiend\w+|recomendarias?|aconsej\w+|sugier\w+|conviene)\b|\bo que (?:voce|voces|vc|vcs)? ?(?:me )?(?:recomenda\w*|indica\w*|sugere\w*)\b|\bwhat (?:do|would|can) you (?:guys )?(?:recommend|suggest|advise)\b"
)
_ADVISED_THING = re.compile(r"\b(?:antes|despues|depois|before|after|llevar|levar|bring|wear)\b")
_PRICE_IS_FINE = re.compile(
    r"\b(?:(?:esta|me parece|ta|queda) (?:bien|bom|ok|perfecto|otimo|genial)|(?:de acuerdo|ok) con|fine with|happy with|good with|okay with)(?: (?:el|o|ese|esse|con|com|the|por))* (?:precio|preco|valor|price)\b"
    r"|\b(?:precio|preco|valor|price) (?:esta|me parece|ta|is|s|e) (?:bien|bom|ok|okay|fine|good|perfecto|otimo|great)\b"
)


def asks_if_booked(plain_text: str, text: str, *, owns: bool = True) -> bool:
    """ "Did you book my filling or not?", "¿quedaron las dos?": asks what stands, and books nothing. owns:
    something is booked; else the second asks about what is being booked."""
    if "?" in text and (_BOOKED.search(plain_text) or (owns and _TAKEN_OFF.search(plain_text))):
        return True
    asks = "?" in text or bool(_TO_KNOW.search(plain_text))
    return owns and asks and bool(_STANDS.search(plain_text))


def asks_if_taken_off(plain_text: str, text: str) -> bool:
    """ "A de quinta você tirou, né?": asks, and cancels nothing."""
    return "?" in text and bool(_TAKEN_OFF.search(plain_text))


def asks_when_it_ends(question: str) -> bool:
    """ "¿A qué hora termina?", "do both finish at the same time?"; not when the house closes."""
    return bool(_ENDS.search(plain(question)))


def asks_who_does(question: str) -> bool:
    """ "Does Dr Lee do whitening?": may ask whether somebody gives a service, and not who else does."""
    text = plain(question)
    return "?" in question and bool(_DOES.search(text)) and not _WHO_ELSE.search(text)


def asks_for_man_or_woman(question: str) -> bool:
    """ "¿Hay algún hombre que atienda?"."""
    return bool(_MAN_OR_WOMAN.search(plain(question)))


def asks_what_is_recommended(question: str) -> bool:
    """ "¿Qué me recomiendan?": which service, and not what to do before or after one."""
    spoken = plain(question)
    return bool(_ADVICE.search(spoken)) and not _ADVISED_THING.search(spoken)


def takes_price(text: str) -> bool:
    """ "Está bien el precio": asks for none."""
    return "?" not in text and bool(_PRICE_IS_FINE.search(plain(text)))
