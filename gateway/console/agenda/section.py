"""The section of the agenda: its pages and forms by path, for every role."""

from gateway.access.staff import Role
from gateway.console.agenda import acts, blocks, booking, pages
from gateway.console.visit import Section

_APPOINTMENT = "/console/agenda/appointments/{appointment}"
AGENDA = Section(
    "agenda",
    "/console/agenda",
    frozenset(Role),
    {
        "/console/agenda": pages.agenda,
        "/console/agenda/new": booking.new,
        "/console/agenda/block": blocks.new,
        "/console/agenda/blocks/{block}": blocks.blocked,
        _APPOINTMENT: pages.appointment,
    },
    {
        "/console/agenda/new": booking.book,
        "/console/agenda/block": blocks.block,
        "/console/agenda/blocks/{block}/lift": blocks.lift,
        f"{_APPOINTMENT}/state": acts.put_state,
        f"{_APPOINTMENT}/move": acts.move,
        f"{_APPOINTMENT}/tell": acts.inform,
        f"{_APPOINTMENT}/offer": acts.offer,
    },
)
"""Whose agenda it is the SQL functions decide: a professional's own, everybody's for the others."""
