"""What one of staff wants changed in the agenda: time blocked, a block taken away, or how the last one went.

Words are read here, days and hours by agent.dates, and names by staff_commands. Whatever is read is shown before it is
done, so a wish that was misread is seen.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from agent.language.text import fold

Kind = Literal["block", "lift", "result"]
Edge = Literal["", "from", "until"]
_READ_AT_MOST = 200

_RESULT = re.compile(
    r"(?:los |el |o |os |the )?(?:resultados?|results?)(?: (?:del?|do|of) .{0,30})?|como (?:va|van|quedo|quedaron|salio|foi|ficou)"
    r"|quien(?:es)? (?:contesto|contestaron|respondio)|quem respondeu|who (?:has )?answered|how (?:did it go|is it going)"
)
_LIFT = re.compile(
    r"\b(?:(?:quit|retir|levant|borr|elimin)(?:a|ar|en)(?:le)? (?:el |los |ese |este )?bloqueos?"
    r"|(?:tir|remov|retir|apag)(?:a|e|ar|er) o?s? ?bloqueios?"
    r"|(?:remove|lift|delete|drop|take away) (?:the |that |this )?blocks?"
    r"|desbloque(?:a|ar|ia|ie|en)|unblock|reabr(?:e|ir|imos|a)|reopen|(?:ya )?(?:vuelve|volvio|regresa|regreso|reincorpora)"
    r"|(?:ja )?(?:volta|voltou)|is back|are back|back (?:today|tomorrow|already)"
    r"|(?:ya|ja) esta (?:bien|mejor|de vuelta|bem|melhor|de volta)|si (?:viene|puede venir)|sim vem|comes? after all)\b"
)
_CLOSE = re.compile(
    r"\b(?:cierr(?:a|e|en|o)(?: todo)?|cerr(?:ar|amos|emos|ado)|no (?:abrimos|abre|abrir|atendemos|atender)"
    r"|fecha(?: tudo)?|fech(?:ar|amos|e|ado|aremos)|nao (?:abrimos|abre|atendemos)|vamos fechar"
    r"|close(?: everything)?|closed|shut|do not open|dont open|wont open)\b"
)
_UNTIL = re.compile(
    r"\b(?:llega(?:ra)?(?: tarde)?|entra(?:ra)?|viene(?= (?:a|despues|desde) )|chega(?:ra)?(?: atrasad[oa]| tarde)?"
    r"|arrives?(?: late)?|comes? in(?= at)|is late|starts? late)\b"
)
_FROM = re.compile(
    r"\b(?:se (?:va|tiene que ir|retira)|sale|sai|vai embora|leaves?|has to leave|goes home)\b"
)
_OWN_FROM = re.compile(
    r"\b(?:me (?:voy|tengo que ir)|salgo|vou embora|saio|i (?:leave|have to leave|am leaving)|im leaving)\b"
)
_OWN = re.compile(
    r"\b(?:(?:estoy|ando|amaneci) (?:muy )?(?:enferm[oa]|mal|incapacitad[oa])|no (?:voy|puedo ir|voy a ir|ire|trabajo|atiendo|estoy)"
    r"|bloqueame|bloquea mi agenda|bloquear minha agenda|bloqueia minha agenda|(?:estou|to) doente"
    r"|nao (?:vou|posso ir|trabalho|atendo|estou)|estou de folga|block me|block my (?:agenda|time|calendar)"
    r"|i ?a?m (?:sick|ill|off|out|away|unwell)|im not (?:coming|in)|i (?:cant|cannot|wont) (?:come|make it)(?: in)?)\b"
)
_BLOCK = re.compile(
    r"\b(?:bloque(?:a|ar|ia|ie|en|e)|block(?: off| out)?|(?:esta|se siente|sigue|amanecio|anda) (?:muy )?(?:enferm[oa]|mal|indispuest[oa])"
    r"|enferm[oa]|incapacitad[oa]|(?:no|tampoco) (?:viene|vienen|vendra|puede(?: venir| ir| atender)?|va a venir|llega|trabaja|atiende"
    r"|asiste|esta|estara|va)|falta(?:ra)?|(?:esta |sale |tiene )?(?:de )?(?:vacaciones|permiso)|tiene (?:el )?(?:dia )?libre"
    r"|(?:esta|ta|ficou) doente|doente|nao (?:vem|vira|pode(?: vir| atender)?|vai vir|vai|trabalha|atende|esta|estara)"
    r"|(?:esta )?de (?:folga|ferias|atestado)|(?:is |are |has )?(?:called in )?(?:sick|ill|unwell)|(?:is |are )(?:off|out|away|absent)"
    r"|(?:is |are )?on (?:leave|holiday|vacation)|(?:cant|cannot|wont|will not|can not) (?:come|make it|work)(?: in)?"
    r"|(?:is not|isnt|not|arent) (?:coming|in|working|here)(?: in)?|(?:does not|doesnt) (?:come|work)(?: in)?|has (?:the day|a day) off|day off)\b"
)
_NEITHER_NOR = re.compile(r"\b(?:ni|nem|nor)\b")


@dataclass(frozen=True, slots=True)
class PlanWords:
    """`own`: they speak of themselves; `everybody`: of the business; `edge`: an hour in it is where it begins or where it
    ends; `rest`: the folded words beside it, a day, hours, a name."""

    kind: Kind
    rest: str = ""
    own: bool = False
    everybody: bool = False
    edge: Edge = ""


def plan_words(text: str) -> PlanWords | None:
    """What a message wants changed; None when it is no such wish."""
    words = fold(text[:_READ_AT_MOST]).strip(" .!?¡¿,")
    if _RESULT.fullmatch(words):
        return PlanWords("result")
    if match := _LIFT.search(words):
        return PlanWords("lift", _without(words, match), everybody=bool(_CLOSE.search(words)))
    for pattern, own, everybody, edge in _BLOCKING:
        if match := pattern.search(words):
            return PlanWords("block", _without(words, match), own, everybody, edge)
    return None


_BLOCKING: tuple[tuple[re.Pattern[str], bool, bool, Edge], ...] = (
    (_OWN_FROM, True, False, "from"),
    (_OWN, True, False, ""),
    (_BLOCK, False, False, ""),
    (_CLOSE, False, True, ""),
    (_UNTIL, False, False, "until"),
    (_FROM, False, False, "from"),
)
"""In this order: "no llega hoy" is no hour at which somebody comes."""


def _without(words: str, match: re.Match[str]) -> str:
    """A no of the wish is none of its days: "no viene el lunes ni el martes" is about both."""
    rest = f"{words[: match.start()]} {words[match.end() :]}"
    return " ".join(_NEITHER_NOR.sub("y", rest).split())


def without_names(rest: str, parts: Iterable[str]) -> str:
    """Somebody called Abril is no month."""
    named = set(parts)
    return " ".join(word for word in rest.split() if word.strip(".,;:") not in named)
