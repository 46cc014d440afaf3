"""What the console shows of moments, and how an owner sets them."""

import csv
from io import StringIO
from uuid import UUID

import pytest

from gateway.organizations.loading import loads
from tests.agenda import clients
from tests.front import Front
from tests.gateway.console.conftest import BETO, Desk
from tests.gateway.console.test_business import AT, applied, exported
from tests.gateway.console.test_console_routes import logged_in, send
from tests.gateway.pipeline.reminders.reminded_customers import at

REVIEW = {"review_link": "https://example.org/r?a=1", "review_hours": "5", "review_months": "3"}
PROFILE = {"name": "Aurora", "language": "es", "tone": "", "address": "", "emergency": ""}
SERVICE = {
    "name": "Limpieza facial",
    "minutes": "60",
    "price": "140000",
    "bookable": "on",
    "m.laura": "on",
}
WORDS = "<b>me hicieron</b> esperar"


async def rated(front: Front) -> tuple[UUID, UUID]:
    """A visit that was rated with two of five, and its customer."""
    (eva,) = [await client.named() for client in clients(front, 1)]
    appointment = await eva.booked("limpieza-facial", "laura", at("2026-11-24T15:00"))
    front.clock.move_to(at("2026-11-24T17:00"))
    front.execute("update appointments set status = 'completed' where id = %s", appointment)
    front.execute(
        "insert into visit_ratings (id, organization_id, appointment_id, contact_id, asked_at, rating, rated_at, words, "
        "words_at) select gen_random_uuid(), organization_id, id, contact_id, %s, 2, %s, %s, %s from appointments "
        "where id = %s",
        *[front.clock.now()] * 2,
        WORDS,
        front.clock.now(),
        appointment,
    )
    [row] = front.rows("select contact_id from appointments where id = %s", appointment)
    return appointment, row["contact_id"]


async def test_a_rating_stands_beside_the_visit_and_in_the_figures(desk: Desk) -> None:
    appointment, customer = await rated(desk.front)
    async with logged_in(desk.front) as http:
        for path in (
            f"/console/customers/{customer}",
            f"/console/agenda/appointments/{appointment}",
        ):
            page = (await http.get(path)).text
            assert "2 de 5" in page, path
            assert "&lt;b&gt;me hicieron" in page, path
        span = "from=2026-11-24&to=2026-11-24"
        page = (await http.get(f"/console/figures?{span}")).text
        assert "media 2,0 de 5" in page
        assert page.count("<td>2,0 (1)</td>") == 2, "of its member and its service"
        for by, name in (("member", "Laura"), ("service", "Limpieza facial")):
            file = await http.get(f"/console/figures/{by}.csv?{span}")
            lines = csv.DictReader(StringIO(file.content.decode("utf-8-sig")))
            told = {line[by]: (line["rated"], line["rating_mean"]) for line in lines}
            assert [v for k, v in told.items() if k.startswith(name)] == [("1", "2.00")], told
        file = await http.get(f"/console/figures/day.csv?{span}")
        [row] = csv.DictReader(StringIO(file.content.decode("utf-8-sig")))
        assert (row["rated"], row["rating_mean"]) == ("1", "2.00")
    async with logged_in(desk.front, BETO) as http:
        assert "2 de 5" in (await http.get(f"/console/customers/{customer}")).text


async def test_an_owner_sets_them_and_the_file_says_so(desk: Desk) -> None:
    async with logged_in(desk.front) as http:
        form = await send(http, f"{AT}/profile", **PROFILE, **REVIEW)
        assert "https://example.org/r?a=1" in form.text
        done = await applied(http, f"{AT}/profile", **PROFILE, **REVIEW)
        assert done.headers["location"].endswith("done=1")
        done = await applied(
            http,
            f"{AT}/services/limpieza-facial",
            **SERVICE,
            aftercare="Sin sol\r\nhoy.",
            aftercare_hours="4",
        )
        assert done.headers["location"].endswith("done=1")
        # A page from before says nothing of them, and changes nothing.
        await applied(http, f"{AT}/profile", **{**PROFILE, "name": "Aurora Lumbre"})
    file = loads((await exported(desk.front)).encode())
    assert file.review
    assert (file.review.link, file.review.hours, file.review.months) == (
        REVIEW["review_link"],
        5,
        3,
    )
    [service] = [one for one in file.services if one.key == "limpieza-facial"]
    assert (service.aftercare, service.aftercare_hours) == ("Sin sol\nhoy.", 4)
    async with logged_in(desk.front) as http:
        await applied(http, f"{AT}/profile", **PROFILE, review_link="")
    file = loads((await exported(desk.front)).encode())
    assert file.review is None


@pytest.mark.parametrize(
    ("path", "fields", "told"),
    [
        ("profile", PROFILE | REVIEW | {"review_link": "http://example.org"}, "no sirve"),
        ("profile", PROFILE | REVIEW | {"review_link": "javascript:alert(1)"}, "no sirve"),
        ("profile", PROFILE | REVIEW | {"review_hours": "0"}, "de 1 a 168"),
        ("services/limpieza-facial", SERVICE | {"aftercare": "x" * 1001}, "1000"),
        (
            "services/limpieza-facial",
            SERVICE | {"aftercare": "x", "aftercare_hours": "900"},
            "de 1 a 168",
        ),
    ],
)
async def test_what_cannot_be_is_told(
    desk: Desk, path: str, fields: dict[str, str], told: str
) -> None:
    async with logged_in(desk.front) as http:
        answer = await send(http, f"{AT}/{path}", **fields)
        assert told in answer.text
