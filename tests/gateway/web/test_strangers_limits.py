"""A stranger on the chat page who has booked enough for today is told so, and gets a way on."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from agent.texts import languages, texts
from tests.agent.reply_checks.empty import claims_of
from tests.databases import SECRETS
from tests.front import Front
from tests.front_fixtures import Opening

TOKEN = SECRETS["AURORA_WEB_TOKEN"]
LIMITED = "hasta 2 "
"""Of the sentence in both its forms."""


@dataclass
class Visitor:
    """A browser on the page; `place`: the address that a proxy says it has."""

    front: Front
    customer: str
    place: str
    replies: list[str] = field(default_factory=list)
    written: int = 0

    async def say(self, text: str) -> str:
        self.written += 1
        frame = {"customer": self.customer * 32, "id": f"m{self.written}", "text": text}
        answer = await self.front.http.post(
            f"/webhooks/web/{TOKEN}", json=frame, headers={"X-Forwarded-For": self.place}
        )
        assert answer.status_code == 200
        await self.front.settle()
        rows = self.front.rows(
            "select m.body from chat_messages m join chat_identities i on i.id = m.chat_identity_id"
            " where m.direction = 'outbound' and i.address = %s order by m.seq",
            self.customer * 32,
        )
        new = [str(row["body"]) for row in rows[len(self.replies) :]]
        self.replies += new
        return "\n".join(new)

    async def book(self, at: str, name: str | None = None) -> str:
        """Up to the answer of the last step."""
        offered = await self.say(f"Quiero una depilación láser {at}")
        assert "¿" in offered
        chosen = await self.say("sí, esa")
        return await self.say(name) if name else chosen


@pytest.fixture
def open_page(open_front_with: Opening) -> Any:
    return lambda: open_front_with(trusted_proxies="127.0.0.1")


def limit(front: Front, **settings: int) -> None:
    front.execute(
        "update platform_connections set settings = %s where channel = 'web'", Jsonb(settings)
    )


async def test_enough_for_one_visitor(open_page: Any) -> None:
    async with open_page() as front:
        limit(front, bookings_per_visitor=2)
        ana = Visitor(front, "a", "8.8.4.1")
        assert "agendada" in await ana.book("el lunes a las 3 de la tarde", "Ana Pérez")
        await ana.say("no")
        assert "agendada" in await ana.book("el martes a las 3 de la tarde")
        refused = await ana.book("el miércoles a las 3 de la tarde")
        assert LIMITED in refused
        assert "persona" in refused
        assert len(front.appointments()) == 2
        await ana.say("sí, por favor")
        assert front.rows("select id from escalations"), "a person was offered, and is called"


async def test_enough_for_one_address(open_page: Any) -> None:
    async with open_page() as front:
        limit(front, bookings_per_address=2)
        for customer, day, name in (("a", "lunes", "Ana Pérez"), ("b", "martes", "Luz Díaz")):
            visitor = Visitor(front, customer, "8.8.4.1")
            assert "agendada" in await visitor.book(f"el {day} a las 3 de la tarde", name)
        third = Visitor(front, "c", "8.8.4.1")
        assert LIMITED in await third.book("el miércoles a las 3 de la tarde", "Eva Gil")
        elsewhere = Visitor(front, "d", "8.8.4.2")
        booked = await elsewhere.book("el miércoles a las 3 de la tarde", "Sol Paz")
        assert "agendada" in booked
        assert len(front.appointments()) == 3


async def test_many_tabs_of_one_address_empty_no_morning(open_page: Any) -> None:
    """They keep three slots; the others are anybody's, and who lost a hold still books."""
    hours = ("las 10 de la mañana", "las 11 de la mañana", "las 2 de la tarde", "las 3 de la tarde",
             "las 4 de la tarde", "las 5 de la tarde")  # fmt: skip
    async with open_page() as front:
        tabs = [Visitor(front, customer, "8.8.4.1") for customer in "abcdef"]
        for tab, hour in zip(tabs, hours, strict=True):
            assert "¿" in await tab.say(f"Quiero una depilación láser el lunes a {hour}")
        assert len(front.rows("select id from holds")) == 3
        other = Visitor(front, "0", "8.8.4.2")
        assert "agendada" in await other.book(f"el lunes a {hours[0]}", "Sol Paz")
        await tabs[1].say("sí, esa")
        assert "agendada" in await tabs[1].say("Ana Pérez")


@pytest.mark.parametrize("language", languages())
def test_the_sentence_claims_nothing(language: str) -> None:
    for line in texts(language).lines("replies.too_many_today"):
        assert "{limit}" in line
        assert not claims_of(line, language)
