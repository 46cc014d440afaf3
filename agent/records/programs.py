"""What the SQL functions of programs that book by calls answer (MCP)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.records.organizations import OrganizationProfile


class ProgramChat(Struct, frozen=True, kw_only=True):
    """program_chat: where a program's customer is kept (None: no customer was named), and for whom it works."""

    conversation: UUID | None
    organization: OrganizationProfile


class Hold(Struct, frozen=True, kw_only=True):
    """program_hold and program_release. `until`: how long it is held; `limit`: of one key at the same time."""

    status: Literal[
        "held", "not_offered", "choose_first", "not_shown", "offer_expired", "taken", "already_booked",
        "too_many_holds", "released", "none",
    ]  # fmt: skip
    until: datetime | None = None
    limit: int | None = None
