"""What a service's questions before a visit must keep: choices that fit their kind, flags that are answers."""

from collections.abc import Iterator

from gateway.organizations import words
from gateway.organizations.file_schema import OrganizationFile, Question
from gateway.organizations.source import Finding, Location

_FEWEST_CHOICES = 2


def check_questions(file: OrganizationFile) -> Iterator[Finding]:
    """Every problem as its place and what to do about it."""
    for index, service in enumerate(file.services):
        keys = [question.key for question in service.questions]
        for position, question in enumerate(service.questions):
            place: Location = ("services", index, "questions", position)
            if question.key in keys[:position]:
                yield place, f"`{question.key}` stands here twice; give this question a `key`"
            yield from _choices(place, question)
            yield from _flags(place, question)


def _choices(place: Location, question: Question) -> Iterator[Finding]:
    if question.kind != "choice":
        if question.choices:
            yield (*place, "choices"), "only a question of kind: choice has choices"
        return
    folded = [words.fold(one) for one in question.choices]
    if len(folded) < _FEWEST_CHOICES:
        yield (*place, "kind"), "write two to four `choices` for this question"
    elif len({*folded}) < len(folded):
        yield (*place, "choices"), "two choices are the same; keep one"


def _flags(place: Location, question: Question) -> Iterator[Finding]:
    bounds = (question.flag_below, question.flag_above)
    if question.kind != "number" and bounds != (None, None):
        field = "flag_below" if question.flag_below is not None else "flag_above"
        yield (*place, field), "only a question of kind: number has bounds; write `flag`"
    answers = ["yes", "no"] if question.kind == "yes_no" else list(question.choices)
    for one in question.flag:
        if question.kind == "number":
            yield (*place, "flag"), "write flag_below or flag_above for a number"
        elif question.kind == "text":
            yield (*place, "flag"), "a text is read by people; only other kinds have a `flag`"
        elif one not in answers:
            near = words.did_you_mean(one, answers)
            yield (*place, "flag"), f"`{one}` is no answer to this question{near}"
