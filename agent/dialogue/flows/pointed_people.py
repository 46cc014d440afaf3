"""People who are turned down or taken without a name: "con ella no", "the other doctor", "con quien sea"."""

from collections.abc import Sequence

from agent.dialogue.flows.offering import node_of
from agent.dialogue.flows.wording import all_of
from agent.dialogue.memo import AskData, Plan
from agent.dialogue.turn import Turn
from agent.language.readings.people import names_person, turns_somebody_away
from agent.tool_views import Slot


def people_on_offer(slots: Sequence[Slot]) -> list[str]:
    """The people of the slots, each once."""
    return [name for name in dict.fromkeys(n for slot in slots for n in slot.people) if name]


def who_is_meant(plan: Plan) -> str:
    """The one person on offer of whom "ella" or "him" can speak, "" when it may be several."""
    people = people_on_offer(plan.slots)
    sure = len(people) == 1 and (len(plan.slots) == 1 or bool(plan.when.get("member")))
    return people[0] if sure else ""


def ask_whom_not(turn: Turn, plan: Plan) -> str:
    """Asks who is turned down, with several times on offer; "" when the message tells or turns
    nobody down."""
    people = people_on_offer(plan.slots)
    if (
        not people
        or who_is_meant(plan)
        or not turns_somebody_away(turn.text, portuguese=turn.portuguese)
    ):
        return ""
    names = all_of(turn.facts.language, people)
    data = AskData(members=people, refuse=True)
    return turn.ask("member", node_of(plan), "whom_not", data, members=names)


def refused_of(turn: Turn, members: Sequence[str]) -> list[str]:
    """Whom the answer to "con quién no?" names; a yes to the only one is them."""
    named = [name for name in members if names_person(turn.text, name)]
    return named or (list(members) if turn.agrees and len(members) == 1 else [])


def asks_whom_not(turn: Turn) -> list[str]:
    """The people of the question "con quién no?" that waits; [] when another one does."""
    if not turn.memo.ask or turn.pending_question != "member":
        return []
    return turn.memo.ask.data.members if turn.memo.ask.data.refuse else []
