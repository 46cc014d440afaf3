"""The console's SQL functions, for one member of staff: who they are goes with every call."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from gateway.console.records import (
    Account,
    Chat,
    ChatRow,
    Day,
    Gaps,
    KeptFile,
    Outcome,
    Transcript,
    WaitingCase,
)
from gateway.console.staff_store import StaffStore
from gateway.media.handing_in import FileArgument
from gateway.pipeline.templates import StoredTemplate

Show = Literal["all", "waiting", "mine"]
PAGE = 40
"""Chats of a list."""
VISITS = 50
"""Of today, in each list: a large business has thousands."""


class ConsoleStore(StaffStore):
    """Every method may raise DatabaseUnavailable. What is another organization's is not there."""

    async def account(self) -> Account | None:
        """Who is logged in; None when the account was closed meanwhile."""
        return await self._database.find(Account, "console_account", **self._who)

    # What is shown

    async def cases(self) -> list[WaitingCase]:
        """Calls for a person that are not over: unanswered ones first, the oldest first."""
        return await self._database.fetch(
            list[WaitingCase], "console_cases", organization=self._organization
        )

    async def day(self) -> Day:
        """What is left of today; VISITS of each kind are listed."""
        return await self._database.fetch(
            Day, "console_day", organization=self._organization, limit=VISITS
        )

    async def gaps(self) -> list[Gaps]:
        """Who has time left today; VISITS of them."""
        return await self._database.fetch(
            list[Gaps], "console_gaps", organization=self._organization, limit=VISITS
        )

    async def chats(
        self,
        show: Show = "all",
        search: str | None = None,
        before: datetime | None = None,
        before_id: UUID | None = None,
    ) -> list[ChatRow]:
        """The last active first; one more than PAGE when there are more."""
        return await self._database.fetch(
            list[ChatRow],
            "console_chats",
            **self._who,
            show=show,
            search=search,
            before=before,
            before_id=before_id,
            limit=PAGE + 1,
        )

    async def chat(self, conversation: UUID) -> Chat | None:
        return await self._database.find(
            Chat,
            "console_chat",
            organization=self._organization,
            conversation=conversation,
        )

    async def transcript(
        self, conversation: UUID, before: int | None = None, *, opened: bool = True
    ) -> Transcript | None:
        """The last messages before a seq; that they were read is written down. Not `opened`: it is
        looked at again while it is open."""
        return await self._database.find(
            Transcript,
            "console_transcript",
            **self._who,
            conversation=conversation,
            before=before,
            opened=opened,
        )

    async def file(self, conversation: UUID, message: UUID) -> KeptFile | None:
        """Where the file of a message is; that it was opened is written down."""
        return await self._database.find(
            KeptFile,
            "console_file",
            **self._who,
            conversation=conversation,
            message=message,
        )

    # What is done

    async def take(self, conversation: UUID, over: UUID | None = None) -> Outcome:
        """The chat is theirs, and the calls in it; `over`: knowingly from this account."""
        return await self._act("chat_take", conversation=conversation, over=over)

    async def take_case(self, case: UUID, over: UUID | None = None) -> Outcome:
        """The same by a case."""
        return await self._act("escalation_take", escalation=case, over=over)

    async def close_case(self, case: UUID) -> Outcome:
        """An ordinary call closes with the other ones of its chat."""
        return await self._act("escalation_close", escalation=case)

    async def answer(
        self,
        conversation: UUID,
        text: str,
        key: str,
        template: StoredTemplate | None = None,
        file: FileArgument | None = None,
    ) -> Outcome:
        """Through the outbox. `key`: the form's; sent twice it is one answer. `file`: one that was handed in for
        this chat."""
        return await self._act(
            "chat_answer",
            conversation=conversation,
            text=text,
            key=key,
            template=template,
            file=file,
        )

    async def note(self, conversation: UUID, text: str, key: str) -> Outcome:
        """For staff only; at most 2,000 characters are kept."""
        return await self._act("chat_note", conversation=conversation, text=text, key=key)

    async def end(self, conversation: UUID) -> Outcome:
        """Closes the conversation: what the customer writes next begins anew."""
        return await self._act("chat_close", conversation=conversation)

    async def give_back(self, conversation: UUID) -> Outcome:
        """The bot has the chat again."""
        return await self._act("chat_give_back", conversation=conversation)

    async def _act(self, function: str, **arguments: object) -> Outcome:
        """Calls a function in the name of whoever acts."""
        return await self._database.fetch(Outcome, function, **self._who, **arguments)
