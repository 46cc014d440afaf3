"""Whether a reply says that somebody of the business was told.

Only what was done counts: an offer ("¿le aviso al equipo?"), a wish or a promise claims nothing. So the
patterns are past tenses (with their accents: "aviso" and "avise" are none) and states.
"""

import re

_STAFF_ES = (
    r"\b(?:al equipo|a (?:una|otra) persona|a alguien|a (?:un|una|la|el|nuestr[oa]) \w+|a recepci[oó]n|al personal"
    r"|al? (?:asesor|doctor|encargad|administrador|coordinador|due[ñn])\w*|a mis compañer\w+|a los compañer\w+)"
)
_STAFF_PT = (
    r"(?<!\w)(?:a equipe|à equipe|o pessoal|uma pessoa|algu[eé]m|(?:um|uma|o|a|ao|à) (?:atendente|recep\w+|respons[aá]vel"
    r"|colega|coordenador\w*|doutor\w*|gerente)|com a equipe|para a equipe)"
)
_STAFF_EN = (
    r"\b(?:the (?:\w+ )?team|(?:some|any)one|a (?:person|colleague|human|staff member)|(?:the )?staff|my colleagues?"
    r"|the (?:front desk|reception\w*|manager|owner|doctor|coordinator))"
)
_CLAIM = re.compile(
    # es: le avisé al equipo; ya les pasé tu mensaje a una persona; he notificado …; el equipo ya está avisado
    r"\b(?:avis|notifiqu|inform|coment|cont|alert|escal|transmit|remit)[éí] [^.?!\n]{0,40}?"
    + _STAFF_ES
    + r"|\b(?:pas|dej|envi|mand|hic|reenvi)[éíe] (?:el |la |tu |su |un |este |esta )?(?:aviso|mensaje|caso|solicitud|recado|consulta|nota)"
    r" [^.?!\n]{0,30}?"
    + _STAFF_ES
    + r"|\b(?:he|hemos|fue|fueron|había) (?:avisad|notificad|informad|alertad|escalad|pasad)[oa]s? [^.?!\n]{0,40}?"
    + _STAFF_ES
    + r"|\b(?:equipo|personal|recepci[oó]n|coordinador\w*|persona) (?:ya )?(?:est[aá]|fue|qued[oó]|ha sido) (?:avisad|notificad|informad|enterad)"
    r"|\b(?:equipo|personal|recepci[oó]n) ya (?:lo |la )?(?:sabe|tiene tu mensaje|tiene su mensaje)"
    # pt
    r"|\b(?:avisei|notifiquei|informei|comuniquei|alertei|acionei|chamei|falei|encaminhei [^.?!\n]{0,30}?|passei [^.?!\n]{0,30}?|repassei [^.?!\n]{0,30}?)"
    r" ?(?:para |com |a |à |ao )?"
    + _STAFF_PT
    + r"|\b(?:equipe|recep[cç][aã]o|pessoal) (?:j[aá] )?(?:est[aá]|foi|ficou) (?:avisad|notificad|informad|acionad)"
    r"|\b(?:equipe|recep[cç][aã]o) j[aá] (?:sabe|recebeu)"
    # en
    r"|\b(?:i|we)(?:'ve| have)? (?:just |already )*(?:told|notified|informed|alerted|messaged|contacted|pinged|updated)"
    r" "
    + _STAFF_EN
    + r"|\b(?:i|we)(?:'ve| have)? (?:just |already )*let "
    + _STAFF_EN
    + r"[^.?!\n]{0,40}? know"
    r"|\b(?:i|we)(?:'ve| have)? (?:just |already )*(?:passed|forwarded|sent|escalated|handed)[^.?!\n]{0,50}? (?:on )?to "
    + _STAFF_EN
    + r"|"
    + _STAFF_EN
    + r" (?:has|have) (?:already )?been (?:told|notified|informed|alerted)"
    r"|" + _STAFF_EN + r" (?:already knows?|is aware)",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(?:no|todav[ií]a no|aún no|nunca|sin que|si|cuando|apenas|en cuanto"
    r"|n[aã]o|ainda n[aã]o|se|quando|assim que"
    r"|not|haven't|couldn't|can't|if|once|when|as soon as|after)\b[^.?!\n]{0,40}$",
    re.IGNORECASE,
)
PROOF = frozenset({"notified", "already_notified"})


def claims_that_staff_know(text: str) -> bool:
    """Whether the words state, as done, that staff were told."""
    return any(
        not _NOT_SO.search(text[: match.start()]) and not _is_question(text, match.end())
        for match in _CLAIM.finditer(text)
    )


def _is_question(text: str, end: int) -> bool:
    """Whether the sentence ends with a question mark."""
    mark = re.search(r"[.?!\n]", text[end:])
    return mark is not None and mark.group() == "?"
