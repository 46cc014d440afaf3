"""Sentences that refuse a day, an hour or a part of the day, made up in three languages.

Written apart from the reader's own lists, as people would say it: {x} stands for what is refused.
"""

from dataclasses import dataclass
from datetime import date, time

from hypothesis import strategies as st

DAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "pt": ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_OF_DAY = {
    "es": (
        "el {x} no", "el {x} no puedo", "no puedo el {x}", "el {x} no me sirve", "el {x} imposible",
        "cualquier día menos el {x}", "todos los días excepto el {x}", "que no sea el {x}",
        "el {x} tengo clase", "no me queda bien el {x}", "el {x} trabajo todo el día",
        "uy no, el {x} no alcanzo", "nunca puedo los {x}", "el {x} estoy de viaje",
        "no voy a estar el {x}", "el {x} me queda muy difícil", "ni loca el {x}",
        "salvo el {x}, cuando sea", "lo que sea menos el {x}", "me sirve todo menos el {x}",
        "no, el {x} no puedo", "el {x} ya no puedo ir", "no quiero ir el {x}",
        "el {x} tampoco puedo", "mejor no el {x}",
    ),
    "pt": (
        "{x} não", "na {x} não posso", "não posso na {x}", "{x} não dá", "não dá na {x}",
        "qualquer dia menos {x}", "todos os dias exceto {x}", "que não seja {x}",
        "na {x} eu trabalho", "{x} não consigo", "não consigo na {x}", "menos na {x}",
        "na {x} é impossível", "{x} fica ruim pra mim", "tirando {x}, qualquer um",
        "não quero {x}", "{x} nem pensar, não posso", "na {x} não vai dar", "{x} também não",
        "na {x} vou estar viajando",
    ),
    "en": (
        "not {x}", "{x} doesn't work", "I can't do {x}", "I can't on {x}", "any day but {x}",
        "anything except {x}", "{x} is no good", "{x} won't work for me", "no {x}s please",
        "I'm busy on {x}", "I work {x}s", "every day except {x}", "please not {x}",
        "I said any day except {x}", "I'm not free {x}", "{x} is impossible for me",
        "I'd rather not {x}", "other than {x} I'm free", "avoid {x} please", "never on {x}",
        "I won't be here {x}", "{x} I can't", "don't book me {x}",
    ),
}  # fmt: skip
_OF_HOUR = {
    "es": (
        "{x} no", "{x} no puedo", "no puedo {x}", "{x} no me sirve", "no me sirve {x}",
        "{x} imposible", "{x} no me queda bien", "no quiero ir {x}", "cualquier hora menos {x}",
        "que no sea {x}", "{x} estoy ocupada", "uy no, {x} no alcanzo", "{x} ya no",
        "{x} me queda mal", "no, {x} no puedo", "{x} tampoco",
    ),
    "pt": (
        "{x} não", "{x} não posso", "não posso {x}", "{x} não dá", "não dá {x}", "{x} não consigo",
        "que não seja {x}", "{x} fica ruim", "qualquer hora menos {x}", "{x} não vai dar",
        "não quero {x}", "{x} estou ocupada", "{x} é impossível",
    ),
    "en": (
        "not {x}", "{x} doesn't work", "{x} won't work", "I can't do {x}", "can't make it {x}",
        "anything but {x}", "{x} is no good", "I'm busy {x}", "any time except {x}", "{x} is bad",
        "please not {x}", "I'd rather not {x}", "{x} I can't",
    ),
}  # fmt: skip
_AFTER = {
    "es": ("", ", gracias", ", ¿qué más tienes?", " 😬", ".", ", perdón"),
    "pt": ("", ", obrigada", ", o que mais tem?", " 😬", "."),
    "en": ("", ", thanks", ". What else is there?", " 😬", "."),
}
_BEFORE = {
    "es": ("", "Mira, ", "ay ", "gracias pero "),
    "pt": ("", "Olha, ", "obrigada mas "),
    "en": ("", "Hey, ", "thanks but "),
}


_INSTEAD = {
    "es": ("{r}, mejor {y}", "{r} pero {y} sí", "{r}, {y} sí puedo", "{y} sí, {r}", "{r}. ¿{y}?"),
    "pt": ("{r}, melhor {y}", "{r} mas {y} sim", "{r}, {y} sim", "{y} sim, {r}", "{r}. {y}?"),
    "en": ("{r}, better {y}", "{r} but {y} is fine", "{r}, {y} works", "{y} works, {r}", "{r}. {y}?"),
}  # fmt: skip


@dataclass(frozen=True)
class Refusing:
    """A sentence, and the weekday (from Monday = 0) or the hour that it refuses."""

    language: str
    text: str
    weekday: int | None = None
    at: time | None = None

    def refuses(self, day: date, clock: time) -> bool:
        return day.weekday() == self.weekday if self.at is None else clock == self.at


def hour_said(language: str, at: time) -> str:
    """An hour of the afternoon as it is said, on the hour."""
    if language == "pt":
        return f"às {at.hour}h"
    return f"a las {at.hour % 12 or 12}" if language == "es" else f"at {at.hour % 12 or 12}"


@st.composite
def of_day(draw: st.DrawFn, weekdays: tuple[int, ...] = (0, 1, 2, 3, 5)) -> Refusing:
    """A weekday is refused."""
    language = draw(st.sampled_from(sorted(DAYS)))
    weekday = draw(st.sampled_from(weekdays))
    said = draw(st.sampled_from(_OF_DAY[language])).format(x=DAYS[language][weekday])
    return Refusing(language, _around(draw, language, said), weekday)


@st.composite
def of_hour(draw: st.DrawFn, hours: tuple[int, ...] = (14, 15, 16, 17)) -> Refusing:
    """An hour of the afternoon is refused."""
    language = draw(st.sampled_from(sorted(DAYS)))
    at = time(draw(st.sampled_from(hours)))
    said = draw(st.sampled_from(_OF_HOUR[language])).format(x=hour_said(language, at))
    return Refusing(language, _around(draw, language, said), at=at)


@st.composite
def instead(draw: st.DrawFn) -> tuple[Refusing, time]:
    """An hour is refused and another one wanted instead."""
    language = draw(st.sampled_from(sorted(DAYS)))
    one, two = draw(st.permutations([14, 15, 16, 17]))[:2]
    refused = draw(st.sampled_from(_OF_HOUR[language])).format(x=hour_said(language, time(one)))
    form = draw(st.sampled_from(_INSTEAD[language]))
    text = form.format(r=refused, y=hour_said(language, time(two)))
    return Refusing(language, text, at=time(one)), time(two)


def every_sentence() -> list[Refusing]:
    """All of them, for one weekday and one hour, without what may stand around them."""
    days = [
        Refusing(language, form.format(x=DAYS[language][3]), 3)
        for language, forms in _OF_DAY.items()
        for form in forms
    ]
    hours = [
        Refusing(language, form.format(x=hour_said(language, time(15))), at=time(15))
        for language, forms in _OF_HOUR.items()
        for form in forms
    ]
    return days + hours


def _around(draw: st.DrawFn, language: str, said: str) -> str:
    before = draw(st.sampled_from(_BEFORE[language]))
    return before + said + draw(st.sampled_from(_AFTER[language]))
