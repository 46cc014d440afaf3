"""Changes of what the assistant answers from."""

from gateway.console.business.fields import Form, Missing, Unfit, listed, named, new_key, optional
from gateway.organizations.document_types import EntryDocument, OrganizationDocument


def entry_values(entry: EntryDocument) -> dict[str, str]:
    """The fields of a form that says this entry."""
    return {
        "title": entry["title"],
        "content": entry["content"],
        "keywords": ", ".join(entry["keywords"]),
    }


def edit_entry(document: OrganizationDocument, key: str, form: Form) -> None:
    """Raises Unfit, Missing."""
    entries = document["knowledge"]
    entry = next((one for one in entries if one["key"] == key), None)
    if entry is None:
        raise Missing
    if form.get("remove"):
        document["knowledge"] = [one for one in entries if one["key"] != key]
    else:
        _fill(entry, form)


def add_entry(document: OrganizationDocument, form: Form) -> None:
    """Raises Unfit."""
    entries = document["knowledge"]
    key = new_key(named(form, "title"), (one["key"] for one in entries), "entry")
    entry: EntryDocument = {"key": key, "title": "", "content": "", "keywords": [], "source": None}
    _fill(entry, form)
    document["knowledge"] = [*entries, entry]


def _fill(entry: EntryDocument, form: Form) -> None:
    content = optional(form, "content")
    if content is None:
        raise Unfit("no_content")
    entry["title"] = named(form, "title")
    entry["content"] = content
    entry["keywords"] = listed(form, "keywords", entry["keywords"])
