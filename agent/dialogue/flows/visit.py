"""The services of a visit: which are wanted, in which order, what is added and what is left out."""

import re

from agent.dates.corrections import newest
from agent.dialogue.flows.dates import keep_time
from agent.dialogue.flows.landmarks import landmarks
from agent.dialogue.flows.services import Mention, is_of, named, place_of
from agent.dialogue.memo import Plan, Wanted
from agent.dialogue.turn import Turn
from agent.language import clauses, words
from agent.tool_views import ServiceView

_ADDS = re.compile(
    r"\b(?:tambien|ademas|de paso|junto con|agreg\w+|anad\w+|suma\w*|inclu[iy]\w*"
    r"|tambem|alem disso|junto com|adicion\w+|acrescent\w+|also|as well|too|add|plus|along with)\b"
)
_GOES_ON = re.compile(r"^(?:y|e|and|plus)\b")
_INSTEAD = re.compile(
    r"\b(?:mejor|prefiero|en vez|en lugar|cambi\w+|melhor|prefiro|em vez|troc\w+|rather|instead)\b"
)
_ALONE = {
    "es": re.compile(r"\b(?:solo|solamente|unicamente|nada mas|nomas)\b"),
    "pt": re.compile(r"\b(?:so|somente|apenas)\b"),
    "en": re.compile(r"\b(?:only|just)\b"),
}
_OR = {"es": ("o", "u"), "pt": ("ou",), "en": ("or",)}
# What stands right before a service and tells its place among the others.
_FIRST = re.compile(r"\b(?:primero|antes|primeiro|first|before that)(?: \w+)?$")
_AFTER_IT = re.compile(
    r"\b(?:despues|luego) (?:de|del)(?: la| el| los| las)?$|\bdepois (?:de|da|do)(?: uma?)?$"
    r"|\bafter(?: the| an?| my)?$"
)
_BEFORE_IT = re.compile(r"\bantes (?:de|del|da|do)(?: la| el| los| las)?$|\bbefore(?: the| an?)?$")


def adds(text: str) -> bool:
    """Whether the services named are added to those planned ("y también cejas")."""
    parts = clauses(text)
    added = any(_ADDS.search(part) or _GOES_ON.match(part) for part in parts)
    return added and not any(_INSTEAD.search(part) for part in parts)


def note_services(turn: Turn, plan: Plan) -> str:
    """Takes over the services that the message names.

    "new" when what is planned changes, "same" when it is only named again, "" when none is named.
    """
    if turn.choice.startswith("service:"):
        service = turn.choice.removeprefix("service:")
        return _fill(turn, plan, Wanted(service, service))
    in_message = named(turn.text, turn.facts.services)
    standing = landmarks(turn)
    spoken = words(turn.text)
    mentions = newest(turn.text, lambda text: _anew(text, turn.facts.services)) or in_message.wanted
    mentions = tuple(m for m in mentions if m.name not in {*in_message.refused, *standing})
    wanted = [Wanted(m.query, m.name) for m in in_order(spoken, list(mentions))]
    refused = {*in_message.refused, *standing}
    left = [planned for planned in plan.wanted if planned.name not in refused]
    if not wanted:
        return _drop(plan, left)
    if _place(turn) is not None:
        return _fill(turn, plan, wanted[0])
    others = [one for one in wanted if not _is_planned(plan, one)]
    again = len(others) < len(wanted)
    if left and not others:
        return _named_again(turn, plan, left, wanted)
    if left and adds_to(turn, again=again):
        return _add(
            plan, left, others, first=bool(_FIRST.search(_before(spoken, in_message.wanted[0])))
        )
    plan.want(*wanted)
    return "new"


def _anew(text: str, names: tuple[str, ...]) -> tuple[Mention, ...]:
    """The services that a correction names; "…, perdón, y un masaje" corrects none."""
    return () if adds(text) else named(text, names).wanted


def _is_planned(plan: Plan, one: Wanted) -> bool:
    if one.name:
        return one.name in plan.names
    return any(is_of(one.query, name) for name in plan.names)


def adds_to(turn: Turn, *, again: bool) -> bool:
    """Whether new services join those planned: said so, or named along with one of them."""
    if _INSTEAD.search(" ".join(words(turn.text))):
        return False
    return again or adds(turn.text)


def _drop(plan: Plan, left: list[Wanted]) -> str:
    """ "Sin el masaje": the rest stays, at the same time."""
    if not left or len(left) == len(plan.wanted):
        return ""
    keep_time(plan)
    plan.want(*left)
    return "new"


def _named_again(turn: Turn, plan: Plan, left: list[Wanted], wanted: list[Wanted]) -> str:
    """Only services that were planned before: the same, fewer of them, or in another order."""
    names = {one.name for one in wanted}
    if len(left) < len(plan.wanted):
        return _drop(plan, left)
    alone = _ALONE.get(turn.reads)
    if len(names) < len(left) and alone and alone.search(" ".join(words(turn.text))):
        return _drop(plan, [planned for planned in left if planned.name in names])
    mention = Mention(wanted[0].name, wanted[0].query)
    if left[0].name not in names and _FIRST.search(_before(words(turn.text), mention)):
        front = [planned for planned in left if planned.name in names]
        keep_time(plan)
        plan.want(*front, *(planned for planned in left if planned.name not in names))
        return "new"
    return "same"


def _add(plan: Plan, left: list[Wanted], others: list[Wanted], *, first: bool) -> str:
    keep_time(plan)
    plan.want(*(others if first else []), *left, *([] if first else others))
    return "new"


def _place(turn: Turn) -> int | None:
    """Which service of the visit was asked about, when one was unclear."""
    return (
        turn.memo.ask.data.place if turn.pending_question == "service" and turn.memo.ask else None
    )


def fill(turn: Turn, plan: Plan, service: Wanted) -> None:
    """Sets the service that was asked about: the only one, or the unclear one of a visit."""
    place = _place(turn)
    if place is None or place >= len(plan.wanted):
        plan.want(service)
        return
    plan.want(*plan.wanted[:place], service, *plan.wanted[place + 1 :])


def _fill(turn: Turn, plan: Plan, service: Wanted) -> str:
    fill(turn, plan, service)
    return "new"


def in_order(spoken_words: list[str], mentions: list[Mention]) -> list[Mention]:
    """In the order in which they are wanted: as named, unless "primero", "después de" say otherwise."""
    order = list(mentions)
    for n, mention in enumerate(mentions):
        before = _before(spoken_words, mention)
        if n and _AFTER_IT.search(before):
            order.remove(mention)
            order.insert(order.index(mentions[n - 1]), mention)
        elif n and _FIRST.search(before) and not _BEFORE_IT.search(before):
            order.remove(mention)
            order.insert(0, mention)
        elif not n and _BEFORE_IT.search(before) and len(mentions) > 1:
            order.remove(mention)
            order.insert(1, mention)
    return order


def alternatives(turn: Turn) -> list[ServiceView]:
    """The services of "limpieza o masaje", to be asked about; [] when there is no such choice."""
    mentions = named(turn.text, turn.facts.services).wanted
    spoken_words = words(turn.text)
    joints = (_before(spoken_words, mention).split()[-2:] for mention in mentions[1:])
    between = _OR.get(turn.reads, ())
    if not any(word in between for joint in joints for word in joint):
        return []
    return [ServiceView(service=one.name or one.query, name=one.name) for one in mentions]


def _before(spoken_words: list[str], mention: Mention) -> str:
    """The few words before a service."""
    place = place_of(mention, spoken_words)
    return " ".join(spoken_words[max(0, place - 4) : place])
