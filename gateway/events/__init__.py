"""Events of the agenda for other systems of a business: signed webhooks, sent until they are taken."""
