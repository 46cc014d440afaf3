"""The SQL functions of customers, for one member of staff: who they are goes with every call."""

from datetime import datetime
from uuid import UUID

from gateway.console.customers.records import (
    CustomerAct,
    CustomerPage,
    CustomerRow,
    ErasedCustomer,
    ErasureView,
    Merge,
)
from gateway.console.staff_store import StaffStore
from gateway.people.exporting import Export

PAGE = 40
"""Customers of a list."""
PAST = 20
"""Visits that a page shows of those that are over."""
ALL_PAST = 500


class CustomerStore(StaffStore):
    """Every method may raise DatabaseUnavailable. What is another organization's is not there. `customer`: the id of
    a contact, or of a chat whose customer has none yet."""

    async def customers(
        self,
        search: str | None = None,
        before: datetime | None = None,
        before_id: UUID | None = None,
    ) -> list[CustomerRow]:
        """The last active first; one more than PAGE when there are more."""
        return await self._database.fetch(
            list[CustomerRow],
            "console_customers",
            **self._who,
            search=search,
            before=before,
            before_id=before_id,
            limit=PAGE + 1,
        )

    async def customer(
        self, customer: UUID, *, opened: bool = True, past: int = PAST
    ) -> CustomerPage | None:
        """That somebody `opened` the page is written down."""
        return await self._database.find(
            CustomerPage,
            "console_customer",
            **self._who,
            customer=customer,
            opened=opened,
            past=past,
        )

    # What is done. `key`: the form's; sent twice it counts once.

    async def rename(
        self,
        customer: UUID,
        name: str,
        key: str,
        person: UUID | None = None,
        relation: str | None = None,
    ) -> CustomerAct:
        """The contact, or one of their people; `relation`: "" where nobody said, None leaves it."""
        return await self._act(
            "customer_rename",
            customer=customer,
            name=name,
            key=key,
            person=person,
            relation=relation,
        )

    async def note(self, customer: UUID, text: str, key: str, *, internal: bool) -> CustomerAct:
        """For staff only, or for the customer's visits."""
        return await self._act(
            "customer_note", customer=customer, text=text, internal=internal, key=key
        )

    async def remove_note(self, customer: UUID, note: UUID) -> CustomerAct:
        return await self._act("customer_note_remove", customer=customer, note=note)

    async def consent(
        self, customer: UUID, kind: str, source: str, key: str, *, granted: bool
    ) -> CustomerAct:
        """`source`: how staff know of it."""
        return await self._act(
            "customer_consent",
            customer=customer,
            kind=kind,
            granted=granted,
            source=source,
            key=key,
        )

    async def _act(self, function: str, **arguments: object) -> CustomerAct:
        return await self._database.fetch(
            CustomerAct,
            function,
            **self._who,
            **arguments,
        )

    # Merging

    async def compare(self, customer: UUID, other: UUID) -> Merge:
        """What a merge would do; nothing is changed."""
        return await self._database.fetch(
            Merge,
            "customers_compare",
            **self._who,
            customer=customer,
            other=other,
        )

    async def merge(self, customer: UUID, other: UUID, digest: str, key: str) -> Merge:
        """`digest`: of what was shown; what is otherwise by now is shown anew instead."""
        return await self._database.fetch(
            Merge,
            "customers_merge",
            **self._who,
            customer=customer,
            other=other,
            digest=digest,
            key=key,
        )

    # A copy, and erasing

    async def export(self, customer: UUID) -> Export | None:
        return await self._database.find(
            Export,
            "customer_export",
            **self._who,
            customer=customer,
        )

    async def erasure(self, customer: UUID) -> ErasureView | None:
        """What would go and what would stay; None also for who is no owner."""
        return await self._database.find(
            ErasureView,
            "customer_erasure",
            **self._who,
            customer=customer,
        )

    async def erase(
        self, customer: UUID, typed: str, notice: str, key: str, *, cancel: bool
    ) -> ErasedCustomer:
        """`typed`: how the customer is called; `notice`: what staff are told of appointments that are cancelled."""
        return await self._database.fetch(
            ErasedCustomer,
            "customer_erase",
            **self._who,
            customer=customer,
            typed=typed,
            cancel=cancel,
            notice=notice,
            key=key,
        )
