"""Understanding the answer to an offer of free time, for bookings and moves alike."""

from collections.abc import Generator, Sequence

from agent.dates.corrections import corrects
from agent.dates.polarity import refuses
from agent.dialogue.flows.dates import (
    Reading,
    bounds,
    merge,
    note_member,
    only_day,
    shifted,
    sooner_or_later,
    understand,
)
from agent.dialogue.flows.described import described, takes_any
from agent.dialogue.flows.either import (
    first_of,
    none_of_them,
    says_either,
    says_none,
    settle_reading,
    several_left,
    wish_by_place,
    wish_left,
)
from agent.dialogue.flows.members import people_of
from agent.dialogue.flows.offering import ask_day, offer, offer_one
from agent.dialogue.flows.pointed_people import (
    ask_whom_not,
    asks_whom_not,
    refused_of,
)
from agent.dialogue.flows.relative import Relative, moved_by, other_week
from agent.dialogue.flows.search import line_or_hour, search, search_options
from agent.dialogue.flows.slots import agreeing, by_position, of_person
from agent.dialogue.flows.theirs import calls_off_somebodys
from agent.dialogue.flows.titles import titled
from agent.dialogue.flows.turned_down import leave_out, note_pointed, pointed_instead, take_back
from agent.dialogue.memo import Plan
from agent.dialogue.turn import Call, Maybe, Steps, Turn, join
from agent.language import Intent, looks_like_date, words
from agent.language.readings.cancelling import calls_off_last
from agent.language.readings.choices import (
    any_will_do,
    names_alternatives,
    no_longer_wants,
    without_leading_no,
)
from agent.language.readings.extremes import LATEST
from agent.language.readings.people import anybody_will_do, same_person
from agent.language.readings.refusing import begins_with_no
from agent.tool_answers import Answer
from agent.tool_views import Bounds, Slot

Chosen = Generator[Call, Answer, Slot | str | None]
"""Ends with the slot that was chosen, with a reply, or with None: not an answer to an offer."""


_IN_FLOW = frozenset({"slot", "day", "reading", "member", "service", "name", "place", "wait_name"})


def gives_up(turn: Turn) -> bool:
    """Whether the customer no longer wants what is being arranged."""
    if turn.pending_question not in _IN_FLOW or calls_off_somebodys(turn):
        return False
    if looks_like_date(turn.text):
        return turn.has(Intent.CANCEL, sure=0.8) and calls_off_last(turn.text)
    return turn.has(Intent.CANCEL, sure=0.8) or no_longer_wants(turn.text)


def choose(turn: Turn, plan: Plan) -> Chosen:
    """Reads the message as a choice among the offered slots, or as a wish for other ones.

    The only time on offer is never taken by a message that begins with a clear no: it is offered again.
    """
    alone = plan.slots[0] if len(plan.slots) == 1 and denied_first(turn) else None
    chosen = yield from _choose(turn, plan)
    if alone and isinstance(chosen, Slot) and chosen.slot == alone.slot:
        return offer_one(turn, plan, chosen)
    return chosen


def denied_first(turn: Turn) -> bool:
    """Whether the message begins with a clear no."""
    return not turn.choice and begins_with_no(turn.text, portuguese=turn.portuguese)


def _choose(turn: Turn, plan: Plan) -> Chosen:
    if slot := by_position(without_leading_no(turn.text), turn.choice, plan.slots):
        hour = yield from line_or_hour(turn, plan, slot)
        if hour is None:
            return slot
        return offer(turn, plan, [slot, hour], turn.say("which_of_these"))
    if slot := pointed_instead(turn, plan):
        return slot
    if shown := _shown(turn, plan):
        return (
            _settled(turn, plan, shown[0])
            if len(shown) == 1
            else offer(turn, plan, shown, turn.say("which_of_these"))
        )
    if turn.pending_question == "member" and _pick_member(turn, plan):
        return (yield from search(turn, plan))
    if turn.pending_question == "reading" and (wish := wish_by_place(turn, plan)):
        return (yield from _search_from(turn, plan, wish))
    if says_none(turn, plan):
        return (yield from _none_of(turn, plan))
    if plan.wanted and (says_either(turn, plan) or _takes_any_wish(turn, plan)):
        return (yield from first_of(turn, plan))
    if whom := ask_whom_not(turn, plan):
        return whom
    if moved := (yield from _moved(turn, plan)):
        return (yield from _search_from(turn, plan, moved))
    wishes = list(plan.either)
    read = yield from understand(
        turn, plan, expecting_time=turn.pending_question in {"slot", "day", "reading"}
    )
    several, shown = len(plan.slots) > 1, list(plan.slots)
    pointed = note_pointed(turn, plan) if not read.refused else False
    if pointed and several and not plan.slots and read.status == "none":
        if _wants_shift(turn, plan, shown, read):
            return (yield from search(turn, plan))
        return ask_day(turn, plan)  # none of them: only the customer knows what else
    wish = wish_left(turn, plan, wishes, read, refused=read.refused or pointed)
    if wish is not None and plan.wanted:
        return (yield from _search_from(turn, plan, wish) if wish else several_left(turn, plan))
    if plan.wanted and (days := other_week(turn, plan, read)):
        take_back(plan, days)
        return (yield from _search_from(turn, plan, days))
    if plan.pick and plan.wanted and read.status in ("ok", "none") and not read.refused:
        return (yield from _extreme(turn, plan, read))
    if (read.refused or pointed or denied_first(turn)) and _wants_shift(turn, plan, shown, read):
        return (yield from search(turn, plan))
    if read.refused or pointed:
        return (yield from _from_refusal(turn, plan, read))
    if any_will_do(turn.text) and plan.slots and read.status != "ok":
        return offer_one(turn, plan, plan.slots[0])
    if (done := (yield from _shifted(turn, plan, read))) is not None:
        return done
    return (yield from _from_reading(turn, plan, read))


def _shown(turn: Turn, plan: Plan) -> list[Slot]:
    """The times on offer that the message calls by their title, describes, or takes as they come."""
    if turn.choice or turn.pending_question not in {"slot", "day", "name"}:
        return []
    if refuses(turn.text, portuguese=turn.portuguese):
        return []
    if shown := titled(turn.text, plan.slots, turn.memo.name) or described(turn, plan.slots):
        return shown
    return plan.slots[:1] if takes_any(turn, plan.slots) and not plan.either else []


def _moved(turn: Turn, plan: Plan) -> Relative:
    """The start of "media hora después" than the time spoken of: the one chosen or the only one on
    offer, else that of the appointment that moves."""
    spoken = [slot for slot in plan.slots if slot.slot == plan.slot] or plan.slots
    if len(spoken) == 1:
        return (yield from moved_by(turn, plan, spoken[0].date, spoken[0].at))
    day, _, at = plan.stands.partition(" ")
    return (yield from moved_by(turn, plan, day, at))


def _extreme(turn: Turn, plan: Plan, read: Reading) -> Steps:
    """The first or last time there is: of the day spoken of, whatever hour was before."""
    day = only_day(plan)
    hours = {"time"} if plan.pick != LATEST else {"time", "part", "not_before", "not_after"}
    plan.when = {key: value for key, value in plan.when.items() if key not in hours}
    if day and plan.pick == LATEST:
        plan.when |= {"date_from": day, "date_to": day}
    note_member(turn, plan)
    return (yield from _search_from(turn, plan, read.when))


def _takes_any_wish(turn: Turn, plan: Plan) -> bool:
    """ "Me da igual", "tanto faz" to two days or hours that were asked about."""
    pending = turn.pending_question == "reading" and len(plan.either) > 1
    return pending and any_will_do(turn.text) and not looks_like_date(turn.text)


def _shifted(turn: Turn, plan: Plan, read: Reading) -> Maybe:
    """ "Más tarde", "otro día": unless a day is named all the same."""
    if read.status == "impossible" or read.when.keys() & {"date_from", "time"} or read.readings[1:]:
        return None
    shift = shifted(turn, plan)
    if shift == "ask":
        plan.slots = []
        return ask_day(turn, plan)
    if shift:
        if "date_from" in plan.when:
            merge(
                plan,
                {
                    key: value
                    for key, value in read.when.items()
                    if key != "part" or _new_part(plan)
                },
            )
        return (yield from search(turn, plan))
    return None


def _wants_shift(turn: Turn, plan: Plan, shown: Sequence[Slot], read: Reading) -> bool:
    """Whether the times that were `shown` are refused for later or earlier ones, which is then the wish: "a esa
    hora no puedo, ¿más tarde?"."""
    if not (shown and plan.wanted) or read.when.keys() & {"date_from", "time"} or read.readings[1:]:
        return False
    return sooner_or_later(turn, plan, shown[0].at, shown[-1].at)


def _none_of(turn: Turn, plan: Plan) -> Steps:
    """None of what is on offer: "ninguna me sirve, ¿más tarde?" says what else."""
    shown = list(plan.slots)
    asking = none_of_them(turn, plan)
    if shown and plan.wanted and sooner_or_later(turn, plan, shown[0].at, shown[-1].at):
        return (yield from search(turn, plan))
    return asking


def _new_part(plan: Plan) -> bool:
    return not plan.when.keys() & {"not_before", "not_after"}


def _from_refusal(turn: Turn, plan: Plan, read: Reading) -> Chosen:
    """Offers what the refusal leaves; chooses it only when a correction names it ("mejor a las 4")."""
    note_member(turn, plan)
    if read.status == "ok":
        left = _offered(turn, plan, read.when)
        if len(left) == 1 and not read.is_question and corrects(turn.text):
            return _settled(turn, plan, left[0])
        if len(left) == 1:
            return offer_one(turn, plan, left[0])
        return (yield from _search_from(turn, plan, read.when))
    if read.status == "ambiguous":
        return (yield from _options(turn, plan, read))
    if read.status == "impossible":
        return (yield from impossible(turn, plan, read))
    return (yield from search(turn, plan)) if plan.wanted else None


def _offered(turn: Turn, plan: Plan, when: Bounds) -> list[Slot]:
    """The slots on offer that fit the bounds and the person of the message."""
    person = people_of(turn, plan.slots).wanted
    return of_person(agreeing(plan.slots, when), person)


def _from_reading(turn: Turn, plan: Plan, read: Reading) -> Chosen:
    if read.status == "ok":
        left = _offered(turn, plan, read.when)
        # "En la tarde" narrows the search; it takes no slot for being the only one shown of it.
        if len(left) == 1 and read.when.keys() & {"time", "date_from"}:
            return (
                offer_one(turn, plan, left[0])
                if read.is_question
                else _settled(turn, plan, left[0])
            )
        note_member(turn, plan)
        return (yield from _search_from(turn, plan, read.when))
    if read.status == "ambiguous":
        return (yield from _options(turn, plan, read))
    if read.status == "impossible":
        return (yield from impossible(turn, plan, read))
    return (yield from _without_date(turn, plan))


def _without_date(turn: Turn, plan: Plan) -> Chosen:
    if person := people_of(turn, plan.slots).wanted:
        theirs = of_person(plan.slots, person)
        if len(theirs) == 1:
            return _settled(turn, plan, theirs[0])
        if theirs:
            return offer(turn, plan, theirs, "")
    if note_member(turn, plan) or (any_will_do(turn.text) and plan.wanted):
        return (yield from search(turn, plan))
    if turn.agrees and len(plan.slots) == 1:
        return plan.slots[0]
    if turn.agrees and plan.slots:
        return offer(turn, plan, plan.slots, turn.say("which_of_these"))
    if turn.agrees is False:
        plan.slots = []
        return ask_day(turn, plan)
    return None


def _settled(turn: Turn, plan: Plan, slot: Slot) -> Slot | str:
    """Chooses a slot that is named, and offers one that is asked about ("¿y el jueves?")."""
    if turn.has(Intent.QUESTION) or "?" in turn.text:
        return offer_one(turn, plan, slot)
    return slot


def _search_from(turn: Turn, plan: Plan, when: Bounds) -> Steps:
    merge(plan, when)
    if not plan.wanted:
        return ""
    return (yield from search(turn, plan))


def _options(turn: Turn, plan: Plan, read: Reading) -> Chosen:
    """Two readings: the one on offer; both, when the customer named both ("a las 3 o a las 4")."""
    fitting = [_offered(turn, plan, bounds(reading)) for reading in read.readings]
    matching = [slots[0] for slots in fitting if len(slots) == 1]
    named = read.reason == "which_time" or names_alternatives(turn.text)
    if named and len(matching) < len(read.readings) and plan.wanted:
        matching = (yield from search_options(plan, [bounds(r) for r in read.readings])) or matching
    if len(matching) > 1:
        return offer(turn, plan, matching, turn.say("which_of_these"))
    if len(matching) == 1:
        one = matching[0]
        return (
            offer_one(turn, plan, one) if named or read.is_question else _settled(turn, plan, one)
        )
    return (yield from settle_reading(turn, plan))


def impossible(turn: Turn, plan: Plan, read: Reading) -> Steps:
    """Says why a day or time cannot be, and asks for another one; for a past one, offers what comes next."""
    worded = {"no_such_day", "past", "no_such_time", "too_far", "nonexistent_local_time"}
    reason = read.reason if read.reason in worded else "no_such_time"
    line = turn.say(f"impossible_{reason}")
    if reason == "past" and plan.wanted:
        return (yield from search(turn, plan, line))
    return join(line, ask_day(turn, plan))


def _pick_member(turn: Turn, plan: Plan) -> bool:
    """Stores the person chosen; True as well when anybody will do."""
    if unwanted := refused_of(turn, asks_whom_not(turn)):
        leave_out(plan, unwanted)
        return True
    members = turn.memo.ask.data.members if turn.memo.ask else []
    spoken = set(turn.plain_text.split())
    people = [Slot(person=member) for member in members]
    refused = set(people_of(turn, people).refused)
    plan.not_with = list(dict.fromkeys([*plan.not_with, *refused]))
    named = {m: len(spoken & set(words(m))) for m in members if m not in refused}
    best = max(named.values(), default=0)
    meant = [member for member, count in named.items() if count == best > 0]
    if not meant and turn.agrees and len(named) == 1:
        meant = list(named)
    if len(meant) == 1:
        plan.when["member"] = meant[0]
        plan.not_with = [name for name in plan.not_with if not same_person(name, meant[0])]
    anybody = not refused and (
        any_will_do(turn.text) or anybody_will_do(turn.text) or bool(turn.agrees)
    )
    if anybody and not meant:
        plan.not_with = []
    return len(meant) == 1 or bool(refused) or anybody
