"""The agenda in a real browser: seeing, adding, moving, blocking, and from checked in to done."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Browser, CDPSession, expect

from tests.browser.embedded import SLOW
from tests.browser.test_console import BOTH, DESKTOP, PHONE, opened
from tests.front import Customer, open_front
from tests.gateway.console.agenda_desk import Agenda, agenda_of
from tests.gateway.web.page_app import serve
from tests.scripted_model import ScriptedModel

NOW = datetime.fromisoformat("2026-11-24T10:40:00-05:00")
ROW = 7
"""Pixels of five minutes."""


@dataclass
class Clinic:
    """`url`: of the gateway."""

    agenda: Agenda
    marta: Customer
    url: str

    def at(self, clock: str) -> datetime:
        return datetime.fromisoformat(f"2026-11-24T{clock}:00-05:00")

    def starts(self) -> list[tuple[str, str, str]]:
        rows = self.agenda.front.rows(
            "select a.attendee_name as who, m.key, a.status, "
            "to_char(a.starts_at at time zone 'America/Bogota', 'HH24:MI') as at from appointments a "
            "join members m on m.id = a.member_id order by a.starts_at, a.created_at"
        )
        return [(row["who"], row["key"], row["at"]) for row in rows]


@pytest.fixture
async def clinic(database_url: str, tmp_path: Path) -> AsyncIterator[Clinic]:
    """Marta, who has a chat, is booked with Camila at 3:00 p. m., Rosa with Laura at 2:00 p. m."""
    async with open_front(database_url, tmp_path, NOW, ScriptedModel()) as front:
        agenda, marta = await agenda_of(front), front.customer(name="Marta")
        await marta.say("hola")
        async with serve(front.app, lifespan="on") as url:
            page = Clinic(agenda, marta, url)
            await agenda.booked(
                "limpieza-facial", "camila", page.at("15:00"), name="Marta", phone=marta.phone
            )
            await agenda.booked("limpieza-facial", "laura", page.at("14:00"))
            yield page


@BOTH
async def test_a_day_is_seen_and_follows_what_others_do(
    browser: Browser, clinic: Clinic, size: dict[str, int]
) -> None:
    async with opened(browser, clinic.url, size) as page:
        await page.goto(f"{clinic.url}/console/agenda")
        await expect(page.locator(".head")).to_have_text(
            ["Camila Rojas", "Laura Méndez", "Paula Nieto", "Dra. Valentina Ospina"]
        )
        await expect(page.locator(".box")).to_have_count(2)
        await expect(page.locator(".now")).to_have_count(4)
        await clinic.agenda.book(
            clinic.agenda.reception, "valoracion", "paula", clinic.at("16:00"), name="Eva"
        )
        await expect(page.locator(".box").filter(has_text="Eva")).to_be_visible(timeout=SLOW)
        await page.locator(".box").filter(has_text="Marta").click()
        side = page.locator(".side")
        await expect(side).to_contain_text("Limpieza facial · con Camila Rojas")
        await expect(side).to_contain_text(f"+{clinic.marta.phone}")
        await expect(side.get_by_role("link", name="Abrir el chat")).to_be_visible()
        await page.keyboard.press("Escape")
        await page.get_by_role("link", name="Semana", exact=True).click()
        await expect(page.locator(".head.is-today")).to_contain_text("24")


async def test_an_appointment_is_dragged_and_its_customer_told(
    browser: Browser, clinic: Clinic
) -> None:
    async with opened(browser, clinic.url, DESKTOP) as page:
        await page.goto(f"{clinic.url}/console/agenda")
        for target, minutes, answer in (
            ("Laura Méndez", -45, "está ocupada"),
            ("Laura Méndez", 15, "Aviso"),
        ):
            await page.locator(".box").filter(has_text="Marta").scroll_into_view_if_needed()
            begin = await page.locator(".box").filter(has_text="Marta").bounding_box()
            column = await page.locator(".head").filter(has_text=target).bounding_box()
            assert begin
            assert column
            await page.mouse.move(begin["x"] + 40, begin["y"] + 20)
            await page.mouse.down()
            await page.mouse.move(column["x"] + 40, begin["y"] + 20 + minutes / 5 * ROW, steps=6)
            await page.mouse.up()
            await expect(page.locator(".change")).to_contain_text("con Laura Méndez")
            await page.get_by_role("button", name="Guardar cambio").click()
            await expect(page.locator(".side")).to_contain_text(
                "El aviso está en camino" if answer == "Aviso" else answer
            )
            if answer != "Aviso":
                await expect(page.locator("#refusal")).to_contain_text("Rosa Gil")
                await page.goto(f"{clinic.url}/console/agenda")
    assert ("Marta", "laura", "15:15") in clinic.starts()
    told = await clinic.marta.listen()
    assert "Cita" in told
    assert "3:15" in told


async def _finger(device: CDPSession, kind: str, x: float = 0, y: float = 0) -> None:
    """What a finger does, as the browser hears of it from the screen."""
    points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
    await device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


async def test_a_long_press_lifts_an_appointment_on_a_phone(
    browser: Browser, clinic: Clinic
) -> None:
    async with opened(browser, clinic.url, PHONE, has_touch=True, is_mobile=True) as page:
        await page.goto(f"{clinic.url}/console/agenda")
        screen = await page.context.new_cdp_session(page)
        box = page.locator(".box").filter(has_text="Marta")
        await box.scroll_into_view_if_needed()
        place = await box.bounding_box()
        assert place
        x, y = place["x"] + 30, place["y"] + 20
        # A finger that moves at once scrolls.
        await _finger(screen, "touchStart", x, y)
        await _finger(screen, "touchMove", x, y - 60)
        await _finger(screen, "touchEnd")
        await expect(page.locator(".dragged")).to_have_count(0)
        assert "/appointments/" not in page.url
        await page.goto(f"{clinic.url}/console/agenda")  # nothing scrolls on by itself
        await box.scroll_into_view_if_needed()
        place = await box.bounding_box()
        assert place
        x, y = place["x"] + 30, place["y"] + 20
        await _finger(screen, "touchStart", x, y)
        await expect(page.locator(".dragged")).to_be_visible()
        for step in range(1, 7):
            await _finger(screen, "touchMove", x, y + step * ROW)
        await _finger(screen, "touchEnd")
        await expect(page.locator(".change")).to_contain_text("3:30")
        await page.get_by_role("button", name="Guardar cambio").click()
        await expect(page.locator(".big")).to_contain_text("3:30 p. m.")
    assert ("Marta", "camila", "15:30") in clinic.starts()


@BOTH
async def test_booking_by_phone_and_at_the_door_without_script(
    browser: Browser, clinic: Clinic, size: dict[str, int]
) -> None:
    async with opened(browser, clinic.url, size, java_script_enabled=False) as page:
        await page.goto(f"{clinic.url}/console/agenda")
        await page.get_by_role("link", name="Agendar", exact=True).click()
        await page.get_by_label("Servicio").select_option(label="Limpieza facial · 60 min")
        await page.get_by_label("Buscar cliente").fill("mart")
        await page.get_by_role("button", name="Ver horas libres").click()
        await expect(page.locator("[name=contact]").first).to_be_checked()
        await page.get_by_label("Para quién").fill("Luz Peña")
        await page.locator(".chip").filter(has_text="4:30 p. m.").click()
        await page.get_by_role("button", name="Agendar", exact=True).click()
        await expect(page.locator(".side")).to_contain_text("El aviso está en camino")
        await expect(page.locator(".side")).to_contain_text("Escribió")
        await page.goto(f"{clinic.url}/console/agenda/new?at=20:00")
        await page.get_by_label("Nombre", exact=True).fill("Pedro")
        await page.get_by_role("button", name="Agendar", exact=True).click()
        await expect(page.locator("#refusal")).to_contain_text("fuera del horario")
        await expect(page.get_by_label("Nombre", exact=True)).to_have_value("Pedro")
        await page.get_by_label("Sí, hacerlo de todos modos").check()
        await page.get_by_role("button", name="Agendar", exact=True).click()
        await expect(page.locator(".side h1")).to_have_text("Pedro")
    assert ("Luz Peña", "camila", "16:30") in clinic.starts()
    assert "Pedro" in [who for who, _, at in clinic.starts() if at == "20:00"]


@BOTH
async def test_a_walk_in_books_two_services_one_after_the_other(
    browser: Browser, clinic: Clinic, size: dict[str, int]
) -> None:
    async with opened(browser, clinic.url, size) as page:
        await page.goto(f"{clinic.url}/console/agenda/new")
        await page.get_by_label("Servicio").select_option(label="Limpieza facial · 60 min")
        await page.get_by_label("Y después").select_option(label="Diseño de cejas · 30 min")
        await expect(page.get_by_label("Y después")).to_have_count(2)
        await page.get_by_label("Nombre", exact=True).fill("Pedro")
        await page.get_by_label("Para quién").fill("Inés Paz")
        await page.locator(".chip").filter(has_text="5:00 p. m.").click()
        await page.get_by_role("button", name="Agendar", exact=True).click()
        await expect(page.locator(".side h1")).to_have_text("Inés Paz")
        await expect(page.locator(".side")).to_contain_text("Diseño de cejas")
    assert ("Inés Paz", "camila", "17:00") in clinic.starts()
    assert len([who for who, _, _ in clinic.starts() if who == "Inés Paz"]) == 2


@BOTH
async def test_a_form_moves_what_nobody_else_changed(
    browser: Browser, clinic: Clinic, size: dict[str, int]
) -> None:
    agenda = clinic.agenda
    [row] = agenda.front.rows("select id from appointments where attendee_name = 'Marta'")
    async with opened(browser, clinic.url, size) as page:
        await page.goto(f"{clinic.url}/console/agenda/appointments/{row['id']}")
        await page.locator("#move summary").click()
        await agenda.reception.put_state(
            row["id"], await agenda.version(row["id"]), uuid4().hex, "confirmed"
        )
        await page.locator(".chip").filter(has_text="5:00 p. m.").click()
        await page.get_by_role("button", name="Guardar cambio").click()
        await expect(page.locator("#refusal")).to_contain_text("Beto cambió esta cita")
        assert ("Marta", "camila", "15:00") in clinic.starts()
        await page.locator("#move summary").click()
        await page.locator(".chip").filter(has_text="5:00 p. m.").click()
        await page.get_by_label("Duración").select_option(label="90 min")
        await page.get_by_label("Avisar por su chat").first.uncheck()
        await page.get_by_role("button", name="Guardar cambio").click()
        await expect(page.locator(".big")).to_contain_text("5:00 p. m.–6:30 p. m.")
    assert ("Marta", "camila", "17:00") in clinic.starts()
    assert await clinic.marta.listen() == ""


@BOTH
async def test_from_checked_in_to_done(
    browser: Browser, clinic: Clinic, size: dict[str, int]
) -> None:
    await clinic.agenda.front.pass_time(timedelta(hours=4, minutes=25).total_seconds())
    async with opened(browser, clinic.url, size) as page:
        await page.goto(f"{clinic.url}/console/agenda")
        await page.locator(".box").filter(has_text="Marta").click()
        await page.get_by_role("button", name="Llegó", exact=True).click()
        await expect(page.locator(".mark.state")).to_have_text("Llegó")
        await page.get_by_role("button", name="Atendida").click()
        await expect(page.locator(".mark.state")).to_have_text("Atendida")
        await expect(page.get_by_role("button", name="Atendida")).to_have_count(0)
        await page.locator(".side .close").click()
        await expect(page.locator(".box.is-completed")).to_contain_text("Marta")


@BOTH
async def test_blocked_time_names_who_is_in_it_first(
    browser: Browser, clinic: Clinic, size: dict[str, int]
) -> None:
    async with opened(browser, clinic.url, size) as page:
        await page.goto(f"{clinic.url}/console/agenda/block")
        await page.get_by_label("De quién").last.select_option(label="Camila Rojas")
        await page.get_by_label("Desde").fill("14:00")
        await page.get_by_label("Hasta").fill("17:00")
        await page.get_by_role("button", name="Ver a quién afecta").click()
        await expect(page.locator(".people li")).to_have_count(1)
        await expect(page.locator(".people li")).to_contain_text("Marta")
        await page.get_by_label("Motivo").fill("Médico")
        await page.get_by_role("button", name="Bloquear", exact=True).click()
        await expect(page.locator(".side")).to_contain_text("Médico")
        await expect(page.locator(".taken.is-block")).to_have_count(1)
        await page.get_by_role("button", name="Quitar el bloqueo").click()
        await expect(page.locator(".taken.is-block")).to_have_count(0)


@BOTH
async def test_a_cancelled_customer_is_told_and_the_time_is_free(
    browser: Browser, clinic: Clinic, size: dict[str, int]
) -> None:
    async with opened(browser, clinic.url, size) as page:
        await page.goto(f"{clinic.url}/console/agenda")
        await page.locator(".box").filter(has_text="Marta").click()
        await page.locator(".danger summary").click()
        await page.locator(".danger").get_by_role("button", name="Cancelar la cita").click()
        await expect(page.locator(".mark.state")).to_have_text("Cancelada")
        await expect(page.locator(".side")).to_contain_text("El aviso está en camino")
        await page.locator(".side .close").click()
        await expect(page.locator(".box").filter(has_text="Marta")).to_have_count(0)
    assert "cancel" in (await clinic.marta.listen()).lower()
