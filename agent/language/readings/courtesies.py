"""Words of thanks, of leave and of address, in which nothing is asked: "champion, ta ra", "gracias majo"."""

import re

from agent.language.text import plain

ADDRESSES = (
    r"(?:maj[oa]|guap[oa]|cielo|carin[oi]\w*|corazon|lind[oa]|bonit[oa]|hermos[oa]|rein[ae]|rey|ti[oa]|hombre|mujer|querid[oa]|preciosa|precioso|amor|mi amor|mi vida|nen[ae]|parce|vecin[oa]"
    r"|chic[oa]s|senor\w*|joven|don|dona|jef[ea]|doctor\w*|doc|dra?|amig[oa]s?|amiguit[oa]|colega|flor|moc[oa]|meu bem|meu anjo|anjo|gata|gente|pessoal|manas?|manos?|maninh[oa]|guri|guria|homi|visse|uai|oxe|oxente|cara|irmao|irma|abencoad[oa]|querido|minha filha|minha linda|po|che|we|wey|pibe|cabr[oa]n?"
    r"|mate|love|dear|hun|hon|honey|darling|duck|pet|pal|buddy|guys|folks|all|everyone|everybody|sir|madam|maam|miss|man|bro)"
)
"""How people address whom they write to, beside a word of thanks or of leave."""
BRITISH = r"(?:cheers|champion|brilliant|brill|lovely|sorted|smashing|ace|grand|wicked|top man|magic|ta|ta very much|ta muchly|fab|fabulous|spot on|nice one|good stuff|cool|k|kk|okey|okie(?: dokie)?|righto|right)"
_THANKS = r"(?:(?:muchas |mil |muchisimas |many |muito )?(?:gracias|obrigad[oa]|obg|valeu|vlw|thanks|thank you|thank u|thx|tks|ty)(?: (?:so much|a lot|a million|again|mesmo|por todo|por tudo|for everything|otra vez|de novo))?)"
_FINE = r"(?:ok|okay|oki|vale|listo|dale|bueno|venga|perfecto|perfeito|perfect|great|genial|estupendo|fenomenal|excelente|super|ta bom|tudo bem|beleza|blz|de acuerdo|entendido|all good)"
_BYE = (
    r"(?:(?:good ?)?bye+(?: bye+)?(?: for now| now)?|ta ?ra(?: a bit)?|ta ta|cheerio|toodle\w*(?: pip)?|tatty bye|see (?:you|ya|u)(?: (?:then|soon|later|around))?|laters|take care|cya|ttyl"
    r"|adios|agur|chao+|chau+|tchau+(?: tchau+)?|hasta (?:luego|pronto|la vista|otra)|nos vemos|(?:que )?(?:(?:tenga[ns]?|pase[ns]?|tenha[m]?) )?(?:(?:un|um|una|uma) )?(?:buen|buena|bom|boa|lindo|linda|feliz|otima|otimo|excelente) (?:finde|fin de semana|fim de semana|semana|domingo|sabado)|have a (?:good|great|nice|lovely) (?:day|one|week|weekend)|un saludo|saludos|abrazos?|un abrazo|beijos?|bjs|ate (?:mais|logo|breve))"
)
_WISHING = r"(?:have|enjoy|que (?:tengas?|tengan|tenga usted|pases?|pasen|tenhas?|tenham?)|tengan?|tenham?|(?:te|les|le) deseo|passem? )"
_GOOD = r"(?:(?:muy |un |una |um |uma |an? |o |el |la |the |your )*(?:buen[oa]?s?|feliz|lind[oa]|bell[oa]|excelente|bom|boa|otim[oa]|great|good|nice|lovely|happy|wonderful))"
_REST = r"(?: resto d[eoa]| rest of (?:the|your))?"
_OF_DAYS = r"(?: (?:finde|fin de semana|findi|semana|domingo|sabado|fim de semana|fds|weekend|week|sunday|saturday|descanso))"
_OF_A_DAY = r"(?: (?:dia|tarde|tardes|noche|noches|noite|day|evening|afternoon|night|one))"
_AND = r"(?:and|y|e|then|pues|entonces|entao)"
_HEAVEN = r"(?:(?:el |mi |o |nosso |nossa |la |papa )?(?:senor|senhor|senhora|dios|diosito|deus|virgen(?:cita)?|jesus|god|lord|the lord|universo))"
_BLESSING = (
    rf"(?:(?:que |may )?{_HEAVEN} (?:(?:te|la|lo|le|les|los|las|os|se|lhe|o|a|me|nos|mismo|sempre|siempre) )*(?:bendiga|acompane|guarde|cuide|pague|proteja|abencoe|acompanhe|bless(?: (?:you|u|ya|yall|you all))?)(?: (?:mucho|muito|siempre|sempre|tambien|tambem|grandemente|a todos|always))?"
    r"|(?:muchas )?bendiciones(?: para todos)?|bencaos|muita paz|amen|gracias a dios|gracas a deus|thank god|(?:fica|fique|vai|va|vaya|queden?|quede|andate) (?:com|con) (?:deus|dios))"
)
_COURTESY = re.compile(
    rf"(?:{_THANKS}|{_FINE}|{_BYE}|{_BLESSING}|{BRITISH}|{ADDRESSES}|{_AND})(?: (?:{_THANKS}|{_FINE}|{_BYE}|{_BLESSING}|{BRITISH}|{ADDRESSES}|{_AND}))*"
)
_LEAVES = re.compile(rf"\b{_BYE}(?: {ADDRESSES})*$")


_TALK = rf"(?:{_THANKS}|{_FINE}|{_BYE}|{_BLESSING}|{BRITISH}|{ADDRESSES}|{_AND}|brigad[oa]|show|igualmente|you too|tambien|tambem|jaja\w*|kk+)"
_PARTING = re.compile(
    rf"(?:(?:{_TALK} )*(?:{_WISHING} )?{_GOOD}{_REST}{_OF_DAYS}|(?:(?:{_TALK} )+|(?:{_TALK} )*{_WISHING} ){_GOOD}{_REST}{_OF_A_DAY})(?: {_TALK})*"
)


def wishes_well(text: str) -> bool:
    """Whether it is nothing but thanks, leave and a good wish: "gracias y buen finde!"."""
    plain_text = plain(text)
    return "?" not in text and bool(_PARTING.fullmatch(plain_text))


def is_courtesy(text: str) -> bool:
    """Whether it is nothing but thanks, leave and address, and asks nothing."""
    return "?" not in text and bool(_COURTESY.fullmatch(plain(text)))


def blesses(text: str) -> bool:
    """Whether such a message has a blessing: "Dios le pague, bendiciones"."""
    return is_courtesy(text) and bool(re.search(rf"\b{_BLESSING}\b", plain(text)))


def says_goodbye(text: str) -> bool:
    """Whether such a message ends with a word of leave: "champion, ta ra", "k thanks. bye"."""
    return is_courtesy(text) and bool(_LEAVES.search(plain(text)))
