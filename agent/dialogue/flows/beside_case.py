"""What else is wanted beside a case for a person: "cancela mi cita y borren mis datos" is seen to whole."""

from agent.dialogue.conditions import TOPICS
from agent.dialogue.flows.asking import parts_of
from agent.dialogue.flows.escalation import health_question
from agent.dialogue.flows.failing import hand_over
from agent.dialogue.routing import choose_node
from agent.dialogue.turn import Steps, Turn
from agent.language import Intent, asks_about_health, intents
from agent.language.acts import Act
from agent.language.readings.asking import asks_for_duration
from agent.language.readings.cases import cases_in, without_cases

_ASKS = (
    Act.ASK_PAYMENT,
    Act.ASK_POLICY,
    Act.ASK_SERVICE,
    Act.ASK_PEOPLE,
    Act.ASK_LOCATION,
    Act.DISCOUNT,
)
_FEWEST_WORDS = 3


def see_to_the_rest(turn: Turn, reply: str, about: str) -> Steps:
    """Hands the rest of a message over, with what was said about its case; else the reply itself. `about`:
    the text in which the case stands."""
    rest = without_cases(about) if cases_in(about) else _priced_beside_health(turn)
    if not rest:
        return reply
    turn.narrow(rest)
    owner, reason = choose_node(turn)
    if owner == "escalation" or (owner == "knowledge" and not _asks_more(turn)):
        return reply
    turn.memo.aside = " ".join(reply.split("\n"))  # the rest has lines of its own
    yield from hand_over(owner, reason)
    turn.memo.aside = ""
    return reply


def _priced_beside_health(turn: Turn) -> str:
    """Prices and durations that are asked for beside what a professional has to answer; "" for none."""
    if not health_question(turn):
        return ""
    questions = parts_of(turn, booking=False).questions
    about_health = [one for one in questions if asks_about_health(one, treatment=False)]
    priced = [one for one in questions if Intent.PRICE in intents(one) or asks_for_duration(one)]
    return "\n".join(f"{one.strip(' ?')}?" for one in priced if one not in about_health)


def without_what_was_told(turn: Turn) -> None:
    """Narrows a turn that was handed over to what its case leaves."""
    rest = without_cases(turn.text)
    if turn.memo.aside and rest:
        turn.greets = False
        turn.narrow(rest)


def _asks_more(turn: Turn) -> bool:
    """Not "¿qué hago?", which goes on about the case."""
    if turn.has(Intent.LIST, *TOPICS, Intent.OPT_OUT, sure=0.6):
        return True
    return turn.does(*_ASKS) and len(turn.plain_text.split()) >= _FEWEST_WORDS
