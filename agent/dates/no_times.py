"""Words that only look like a day or an hour: an age, a wish for a nice weekend, a "now" that begins."""

import re
from collections.abc import Iterator

from agent.dates.symbols import Kind, Symbols

_SOMEBODY = (
    r"(?:hij[oa]s?|hijit[oa]s?|filh[oa]s?|filhinh[oa]s?|ni[nñ][oa]s?|crian[cç]as?|menin[oa]s?|beb[eéê]|herman[oa]s?|irm[aã]o?s?|sobrin[oa]s?|sobrinh[oa]s?"
    r"|niet[oa]s?|net[oa]s?|mam[aá]|m[aã]e|pap[aá]|pai|abuel[oa]s?|av[oóô]|son|sons|daughters?|kids?|child|children|boy|girl|mother|mum|mom|father|dad|niece|nephew|grandson|granddaughter)"
)
_NO_TIME_BEHIND = (
    r"(?!\s*(?::|[.,]\d|h\b|hs\b|hrs?\b|hor|a\.?\s?m|p\.?\s?m|o['’]?clock|y\s+media|e\s+meia|a\s+\d|[àa]s\s+\d|to\s+\d|de\s+la\b|da\s+(?:manh|tarde|noite)|en\s+punto"
    r"|minut|min\b|d[ií]as?\b|days?\b|de\s+(?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic|jan|fev|mai|set|out|dez)|[º°]|th\b|st\b|nd\b|rd\b))"
)
_AGES = (
    re.compile(
        rf"\b{_SOMEBODY}\b(?:[\s,]+[^\W\d_]+){{0,3}}?[\s,]+(?:de|tiene|tem|con|com|is|aged|of)\s+(\d{{1,2}})\b{_NO_TIME_BEHIND}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:una?|uma?|one|ella|ele|ela|[eé]l|he|she)\s+(?:tiene|tem|is|cumpl\w+|turn\w+)\s+(\d{{1,2}})(?:\s+(?:y|e|and)\s+(?:la|el|o|a|the)\s+(?:otr[oa]|outr[oa]|other)(?:\s+(?:tiene|tem|is))?\s+(\d{{1,2}}))?\b{_NO_TIME_BEHIND}",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:l[ao]|el|o|a)\s+de\s+(\d{1,2}),?\s+(?:que\s+)?se\s+(?:ll|ch)ama\b", re.I),
)
_GOOD_WISHES = re.compile(
    r"\b(?:(?:buen[ao]?|lind[oa]|feliz|excelente|bom|boa|[oó]timo|[oó]tima)\s+(finde|fin\s+de\s+semana|fim\s+de\s+semana|semana|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo)"
    r"|(?:have\s+a\s+(?:good|great|nice|lovely)|happy|enjoy\s+(?:your|the))\s+(weekend|week|monday|tuesday|wednesday|thursday|friday|saturday|sunday))\s*(?=[.,!?\n😊🙏]|$|y\b|e\b|and\b|para\b|pra\b|to\b)",
    re.IGNORECASE,
)
_BEGINS_WITH_NOW = re.compile(
    r"(?:^|[.!?\n])\s*(?:(?:ok|okay|listo|gracias|valeu|y|e|and|bueno|bien|perfecto|sim|si|s[ií])[\s,]+)*(ahora|agora|now)[\s,]+(?=(?:un|una|um|uma|otr[oa]|outr[oa]|an?|another|quiero|quero|i|para|pra|necesito|preciso|me|la\s+(?!tarde)|a\s+(?!tarde|noite|manh)|el|o)\b)",
    re.IGNORECASE,
)
# The term of a condition: "se fechar em até 30 dias", "si lo pagas en 15 días".
_TERMS = re.compile(
    r"\b(?:se|si|if|caso)\s+(?:[^\W\d_]+\s+){0,3}?(?:fech|cerr|cierr|pag|contrat|clos|sign|pay)\w*\s+(?:[^\W\d_]+\s+){0,3}?((?:em|en|in|within|dentro\s+de)\s+(?:(?:at[eé]|hasta)\s+)?\d{1,3}\s+(?:d[ií]as?|days?|meses|months?|semanas?|weeks?))",
    re.IGNORECASE,
)


def set_no_times_aside(text: str, symbols: Symbols) -> None:
    """Turns what only looks like a time into a plain word, in place."""
    spans = list(_spans(text))
    for place, symbol in enumerate(symbols.items):
        if any(start <= symbol.start and symbol.end <= end for start, end in spans):
            symbols.items[place] = symbol.turned_into(Kind.WORD)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (*_AGES, _GOOD_WISHES, _BEGINS_WITH_NOW, _TERMS):
        for match in pattern.finditer(text):
            for group in range(1, pattern.groups + 1):
                if match[group]:
                    yield match.span(group)
