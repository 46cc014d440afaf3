"""Phones that customers write about themselves: "mi cel es 310 222 3344", "Diana Torres 3102223344"."""

import re
from dataclasses import dataclass

from agent import phones

READ = 2_000
_FEWEST, _MOST = 7, 15
"""Digits of a number that may be a phone where nothing says that it is one."""
_SHORT = 3
"""Digits of an emergency number, or of an answer such as "2"."""
_UNSEEN = dict.fromkeys(
    [
        0xAD,
        0x200B,
        0x2060,
        0xFEFF,
        0x200E,
        0x200F,
        0x061C,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
"""Marks that come along when a number is copied."""
_NOUN = (
    r"(?:n[uú]mero|num|nro|tel[eé]fono|telefone|tel|fone|cel(?:ular)?|m[oó]vil|whats?app|wh?ats|wasap|wpp|zap"
    r"|contact[o]?|contato|phone|cell(?:phone)?|mobile|number|whatsapp)"
)
_INTRODUCES = re.compile(
    rf"(?:\b(?:y|e|and|con|com|with)\s+)?(?:\b(?:mi|meu|my|el|o|the|un|um|este|esse)\s+)?(?:\b(?:otro|outro|other|nuevo|novo|new)\s+)?"
    rf"\b{_NOUN}\b\.?(?:\s+(?:de|para|pra|for|del?|do|personal|pessoal|{_NOUN}))*\s*"
    r"(?:es\b|é(?!\w)|e\b|is\b|[:=#]|ser[ií]a\b)?\s*(?:(?:el|o|the|al|no)\s+)?$"
    r"|\b(?:ll[aá]m[ae](?:me|nme)|llamar(?:me)?|me\s+(?:puede[ns]?\s+)?llama[rn]?|lig(?:a|ue|ar)|me\s+liga|call(?:\s+me)?|reach\s+me"
    r"|escr[ií]b[ae](?:me|nme)|text\s+me|localiza(?:r|rme)|ubicarme)\s+(?:al?|en|no|na|em|at|on|para)\s+(?:(?:el|o|the)\s+)?$",
    re.IGNORECASE,
)
"""What stands before a phone and belongs to it."""
_OTHER_NUMBER = re.compile(
    r"(?:\b(?:c[eé]dula|documento|identidad|identidade|identificaci[oó]n|dni|cpf|cnpj|rg|curp|rfc|nit|rut|ruc|cuit|cuil|passport|pasaporte|passaporte"
    r"|pedido|orden|order|factura|fatura|invoice|c[oó]digo|code|referencia|refer[eê]ncia|reserva|cuenta|conta|account|tarjeta|cart[aã]o|card|serial"
    r"|cc|ti|id|p[oó]liza|ap[oó]lice|policy)\b[^\n\d]{0,25}|[$€£]\s*|\bR\$\s*|\b(?:cop|usd|mxn|ars|brl)\s*)$",
    re.IGNORECASE,
)
"""What stands before a number that is something else."""
_RUN = re.compile(
    r"(?<![\w@/:,#$.])(?:(?:tel|whatsapp|sms|callto):(?://)?)?(?:\+\s?)?\(?\d(?:[\d().\u00a0 -]|(?<=\d)/(?=\d))*\d(?:(?::\d{1,4})?@(?:s\.whatsapp\.net|c\.us))?(?![\w@/%]|[.,:]\d)",
    re.IGNORECASE,
)
_LEAD, _TAIL = re.compile(r"\d{1,2}\s+(?=[\d+(])"), re.compile(r"(?<=\d)\s+\d{1,2}$")
_DATE = re.compile(r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{2}){1,2}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2})\b")
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+")
_FORGET = re.compile(
    r"\b(?:borr[ae]\w*|elimin[ae]\w*|quit[ae]\w*|olvid[ae]\w*|apag(?:a|ue|ar|uem)\w*|delet[ae]\w*|exclu(?:i|a|ir)\w*|remov[ae]\w*|remover|erase|remove|forget"
    r"|no (?:guardes?|guarden|conserves?|conserven)|nao (?:guarde\w*|salve\w*)|don'?t keep|do not keep)\s+(?:(?:de\s+)?(?:mi|meu|o|my|el)\s+)+"
    r"(?:numero|telefono|telefone|celular|cel|movil|phone|cell|mobile|number|contato|whatsapp)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no tengo(?: (?:celular|telefono|numero|cel))?|nao tenho(?: (?:celular|telefone|numero))?|i (?:dont|do not) have (?:one|a phone|a cell)"
    r"|prefiero (?:no|que no|por aqui|por este|escribir|este chat|el chat)|prefiro (?:nao|por aqui|este chat|o chat)"
    r"|(?:id )?rather not|prefer not|mejor (?:no|por aqui|por este)|melhor (?:nao|por aqui)|por aqui (?:esta bien|no mas|mesmo|nomas)"
    r"|(?:sin|sem|no|without) (?:numero|telefono|telefone|celular|phone)|no (?:te|le|se|lo|la) (?:lo )?(?:doy|voy a dar|quiero dar)"
    r"|no (?:quiero|deseo|necesito)(?: dar\w*)?|nao quero(?: (?:dar|passar|informar))?|(?:dont|do not) want to(?: (?:give|share))?"
    r"|here is fine|this chat is fine|solo por aqui|so por aqui|paso|skip|ninguno|nenhum|none)\b"
)


@dataclass(frozen=True, slots=True)
class SaidPhone:
    """A number in a message. `phone` is canonical; None for one that was meant as a phone and cannot be
    one. `rest` is the message without it and what introduces it."""

    phone: str | None
    rest: str


def said_phone(text: str, country: str, *, expected: bool = False) -> SaidPhone | None:
    """The phone that a message gives: the last one that can be called, else what was meant as one.

    country: ISO letters of the place where a number without a country code is. expected: a phone was
    asked for, so that any longer number is an answer.
    """
    text = text[:READ].translate(_UNSEEN) + text[READ:]
    numbers = [
        one
        for run in _RUN.finditer(text[:READ])
        if (one := _read(text, run, country, expected=expected))
    ]
    callable_ones = [one for one in numbers if one.phone]
    return (callable_ones or numbers)[-1] if numbers else None


def wants_phone_forgotten(plain_text: str) -> bool:
    """ "Borra mi número": of a text without accents."""
    return bool(_FORGET.search(plain_text))


def gives_no_phone(plain_text: str) -> bool:
    """Words that refuse to give a phone, or say that there is none."""
    return bool(_NONE.search(plain_text))


def _read(text: str, run: re.Match[str], country: str, *, expected: bool) -> SaidPhone | None:
    before = text[: run.start()]
    introduction = _INTRODUCES.search(before)
    if _OTHER_NUMBER.search(before) or _DATE.fullmatch(run.group().strip()):
        return None
    start, end = _trimmed(run, country)
    written = text[start:end]
    phone = phones.reachable(written, country)
    digits = sum(letter.isdigit() for letter in written)
    long = _FEWEST <= digits <= _MOST and not _AMOUNT.fullmatch(written)
    meant = introduction is not None and digits > _SHORT
    if not meant and not (long and (phone or expected)):
        return None
    return SaidPhone(phone, _without(text, introduction.start() if introduction else start, end))


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start].rstrip(' ,;:-')}\n{text[end:].lstrip(' ,;:-.')}".strip()


def _trimmed(run: re.Match[str], country: str) -> tuple[int, int]:
    """Where the number begins and ends: without an hour or a day that stands right beside it."""
    text = run.group()
    lead, tail = _LEAD.match(text), _TAIL.search(text)
    cuts = (
        (0, len(text)),
        (lead.end() if lead else 0, len(text)),
        (0, tail.start() if tail else 0),
    )
    for start, end in cuts:
        if phones.reachable(text[start:end], country):
            return run.start() + start, run.start() + end
    return run.span()
