"""Pain of now, and a wish to be seen for it: what is free soonest is wanted, and somebody has to know."""

import re

from agent.language.health_questions import asks_about_pain
from agent.language.readings.extremes import EARLIEST, extreme_in
from agent.language.readings.wishes import asks_to_be_seen
from agent.language.text import fold, plain

_HOW_BAD = r"(?:horrible|horrivel|terrible|terrivel|insoportable|insuportavel|fuerte|forte|intens[oa]|awful|bad|unbearable|mucho|muito|demais|un monton|tanto)"
_PAIN = (
    r"(?:(?:me |le |nos |se me )?(?:duele|duelen|doi|doem)(?: (?:\w+ ){0,1}(?:muela|diente|cabeza|espalda|cara|boca|encia|dente)s?)?"
    rf"|(?:esta|estan|ta|tao|estao|to|estou|segue|sigue|fica) (?:doliendo|doendo)|doliendome|doendo|(?:mucho |muita |muito |un |uma |una |tanto |tanta )?(?:dolor(?:es)?|dor(?:es)?)(?: (?:de|en|na|no|nos?) (?:la |el |mi |o |a )?\w+)?(?: (?:muy |mucho |muito )?{_HOW_BAD})?"
    r"|no aguanto|nao aguento|\w*(?:tooth|ear|head|back|jaw)s? ?aches?|aching|throbbing|killing me|(?:really |still )?hurts?(?: (?:a lot|so much|like hell|badly|bad))?|hurting"
    r"|(?:in|severe|terrible|awful|so much|a lot of|bad) pain|painful|(?:a (?:bit|little) |really |very |so )?(?:sore|tender))"
)
_BROKEN = re.compile(
    r"\b(?:lost|broke|broken|chipped|cracked|snapped|knocked out)(?: \w+){0,3}? (?:tooth|teeth|filling|crown|cap|veneer)\b|\b(?:tooth|filling|crown|cap|veneer)(?: \w+)? (?:fell|came|popped|has fallen|has come|broke|chipped|cracked)(?: (?:out|off))?\b"
    r"|\b(?:lascou|quebrou|quebrei|trincou|caiu|soltou|partiu)(?: \w+){0,4}? (?:dente|dentinho|restauracao|obturacao|coroa|faceta|massinha)\b|\b(?:dente|restauracao|obturacao|coroa|faceta)(?: \w+){0,2}? (?:lascou|quebrou|trincou|caiu|soltou)\b"
    r"|\bse (?:me|le) (?:ha )?(?:rompio|roto|partio|partido|quebro|quebrado|cayo|caido|salio|solto)(?: \w+){0,4}? (?:dientes?|muelas?|tapadura|empaste|amalgama|corona|resina|calza|carilla)\b"
)
_WORK = re.compile(
    r"\b(?:fillings?|crown|cap|veneer|restauracao|obturacao|coroa|faceta|massinha|tapadura|empaste|amalgama|corona|resina|calza|carilla)\b"
)
_HURTS = re.compile(rf"\b{_PAIN}\b")
_SINCE = re.compile(
    r"\b(?:since|desde|faz|hace|ha|for)(?: (?:el|la|o|a|los|the|last|ultimo|pasado|dos|tres|two|three|\d+|unos|uns|a few))*"
    r" (?:\w+feira|lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta|\w+day|ayer|ontem|antier|anteayer|anteontem|anoche|noche|semana|mes"
    r"|dias?|days?|semanas?|weeks?|horas?|hours?|night|week|manana|morning)(?: pasad[oa])?\b"
)
_SEEN = re.compile(
    r"\b(?:ser (?:atendid[oa]|vist[oa])|me (?:ven|vean|atienden|atiendan|reciben|veem|atendem|recebem|encaixam)|que me (?:vean|atiendan|revisen|vejam|atendam)|(?:verme|atenderme|revisarme|me ver|me atender|see me|fit me in|squeeze me in|take a look)"
    r"|(?:get|be) (?:seen|looked at)|encaixe|encaixar|hueco|huequito|see (?:a|the|some) (?:dentist|doctor)|ir (?:al|ao) dentista)\b"
)
_NOT_NOW = re.compile(
    r"\b(?:no|nao|n|not|doesnt|dont|didnt|sin|sem|without|nao ta|no me)(?: (?:me|te|se|ha|a|it|hay|tengo|tenho|siento|sinto|estou com|tem|have|i have|any|in|mas|mais|de|esta|estan|ta|tao|to|estou|is|really|even|nem|ni|siquiera|mucho|muito|much))* (?:duele|duelen|doliendo|doi|doem|doendo|dolor|dor|hurts?|hurting|pain|painful)\b"
    r"|\b(?:isnt|arent|wasnt) (?:\w+ )?(?:hurting|painful|sore)\b"
)
_SYMPTOM = re.compile(
    r"\b(?:duele\w*|doliendo\w*|doi|doem|doendo|dolor\w*|dor|dores|hurts?|hurting|pain\w*|ach(?:e|es|ing)|sangr\w+|bleed\w*|fiebre|febre|fever|hinchad\w+|inchad\w+|inflamad\w+|swollen|swelling|pus)\b"
)
_DENIED = re.compile(
    r"\b(?:no|nao|n|ni|nem|sin|sem|not|without|isnt|arent|doesnt|dont|zero|nada de)(?: (?:me|te|se|le|tengo|tenho|tem|tiene|hay|ha|any|have|has|is|it|esta|ta|estou|to|ni|nem|mucho|muito|siquiera|algum|ningun|a|el|la|o))* $"
)
_NO_EMERGENCY = re.compile(
    r"\b(?:n[aã]o|no|n|not|isn['’]?t)\s+(?:(?:es|e|é|eh|se\s+trata\s+de|an?|una|uma|ningun[ao]?|nenhuma|really|any|kind\s+of)\s+){0,4}"
    r"(?:emerg[eê]ncia|emergency|urg[eê]ncia)\b(?:\s+n[aã]o\b)?(?![^.,;!?\n]{0,20}\?)",
    re.IGNORECASE,
)
_SUPPOSES_ILLNESS = re.compile(
    r"\b(?:se|si|if) (?:\w+ ){0,3}?(?:fica|ficar|estiver|adoecer|adoece|pega|pegar|amanece|amanecer|esta|enferma|enfermo|gets?|is|am|are|falls?|catch(?:es)?)"
    r"(?: (?:com|con|muy|muito|a|an|uma?|una?))* ?(?:gripad[oa]|gripe|doente|resfriad[oa]|enferm[oa]|sick|ill|cold|flu|mal)?\b"
)
_CHECKED = (
    re.compile(r"\b(?:valoracion|avaliacao|evaluacion|evaluation|assessment|diagnostico)\b"),
    re.compile(
        r"\b(?:check ?up|examination|exam|revision|consultation|urgencias?|emergency|emergencia)\b"
    ),
    re.compile(r"\b(?:consulta|cita general|primera cita|primeira consulta)\b"),
)


def speaks_of_pain(text: str) -> bool:
    """Whether its writer, or who they write for, is in pain now; not whether a treatment hurts."""
    plain_text = plain(text)
    hurts = _HURTS.search(plain_text) and not _NOT_NOW.search(plain_text)
    return (
        bool(hurts or _BROKEN.search(plain_text))
        and not asks_about_pain(text)
        and not denies_symptoms(text)
    )


def only_lost_work(text: str) -> bool:
    """Whether all that is told is a filling or crown that came off: to be seen soon, no emergency."""
    spoken = plain(text)
    lost = _BROKEN.search(spoken) and _WORK.search(spoken)
    return bool(lost) and not (_HURTS.search(spoken) or _SYMPTOM.search(spoken))


def denies_pain(text: str) -> bool:
    """ "Não tenho dor, só quero uma avaliação"."""
    return bool(_NOT_NOW.search(plain(text))) or denies_symptoms(text)


def denies_symptoms(text: str) -> bool:
    """Whether pain, bleeding or fever are spoken of, and all of them only denied: "não sangra nem dói"."""
    spoken = plain(text)
    symptoms = list(_SYMPTOM.finditer(spoken))
    return bool(symptoms) and all(_DENIED.search(spoken[: one.start()]) for one in symptoms)


def wishes_to_be_seen(text: str) -> bool:
    """ "Preciso ser atendida", "lo más pronto posible", "can you see me": an appointment without its name."""
    plain_text = plain(text)
    seen = _SEEN.search(plain_text) or _BROKEN.search(plain_text) or asks_to_be_seen(plain_text)
    return bool(seen) or extreme_in(text, sure=True) == EARLIEST


def without_pain(text: str) -> str:
    """The text (folded) without what hurts and since when: no day or service is read into these."""
    return " ".join(_SINCE.sub(" ", _HURTS.sub(" ", fold(text))).split())


def assessment_among(services: tuple[str, ...]) -> str:
    """The service with which somebody is looked at first, "" where none is called so."""
    for pattern in _CHECKED:
        for name in services:
            if pattern.search(plain(name)):
                return name
    return ""


def without_denied_emergency(text: str) -> str:
    """The text without "não é emergência", which calls for nothing; asked ("isn't it an emergency?") it
    stays, and so does whatever else is told."""
    return _NO_EMERGENCY.sub(" ", text).strip() if _NO_EMERGENCY.search(text) else text


def only_supposes_illness(text: str) -> bool:
    """Whether an illness is only supposed in a question of rules: "e se ele ficar gripado, posso desmarcar?"."""
    return "?" in text and bool(_SUPPOSES_ILLNESS.search(plain(text)))
