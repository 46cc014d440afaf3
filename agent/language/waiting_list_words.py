"""The waiting list as customers speak of it: "avísame si se libera algo", "me tira da lista de espera".

Read over the whole message: what should happen ("si alguien cancela") and what should then be done
("me avisas") often stand on two sides of a comma.
"""

import re

from agent.language.intent import Intent
from agent.language.readings.earlier import wants_earlier
from agent.language.text import plain

_TELL = (
    r"(?:avis(?:a|e|en|as|ar|es)(?:me|nos)?|(?:me|nos) avis(?:a|as|an|e|es|en|ar|aria|arias)"
    r"|escrib(?:e|a|an)me|me (?:escrib(?:e|es|en|a|as)|cuentas?|dices|llam(?:a|as|an)|cham(?:a|e|em)|escrev(?:e|a)|fal(?:a|e))"
    r"|let me know|notify me|tell me|text me|message me|write (?:to )?me|ping me|call me|contact me)"
)
_FREE = (
    r"(?:liber\w*|desocup\w*|desist\w*|desmarc\w*|cancel(?:a|an|e|en|ara|aran|ad[oa]|aciones|acion|amento|s|led|lation|lations)?|abr(?:e|a|en|an|ir|iere|isse)|surg\w*|sal(?:e|ga|en|gan|iera)"
    r"|apare(?:ce|zca|cen|cer)|cupos?|cupito|vagas?|espacios?|lugar|hueco|encaixe"
    r"|open(?:s|ing|ings)?|frees?|becomes?|available|comes? up|slots?|spots?|drops? out)"
)
_IF = r"(?:si|cuando|apenas|en caso de|por si|se|quando|caso|assim que|if|when|whenever|in case|as soon as)"
_LIST = r"(?:(?:lista|fila) de espera|wait(?:ing)? ?list|waitlist)"
_JOINS = (
    re.compile(rf"\b{_TELL}\b.{{0,20}}\b{_IF}\b.{{0,40}}\b{_FREE}\b"),
    re.compile(rf"\b{_IF}\b.{{0,40}}\b{_FREE}\b.{{0,40}}\b{_TELL}\b"),
    re.compile(rf"\b{_LIST}\b"),
    re.compile(
        r"\b(?:anota|anote|apunta|apunte|pon|ponga|mete|agrega|agregue|coloca|coloque|poe|bota|inclui|inclua|deja|deje)(?:me)?"
        r" (?:me )?(?:en|a|na|no|em) (?:la |una |a |uma |essa |esa )?(?:lista|fila)\b"
    ),
    re.compile(
        rf"\b(?:anota|apunta|quedo|espero|esperar|espero a)(?:me)? (?:\w+ )?por si\b.{{0,30}}\b{_FREE}\b"
    ),
    re.compile(r"\b(?:put|add|sign) me (?:down |up )?(?:on|to|for|in) (?:the|a|your|that) list\b"),
    re.compile(r"\bquero (?:entrar|ficar) na (?:lista|fila)\b"),
)
# Only an answer to the question whether one wants to be told.
_TELLS = re.compile(rf"\b{_TELL}\b")
_OFF_LIST = re.compile(
    r"\b(?:sac(?:a|as|an|ar|ame|arme|arnos|uen|uenme|ueme|uen me|ame ya)|quit(?:a|as|an|ar|ame|arme|enme|eme)|borr(?:a|as|an|ar|ame|arme|enme|eme)|retir(?:a|as|an|ar|ame|eme)"
    r"|elimin(?:a|ar|ame|eme)|salir(?:me|se)?|salgo|dejar|baja(?:rme)?|tir(?:a|e|ar|am|em)|remov(?:a|e|er|am)|retire|exclu(?:i|a|ir)|sair|saio"
    r"|take|remove|get|drop|leave|off|cancel\w*|ya no (?:quiero |deseo )?(?:estar|seguir|esperar)|no quiero (?:seguir|estar)"
    r"|nao quero (?:mais )?(?:ficar|estar))\b.{0,25}\b(lista|fila|list|waitlist)\b( de espera)?"
)
_NO_MORE = re.compile(
    r"\b(?:ya no (?:quiero |puedo )?esper(?:o|ar)|no quiero (?:seguir )?esper(?:ar|ando)|ya no me avis\w+|no me avis\w+ (?:mas|ya)"
    r"|nao quero (?:mais )?esperar|nao precisa (?:mais )?(?:me )?avisar|nao me avis\w+ mais"
    r"|(?:dont|no longer|do not) (?:want to|need to) wait|stop waiting|no need to (?:wait|let me know))\b"
)
_DROPS_NOTICE = re.compile(
    r"\b(?:olvid\w+|deja(?:lo|le|la|mos)?|dejemos|esquec\w+|deixa|forget|never ?mind|skip|scrap|drop)(?: \w+){0,3}? (?:avisos?|alertas?|alerts?|notice)\b"
)
_SURE = 0.8
_SETTLED = (
    Intent.CANCEL,
    Intent.BOOK,
    Intent.CONFIRM,
    Intent.LIST,
    Intent.RESCHEDULE,
    Intent.HUMAN,
    Intent.HOURS,
)


_STILL = re.compile(
    r"\b(?:estoy|sigo|estou|continuo|am i|still|quede|quedo) .{0,20}\b(?:lista|fila|list|waitlist)\b"
)


def waiting_intents(plain_text: str) -> dict[Intent, float]:
    """WAIT and UNWAIT in a folded, plain message, with a confidence from 0 to 1.

    Below 0.8 it is meant only by who was just offered to wait ("sí, avísame"), or who waits.
    """
    off = _OFF_LIST.search(plain_text)
    if off:
        named = bool(off.group(2)) or "wait" in off.group() or off.group(1) == "waitlist"
        return {Intent.UNWAIT: 0.95 if named else 0.6}
    if _NO_MORE.search(plain_text) or _DROPS_NOTICE.search(plain_text):
        return {Intent.UNWAIT: 0.7}
    if any(pattern.search(plain_text) for pattern in _JOINS):
        return {Intent.WAIT: 0.95}
    if _TELLS.search(plain_text) and wants_earlier(plain_text):
        return {Intent.WAIT: 0.95}
    return {Intent.WAIT: 0.6} if _TELLS.search(plain_text) else {}


_WAITS_APART = re.compile(
    r"[.;!?\n]+\s*|,\s*|\s+(?=(?:y|e|and)\s+(?:si no|se nao|se n[aã]o|if not|en (?:la )?lista|na lista|put me on)\b)",
    re.IGNORECASE,
)


def waiting_and_rest(text: str) -> tuple[str, str]:
    """What a message says of the waiting list, and the rest of it where that names something else:
    "anótala el 19, y en lista de espera para el 5"; ("", "") where it cannot be parted so."""
    parts = [part for part in _WAITS_APART.split(text) if part and part.strip()]
    waits = [part for part in parts if waiting_intents(plain(part)).get(Intent.WAIT, 0.0) >= _SURE]
    if len(waits) != 1 or len(parts) < 2:
        return "", ""
    return waits[0], "\n".join(part for part in parts if part is not waits[0])


def drops_notice(text: str) -> bool:
    """ "Olvida el aviso": no word of a free place is wanted any more; reminders are another matter."""
    return bool(_DROPS_NOTICE.search(plain(text)))


def asks_if_still_waiting(text: str) -> bool:
    """ "¿Sigo en la lista?"."""
    return bool(_STILL.search(plain(text)))


def settle_waiting(scores: dict[Intent, float], plain_text: str) -> None:
    """Adds certain waiting-list intents and drops those that only their words suggest: "avísame si
    alguien cancela" cancels nothing."""
    waiting = {
        intent: sure for intent, sure in waiting_intents(plain_text).items() if sure >= _SURE
    }
    if not waiting:
        return
    scores.update(waiting)
    for intent in _SETTLED:
        scores.pop(intent, None)
    if Intent.UNWAIT in waiting:
        scores.pop(Intent.OPT_OUT, None)
