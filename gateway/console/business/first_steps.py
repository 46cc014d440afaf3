"""From nothing to the first message: what a new business has and what is still missing."""

from dataclasses import dataclass

from gateway.console.visit import Visit
from gateway.organizations.document_types import OrganizationDocument


@dataclass(frozen=True, slots=True)
class FirstStep:
    """`name`: its words in console.toml ([business.step]); `path`: where it is done."""

    name: str
    path: str
    done: bool


async def steps(visit: Visit, document: OrganizationDocument) -> list[FirstStep] | None:
    """In order; None where the business was led through."""
    listed = [
        FirstStep("profile", "/console/business/profile", bool(document["name"])),
        FirstStep("hours", "/console/business/hours", bool(document["hours"])),
        FirstStep("member", "/console/business/add-member", bool(document["members"])),
        FirstStep("service", "/console/business/add-service", bool(document["services"])),
        FirstStep("connection", "/console/business/connections", bool(document["connections"])),
    ]
    return None if all(step.done for step in listed) else listed
