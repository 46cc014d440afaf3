"""From where somebody comes: address and browser, as the log of staff's accounts keeps them."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from agent.texts import texts
from gateway.access.clients import address_of

_LONGEST = 300
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
"""Marks in what browsers say of themselves; the first that is there counts, as later ones are claimed by all."""


@dataclass(frozen=True, slots=True)
class Visit:
    """`device`: the token of a browser in which somebody has logged in before, if it has one."""

    address: str
    browser: str
    device: str | None = None


def visit_of(request: HTTPConnection, device: str | None = None) -> Visit:
    """Where this request comes from."""
    agent = request.headers.get("user-agent", "")[:_LONGEST]
    return Visit(address_of(request), "".join(filter(str.isprintable, agent)), device)


def browser_words(user_agent: str, language: str) -> str:
    """ "Chrome en Android": what people call the browser."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if browser is None:
        return system or texts(language).line("pages.account.otherBrowser")
    if system is None:
        return browser
    return texts(language).line("pages.account.browserOn", browser=browser, system=system)


def _first(marks: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for mark, name in marks if mark in text), None)
