"""Escalating to a person, and telling the customer what came of it."""

from collections.abc import Mapping

from agent.dialogue.flows.failing import on_it
from agent.dialogue.flows.health_beside import in_pain
from agent.dialogue.flows.place import puts_place_right
from agent.dialogue.flows.wording import on, sentence
from agent.dialogue.tools import escalate
from agent.dialogue.turn import Steps, Turn, join
from agent.language import Intent, asks_about_health, is_answer, sentences
from agent.language.acts import Act
from agent.language.health_questions import only_fears, speaks_of_treatment
from agent.language.readings.cases import MONEY, cases_in, without_cases
from agent.language.readings.house import topic_of
from agent.language.readings.notes import asks_to_note, passes_word_on
from agent.language.readings.pain import denies_pain, only_lost_work
from agent.language.readings.services import mentioned
from agent.language.readings.waiting_person import asks_who_answers
from agent.tool_results import Escalation
from agent.tool_views import CaseView

_SUMMARY = 400
_REASON_OF: Mapping[Act, str] = {
    Act.PRIVACY: "privacy",
    Act.FOLLOW_UP: "follow_up",
    Act.NOTE: "note",
}
_LEADS = {
    "complaint": "sorry",
    "failed_twice": "sorry_not_understood",
    "follow_up": "sorry_for_waiting",
    "privacy": "about_your_data",
    "note": "note_passed_on",
}
"""The sentence before what became of the call, by its reason."""
_CALMLY = frozenset({"privacy", "health", "urgent", "asked", "money"})
"""Reasons that say nothing of what went wrong, where the customer does."""
_STANDS = frozenset({"slot", "day", "reading", "name", "service"})
"""Questions that still wait when somebody was told of a question in between."""


def health_question(turn: Turn) -> bool:
    """Whether it is asked if something is all right with an illness: for a professional to say."""
    if turn.has(Intent.CANCEL, Intent.RESCHEDULE, Intent.LIST, Intent.HEALTH, Intent.URGENT):
        return False
    wishes = turn.has(Intent.BOOK, Intent.PRICE, Intent.HOURS)
    healthy = denies_pain(turn.text) or only_fears(turn.text)
    of_house = any(map(topic_of, sentences(turn.text)))
    if turn.does(Act.HEALTH, sure=0.95 if wishes else 0.75) and not (healthy or of_house):
        return True
    named = bool(mentioned(turn.text, turn.facts.services))
    return asks_about_health(turn.text, treatment=named or speaks_of_treatment(turn.text))


def escalation(turn: Turn) -> Steps:
    """What the escalation node says and does."""
    if turn.facts.called and asks_who_answers(turn.text):
        return on_it(turn)
    reason = _reason(turn)
    about = turn.memo.ask.data.about if turn.memo.ask else ""
    summary = " / ".join([*about.split("\n"), *turn.whole.split("\n")]).strip(" /")[:_SUMMARY]
    result = yield from escalate(reason, summary or reason)
    hurts = in_pain(turn)
    asks = reason == "health" and health_question(turn) and not (hurts or complains(turn))
    lead, turn.memo.lead = turn.memo.lead, ""
    beside = asks or reason == "note" or hurts
    stands = (beside and (lead or turn.pending_question in _STANDS)) or answers_what_waits(turn)
    waits = turn.memo.ask if stands else None
    first = lead
    turn.memo.escalate, turn.memo.ask, turn.memo.fails = "", waits, 0
    turn.greets = reason in {"asked", "other"}
    if asks:
        turn.greets = True
        line = turn.say("health_for_professionals")
        outcome = outcome_of(turn, reason, result)
        return join(f"{line} {outcome}", lead) if lead else join(line, outcome, turn.resume())
    of_work = reason == "health" and only_lost_work(turn.whole)
    if reason in {"urgent", "health"} and not of_work:
        first = sentence(result.emergency or turn.facts.emergency)
    if lead and (
        hurts or (waits and not answers_what_waits(turn))
    ):  # it ends in the question that waits
        told = ("" if first == lead else first, outcome_of(turn, reason, result))
        return join(" ".join(filter(None, told)), lead)
    called = join(first, outcome_of(turn, reason, result))
    if waits and answers_what_waits(turn):
        return called
    return join(called, turn.resume() if waits else "")


def answers_what_waits(turn: Turn) -> bool:
    """Whether beside a case stands an answer to the question that waits."""
    rest = without_cases(turn.text) if cases_in(turn.text) else ""
    return bool(rest and turn.pending_question and is_answer(rest))


def complains(turn: Turn) -> bool:
    """Whether something went wrong for them, whatever else they want."""
    return turn.has(Intent.COMPLAINT, sure=0.8) or turn.does(Act.COMPLAINT)


def _lead(turn: Turn, reason: str, result: Escalation) -> str:
    """The sentences of the reason and of the cases; who complains of something as well is told that we are
    sorry."""
    told = [_case_line(turn, case) for case in result.cases]
    own = " ".join(told) or (turn.say(_LEADS[reason]) if reason in _LEADS else "")
    sorry = reason in _CALMLY and complains(turn)
    return join(turn.say("sorry") if sorry else "", own)


def _case_line(turn: Turn, case: CaseView) -> str:
    """Which case was understood, and until when the law gives."""
    if case.kind == "privacy":
        return turn.say("about_your_data")
    if case.due_label:
        return turn.say(f"case_{case.kind}_by", due=case.due_label)
    return turn.say(f"case_{case.kind}")


def _reason(turn: Turn) -> str:
    if turn.memo.escalate:
        return turn.memo.escalate
    if turn.has(Intent.URGENT):
        return "urgent"
    if turn.has(Intent.HEALTH) or in_pain(turn) or (health_question(turn) and not complains(turn)):
        return "health"
    cases = cases_in(turn.text)
    if any(case != MONEY for case in cases):
        return "privacy"
    if puts_place_right(turn) or asks_to_note(turn.text) or passes_word_on(turn.text):
        return "note"
    if cases:
        return "money"
    if turn.does(Act.PRIVACY):
        return "privacy"
    if complains(turn):
        return "complaint"
    learned = (act for act in _REASON_OF if turn.does(act))
    return "asked" if turn.has(Intent.HUMAN) else _REASON_OF.get(next(learned, Act.BOOK), "other")


def outcome_of(turn: Turn, reason: str, result: Escalation) -> str:
    """What became of the call, in words."""
    status = result.status
    note_line = turn.say("note_kept") if result.noted else ""
    if status not in {"notified", "already_notified"}:
        key = "notice_waits" if status == "notice_waits" else "nobody_to_call"
        about = _lead(turn, reason, result) if result.cases or reason == "privacy" else ""
        return join(note_line or about, turn.say(key), _where(turn, result))
    lead = join(note_line, _lead(turn, reason, result) if result.cases or not note_line else "")
    key = "already_called" if status == "already_notified" else "called"
    label = result.answers_label
    when = turn.say("answers_now")
    if result.answers == "later" and label:
        when = turn.say("answers_later", when=on(turn.facts.language, label))
    elif result.answers == "later":
        when = turn.say("answers_later_unknown")
    return join(lead, f"{turn.say(key)} {when}")


def _where(turn: Turn, result: Escalation) -> str:
    """How else to find somebody, as far as it is known."""
    address, label = result.address, result.answers_label
    if not address:
        return ""
    if result.answers == "now":
        return turn.say("find_us_now", where=address)
    if label:
        return turn.say("find_us_later", where=address, when=on(turn.facts.language, label))
    return turn.say("find_us", where=address)
