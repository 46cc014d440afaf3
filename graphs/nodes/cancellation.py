"""Cancelling."""

from graphs.node import Node
from tools.appointments import cancel_appointment, list_appointments
from tools.dates import resolve_date

NODE = Node("cancellation", (list_appointments, resolve_date, cancel_appointment))
