"""axe on a page as it stands in the middle of a flow: what a form answers has no address of its own."""

from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

_RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def with_axe(page: Page) -> None:
    """Every page that is opened from now on has it."""
    await page.context.add_init_script(AXE_SCRIPT)


async def clean(page: Page) -> None:
    """Fails where axe finds something, light or dark. The page has it (`with_axe`)."""
    for scheme in _SCHEMES:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = await page.evaluate(_RUN)
        lines = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
        assert lines == [], (page.url, scheme)
