"""What answers the question about reminders: a "no" alone or in words about them, a yes with a condition.

"No voy a poder ir" begins with a no as well, and refuses something else.
"""

import re
from dataclasses import dataclass

from agent.language.name_words import words_of
from agent.language.readings.coming import cannot_come
from agent.language.readings.taking import without_joint
from agent.language.short_answers import yes_no
from agent.language.text import clauses, fold, plain, word_set
from agent.language.words_from_data import words_in

_REMINDING = re.compile(
    r"\b(?:recordator\w*|recuerd\w*|recordar\w*|recuerden|acuerd\w+|acordar\w*|lembr\w+|avis[aeo]\w*|mensaj\w*|mensag\w*|escrib\w+|escrev\w+"
    r"|notific\w*|remind\w*|remember|messag\w*|texts?|texting|spam|whatsapp|molest\w+|incomod\w+|write|contact\w*|chat|alert\w*)\b"
)
_THANKS = re.compile(r"\b(?:gracias|obrigad[oa]|thanks|thank you)\b")
_PLAIN = word_set("""no noo nao nop nope nah nel n not gracias muchas mil thanks thank you thx ty obrigado obrigada brigado brigada valeu por
    favor porfa please pls ok okay oki bueno listo dale vale va si bien asi esta estoy estou estamos tranquilo tranquila
    todo tudo bom hace falta es e necesario preciso precisa prefiero que prefiro mejor melhor no quiero quero want do dont
    need to i im id rather good fine thats its it is s m all right alright for now ahora ainda todavia agora enquanto pues entonces mas
    deja dejalo deixa assim senhora senhor senora senor senorita amiga amigo amor linda lindo querida querido sorry perdon
    desculpa really jaja jajaja kkk rs haha de jeito nenhum para nada ninguno nenhum way never mind claro eso isso ya ja yo eu
    creo acho think so deseo gustaria gostaria like me te le lo la o a el the that this acepto aceito autorizo dont
    interesa interessa gusta gosto""")


_CONDITIONS = ("pero", "mas ", "but", "si ", "se ", "if ", "solo", "so ", "only")
_JOINING = frozenset({"pero", "mas", "but", "y", "e", "and"})


def speaks_of_reminding(text: str) -> bool:
    """Whether reminders, messages or being written to are spoken of."""
    return bool(_REMINDING.search(plain(text)))


def begins_on_condition(text: str) -> bool:
    """Whether what follows an answer takes something back: "… pero", "… if it is free"."""
    return fold(text).startswith(_CONDITIONS)


def without_joining(text: str) -> list[str]:
    """The clauses of a text, folded, without words that only join them."""
    return [one for one in clauses(text) if one not in _JOINING]


def refuses_reminders(text: str) -> bool:
    """Whether a message that begins with a no is one to reminders and to nothing else."""
    plain_text = plain(text)
    if cannot_come(text):
        return False
    if _REMINDING.search(plain_text):
        return True
    # "No gracias Camila": whoever is thanked is spoken to.
    thanks = bool(_THANKS.search(plain_text))
    refusing = _PLAIN | words_in("answers.no", "answers.polite")
    return all(w.folded in refusing or (thanks and w.given) for w in words_of(text))


_REMINDERS = r"(?:recordatorios?|lembretes?|reminders?)"
_WANTS_THEM = re.compile(
    rf"\b(?:quiero|quisiera|quero|gostaria|want|like|activ\w+|reactiv\w+|ativ\w+|reativ\w+|mant\w+|manda\w*|mandem|envi\w+|prend\w+|liga\w*|dej[ae]\w*|deix[ae]\w*|turn|switch|keep|send)(?: \w+){{0,4}}? {_REMINDERS}\b"
)
_NOT_THEM = re.compile(
    rf"\b(?:(?:no|nao|dont|not|nunca|stop)(?: \w+){{0,4}}? {_REMINDERS}|desactiv\w+|desativ\w+|off)\b|\b(?:dej[ae]n?|deix[ae]m?|par[ae][nm]?) de\b"
)


# "Me recuerdan un día antes", "can you remind me the night before?"
_REMIND_BEFORE = re.compile(
    r"\b(?:me |nos )?(?:pueden |puedes |puede |podrian |podem |pode |poderiam |can you |could you |will you |please )*"
    r"(?:me |nos )?(?:recuerd[ea]\w*|recordar\w*|lembr\w+|remind|avis(?:a|an|ame|enme|ar|em)|escrib\w+|mand\w+ (?:mensaje|mensagem))(?: (?:me|us|nos|la cita|a consulta))*"
    r" (?:(?:un|una|el|la|um|uma|o|a|the|one|\d+) )?(?:dia|noche|noite|day|night|horas?|hours?)(?: anterior)? ?(?:antes|before)?(?: por (?:favor|aqui)| please| porfa)?"
)


def wants_reminders(text: str) -> bool:
    """Whether reminders are asked for in so many words: "déjame activados los recordatorios", "¿me recuerdan
    un día antes?"."""
    spoken = plain(text)
    wanted = _WANTS_THEM.search(spoken) or asks_to_be_reminded(text)
    return bool(wanted) and not _NOT_THEM.search(spoken)


def asks_to_be_reminded(text: str) -> bool:
    """Whether it asks for nothing but a reminder before the appointment."""
    return bool(_REMIND_BEFORE.fullmatch(without_joint(text, plainly=True)))


@dataclass(frozen=True, slots=True)
class Accepted:
    """A yes to reminders with a condition: on when they come (`timing`), or on what else is sent."""

    timing: bool


_SEND = re.compile(
    r"^(?:(?:si|sim|yes|ok|okay|dale|ya|claro|pode|podem|puede[ns]?|bueno|listo|ah|bah) )*"
    r"(?:ya|(?:me )?(?:manda[nr]?|mande[nm]?|mandeme|mandame|mandenme|envia[nr]?|envie[nm]?|enviame|avisa[nr]?|avise[nm]?|avisame|lembra[r]?|lembre[m]?|recuerda(?:me|n)?|recuerden(?:me)?)"
    r"(?: (?:me|los|as|os|sim|si|recordatorios|lembretes))*|send (?:them|it|me reminders|reminders)|text me|remind me)$"
)
_LIMITS = re.compile(
    r"\b(?:solo|solamente|puro|pura|unicamente|nomas|so|somente|apenas|nada de|sin|sem|no mas|mas nada|only|just|nothing else|not more|no (?:calls?|ads?|marketing|spam|llam\w+|propaganda\w*|publicidad)"
    r"|nao (?:precisa|quero) (?:de )?(?:mais|ligac\w+|propagand\w+)|(?:pero|mas|but) (?:no|nao|not) (?:me )?(?:llam\w+|lig\w+|call\w*))\b"
)
_TIMING = re.compile(
    r"\b(?:dias?|days?|horas?|hours?|hrs?|semanas?|weeks?) (?:antes|before)\b|\b(?:day|night) before\b|\b(?:vispera|vespera)\b"
)
_OPENS = re.compile(r"[,.;\n]+|\b(?:pero|mas|but|solo que|so que)\b", re.IGNORECASE)


def accepts_reminders(text: str) -> Accepted | None:
    """A yes to reminders that is bound to a condition ("sí, pero solo un día antes"); None for others,
    also for a yes alone and for one after which something else is refused."""
    first, _, rest = _OPENS.sub("\n", text, count=1).partition("\n")
    if not rest.strip() or "?" in text or not (yes_no(first) or _SEND.fullmatch(plain(first))):
        return None
    plain_rest = plain(rest)
    if cannot_come(rest) or not _LIMITS.search(plain_rest):
        return None
    return Accepted(timing=bool(_TIMING.search(plain_rest)))
