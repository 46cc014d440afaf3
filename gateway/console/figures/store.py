"""The figures' SQL functions, for one of staff."""

from gateway.console.figures.spans import Span
from gateway.console.visit import Visit
from gateway.figures.records import Figures


async def figures_of(visit: Visit, span: Span) -> Figures | None:
    """What they may see of a span; None when their account was closed. Raises DatabaseUnavailable."""
    database, organization = visit.deps.database, visit.staff.organization
    days = {"from": span.first, "to": span.last}
    while await database.fetch(bool, "figures_ready", organization=organization, **days):
        continue
    return await database.find(
        Figures,
        "business_figures",
        organization=organization,
        account=visit.staff.account,
        **days,
    )
