"""The SQL functions that tools and turns use, by name and with their types.

Each answers with the jsonb that its comment in `migrations/` describes.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from agent.data.database import Database
from agent.llm.embeddings import Meaning
from agent.types import Json


class Store:
    """Data of any organization; every method names the one it works for."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # Turns

    async def begin_turn(
        self, organization: UUID, conversation: UUID, *, takeover: bool = True, **args: Any
    ) -> Json:
        return await self._object(
            "turn_begin",
            organization=organization,
            conversation=conversation,
            takeover=takeover,
            **args,
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

    async def quoted(
        self, organization: UUID, conversation: UUID, messages: Sequence[str]
    ) -> list[Json]:
        """What these received messages (ids) quote of their own chat."""
        return await self._list(
            "messages_quoted",
            organization=organization,
            conversation=conversation,
            messages=list(messages),
        )

    async def put_usage(self, organization: UUID, turn: UUID, usage: Sequence[Json]) -> Json:
        return await self._object(
            "usage_put", organization=organization, turn=turn, usage=list(usage)
        )

    async def usage_today(self, organization: UUID) -> Json:
        return await self._object("usage_day", organization=organization)

    # Services and knowledge

    async def services(self, organization: UUID) -> list[Json]:
        return await self._list("services_list", organization=organization)

    async def search_knowledge(
        self,
        organization: UUID,
        conversation: UUID | None,
        query: str,
        meaning: Meaning | None = None,
    ) -> Json:
        """By full text, and by `meaning` where the question has an embedding."""
        return await self._object(
            "knowledge_search",
            organization=organization,
            conversation=conversation,
            query=query,
            **(meaning.arguments if meaning else {}),
        )

    async def opening_days(
        self, organization: UUID, first: date, last: date, *, member: UUID | None = None
    ) -> Json:
        """When the business, or a member, is open day by day, and why a day differs."""
        return await self._object(
            "opening_days", organization=organization, **{"from": first, "to": last}, member=member
        )

    # Appointments

    async def availability(
        self,
        organization: UUID,
        services: Sequence[str],
        first: date,
        last: date,
        *,
        member: UUID | None = None,
        conversation: UUID | None = None,
        appointment: UUID | None = None,
        without: Sequence[UUID] = (),
    ) -> Json:
        """Free starts of a visit of `services` (ids, in order); `appointment`: the one to move."""
        return await self._object(
            "availability",
            organization=organization,
            services=list(services),
            **{"from": first, "to": last},
            member=member,
            conversation=conversation,
            appointment=appointment,
            without=list(without),
        )

    async def start_refusal(
        self,
        organization: UUID,
        services: Sequence[str],
        local: datetime,
        *,
        member: UUID | None = None,
        conversation: UUID | None = None,
        appointment: UUID | None = None,
        without: Sequence[UUID] = (),
    ) -> Json:
        """Why a wished start (local time, naive) is not to be had on a day that has others."""
        return await self._object(
            "start_refusal",
            organization=organization,
            services=list(services),
            local=local,
            member=member,
            conversation=conversation,
            appointment=appointment,
            without=list(without),
        )

    async def put_offers(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID,
        *,
        services: Sequence[str],
        starts: Sequence[str],
        member: UUID | None = None,
        appointment: UUID | None = None,
        hold: int | None = None,
        without: Sequence[UUID] = (),
    ) -> list[Json | None]:
        """Offers in the order of `starts` ({slot, at, local, items}); None where one is gone.

        `hold` is the number (from 1) of the start that is kept for this chat for a while. `without`
        (here and above): members that the customer does not want.
        """
        return await self._list(
            "offers_put",
            organization=organization,
            conversation=conversation,
            turn=turn,
            services=list(services),
            starts=list(starts),
            member=member,
            appointment=appointment,
            hold=hold,
            without=list(without),
        )

    async def offer_items(self, organization: UUID, conversation: UUID, slot: str) -> list[Json]:
        """What an offer is for ({service, member, local, …} in order); [] for no offer of theirs."""
        return await self._list(
            "offer_items", organization=organization, conversation=conversation, slot=slot
        )

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

    async def _list(self, function: str, **args: Any) -> list[Any]:
        result: list[Any] = await self.database.call(function, **args)
        return result
