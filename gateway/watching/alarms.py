"""Which alarms are on: figures against the thresholds of the configuration (ALARM_…)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from agent.settings import Settings
from gateway.pipeline.clocks import WRONG_SECONDS, difference
from gateway.watching.figures import Figures, Now, Window

_LEAST_FILES = 5


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that an operator has to look at. `name` stays the same while it lasts; `words` tell it."""

    name: str
    words: str


def alarms_of(figures: Figures, settings: Settings, here: datetime) -> list[Alarm]:
    """Shares count from ALARM_LEAST cases on: one failure of two is no rate. `here`: what the clock of this
    process shows."""
    return [
        *_of_now(figures.now, settings),
        *_of_clock(figures.now, here),
        *_of_ceilings(figures.now),
        *_of_window(figures.window, settings),
    ]


def _of_clock(now: Now, here: datetime) -> Iterator[Alarm]:
    ahead = (now.clock - here).total_seconds()
    if abs(ahead) >= WRONG_SECONDS:
        yield Alarm("clock", f"{difference(ahead)}: synchronise both (NTP)")
    elif now.clock_went_back_seconds:
        words = f"the database's clock went back by {_span(now.clock_went_back_seconds)}"
        yield Alarm("clock", f"{words}: look at its time service (NTP)")


def _of_now(now: Now, settings: Settings) -> Iterator[Alarm]:
    waiting = now.chats + now.replies
    if waiting > settings.alarm_queue:
        words = f"{now.chats} chats wait for an answer and {now.replies} replies to be sent"
        yield Alarm("queue", words)
    oldest = max(now.oldest_chat_seconds, now.oldest_reply_seconds)
    if oldest > settings.alarm_queue_seconds:
        yield Alarm("waiting", f"the oldest chat or reply waits for {_span(oldest)}")
    room = now.workers * settings.worker_concurrency
    if not now.workers:
        yield Alarm("workers", "no worker is alive: nobody is answered")
    elif now.running * 100 >= settings.alarm_busy_percent * room:
        yield Alarm("busy", f"{now.running} of {room} places of the workers are taken")
    if now.failing_connections:
        words = f"{now.failing_connections} connections cannot send (frontdesk check names them)"
        yield Alarm("connections", words)
    if settings.alarm_daily_usd is not None and now.cost_usd > settings.alarm_daily_usd:
        yield Alarm("cost", f"the models cost {now.cost_usd:.2f} USD today")


def _of_ceilings(now: Now) -> Iterator[Alarm]:
    if now.organizations_at_ceiling:
        words = f"the offline model answers {now.organizations_at_ceiling} organizations today"
        yield Alarm("ceilings", f"{words}: a ceiling is reached (frontdesk failures names them)")


def _of_window(window: Window, settings: Settings) -> Iterator[Alarm]:
    least, minutes = settings.alarm_least, f"in {settings.alarm_minutes} minutes"
    wrong = window.failed + window.lost
    if _above(wrong, window.tries, settings.alarm_error_percent, least):
        yield Alarm("errors", f"{wrong} of {window.tries} turns failed {minutes}")
    replies = window.sent + window.not_sent
    if _above(window.not_sent, replies, settings.alarm_error_percent, least):
        yield Alarm("unsent", f"{window.not_sent} of {replies} replies could not be sent {minutes}")
    slow = window.answer_p95 or 0.0
    if window.committed >= least and slow > settings.alarm_answer_seconds:
        words = f"one answer in twenty takes longer than {_span(slow)} {minutes}"
        yield Alarm("answers", words)
    if _above(window.escalations, window.answered, settings.alarm_escalation_percent, least):
        words = f"{window.escalations} people were called in {window.answered} turns {minutes}"
        yield Alarm("escalations", words)
    if _above(window.files_failed, window.files, settings.alarm_file_percent, _LEAST_FILES):
        words = (
            f"{window.files_failed} of {window.files} received files could not be read {minutes}"
        )
        yield Alarm("files", words)


def _above(part: int, whole: int, percent: float, least: int) -> bool:
    return whole >= least and part * 100 > percent * whole


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} minutes"
