"""On Mondays tells those of a business who want it what last week came to, and counts days that are over."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.dates.labels import day_label
from agent.scheduling.staff_notices import Notice
from agent.texts import texts
from gateway.figures.records import Figures
from gateway.figures.wording import amounts, count, dollars, duration, share_of
from gateway.pipeline.sweeping import all_of, each, readable_rows, tell_failures

_MOST = 100
_BUSY = (
    "chats", "booked", "moved", "cancelled", "no_show", "filled", "filled_earlier", "filled_due", "calls",
    "gaps",
)  # fmt: skip
"""A week with none of these is empty, and nothing is sent."""


class _Week(Struct, frozen=True, kw_only=True):
    """weekly_due: a business at the Monday after the week."""

    organization: UUID
    name: str
    language: str
    monday: date


class WeeklyFigures:
    """A maintenance task (gateway/pipeline/maintenance.py). `address`: ours, where the console is."""

    name = "weekly_figures"
    every_seconds = 600.0

    def __init__(self, database: Database, address: str) -> None:
        self._database = database
        self._address = address
        self._left = False

    async def round(self) -> bool:
        """One batch of each; whether days are left to count. Raises PartlyFailed."""
        self._left = False
        await all_of(self._tell_all, self._count)
        return self._left

    async def _count(self) -> None:
        self._left = await self._database.fetch(int, "figures_count") > 0

    async def _tell_all(self) -> None:
        weeks, unread = await readable_rows(self._database, _Week, "weekly_due", limit=_MOST)
        failed = await each(weeks, "a week's figures", self._tell)
        tell_failures(unread + failed, "messages with a week's figures")

    async def _tell(self, week: _Week) -> None:
        """Figures and notice in two calls: told is who is marked as told by the second, once."""
        about = {"organization": week.organization, "monday": week.monday}
        figures = await self._database.fetch(Figures, "weekly_figures", **about)
        if not any(figures.now.counts.get(name) for name in _BUSY):
            await self._database.call("weekly_put", **about, body=None)
            return
        notice = weekly_notice(week.name, week.language, figures, self._address)
        await self._database.call(
            "weekly_put", **about, body=notice.body, params=list(notice.params)
        )


def weekly_notice(organization: str, language: str, figures: Figures, address: str) -> Notice:
    """The week in a few lines, in the organization's language."""
    spoken, table = texts(language), "notices.week"
    title = spoken.line(
        f"{table}.title",
        organization=organization,
        first=day_label(figures.first, language),
        last=day_label(figures.last, language),
    )
    lines = [spoken.line(f"{table}.{name}", **values) for name, values in _lines(figures, language)]
    days = f"from={figures.first.isoformat()}&to={figures.last.isoformat()}"
    link = spoken.line(f"{table}.more", link=f"{address}/console/figures?{days}")
    return Notice("\n".join([title, *lines, link]), (title, "—", " · ".join(lines)))


def _lines(figures: Figures, language: str) -> list[tuple[str, dict[str, str]]]:
    """Which lines there are, and what fills them."""
    now, before = figures.now, figures.before
    values = {
        name: count(now.counts.get(name, 0), language) for name in ("chats", *_BUSY, "unaided")
    }
    values |= {
        "chats_before": count(before.counts.get("chats", 0), language),
        "booked_before": count(before.counts.get("booked", 0), language),
        "share": share_of(now.counts.get("unaided", 0), now.counts.get("chats", 0), language),
        "median": duration(now.median, language),
        "slow": duration(now.p95, language),
        "money": ", ".join(amounts(now.money, language)),
        "cost": dollars(now.counts.get("cost", 0), language),
    }
    there = {
        "chats": True,
        "appointments": True,
        "filled_money": bool(now.counts.get("filled") and now.money),
        "filled": bool(now.counts.get("filled") and not now.money),
        **{name: bool(now.counts.get(name)) for name in ("filled_earlier", "filled_due")},
        "people": True,
        "seconds": now.median is not None,
        "cost": bool(now.counts.get("cost")),
    }
    return [(f"line_{name}", values) for name, shown in there.items() if shown]
