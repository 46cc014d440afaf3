"""Changes of a connection's templates: which one of the provider's is sent for what, in which language."""

from collections.abc import Iterator

from agent.texts import languages
from gateway.console.business.fields import Form, Missing, Unfit, line_of
from gateway.organizations.document_types import ConnectionDocument, OrganizationDocument
from gateway.pipeline.templates import ANSWER, KINDS, takes_templates

NOTICE = "escalation"
"""What staff are told by: one template, for they are not written to by language."""
LONGEST_ID = 200


def kinds_of(channel: str) -> tuple[str, ...]:
    """Those of a channel; Gupshup's notices to staff are the deployment's own."""
    return (*KINDS, ANSWER) if channel == "gupshup" else (*KINDS, ANSWER, NOTICE)


def languages_of(document: OrganizationDocument, kind: str) -> list[str]:
    """In which a kind may be written, the business's own first."""
    own = document["language"]
    return [own] if kind == NOTICE else [own, *(one for one in languages() if one != own)]


def template_ids(
    document: OrganizationDocument, connection: ConnectionDocument
) -> dict[tuple[str, str], str]:
    """By kind and language what is set on the connection itself. A plain id is in the business's language."""
    ids: dict[tuple[str, str], str] = {}
    for kind in (*KINDS, ANSWER, NOTICE):
        own = connection["settings"].get(f"{kind}_template")
        written = own if isinstance(own, dict) else {document["language"]: own} if own else {}
        ids |= {(kind, language): str(one) for language, one in written.items()}
    return ids


def template_values(document: OrganizationDocument, key: str) -> dict[str, str]:
    """The fields of a form that says them. Raises Missing."""
    ids = template_ids(document, connection_of(document, key))
    return {f"{kind}.{language}": one for (kind, language), one in ids.items()}


def connection_of(document: OrganizationDocument, key: str) -> ConnectionDocument:
    """Raises Missing where there is none that takes templates."""
    for one in document["connections"]:
        if one["key"] == key and takes_templates(one["channel"]):
            return one
    raise Missing


def edit_templates(document: OrganizationDocument, key: str, form: Form) -> None:
    """A kind that the form does not have stays as it is. Raises Unfit, Missing."""
    connection = connection_of(document, key)
    settings = dict(connection["settings"])
    for kind in kinds_of(connection["channel"]):
        tongues = languages_of(document, kind)
        if not any(f"{kind}.{language}" in form for language in tongues):
            continue
        name, written = f"{kind}_template", dict(_written(form, kind, tongues))
        if written == _before(document, settings.get(name)):
            continue
        settings.pop(name, None)
        if written:
            # In the business's language alone a plain id says the same.
            only = [*written] == [document["language"]]
            settings[name] = written[document["language"]] if only else written
    connection["settings"] = settings


def _written(form: Form, kind: str, tongues: list[str]) -> Iterator[tuple[str, str]]:
    """Raises Unfit."""
    for language in tongues:
        template = line_of(form, f"{kind}.{language}")
        if len(template) > LONGEST_ID or " " in template:
            raise Unfit("template", value=template[:LONGEST_ID])
        if template:
            yield language, template


def _before(document: OrganizationDocument, own: object) -> object:
    return own if isinstance(own, dict) else {document["language"]: str(own)} if own else {}
