"""Whether the doors are open or closed on a day, or on a part of it, as a reply has it."""

from dataclasses import replace

from agent.reply_checks.ground import Ground
from agent.reply_checks.moments import NOON, Day
from agent.reply_checks.reply import ReplyText


def part_is_shut(day: Day, clause: str, reply: ReplyText) -> bool:
    """ "Depois do almoço na sexta estamos fechados", of a day that is open in the morning only."""
    if not reply.matches("time.closed", clause):
        return False
    late, early = reply.matches("day.late", clause), reply.matches("day.early", clause)
    if late == early:
        return False
    minutes = range(15 * 60, 23 * 60, 30) if late else range(5 * 60, NOON, 30)
    return not any(reply.ground.is_open(minute, day.days) for minute in minutes)


def open_truth(day: Day, closed: bool | None, ground: Ground, *, is_any: bool) -> bool:
    """Whether the doors are open, or `closed`, on that day as the words have it. `is_any`: it is said of every week."""
    if not day.weekday and len(day.days) > 1:
        today = ground.evidence.now.date()
        ahead = sorted(one for one in day.days if one >= today)
        day = replace(day, days=frozenset(ahead[:1]) or day.days)
    special = [ground.special_texts[one] for one in day.days if one in ground.special_texts]
    if special:
        fits = closed is None or any(shut == closed for shut, _ in special)
        if fits or not is_any:
            return fits
    if not ground.evidence.hours:
        return True
    is_open = any(ground.hours_on(one) for one in day.days)
    all_open = all(ground.hours_on(one) for one in day.days)
    if closed is None:
        return True
    return not all_open if closed else is_open
