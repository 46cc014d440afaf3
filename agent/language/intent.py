"""The names of what a message can ask for."""

from enum import StrEnum


class Intent(StrEnum):
    """What a message asks for. A message can carry several."""

    GREETING = "greeting"
    GOODBYE = "goodbye"
    THANKS = "thanks"
    BOOK = "book"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    CONFIRM = "confirm"
    LIST = "list_appointments"
    PRICE = "price"
    HOURS = "hours"
    LOCATION = "location"
    SERVICES = "services"
    QUESTION = "question"
    HUMAN = "human"
    COMPLAINT = "complaint"
    URGENT = "urgent"
    HEALTH = "health"
    BOT = "are_you_a_bot"
    RENAME = "correct_name"
    OPT_OUT = "opt_out"
    WAIT = "wait_for_free_time"
    UNWAIT = "leave_waiting_list"
