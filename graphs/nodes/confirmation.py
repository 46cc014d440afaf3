"""Confirming, and the customer's own appointments: when they are, in whose name."""

from graphs.node import Node
from tools.appointments import confirm_appointment, correct_booking_name, list_appointments
from tools.attendees import correct_attendees
from tools.contacts import record_consent
from tools.dates import resolve_date

NODE = Node(
    "confirmation",
    (
        list_appointments,
        resolve_date,
        confirm_appointment,
        correct_booking_name,
        correct_attendees,
        record_consent,
    ),
)
