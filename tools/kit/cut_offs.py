"""What is said when it is too late to cancel or move an appointment."""

from agent.context import TurnContext
from agent.records import AppointmentChange
from agent.scheduling.labels import appointment_view
from agent.texts import base, texts
from agent.tool_results import TooLate


def too_late(context: TurnContext, result: AppointmentChange) -> TooLate:
    """The refusal as a model sees it.

    `message` is the organization's own sentence; it is in the organization's language, and None for
    customers who speak another one.
    """
    organization = context.organization
    view = appointment_view(
        result.subject,
        zone=organization.zone,
        language=context.language,
        country=organization.country,
        today=context.now.date(),
    )
    own = base(context.language) == base(organization.language)
    return TooLate(
        status="too_late",
        label=view.label,
        service=view.service,
        reason_label=texts(context.language).line("refusals.cut_off"),
        message=result.message if own else None,
    )
