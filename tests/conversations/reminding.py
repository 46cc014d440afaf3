"""An appointment with a yes to reminders, time that passes, and the rows that are left."""

from tests.beginnings import beginning
from tests.conversations.agenda_rules import at
from tests.front import Customer, Front


@beginning
async def book(customer: Customer, wish: str, name: str = "Ana Pérez", yes: str = "sí") -> None:
    """One appointment; the first time the name and a yes to reminders are given, too."""
    await customer.say(wish)
    answer = await customer.say(yes)
    if "✅" not in answer:
        answer = await customer.say(name)
    assert "✅" in answer, answer
    if "?" in answer:
        await customer.say(yes)


async def later(customer: Customer, local: str) -> str:
    """What the customer receives until this moment (of the organization's zone, with offset)."""
    await customer.front.pass_time((at(local) - customer.front.clock.now()).total_seconds())
    return await customer.listen()


def reminders(front: Front) -> list[tuple[str, str, str | None]]:
    """Kind, status and reason, in the order in which they were due."""
    rows = front.rows("select kind, status, reason from reminders order by due_at, created_at")
    return [(row["kind"], row["status"], row["reason"]) for row in rows]


def events(front: Front) -> list[tuple[str, str]]:
    rows = front.rows("select kind, actor from appointment_events order by id")
    return [(row["kind"], row["actor"]) for row in rows]


def statuses(front: Front) -> dict[str, str]:
    return {row["service"]: row["status"] for row in front.appointments()}
