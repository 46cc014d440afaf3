"""Questions about the rule of cancelling and moving, which begin neither: "¿hasta cuándo puedo cancelar?"."""

import re

from agent.dialogue.flows.questions import worded
from agent.dialogue.tools import search_knowledge
from agent.dialogue.turn import Steps, Turn
from agent.language import Intent, intents, looks_like_date, plain
from agent.texts import languages, texts

_CHANGES = (
    r"(?:cancel\w*|anul\w*|desmarc\w*|cambi\w*|mov\w+|muev\w*|reprogram\w*|reagend\w*|remarc\w*|mud[ao]\w*|mudar|pasar(?:la|lo)|aplaz\w*|correr(?:la|lo)"
    r"|reschedul\w*|chang\w+|postpon\w*|falt\w+|no (?:ir|asistir|puedo ir|poder ir)|nao (?:ir|puder ir|poder ir|puder|conseguir ir)|miss it|no show|cant (?:make it|come|go))"
)
# How far ahead, at what cost: only a rule answers that.
_LIMIT = re.compile(
    r"\b(?:hasta (?:cuando|que (?:hora|dia|momento))|con (?:cuant[oa]s?|que) (?:\w+ )?(?:tiempo|anticipacion|antelacion|horas|dias)|cuant[oa]s? (?:tiempo|horas|dias)? ?antes|ate (?:quando|que (?:horas?|dia))|com (?:quant[oa]s?|que) (?:\w+ )?(?:tempo|antecedencia|horas|dias)|quant[oa]s? (?:tempo|horas|dias)? ?antes"
    r"|how (?:late|early|far|long|soon|much notice|many hours|many days)|until when|till when|by when|what(?:s| is) (?:the|your) (?:policy|deadline|rule)"
    r"|(?:politica|regla|regra|norma|plazo|prazo|policy|deadline|rules?|cutoff|multa|penalidad\w*|penalizacion|penalty|fee|recargo|taxa)|(?:me |se )?(?:cobran|cobra|cobram|charge\w*))\b"
)
# "What if I have to …": a case that may come.
_IN_CASE = re.compile(
    r"\b(?:(?:y |e |and |pero |mas |but |so )?(?:si|se|if|what if|que (?:pasa|pasaria|sucede|ocurre) si|o que acontece se|e se|what happens if)"
    r" (?:(?:yo|eu|i|me|ya|algo|luego|despues|depois|later|un dia|ese dia|by chance|acaso|al final) )*"
    r"(?:toca|tengo que|tuviera que|necesito|necesitara|llego a|llegara a|quiero luego|quisiera|debo|no puedo|no pudiera|no alcanzo|precis\w+|tenho que|tiver que|tiver de|nao (?:puder|conseguir|der)|need to|have to|had to|cant|cannot|want to))\b"
)


def asks_rule(turn: Turn) -> bool:
    """Whether the message asks under which conditions one may cancel or move, and wants neither yet."""
    return not turn.choice and is_of_rule(turn.text)


def is_of_rule(text: str) -> bool:
    """The same of a text."""
    plain_text = plain(text)
    if not re.search(rf"\b{_CHANGES}\b", plain_text):
        return False
    if _LIMIT.search(plain_text):
        return "?" in text or Intent.QUESTION in intents(text) or not looks_like_date(text)
    return bool(_IN_CASE.search(plain_text)) and not looks_like_date(text)


_ABOUT = re.compile(
    r"cancel|anul|desmarc|cambi|mover|mueve|reprogram|reagend|remarc|mudar|reschedul|change|move",
    re.IGNORECASE,
)


def rule(turn: Turn, question: str) -> Steps:
    """The business's own words on it, "" where there are none."""
    turn.memo.fails = 0
    wordings = [
        texts(code).line("knowledge.change_rule") for code in (turn.facts.language, *languages())
    ]
    for query in dict.fromkeys((question[:300], *wordings)):
        result = yield from search_knowledge(query)
        line = worded(turn, query, result)
        if line and _ABOUT.search(line):
            return line
    return ""
