"""What a customer refuses, kept with the plan: it is neither searched for nor offered again."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from agent.dates import Exclusion, read_exclusions
from agent.dates.degrees import degrees
from agent.dates.polarity import Polarity, polarities, refuses
from agent.dates.segments import Span
from agent.dates.values import PARTS
from agent.dialogue.flows.members import people_of, same_person
from agent.dialogue.flows.pointed_people import anybody_will_do, turns_away, who_is_meant
from agent.dialogue.flows.slots import allowed
from agent.dialogue.memo import MOST_REFUSED, Plan
from agent.dialogue.turn import Turn
from agent.language import fold, looks_like_date, ordinal, words
from agent.tool_views import Bounds, Slot

_DAY = ("date_from", "date_to")
_HOUR = ("time", "part", "not_before", "not_after")
_THAT_DAY = re.compile(
    r"\b(?:(?:ese|este|esos|estos) d[ií]as?|(?:esse|este|esses|nesse|neste) dias?|(?:that|those) days?)\b",
    re.I,
)
_TAKES_AFTER_ALL = re.compile(
    r"\b(?:(?<!eso )(?<!pues )s[ií] (?:puedo|me|sirve|queda|va|esta|tengo)|(?:jueves|lunes|martes|miercoles|viernes|sabado|domingo|feira|segunda|terca|quarta|quinta|sexta|day) (?:si|sim|yes|esta bien|ta bom|is fine|works|is ok|da)"
    r"|sim|mejor|melhor|digo|perdon|alias|actually|rather|instead|bueno|(?<!not )fine|after all|al final|no fim)\b"
)
_BUSY_THEN = re.compile(
    r"\b(?:voy a|voy|tengo|trabajo|estudio|estoy|viajo|salgo|ando|me toca|cuido|juego|entreno|doy|vou|tenho|trabalho|estudo|estou|viajo|saio|dou|jogo|treino|cuido"
    r"|i (?:always )?(?:go|have|work|study|travel|teach|play|take|babysit)|i ?m (?:busy|at|away|out|in|working)|im (?:busy|at|away|out|in|working)|ive got)"
    r"(?! (?:libre|livre|free|tiempo|tempo|time|disponib\w+|la (?:manana|tarde) libre|a (?:manha|tarde) livre))\b"
)
_THAT_TIME = re.compile(
    r"\b(?:(?:a |en )?(?:esa|esas|ese|esos) (?:hora|horas|horario|horarios)|(?:n?esse|n?essa|n?esses) (?:hor[aá]rio|hora|hor[aá]rios)"
    r"|(?:at )?(?:that|those) (?:times?|hours?|slots?)|(?:ese|esa|esse|essa|that one|ninguno|ninguna|nenhum|nenhuma))\b",
    re.I,
)
_PARTS = re.compile(r"[,;.!\n]+|\b(?:pero|sino|mas|mejor|melhor|but|better|rather)\b", re.I)
_BARE = re.compile(
    r"(?:(?:no|nao|uy|ay|hm+|pero|but|sorry|lo siento|desculpa|that|it|this|these|those|eso|esa|ese|isso|esse|essa|i|yo|eu|im afraid) )*"
    r"(?:no (?:me )?(?:sirven?|quedan?(?: bien)?|puedo|da|va|convienen?|alcanzo|llego)|nao (?:da|posso|consigo|servem?|rola|vai dar|vou conseguir)"
    r"|(?:wont|doesnt|dont|isnt|not|will not|does not)(?: (?:gonna|going to))? (?:work|do)(?:ing)?"
    r"|(?:cant|cannot)(?: (?:do|make))?(?: (?:it|that|this|those|these|any of (?:them|those|these)))?"
    r"|(?:ningun[oa]?|nenhuma?)(?: (?:de )?(?:d?(?:ess|est|el)[aeo]s?))?(?: (?:me )?(?:sirve|serve|queda|va|da|funciona))?"
    r"|none(?: of (?:these|those|them))?(?: (?:work|works|do|suit me))?)(?: (?:for me|para mi|pra mim|gracias|thanks|obrigad[oa]))?"
)
"""Nothing but a refusal, which is of all that is on offer."""
_OF_A_REFUSAL = frozenset(
    [
        "no",
        "nao",
        "not",
        "me",
        "sirve",
        "serve",
        "puedo",
        "posso",
        "da",
        "quiero",
        "quero",
        "queda",
        "bien",
        "gusta",
        "gosto",
        "work",
        "works",
        "doesnt",
        "cant",
        "i",
        "isnt",
        "conviene",
        "va",
        "viene",
        "nunca",
        "mejor",
        "melhor",
        "la",
        "el",
        "a",
        "o",
        "gracias",
        "the",
        "one",
    ]
)


def on_every_day(text: str, refused: Sequence[str]) -> list[str]:
    """What is refused (texts of Exclusion), of "el jueves, que no sea tan temprano" the early hours of
    every day: whoever takes another day then has not become an early riser."""
    ends = {(one.low, one.high) for one in degrees(text) if not one.judgement}
    exclusions = read_exclusions(refused)
    return [
        str(
            replace(one, first=None, last=None, weekday=None)
            if (one.low, one.high) in ends
            else one
        )
        for one in exclusions
    ]


def note_refused(plan: Plan, texts: Sequence[str]) -> bool:
    """Adds exclusions (as texts) to the plan; True when there are any."""
    exclusions = read_exclusions(texts)
    if not exclusions:
        return False
    plan.without = list(dict.fromkeys([*plan.without, *map(str, exclusions)]))[-MOST_REFUSED:]
    settle(plan)
    return True


def note_people(turn: Turn, plan: Plan) -> bool:
    """Stores in the plan whom the message turns down, or that anybody will do; True when that is
    certain."""
    people = people_of(turn, plan.slots, plan.not_with)
    refused, sure = list(people.refused), people.sure
    if not refused and not people.wanted and turns_away(turn) and (one := who_is_meant(plan)):
        refused, sure = [one], True
    lifted = bool(plan.not_with) and not refused and anybody_will_do(turn)
    if lifted:
        plan.not_with = []
    leave_out(plan, refused)
    return sure or lifted


def leave_out(plan: Plan, people: Sequence[str]) -> None:
    """Excludes these people from offers; a time that was on offer with one of them is searched for
    with somebody else."""
    plan.not_with = list(dict.fromkeys([*plan.not_with, *people]))[-MOST_REFUSED:]
    if any(same_person(plan.when.get("member", ""), name) for name in people):
        plan.when.pop("member")
        plan.when |= {} if plan.when.get("date_from") else plan.wished
    if len(plan.slots) == 1 and any(same_person(plan.slots[0].person, name) for name in people):
        one = plan.slots[0]
        plan.when = {key: value for key, value in plan.when.items() if key not in (*_DAY, *_HOUR)}
        plan.when |= {"date_from": one.date, "date_to": one.date, "time": one.at}
    settle(plan)


def says_why_not(turn: Turn, plan: Plan, when: Bounds, refused: Sequence[str]) -> bool:
    """Whether a reading is a day that is turned down, named once more only to say why: "los jueves no,
    los jueves voy a misa". `refused`: what this message turns down (texts of Exclusion)."""
    day = _single_day(when)
    if day is None or _TAKES_AFTER_ALL.search(turn.plain_text):
        return False
    now = any(one.low is None and one.on(day) for one in read_exclusions(refused))
    before = any(one.low is None and one.on(day) for one in read_exclusions(plan.without))
    return now or (before and bool(_BUSY_THEN.search(turn.plain_text)))


def turns_down(turn: Turn) -> bool:
    """Whether the message may turn down a day or a time; resolve_date decides."""
    if not refuses(turn.text, portuguese=turn.portuguese):
        return False
    pointing = (_THAT_DAY, _THAT_TIME)
    return looks_like_date(turn.text) or any(p.search(turn.text) for p in pointing)


def points_at_offer(turn: Turn, plan: Plan) -> bool:
    """Whether the message refuses what is on offer by pointing: "esse horário não dá"."""
    if not plan.slots or not refuses(turn.text, portuguese=turn.portuguese):
        return False
    return _points(turn, _THAT_TIME) or _points(turn, _THAT_DAY)


def note_pointed(turn: Turn, plan: Plan) -> bool:
    """Excludes what is refused by pointing at the offer: "la primera no", "ese día no puedo"."""
    if plan.slots and turn.agrees is not False and _BARE.fullmatch(turn.plain_text):
        return note_refused(plan, [_text_of(slot) for slot in plan.slots])
    if not plan.slots or not refuses(turn.text, portuguese=turn.portuguese):
        return False
    if slot := _refused_place(turn, plan.slots):
        return note_refused(plan, [_text_of(slot)])
    if _points(turn, _THAT_DAY) and len({slot.date for slot in plan.slots}) == 1:
        return note_refused(plan, [plan.slots[0].date])
    if _points(turn, _THAT_TIME) or _points(turn, _THAT_DAY):
        return note_refused(plan, [_text_of(slot) for slot in plan.slots])
    return False


def pointed_instead(turn: Turn, plan: Plan) -> Slot | None:
    """The slot of "a primeira não, a segunda", which refuses one place of the list for another."""
    parts = [part for part in _PARTS.split(turn.text) if part.strip()]
    if len(parts) != 2 or len(plan.slots) < 2:
        return None
    refused = [_refused_place_of(turn, part, plan.slots) for part in parts]
    for one, two in ((0, 1), (1, 0)):
        slot = refused[one]
        # Beside another place "segunda" is one too, and no Monday.
        place = (
            ordinal(f"la {parts[two].strip()}", len(plan.slots)) if refused[two] is None else None
        )
        if slot and place is not None and plan.slots[place] != slot:
            chosen = plan.slots[place]
            note_refused(plan, [_text_of(slot)])
            return chosen
    return None


def _refused_place_of(turn: Turn, part: str, slots: Sequence[Slot]) -> Slot | None:
    if not refuses(part, portuguese=turn.portuguese):
        return None
    rest = [word for word in words(part) if word not in _OF_A_REFUSAL]
    position = ordinal(f"la {rest[0]}", len(slots)) if len(rest) == 1 else None
    return slots[position] if position is not None else None


def _refused_place(turn: Turn, slots: Sequence[Slot]) -> Slot | None:
    """The slot of "la primera no"; none of "no, la segunda", which wants it."""
    rest = [word for word in words(turn.text) if word not in _OF_A_REFUSAL]
    position = ordinal(f"la {rest[0]}", len(slots)) if len(rest) == 1 else None
    if position is None:
        return None
    place = next((m for m in re.finditer(r"\w+", turn.text) if fold(m.group()) == rest[0]), None)
    return slots[position] if place and _denied(turn, [Span(*place.span(), "place")]) else None


def _denied(turn: Turn, spans: Sequence[Span]) -> bool:
    return Polarity.REFUSED in polarities(turn.text, spans, portuguese=turn.portuguese)[0]


def _points(turn: Turn, pattern: re.Pattern[str]) -> bool:
    return _denied(turn, [Span(*match.span(), "that") for match in pattern.finditer(turn.text)])


def _text_of(slot: Slot) -> str:
    return f"{slot.date} {slot.at}"


def settle(plan: Plan) -> None:
    """Removes what is refused from the offer and from the bounds of the search."""
    before = plan.slots
    plan.slots = allowed(before, plan.without, plan.not_with)
    if plan.slot in {slot.slot for slot in before if slot not in plan.slots}:
        plan.slot = ""
    for exclusion in read_exclusions(plan.without):
        if exclusion.low is None:
            one_day = {"date_to": plan.when.get("date_from", "")} | plan.when
            if (day := _single_day(one_day)) and exclusion.on(day):
                plan.when = {key: value for key, value in plan.when.items() if key not in _DAY}
        elif _at_refused_time(plan.when, exclusion):
            plan.when = {key: value for key, value in plan.when.items() if key not in _HOUR}


def _at_refused_time(when: Bounds, exclusion: Exclusion) -> bool:
    if exclusion.of_days and not ((day := _single_day(when)) and exclusion.on(day)):
        return False
    span = _span(when)
    return bool(span and exclusion.taken_back_by(_single_day(when), span))


def take_back(plan: Plan, when: Bounds) -> None:
    """Lifts the exclusions that a newly named day or hour contradicts."""
    day = _single_day(when) or _single_day(plan.when)
    named = _single_day(when)
    span = _span(when)
    plan.without = [
        str(one)
        for one in read_exclusions(plan.without)
        if not one.taken_back_by(named if one.low is None else day, span)
    ]


def _single_day(when: Bounds) -> date | None:
    first = when.get("date_from")
    try:
        return date.fromisoformat(first) if first and first == when.get("date_to") else None
    except ValueError:
        return None


def _span(when: Bounds) -> tuple[int, int] | None:
    """The minutes [low, high) of the day that an hour or a part of the day names."""
    if at := when.get("time"):
        clock = time.fromisoformat(at)
        low = clock.hour * 60 + clock.minute
        return low, low + 1
    if (part := when.get("part", "")) in PARTS:
        low, high = (clock.hour * 60 + clock.minute for clock in PARTS[part])
        return low, high
    return None
