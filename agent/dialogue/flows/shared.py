"""A location or a contact that was shared without a word, and that nobody had asked for."""

from agent.dialogue.flows.naming import NAME_QUESTIONS
from agent.dialogue.flows.search import ask_service
from agent.dialogue.memo import AskData, Plan, Wanted
from agent.dialogue.tools import note_place
from agent.dialogue.turn import Maybe, Turn, join
from agent.tool_views import ServiceView


def place_for_visit(turn: Turn) -> bool:
    """Whether a location came by itself to a business that visits its customers."""
    owner = turn.memo.ask.node if turn.memo.ask else "appointment"
    by_itself = turn.facts.place and turn.facts.home_visits and not turn.plain_text
    return bool(by_itself) and owner == "appointment"


def place_received(turn: Turn) -> Maybe:
    """Keeps it for the visit that is being booked, or asks whether one is wanted."""
    if not place_for_visit(turn) or turn.choice:
        return None
    yield from note_place()
    if turn.memo.booking.wanted and (question := turn.resume()):
        return join(turn.say("place_kept"), question)
    visits = turn.facts.home_visits
    if len(visits) > 1:
        options = [ServiceView(service=name, name=name) for name in visits]
        return ask_service(turn, options, turn.say("place_came"))
    turn.memo.booking = Plan(wanted=[Wanted(visits[0], visits[0])])
    question = turn.ask("offer", "appointment", "visit_there", service=visits[0])
    return join(turn.say("place_came"), question)


def shared(turn: Turn) -> str:
    """The reply to what was shared, "" when nothing was or when it answers a question."""
    if turn.facts.shares_card:
        return _card(turn)
    if not turn.facts.place or turn.pending_question == "place" or place_for_visit(turn):
        return ""
    if question := turn.resume():
        return join(turn.say("place_came"), question)
    if turn.facts.address:
        return turn.say("we_are_at", address=turn.facts.address)
    return turn.say("place_for_what")


def _card(turn: Turn) -> str:
    name = turn.facts.card
    if turn.pending_question == "phone" and turn.facts.card_phone:
        return ""
    if turn.pending_question in NAME_QUESTIONS and name and turn.memo.ask:
        data, kind = AskData(name=name), turn.pending_question
        data.appointment, data.consent = turn.memo.ask.data.appointment, turn.memo.ask.data.consent
        return turn.ask(kind, "appointment", "confirm_name", data, name=name)
    line = turn.say("card_came", name=name) if name else turn.say("card_came_unnamed")
    if question := turn.resume():
        return join(line, question)
    if not name:
        return join(line, turn.say("card_for_what"))
    return join(line, turn.ask("offer", "appointment", "book_for_card", AskData(name=name)))
