"""Whether a customer wants what they always have: "lo de siempre", "o de sempre", "the usual"."""

import re

from agent.language.text import plain

_LAST = r"(?:ultima vez|vez pasada|otra vez|vez anterior|ultima visita|vez passada|outra vez)"
_DID = r"(?:(?:ya )?(?:me|nos) (?:hice|hicieron|hizo|hicimos)|tuve|fiz|fizeram|fizemos|eu fiz)"
_USUAL = re.compile(
    r"\b(?<!\bcon )(?<!\bcom )(?<!\bwith )(?<!\bdonde )(?:lo|la|el|o|a)(?: mism[oa]| mesm[oa])? de (?:siempre|sempre)\b"
    r"|\b(?:cita|turno|consulta|sesion|sessao|servicio|servico) de (?:siempre|sempre)\b"
    rf"|\b(?:lo|la|el|o|a) (?:mism[oa]|mesm[oa])(?: coisa| cosa)? (?:que |d[ao] |de la |del )(?:{_DID} )?(?:la |a |da |na |de la |en la )?{_LAST}\b"
    rf"|\blo de la {_LAST}\b|\b(?:lo|o) que {_DID} (?:la |a |da |na |en la ){_LAST}\b"
    r"|\blo que (?:siempre (?:me (?:hago|hacen)|hago)|me (?:hago|hacen) siempre)\b|\bo que (?:eu )?(?:sempre faco|faco sempre|costumo fazer)\b"
    r"|\b(?:my|the) usual(?! \w)|\b(?:my|the) usual (?:appointment|visit|service|one|please|thing|treatment|for|on|this|next|at|tomorrow|again|with)\b"
    r"|\b(?:the )?same (?:thing |service |treatment |one )?as (?:the )?last (?:time|visit)\b|\bsame as always\b"
    r"|\bwhat (?:i|we) (?:always|usually) (?:get|have|do)\b|\bwhat (?:i|we) (?:had|got|did) last time\b"
)
_NOT_IT = re.compile(
    r"\b(?:no|nao|not|dont|instead of|en vez de|en lugar de|em vez de|nada de|distint[oa]s? (?:a|de)|diferentes? (?:a|de|from|to))"
    r"(?: (?:quiero|quero|want|quisiera))? (?:lo|la|el|o|a|the|my) (?:mism[oa] |mesm[oa] )?(?:de (?:siempre|sempre)|usual)\b"
)


def wants_the_usual(text: str) -> bool:
    """Of what they come for; "a la hora de siempre" and "con la de siempre" say something else."""
    heard = plain(text)
    return bool(_USUAL.search(heard)) and not _NOT_IT.search(heard)
