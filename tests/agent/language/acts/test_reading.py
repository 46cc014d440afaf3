"""The acts of messages: by short answers, sure patterns and the heads, with and without the encoder."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.language.acts import Act, By, Expecting, Reader
from agent.language.acts.clauses import READ_AT_MOST, joined, sentences
from agent.language.acts.heads import shipped_heads
from agent.language.acts.reading import EARLY, SURE
from agent.language.encoder import UniversalSentenceEncoder

if TYPE_CHECKING:
    from agent.language.encoder import Vectors


class Refusing:
    """An encoder that is right until it is closed, and then must not be asked."""

    def __init__(self, inner: UniversalSentenceEncoder) -> None:
        self.inner, self.closed, self.width = inner, False, inner.width

    def encode(self, texts: Sequence[str]) -> "Vectors":
        assert not self.closed, texts
        return self.inner.encode(texts)


class Counting(Refusing):
    """Keeps what it was asked to encode."""

    def __init__(self, inner: UniversalSentenceEncoder) -> None:
        super().__init__(inner)
        self.asked: list[Sequence[str]] = []

    def encode(self, texts: Sequence[str]) -> "Vectors":
        self.asked.append(texts)
        return super().encode(texts)


class Mirrored(Refusing):
    """Another model of the same width."""

    def encode(self, texts: Sequence[str]) -> "Vectors":
        return -self.inner.encode(texts)


def acts(reader: Reader, message: str, expecting: Expecting = Expecting.NOTHING) -> list[str]:
    return [one.act.value for one in reader.acts_of(message, expecting).acts]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("señorita buenas tardes, quisiera pedir una cita para blanqueamiento", ["greet", "book"]),
        ("¿en qué dirección están ubicados? ¿y qué valor tiene la consulta?", ["ask_location", "ask_price"]),
        ("preciso desmarcar meu horário de sexta, não vou poder ir", ["cancel"]),
        ("could somebody from the team call me please, a real person", ["human"]),
        ("cobraram errado no meu cartão, que absurdo esse atendimento", ["complaint"]),
        ("remove me from this list, stop texting me", ["opt_out"]),
    ],
)  # fmt: skip
def test_messages_in_three_languages(reader: Reader, message: str, wanted: list[str]) -> None:
    assert [act for act in dict.fromkeys(acts(reader, message)) if act in wanted] == wanted


def test_an_act_has_the_customers_words_and_their_place(reader: Reader) -> None:
    message = "Hola!! quiero reservar un masaje\n¿aceptan tarjeta de crédito?"
    read = reader.acts_of(message)
    assert [one.act for one in read.acts] == [Act.GREET, Act.BOOK, Act.ASK_PAYMENT]
    for one in read.acts:
        assert message[one.start : one.start + len(one.words)] == one.words
        assert SURE <= one.sure <= 1
    assert read.has(Act.MOVE, Act.BOOK)
    assert not read.has(Act.CANCEL)
    payment = read.first(Act.ASK_PAYMENT)
    assert payment is not None
    assert payment.words == "¿aceptan tarjeta de crédito?"


def test_what_is_open_is_named_with_the_two_likeliest(reader: Reader) -> None:
    read = reader.acts_of("zxcv qwpo")
    assert read.acts == ()
    [unread] = read.not_understood
    assert unread.words == "zxcv qwpo"
    assert len(unread.likeliest) == 2
    assert all(one.sure < SURE for one in unread.likeliest)


@pytest.mark.parametrize(
    ("message", "expecting", "act"),
    [
        ("sí", Expecting.YES_NO, Act.ACCEPT),
        ("👍", Expecting.SLOT, Act.ACCEPT),
        ("não", Expecting.CONSENT, Act.REFUSE),
        ("👎🏽", Expecting.PERSON, Act.REFUSE),
        ("2", Expecting.SLOT, Act.CHOOSE),
        ("14", Expecting.DAY, Act.GIVE_TIME),
        ("3", Expecting.NOTHING, Act.ANSWER_OTHER),
        ("+57 300 555 01 02", Expecting.NOTHING, Act.GIVE_CONTACT),
        ("ana.gil@example.com", Expecting.NOTHING, Act.GIVE_CONTACT),
        ("Buenas tardes", Expecting.NOTHING, Act.GREET),
        ("🙏", Expecting.NOTHING, Act.THANK),
        ("😂😂", Expecting.NOTHING, Act.SMALL_TALK),
        ("Muchas gracias!", Expecting.SLOT, Act.THANK),
    ],
)
def test_short_answers_are_read_without_the_encoder(
    encoder: UniversalSentenceEncoder, message: str, expecting: Expecting, act: Act
) -> None:
    refusing = Refusing(encoder)
    reader = Reader(shipped_heads(), refusing)
    refusing.closed = True
    [one] = reader.acts_of(message, expecting).acts
    assert (one.act, one.by) == (act, By.WORDS)


def test_a_date_is_no_telephone_number(reader: Reader) -> None:
    assert "give_contact" not in acts(reader, "12/03/2027")


@pytest.mark.parametrize(
    ("message", "act"),
    [
        ("se desmayó mi mamá en la sala", Act.EMERGENCY),
        ("he can't breathe", Act.EMERGENCY),
        ("não consigo respirar", Act.EMERGENCY),
        ("stop messaging me", Act.OPT_OUT),
        ("no me escriban más", Act.OPT_OUT),
    ],
)
def test_what_must_not_be_missed_is_not_left_to_a_head(
    reader: Reader, letters: Reader, message: str, act: Act
) -> None:
    for one in (reader, letters):
        found = one.acts_of(message).first(act)
        assert found is not None
        assert found.by is By.WORDS


def test_asking_about_emergencies_is_none(reader: Reader) -> None:
    assert "emergency" not in acts(reader, "¿cuánto cuesta la consulta de emergencia?")


def test_what_was_asked_shifts_what_is_open(reader: Reader) -> None:
    def chance(message: str, act: Act, expecting: Expecting) -> float:
        read = reader.acts_of(message, expecting)
        likely = [*read.acts, *(one for open_ in read.not_understood for one in open_.likeliest)]
        return max([one.sure for one in likely if one.act is act], default=0.0)

    for message, act, expecting in [
        ("la de la tarde", Act.CHOOSE, Expecting.SLOT),
        ("Amparo Cielo", Act.GIVE_NAME, Expecting.NAME),
        ("por la tarde tipo cinco", Act.GIVE_TIME, Expecting.DAY),
    ]:
        assert chance(message, act, expecting) >= chance(message, act, Expecting.NOTHING)
        assert chance(message, act, expecting) > SURE
    asked = "¿cuánto cuesta una limpieza dental?"
    assert all(acts(reader, asked, expecting) == ["ask_price"] for expecting in Expecting)


def test_health_and_complaints_need_less(reader: Reader) -> None:
    assert all(sure < SURE for sure in EARLY.values())
    assert {Act.EMERGENCY, Act.HEALTH, Act.COMPLAINT} == set(EARLY)


def test_what_is_beyond_the_limit_is_named(reader: Reader) -> None:
    message = "quiero una cita. " * 200
    last = reader.acts_of(message).not_understood[-1]
    assert last.likeliest == ()
    assert last.start >= READ_AT_MOST
    assert message[last.start :].strip() == last.words


def test_what_n_grams_are_sure_of_is_not_encoded(encoder: UniversalSentenceEncoder) -> None:
    counting = Counting(encoder)
    reader = Reader(shipped_heads(), counting)
    counting.asked.clear()  # the probe
    for expecting in (Expecting.NOTHING, Expecting.YES_NO):
        assert acts(reader, "cuánto cuesta la limpieza", expecting) == ["ask_price"]
        assert counting.asked == []
    for expecting in (Expecting.NOTHING, Expecting.YES_NO):
        assert acts(reader, "remarcar minha consulta", expecting) == ["move"]
        assert [*map(list, counting.asked)] == [["remarcar minha consulta"]]


def test_what_will_be_cut_is_judged_at_once_and_hopeless_cuts_are_not(
    encoder: UniversalSentenceEncoder,
) -> None:
    counting = Counting(encoder)
    reader = Reader(shipped_heads(), counting)
    counting.asked.clear()
    message = (
        "hola, quería saber cuánto vale la limpieza, y también si atienden los sábados, gracias"
    )
    assert {"ask_price", "thank"} <= set(acts(reader, message))
    [judged] = counting.asked
    [parts] = sentences(message)
    assert joined(message, parts).words in judged
    assert len(judged) < len(parts) * (len(parts) + 1) / 2


def test_another_encoder_than_the_trained_one_is_left_out(
    encoder: UniversalSentenceEncoder, letters: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Reader(shipped_heads(), Mirrored(encoder))
    assert not reader.understands_meaning
    assert "encoder" in caplog.text
    message = "quiero cancelar mi cita del viernes"
    assert reader.acts_of(message) == letters.acts_of(message)


@settings(max_examples=30, deadline=None)
@given(message=st.text(max_size=150), expecting=st.sampled_from(Expecting))
def test_anything_can_be_read(
    reader: Reader, letters: Reader, message: str, expecting: Expecting
) -> None:
    for one in (reader, letters):
        read = one.acts_of(message, expecting)
        places = [(part.words, part.start) for part in read.acts]
        places += [(part.words, part.start) for part in read.not_understood]
        for words, start in places:
            assert message[start : start + len(words)] == words


@pytest.mark.parametrize(
    "message", ["", "\ud83d", "\x00", "\u200b", "." * 9_000, "a" * 9_000, "¿" * 2_000]
)
def test_hostile_messages_are_read(reader: Reader, message: str) -> None:
    assert len(reader.acts_of(message).acts) <= 1
