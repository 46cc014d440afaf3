"""Questions about the rule of cancelling and moving, which begin neither: "¿hasta cuándo puedo cancelar?"."""

from agent.dialogue.flows.questions import worded
from agent.dialogue.tools import search_knowledge
from agent.dialogue.turn import Steps, Turn
from agent.language import Intent, intents, looks_like_date
from agent.language.readings.cancelling import says_keep
from agent.language.readings.decisions import asks_for_a_charge
from agent.language.readings.rules import (
    asks_for_limits,
    speaks_of_changing,
    supposes_a_case,
    tells_of_changing,
)
from agent.texts import languages, texts


def asks_rule(turn: Turn) -> bool:
    """Whether the message asks under which conditions one may cancel or move, and wants neither yet."""
    changing = turn.memo.ask is not None and turn.memo.ask.node in ("cancellation", "reschedule")
    charge = changing and asks_for_a_charge(turn.text) and not looks_like_date(turn.text)
    return not turn.choice and (charge or is_of_rule(turn.text))


def is_of_rule(text: str) -> bool:
    """The same of a text."""
    if not speaks_of_changing(text):
        return False
    if asks_for_limits(text):
        return "?" in text or Intent.QUESTION in intents(text) or not looks_like_date(text)
    return supposes_a_case(text) and not looks_like_date(text)


def rule(turn: Turn, question: str) -> Steps:
    """The business's own words on it, "" where there are none."""
    turn.memo.fails = 0
    wordings = [
        texts(code).line("knowledge.change_rule") for code in (turn.facts.language, *languages())
    ]
    for query in dict.fromkeys((question[:300], *wordings)):
        result = yield from search_knowledge(query, keep=query not in wordings)
        line = worded(turn, query, result)
        if line and tells_of_changing(line):
            return line
    return ""


def not_to_be_cancelled(turn: Turn) -> str:
    """ "¡No la canceles! Solo pregunto si cobran": it is not asked again whether to."""
    if turn.pending_question != "cancel" or not says_keep(turn.text):
        return ""
    turn.memo.ask = None
    return turn.say("kept")
