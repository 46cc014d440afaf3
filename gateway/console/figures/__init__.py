"""The console's figures: what a business's weeks came to, as tiles, plots, tables and CSV."""

from functools import partial

from gateway.access.staff import Role
from gateway.console.figures.csv_file import TABLES
from gateway.console.figures.pages import download, figures
from gateway.console.visit import Section

SECTION = Section(
    "figures",
    "/console/figures",
    frozenset({Role.OWNER, Role.RECEPTION}),
    {
        "/console/figures": figures,
        **{f"/console/figures/{by}.csv": partial(download, by) for by in TABLES},
    },
    {},
)

__all__ = ["SECTION"]
