"""The business's page in a real browser: hours with their difference, a question that is answered, first steps."""

from playwright.async_api import Browser, Page, expect

from gateway.access.staff import Role
from gateway.organizations import commands
from gateway.organizations.loading import loads
from tests.agenda import clients
from tests.browser.axe import clean, with_axe
from tests.browser.test_console import BOTH, Console, console, opened
from tests.gateway.console.conftest import member
from tests.gateway.console.test_business import LATE, NOTHING

__all__ = ["console"]
AT = "/console/business"


async def applied(page: Page) -> None:
    """What changes is looked at, and applied."""
    await page.get_by_role("button", name="Ver qué cambia").click()
    await expect(page.get_by_role("heading", name="Esto cambia")).to_be_visible()
    await page.get_by_role("button", name="Aplicar los cambios").click()
    await expect(page.locator(".outcome")).to_contain_text("Guardado")


@BOTH
async def test_hours_are_changed_when_what_they_concern_was_seen(
    browser: Browser, console: Console, size: dict[str, int]
) -> None:
    front = console.desk.front
    (eva,) = [await client.named() for client in clients(front, 1)]
    await eva.booked("masaje-relajante", "paula", LATE)
    async with opened(browser, console.url, size) as page:
        await with_axe(page)
        await page.goto(f"{console.url}{AT}")
        await page.get_by_role("link", name="Horario", exact=True).click()
        await page.get_by_label("Lunes, cierra otra vez").fill("17:00")
        await page.get_by_role("button", name="Ver qué cambia").click()
        line = page.locator(".diff li")
        await expect(line).to_contain_text("Lunes")
        await expect(line.locator("ins")).to_contain_text("5:00")
        await expect(page.locator(".concerned")).to_contain_text("1 cita por delante")
        await expect(page.locator(".concerned li")).to_contain_text("Masaje relajante")
        await clean(page)
        await page.get_by_role("button", name="Aplicar los cambios").click()
        await expect(page.locator(".outcome")).to_contain_text("Guardado")
        await expect(page.get_by_label("Lunes, cierra otra vez")).to_have_value("17:00")


@BOTH
async def test_a_question_is_answered_with_the_keyboard(
    browser: Browser, console: Console, size: dict[str, int]
) -> None:
    front = console.desk.front
    front.execute(
        "insert into knowledge_gaps (organization_id, question, asked_at) values (%s, %s, frontdesk.now())",
        front.organization("aurora"),
        "¿Tienen guardería?",
    )
    async with opened(browser, console.url, size, java_script_enabled=False) as page:
        await page.goto(f"{console.url}{AT}/knowledge")
        await page.get_by_role("link", name="Responder").press("Enter")
        await expect(page.get_by_label("Pregunta o tema")).to_have_value("¿Tienen guardería?")
        await page.get_by_label("Respuesta").fill("Sí, en el segundo piso.")
        await applied(page)
        await expect(page.locator("body")).to_contain_text("Ninguna pregunta quedó sin respuesta")
        await expect(page.locator(".rows")).to_contain_text("en el segundo piso")


@BOTH
async def test_a_new_business_takes_its_first_steps(
    browser: Browser, console: Console, size: dict[str, int]
) -> None:
    database = console.desk.front.container.database
    file = loads(NOTHING.encode())
    await commands.apply(database, await commands.plan(database, file, lambda name: None))
    await member(console.desk.front, "eva@nueva.example", [Role.OWNER], "nueva")
    async with opened(browser, console.url, size, email="eva@nueva.example") as page:
        await page.goto(f"{console.url}{AT}")
        await page.get_by_role("link", name="Horario Cuándo está abierto").click()
        await page.get_by_label("Martes, abre", exact=True).fill("09:00")
        await page.get_by_label("Martes, cierra", exact=True).fill("17:00")
        await applied(page)
        await page.goto(f"{console.url}{AT}")
        await page.get_by_role("link", name="Un servicio").click()
        await page.get_by_label("Nombre", exact=True).fill("Corte")
        await page.get_by_label("Precio (COP)").fill("25.000")
        await page.get_by_label("Quién lo hace (nombre)").fill("Eva Luna")
        await applied(page)
        await page.goto(f"{console.url}{AT}")
        await expect(page.locator(".step.is-done")).to_have_count(4)
