"""What the stores of the console's sections share: who of staff calls goes with every call."""

from uuid import UUID

from agent.data.database import Database
from gateway.access.staff import Staff


class StaffStore:
    """SQL functions for one member of staff. Every method of a store may raise DatabaseUnavailable; what is another
    organization's is not there."""

    def __init__(self, database: Database, staff: Staff) -> None:
        self._database = database
        self._organization = staff.organization
        self._who: dict[str, UUID] = {
            "organization": staff.organization,
            "account": staff.account,
        }
