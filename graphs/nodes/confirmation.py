"""Confirming, and the customer's own appointments."""

from graphs.node import Node
from tools.appointments import confirm_appointment, list_appointments
from tools.contacts import record_consent
from tools.dates import resolve_date

NODE = Node("confirmation", (list_appointments, resolve_date, confirm_appointment, record_consent))
