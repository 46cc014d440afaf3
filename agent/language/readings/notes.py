"""What the customer wants the team to know: "anoten que …", "díganle a la jefa"."""

import re

from agent.language.text import plain

_NOTE = re.compile(
    r"\b(?:(?:anot(?:a|ar|e|en|em|enlo)|apunt(?:a|ar|e|en)|tom(?:a|ar|e|en)n? nota(?: de)?|anota ai|anote ai|(?:dej[ae]n?|deix[ae]m?) (?:una nota|anotado|registrado|uma observacao)(?: de)?|registr(?:a|e|en|em))"
    r" (?:(?:ahi|ai|por favor|porfa|tambien|tambem) )*que"
    r"|(?:write|note|jot|put) (?:it |that )?down(?: please| pls)? (?:that |i |im |shes |hes |my |we )"
    r"|(?:make|take) (?:a )?note (?:that|of)|please note (?:that )?)\b"
)
_IN_CHARGE = r"(?:jef[ea]|duen[oa]|gerente|gerencia|encargad[oa]|administrador\w*|directora?|dono|dona|chefe|responsavel|boss|manager|owner|supervisor\w*|person in charge)"
_TELL = re.compile(
    r"\b(?:dig[ae]n?(?:le|les|selo)?|dile|diles|diselo|decile|avis[ae]n?(?:le|les)?|avisal[eo]|avisenle|informen?le|comuniqu\w+|coment[ae]n?le|hagan?le saber|cuent[ae]n?le|"
    r"fal[ae]m?|avis[ae]m?|conte|conta|diz|digam?|tell|let)"
    rf" (?:(?:eso|isso|that|it|todo|tudo|esto|por favor|porfa|please) )*(?:(?:a|al|pra|para|pro|com|the|your|ao) )*(?:(?:la|el|a|o|su|sua|seu|tu) )*{_IN_CHARGE}\b"
)
_TELL_THEM = re.compile(
    r"\b(?:tell|let) (?:them|her|him|(?:the |my )?(?:doctor|dr|dentist|therapist)(?: \w+)?)(?: know)?(?: that)? (?:i|im|ive|my|we|were|shes|hes)\b"
    r"|\b(?:dile|diles|dig[ae]n?le|decile|avis[ae]n?(?:le)?|fala|avise?|avisa|conta|diz) (?:a |al |pra |para |ao |o )?(?:la |el |a |o )?(?:doctora?|dra?|doutora?|dentista|profesional|profissional|chica|moca)\b"
)


# "Soy alérgica al látex, anótalo por favor": what is told first is to be noted.
_NOTE_IT = re.compile(
    r"\w\W+(?:anot(?:alo|ala|a|e|em|en|enlo|ad)|apunt(?:alo|a|e|en|ad)|note (?:it|that)|write (?:it|that) down|deja(?:lo)? anotado|deixa anotado|registra)"
    r"(?: (?:ai|ahi|isso|eso|esto|it|por favor|porfa|please|pls|pfv|ta|no cadastro|na ficha|en mi ficha))*$"
)
# "¿Le podéis poner a la doctora que soy alérgica?"
_ASKS_TO_TELL = re.compile(
    r"\b(?:pueden?|puedes|podeis|podrian?|podrias|podem?|poderiam?|can you|could you|would you)(?: (?:me|le|les|please|por favor))* (?:decir\w*|poner\w*|contar\w*|avisar\w*|anotar\w*|informar\w*|dizer|falar|tell|let)"
    r" (?:(?:a|al|pra|para|pro|com|ao|the|my) )*(?:(?:la|el|a|o) )*(?:doctora?|dra?|doutora?|dentista|dentist|profesional|profissional|therapist|chica|moca|equipo|equipe|team)(?: \w+)? (?:que|know|that|i|im)\b"
)


def asks_to_note(text: str) -> bool:
    """ "Pls write down that I'm allergic to latex", "soy alérgica al látex, anótalo"."""
    spoken = plain(text)
    return "?" not in text and bool(_NOTE.search(spoken) or _NOTE_IT.search(spoken))


def passes_word_on(text: str) -> bool:
    """ "Díganle a la jefa", "tell them I'm bringing my kid": somebody of the house is to hear of it."""
    plain_text = plain(text)
    if _ASKS_TO_TELL.search(plain_text):
        return True
    return "?" not in text and bool(_TELL.search(plain_text) or _TELL_THEM.search(plain_text))
