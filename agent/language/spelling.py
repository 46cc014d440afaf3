"""Key words that are recognised with one slip of the finger, and look-alikes that are not."""

from agent.language.text import word_set

# Words worth mending when one letter is wrong ("canselar", "agenadr", "horaio").
KEYWORDS = word_set("""cancelar cancela cancelo cancelen cancelarla anular desmarcar reagendar reagendo
    reprogramar remarcar reschedule agendar agenda agendame agendo reservar reserva reservo reservame
    confirmar confirmo confirmada confirmado confirm cambiar cambiarla cambiarlo moverla moverlo
    citas turno turnos consulta agendamento appointment appointments booking schedule disponibilidad
    disponibilidade disponible available precio precios costo costos cuanto cuesta quanto custa
    preco precos horario horarios direccion ubicacion endereco address servicio servicios servicos
    services hablar falar persona humano asesor atendente gracias obrigado obrigada thanks quiero
    quisiera necesito quero preciso gostaria urgente emergencia emergency reclamo queja tomorrow
    manana amanha lunes martes miercoles jueves viernes sabado domingo segunda terca quarta quinta
    sexta monday tuesday wednesday thursday friday saturday sunday donde cuando buenos buenas tardes
    noches perfecto perfeito perfect beleza claro listo listo hello please cancel""")
# Left as they are, besides correct_words: written in a hurry, but not for a key word.
LEFT_ALONE = word_set("""cuenta cuentas cuesto marca marcas costa costar quien quienes persona personas
    person personal horas precisa pasar hablas hable hablo tarde noche cuento cuadro canto canta
    custo puesto muesca reserve donda conde cuanta cuantas cuantos quantos quantas cancele cambio
    cambia cambie confirma confirme confirmas agende agendar turna diario donde fonde quise quieres
    quiere quero querer claros listas lista lista listos listones clara dando hallo jello
    jueces costos costas servir serviço humana humanos martas cada marcos carlos jugo precisas
    apartar manada montar mandar sabana sabanas quarto quartos quintas sextas cuatro cuarto segundo
    segundos grandes gracia canceles tardas querido listen thank preciosa preciado presos queda quedan quedas""")

# What is written by sound or in short.
BY_SOUND = {
    "kiero": "quiero",
    "kisiera": "quisiera",
    "qiero": "quiero",
    "q": "que",
    "k": "que",
    "xq": "porque",
    "pq": "porque",
    "sita": "cita",
    "sitas": "citas",
    "vc": "voce",
    "vcs": "voces",
    "presio": "precio",
    "qto": "quanto",
    "cto": "cuanto",
    "pra": "para",
    "appt": "appointment",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
}

# Words of their own that are read as another one only beside such a word: "a que ora", "can u".
BESIDE = {
    "ora": ("hora", word_set("que la una media otra esa qual uma outra essa de da")),
    "oras": ("horas", word_set("que las dos quantas cuantas as duas das")),
    "u": ("you", word_set("can could do are thank have will would if see let tell how when")),
}
