"""Forms that introduce the name of a person in the three languages, and what stands around one."""

import re

from agent.language.text import word_set

STRONG = re.compile(
    r"(?:\b(?:a|al|en|em)\s+nom(?:bre|e)\s+d(?:el|e|a|o)?\b|\b(?:a|en|no|em)\s+(?:(?:mi|meu)\s+(?:nombre|nome)|(?:nombre|nome)\s+m[ií]o)\b[\s,:]*|\bno\s+nome\s+d[aeo]\b|\bunder\s+(?:the\s+name\s+(?:of\s+)?)?(?!\w+\s+(?:name|number))"
    r"|\b(?:change|update|correct|switch|edit|fix|cambi\w+|corr[ie]g\w*|corrij\w*|mud\w+|tro[cq]\w+|alter\w+)\s+(?:(?:the|my|el|mi|o|meu)\s+)?(?:name|nombre|nome)\s+(?:to|a|por|para|pra)\b"
    r"(?:\s+(?:my|mi|o\s+meu|meu)\s+(?:(?:full|complete|real)\s+name|nombre\s+completo|nome\s+completo)\b)?"
    r"|\bput\s+it\s+(?:under|in)\b|\bin\s+the\s+name\s+of\b|\bbook(?:ing)?\s+(?:it\s+)?under\b)\s*:?\s*",
    re.IGNORECASE,
)
COMES = re.compile(
    r"(?:\bit(?:['’]?s|\s+is|\s+will\s+be)\s+(?:actually\s+|really\s+)?for\b|\b(?:appointment|cleaning|booking|visit)\s+is\s+for\b"
    r"|\b(?:es|la\s+cita\s+es|va\s+a\s+ser|ser[ií]a)\s+para\b|(?<!\w)(?:[eé]|consulta\s+[eé]|hor[aá]rio\s+[eé]|vai\s+ser)\s+(?:pra|para|pro)\b"
    r"|\b(?:quien|el\s+que|la\s+que)\s+(?:va|viene|asiste|se\s+atiende|va\s+a\s+(?:ir|venir|asistir))\s+es\b"
    r"|\bquem\s+(?:vai|vem|vai\s+(?:ir|vir)|comparece)\s+(?:[eé]|ser[aá])(?!\w)"
    r"|\b(?:the\s+(?:one|person)|who['’]?s|who\s+is|who)(?:\s+(?:who['’]?s|who\s+is|that['’]?s))?\s+(?:coming|going|comes)\s+is\b)"
    r"\s*:?\s*(?:(?:la|el|a|o)\s+)?",
    re.IGNORECASE,
)
"""Forms that say who comes; that name wins over the writer's own."""
WRITES = re.compile(
    r"\b(?:pon(?:ga|gas|gan|la|lo|le|er)?|poner(?:la|lo)|coloque|coloca|colocar|bota|bote|botar|anot[ae](?:la|lo|s|r)?|apunt[ae](?:la|lo|s|r)?"
    r"|(?:pon|pon[eé]|ponga|pongan|anot[aáe]|apunt[aáe]|agend[aáe]|registr[aáe]|inscrib[eíaá]|corr[ei]g[eií]|corrija|cambi[aáe]|dej[aáe]|reserv[aáe])(?:me|le|lo|la|nos|melo|mela|selo|sela)"
    r"|escrib[ae]s?|put|write|p[oõ]e|p[oô]r)\s+(?:(?:la|el|a|o|como|as)\s+)?",
    re.IGNORECASE,
)
"""Forms that say in whose name to book: "dice que pongas Gabriela Núñez"."""
CALLED = re.compile(
    r"(?:\bse\s+llama\b|\bse\s+chama\b|\bchama-se\b"
    r"|\b(?:su|el|o|the|her|his|their|its|correct|right|full)\s+(?:full\s+|correct\s+|right\s+)?(?:nombre|nome|name)"
    r"(?:\s+(?:completo|correcto|correto|certo|bien|dela|dele|de\s+ella|de\s+el))*\s*(?:es|[eé]|ficou|qued[oó]|ser[ií]a|is|should\s+be|:)"
    r"|\b(?:nombre|nome|name)\s+(?:should\s+(?:be|read)|debe(?:r[ií]a)?\s+ser|deve(?:ria)?\s+ser)\b"
    r"|\b(?:nombre|nome|name)\s*:|\bse\s+escr(?:ibe|eve)\b|\bspelled\b)\s*:?\s*",
    re.IGNORECASE,
)
MYSELF = re.compile(
    r"(?:\bme\s+llamo\b|\bme\s+chamo\b|\bmi\s+nombre(?:\s+completo|\s+art[ií]stico)?\s*(?:es\b|:)?|\bmeu\s+nome(?:\s+completo|\s+art[ií]stico|\s+social)?\s*(?:[eé]\b|:)?"
    r"|\bmy\s+(?:full\s+|stage\s+|legal\s+)?name(?:['’]?s|\s+is|:)\b|\bname['’]s\b)\s*:?\s*",
    re.IGNORECASE,
)
_RELATIVES = (
    r"(?:hij[oa]s?|hijit[oa]|esposo|esposa|marido|mujer|mam[aá]|mami|pap[aá]|papi|madre|padre|herman[oa]|novi[oa]|filh[oa]|m[aã]e|pai|irm[aã]o?"
    r"|m[aã]i|daughter|son|wife|husband|mother|father|mom|mum|dad|sister|brother|sobrin[oa]|niet[oa]|abuel[oa]|av[oóô]|t[ií][oa]|suegr[oa]|sogr[oa]"
    r"|prim[oa]|amig[oa]|friend|boyfriend|girlfriend|namorad[oa]|esposito|beb[eé]|ni[nñ][oa]|jef[ea]|boss|grandma|grandpa|kid|nephew|niece|cousin|partner)"
)
RELATIVE = re.compile(
    rf"(?:(?:mi|mis|minha|meu|my|la|el|a|o|nuestr[oa]|our)\s+)?{_RELATIVES}\b\s*,?\s*(?:que\s+)?(?:se\s+(?:ll|ch)ama\s+)?(?:(?:de\s+)?nombre\s+)?",
    re.IGNORECASE,
)
FOR_RELATIVE = re.compile(
    rf"\b(?:para|pra|for)\s+(?:mi|minha|meu|my|nuestr[oa]|our)\s+{_RELATIVES}\b\s*[,:]?\s*",
    re.IGNORECASE,
)
WEAK = re.compile(
    r"\b(?:yo\s+soy|soy|sou|aqui\s+[eé]|(?:le\s+|te\s+|quien\s+)?habla(?:\s+con)?|i\s+am|i['’]?m|this\s+is|it['’]?s(?:\s+(?:for|actually|really))?|should\s+(?:be|say|read)|deber?[ií]?a?\s+(?:ser|decir)|dev(?:e|eria)\s+ser|para|pra|for|es|[eé]|is)"
    r"\s+(?:(?:la|el|a|o)\s+)?",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"(?:ella|[eé]l|ela|ele|her|him|mi|m[ií]|m[ií]o|m[ií]a|me|myself)\b\s*[,.:;-]?\s*(?:que\s+)?(?:se\s+(?:ll|ch)ama\s+)?",
    re.IGNORECASE,
)
# "¿cómo se llama la doctora?", "la chica se llama Paula": not whom the appointment is for.
OF_ANOTHER = re.compile(
    r"\b(?:como|doctora?|dra?|medic[oa]|chica|muchacha|profesional|especialista|servicio|tratamiento|crema|clinica"
    r"|atendio|atendeu|con (?:la|el)|com [ao]|quien|quem|treatment|service|dentist|doctor|clinic|place)\b"
)
DATES = word_set("""lunes martes miercoles jueves viernes sabado domingo segunda terca quarta quinta sexta monday tuesday wednesday
    thursday friday saturday sunday enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro january february march april may june july august
    september october november december""")
ENGLISH_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
# What can stand around a name that answers: yes, a choice, courtesies, labels of numbers.
BESIDE = (
    word_set("""si sim yes yep ok okay oki dale listo bueno claro perfecto perfeito perfect great va vale ya sure por favor porfa porfis porfavor please
    pls plz gracias muchas mil obrigado obrigada thanks thank you thx hola ola oi hi hello buenas buenos buen bom boa dia dias tarde tardes noche
    noches noite morning afternoon evening la las el los a as o at de del da the una un uno dos tres cuatro cinco seis siete ocho nueve diez once doce
    primera primero primeira primeiro first segunda segundo second tercera tercero third ultima ultimo last hora horas h am pm hs m p works work sirve
    queda bien esta esa ese este esse essa that one fine good reservala reservalo reserva reservo lo book it agendala agendalo agendame confirmo pode
    mijo mija senor
    errei corrijo corrigindo perdon perdao desculpa desculpe disculpa digo sorry oops ops ponla ponlo ponga
    senora is name nombre nome completo full here aqui ser pode""")
    | DATES
)
NUMBERS = re.compile(
    r"[\s,;.:-]*(?:\b(?:c\.?c\.?|t\.?i\.?|c\.?e\.?|c[eé]dula(?:\s+de\s+ciudadan[ií]a)?|cpf|rg|dni|rut|curp|nit|id|tel[eé]fon[oe]|tel|cel(?:ular)?|phone|n[uú]mero|number|whatsapp)\b"
    r"[\s.:#ºo°-]*)?\+?\d[\d\s.-]{4,}\d(?=$|[\s,;.!?)])",
    re.IGNORECASE,
)
LABELS = word_set("""cc ti ce cedula ciudadania cpf rg dni ci rut curp tel cel celular telefono telefone phone number numero
    id nit whatsapp""")
"""What stands before a number."""
COPULAS = word_set("es e is its it should debe deberia deve deveria")
"""Copulas: they introduce a name only where one was asked for."""
SEGMENTS = re.compile(r"(?:(?<!\b[^\W\d_])\.|[,;:!?¿¡\n()]|\s[-–—]\s)+")
"""Where a message falls into parts; the dot of an initial is no end."""


AGES = re.compile(
    r"\s*,?\s*(?:de|tiene|tem|con|com|aged|que\s+(?:tiene|tem))\s+\d{1,2}(?:\s*(?:a[nñ](?:os|itos)|aninhos))?\b(?!\s*(?:a\s*\d|h\b|hs|:|[.,]\d|de\s+la|da\s|de\s+(?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic|jan|fev|mai|set|out|dez)))",
    re.IGNORECASE,
)
FOR_MYSELF = re.compile(r"(?:m[ií]|mim|me|myself)\b\s*[,.:;-]\s*(?:soy\s+|sou\s+)?", re.IGNORECASE)
"""After "para": whom it is for is the writer, and the name follows."""


def is_for_relative(text: str) -> bool:
    """Whether an appointment is for somebody of the writer's family: "para mi hija"."""
    return bool(FOR_RELATIVE.search(text))
