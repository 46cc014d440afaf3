"""Joining labels of tools into sentences."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from agent.dates.labels import day_label
from agent.language import fold
from agent.scheduling.labels import joined, with_person
from agent.texts import Texts, texts

_MONDAY = date(2024, 1, 1)


def listed(language: str, items: Sequence[str]) -> str:
    """ "a, b o c"."""
    if len(items) < 2:
        return "".join(items)
    others = ", ".join(items[:-1])
    return texts(language).line("labels.list.or", others=others, last=items[-1])


def sentence(clause: str) -> str:
    """A clause as a sentence of its own."""
    clause = clause.strip()
    if not clause:
        return ""
    end = "" if clause[-1] in ".!?…" else "."
    return clause[:1].upper() + clause[1:] + end


def on(language: str, label: str) -> str:
    """A date label with the article it needs after "tengo": "el martes 24 …"."""
    return _placed("on_day", language, label)


def in_sentence(language: str, label: str) -> str:
    """A date label as it stands in a sentence: "el martes 24 …", "na terça, 24/11", "on Tue Nov 24"."""
    return _placed("in_sentence", language, label)


def by_whom(language: str, person: str) -> str:
    """ " con Ana" after a time; "" where nobody is named."""
    return f" {with_person(person, language)}" if person else ""


def of(language: str, label: str) -> str:
    """A date label after "la cita …": "del martes 24 …", "de terça …"."""
    return _placed("of_day", language, label)


def moving(language: str, old: str, new: str) -> dict[str, str]:
    """The labels of both times of a move, as they stand after "la cita"."""
    return {
        "old": _placed("from_day", language, old) if old else "",
        "new": _placed("to_day", language, new),
    }


def _placed(how: str, language: str, label: str) -> str:
    """A date label with what stands before it, by the weekday that it begins with."""
    first = fold(label.split(" ")[0].strip(",")).split("-")[0]
    weekday = _weekdays(texts(language)).get(first)
    if weekday is None:
        return texts(language).line(f"labels.{how}.otherwise", day=label)
    return texts(language).line_of(f"labels.{how}.by_weekday", weekday, day=label)


@lru_cache(maxsize=16)
def _weekdays(spoken: Texts) -> dict[str, int]:
    """The first words of dates' labels, folded, and their weekday (0 is Monday)."""
    days = [_MONDAY + timedelta(n) for n in range(7)]
    labels = [day_label(day, spoken.code) for day in days]
    return {
        fold(label.split(" ")[0].strip(",")): day.weekday()
        for day, label in zip(days, labels, strict=True)
    }


def all_of(language: str, names: Sequence[str]) -> str:
    """ "a, b y c"; "" for none."""
    return joined(names, language) if names else ""


def before_list(answers: str, reply: str) -> str:
    """Puts a short answer into the line that introduces a list, so that the list is not far down."""
    leads = reply.partition("\n")[0].endswith(":") and "\n" not in answers
    return (" " if leads else "\n").join(filter(None, (answers, reply)))
