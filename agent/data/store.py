"""The SQL functions that tools and turns use: one method each, with the type of its answer.

What they do stands in `migrations/`; the answers are in agent/records/.
"""

from typing import Literal
from uuid import UUID

from agent.data.agenda_store import AgendaStore
from agent.data.turn_store import TurnStore
from agent.data.visit_store import VisitStore
from agent.llm.embeddings import Meaning
from agent.places import Place
from agent.records import (
    ConsentRecord,
    KnowledgeAnswer,
    NoteRecord,
    PersonChosen,
    PhoneRecord,
    PlaceRecord,
    RatingPut,
    RatingWords,
    Service,
)


class Store(TurnStore, AgendaStore, VisitStore):
    """Data of any organization; every method names the one it works for."""

    async def services(self, organization: UUID) -> list[Service]:
        """All active services, in the organization's order."""
        return await self.database.fetch(list[Service], "services_list", organization=organization)

    async def search_knowledge(
        self,
        organization: UUID,
        conversation: UUID | None,
        query: str,
        meaning: Meaning | None = None,
        *,
        keep: bool = True,
    ) -> KnowledgeAnswer:
        """By full text, and by `meaning` where the question has an embedding. `keep`: what finds nothing
        is kept for staff."""
        return await self.database.fetch(
            KnowledgeAnswer,
            "knowledge_search",
            organization=organization,
            conversation=conversation,
            query=query,
            keep=keep,
            **(meaning.arguments if meaning else {}),
        )

    async def keep_unanswered(
        self, organization: UUID, conversation: UUID | None, question: str
    ) -> None:
        """Keeps a question for staff that what was found does not answer."""
        await self.database.call(
            "knowledge_unanswered",
            organization=organization,
            conversation=conversation,
            question=question,
        )

    async def resolve_contact(
        self, organization: UUID, conversation: UUID, name: str, relation: str | None = None
    ) -> None:
        """Makes the chat's customer known by this name, or books in it for somebody else: who has a
        `relation` to the customer (people.relation) always is."""
        await self.database.call(
            "contact_resolve",
            organization=organization,
            conversation=conversation,
            name=name,
            relation=relation,
        )

    async def choose_person(
        self, organization: UUID, conversation: UUID, person: UUID | None
    ) -> PersonChosen:
        """Books next for one of the customer's people; None: for the customer."""
        return await self.database.fetch(
            PersonChosen,
            "person_choose",
            organization=organization,
            conversation=conversation,
            person=person,
        )

    async def put_note(
        self, organization: UUID, conversation: UUID, turn: UUID, *, text: str
    ) -> NoteRecord:
        """Keeps what the customer asked to have noted, in their words."""
        return await self.database.fetch(
            NoteRecord,
            "note_put",
            organization=organization,
            conversation=conversation,
            turn=turn,
            text=text,
        )

    async def note_phone(
        self, organization: UUID, conversation: UUID, *, phone: str | None
    ) -> PhoneRecord:
        """Keeps an unproven phone (canonical) for staff; None: the customer gives none, or takes it back."""
        return await self.database.fetch(
            PhoneRecord,
            "stated_phone_set",
            organization=organization,
            conversation=conversation,
            phone=phone,
        )

    async def note_place(
        self, organization: UUID, conversation: UUID, place: Place | None
    ) -> PlaceRecord:
        """Keeps where the home visit that is being booked is; None: where the customer was visited last."""
        given = place or Place()
        return await self.database.fetch(
            PlaceRecord,
            "place_note",
            organization=organization,
            conversation=conversation,
            text=given.text,
            latitude=given.latitude,
            longitude=given.longitude,
            again=place is None,
        )

    async def put_rating(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID,
        *,
        rating: UUID,
        value: int,
        waits: bool,
    ) -> RatingPut:
        """Notes how a customer rated a visit; `waits`: the question still waited."""
        return await self.database.fetch(
            RatingPut,
            "rating_put",
            organization=organization,
            conversation=conversation,
            turn=turn,
            rating=rating,
            value=value,
            waits=waits,
        )

    async def keep_rating_words(
        self, organization: UUID, conversation: UUID, *, rating: UUID, words: str
    ) -> RatingWords:
        """Notes what a customer says had happened."""
        return await self.database.fetch(
            RatingWords,
            "rating_words",
            organization=organization,
            conversation=conversation,
            rating=rating,
            words=words,
        )

    async def record_consent(
        self,
        organization: UUID,
        conversation: UUID,
        turn: UUID,
        *,
        kind: Literal["reminders", "recall", "review"],
        granted: bool,
    ) -> ConsentRecord:
        """Notes what the customer agreed to, or not."""
        return await self.database.fetch(
            ConsentRecord,
            "consent_record",
            organization=organization,
            conversation=conversation,
            turn=turn,
            kind=kind,
            granted=granted,
        )
