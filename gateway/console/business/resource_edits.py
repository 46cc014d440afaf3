"""Changes of rooms and devices: kinds of them, how many there are, and which services need one."""

from gateway.console.business.fields import Form, line_of, new_key, whole
from gateway.organizations.document_types import OrganizationDocument, ResourceDocument

LARGEST_STOCK = 500
_NEW = "+"
"""Stands for the key in the names of fields of what is added; no key looks so."""


def resource_values(document: OrganizationDocument) -> dict[str, str]:
    """The fields of a form that says the rooms and devices."""
    rows = document["resources"]
    return {
        **{f"n.{one['key']}": one["name"] for one in rows},
        **{f"c.{one['key']}": str(one["capacity"]) for one in rows},
        f"c.{_NEW}": "1",
    }


def edit_resources(document: OrganizationDocument, form: Form) -> None:
    """A room whose name is taken away goes, and no service needs it any more. One that the form does not know
    stays. Raises Unfit."""
    left: list[ResourceDocument] = []
    for one in document["resources"]:
        if f"n.{one['key']}" not in form:
            left.append(one)
        elif name := line_of(form, f"n.{one['key']}"):
            left.append({"key": one["key"], "name": name, "capacity": _capacity(form, one["key"])})
    if name := line_of(form, f"n.{_NEW}"):
        key = new_key(name, (one["key"] for one in document["resources"]), "room")
        left.append({"key": key, "name": name, "capacity": _capacity(form, _NEW)})
    document["resources"] = left
    keys = {one["key"] for one in left}
    for service in document["services"]:
        service["resources"] = [key for key in service["resources"] if key in keys]


def _capacity(form: Form, key: str) -> int:
    """Raises Unfit."""
    return whole(form, f"c.{key}", 1, LARGEST_STOCK)
