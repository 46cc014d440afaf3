"""The SQL functions that tools and turns use, by name and with their types.

Each answers with the jsonb that its comment in `migrations/` describes.
"""

from datetime import date
from typing import Any
from uuid import UUID

from agent.database import Database
from agent.types import Json


class Store:
    """Data of any organization; every method names the one it works for."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # Turns

    async def begin_turn(
        self, organization: UUID, conversation: UUID, *, takeover: bool = True
    ) -> Json:
        return await self._object(
            "turn_begin", organization=organization, conversation=conversation, takeover=takeover
        )

    async def commit_turn(self, organization: UUID, conversation: UUID, **args: Any) -> Json:
        return await self._object(
            "turn_commit", organization=organization, conversation=conversation, **args
        )

    async def history(
        self, organization: UUID, conversation: UUID, before: int | None = None
    ) -> list[Json]:
        return await self._list(
            "conversation_history",
            organization=organization,
            conversation=conversation,
            before=before,
        )

    # Services and knowledge

    async def services(self, organization: UUID) -> list[Json]:
        return await self._list("services_list", organization=organization)

    async def search_knowledge(
        self, organization: UUID, conversation: UUID | None, query: str
    ) -> Json:
        return await self._object(
            "knowledge_search", organization=organization, conversation=conversation, query=query
        )

    # Appointments

    async def availability(
        self,
        organization: UUID,
        service: UUID,
        first: date,
        last: date,
        *,
        member: UUID | None = None,
        exclude: UUID | None = None,
    ) -> Json:
        return await self._object(
            "availability",
            organization=organization,
            service=service,
            **{"from": first, "to": last},
            member=member,
            exclude=exclude,
        )

    async def put_offers(
        self, organization: UUID, conversation: UUID, turn: UUID, offers: list[Json]
    ) -> list[str]:
        """Tokens in the order of `offers` ({service, member, at})."""
        tokens: list[str] = await self.database.call(
            "offers_put",
            organization=organization,
            conversation=conversation,
            turn=turn,
            offers=offers,
        )
        return tokens

    async def assessment_done(self, organization: UUID, conversation: UUID, service: UUID) -> bool:
        return bool(
            await self.database.call(
                "assessment_done",
                organization=organization,
                conversation=conversation,
                service=service,
            )
        )

    async def upcoming(self, organization: UUID, conversation: UUID) -> list[Json]:
        return await self._list(
            "appointments_upcoming", organization=organization, conversation=conversation
        )

    async def act(self, function: str, **args: Any) -> Json:
        """One of the functions that change something and answer {status, …}."""
        return await self._object(function, **args)

    async def _object(self, function: str, **args: Any) -> Json:
        result: Json = await self.database.call(function, **args)
        return result

    async def _list(self, function: str, **args: Any) -> list[Json]:
        result: list[Json] = await self.database.call(function, **args)
        return result
