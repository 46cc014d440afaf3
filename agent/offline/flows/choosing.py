"""Understanding the answer to an offer of free time, for bookings and moves alike."""

import re
from collections.abc import Generator

from agent.language import Intent, looks_like_date, words
from agent.offline.flows.dates import (
    Reading,
    bounds,
    meant,
    merge,
    note_member,
    shifted,
    understand,
)
from agent.offline.flows.offering import ask_day, offer, offer_one
from agent.offline.flows.search import search
from agent.offline.flows.slots import agreeing, by_position, narrowed, says_more
from agent.offline.flows.wording import listed
from agent.offline.memo import Plan, as_list, as_objects, as_text
from agent.offline.turn import Call, Steps, Turn, join
from agent.types import Json

Chosen = Generator[Call, Json, "Json | str | None"]
"""Ends with the slot that was chosen, with a reply, or with None: not an answer to an offer."""

_ANY = re.compile(
    r"\b(?:cualquier\w*|(?:el|la|lo|cuando|a la hora) que (?:sea|quieras|puedas|tengas?|haya|prefieras)"
    r"|(?:me )?da (?:igual|lo mismo)|es igual|me es indiferente|cuando (?:sea|puedan?)|tanto faz|qualquer\w*"
    r"|o que (?:for|tiver)|any(?: of them| one| time)?|whichever|whatever|either|doesnt matter|dont mind|i dont care"
    r"|lo antes posible|cuanto antes|lo mas pronto|o quanto antes|mais cedo possivel|asap|as soon as possible|soonest)\b"
)


def says_any(turn: Turn) -> bool:
    """Whether any choice will do."""
    return bool(_ANY.search(turn.said))


_GIVES_UP = re.compile(
    r"\b(?:ya no (?:quiero|necesito|me interesa)|olvidal[oa]|olvidalo|olvidate|dejal[oa]|dejemos|dejemoslo"
    r"|no gracias|never ?mind|forget it|no thanks?|no thank you|deixa (?:pra la|para la|assim)"
    r"|nao quero mais|nao obrigad[oa]|esquece|por ahora no|ahora no|agora nao|not now|not anymore)\b"
)
_IN_FLOW = frozenset({"slot", "day", "reading", "member", "service", "name", "wait_name"})


def gives_up(turn: Turn) -> bool:
    """Whether the customer no longer wants what is being arranged."""
    if turn.asked not in _IN_FLOW or looks_like_date(turn.text):
        return False
    return turn.has(Intent.CANCEL, sure=0.8) or bool(_GIVES_UP.search(turn.said))


def choose(turn: Turn, plan: Plan) -> Chosen:
    """Reads the message as a choice among the offered slots, or as a wish for other ones."""
    if slot := by_position(turn.text, turn.choice, plan.slots):
        return slot
    if turn.asked == "member" and _pick_member(turn, plan):
        return (yield from search(turn, plan))
    if turn.asked == "reading" and (reading := _pick_reading(turn)):
        return (yield from _search_from(turn, plan, reading))
    if says_any(turn) and plan.slots:
        return offer_one(turn, plan, plan.slots[0])
    if (shift := shifted(turn, plan)) == "ask":
        plan.slots = []
        return ask_day(turn, plan)
    if shift:
        return (yield from search(turn, plan))
    local = narrowed(turn.text, plan.slots)
    if says_more(turn.text):
        local = None
    if local and len(local) == 1:
        return _settled(turn, plan, local[0])
    read = yield from understand(turn, plan, expecting_time=turn.asked in {"slot", "day"})
    return (yield from _from_reading(turn, plan, read, local))


def _from_reading(turn: Turn, plan: Plan, read: Reading, local: list[Json] | None) -> Chosen:
    if read.status == "ok":
        left = agreeing(plan.slots if local is None else local, read.when)
        if len(left) == 1:
            return _settled(turn, plan, left[0])
        note_member(turn, plan)
        return (yield from _search_from(turn, plan, read.when))
    if read.status == "ambiguous":
        return _ambiguous(turn, plan, read)
    if read.status == "impossible":
        return (yield from impossible(turn, plan, read))
    return (yield from _without_date(turn, plan, local))


def _without_date(turn: Turn, plan: Plan, local: list[Json] | None) -> Chosen:
    if local:
        return offer(turn, plan, {"slots": local}, "")
    if note_member(turn, plan) or (says_any(turn) and plan.wanted):
        return (yield from search(turn, plan))
    if turn.agrees and len(plan.slots) == 1:
        return plan.slots[0]
    if turn.agrees and plan.slots:
        return offer(turn, plan, {"slots": plan.slots}, turn.say("which_of_these"))
    if turn.agrees is False:
        plan.slots = []
        return ask_day(turn, plan)
    return None


def _settled(turn: Turn, plan: Plan, slot: Json) -> Json | str:
    """A slot that is named is chosen; one that is asked about ("¿y el jueves?") is offered."""
    if turn.has(Intent.QUESTION) or "?" in turn.text:
        return offer_one(turn, plan, slot)
    return slot


def _search_from(turn: Turn, plan: Plan, when: Json) -> Generator[Call, Json, str]:
    merge(plan, when)
    if not plan.wanted:
        return ""
    return (yield from search(turn, plan))


def _ambiguous(turn: Turn, plan: Plan, read: Reading) -> Json | str:
    fitting = [agreeing(plan.slots, bounds(reading)) for reading in read.readings]
    matching = [slots[0] for slots in fitting if len(slots) == 1]
    if len(matching) == 1:
        return _settled(turn, plan, matching[0])
    return ask_reading(turn, plan, read)


def ask_reading(turn: Turn, plan: Plan, read: Reading) -> str:
    """Asks which of two readings of a day or time is meant."""
    labels = [label for reading in read.readings if (label := as_text(reading.get("label")))]
    node = "reschedule" if plan.appointment else "appointment"
    return turn.ask(
        "reading",
        node,
        "which_reading",
        {"readings": list(read.readings)},
        readings=listed(turn.facts.language, labels),
    )


def impossible(turn: Turn, plan: Plan, read: Reading) -> Steps:
    """Says why a day or time cannot be, and asks for another one; what is gone by has a next one."""
    known = {"no_such_day", "past", "no_such_time", "too_far", "nonexistent_local_time"}
    reason = read.reason if read.reason in known else "no_such_time"
    said = turn.say(f"impossible_{reason}")
    if reason == "past" and plan.wanted:
        return (yield from search(turn, plan, said))
    return join(said, ask_day(turn, plan))


def _pick_reading(turn: Turn) -> Json | None:
    readings = as_objects(turn.memo.ask.data.get("readings")) if turn.memo.ask else []
    if not readings:
        return None
    left = meant(turn.text, readings)
    if len(left) == 1:
        return bounds(left[0])
    labelled = [{"slot": str(n), "at": "", "date": "", "with": ""} for n in range(len(readings))]
    position = by_position(turn.text, "", labelled)
    return bounds(readings[int(position["slot"])]) if position else None


def _pick_member(turn: Turn, plan: Plan) -> bool:
    """Takes over the person chosen; True as well when anybody will do."""
    members = as_list(turn.memo.ask.data.get("members")) if turn.memo.ask else []
    said = set(turn.said.split())
    named = {str(member): len(said & set(words(str(member)))) for member in members}
    best = max(named.values(), default=0)
    meant = [member for member, count in named.items() if count == best > 0]
    if not meant and turn.agrees and len(named) == 1:
        meant = list(named)
    if len(meant) == 1:
        plan.when["member"] = meant[0]
    return len(meant) == 1 or says_any(turn)
