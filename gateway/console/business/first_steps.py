"""From nothing to the first message: what a new business has and what is still missing."""

from dataclasses import dataclass

from gateway.console.business.store import BusinessStore
from gateway.console.visit import Visit
from gateway.organizations.document_types import OrganizationDocument

_AT = "/console/business"


@dataclass(frozen=True, slots=True)
class FirstStep:
    """`name`: its words in console.toml ([business.step]); `path`: where it is done."""

    name: str
    path: str
    done: bool


async def first_steps(visit: Visit, document: OrganizationDocument) -> list[FirstStep] | None:
    """In order; None where a customer wrote and everything is there."""
    rows = await BusinessStore(visit.deps.database, visit.staff).connections()
    listed = [
        FirstStep("profile", f"{_AT}/profile", bool(document["name"])),
        FirstStep("hours", f"{_AT}/hours", bool(document["hours"])),
        FirstStep("member", f"{_AT}/add-member", bool(document["members"])),
        FirstStep("service", f"{_AT}/add-service", bool(document["services"])),
        FirstStep("connection", f"{_AT}/connections", bool(rows)),
    ]
    written = any(row.received_at for row in rows)
    steps = [*listed, FirstStep("try", _place_to_try(visit), written)]
    return None if all(step.done for step in steps) else steps


def _place_to_try(visit: Visit) -> str:
    """The playground where this reader has one, else the test chat."""
    return next((one.path for one in visit.sections if one.name == "playground"), "/try")
