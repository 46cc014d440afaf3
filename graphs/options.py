"""The options (buttons, or numbered lines) that a reply carries: what it offers, or shows once more."""

from collections.abc import Iterable, Mapping, Sequence

from agent.dialogue.memo import Ask, Memo
from agent.language.alternatives import asks_which
from agent.texts import texts
from agent.tool_answers import Answer, Consent, NameHeard
from agent.tool_results import Change, Knowledge, OwnAppointments, Services, SlotSearch
from agent.tool_views import ServiceView, Slot
from agent.types import MOVES_NOT, Option

_MOST_OPTIONS = 5
_WITH_SLOTS = (Change, SlotSearch)
_CHOICES = ("slot", "service", "which")
"""Kinds of the offline model's questions to which one of several is the answer."""


def offered(
    text: str, answers: Sequence[Answer], language: str, memo: object = None
) -> list[Option]:
    """Those for what the last telling one of a turn's tools offers. `memo` is the offline model's (stored
    JSON), which knows whether it asks about reminders."""
    ask = Memo.read(memo).ask if memo else None
    if ask and ask.kind in ("consent", "recalls"):
        return _yes_no(ask.kind, language)
    offers = (_offered(answer, text, language) for answer in reversed(answers))
    options: list[Option] = next(filter(None, offers), [])
    other = bool(memo) and any(option.id.startswith("consent:") for option in options)
    return [] if other else options


def shown_again(text: str, memo: object, answers: Sequence[Answer]) -> list[Option]:
    """Those of an earlier offer that the reply lists once more, in the order in which it does.

    `answers` are those of the tools, of earlier turns first; `memo` is the offline model's (stored JSON),
    which knows what it asks. A single time is also named by the question for a name, so that it
    counts only where the memo says that it is on offer.
    """
    ask = Memo.read(memo).ask if memo else None
    if memo and (ask is None or ask.kind not in _CHOICES):
        return []
    if ask and ask.kind == "slot":
        return _in_order(text, _of_slots(text, _on_offer(Memo.read(memo), ask)))
    newest = list(reversed(answers))
    slots = _of_slots(text, _by_label(newest))
    for choices in [slots, *(listed for answer in newest for listed in _listed(answer))]:
        if len(options := _in_order(text, choices)) > 1:
            return options
    return []


def named_besides(text: str, options: Sequence[Option], answers: Sequence[Answer]) -> list[str]:
    """The tokens of times that the text names without a button: the customer was shown them as well."""
    slots = [slot for answer in answers if isinstance(answer, _WITH_SLOTS) for slot in answer.slots]
    whole = _named_whole(text, slots)
    named = (slot for slot in slots if slot in whole or _by_day_and_time(text, slot))
    proposals = [_proposed(answer) for answer in answers[-1:] if asks_which(text)]
    buttons = {option.id for option in options}
    ids = dict.fromkeys([*(slot.slot for slot in named), *filter(None, proposals)])
    return [one for one in ids if one not in buttons]


def _proposed(answer: Answer) -> str:
    """The yes to what the last tool proposed, which a question with two ways asks about without a button."""
    return f"{answer.proposal}:yes" if isinstance(answer, Change) and answer.proposal else ""


def _by_day_and_time(text: str, slot: Slot) -> bool:
    """ "1:00" does not stand in "11:00"."""
    if not (slot.day and slot.time and slot.day in text):
        return False
    return any(not before[-1:].isdigit() for before in text.split(slot.time)[:-1])


def asks_to_move(memo: object, args: Mapping[str, object]) -> bool:
    """Whether the times on offer are those of a move: as the offline model's memo says, else by the
    arguments of the last tool."""
    if not memo:
        return bool(args.get("appointment"))
    read = Memo.read(memo)
    return bool(read.ask and read.ask.kind == "slot" and read.ask.node == "reschedule")


def of_move(options: list[Option], language: str) -> list[Option]:
    """A yes and a no for the one time that an appointment may move to, so that nobody takes it for a
    new one; several times are told apart by themselves."""
    if len(options) != 1 or ":" in options[0].id:
        return options
    spoken = texts(language)
    yes, no = (spoken.line(f"labels.move_button.{answer}") for answer in ("yes", "no"))
    return [Option(options[0].id, yes), Option(MOVES_NOT, no)]


def _by_label(newest: Sequence[Answer]) -> list[Slot]:
    """The slots that the answers offer; of one that was offered twice the newest offer."""
    slots: dict[str, Slot] = {}
    for answer in newest:
        for slot in answer.slots if isinstance(answer, _WITH_SLOTS) else ():
            slots.setdefault(slot.label, slot)
    return list(slots.values())


def _on_offer(memo: Memo, ask: Ask) -> list[Slot]:
    return (memo.move if ask.node == "reschedule" else memo.booking).slots


def _of_slots(text: str, slots: Sequence[Slot]) -> list[tuple[Option, str]]:
    """By its label, or by its time where the reply words the day in a line of its own."""
    return [
        (
            Option(slot.slot, slot.short or slot.label),
            slot.label if slot.label in text else slot.time,
        )
        for slot in slots
        if slot.slot and _names(text, slot)
    ]


def _names(text: str, slot: Slot) -> bool:
    by_parts = slot.day and slot.time and slot.day in text and slot.time in text
    return bool((slot.label and slot.label in text) or by_parts)


def _in_order(text: str, choices: Sequence[tuple[Option, str]]) -> list[Option]:
    """Those that the text names, as it does."""
    places = [(text.find(label), option) for option, label in choices]
    named = sorted((place for place in places if place[0] >= 0), key=lambda place: place[0])
    return [option for _, option in named][:_MOST_OPTIONS]


def _offered(answer: Answer, text: str, language: str) -> list[Option]:
    if isinstance(answer, Change) and answer.proposal:
        return [] if asks_which(text) else _yes_no(answer.proposal, language)
    if isinstance(answer, Change | SlotSearch) and answer.slots:
        return _slots(text, answer.slots)
    for choices in _listed(answer):
        named = [option for option, label in choices if label in text]
        if len(named) > 1:
            return named[:_MOST_OPTIONS]
    if answer.status == "unsure" and isinstance(answer, Change | NameHeard) and answer.name:
        return _yes_no("name", language)
    if answer.status == "needs_place" and isinstance(answer, Change) and answer.place:
        return _yes_no("place", language)
    if answer.status == "needs_tap" and isinstance(answer, Consent):
        return _yes_no("consent", language)
    asks_phone = isinstance(answer, Change) and answer.ask_phone
    return _yes_no("consent", language) if answer.status == "booked" and not asks_phone else []


def _listed(answer: Answer) -> Iterable[list[tuple[Option, str]]]:
    """What a result lists, as buttons, and by what a reply names each."""
    match answer:
        case Change(appointments=own) | OwnAppointments(appointments=own):
            yield [(Option(f"appointment:{a.appointment}", a.short), a.label) for a in own]
        case SlotSearch():
            yield _of_services(answer.options)
            yield _of_services(answer.suggestions)
        case Knowledge():
            titles = [entry.title for entry in answer.near]
            yield [(Option(f"entry:{place}", title), title) for place, title in enumerate(titles)]
            yield _of_services(answer.services)
        case Services():
            yield _of_services(answer.services)


def _of_services(services: Iterable[ServiceView]) -> list[tuple[Option, str]]:
    return [(Option(f"service:{s.service}", s.name), s.name) for s in services]


def _slots(text: str, slots: Sequence[Slot]) -> list[Option]:
    """Those that the reply names; all of them when a model worded them in its own way.

    By their labels first: a visit's reply names the times of its parts, too.
    """
    named = _named_whole(text, slots) or [s for s in slots if s.day in text and s.time in text]
    return [Option(s.slot, s.short) for s in (named or slots)[:_MOST_OPTIONS]]


def _named_whole(text: str, slots: Sequence[Slot]) -> list[Slot]:
    """Those whose label the text has, and not only as the beginning of a longer one: "às 10h" stands in
    "às 10h30"."""
    named = [slot for slot in slots if slot.label in text]
    longer = [slot.label for slot in named]
    return [
        slot
        for slot in named
        if text.count(slot.label)
        > sum(text.count(one) for one in longer if one != slot.label and one.startswith(slot.label))
    ]


def _yes_no(key: str, language: str) -> list[Option]:
    return [
        Option(f"{key}:{answer}", texts(language).line(f"reminders.button.{answer}"))
        for answer in ("yes", "no")
    ]
