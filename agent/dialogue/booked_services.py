"""What a message does about the services of appointments that stand: exchanges them, or wants nothing else."""

from agent.dialogue.flows.naming import heard_name
from agent.dialogue.turn import Turn
from agent.language import Intent, looks_like_date
from agent.language.names import same_person
from agent.language.readings.contented import means_only_that
from agent.language.readings.other_times import exchanges_days
from agent.language.readings.refusing import begins_with_no
from agent.language.readings.services import mentioned
from agent.language.readings.taking import without_month
from agent.language.readings.visits import says_only, swapped_for


def swaps_service(turn: Turn) -> bool:
    """Wants another service in the place of one that is booked, and has none in the making."""
    if turn.memo.booking.wanted and turn.memo.ask and turn.memo.ask.node == "appointment":
        return False
    if turn.pending_question == "offer" or _gives_strange_name(turn):
        return False
    booked = {_booked_service(turn, one.label) for one in turn.facts.upcoming} - {""}
    swapped = (swapped_for(turn.text, turn.facts.services, name) for name in booked)
    # What is booked as well is the other one of two, and no exchange.
    return any(one and one.name not in booked for one in swapped)


def _gives_strange_name(turn: Turn) -> bool:
    """Whether a full name is given that is not the customer's: that of whom a new one is for."""
    heard, own = heard_name(turn), turn.facts.customer_name
    if heard is None or not own or len(heard.value.split()) < 2:
        return False
    return not (same_person(heard.value, own) or same_person(own, heard.value))


def says_only_what_is_booked(turn: Turn) -> bool:
    """Tells that it is nothing but what was just booked: "é só a manutenção, tá?"."""
    if not turn.memo.booked or turn.pending_question or "?" in turn.text.rstrip("? "):
        return False
    booked = {_booked_service(turn, one.label) for one in turn.facts.upcoming}
    spoken = set(mentioned(turn.text, turn.facts.services))
    only = says_only(turn.text, turn.reads)
    dated = looks_like_date(without_month(turn.text))
    return only and bool(spoken) and spoken <= booked and not dated


def refuses_one_more(turn: Turn) -> bool:
    """Refuses one more of what they have: "não, é só a de terça mesmo", where times for another are on offer."""
    plan = turn.memo.booking
    services = {_booked_service(turn, one.label) for one in turn.facts.upcoming}
    has_them = bool(plan.names) and {*plan.names} <= services and not (plan.party or plan.each)
    if turn.pending_question != "slot" or turn.choice or not has_them:
        return False
    if any(letter.isdigit() for letter in turn.text):
        return False  # an hour is looked up: it may be that of their own
    return begins_with_no(turn.text, portuguese=turn.portuguese) and means_only_that(turn.text)


def exchanges_day(turn: Turn) -> bool:
    """Wants another day for the one of an appointment that stands, and no other service."""
    if turn.choice or not turn.facts.upcoming or turn.has(Intent.CANCEL, sure=0.8):
        return False
    booked = {_booked_service(turn, one.label) for one in turn.facts.upcoming}
    return {*mentioned(turn.text, turn.facts.services)} <= booked and exchanges_days(turn.text)


def _booked_service(turn: Turn, label: str) -> str:
    """The service that a label begins with."""
    return next((name for name in turn.facts.services if label.startswith(f"{name},")), "")
