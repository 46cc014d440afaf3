"""The page of the figures, and the same as CSV."""

from starlette.responses import Response

from gateway.access.staff import Role
from gateway.console.figures import csv_file
from gateway.console.figures.plots import plots_of
from gateway.console.figures.shown import day_rows, part_rows, tiles_of
from gateway.console.figures.spans import LENGTHS, span_of
from gateway.console.figures.store import figures_of
from gateway.console.visit import Visit
from gateway.figures.wording import short_day


async def figures(visit: Visit) -> Response:
    """A span beside the one before it."""
    span = span_of(visit.request.query_params, visit.spoken.day_of(visit.spoken.now))
    shown = await figures_of(visit, span)
    if shown is None:
        return visit.gone()
    money = Role.OWNER in visit.staff.roles
    return visit.page(
        "figures",
        section="figures",
        span=span,
        spans=("today", *map(str, LENGTHS)),
        figures=shown,
        ends=[
            short_day(day, visit.spoken.language)
            for day in (shown.first, shown.last, shown.before_from)
        ],
        tiles=tiles_of(shown, visit.spoken, money=money),
        plots=plots_of(shown, visit.spoken),
        days=day_rows(shown, visit.spoken, money=money),
        parts=part_rows(shown, visit.spoken.language),
        reasons=sorted(shown.reasons, key=lambda one: -one.now.get("calls", 0)),
    )


async def download(by: str, visit: Visit) -> Response:
    """One table (`by`, of csv_file.TABLES) as a file."""
    span = span_of(visit.request.query_params, visit.spoken.day_of(visit.spoken.now))
    shown = await figures_of(visit, span)
    if shown is None:
        return visit.gone()
    return csv_file.answer(by, shown, money=Role.OWNER in visit.staff.roles)
