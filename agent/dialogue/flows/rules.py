"""Questions about the rule of cancelling and moving, which begin neither: "¿hasta cuándo puedo cancelar?"."""

from agent.dialogue.flows.failing import offer_human
from agent.dialogue.flows.questions import worded
from agent.dialogue.tools import search_knowledge
from agent.dialogue.turn import Steps, Turn, join
from agent.language import Intent, looks_like_date
from agent.language.readings.cancelling import says_keep
from agent.language.readings.rules import (
    asks_for_limits,
    speaks_of_changing,
    supposes_a_case,
    tells_of_changing,
)
from agent.texts import languages, texts


def asks_rule(turn: Turn) -> bool:
    """Whether the message asks under which conditions one may cancel or move, and wants neither yet."""
    if turn.choice or not speaks_of_changing(turn.text):
        return False
    if asks_for_limits(turn.text):
        return "?" in turn.text or turn.has(Intent.QUESTION) or not looks_like_date(turn.text)
    return supposes_a_case(turn.text) and not looks_like_date(turn.text)


def rule(turn: Turn) -> Steps:
    """The business's own words on it, else that it is not known here."""
    turn.memo.fails = 0
    unchanged = _not_to_be_cancelled(turn)
    wordings = [
        texts(code).line("knowledge.change_rule") for code in (turn.facts.language, *languages())
    ]
    for query in dict.fromkeys((turn.text[:300], *wordings)):
        result = yield from search_knowledge(query)
        line = worded(turn, query, result)
        if line and tells_of_changing(line):
            return join(unchanged, line, turn.resume())
    if waiting := turn.resume():
        return join(turn.say("not_known"), waiting)
    return join(unchanged, turn.say("not_known"), offer_human(turn))


def _not_to_be_cancelled(turn: Turn) -> str:
    """ "¡No la canceles! Solo pregunto si cobran": it is not asked again whether to."""
    if turn.pending_question != "cancel" or not says_keep(turn.text):
        return ""
    turn.memo.ask = None
    return turn.say("kept")
