"""The section of the business: its pages and forms by path."""

from gateway.access.staff import Role
from gateway.console.business import connect, connections, pages, systems
from gateway.console.visit import Answer, Section

_AT = "/console/business"
_FORMS = {
    "hours": pages.hours,
    "dates": pages.dates,
    "rules": pages.rules,
    "resources": pages.resources,
    "services/{service}": pages.service,
    "add-service": pages.new_service,
    "members/{member}": pages.member,
    "add-member": pages.new_member,
    "knowledge/{entry}": pages.entry,
    "add-entry": pages.new_entry,
    "recipients": pages.recipients,
    "profile": pages.profile,
    "connections/{connection}/templates": pages.templates,
}
_LOOKS: dict[str, Answer] = {
    _AT: pages.overview,
    f"{_AT}/file": pages.file,
    f"{_AT}/services": pages.services.look,
    f"{_AT}/members": pages.members.look,
    f"{_AT}/knowledge": pages.knowledge,
    f"{_AT}/connect": connect.ask,
    f"{_AT}/connections": connections.connections,
    f"{_AT}/connections/{{connection}}": connections.connection,
    f"{_AT}/systems": systems.systems,
    f"{_AT}/systems/{{system}}": systems.system,
}
_ACTS: dict[str, Answer] = {
    f"{_AT}/dates/drop": pages.dropped_dates.act,
    f"{_AT}/recipients/{{recipient}}": pages.recipient.act,
    f"{_AT}/gaps/{{knowledge_gap}}/drop": pages.drop_gap,
    f"{_AT}/connect": connect.connect,
    f"{_AT}/connections/{{connection}}/test": connections.test,
    f"{_AT}/connections/{{connection}}/credential": connections.credential,
    f"{_AT}/systems": systems.add,
    f"{_AT}/systems/{{system}}/test": systems.test,
    f"{_AT}/systems/{{system}}/switch": systems.switch,
    f"{_AT}/systems/{{system}}/kinds": systems.choose,
    f"{_AT}/systems/{{system}}/renew": systems.renew,
    f"{_AT}/systems/{{system}}/resend": systems.resend,
    f"{_AT}/systems/{{system}}/remove": systems.remove,
}
BUSINESS = Section(
    "business",
    _AT,
    frozenset({Role.OWNER, Role.RECEPTION}),
    _LOOKS | {f"{_AT}/{path}": form.look for path, form in _FORMS.items()},
    _ACTS | {f"{_AT}/{path}": form.act for path, form in _FORMS.items()},
)
"""Reception reads the first page; all else is the owner's."""
