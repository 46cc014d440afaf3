"""Gathers what a connection needs: what is stored, what was given, and the rest by asking."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from agent import phones
from agent.environment_names import prefix_of
from agent.errors import OperatorError
from agent.settings import Settings, is_address
from agent.types import Json
from gateway.channels.setup import Question, Step
from gateway.organizations.document_types import ConnectionDocument


class Asker(Protocol):
    """Whoever can be asked; `interactive` is False where nobody sits."""

    @property
    def interactive(self) -> bool: ...

    def text(self, question: str, default: str | None) -> str: ...

    def secret(self, question: str) -> str: ...

    def show(self, line: str) -> None: ...

    def tell(self, step: Step) -> None: ...


class MissingAnswers(OperatorError):
    """Nobody can be asked, and something is missing."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("missing, and nobody can be asked here:\n  " + "\n  ".join(missing))


class BadAnswer(OperatorError):
    """An answer that is no number, address or phone."""


@dataclass(slots=True)
class Answers:
    """What a connection will be. `secrets` are by question: typed or of the environment. `typed` are those
    that have to be kept; `once` are never kept."""

    name: str
    phone: str | None
    settings: Json
    secrets: dict[str, str] = field(default_factory=dict, repr=False)
    typed: set[str] = field(default_factory=set)
    secret_env: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where answers come from, the first that has one: `given` (options, by question), the environment, what
    is stored already (`current`, `stored` credentials by name), and `asker`. `typed`: secrets by question, which
    come before what is stored."""

    slug: str
    country: str
    channel: str
    settings: Settings
    given: Mapping[str, str]
    current: ConnectionDocument | None
    stored: Mapping[str, str]
    asker: Asker
    typed: Mapping[str, str] = field(default_factory=dict, repr=False)

    def variable(self, question: Question) -> str:
        """The environment variable that may hold a secret."""
        own = self.current["secret_env"] if self.current and question.kind == "key" else None
        return own or f"{prefix_of(self.slug)}{self.channel.upper()}_{question.variable}"


def gather(questions: tuple[Question, ...], source: Source) -> Answers:
    """Raises MissingAnswers with all that is missing, and BadAnswer."""
    current = source.current
    answers = Answers(
        name=current["name"] if current else "",
        phone=current["phone"] if current else None,
        settings=dict(current["settings"]) if current else {},
        secret_env=current["secret_env"] if current else None,
    )
    own = {one.name for one in questions}
    for name, value in source.given.items():
        if name not in own and name != "phone":
            answers.settings[name] = value
    missing = [lacking for one in questions if (lacking := _answer(one, source, answers))]
    if missing:
        raise MissingAnswers(missing)
    return answers


def ask_again(question: Question, source: Source, answers: Answers) -> None:
    """After the provider did not take it."""
    if question.is_secret:
        _keep(question, source.asker.secret(_words(question)), answers)
        return
    _take(question, source.asker.text(_words(question), None), source.country, answers)


def _answer(question: Question, source: Source, answers: Answers) -> str | None:
    """Takes an answer; the words for what is missing where there is none."""
    if question.is_secret:
        return _secret(question, source, answers)
    given = source.given.get(question.name)
    if given is None and _held(question, answers):
        return None
    if given is None and source.asker.interactive and question.required:
        given = source.asker.text(_words(question), None)
    if given:
        _take(question, given, source.country, answers)
    elif question.required:
        return f"{question.ask}: {_option(question)}{_where(question)}"
    return None


def _secret(question: Question, source: Source, answers: Answers) -> str | None:
    name = source.variable(question)
    if typed := source.typed.get(question.name):
        _keep(question, typed, answers)
        return None
    if stored := source.stored.get("api_key" if question.kind == "key" else question.name):
        answers.secrets[question.name] = stored
        return None
    if question.variable and (value := source.settings.secret(name)):
        answers.secrets[question.name] = value.strip()
        if question.kind == "key":
            answers.secret_env = name
        elif question.kind == "credential":
            answers.typed.add(question.name)
        return None
    if question.kind == "key" and "admin" in answers.secrets:
        return None  # it comes of what is made with that
    if source.asker.interactive and (value := source.asker.secret(_words(question))):
        _keep(question, value, answers)
        return None
    if question.required:
        return f"{question.ask}: set {name} in the environment{_where(question)}"
    return None


def _keep(question: Question, value: str, answers: Answers) -> None:
    """What somebody typed is kept, and comes before a variable of the environment."""
    answers.secrets[question.name] = value
    answers.typed.add(question.name)
    if question.kind == "key":
        answers.secret_env = None


def _held(question: Question, answers: Answers) -> bool:
    if question.kind == "name":
        return bool(answers.name)
    if question.kind == "phone":
        return answers.phone is not None
    return question.name in answers.settings


def _take(question: Question, value: str, country: str, answers: Answers) -> None:
    value = value.strip()
    if question.kind == "name":
        answers.name = value
    elif question.kind == "phone":
        answers.phone = _phone(value, country)
    else:
        answers.settings[question.name] = _setting(question, value)


def _phone(value: str, country: str) -> str:
    if (number := phones.written(value, country)) is None:
        raise BadAnswer(f"{value} is no phone number; write it like +57 300 123 4567")
    return number


def _setting(question: Question, value: str) -> object:
    if question.kind == "number":
        if not (value.isascii() and value.isdigit()):
            raise BadAnswer(f"{question.ask}: {value} is no number")
        return int(value)
    if question.kind == "address":
        if not is_address(value):
            raise BadAnswer(f"{question.ask}: write it as https://server.example")
        return value.rstrip("/")
    if question.kind == "list":
        return [part for one in value.split(",") if (part := one.strip())]
    return value


def _words(question: Question) -> str:
    return f"{question.ask}{_where(question)}"


def _where(question: Question) -> str:
    return f" ({question.where})" if question.where else ""


def _option(question: Question) -> str:
    if question.kind in ("name", "phone"):
        return f"--{question.kind}"
    return f"--set {question.name}=…"
