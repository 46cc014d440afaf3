"""One form for the phone of one person, and reading phones that people and programs write.

Canonical are digits with the country code, as one dials the number from abroad today. Only an
identity is canonical; the address that a reply goes to stays what the provider gave.
docs/decisions/contacts.md tells which provider sends which form.
"""

import re
import unicodedata

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

_PUNCTUATION = str.maketrans("", "", "+ -().\u00a0")
_SHORTEST, _LONGEST = 6, 20
_SCHEME = re.compile(r"^(?:tel|whatsapp|sms|callto):(?://)?", re.IGNORECASE)
_JID = re.compile(r"^(\+?\d{6,20})(?::\d{1,4})?@(?:s\.whatsapp\.net|c\.us)$", re.IGNORECASE)
"""A WhatsApp address by phone, perhaps of one device. One by LID is no phone."""

_NOBODYS = frozenset(
    {
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
)
"""Numbers of services: no customer is called there, and some cost whoever calls."""

# What one person's number looks like beside its canonical form. Explicit patterns, not the library's:
# which blocks it takes for valid changes with its version, and an identity must not.
_FORMS = (
    # Brazil: mobiles (6 to 9 after the area) got a 9 in front. Landlines begin with 2 to 5.
    (r"55([14689][1-9]|2[12478]|3[1-578]|5[13-5]|7[13-579])([6-9]\d{7})", r"55\g<1>9\g<2>"),
    # Mexico: 1 before mobiles from abroad, 01, 044 and 045 at home, all gone since 2019.
    (r"52(?:1|01|044|045)([2-9]\d{9})", r"52\g<1>"),
    # Argentina: 9 before mobiles from abroad, 15 behind the area at home; the ten digits are one
    # number in either spelling. Areas have two to four digits, and only a 15 makes it twelve.
    (r"549?(11\d{8}|[23]\d{9})", r"549\g<1>"),
    (r"549?(11)15(\d{8})", r"549\g<1>\g<2>"),
    (r"549?([23]\d\d)15(\d{7})", r"549\g<1>\g<2>"),
    (r"549?([23]\d{3})15(\d{6})", r"549\g<1>\g<2>"),
)
_CANONICAL = [(re.compile(form, re.ASCII), canonical) for form, canonical in _FORMS]


def canonical(phone: str | None) -> str | None:
    """The canonical form of a complete number (digits with the country code, 6 to 20 of them).

    Punctuation does not matter. None for anything that is no number; a number that no country has
    stays as it is, and so is nobody else's.
    """
    digits = _digits(phone)
    if digits is None or not _SHORTEST <= len(digits) <= _LONGEST:
        return None
    for form, one in _CANONICAL:
        if match := form.fullmatch(digits):
            return match.expand(one)
    return digits


def pasted(text: str) -> str:
    """What somebody copied, as it was meant: without the marks that cannot be seen (WhatsApp's contact
    cards and spreadsheets put them around numbers), the scheme of a link and the rest of a WhatsApp
    address. Anything else is left for whoever reads the number."""
    visible = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf"
    )
    bare = _SCHEME.sub("", visible.strip())
    return _JID.sub(r"\1", bare).strip()


def written(text: str, region: str | None) -> str | None:
    """The digits to dial for a number that somebody wrote, the country code first.

    `region` (ISO, "CO") is the country of a number that does not say its own, by "+" or "00". None when
    there is no such number.
    """
    bare = pasted(text)
    abroad = _dialled(f"+{bare[2:]}", None) if bare.startswith("00") else None
    return abroad or _dialled(bare, region)


def _dialled(bare: str, region: str | None) -> str | None:
    number = _parsed(bare, region)
    if number is None:
        return None
    dialled = phonenumbers.format_number(number, PhoneNumberFormat.E164).lstrip("+")
    return next((form for form in (dialled, canonical(dialled)) if form and _exists(form)), None)


def told(number: str, country: str | None = None) -> str | None:
    """The canonical phone of a customer that another program tells us.

    Without `country` the number is complete ("+57 300…", "57300…"). With `country`, a calling
    code ("57", "+57") or letters ("CO"), it may be local. None when it cannot be told whose it
    is: a local number that does not exist could be that of several people.
    """
    number = pasted(number)
    country = pasted(country) if country else None
    if country and not number.startswith(("+", "00")):
        region = _region(country)
        return canonical(written(number, region)) if region else None
    digits = (_digits(number) or "").removeprefix("00")
    return canonical(written(f"+{digits}", None) or digits)


def reachable(text: str, region: str | None) -> str | None:
    """The canonical phone that a customer wrote for being called; None when nobody would answer there.

    `region` as in `written`: a number of another country needs its "+" or "00", or a digit too many
    would make somebody else's phone.
    """
    number = canonical(written(text, region))
    parsed = _parsed(f"+{number}", None) if number else None
    return None if parsed is None or phonenumbers.number_type(parsed) in _NOBODYS else number


def _digits(phone: str | None) -> str | None:
    bare = (phone or "").translate(_PUNCTUATION)
    return bare if bare.isascii() and bare.isdigit() else None


def _region(country: str) -> str | None:
    """The ISO letters of a country that is given by letters or by its calling code."""
    if country.upper() in phonenumbers.SUPPORTED_REGIONS:
        return country.upper()
    code = (_digits(country) or "").lstrip("0")
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(code) if 0 < len(code) < 4 else 0)
    return regions[0] if regions else None


def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _exists(digits: str) -> bool:
    number = _parsed(f"+{digits}", None)
    return number is not None and phonenumbers.is_valid_number(number)
