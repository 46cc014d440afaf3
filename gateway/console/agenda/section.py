"""The section of the agenda: its pages and forms by path, for every role."""

from gateway.access.staff import Role
from gateway.console.agenda import acts, blocks, booking, pages
from gateway.console.calendars import pages as calendars
from gateway.console.visit import Section
from gateway.pipeline.calendar_watch import PLACE

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
        PLACE: calendars.calendars,
    },
    {
        "/console/agenda/new": booking.book,
        "/console/agenda/block": blocks.block,
        "/console/agenda/blocks/{block}/lift": blocks.lift,
        f"{_APPOINTMENT}/state": acts.put_state,
        f"{_APPOINTMENT}/move": acts.move,
        f"{_APPOINTMENT}/tell": acts.inform,
        f"{_APPOINTMENT}/offer": acts.offer,
        f"{PLACE}/feed": calendars.make_feed,
        f"{PLACE}/feed/revoke": calendars.revoke_feed,
        f"{PLACE}/names": calendars.names,
        f"{PLACE}/add": calendars.add,
        f"{PLACE}/{{busy_calendar}}/read": calendars.read,
        f"{PLACE}/{{busy_calendar}}/remove": calendars.remove,
    },
)
"""Whose agenda it is the SQL functions decide: a professional's own, everybody's for the others."""
