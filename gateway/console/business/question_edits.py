"""Questions before a visit in a service's form: a group of fields each, in the order in which they are asked."""

from collections.abc import Iterable, Iterator

from gateway.console.business.fields import (
    Form,
    Unfit,
    line_of,
    lines_of,
    maybe_whole,
    new_key,
    whole,
)
from gateway.organizations.document_types import QuestionDocument

MOST_QUESTIONS = 12
LONGEST_QUESTION, LONGEST_CHOICE, MOST_MONTHS, FARTHEST_BOUND = 300, 24, 120, 1_000_000
KINDS = ("yes_no", "choice", "number", "text")
COUNT = "questions"
"""How many groups a form has; a form without it says nothing of questions."""


def question_values(questions: Iterable[QuestionDocument]) -> dict[str, str]:
    """The fields of a form that says these questions."""
    values: dict[str, str] = {}
    listed = list(questions)
    for number, one in enumerate(listed):
        values |= {f"q{number}_{name}": text for name, text in _fields(number, one)}
    return {**values, COUNT: str(len(listed))}


def _fields(number: int, one: QuestionDocument) -> Iterator[tuple[str, str]]:
    yield "key", one["key"]
    yield "place", str(number + 1)
    yield "text", one["text"]
    yield "kind", one["kind"]
    yield "choices", "\n".join(one["choices"])
    if one["kind"] == "choice":
        yield "flag", "\n".join(one["flag"])
    else:
        yield from ((answer, "on") for answer in one["flag"])
    for name in ("flag_below", "flag_above"):
        bound = one[name]
        yield name, "" if bound is None else str(bound)
    yield "months", str(one["ask_again_months"] or "")


def groups(form: Form) -> range:
    """The numbers of the groups that a form shows."""
    text = line_of(form, COUNT)
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
    return range(min(count, MOST_QUESTIONS))


def with_another(form: Form) -> dict[str, str]:
    """The same form with an empty group behind the others."""
    return {**form, COUNT: str(min(len(groups(form)) + 1, MOST_QUESTIONS))}


def questions_of(form: Form, before: list[QuestionDocument]) -> list[QuestionDocument]:
    """Those of a form; `before` where it says nothing of them. A group without a text is no question. Raises Unfit."""
    if COUNT not in form:
        return before
    numbers = [
        number
        for number in groups(form)
        if line_of(form, f"q{number}_text") and f"q{number}_gone" not in form
    ]
    keys: list[str] = [one["key"] for one in before]
    questions = []
    for number in sorted(numbers, key=lambda number: _place(form, number)):
        question = _question(form, number, keys)
        keys.append(question["key"])
        questions.append(question)
    return questions


def _place(form: Form, number: int) -> tuple[float, int]:
    """Where a question comes: one that was given another's place comes before it, or after it on the way down."""
    place = maybe_whole(form, f"q{number}_place", 1, 99) or number + 1
    moved = place - (number + 1)
    return place + (0.5 if moved > 0 else -0.5 if moved < 0 else 0), number


def _question(form: Form, number: int, keys: list[str]) -> QuestionDocument:
    """`keys`: those of other questions of the service, for a question that has none yet. Raises Unfit."""
    at = f"q{number}"
    text, kind = line_of(form, f"{at}_text"), form.get(f"{at}_kind", "yes_no")
    if len(text) > LONGEST_QUESTION:
        raise Unfit("long_question", most=str(LONGEST_QUESTION))
    choices = _choices(form, at) if kind == "choice" else []
    bounds = [
        maybe_whole(form, f"{at}_{end}", -FARTHEST_BOUND, FARTHEST_BOUND)
        if kind == "number"
        else None
        for end in ("flag_below", "flag_above")
    ]
    key = line_of(form, f"{at}_key")
    return {
        "key": key if key in keys else new_key(text, keys, "question"),
        "text": text,
        "kind": kind if kind in KINDS else "yes_no",
        "choices": choices,
        "flag": _flag(form, at, kind, choices),
        "flag_below": bounds[0],
        "flag_above": bounds[1],
        "ask_again_months": whole(form, f"{at}_months", 0, MOST_MONTHS) or None,
    }


def _choices(form: Form, at: str) -> list[str]:
    """Raises Unfit."""
    choices = lines_of(form, f"{at}_choices")
    alike = {choice.casefold() for choice in choices}
    if not 2 <= len(choices) <= 4 or len(alike) < len(choices):
        raise Unfit("choices", text=line_of(form, f"{at}_text"))
    if longest := [choice for choice in choices if len(choice) > LONGEST_CHOICE]:
        raise Unfit("long_choice", value=longest[0], most=str(LONGEST_CHOICE))
    return choices


def _flag(form: Form, at: str, kind: str, choices: list[str]) -> list[str]:
    """The answers that need a person, as the file writes them. Raises Unfit."""
    if kind == "yes_no":
        return [answer for answer in ("yes", "no") if f"{at}_{answer}" in form]
    if kind != "choice":
        return []
    written = {choice.casefold(): choice for choice in choices}
    flagged = lines_of(form, f"{at}_flag")
    for one in flagged:
        if one.casefold() not in written:
            raise Unfit("no_choice", value=one)
    return [written[one.casefold()] for one in flagged]
