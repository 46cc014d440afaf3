"""Two people at once: who they are, what is offered to both, and the booking of both or of nobody."""

from collections.abc import Sequence
from dataclasses import replace

from agent.dialogue.flows.naming import heard_name, of_others
from agent.dialogue.flows.whom import called, guest_of
from agent.dialogue.flows.wording import by_whom
from agent.dialogue.memo import MOST_GUESTS, Guest, Plan
from agent.dialogue.turn import Turn
from agent.language.both import without_both
from agent.language.name_pairs import two_people
from agent.language.names import same_person
from agent.language.said_names import SaidNames, names_said
from agent.language.whom import (
    ForWhom,
    comes_in_turn,
    without_names,
    without_spans,
    writer_name,
)
from agent.tool_views import Slot


def is_party(turn: Turn) -> bool:
    """Whether the appointment in the making is for two."""
    return len(turn.memo.booking.party) == MOST_GUESTS


def note_party(turn: Turn, heard: ForWhom) -> None:
    """Keeps who the two are, as far as the message tells."""
    plan = turn.memo.booking
    guests = [guest_of(turn, one) for one in heard.others][:MOST_GUESTS]
    if heard.writer and len(guests) < MOST_GUESTS:
        own = turn.facts.customer_name or heard.name or writer_name(turn.text)
        guests.insert(0, Guest(writer=True, name=own))
    guests += [Guest()] * (MOST_GUESTS - len(guests))
    plan.party, plan.in_turn = guests, comes_in_turn(turn.text)
    plan.each, turn.memo.queue = False, []
    turn.memo.name = ""
    turn.whom = True
    turn.narrow(without_names(turn.text, heard))
    note_names(turn)


def note_both(turn: Turn) -> None:
    """Takes out what counts the two of them, where it could be read as two o'clock."""
    plan, choice = turn.memo.booking, turn.choice
    if (
        (is_party(turn) or plan.each)
        and not choice
        and (text := without_both(turn.text)) != turn.text
    ):
        turn.narrow(text)


def note_names(turn: Turn) -> bool:
    """Gives the names that the message tells to those of the two who have none. False for none."""
    plan = turn.memo.booking
    plan.in_turn = plan.in_turn or comes_in_turn(turn.text)
    unnamed = [guest for guest in plan.party if not guest.name]
    if not unnamed or turn.choice:
        return False
    if names := _told(turn):
        turn.narrow(without_spans(turn.text, names.spans))
        return True
    expected = turn.pending_question == "name" and len(unnamed) == MOST_GUESTS
    if pair := two_people(turn.text, of_others(turn), expected=expected):
        plan.party = _of_pair(turn, plan.party, (pair[0].value, pair[1].value))
        turn.narrow(f"{turn.text[: pair[0].start]}\n{turn.text[pair[1].end :]}")
        return True
    heard = heard_name(turn)
    if heard is None or not (heard.sure or turn.pending_question == "name"):
        return False
    place = _place_of(turn, plan.party, heard.how)
    plan.party[place] = replace(plan.party[place], name=heard.value)
    turn.narrow(f"{turn.text[: heard.start]}\n{turn.text[heard.end :]}")
    return True


def _told(turn: Turn) -> SaidNames | None:
    """Gives the names that are told with whose they are: "yo soy Ana y mi hermana es Ruth"."""
    plan = turn.memo.booking
    names = names_said(turn.text, of_others(turn))
    party = list(plan.party)
    writer = next((n for n, guest in enumerate(party) if guest.writer), None)
    if writer is None and names.own and not any(one.relation or one.name for one in party):
        party[0], writer = Guest(writer=True), 0
    if names.own and writer is not None and not party[writer].name:
        party[writer] = replace(party[writer], name=names.own)
    for somebody in names.others:
        place = _of_relation(party, somebody.relation)
        if place is not None:
            relation = party[place].relation or somebody.relation
            party[place] = replace(party[place], name=somebody.name, relation=relation)
    if party == plan.party:
        return None
    plan.party = party
    return names


def _of_relation(party: Sequence[Guest], relation: str) -> int | None:
    """Whose name it is that was told of one who is that to the writer: of those who have none."""
    free = [n for n, guest in enumerate(party) if not (guest.name or guest.writer)]
    related = [n for n in free if not relation or party[n].relation in ("", relation)]
    return related[0] if related else None


def _place_of(turn: Turn, party: Sequence[Guest], how: str) -> int:
    """Whose name it is: "soy Ana" is the writer's, else the first one's who has none."""
    free = [n for n, guest in enumerate(party) if not guest.name]
    own = [n for n in free if party[n].writer]
    return own[0] if own and how == "self" else free[0]


def _of_pair(turn: Turn, party: Sequence[Guest], names: tuple[str, str]) -> list[Guest]:
    """Who is called how. Which of two names is the writer's is known by their profile or the name that one has;
    else both are simply people whom the customer named."""
    writer = next((guest for guest in party if guest.writer), None)
    if writer is None:
        return [replace(guest, name=name) for guest, name in zip(party, names, strict=True)]
    own = writer.name or turn.facts.customer_name or turn.facts.profile_name
    mine = [name for name in names if _alike(own, name)]
    if len(mine) != 1:
        return [Guest(name=name) for name in names]
    [theirs] = (name for name in names if name != mine[0])
    return [replace(guest, name=mine[0] if guest.writer else theirs) for guest in party]


def _alike(name: str, other: str) -> bool:
    first = name.split(" ")[0]
    return bool(name) and (same_person(name, other) or same_person(first, other))


def ask_names(turn: Turn) -> str:
    """Asks how those of the two are called whose names are missing; "" when none is."""
    unnamed = [guest for guest in turn.memo.booking.party if not guest.name]
    if not unnamed:
        return ""
    if len(unnamed) == MOST_GUESTS:
        return turn.ask("name", "appointment", "ask_both_names")
    if unnamed[0].writer:
        return turn.ask("name", "appointment", "ask_your_name_too")
    return turn.ask("name", "appointment", "ask_name_of", who=called(turn, unnamed[0]))


def guests_to_book(plan: Plan) -> list[dict[str, str]]:
    """The two as the tool takes them."""
    return [_to_book(guest) for guest in plan.party]


def _to_book(guest: Guest) -> dict[str, str]:
    if guest.writer:
        return {"person": "self", "name": guest.name}
    if guest.person:
        return {"person": guest.person}
    named = {"name": guest.name}
    return named | ({"relation": guest.relation} if guest.relation else {})


def forget_names(plan: Plan) -> None:
    """After names that were not taken down."""
    plan.party = [replace(guest, name="", person="") for guest in plan.party]


def _said_of(turn: Turn, guest: Guest) -> str:
    told = guest.name or guest.relation or guest.writer
    return f"{called(turn, guest)}: " if told else ""


def guest_lines(turn: Turn, slot: Slot) -> str:
    """Who of the two is expected when, and with whom, a line each."""
    party = turn.memo.booking.party
    lines = zip(party, slot.parts, strict=False)
    return "".join(
        f"\n• {_said_of(turn, guest)}{part.time}{by_whom(turn.facts.language, part.person)}"
        for guest, part in lines
    )
