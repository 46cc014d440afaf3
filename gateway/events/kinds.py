"""Which events of the agenda there are."""

KINDS = (
    "appointment.created",
    "appointment.moved",
    "appointment.updated",
    "appointment.confirmed",
    "appointment.cancelled",
    "appointment.checked_in",
    "appointment.completed",
    "appointment.no_show",
    "block.created",
    "block.removed",
    "escalation.opened",
    "escalation.closed",
)
"""As the triggers name them (migrations/functions/agenda_events.sql); beside them there is `test`."""
