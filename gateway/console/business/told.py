"""The difference of two documents in the words of whoever changes them: "Lunes: 9:00–18:00 → 9:00–17:00"."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal, TypeVar

from agent.scheduling.labels import price_label
from agent.texts import texts
from gateway.console.business.hours_form import DAYS
from gateway.console.business.rules_edits import rule_texts
from gateway.console.business.template_edits import template_ids
from gateway.console.business.week_edits import Span, spans
from gateway.console.spoken import Spoken
from gateway.organizations.difference import compare
from gateway.organizations.document_types import (
    EntryDocument,
    HoursRow,
    Item,
    MemberDocument,
    OrganizationDocument,
    QuestionDocument,
    RecipientDocument,
    ServiceDocument,
)

T = TypeVar("T", bound=Item)
Told = TypeVar("Told")
Fields = Mapping[str, str]
"""What is told of a thing, by the key of its label ([business.field]); "" is the thing itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """What changes: of whom, which field ("" for the thing itself), from what, to what ("" for nothing)."""

    subject: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one part; `title` is a key of [business.part]."""

    title: str
    lines: tuple[Line, ...]


def difference(
    before: OrganizationDocument, after: OrganizationDocument, spoken: Spoken
) -> list[Group]:
    """What changes, part by part; what has no words of its own is told as the command line tells it."""
    teller = Teller(spoken, before, after)
    groups = [Group(title, tuple(lines())) for title, lines in teller.parts.items()]
    told = [group for group in groups if group.lines]
    rest = compare(before, after)
    if not told and rest:
        return [Group("other", tuple(Line(str(one), "", "", "") for one in rest))]
    return told


def weekdays(spoken: Spoken) -> dict[int, str]:
    """Names of the days by their ISO numbers."""
    names = texts(spoken.language).locale.days["stand-alone"]["wide"]
    return {day: names[day - 1].capitalize() for day in DAYS}


def alike_days(spoken: Spoken, told: Callable[[int], Told]) -> Iterator[tuple[str, Told]]:
    """The days of a week, those in a row of which the same is told as one: "Lunes – Viernes"."""
    names = weekdays(spoken)
    for text, group in groupby(DAYS, told):
        days = [names[day] for day in group]
        yield (days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}"), text


def week_text(spoken: Spoken, rows: Sequence[HoursRow]) -> list[tuple[str, str]]:
    """The hours of a week, by days."""

    def of(day: int) -> str:
        return hours_text(
            spoken, [(row["opens"], row["closes"]) for row in rows if row["weekday"] == day]
        )

    return [*alike_days(spoken, of)]


def hours_text(spoken: Spoken, rows: Sequence[tuple[str, str]]) -> str:
    """ "9:00–13:00, 14:00–18:00", or that it is closed."""
    if not rows:
        return spoken.t("business.closed")
    dash = "\u2060–\u2060"  # no line ends at it
    return ", ".join(
        f"{_clock(spoken, opens)}{dash}{_clock(spoken, closes)}" for opens, closes in rows
    )


def day_text(spoken: Spoken, first: date, last: date) -> str:
    """A day, or from one to another."""
    if first == last:
        return spoken.day(first)
    return spoken.t("business.from_to", first=spoken.day(first), last=spoken.day(last))


def money_text(spoken: Spoken, document: OrganizationDocument, service: ServiceDocument) -> str:
    """A price with its note; "" for none."""
    label = price_label(
        service["price"],
        service["price_note"],
        currency=service["currency"] or document["currency"],
        language=spoken.language,
        country=document["country"],
    )
    return label or ""


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the parts of a change."""

    spoken: Spoken
    before: OrganizationDocument
    after: OrganizationDocument

    @property
    def parts(self) -> dict[str, Callable[[], Iterator[Line]]]:
        return {
            "profile": self._profile,
            "hours": self._hours,
            "dates": self._dates,
            "rules": self._rules,
            "resources": self._resources,
            "services": self._services,
            "members": self._members,
            "knowledge": self._knowledge,
            "recipients": self._recipients,
            "templates": self._templates,
        }

    def _profile(self) -> Iterator[Line]:
        was, becomes = self._about(self.before), self._about(self.after)
        yield from self._differences(was, becomes)

    def _about(self, document: OrganizationDocument) -> Fields:
        return {
            "name": document["name"],
            "language": document["language"],
            "address": document["address"] or "",
            "tone": document["tone"],
            "emergency": document["emergency"] or "",
            "formality": self.spoken.t(f"business.formality.{document['formality']}"),
            "emoji": self._yes_or_no(document["emoji"]),
            "instructions": "\n".join(document["instructions"]),
            **_review(document),
        }

    def _differences(self, was: Fields, becomes: Fields) -> Iterator[Line]:
        for field, text in becomes.items():
            if was[field] != text:
                yield Line(self._label(field), "", was[field], text)

    def _yes_or_no(self, is_so: bool) -> str:
        return self.spoken.t("business.yes" if is_so else "business.no")

    def _rules(self) -> Iterator[Line]:
        yield from self._differences(self._rule_texts(self.before), self._rule_texts(self.after))

    def _rule_texts(self, document: OrganizationDocument) -> Fields:
        return {
            **rule_texts(document["scheduling"]),
            "holidays": self._yes_or_no(document["scheduling"]["holidays"]),
        }

    def _resources(self) -> Iterator[Line]:
        return self._things(
            self.before["resources"],
            self.after["resources"],
            lambda one: {"name": one["name"], "units": str(one["capacity"])},
            lambda one: str(one["capacity"]),
        )

    def _hours(self) -> Iterator[Line]:
        """Days in a row with the same change are told together."""
        old, new = (self._week(one["hours"]) for one in (self.before, self.after))
        for subject, (was, becomes) in alike_days(self.spoken, lambda d: (old[d], new[d])):
            if was != becomes:
                yield Line(subject, "", was, becomes)

    def _week(self, rows: Sequence[HoursRow]) -> dict[int, str]:
        return {
            day: hours_text(
                self.spoken, [(r["opens"], r["closes"]) for r in rows if r["weekday"] == day]
            )
            for day in DAYS
        }

    def _dates(self) -> Iterator[Line]:
        old, new = spans(self.before, date.min), spans(self.after, date.min)
        for span in [*(s for s in old if s not in new), *(s for s in new if s not in old)]:
            text = self._span(span)
            whose = f"{span.name}: " if span.name else ""
            subject = whose + day_text(self.spoken, span.first, span.last)
            yield Line(subject, "", text if span in old else "", text if span in new else "")

    def _span(self, span: Span) -> str:
        hours = hours_text(self.spoken, span.intervals)
        if span.who and not span.intervals:
            hours = self.spoken.t("business.away")
        return f"{hours} ({span.label})" if span.label else hours

    def _services(self) -> Iterator[Line]:
        yield from self._things(
            self.before["services"],
            self.after["services"],
            lambda one: self._service(one),
            lambda one: self._service_summary(one),
        )
        old = {one["key"]: one for one in self.before["services"]}
        for service in self.after["services"]:
            was = old.get(service["key"])
            yield from self._questions(service, was["questions"] if was else [])

    def _questions(
        self, service: ServiceDocument, old: Sequence[QuestionDocument]
    ) -> Iterator[Line]:
        """Each that comes, goes or changes, and another order of those that stay."""
        label, new = self._label("question"), service["questions"]
        before = {one["key"]: self._question(one) for one in old}
        after = {one["key"]: self._question(one) for one in new}
        for key in {**before, **after}:
            was, becomes = before.get(key, ""), after.get(key, "")
            if was != becomes:
                yield Line(service["name"], label, was, becomes)
        stay = [
            [one["text"] for one in rows if one["key"] in {*before} & {*after}]
            for rows in (old, new)
        ]
        keys = [
            [one["key"] for one in rows if one["key"] in {*before} & {*after}]
            for rows in (old, new)
        ]
        if keys[0] != keys[1]:
            lines = ["\n".join(f"{n}. {text}" for n, text in enumerate(one, 1)) for one in stay]
            yield Line(service["name"], self._label("questions_order"), *lines)

    def _question(self, one: QuestionDocument) -> str:
        """Its words, how it is answered, and which answers need a person."""
        t = self.spoken.t
        kind = t(f"business.question_kind.{one['kind']}")
        parts = [f"{kind}: {', '.join(one['choices'])}" if one["choices"] else kind]
        answers = [t(f"agenda.answer.{a}") if one["kind"] == "yes_no" else a for a in one["flag"]]
        bounds = [(sign, one[end]) for sign, end in (("<", "flag_below"), (">", "flag_above"))]  # type: ignore[literal-required]
        flags = [*answers, *(f"{sign} {bound}" for sign, bound in bounds if bound is not None)]
        if flags:
            parts.append(t("business.question_flags", answers=", ".join(flags)))
        if months := one["ask_again_months"]:
            parts.append(self.spoken.n("business.question_again", months))
        return f"{one['text']}\n{'; '.join(parts)}"

    def _service(self, one: ServiceDocument) -> Fields:
        t = self.spoken.t
        return {
            "name": one["name"],
            "price": money_text(self.spoken, self.after, one),
            "minutes": t("business.minutes", count=str(one["duration_minutes"])),
            "description": one["description"] or "",
            "before": t("business.minutes", count=str(one["buffer_before_minutes"])),
            "after": t("business.minutes", count=str(one["buffer_after_minutes"])),
            "recall": self._recall(one["recall_after"]),
            "aftercare": one["aftercare"] or "",
            "aftercare_hours": str(one["aftercare_hours"]),
            "bookable": self._yes_or_no(one["bookable"]),
            "synonyms": ", ".join(one["synonyms"]),
            "assessment": self._called("services", one["requires_assessment"]),
            "capacity": str(one["capacity"]),
            "where": t(f"business.where.{one['where']}"),
            "resources": ", ".join(self._called("resources", key) for key in one["resources"]),
            **{f"day:{day}": text for day, text in self._own_week(one).items()},
        }

    def _called(self, section: Literal["services", "resources"], key: str | None) -> str:
        """The name of what a key means, before or after the change."""
        things = [*self.after[section], *self.before[section]]
        return next((one["name"] for one in things if one["key"] == key), "")

    def _recall(self, after: str | None) -> str:
        """ "a los 6 meses", "" for never."""
        count, _, unit = (after or "").partition(" ")
        return self.spoken.n(f"business.recall_{unit}", int(count)) if count else ""

    def _service_summary(self, one: ServiceDocument) -> str:
        fields = self._service(one)
        return ", ".join(text for text in (fields["minutes"], fields["price"]) if text)

    def _members(self) -> Iterator[Line]:
        yield from self._things(
            self.before["members"],
            self.after["members"],
            lambda one: {
                "name": one["name"],
                "role": one["role"] or "",
                **{f"day:{day}": text for day, text in self._own_week(one).items()},
            },
            lambda one: one["role"] or self.spoken.t("business.new_member"),
        )
        old = {one["key"]: one for one in self.before["members"]}
        for member in self.after["members"]:
            yield from self._skills(old.get(member["key"]), member)

    def _own_week(self, whose: MemberDocument | ServiceDocument) -> dict[int, str]:
        """Nothing where the business's hours hold."""
        rows = whose["hours"]
        return self._week(rows) if rows else dict.fromkeys(DAYS, self.spoken.t("business.as_open"))

    def _skills(self, old: MemberDocument | None, new: MemberDocument) -> Iterator[Line]:
        """Services that somebody does from now on, and that they do no more."""
        had = old["services"] if old else []
        names = {s["key"]: s["name"] for s in self.before["services"] + self.after["services"]}
        goes = ", ".join(names[key] for key in had if key not in new["services"])
        comes = ", ".join(names[key] for key in new["services"] if key not in had)
        if goes or comes:
            yield Line(new["name"], self._label("services"), goes, comes)

    def _knowledge(self) -> Iterator[Line]:
        def fields(one: EntryDocument) -> Fields:
            words = ", ".join(one["keywords"])
            return {"title": one["title"], "content": one["content"], "keywords": words}

        return self._things(
            self.before["knowledge"],
            self.after["knowledge"],
            fields,
            lambda one: one["content"],
        )

    def _recipients(self) -> Iterator[Line]:
        def way(one: RecipientDocument) -> str:
            return f"{one['channel']} {one['address'] or ''} {self._sees(one)}".strip()

        def fields(one: RecipientDocument) -> Fields:
            return {"name": one["name"], "": way(one), "weekly": self._yes_or_no(one["weekly"])}

        old, new = self.before["escalation"], self.after["escalation"]
        yield from self._things(old, new, fields, way)
        names = [", ".join(one["name"] for one in rows) for rows in (old, new)]
        if names[0] != names[1] and sorted(names[0]) == sorted(names[1]):
            yield Line(self._label("order"), "", *names)

    def _templates(self) -> Iterator[Line]:
        """By what each is for, and in which language."""
        old = {one["key"]: template_ids(self.before, one) for one in self.before["connections"]}
        for one in self.after["connections"]:
            was, becomes = old.get(one["key"], {}), template_ids(self.after, one)
            for kind, language in {**was, **becomes}:
                ids = [ids.get((kind, language), "") for ids in (was, becomes)]
                if ids[0] != ids[1]:
                    name = self.spoken.t(f"business.template.{kind}")
                    yield Line(f"{one['channel'].capitalize()}: {name}", language, *ids)

    def _sees(self, one: RecipientDocument) -> str:
        """What a recipient sees by WhatsApp, where that is not everything."""
        if one["role"] == "owner":
            return ""
        member = next((m["name"] for m in self.after["members"] if m["key"] == one["member"]), "")
        return f"({self.spoken.t('business.sees.' + one['role'], member=member)})"

    def _things(
        self,
        old: Sequence[T],
        new: Sequence[T],
        fields: Callable[[T], Fields],
        summary: Callable[[T], str],
    ) -> Iterator[Line]:
        """Those that come, go, or change in a field. The first field is what a thing is called."""
        before, after = ({one["key"]: one for one in rows} for rows in (old, new))
        for key, one in after.items():
            name = next(iter(fields(one).values()))
            if key not in before:
                yield Line(name, "", "", summary(one))
                continue
            was = fields(before[key])
            for field, text in fields(one).items():
                if was[field] != text:
                    yield Line(name, self._label(field), was[field], text)
        for key, one in before.items():
            if key not in after:
                yield Line(next(iter(fields(one).values())), "", summary(one), "")

    def _label(self, field: str) -> str:
        kind, _, day = field.partition(":")
        if day:
            return weekdays(self.spoken)[int(day)]
        return self.spoken.t(f"business.field.{kind}") if kind else ""


def _review(document: OrganizationDocument) -> Fields:
    """What is asked after a visit."""
    review = document["review"]
    return {
        "review_link": review["link"] if review else "",
        "review_hours": str(review["hours"]) if review else "",
        "review_months": str(review["months"]) if review else "",
    }


def _clock(spoken: Spoken, text: str) -> str:
    """Midnight at the end of a day stays 24:00; a time is not broken over lines."""
    label = text if text == "24:00" else spoken.local_clock(f"2026-01-01T{text}")
    return label.replace(" ", "\u00a0")
