"""The figures' SQL functions, for one of staff."""

from gateway.console.figures.records import Figures
from gateway.console.figures.spans import Span
from gateway.console.visit import Visit


async def figures_of(visit: Visit, span: Span) -> Figures | None:
    """What they may see of a span; None when their account was closed. Raises DatabaseUnavailable."""
    return await visit.deps.database.find(
        Figures,
        "business_figures",
        organization=visit.staff.organization,
        account=visit.staff.account,
        **{"from": span.first, "to": span.last},
    )
