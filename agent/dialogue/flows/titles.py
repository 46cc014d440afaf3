"""Times on offer called by their titles, whole or in part: "sáb 12, 10:00 a. m.", "el mié 9", "qui 3 10h".

A title says a weekday, a date, an hour, and perhaps with whom. It is compared with what the times on
offer say, in every language that is spoken, so that a number beside a weekday is the day on offer and
nothing else. What says anything besides is no title.
"""

from collections.abc import Sequence

from agent.dialogue.flows.slots import start_of
from agent.language import words
from agent.language.readings.titles import Title, read_title
from agent.tool_views import Slot


def titled(text: str, slots: Sequence[Slot], name: str = "") -> list[Slot]:
    """The times on offer whose title this is, or a part of it; [] when it is none, or fits all.

    `name` is the customer's, which may stand with it."""
    title = read_title(text, set(words(name)))
    if not title.says_enough or len(slots) < 1:
        return []
    fitting = [slot for slot in slots if _is(title, slot)]
    return fitting if len(fitting) < len(slots) or len(slots) == 1 else []


def _is(title: Title, slot: Slot) -> bool:
    start = start_of(slot)
    if start is None:
        return False
    own = {("weekday", start.isoweekday()), ("month", start.month)}
    people = set(words(" ".join(slot.people)))
    return (
        all(meanings & own for meanings in title.meanings)
        and all(number == start.day for number in title.numbers)
        and all(start.month in date and start.day in date for date in title.dates)
        and all(year == start.year % 100 for year in title.years)
        and all(slot.at in clock for clock in title.clocks)
        and all(word in people for word in title.others)
    )
