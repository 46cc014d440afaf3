"""Who looks at a page of their own account, and how times and browsers are written for them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from markupsafe import Markup

from agent.texts import texts
from gateway.access.rendering import Html
from gateway.access.staff import Role, Staff
from gateway.access.visits import browser_words
from gateway.organizations.rows import OrganizationRow

_OUT = ("/logout", "logOut")
BACK = (("/account", "account"), _OUT)
"""The links of a page behind the account's own."""


@dataclass(frozen=True, slots=True)
class Shown:
    html: Html
    staff: Staff
    organization: OrganizationRow

    def time(self, at: datetime) -> Markup:
        """As an element, by the business's clock."""
        local = at.astimezone(ZoneInfo(self.organization.time_zone))
        locale = texts(self.html.language).locale
        day = format_date(local, "medium", locale)
        clock = format_time(local, "short", locale=locale)
        return Markup('<time datetime="{}">{}, {}</time>').format(at.isoformat(), day, clock)

    def browser(self, agent: str) -> str:
        return browser_words(agent, self.html.language)

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Those of the account's own page."""
        console = not self.staff.roles.isdisjoint((Role.OWNER, Role.RECEPTION))
        return ((("/console", "console"),) if console else ()) + (("/", "home"), _OUT)
