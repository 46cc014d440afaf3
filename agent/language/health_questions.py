"""Recognises questions of health that only a professional may answer.

Whether a treatment suits somebody who is ill, pregnant or allergic is one; whether it hurts is not.
"""

import re

from agent.language.text import plain

_CONDITION = (
    r"(?:cancer\w*|tumor\w*|quimio\w*|chemo\w*|radioterapia|radiotherapy|radiation therapy|oncolog\w*"
    r"|embaraz\w*|encinta|gravid\w*|gestante\w*|pregnan\w*|lactan\w*|amam[ae]nt\w*|breast ?feed\w*"
    r"|diabet\w*|marca ?pasos?|marca ?passos?|pace ?makers?|alergi\w*|alergic\w*|allerg\w*"
    r"|hipertens\w*|(?:presion|pressao) alta|high blood pressure|epilep\w*|lupus|hemofil\w*|hemophil\w*"
    r"|anticoagulant\w*|blood thinners?|queloides?|keloids?|trombosis|trombose|thrombosis|asma\w*|asthma\w*"
    r"|psoriasis|psoriase|dermatitis|dermatite|rosacea|eczema|roacutan|isotretino\w*|accutane"
    r"|(?:problemas?|enfermedad|doenca|condicion|cirugia|cirurgia) (?:d[eo]l? |no |en el |cardiac\w*)?(?:corazon|coracao|cardiac\w*|tiroides|tireoide)"
    r"|cardiac[oa]s?|heart (?:condition|disease|problems?|murmur)|vih|hiv|hepatitis|hepatite|arritmi\w*)"
)
_HAS = re.compile(rf"\b{_CONDITION}\b")
_HAS_NOT = re.compile(
    rf"\b(?:no|nao|sin|sem|not|dont|without|never|nunca)\b(?: \w+){{0,3}} {_CONDITION}\b"
)
_UNRELATED = re.compile(
    rf"\b(?:nada (?:que|q|a) ver|nothing to do|ninguna relacion|nenhuma relacao|no relation)(?: \w+){{0,3}}? {_CONDITION}\b"
)
# Of oneself or of the one whom it is for.
_OF_SOMEBODY = re.compile(
    r"\b(?:tengo|tuve|tenia|estoy|estuve|soy|sufro|padezco|uso|llevo|tomo|tiene|tuvo|esta|estaba|es|sufre|usa"
    r"|lleva|toma|me (?:operaron|diagnosticaron|dio)|le (?:diagnosticaron|dio)"
    r"|tenho|tive|estou|to|sou|sofro|fui|faco|fiz|tem|teve|sofre|foi|faz|fez"
    r"|im|i am|i have|i had|ive|i take|i use|i wear|has|had|shes|hes|she is|he is|is|was|takes)\b"
)
_MAY_I = re.compile(
    r"\b(?:hay|habria|habra|tiene|tendria|ha|tem|teria) (?:algun |algum )?(?:problema|riesgo|risco|inconveniente|peligro|perigo)s?\b"
    r"|\b(?:puedo|puede|podria|podriamos|se puede|posso|pode|poderia)(?! (?:ser|ir|cancelar|cambiar|mudar|agendar|marcar|llegar|chegar|pagar))\b"
    r"|\b(?:es|seria|sera|e) (?:segur[oa]|recomendable|recomendad[oa]|recomendavel|indicad[oa]|peligros[oa]|perigos[oa])\b"
    r"|\b(?:contraindica\w*|me afecta|le afecta|hace dano|faz mal|pasa algo|me recomiendan|recomienda[ns]?|recomendam)\b"
    r"|\b(?:is (?:it|that|this)|would (?:it|that) be) (?:ok|okay|safe|alright|all right|fine|a problem|dangerous|bad)\b"
    r"|\b(?:can|could|should|may) (?:i|she|he|we|you|my \w+)(?! (?:cancel|change|move|book|come|pay))\b|\bis it safe\b|\bany (?:risk|problem)s?\b"
)
_EVEN_SO = re.compile(
    rf"\b(?:puedo|podria|posso|poderia|can i|could i|may i|da para|da pra) (?:\w+ ){{0,4}}?(?:mesmo|msm|aun|aunque|incluso|even(?: if| though)?|estando|while|assim|siendo|sendo|being)(?: (?:estando|assim|asi|este|estoy|esteja|to|estou|im|i am|being))*(?: \w+)? ?{_CONDITION}\b"
)
"""Whether it may be done all the same, whatever is to be done: "¿puedo agendar aunque esté embarazada?"."""
_ABOUT_PAIN = re.compile(
    r"\b(?:if|whether|does|will|would|do|is) (?:it|that|this|the \w+|they|there)?(?: \w+){0,3} ?(?:hurts?|painful|pain|sting)\b"
    r"|\b(?:duele|duelen|doi|doem|arde|va a doler|vai doer)\b|\bhurts?\b"
    r"|\b(?:da|dan|causa|causan|produce|provoca|hay|es|con|se siente|ha|tem|e|sente se|com) (?:mucho |muito |muita |algo de |algum |alguma )?(?:dolor|dor)\b"
    r"|\b(?:mucho dolor|muita dor|a lot of pain)\b"
)
_FILLER = re.compile(
    r"\b(?:(?:can|could|would) you (?:please )?tell me|tell me|let me know|i want to know|i wanted to know|id like to know"
    r"|(?:me|nos) (?:dices|dice|dicen|puedes? decir|pueden decir|podrias? decir|confirmas|cuentas|diz|pode dizer|fala|podes decir)"
    r"|digame|dime|decime|me diga|me conta|diz me|im wondering|i was wondering|i am wondering)\b"
)
_BODY = re.compile(
    r"\b(?:me|mi|mis|tengo|estoy|siento|quede|sigo|tenho|estou|to|sinto|minha|meu|my|im|i|ive|he|she|hes|shes|le|its"
    r"|muela|diente|pierna|cara|dente|rosto|tooth|face|cheek|gum|skin|since|desde|after|despues de la|depois da|when i|cuando|quando)\b"
)


_SENSITIVE = re.compile(
    r"\b(?:(?:very |really )?sensitive (?:teeth|tooth|skin|gums?)|(?:teeth|tooth|skin|gums?) (?:is|are) (?:\w+ )?sensitive"
    r"|(?:piel|cutis|dientes?|encias?|muelas?|pele|dentes?|gengivas?) (?:\w+ )?(?:sensibles?|sensivel|sensiveis|delicad[oa]s?))\b"
)
_SUITS = re.compile(
    r"\bis (?:\w+ ){0,4}(?:ok|okay|safe|alright|fine|bad|good|suitable)\b|\b(?:sirve|serve|es (?:apto|apta|bueno|buena|malo|mala)|e (?:bom|boa|ruim)|conviene|da[nñ]a)\b"
)
_BABY = re.compile(r"\b(?:bebes?|babys?|babies|feto|embarazo|gravidez|pregnancy)\b")
_RISK = re.compile(
    r"\b(?:riesgos?|riscos?|risks?|peligr\w*|perigos?\w*|danger\w*|(?:le|lo|the|o) afecta\w*|afeta\w*|hace dano|faz mal|harm\w*|safe|(?:es|e|seria) segur[oa])\b"
)
_TREATMENT = re.compile(
    r"\b(?:tratamientos?|procedimientos?|tratamentos?|procedimentos?|treatments?|procedures?|sesion|sessao)\b"
)


def asks_about_health(text: str, *, treatment: bool) -> bool:
    """Whether somebody asks if something is all right with an illness or a pregnancy.

    `treatment`: a service is named in it, for which having the condition is enough."""
    plain_text = plain(text)
    if _HAS.search(plain_text) and _WHEN_CALLED.search(plain_text):
        return True
    if _BABY.search(plain_text) and _RISK.search(plain_text):
        return True
    if _SENSITIVE.search(plain_text) and (_MAY_I.search(plain_text) or _SUITS.search(plain_text)):
        return True
    if not _HAS.search(plain_text) or _HAS_NOT.search(plain_text) or _UNRELATED.search(plain_text):
        return False
    if _EVEN_SO.search(plain_text):
        return True
    return bool(_MAY_I.search(plain_text)) or (treatment and bool(_OF_SOMEBODY.search(plain_text)))


_WHEN_CALLED = re.compile(
    r"\bme (?:escriben|llaman|contestan|responden|avisan|contactan|van a (?:escribir|llamar|contestar|responder)|ligam|respondem|chamam|retornam|escrevem|vao (?:ligar|responder|escrever))\b"
    r"|\b(?:will|when will|when do|do) (?:someone|somebody|you|they|the team) (?:call|text|write|reply|answer|get back)\b"
)
_FEARS = re.compile(
    r"\b(?:miedo|miedos[oa]|medo|nervos[oa]|nervios[oa]s?|nervios|ansios[oa]|asustad[oa]|assustad[oa]|panico|scared|nervous|anxious|afraid|terrified|fear)\b"
)
_ILL = re.compile(
    r"\b(?:doendo|duele|dolor|dor|hurts?|pain|sangr\w+|bleed\w*|inchad\w+|hinchad\w+|swollen|febre|fiebre|fever|pus|infec\w+|alerg\w+)\b"
)


def only_fears(text: str) -> bool:
    """Whether somebody is afraid of coming, and speaks of no illness: a matter for kindness, not health."""
    spoken = plain(text)
    return bool(_FEARS.search(spoken)) and not (_ILL.search(spoken) or _HAS.search(spoken))


def asks_about_pain(text: str) -> bool:
    """Whether the message asks how much a procedure hurts, and complains of no pain."""
    without_filler = _FILLER.sub(" ", plain(text))
    is_question = "?" in text or "¿" in text or bool(_FILLER.search(plain(text)))
    return (
        is_question
        and bool(_ABOUT_PAIN.search(without_filler))
        and not _BODY.search(without_filler)
    )


def speaks_of_treatment(text: str) -> bool:
    """Whether a treatment or a session is mentioned, of whatever kind."""
    return bool(_TREATMENT.search(plain(text)))
