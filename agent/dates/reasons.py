"""Whether a day that was refused is named once more to be had after all, or only to say why not."""

import re

_AFTER_ALL = re.compile(
    r"\b(?:s[ií](?!\s+(?:es|tengo))|sim|yes|mejor|melhor|bueno|digo|perd[oó]n|perd[aã]o|ali[aá]s|actually|sorry|ok|wait|espera)\b",
    re.IGNORECASE,
)
_ASSERTED = re.compile(
    r"\W*(?:(?:yo|eu|i|a m[ií]|pra mim|all|is|are|was)\s+)*(?:s[ií]|sim|yes|puedo|podr[ií]a|posso|consigo|can|ok|okay|works?|fine|good|great|me (?:sirve|queda|viene)"
    r"|sirve|serve|est[aá] (?:bien|bom)|t[aá] bom|d[aá](?: certo)?\b)",
    re.IGNORECASE,
)


def says_why(between: str, after: str) -> bool:
    """Whether the second mention only gives the reason. `between`: the text between the two, `after`:
    what follows the second one."""
    return not (_AFTER_ALL.search(between) or _ASSERTED.match(after))
