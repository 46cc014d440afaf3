"""Plans a change of the agenda with one of staff: tried out and shown, and done by a yes to that very plan.

A yes does what was seen, in one transaction, or nothing: where the agenda has changed meanwhile, the plan is shown anew.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from uuid import UUID

from agent.data.database import Database
from agent.language import staff_commands
from agent.language.staff_plans import PlanWords
from agent.language.text import plain
from agent.types import Json, Option
from gateway.console.agenda.other_time import OtherTime, other_time_question
from gateway.console.agenda.records import Block
from gateway.pipeline.guards import may_send_text
from gateway.pipeline.staff_lookups import Asker
from gateway.pipeline.staff_planning import PlanReply
from gateway.staff_plans.records import (
    Blocks,
    Plan,
    PlanChat,
    PlanChats,
    PlanDone,
    PlanRow,
    Result,
    Trial,
)
from gateway.staff_plans.wishes import (
    MOST_DAYS,
    PlanSpan,
    Wish,
    read_wish,
    wish_of,
    wish_of_spans,
)
from gateway.staff_plans.wording import (
    Speaker,
    block_title,
    done_plan,
    shown_lift,
    shown_plan,
    shown_result,
    yes_or_no,
)

_MOST_CHOICES = 9
_LONGEST_TITLE = 24


class StaffPlans:
    """gateway/pipeline/staff_planning.py: what its methods mean."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def wanted(self, asker: Asker, message: UUID, words: PlanWords, text: str) -> PlanReply:
        """What they wrote is a wish."""
        if words.kind == "result":
            return await self._result(asker)
        if asker.role == "professional" and asker.member is None:
            return PlanReply(asker.spoken.line("staff.no_agenda"))
        named = _Named(text, asker.members)
        if asker.member is not None and named.keys and asker.member not in named.keys:
            own = asker.members.get(asker.member, "")
            return PlanReply(asker.spoken.line("staff.only_yours", member=own))
        if words.kind == "lift":
            return await self._lift_wanted(asker, message, words, named)
        return await self._block_wanted(asker, message, words, named)

    async def chosen(self, asker: Asker, message: UUID, act: str, what: str) -> PlanReply:
        """A button of theirs, one of PLAN_ACTS, with what stands behind it; a phone may send any."""
        if act == "plan_wish":
            wish = wish_of(what)
            fits = wish and wish.members and set(wish.members) <= set(asker.members)
            if wish and fits and not wish.ended(asker.local):
                return await self._show(asker, message, wish)
            return PlanReply(_speaker(asker).t("past" if wish and fits else "gone"))
        if act == "plan_lift":
            begins, until, member = [*what.split("/"), "", ""][:3]
            blocks = await self._blocks(asker, (member,) if member else ())
            meant = [one for one in blocks if (one.begins, one.until) == (begins, until)]
            return await self._show_lift(asker, message, meant)
        try:
            return await self.answered(asker, message, UUID(what), yes=act == "plan_yes")
        except ValueError:
            return PlanReply(_speaker(asker).t("gone"))

    async def answered(self, asker: Asker, message: UUID, plan: UUID, *, yes: bool) -> PlanReply:
        """A yes or a no to a plan."""
        speaker = _speaker(asker)
        if not yes:
            await self._call("staff_plan_drop", asker, plan=plan)
            return PlanReply(speaker.t("left"))
        about: Json = {"organization": asker.organization, "recipient": asker.recipient}
        read = await self._database.find(Plan, "staff_plan_read", **about, plan=plan)
        if read is None or read.status == "dropped":
            return PlanReply(speaker.t("gone"))
        if read.status == "expired":
            return PlanReply(speaker.t("expired"))
        if read.status == "done":
            return await self._done_before(asker, read)
        if read.kind == "lift":
            return await self._lift(asker, message, plan, read)
        return await self._block(asker, message, plan, read)

    # Blocks

    async def _block_wanted(
        self, asker: Asker, message: UUID, words: PlanWords, named: "_Named"
    ) -> PlanReply:
        speaker = _speaker(asker)
        members = (asker.member,) if asker.member else named.meant
        if not members and words.everybody and not named.keys:
            members = tuple(asker.members)
        reading = read_wish(words, asker.members, members, asker.local, asker.language)
        if reading.problem:
            return PlanReply(speaker.t(reading.problem, days=str(MOST_DAYS)))
        if not members:
            whose = named.keys or tuple(asker.members)
            wishes = [
                Wish((one,), w.days, w.begins, w.until) for one in whose for w in reading.wishes
            ]
            return _choice(speaker, "which_member", wishes, by_day=len(reading.wishes) > 1)
        if len(reading.wishes) > 1:
            same_day = len({wish.days for wish in reading.wishes}) == 1
            return _choice(speaker, "which_hour" if same_day else "which_day", reading.wishes)
        return await self._show(asker, message, reading.wishes[0])

    async def _show(
        self, asker: Asker, message: UUID, wish: Wish, before: str | None = None
    ) -> PlanReply:
        """`before`: a line that says why it is shown anew."""
        speaker = _speaker(asker)
        spans = wish.spans(speaker.zone)
        trial, _ = await self._try(asker, spans)
        if trial.status != "ok":
            return PlanReply(speaker.t(trial.status, days=str(MOST_DAYS)))
        text = shown_plan(speaker, wish, trial.concerned)
        return await self._ask(
            asker, message, "block", {"spans": spans}, trial.digest, text, before
        )

    async def _try(self, asker: Asker, spans: Sequence[PlanSpan]) -> tuple[Trial, list[str]]:
        """What would be done, and whose chats take no free text."""
        about: Json = {"organization": asker.organization, "recipient": asker.recipient}
        chats = await self._database.fetch(PlanChats, "staff_plan_chats", **about, spans=spans)
        if chats.status != "ok":
            return Trial(status=chats.status), []
        closed = [str(chat.appointment) for chat in chats.chats if _is_closed(chat)]
        trial = await self._database.fetch(
            Trial, "staff_plan_try", **about, spans=spans, closed=closed
        )
        return trial, closed

    async def _block(self, asker: Asker, message: UUID, plan: UUID, read: Plan) -> PlanReply:
        speaker = _speaker(asker)
        spans: list[PlanSpan] = read.wish["spans"]
        wish = wish_of_spans(spans, speaker.zone)
        trial, closed = await self._try(asker, spans)
        if trial.status == "ok" and trial.digest == read.seen:
            tokens, replies = _questions(trial.concerned, asker)
            done = await self._database.fetch(
                PlanDone,
                "staff_plan_do",
                organization=asker.organization,
                recipient=asker.recipient,
                plan=plan,
                closed=closed,
                tokens=tokens,
                replies=replies,
            )
            if done.status == "done":
                return PlanReply(done_plan(speaker, wish, done.concerned))
            if done.status == "gone":
                return PlanReply(speaker.t("gone"))
        return await self._show(asker, message, wish, speaker.t("changed"))

    # Blocks that go

    async def _lift_wanted(
        self, asker: Asker, message: UUID, words: PlanWords, named: "_Named"
    ) -> PlanReply:
        speaker = _speaker(asker)
        blocks = await self._blocks(asker, named.keys)
        days = read_wish(words, asker.members, (), asker.local, asker.language)
        if words.rest and any(wish.days != (asker.local.date(),) for wish in days.wishes):
            meant = {f"{day}" for wish in days.wishes for day in wish.days}
            blocks = [one for one in blocks if one.begins[:10] in meant] or blocks
        groups = [list(group) for _, group in groupby(blocks, lambda b: (b.begins, b.until))]
        if len(groups) < 2:
            return await self._show_lift(asker, message, blocks)
        member = named.keys[0] if len(named.keys) == 1 else ""
        options = tuple(
            Option(
                f"staff:plan_lift:{group[0].begins}/{group[0].until}/{member}",
                block_title(speaker, group[0]),
            )
            for group in groups[:_MOST_CHOICES]
        )
        return PlanReply(speaker.t("which_block"), options)

    async def _blocks(self, asker: Asker, members: Sequence[str]) -> list[Block]:
        """Those that are not over, the earliest first."""
        row = await self._database.fetch(
            Blocks,
            "staff_blocks",
            organization=asker.organization,
            recipient=asker.recipient,
            members=list(members) or None,
        )
        return list(row.blocks)

    async def _show_lift(
        self, asker: Asker, message: UUID, blocks: Sequence[Block], before: str | None = None
    ) -> PlanReply:
        speaker = _speaker(asker)
        ids = [str(block.id) for block in blocks]
        seen = await self._database.find(
            str,
            "staff_blocks_seen",
            organization=asker.organization,
            recipient=asker.recipient,
            blocks=ids,
        )
        if not ids or seen is None:
            return PlanReply(speaker.t("no_blocks"))
        text = shown_lift(speaker, blocks)
        return await self._ask(asker, message, "lift", {"blocks": ids}, seen, text, before)

    async def _lift(self, asker: Asker, message: UUID, plan: UUID, read: Plan) -> PlanReply:
        speaker = _speaker(asker)
        done = await self._database.fetch(
            PlanDone,
            "staff_plan_lift",
            organization=asker.organization,
            recipient=asker.recipient,
            plan=plan,
        )
        if done.status == "changed":
            still = [b for b in await self._blocks(asker, ()) if str(b.id) in read.wish["blocks"]]
            return await self._show_lift(asker, message, still, speaker.t("changed"))
        return PlanReply(speaker.t("lifted" if done.status == "done" else "gone"))

    # How it went

    async def _done_before(self, asker: Asker, read: Plan) -> PlanReply:
        if read.kind == "lift":
            return PlanReply(_speaker(asker).t("lifted"))
        return await self._result(asker)

    async def _result(self, asker: Asker) -> PlanReply:
        speaker = _speaker(asker)
        result = await self._database.find(
            Result,
            "staff_plan_result",
            organization=asker.organization,
            recipient=asker.recipient,
        )
        return PlanReply(shown_result(speaker, result) if result else speaker.t("no_result"))

    async def _ask(
        self,
        asker: Asker,
        message: UUID,
        kind: str,
        wish: Mapping[str, Sequence[object]],
        seen: str,
        text: str,
        before: str | None,
    ) -> PlanReply:
        """Keeps what is shown, so that a yes can do it."""
        speaker = _speaker(asker)
        plan = await self._database.find(
            UUID,
            "staff_plan_put",
            organization=asker.organization,
            recipient=asker.recipient,
            message=message,
            kind=kind,
            wish=wish,
            seen=seen,
        )
        if plan is None:
            return PlanReply(speaker.t("not_found"))
        shown = f"{before}\n\n{text}" if before else text
        return PlanReply(shown, yes_or_no(speaker, plan), plan)

    async def _call(self, function: str, asker: Asker, **more: object) -> None:
        await self._database.call(
            function, organization=asker.organization, recipient=asker.recipient, **more
        )


class _Named:
    """Whose names stand in a message. `meant` is empty where one name may be several people's."""

    def __init__(self, text: str, members: Mapping[str, str]) -> None:
        self.keys = tuple(staff_commands.all_named(text, members))
        words = set(plain(text).split())
        parts = [words & staff_commands.name_words(members[key]) for key in self.keys]
        alone = all(not (a & b) for n, a in enumerate(parts) for b in parts[n + 1 :])
        self.meant = self.keys if alone else ()


def _speaker(asker: Asker) -> Speaker:
    return Speaker(asker.language, asker.country, asker.local, asker.members)


def _is_closed(chat: PlanChat) -> bool:
    """Whether it takes no free text now."""
    if chat.opted_out:
        return False
    return chat.window_closed or not may_send_text(chat.channel, chat.last_inbound_at, chat.now)


def _questions(
    rows: Sequence[PlanRow], asker: Asker
) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """How the offers are called, and the questions to customers, both by appointment."""
    asks = {str(row.id): row.offer for row in rows if isinstance(row.offer, OtherTime)}
    tokens = {key: offer.slot for key, offer in asks.items()}
    replies = {key: [other_time_question(offer, now=asker.now)] for key, offer in asks.items()}
    return tokens, replies


def _choice(
    speaker: Speaker, title: str, wishes: Sequence[Wish], *, by_day: bool = False
) -> PlanReply:
    """Which of these is meant; more than fit are asked for in words."""
    if len(wishes) > _MOST_CHOICES:
        return PlanReply("\n".join([speaker.t(title), speaker.t("no_day")]))
    options = []
    for wish in wishes:
        label = speaker.who(wish.members) if title == "which_member" else speaker.when(wish)
        label = f"{label.split(' ')[0]}, {speaker.when(wish)}" if by_day else label
        options.append(Option(f"staff:plan_wish:{wish.written}", label[:_LONGEST_TITLE]))
    return PlanReply(speaker.t(title), tuple(options))
