"""Ways of speaking that mean nothing of what they name: "morre de medo", "bom dia minha filha", "two l's"."""

import re

_I = re.IGNORECASE
_GREETING = (
    r"(?:oi+|ol[aá]|bom dia|boa (?:tarde|noite)|hola|buen(?:as|os)(?: (?:d[ií]as|tardes|noches))?|ay|ai|gracias|obrigad[oa]|hi|hello"
    r"|s[ií]m?|n[aã]o|ok|listo|bueno)"
)
_FIGURES = (
    # To whom it is said: an old lady calls the desk her daughter.
    (
        re.compile(
            rf"(?P<kept>(?:^|[.!?\n]\s*){_GREETING}) (?:minha filha|meu filho|mi hija|mi hijo|mija|mijo|hijita|filhinha|minha querida|meu anjo)(?=\s*[,.!?\n]|$)",
            _I,
        ),
        r"\g<kept>",
    ),
    # Nobody dies of fear or laughter; "my son dies of fear" is no emergency.
    (
        re.compile(
            r"\b(?:est[aá]\s+|estoy\s+|t[oôaá]\s+|estou\s+)?(?:morr(?:e|o|endo|i|eu|ia)|muer(?:e|o)|muriendo|mor[ií]|muri[oó])\s+de\s+(?:medo|miedo|vergonha|verg[uü]enza|pena|vontade|ganas|nervos|nervios)\b",
            _I,
        ),
        "",
    ),
    (
        re.compile(
            r"\b(?:me\s+)?(?:morr(?:e|o|endo|i)|muer(?:e|o)|muriendo|mor[ií])\s+de\s+(?:rir|riso|risa|la risa|fome|hambre|saudades?|calor|fr[ií]o|amor|inveja|envidia|cansa[cç]o|cansancio|sono|sue[nñ]o)\b"
            r"|\b(?:i['’]?m\s+|i\s+am\s+)?dying\s+(?:of|from)\s+(?:laughter|laughing|hunger|boredom|embarrassment)\b|\bdying\s+(?:laughing|to\s+(?:know|try|get|see))\b"
            r"|\b(?:mi|meu|minha|my)\s+(?:jef[ea]|chefe|boss|espos[oa]|marido|mujer|m[aã]e|mam[aá]|husband|wife|mom|mum)\s+(?:me\s+(?:mata|va\s+a\s+matar|vai\s+matar)|(?:will|is\s+going\s+to|is\s+gonna|would)\s+kill\s+me)\b",
            _I,
        ),
        "",
    ),
    (re.compile(r"\bscared\s+to\s+death\b|\bdying\s+of\s+fear\b", _I), "scared"),
    # How a name is spelled: no hour and no place.
    (
        re.compile(
            r",?\s*\b(?:(?:with|con|com|no|not)\s+)?(?:two|double|one|dos|doble|una|duas?|dois|uma)\s+(?:[a-z]['’]s|eles|enes|eses|tes|ces)\b(?:\s+no\b)?(?:\s+i\s+mean)?"
            r"|,?\s*\b(?:with|con|com|no|not|double|doble)\s+(?:(?:two|one|una?|um|uma|dos|dois|duas)\s+)?[a-z](?=\s*(?:$|[,.!?\n]))",
            _I,
        ),
        " ",
    ),
    (re.compile(r",?\s*\b(?:[A-Za-z]-){3,}[A-Za-z]\b"), " "),
)


def literal(text: str) -> str:
    """`text` without what is only a way of speaking."""
    for pattern, instead in _FIGURES:
        text = pattern.sub(instead, text)
    return text
