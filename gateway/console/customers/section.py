"""The customers' part of the console: its pages and its forms."""

from gateway.console.customers import actions, handing_out, merging, pages
from gateway.console.visit import SEES_CHATS, Section

_ONE = "/console/customers/{customer}"
CUSTOMERS = Section(
    "customers",
    "/console/customers",
    SEES_CHATS,
    {
        "/console/customers": pages.customers,
        "/console/customers/erased": handing_out.erased,
        _ONE: pages.customer,
        f"{_ONE}/merge": merging.choose,
        f"{_ONE}/merge/{{contact}}": merging.compare,
        f"{_ONE}/erase": handing_out.ask,
    },
    {
        f"{_ONE}/rename": actions.rename,
        f"{_ONE}/note": actions.note,
        f"{_ONE}/note/remove": actions.remove_note,
        f"{_ONE}/consent": actions.consent,
        f"{_ONE}/merge/{{contact}}": merging.merge,
        f"{_ONE}/export": handing_out.export,
        f"{_ONE}/erase": handing_out.erase,
    },
)
"""Erasing is an owner's alone; its SQL functions say so to everybody else."""
