"""Names in every form in which they are given, and clauses of chat that are none."""

from hypothesis import strategies as st

FULL = """
    Ana Gil | Rosa Pérez | Luz Marina Vega | Sol Ferreyra | María del Mar Ríos | José de la Cruz | D'Angelo Brown | Kevin O'Neil
    Jean-Luc Dubois | Xóchitl Quetzalli | Ng Wei | João da Silva | Maria Aparecida dos Santos | Bela Gil | Vitória Régia Lopes
    Socorro Núñez | Dolores Prado | Domingo Pérez | Abril Sosa | Will Smith | Mark Green | Grace Hopper | Hope Davis | May Parker
    April Jones | Ana Blanco | Pedro Bravo | Esperanza Cruz | Flor Campos | Amor Torres | Lua Nogueira | Juan C. Pérez
    Guadalupe Hernández | Yuliana Gómez | Thiago Souza | Kelly Brown | Lucy Grant | Edwin Castro | Teresa de Jesús | Ángel Reyes
    Łukasz Żak | Nguyen Van An | Priya Sharma | Fatima Ali | Zoe Wells | Íñigo Ibáñez | Nubia Quispe | Heitor Cavalcanti
"""
NAMES = [name.strip() for name in FULL.replace("\n", "|").split("|") if name.strip()]

INTRODUCED = [
    "a nombre de {name}", "A nombre de {name} por favor", "ponla a nombre de {name}", "me llamo {name}", "Mi nombre es {name}",
    "se llama {name}", "ella se llama {name}", "es para mi mamá, se llama {name}", "a nombre de mi hija {name}",
    "a nombre de ella, {name}", "el nombre es {name}", "Nombre: {name}", "soy {name}", "hola, soy {name}, quiero una cita mañana",
    "em nome de {name}", "no nome de {name}, obrigada", "me chamo {name}", "meu nome é {name}", "ela se chama {name}",
    "o nome dela é {name}", "em nome da minha filha {name}", "my name is {name}", "put it under {name}", "her name is {name}",
    "it's for my son, his name is {name}", "under the name of {name} please", "name: {name}",
]  # fmt: skip
ALONE = [
    "{name}", "{name}.", "{name} porfa", "{name}, gracias", "sí, {name}", "Sí. {name}", "dale, {name}", "claro que sí\n{name}",
    "sim, {name}", "pode ser, {name}", "yes, {name}", "ok {name} please", "la 1, {name}", "la primera. {name}", "3pm. {name}",
    "6:30 {name}", "el martes a las 10, {name}", "10 am, {name}, thanks", "{name} 3102223344", "{name} CC 1032456789",
    "{name}, tel 300 123 4567", "{name} cpf 123.456.789-09", "ya te lo dije, {name}", "{name} 🙏", "- {name}",
]  # fmt: skip

_WHO = {
    "es": "yo|mi esposo|mi mamá|la niña|el señor|mi jefe|ella|él|mi hija",
    "pt": "eu|meu marido|minha mãe|a menina|o senhor|minha chefe|ela|ele|minha filha",
    "en": "I|my husband|my mom|the kid|my boss|she|he|my daughter",
}
_DOES = {
    "es": "voy a preguntar|quiere ir|no puede|prefiere esperar|llega tarde|tiene alergia|va conmigo|le aviso luego|está trabajando|no contesta"
    "|necesita factura|paga en efectivo|ya fue la otra vez|vive lejos|sale a las cinco|cumple años",
    "pt": "vou ver isso|quer ir|não pode|prefere esperar|vai chegar tarde|tem alergia|vai comigo|depois te falo|está trabalhando|não atende"
    "|precisa de nota|paga no pix|já foi uma vez|mora longe|sai às cinco|faz aniversário",
    "en": "want to check first|can't make it|would rather wait|will be late|has an allergy|is coming with me|will tell you later|is at work"
    "|needs an invoice|pays in cash|has been there before|lives far away|gets off at five|is looking for parking",
}
_PLAIN = """
    soy alérgica al látex | soy mamá primeriza | soy nueva en la ciudad | estoy embarazada | para mi mamá | es para mí | a mi nombre
    a nombre de la misma persona | a nombre de mi empresa | el mismo de siempre | ya se lo dije | espera un momento | un segundo por favor
    cuánto cuesta | y el parqueadero | puedo pagar con tarjeta | mejor el jueves | otro día | buenas tardes | muchas gracias | Buenas Tardes
    limpieza facial | masaje relajante | no entiendo | tal vez | quiero cancelar | hablar con alguien | me llamo como mi abuela | así está bien
    el gordo | la de siempre | kiero una sita | necesito cita urgente | jajaja | soy yo | solo quiero información | el domingo no puedo
    sou alérgica a látex | sou mãe de primeira viagem | estou grávida | para minha mãe | é pra mim mesma | no meu nome | em nome da empresa
    espera um pouco | quanto custa | tem estacionamento | outro dia | muito obrigada | limpeza de pele | não sei | sou eu | quero cancelar
    vou ver com meu marido | deixa eu ver | tanto faz | qual o valor mesmo | pode ser na sexta | depois eu confirmo | Bom Dia | Boa Tarde
    I'm looking for a whitening | I'm interested in whitening | no it's fine, I can wait | it's for my mom | in my name | the same as before
    hang on | one sec | let me check | how much is it | do you take insurance | I'm a new patient | I'm pregnant | that works for me
    for my son on Friday December 11 | see you then | never mind | thank you so much | Good Morning | is parking free | whose name | not sure
"""
PLAIN = [part.strip() for part in _PLAIN.replace("\n", "|").split("|") if part.strip()]
_OPENS = {
    "es": ["", "no, ", "es que ", "espera, ", "pues ", "ay ", "mira, "],
    "pt": ["", "não, ", "é que ", "espera, ", "então ", "olha, "],
    "en": ["", "no, ", "well ", "hold on, ", "so ", "oh "],
}


@st.composite
def clauses(draw: st.DrawFn) -> str:
    """A sentence of chat in one of the languages, without anybody's name."""
    if draw(st.booleans()):
        return draw(st.sampled_from(PLAIN))
    language = draw(st.sampled_from(sorted(_WHO)))
    who = draw(st.sampled_from(_WHO[language].split("|")))
    does = draw(st.sampled_from(_DOES[language].split("|")))
    opens = draw(st.sampled_from(_OPENS[language]))
    said = f"{opens}{who} {does}"
    return draw(st.sampled_from([said, said.capitalize(), said.upper()]))


def spoken(name: str, how: str) -> str:
    """A name as somebody types it."""
    return {"written": name, "small": name.lower(), "large": name.upper()}[how]
