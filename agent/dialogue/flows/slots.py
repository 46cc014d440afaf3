"""Which of the offered slots are meant: by their place in the list, or by resolved bounds."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from agent.dates import excluded, read_exclusions
from agent.dates.values import PARTS
from agent.language import fold, ordinal, words
from agent.language.readings.choices import hour_taken
from agent.language.readings.people import same_person
from agent.tool_views import Bounds, Slot


def by_position(text: str, choice: str, slots: Sequence[Slot]) -> Slot | None:
    """The slot that was tapped, or that "el segundo", "la última", "2" points to."""
    for slot in slots:
        if choice and slot.slot == choice:
            return slot
    position = ordinal(text, len(slots))
    if position is None:
        return _by_hour(text, slots)
    number = next((word for word in reversed(words(text)) if word.isdigit()), "")
    if number and (same := _at_hour(int(number), slots)):
        # "3" can be the third or three o'clock: only when both are one slot is it certain.
        return slots[position] if same == [slots[position]] else None
    return slots[position]


def _by_hour(text: str, slots: Sequence[Slot]) -> Slot | None:
    """The only one at the hour of "the 11", where no other day on offer is an 11th."""
    hour = hour_taken(text)
    if hour is None or any(int(slot.date[-2:] or 0) == hour for slot in slots):
        return None
    same = _at_hour(hour, slots)
    return same[0] if len(same) == 1 else None


def _at_hour(hour: int, slots: Sequence[Slot]) -> list[Slot]:
    clocks = {f"{hour % 12:02d}:00", f"{hour % 12 + 12:02d}:00"}
    return [slot for slot in slots if slot.at in clocks]


def agreeing(slots: Sequence[Slot], when: Bounds) -> list[Slot]:
    """The offered slots inside resolved bounds (dates "YYYY-MM-DD", times "HH:MM")."""
    return [slot for slot in slots if _inside(slot, when)]


def of_person(slots: Sequence[Slot], person: str) -> list[Slot]:
    """Those with somebody who is called so; all of them when nobody is named."""
    return [slot for slot in slots if fold(person) in fold(slot.person)]


def _inside(slot: Slot, when: Bounds) -> bool:
    first, last = when.get("date_from"), when.get("date_to")
    if (first and slot.date < first) or (last and slot.date > last):
        return False
    if (clock := when.get("time")) and slot.at != clock:
        return False
    if (early := when.get("not_before")) and slot.at < early:
        return False
    if (late := when.get("not_after")) and slot.at > late:
        return False
    return in_part(slot.at, when.get("part", ""))


def in_part(at: str, part: str) -> bool:
    """Whether a start "HH:MM" belongs to a part of the day, as a search for it understands that."""
    if part not in PARTS:
        return True
    try:
        clock = time.fromisoformat(at)
    except ValueError:
        return False
    low, high = PARTS[part]
    return low <= clock < high


def start_of(slot: Slot) -> datetime | None:
    """When a slot begins (local), None where it does not say so."""
    try:
        return datetime.fromisoformat(f"{slot.date}T{slot.at}")
    except ValueError:
        return None


def allowed(slots: Sequence[Slot], without: Iterable[str], people: Iterable[str]) -> list[Slot]:
    """The slots that nothing excludes: `without` as texts of agent.dates.Exclusion, `people` by name."""
    exclusions = read_exclusions(without)
    unwanted = list(people)
    return [
        slot
        for slot in slots
        if not ((start := start_of(slot)) and excluded(start, exclusions))
        and not any(same_person(person, slot.person) for person in unwanted)
    ]
