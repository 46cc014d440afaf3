"""Booking."""

from graphs.node import Node
from tools.appointments import (
    book_appointment,
    correct_booking_name,
    list_appointments,
    reschedule_appointment,
)
from tools.attendees import correct_attendees
from tools.availability import check_availability
from tools.contacts import note_phone, record_consent, resolve_contact_on_booking
from tools.dates import resolve_date
from tools.knowledge import knowledge_search, list_services
from tools.opening_hours import opening_hours
from tools.places import note_place
from tools.waiting_list_tools import join_waiting_list, leave_waiting_list

NODE = Node(
    "appointment",
    (
        list_services,
        knowledge_search,
        opening_hours,
        resolve_date,
        check_availability,
        resolve_contact_on_booking,
        book_appointment,
        correct_booking_name,
        correct_attendees,
        note_phone,
        note_place,
        record_consent,
        list_appointments,
        join_waiting_list,
        leave_waiting_list,
        reschedule_appointment,
    ),
)
