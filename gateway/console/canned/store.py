"""The SQL functions of canned answers, for one member of staff."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from gateway.console.staff_store import StaffStore


class CannedAnswer(Struct, frozen=True, kw_only=True):
    """canned_answers, one of them. `name`: who wrote it last."""

    id: UUID
    title: str
    text: str
    name: str | None
    at: datetime


class CannedAct(Struct, frozen=True, kw_only=True):
    """`taken`: another one has this title; `full`: there are 200."""

    status: Literal["written", "taken", "full", "removed", "not_found"]


class CannedStore(StaffStore):
    """Every method may raise DatabaseUnavailable. What is another organization's is not there."""

    async def all(self) -> list[CannedAnswer]:
        """By their titles."""
        return await self._database.fetch(
            list[CannedAnswer], "canned_answers", organization=self._organization
        )

    async def put(self, title: str, text: str, key: str, answer: UUID | None = None) -> CannedAct:
        """A new one, or another text for `answer`. `key`: the form's; sent twice it counts once."""
        return await self._database.fetch(
            CannedAct,
            "canned_answer_put",
            **self._who,
            title=title,
            text=text,
            key=key,
            answer=answer,
        )

    async def remove(self, answer: UUID) -> CannedAct:
        return await self._database.fetch(
            CannedAct,
            "canned_answer_remove",
            **self._who,
            answer=answer,
        )
