"""The agenda's pages over HTTP: behind the login and a role, and nothing of other organizations."""

import re
from uuid import UUID, uuid4

from gateway.access.staff import Role
from tests.front import Front
from tests.gateway.access.logins import browser
from tests.gateway.console.agenda_desk import AT, CAMILA, Agenda, agenda_of
from tests.gateway.console.conftest import member
from tests.gateway.console.test_console_routes import form, logged_in, send


def looks(appointment: object, block: object) -> list[str]:
    return [f"/console/agenda/appointments/{appointment}", f"/console/agenda/blocks/{block}"]


def acts(appointment: object, block: object) -> list[str]:
    one = f"/console/agenda/appointments/{appointment}"
    return [
        f"{one}/state",
        f"{one}/move",
        f"{one}/tell",
        f"{one}/offer",
        f"/console/agenda/blocks/{block}/lift",
    ]


async def booked(agenda: Agenda) -> tuple[UUID, UUID, dict[str, str]]:
    """An appointment, a block, and what a form about them would send."""
    one = await agenda.booked("limpieza-facial", "camila", AT)
    camila = agenda.id("members", "camila")
    seen = (await agenda.owner.concerned(AT, AT.replace(hour=18), camila, None)).seen
    block = await agenda.owner.block("b", seen, AT, AT.replace(hour=18), camila, None, None)
    assert block.block
    fields = {
        "version": await agenda.version(one),
        "to": "cancelled",
        "to_day": "2026-11-24",
        "to_at": "16:00",
        "to_member": str(camila),
        "to_minutes": "60",
        "service": str(agenda.id("services", "limpieza-facial")),
        "member": str(camila),
        "on": "2026-11-24",
        "at": "11:00",
        "name": "Eva",
        "subject": f"member:{camila}",
        "from": "09:00",
        "until": "10:00",
        "seen": seen,
    }
    return one, block.block, fields


async def test_another_organizations_agenda_is_like_one_that_does_not_exist(plain: Front) -> None:
    agenda = await agenda_of(plain)
    one, block, fields = await booked(agenda)
    before = plain.rows("select * from appointments"), plain.rows("select * from agenda_blocks")
    async with logged_in(plain, "rui@sorriso.example") as http:
        for appointment, other in ((one, block), (uuid4(), uuid4()), ("x", "x")):
            answers = [await http.get(path) for path in looks(appointment, other)]
            answers += [await send(http, path, **fields) for path in acts(appointment, other)]
            assert {answer.status_code for answer in answers} == {404}
        for path in ("/console/agenda/new", "/console/agenda/block"):
            assert (await send(http, path, **fields)).status_code == 404
        who = f"{fields['member']}&day=2026-11-24&view=week"
        for query in (f"?who={who}", f"/new?q=Rosa&member={who}", f"?day=x&who=y&view={'z' * 500}"):
            page = await http.get(f"/console/agenda{query}")
            assert page.status_code == 200
            assert "Rosa Gil" not in page.text
            assert "Camila" not in page.text
    after = plain.rows("select * from appointments"), plain.rows("select * from agenda_blocks")
    assert after == before


async def test_the_agenda_by_role_and_form(plain: Front) -> None:
    agenda = await agenda_of(plain)
    one, block, fields = await booked(agenda)
    await member(plain, "nadie@aurora.example", [Role.PROFESSIONAL])
    async with browser(plain) as http:
        for path in looks(one, block):
            assert (await http.get(path)).headers["location"] == "/login"
        for path in acts(one, block):
            assert (await http.post(path, data=fields)).headers["location"] == "/login"
    async with logged_in(plain, "nadie@aurora.example") as http:
        page = await http.get("/console/agenda")
        assert page.status_code == 200
        assert "todavía no tiene agenda" in page.text
        for path in acts(one, block):
            assert (await send(http, path, **fields)).status_code == 404
    async with logged_in(plain, CAMILA) as http:
        day = (await http.get("/console/agenda?day=2026-11-24")).text
        assert "Rosa Gil" in day
        assert "Laura" not in day
        shown = (await http.get(f"/console/agenda/appointments/{one}")).text
        assert "/console/chats" not in shown
        for path in acts(one, block):
            foreign = await http.post(
                path,
                data={**fields, "form": await form(http)},
                headers={"Origin": "https://evil.example"},
            )
            assert foreign.status_code == 403
        for query in ("to_day=x&to_at=y&to_minutes=z&to_member=w", "to_minutes=99999&told=<b>"):
            page = await http.get(f"/console/agenda/appointments/{one}?{query}")
            assert page.status_code == 200
        bad = await send(http, f"/console/agenda/appointments/{one}/move", **fields | {"to_at": ""})
        assert bad.status_code == 422
        phone = await send(http, "/console/agenda/new", **fields, phone="12")
        assert phone.status_code == 422
        assert "ese teléfono no existe" in phone.text


async def test_of_many_members_twelve_are_shown_at_a_time(plain: Front) -> None:
    await agenda_of(plain)
    plain.execute(
        "insert into members (organization_id, key, name, position) "
        "select o.id, 'more' || n, 'Otra ' || n, 100 + n from organizations o, generate_series(1, 20) n "
        "where o.slug = 'aurora'"
    )
    there = plain.rows(
        "select count(*) from members m join organizations o on o.id = m.organization_id "
        "where o.slug = 'aurora' and m.active"
    )[0]["count"]
    shown: list[str] = []
    async with logged_in(plain, "ana.rojas@aurora.example") as http:
        for skip in range(0, there, 12):
            page = (await http.get(f"/console/agenda?day=2026-11-24&skip={skip}")).text
            heads = re.findall(r'<h2 class="head[^>]*>([^<]+)</h2>', page)
            assert len(heads) <= 12
            assert ("skip=" in page) is True
            shown += heads
        beyond = (await http.get("/console/agenda?day=2026-11-24&skip=9999")).text
    assert len(shown) == len(set(shown)) == there
    assert "Camila Rojas" in beyond


async def test_an_hour_of_a_week_in_which_more_than_four_are_busy_is_counted(plain: Front) -> None:
    agenda = await agenda_of(plain)
    await agenda.booked("limpieza-facial", "camila", AT)
    await agenda.booked("limpieza-facial", "camila", AT.replace(hour=11), name="Luz Peña")
    plain.execute(
        "insert into members (organization_id, key, name, position) "
        "select o.id, 'more' || n, 'Otra ' || n, 100 + n from organizations o, generate_series(1, 4) n "
        "where o.slug = 'aurora'"
    )
    plain.execute(
        "insert into appointments (organization_id, contact_id, service_id, member_id, starts_at, ends_at, during, "
        "attendee_name, status, created_at, updated_at, confirmation_asked_at) select a.organization_id, a.contact_id, a.service_id, m.id, "
        "a.starts_at, a.ends_at, a.during, 'Una de ' || m.key, 'scheduled', now(), now(), now() from appointments a "
        "join members m on starts_with(m.key, 'more') where a.attendee_name = 'Rosa Gil'"
    )
    async with logged_in(plain, "ana.rojas@aurora.example") as http:
        week = (await http.get("/console/agenda?day=2026-11-24&view=week")).text
        assert "<strong>5 citas</strong>" in week
        assert "4 sin confirmar" in week
        assert "Luz Peña" in week
        assert "Una de" not in week
        assert "Rosa Gil" not in week
        assert "<span>6 citas</span>" in week
        day = (await http.get("/console/agenda?day=2026-11-24")).text
        assert "Una de more4" in day
        assert "Rosa Gil" in day
        camila = agenda.id("members", "camila")
        own = (await http.get(f"/console/agenda?day=2026-11-24&view=week&who={camila}")).text
        assert "Rosa Gil" in own


ANSWER = """
insert into visit_answers (id, organization_id, appointment_id, key, question, kind, status, answer, words, flagged,
    asked_at, answered_at)
select gen_random_uuid(), organization_id, id, 'k', '¿Tomas algo?', 'yes_no', 'answered', 'yes', 'sí, <b>aspirina</b>',
    true, now(), now() from appointments where id = %s
"""


async def test_the_page_of_an_appointment_has_what_was_answered_before_it(plain: Front) -> None:
    agenda = await agenda_of(plain)
    one, _, _ = await booked(agenda)
    plain.execute(ANSWER, one)
    async with logged_in(plain, CAMILA) as http:
        page = (await http.get(f"/console/agenda/appointments/{one}")).text
    assert "¿Tomas algo? <strong>Sí</strong>" in page
    assert "Revisar" in page
    assert "«sí, &lt;b&gt;aspirina&lt;/b&gt;»" in page
    async with logged_in(plain, "rui@sorriso.example") as http:
        foreign = await http.get(f"/console/agenda/appointments/{one}")
    assert foreign.status_code == 404
