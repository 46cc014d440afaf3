"""The console's figures: what a business's weeks came to, as tiles, plots, tables and CSV."""

from gateway.access.staff import Role
from gateway.console.figures.pages import download, figures
from gateway.console.visit import Section

SECTION = Section(
    "figures",
    "/console/figures",
    frozenset({Role.OWNER, Role.RECEPTION}),
    {"/console/figures": figures, "/console/figures/{by}.csv": download},
    {},
)

__all__ = ["SECTION"]
