"""Patterns of how customers ask whether a business is open.

Beside "abren" and "horario": the future, the past, "closed", "until when today"; over folded words,
mended (see lexicon).
"""

OPENING = (
    r"\b(?<!me )(?<!nos )(?<!quien )(?:va|van|vas|vao|vai|piensan|pretendem) (?:a )?(?:estar |ficar )?(?:abrir|cerrad\w+|fechad\w+|abiert\w+|abert\w+|atender(?! a )|trabajar|trabalhar|cerrar|fechar|funcionar|laborar)\b"
    r"|\b(?:abriran|abrirao|atenderan|atenderao|trabajaran|trabalharao|cerraran|fecharao|abrieron|atendieron|trabajaron|abriram|atenderam|funcionaran|funcionarao|funcionan)\b"
    r"|\b(?:estan|estaran|estara|estarao|estao|tao|ta|are you(?: guys)?|you be|is it|are they) (?:todo |toda |ya |ja |still |already )?(?:cerrad[oa]s?|fechad[oa]s?|closed|open)\b"
    r"|\b(?:hay|habra|prestan|dan) (?:atencion|servicio)(?! (?:a|de) )\b|\b(?:vai ter|tem|tera|havera) (?:atendimento|expediente)\b"
    r"|\b(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|hoy|manana|festivos?|\d{1,2}) (?:si |no )?(?:hay|habra) (?:alguien|gente)\b"
    r"|\b(?:hay|habra) (?:alguien|gente) (?:el|los|en|hoy|manana|ese)\b|\b(?:tem|tera|vai ter) (?:alguem|gente)(?: (?:ai|la))? (?:no|na|em|aos?|hoje|amanha|nesse|dia)\b"
    r"|\b(?:hoje|amanha|domingo|sabado|feriado|segunda|terca|quarta|quinta|sexta) (?:tem|tera|vai ter) (?:alguem|gente)\b"
    r"|\b(?:is|will) (?:any|some)(?:one|body) (?:be )?(?:there|in|around|working) (?:on|today|tomorrow|this|that|at)\b"
    r"|\bare you (?:guys )?working\b|\bhours (?:on|for|today|tomorrow)\b|\bhow late (?:are|do|will)\b"
    r"|\b(?:abris|abrireis|cerrais|atendeis|trabajais|abres|abririan|abres)\b"
    r"|\b(?:hoy|hoje|manana|amanha) (?:hasta|ate) que horas?\b|\b(?:hasta|ate) que horas? (?:hoy|hoje|manana|amanha)\b"
)
