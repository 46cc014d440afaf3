"""Everybody of whom a message speaks as one who is treated: the writer, "mi mamá Rosa", "ele", "Leo"."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from agent.language.name_forms import DATES
from agent.language.name_runs import READ, judged, run_from
from agent.language.name_text import readable
from agent.language.name_words import PARTICLES, spelled, words_of
from agent.language.people_words import (
    can_be,
    folded,
    form,
    relation_of,
    relation_words,
    somebody,
)
from agent.language.said_names import names_said
from agent.language.whom import Somebody, name_after, own_name, without_s


@dataclass(frozen=True)
class Spoken:
    """One of them at the place `begin` to `end`; `who` None: the writer. `bound`: behind "para" or "de".
    `weak`: nothing but "quiero" tells that it is the writer. `pronoun`: "she" or "he", where that is all."""

    who: Somebody | None
    begin: int
    end: int
    bound: bool = False
    weak: bool = False
    pronoun: str = ""


@dataclass(frozen=True)
class People:
    """`spoken` in the order of the text, `own` how the writer is called ("" not said)."""

    spoken: tuple[Spoken, ...]
    own: str = ""


def spoken_people(text: str, others: frozenset[str] = frozenset()) -> People:
    """Everybody in the text. others: folded words that name professionals and services."""
    original = readable(unicodedata.normalize("NFC", text[:READ]))
    low = folded(original)
    told = names_said(original, others)
    taken = [False] * (len(low) + 1)
    for begin, end in told.whole:
        taken[begin:end] = [True] * (end - begin)
    entries: list[Spoken] = []
    for read in (_related, _writers, _pronouns, _relations_alone, _named):
        for one in read(original, low, others):
            if not any(taken[one.begin : one.end]):
                taken[one.begin : one.end] = [True] * (one.end - one.begin)
                entries.append(one)
    accented = original.lower() if len(original.lower()) == len(low) else low
    explained = list(_explained(entries, accented))
    explaining = [about for _, about in explained]
    people = [
        one
        for one in entries
        if one not in explaining and not (_left_out(low, one.begin) or _is_a_thing(one, low))
    ]
    own = told.own or own_name(original, low)
    others_told = (*told.others, *(whole for whole, _ in explained))
    whole = [_whole(_bound(one, low), people, others_told) for one in people]
    return People(tuple(sorted(whole, key=lambda one: one.begin)), own)


def _related(text: str, low: str, others: frozenset[str]) -> Iterator[Spoken]:
    for match in re.finditer(rf"(?<!\w){somebody()}", low):
        name, end = name_after(text, low, match.end(), others)
        yield Spoken(Somebody(relation_of(match["relation"]), name), match.start(), end)


def _writers(text: str, low: str, others: frozenset[str]) -> Iterator[Spoken]:
    for match in _own_words().finditer(low):
        yield Spoken(None, match.start(), match.end())
    for match in re.finditer(rf"(?<!\w)(?:{form('i_want')})(?!\w)", low):
        yield Spoken(None, match.start(), match.end(), weak=True)


@cache
def _own_words() -> re.Pattern[str]:
    label = rf"(?:{form('i')}|{form('me')})(?=\s*(?:[:=–,;.-]|$))"
    return re.compile(
        rf"(?<!\w)(?:{form('for')})\s+(?:{form('me')})(?!\w)|(?<!\w)(?:{form('own')}|{label})(?!\w)"
    )


def _pronouns(text: str, low: str, others: frozenset[str]) -> Iterator[Spoken]:
    accented = text.lower()
    same = len(accented) == len(low)
    for pronoun in ("she", "he"):
        for match in re.finditer(rf"(?<!\w)(?:{form(pronoun)})(?!\w)", accented if same else low):
            yield Spoken(Somebody(), match.start(), match.end(), pronoun=pronoun)
    last = rf"(?<=\w\s)(?:{form('he_last')})(?=\s*(?:$|[.,;:!?\n]))"
    for match in re.finditer(last, low):
        yield Spoken(Somebody(), match.start(), match.end(), pronoun="he")


def _relations_alone(text: str, low: str, others: frozenset[str]) -> Iterator[Spoken]:
    for match in re.finditer(rf"(?<!\w)(?P<relation>{relation_words()})(?!\w)", low):
        if not re.fullmatch(form("not_alone"), match["relation"]):
            name, end = name_after(text, low, match.end(), others)
            yield Spoken(Somebody(relation_of(match["relation"]), name), match.start(), end)


def _named(text: str, low: str, others: frozenset[str]) -> Iterator[Spoken]:
    at, text = 0, without_s(text)
    for word in words_of(text):
        if word.start < at or not word.given or word.folded in others | DATES:
            continue
        run = run_from(text, word.start)
        own = [one for one in run if one.folded not in PARTICLES]
        if not own or own[0].start != word.start:
            continue
        cut = next((n for n, one in enumerate(run) if n and one.folded in others), len(run))
        run = run[:cut]
        if judged(run) or word.large:
            at = run[-1].end
            yield Spoken(Somebody(name=spelled(run)), word.start, at)


def _explained(entries: list[Spoken], accented: str) -> Iterator[tuple[Somebody, Spoken]]:
    """ "Paul is my husband", "Caio, meu marido.": what somebody is who was named before, and where it is said."""
    ordered = sorted(entries, key=lambda one: one.begin)
    link = rf"\s*(?:[,(]|,?\s*(?:{form('it_is')})(?!\w))\s*"
    for one, about in pairwise(ordered):
        if not (one.who and about.who and one.who.name and not one.who.relation):
            continue
        between, rest = accented[one.end : about.begin], accented[about.end :]
        ends = not rest.strip() or rest.lstrip()[0] in ".,;:!?)\n"
        if about.who.relation and not about.who.name and ends and re.fullmatch(link, between):
            yield Somebody(about.who.relation, one.who.name), about


_TITLE = re.compile(r"(?<!\w)(?:dr|dra|drs|doctora?|doutora?|prof|professora?|profesora?)\.?\s+$")


def _left_out(low: str, begin: int) -> bool:
    """Whether it is said who it is *not*, or with whom: "not me", "con Camila", "Dr Lee"."""
    before = low[:begin]
    if _TITLE.search(before):
        return True
    to = rf"(?:(?:{form('for')}|{form('of')}|{form('the')})\s+)*"
    denied = re.search(rf"(?<!\w)(?:{form('not')})\s+{to}$", before)
    return bool(denied or re.search(rf"(?<!\w)(?:{form('with_somebody')})\s+{to}$", before))


def _is_a_thing(one: Spoken, low: str) -> bool:
    """Whether a pronoun stands for what is to be done: "pode marcar ela na terça"."""
    return bool(one.pronoun and re.search(r"(?<!\w)\w+[aei]r\s+$", low[: one.begin]))


def _bound(one: Spoken, low: str) -> Spoken:
    to = rf"(?:{form('for')}|{form('of')})\s+(?:(?:{form('the')})\s+)?"
    leads = re.search(rf"(?<!\w){to}$", low[: one.begin])
    return replace(one, bound=bool(leads) or low[one.begin : one.end].startswith(_leads_for()))


@cache
def _leads_for() -> tuple[str, ...]:
    return tuple(f"{word} " for word in form("for").split("|"))


def _whole(one: Spoken, people: list[Spoken], told: tuple[Somebody, ...]) -> Spoken:
    """With the name or relation that the message tells elsewhere: "avaliação pra ele, meu marido Caio"."""
    if one.who is None:
        return one
    others = [two.who for two in people if two.who and not two.pronoun and two.who != one.who]
    who = one.who
    if one.pronoun:
        can = [two for two in (*others, *told) if can_be(one.pronoun, two.relation)]
        return replace(one, who=can[0], pronoun="") if len(set(can)) == 1 else one
    alone = [one for one in told if not one.relation]
    if who.relation and not who.name and len(told) == len(alone) == 1 and not others:
        who = Somebody(who.relation, alone[0].name)  # "for my wife …, her name is Ann Lee"
    for name in told:
        if who.relation and not who.name and name.relation == who.relation:
            who = replace(who, name=name.name)
        elif who.name and _goes_on(name.name, who.name):
            who = Somebody(who.relation or name.relation, name.name)
    return replace(one, who=who)


def _goes_on(name: str, first: str) -> bool:
    return f"{folded(name)} ".startswith(f"{folded(first)} ")
