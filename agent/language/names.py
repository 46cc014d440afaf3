"""Names of people in what customers write."""

import re

from agent.language.answers import looks_like_date, yes_no
from agent.language.text import fold, word_set, words

_LETTERS = r"[^\W\d_](?:[^\W\d_]|['’.-])*"
_NAME = rf"{_LETTERS}(?:\s+{_LETTERS}){{0,4}}"
_RELATIVE = (
    r"(?:(?:mi|mis|minha|meu|my|la|el|a|o)\s+)?(?:hij[oa]|esposo|esposa|marido|mam[aá]|pap[aá]|madre"
    r"|padre|hermano|hermana|novio|novia|espos[oa]|filh[oa]|m[aã]e|pai|irm[aã]o?|m[aã]i|daughter|son"
    r"|wife|husband|mother|father|mom|dad|sister|brother|sobrin[oa]|niet[oa]|abuel[oa]|amig[oa])"
    r"\s*,?\s*(?:que\s+)?(?:se\s+llama\s+)?"
)
_INTRODUCES = re.compile(
    r"(?:me\s+llamo|mi\s+nombre\s+(?:completo\s+)?es|mi\s+nombre|me\s+chamo|(?:o\s+)?meu\s+nome\s+(?:completo\s+)?[eé]"
    r"|my\s+(?:full\s+)?name\s+is|my\s+name['’]?s|a\s+nombre\s+de|en\s+nombre\s+de|em\s+nome\s+de|no\s+nome\s+d[aeo]"
    r"|under\s+the\s+name\s+(?:of\s+)?|put\s+it\s+under|nombre\s*:|nome\s*:|name\s*:)\s*:?\s*"
    rf"(?:{_RELATIVE})?({_NAME})",
    re.IGNORECASE,
)
_FOR_RELATIVE = re.compile(
    r"(?:es\s+para|para|pra|[eé]\s+para|it['’]?s\s+for|for)\s+(?:mi|minha|meu|my)\s+"
    rf"(?:{_RELATIVE})({_NAME})",
    re.IGNORECASE,
)
_I_AM = re.compile(
    r"\b(?:soy|yo\s+soy|habla|le\s+habla|te\s+habla|sou|aqui\s+[eé]|i\s+am|i['’]m|this\s+is|it['’]?s)"
    rf"\s+(?:la\s+|el\s+|a\s+|o\s+)?({_NAME})",
    re.IGNORECASE,
)
# A name ends where the sentence goes on.
_GOES_ON = word_set("""y e and para por quiero quisiera quero necesito pero con gracias porfa favor please thanks i
    tengo tenho mi my meu minha soy sou a las el la en no que cedula tel celular telefono numero
    obrigado obrigada want would like here hola the is si sim yes ok""")
_PARTICLES = word_set("de del da do dos das la los las y e van von di")
_NO_NAME = word_set("""hola buenas buenos dias tardes noches gracias no si sim yes ok quiero quisiera necesito cita
    turno hora horas manana hoy lunes martes miercoles jueves viernes sabado domingo cuanto cuesta
    precio donde cuando como que cual quien por favor porfa para persona humano agendar reservar
    cancelar cambiar mover confirmar servicio limpieza oi ola bom boa dia tarde noite obrigado
    obrigada quero horario amanha hoje nao qual quanto onde hello hi hey thanks thank you want
    book cancel change appointment how much what when where please mismo mismos misma siempre
    el la los las un una mi tu su este esta ese esa eso aqui nuevo nueva cliente paciente
    alergico alergica diabetico diabetica hipertensa menor mayor estudiante voce o a te me
    perdon espera despues luego nada todo bien mal muy mas otra otro nombre nome name
    not sure just from yo it the cualquiera dale listo bueno va vale claro perfecto tambien mejor""")


def introduced_name(text: str) -> str | None:
    """The name in "me llamo Ana Pérez", "a nombre de mi hija Lucía Gómez", "soy Ana"; else None."""
    for pattern in (_INTRODUCES, _FOR_RELATIVE):
        match = pattern.search(text[:400])
        if match and (name := _trimmed(match.group(1))):
            return name
    match = _I_AM.search(text[:400])
    if match is None:
        return None
    name = _trimmed(match.group(1))
    # "soy ana" and "soy Ana" are names; "soy alérgica a la penicilina" goes on.
    alone = name is not None and fold(text[match.end(1) :]).strip(" .!") == ""
    written_large = name is not None and name.split()[0][:1].isupper()
    return name if alone or written_large else None


def bare_name(text: str) -> str | None:
    """A message that is nothing but a name ("Ana Pérez", "ana perez porfa"); else None."""
    line = text.strip().strip(".!,")
    said = words(line)
    if "?" in line or len(line) > 80 or not 1 <= len(said) <= 6 or yes_no(line) is not None:
        return None
    if looks_like_date(line) or not re.fullmatch(_NAME + r"(?:\s*,.*)?", line):
        return None
    return _trimmed(line)


def _trimmed(raw: str) -> str | None:
    kept: list[str] = []
    for part in raw.replace(",", " ").split():
        folded = fold(part).strip(".")
        if folded in _GOES_ON and not (folded in _PARTICLES and kept):
            break
        if folded in _PARTICLES and not kept:
            return None
        if folded in _NO_NAME and folded not in _PARTICLES and (not kept or part.islower()):
            break
        kept.append(part.strip(".,"))
    while kept and fold(kept[-1]) in _PARTICLES:
        kept.pop()
    if not kept or len(kept[0]) < 2:
        return None
    return " ".join(part if part != part.lower() else _large(part) for part in kept)


def _large(part: str) -> str:
    return part if fold(part) in _PARTICLES else part[:1].upper() + part[1:]
