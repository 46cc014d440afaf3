"""One person, one form; and never one form for two people."""

import random
import re

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from agent import phones

DIGITS = st.text("0123456789", min_size=0, max_size=22)
NEAR = st.builds(
    str.__add__,
    st.sampled_from(["55", "5511", "52", "521", "52044", "54", "549", "5411", "541115", "54341"]),
    st.text("0123456789", min_size=6, max_size=13),
)


@pytest.mark.parametrize(
    ("spellings", "one"),
    [
        (["5511987654321", "551187654321", "+55 (11) 98765-4321"], "5511987654321"),
        (["5531967654321", "553167654321"], "5531967654321"),
        (["551132654321"], "551132654321"),
        (["5215512345678", "525512345678", "520445512345678", "52015512345678"], "525512345678"),
        (["5491123456789", "541123456789", "54111523456789", "549111523456789"], "5491123456789"),
        (["5493415123456", "543415123456", "54341155123456"], "5493415123456"),
        (["5492915412345", "542915412345", "54291515412345"], "5492915412345"),
        (["573005550123", "+57 300 555 0123", "57.300.555.0123"], "573005550123"),
        (["14155550123"], "14155550123"),
    ],
)
def test_all_spellings_of_a_number_are_one(spellings: list[str], one: str) -> None:
    assert {phones.canonical(spelling) for spelling in spellings} == {one}


@pytest.mark.parametrize(
    "landline_or_nobody",
    [
        "551132654321",  # a landline's first digit is 2 to 5
        "551152654321",
        "552087654321",  # there is no area 20
        "55118765432",  # a digit short
        "5511887654321",  # thirteen digits without the ninth digit's 9
        "5211551234567",  # after the 1 no area
        "52155123456789",
        "54151123456789",  # there is no area 15
        "541523456789",
        "5491523456789",
        "54112345678",
        "999123456789",
        "00000000",
    ],
)
def test_what_has_no_other_spelling_stays_as_it_is(landline_or_nobody: str) -> None:
    assert phones.canonical(landline_or_nobody) == landline_or_nobody


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        "",
        "12345",
        "1" * 21,
        "BR.13491208655302741918",
        "100000000000001@lid",
        "hola",
        "+",
        "٣" * 9,
    ],
)
def test_what_is_no_number_is_nobody(garbage: str | None) -> None:
    assert phones.canonical(garbage) is None


@given(DIGITS | NEAR)
def test_twice_is_once(phone: str) -> None:
    once = phones.canonical(phone)
    assert phones.canonical(once) == once
    assert (once is None) == (not 6 <= len(phone) <= 20)


@given(st.text(max_size=40) | DIGITS, st.text(max_size=8) | st.sampled_from(["57", "+55", "AR"]))
@example("9" * 5000, "9" * 5000)
def test_nothing_raises(phone: str, country: str) -> None:
    for read in (phones.canonical(phone), phones.told(phone), phones.told(phone, country)):
        assert read is None or re.fullmatch(r"[0-9]{6,20}", read)
    written = phones.written(phone, country)
    assert written is None or written.isdigit()


@given(DIGITS)
def test_elsewhere_every_digit_counts(phone: str) -> None:
    if 6 <= len(phone) <= 20 and phone[:2] not in ("55", "52", "54"):
        assert phones.canonical(phone) == phone


def test_two_people_never_become_one() -> None:
    """Numbers built from country, area and subscriber; all spellings of two never meet."""
    dice = random.Random(17)
    seen: dict[str, tuple[str, str]] = {}
    for _ in range(20_000):
        person, spellings = dice.choice((_brazil, _mexico, _argentina))(dice)
        for spelling in spellings:
            one = phones.canonical(spelling)
            assert one is not None
            assert seen.setdefault(one, person) == person, (spelling, person, seen[one])
        assert len({phones.canonical(spelling) for spelling in spellings}) == 1
    assert len(set(seen.values())) == len(seen)


def _number(dice: random.Random, first: str, length: int) -> str:
    return dice.choice(first) + "".join(dice.choices("0123456789", k=length - 1))


def _brazil(dice: random.Random) -> tuple[tuple[str, str], list[str]]:
    """Few areas and short ranges, so that neighbours meet often."""
    area = dice.choice(["11", "21", "31", "99"])
    if dice.random() < 0.5:
        landline = f"{area}{_number(dice, '2345', 5)}000"
        return ("BR", landline), [f"55{landline}"]
    mobile = f"{area}{_number(dice, '6789', 5)}000"
    return ("BR", mobile), [f"55{mobile}", f"55{mobile[:2]}9{mobile[2:]}"]


def _mexico(dice: random.Random) -> tuple[tuple[str, str], list[str]]:
    number = f"{_number(dice, '123456789', 5)}00000"
    if number[0] == "1":  # no area begins so: read as it is
        return ("MX", "1" + number), [f"521{number}"]
    prefixes = ["", "1", "01", "044", "045"]
    return ("MX", number), [f"52{prefix}{number}" for prefix in prefixes]


def _argentina(dice: random.Random) -> tuple[tuple[str, str], list[str]]:
    area = dice.choice(["11", "341", "351", "2915", "3415", "2901"])
    rest = f"{_number(dice, '0123456789', 4)}{'0' * (6 - len(area))}"
    at_home = f"54{area}15{rest}"
    return ("AR", area + rest), [
        f"54{area}{rest}",
        f"549{area}{rest}",
        at_home,
        f"549{area}15{rest}",
    ]


def test_brazils_areas_are_those_that_the_library_knows() -> None:
    known = {
        area
        for area in (f"{n:02d}" for n in range(100))
        if phonenumbers.is_valid_number(phonenumbers.parse(f"+55{area}987654321"))
    }
    changed = {area for area in (f"{n:02d}" for n in range(100)) if _gets_a_nine(area)}
    assert changed == known


def _gets_a_nine(area: str) -> bool:
    return phones.canonical(f"55{area}87654321") == f"55{area}987654321"


def test_what_a_provider_sends_and_what_a_program_tells_is_the_same() -> None:
    """Numbers of every country: complete ones are what they are, whatever the library would strip."""
    dice = random.Random(3)
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for number in _like_the_example(region, dice):
            sent = phonenumbers.format_number(number, PhoneNumberFormat.E164).lstrip("+")
            local = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
            one = phones.canonical(sent)
            assert phones.told(sent) == phones.told(f"+{sent}") == one, (region, sent)
            assert phones.told(local, region) == one, (region, local)
            if sent[:2] not in ("55", "52", "54"):
                assert one == sent


def _like_the_example(region: str, dice: random.Random) -> list[phonenumbers.PhoneNumber]:
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        return []
    dialled = phonenumbers.format_number(example, PhoneNumberFormat.E164)
    tries = [dialled[:-3] + "".join(dice.choices("0123456789", k=3)) for _ in range(20)]
    numbers = [phonenumbers.parse(each) for each in [dialled, *tries]]
    return [
        n
        for n in numbers
        if phonenumbers.is_valid_number_for_region(n, region)
        and phonenumbers.format_number(n, PhoneNumberFormat.E164) in [dialled, *tries]
    ]


@pytest.mark.parametrize(
    ("number", "country", "one"),
    [
        ("300 555 0102", "+57", "573005550102"),
        ("300 555 0102", "0057", "573005550102"),
        ("300 555 0102", "CO", "573005550102"),
        ("573005550102", "57", "573005550102"),
        ("+57 300 555 0102", "55", "573005550102"),
        ("(11) 98765-4321", "55", "5511987654321"),
        ("011 8765-4321", "BR", "5511987654321"),
        ("044 55 1234 5678", "52", "525512345678"),
        ("1 55 1234 5678", "mx", "525512345678"),
        ("011 15 2345-6789", "54", "5491123456789"),
        ("02915 15 41-2345", "54", "5492915412345"),
        ("0057 300 555 0101", None, "573005550101"),
        ("+44 (0)7911 123456", None, "447911123456"),
        # Without the area it could be anybody's.
        ("15 2345-6789", "54", None),
        ("98765-4321", "55", None),
        ("555 0102", "57", None),
        ("300 555 0102", "999", None),
        ("300 555 0102", "Colombia", None),
        ("12", None, None),
        ("hola", None, None),
    ],
)
def test_a_phone_that_a_program_tells(number: str, country: str | None, one: str | None) -> None:
    assert phones.told(number, country) == one


@pytest.mark.parametrize(
    ("text", "region", "dialled"),
    [
        ("+57 300 000 0002", "CO", "573000000002"),
        ("300 000 0002", "CO", "573000000002"),
        ("+52 1 55 1234 5678", "MX", "525512345678"),
        ("11 8765-4321", "BR", "5511987654321"),
        ("011 4321-5678", "AR", "541143215678"),
        ("hola", "CO", None),
        ("+57 12", "CO", None),
        ("300 000 0002", None, None),
    ],
)
def test_a_phone_in_an_organizations_file(
    text: str, region: str | None, dialled: str | None
) -> None:
    assert phones.written(text, region) == dialled
