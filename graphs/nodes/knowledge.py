"""Questions about the business, greetings and goodbyes."""

from graphs.node import Node
from tools.appointments import list_appointments
from tools.business_system import business_tools
from tools.contacts import record_consent
from tools.knowledge import knowledge_search, list_services
from tools.opening_hours import opening_hours

NODE = Node(
    "knowledge",
    (knowledge_search, opening_hours, list_services, list_appointments, record_consent),
    own_tools=business_tools,
)
