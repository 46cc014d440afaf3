"""Moving an appointment."""

from graphs.node import Node
from tools.appointments import list_appointments, reschedule_appointment
from tools.availability import check_availability
from tools.dates import resolve_date
from tools.opening_hours import opening_hours

NODE = Node(
    "reschedule",
    (list_appointments, resolve_date, opening_hours, check_availability, reschedule_appointment),
)
