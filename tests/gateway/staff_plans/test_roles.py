"""A professional's phone sees and plans their own agenda, and nobody else's customers; reception gets no figures."""

import pytest

from gateway.organizations import commands
from gateway.organizations.loading import loads
from tests.databases import SECRETS
from tests.front_fixtures import Opening
from tests.gateway.console.agenda_desk import AT
from tests.gateway.console.test_business import AT as BUSINESS
from tests.gateway.console.test_business import applied
from tests.gateway.console.test_console_routes import logged_in
from tests.gateway.organizations.conftest import problems
from tests.gateway.organizations.test_organization_files import SMALL
from tests.gateway.pipeline.staff.conftest import house_of
from tests.gateway.staff_plans.conftest import Phone
from tests.scripted_model import ScriptedModel


async def test_a_professional_sees_their_own_agenda(phone: Phone) -> None:
    await phone.book(AT.replace(hour=11), "laura", name="Cliente De Laura", phone="573005550133")
    phone.role("professional", "laura")
    agenda = await phone.caro.say("agenda del martes")
    assert "Cliente De Laura" in agenda
    assert "Rosa" not in agenda
    assert "Marta" not in agenda
    assert "solo la agenda de Laura Méndez" in await phone.caro.say("agenda del martes de Camila")
    assert "Camila" not in await phone.caro.say("huecos el martes")
    assert "Cliente De Laura" in await phone.caro.say("quién es 300 555 0133")
    assert "No conozco" in await phone.caro.say(f"quién es {phone.marta.phone}")
    assert "solo la agenda de Laura" in await phone.caro.say("huecos de Camila")


async def test_a_professional_plans_their_own_agenda(phone: Phone) -> None:
    phone.role("professional", "laura")
    assert "solo la agenda de Laura" in await phone.caro.say("Camila está enferma el martes")
    for words in ("estoy enferma el martes", "bloquéame el martes", "cierra el martes"):
        assert "la agenda de Laura Méndez" in await phone.caro.say(words)
    await phone.caro.say("sí")
    assert [block["key"] for block in phone.blocks()] == ["laura"]
    camila = phone.caro._payload("button", "x", "staff:plan_wish:camila/2026-11-24/00:00/23:59")
    await phone.front.post("gupshup", "aurora", camila)
    assert "no está entre las que puedes cambiar" in await phone.caro.listen()
    assert len(phone.blocks()) == 1


async def test_a_professional_takes_away_their_own_blocks_only(phone: Phone) -> None:
    await phone.caro.say("Camila está enferma el martes")
    await phone.caro.say("sí")
    phone.role("professional", "laura")
    assert "No hay ningún bloqueo" in await phone.caro.say("quita el bloqueo")
    begins, until = "2026-11-24T00:00", "2026-11-25T00:00"
    made_up = phone.caro._payload("button", "x", f"staff:plan_lift:{begins}/{until}/camila")
    await phone.front.post("gupshup", "aurora", made_up)
    assert "No hay ningún bloqueo" in await phone.caro.listen()
    assert len(phone.blocks()) == 1


async def test_without_a_member_there_is_no_agenda(phone: Phone) -> None:
    phone.role("professional")
    for words in ("agenda de hoy", "huecos hoy", "estoy enferma hoy", "quita el bloqueo"):
        assert "todavía no tiene una agenda" in await phone.caro.say(words)


async def test_a_professional_is_told_of_no_call_and_takes_no_chat(
    open_front_with: Opening,
) -> None:
    async with open_front_with(ScriptedModel()) as front:
        house = await house_of(front)
        front.execute(
            "update internal_notifications_config set role = 'professional' where key = 'coordinator'"
        )
        chat = await house.call()
        assert house.told(house.coordinator) == []
        assert len(house.told(house.owner)) == 1, "the next one is told at once"
        for act in ("take", "over", "reply", "back"):
            payload = house.coordinator._payload("button", "x", f"staff:{act}:{chat}")
            await front.post("gupshup", "aurora", payload)
            assert "Eso lo ve la recepción" in await house.coordinator.listen()
        assert "Eso lo ve la recepción" in await house.coordinator.say("casos")
        assert house.case()["taken_at"] is None
        assert "huecos mañana" in await house.coordinator.say("buenos días")


async def test_figures_are_the_owners(phone: Phone) -> None:
    with pytest.raises(Exception, match="internal_notifications_config_role"):
        phone.front.execute(
            "update internal_notifications_config set role = 'reception', weekly = true "
            "where key = 'coordinator'"
        )


async def test_it_stands_in_the_file_and_comes_back(phone: Phone) -> None:
    database = phone.front.container.database
    written = await commands.export(database, "aurora")
    assert "role: owner" not in written
    name = "name: Coordinadora"
    wanted = written.replace(name, f"{name}\n    role: professional\n    member: laura")
    plan = await commands.plan(database, loads(wanted.encode(), "aurora"), SECRETS.get)
    assert "professional" in "\n".join(map(str, plan.changes))
    await commands.apply(database, plan)
    again = await commands.export(database, "aurora")
    assert "role: professional" in again
    assert "member: laura" in again
    assert (await commands.plan(database, loads(again.encode()), SECRETS.get)).changes == []
    [row] = phone.front.rows(
        "select r.role, m.key from internal_notifications_config r join members m "
        "on m.id = r.member_id"
    )
    assert (row["role"], row["key"]) == ("professional", "laura")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("role: professional", "`member` is missing here"),
        ("role: professional, member: anna", "there is no member `anna` (did you mean `ana`?)"),
        ("role: reception, member: ana", "only with `role: professional`"),
        ("role: reception, weekly: true", "the figures are the owner's"),
        ("role: boss", "owner"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(more: str, expected: str) -> None:
    told = problems(SMALL.replace("channel: web}\nconn", f"channel: web, {more}}}\nconn"))
    assert any(line.startswith("faro.yaml:15: ") and expected in line for line in told), told


async def test_the_console_sets_it_and_says_it(phone: Phone) -> None:
    fields = {"name": "Lau", "channel": "gupshup", "address": "300 555 0144"}
    async with logged_in(phone.front) as http:
        done = await applied(http, f"{BUSINESS}/recipients", **fields, role="professional:laura")
        assert done.headers["location"].endswith("?done=1")
        page = (await http.get(f"{BUSINESS}/recipients")).text
    assert "Solo la agenda de Laura Méndez" in page
    written = await commands.export(phone.front.container.database, "aurora")
    assert "role: professional" in written
    assert "member: laura" in written
