"""The services of a visit: which are wanted, in which order, what is added and what is left out."""

from agent.dates.corrections import newest
from agent.dialogue.flows.dates import keep_time
from agent.dialogue.flows.landmarks import landmarks
from agent.dialogue.memo import Plan, Wanted
from agent.dialogue.turn import Turn
from agent.language import fold, words
from agent.language.readings.choices import begins_with_no
from agent.language.readings.house import is_for_child, is_for_children, says_no_service
from agent.language.readings.services import Mention, is_of, named, spoken_names
from agent.language.readings.visits import (
    adds,
    comes_first,
    either_of,
    in_order,
    is_instead,
    only_one,
    says_only,
    swapped_for,
)
from agent.tool_views import ServiceView


def note_services(turn: Turn, plan: Plan) -> str:
    """Takes over the services that the message names.

    "new" when what is planned changes, "same" when it is only named again, "" when none is named.
    """
    if turn.choice.startswith("service:"):
        service = turn.choice.removeprefix("service:")
        return _fill(turn, plan, Wanted(service, service))
    if swapped := _swapped(turn, plan):
        keep_time(plan)
        plan.want(*swapped)
        return "new"
    in_message = named(turn.text, turn.facts.services)
    standing = landmarks(turn)
    spoken = words(turn.text)
    mentions = newest(turn.text, lambda text: _anew(text, turn.facts.services)) or in_message.wanted
    mentions = tuple(m for m in mentions if m.name not in {*in_message.refused, *standing})
    if alone := only_one(spoken, mentions, turn.reads):
        mentions = (alone,)
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
    if left and not alone and adds_to(turn, again=again):
        return _add(plan, left, others, first=comes_first(spoken, in_message.wanted[0]))
    plan.want(*wanted)
    return "new"


def _swapped(turn: Turn, plan: Plan) -> list[Wanted]:
    """The services after one was exchanged: "mejor cámbieme el masaje por el drenaje"; [] else."""
    for planned in plan.wanted:
        if other := swapped_for(turn.text, turn.facts.services, planned.name):
            new = Wanted(other.query, other.name)
            return [new if one == planned else one for one in plan.wanted]
    return []


def _anew(text: str, names: tuple[str, ...]) -> tuple[Mention, ...]:
    """The services that a correction names; "…, perdón, y un masaje" corrects none."""
    return () if adds(text) else named(text, names).wanted


def _is_planned(plan: Plan, one: Wanted) -> bool:
    if one.name:
        return one.name in plan.names
    return any(is_of(one.query, name) for name in plan.names)


def adds_to(turn: Turn, *, again: bool) -> bool:
    """Whether new services join those planned: said so, or named along with one of them."""
    if is_instead(turn.text):
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
    if len(names) < len(left) and says_only(turn.text, turn.reads):
        return _drop(plan, [planned for planned in left if planned.name in names])
    mention = Mention(wanted[0].name, wanted[0].query)
    if left[0].name not in names and comes_first(words(turn.text), mention):
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


def denies_service(turn: Turn, plan: Plan) -> bool:
    """Whether the answer to a visit begins with a no and speaks of its services: such a no books
    nothing, whatever hour it names."""
    if turn.choice or len(plan.wanted) < 2 or not begins_with_no(turn.text):
        return False
    return bool(spoken_names(turn.text, turn.facts.services).intersection(plan.names))


def alternatives(turn: Turn) -> list[ServiceView]:
    """The services of "limpieza o masaje", to be asked about; [] when there is no such choice."""
    mentions = named(turn.text, turn.facts.services).wanted
    if not either_of(words(turn.text), mentions, turn.reads):
        return []
    return [ServiceView(service=one.name or one.query, name=one.name) for one in mentions]


def for_child(turn: Turn, service_words: str) -> str:
    """The only service for children, where a child is to be seen and no service is named."""
    names = {fold(word) for word in turn.text.split() if word[:1].isupper()}
    awaited = " ".join(word for word in service_words.split() if word not in names)
    own = [name for name in turn.facts.services if is_for_children(name)]
    if len(own) != 1 or not is_for_child(turn.text) or not says_no_service(awaited):
        return ""
    return own[0]
