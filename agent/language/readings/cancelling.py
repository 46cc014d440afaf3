"""The answer to "shall it be cancelled?": do it, keep it, rather move it, make another one instead."""

import re
from collections.abc import Sequence

from agent.language.readings.services import named
from agent.language.short_answers import looks_like_date
from agent.language.text import plain

_MOVE = re.compile(
    r"\b(?:mover\w*|muev\w*|mueva\w*|move\w*|cambi\w*|pasa\w*|reagend\w*|remarc\w*|mudar?|corr\w+|trocar|reschedul\w*|change|otro dia|otra fecha|outro dia|another day|push\w*|bump\w*|postpon\w*|aplaz\w*|pospon\w*|posterg\w*|adi(?:a|ar|e)|empurr\w*)\b"
)
_DO_IT = re.compile(r"\b(?:cancel\w*|anul\w*|desmarc\w*|eliminal\w*|borral\w*)\b")
_KEEP = re.compile(
    r"\b(?:no la cancel\w*|(?<!\bsi )(?<!\bse )(?<!\bif )no cancel\w*|nao cancel\w*|dont cancel|dejala\w*|deja asi|keep it|mantener\w*|deixa\w*)\b"
)
_ANOTHER = re.compile(
    r"\b(?:otra|outra|another|(?:una )?nueva|uma nova|a new one|new one|new appointment)\b"
    r"(?! (?:hora|fecha|data|day|time|persona|pessoa|vez))"
)
_I_CANCEL = (
    r"(?:(?:yo|ya|la|lo|eu|a|o|entonces|entao|mejor) )*(?:cancelo|cancelaria|cancelare|cancelarei|cancelamos|anulo|desmarco|desmarcaria)"
    r"|(?:then )?(?:ill|i will|id|i would|ill have to|i will have to|well) (?:just )?(?:have to )?cancel(?: it)?"
)
_ON_CONDITION = (
    re.compile(rf"\b(?:si|se|if|caso)(?: \w+){{2,9}}? (?:{_I_CANCEL})\b"),
    re.compile(
        rf"\b(?:{_I_CANCEL}) (?:solo |so |only )?(?:si|se|if|caso) (?!(?:es|e) possivel|es posible|quiere)\w+"
    ),
    re.compile(
        r"(?<=\w )(?<!ok )(?<!bueno )(?<!claro )(?<!dale )\b(?:si|se|if) (?:yo |eu |i |la |lo )*(?:cancelo|cancelar|cancelase|cancel)\b"
    ),
)
_NOT_YET = re.compile(
    r"\b(?:todavia|aun|ainda) (?:no|nao)\b|\bno (?:todavia|aun)\b|\bnao (?:ainda|e para cancelar)\b|\bnot yet\b|\bdont (?:\w+ )?cancel\b"
)
_BUT = re.compile(r"\b(?:pero|mas|but|y|e|and)\b")
_CLAUSES = re.compile(r"[.,;:!?\n]+|\b(?:pero|but|mas|e|y|and)\b", re.I)
_AWAY = re.compile(
    r"\b(?:cancel\w*|anul\w*|desmarc\w*|elimin\w*|borr\w*|quit\w*|saca\w*|saqu\w*|retir\w*|tir(?:a|e|ar)\w*|remov\w*|drop|skip|delete|sin|sem|without)\b"
)
_STAYS = re.compile(
    r"\b(?:dej\w+|deix\w+|queda\w*|fica\w*|mant\w+|conserv\w+|sigue|continua|keep\w*|leave|stays?|quiero|quero|want|need|necesito|preciso|voy a|vou|(?:ill|i will|id|i would) (?:do|have|take|come))\b"
)
_ONLY = re.compile(r"\b(?:solo|solamente|unicamente|nada mas|so|somente|apenas|only|just)\b")
_TAKES_OFF = re.compile(
    r"^(?:(?:also|please|pls|just|and|then|y|e|tambien|tambem|por favor|porfa|ok|can you|could you|puedes|puede|pode|me|no|nao) )*"
    r"(?:quit[ae]\w*|sac(?:a|ame|ar|ala)|saqu\w+|retir\w+|tir(?:a|e|ar)|elimin\w+|borr\w+|remov\w+|drop|delete|take (?:off|out))\b"
)
_WHOLE = re.compile(
    r"\b(?:tod[oa]s?|complet[oa]|enter[oa]|inteir[oa]|tudo|las dos|los dos|as duas|os dois|amb[oa]s|all|both|everything|whole|entire)\b"
)

_DENIES = re.compile(
    r"\b(?:no|nao|dont|not)(?: (?:la|lo|las|a|o|me|it|quiero|quero|want to))* cancel\w*\b"
)
_SEVERAL = (
    r"(?:(?:las|los) (?:dos|2|tres|3)|(?:as|os) (?:duas|dois|2|tres|3)|amb[oa]s(?: dos)?|tod[oa]s(?: (?:ellas|ellos|elas|eles))?|both(?: of (?:them|those|these))?|them both"
    r"|all(?: of (?:them|those|these))?|(?:the|all) (?:two|three)(?: of them)?|the lot|every ?(?:one|thing)|todo|tudo)"
)
_AROUND_ALL = (
    r"(?:si|sim|yes|ok|pues|entonces|entao|no|nao|por favor|porfa|please|pls|quiero|quero|want|i want|id like|to|can you|puedes|pode|me|de|mis|minhas|my|las|as|the|que tengo|que tenho"
    r"|cancel\w*|anul\w*|desmarc\w*|citas|consultas|turnos|horarios|horas|appointments|bookings|visitas|visits|gracias|obrigad[oa]|thanks)"
)
_TWO_O_CLOCK = re.compile(r"\b(?:las|as|a las) (?:dos|duas|2)\b")
_ALL_ALONE = re.compile(rf"(?:{_AROUND_ALL} )*{_SEVERAL}(?: {_AROUND_ALL})*")


_WHETHER_DONE = re.compile(
    r"^(?:(?:y|e|and|so|entonces|entao|pero|mas|ok|oi|hola|hi) )*(?:(?:ya|ja|si|se) )?(?:voces? |vcs? |ustedes )?(?:me )?(?:cancelou|cancelaram|cancelaste|cancelaron|desmarcou|desmarcaram|anularon"
    r"|did you (?:already |just )?cancel|have you (?:already )?cancell?ed|(?:is|was|has) (?:mine|it|that|my \w+)(?: been)? cancell?ed)\b"
)


def asks_whether_cancelled(plain_text: str) -> bool:
    """ "¿Cancelaste la mía?" (folded): what stands is asked for, and nothing ordered."""
    return bool(_WHETHER_DONE.search(plain_text))


def would_move(text: str) -> bool:
    """Whether it is to be moved instead."""
    return bool(_MOVE.search(plain(text)))


def says_cancel(text: str) -> bool:
    """Whether it says to cancel in so many words."""
    return bool(_DO_IT.search(plain(text)))


def says_keep(text: str) -> bool:
    """ "No la canceles", "keep it"."""
    plain_text = plain(text)
    return bool(_KEEP.search(plain_text) or _NOT_YET.search(plain_text))


def calls_off(text: str) -> bool:
    """Whether something is to be cancelled, and nothing said of what is not: "deja, cancela la otra"."""
    plain_text = plain(text)
    denied = _NOT_YET.search(plain_text) or _DENIES.search(plain_text)
    return bool(_DO_IT.search(plain_text)) and "?" not in text and not denied


def means_all(text: str) -> bool:
    """Nothing but that all of several are meant: "las dos", "ambas, por favor", "both of them"; with an order to
    cancel, too."""
    return bool(_ALL_ALONE.fullmatch(plain(text)))


def names_an_hour_too(text: str) -> bool:
    """Whether words for both may be two o'clock: "las dos", "as duas"."""
    return bool(_TWO_O_CLOCK.search(plain(text)))


def cancels_on_condition_alone(text: str) -> bool:
    """ "Si me dicen que no puedo, la cancelo": a case that may come, beside which nothing is cancelled."""
    plain_text = plain(text)
    rest = plain_text
    for condition in _ON_CONDITION:
        rest = condition.sub(" ", rest)
    return rest != plain_text and not _DO_IT.search(rest)


def asks_for_a_new_one(text: str) -> bool:
    """ "Otra", "a new one": another appointment, and not another hour or person."""
    return bool(_ANOTHER.search(plain(text)))


def adds_a_clause(text: str) -> bool:
    """Whether something is added with an "and" or a "but"."""
    return bool(_BUT.search(plain(text)))


def takes_off(text: str) -> bool:
    """Whether something is to be taken off: "remove my cleaning", "quita las cejas"."""
    return bool(_TAKES_OFF.search(plain(text)))


def cancels_whole(text: str) -> bool:
    """ "Cancela todo", "both": the whole visit."""
    return says_cancel(text) and bool(_WHOLE.search(plain(text)))


def services_to_cancel(text: str, services: Sequence[str]) -> list[str]:
    """Of the `services` of a visit those that are to be cancelled where not all are: "cancela solo la
    limpieza, la láser la dejo"; [] where the text speaks of the visit as a whole."""
    away: list[str] = []
    staying: list[str] = []
    spoken: list[str] = []
    verdict: list[str] = spoken
    for clause in _CLAUSES.split(text):
        told = _verdict(plain(clause), away, staying, spoken)
        verdict = verdict if told is None else told
        names = named(clause, tuple(services))
        verdict += {one.name for one in names.wanted if one.name} | names.refused
    wanted = away or ([one for one in services if one not in staying] if staying else spoken)
    meant = [one for one in services if one in wanted and one not in staying]
    whole = len(meant) == len(services) or (_WHOLE.search(plain(text)) and not says_keep(text))
    return [] if whole else meant


def _verdict(
    clause: str, away: list[str], staying: list[str], spoken: list[str]
) -> list[str] | None:
    """To which of the three the services of a clause belong; None: where those before it do."""
    if says_keep(clause):
        return staying
    if _AWAY.search(clause):
        return away
    if _STAYS.search(clause):
        return staying
    return spoken if _ONLY.search(clause) else None


def calls_off_last(text: str) -> bool:
    """Whether the last clause calls off, and names no time of its own: "ese día trabajo… mejor anúlala"."""
    clauses = [clause for clause in re.split(r"[.…,;:!?\n]+", text) if clause.strip()]
    return bool(clauses) and says_cancel(clauses[-1]) and not looks_like_date(clauses[-1])
