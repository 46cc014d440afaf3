"""Spanish for visits of several services, and for services and people that cannot be had."""

PHRASES: dict[str, tuple[str, ...]] = {
    "slots_for_visit": (
        "Para {service}, en una sola visita{who}, tengo:",
        "Tengo estas horas para empezar con {service}, todo seguido{who}:",
    ),
    "offer_visit": (
        "Tengo {label}, todo seguido:{parts}\n¿[Te|Le] reservo la visita?",
        "Hay espacio {label}, uno tras otro:{parts}\n¿La agendamos?",
    ),
    "offer_visit_move": (
        "Puedo pasar la visita completa, tengo {label}:{parts}\n¿[Te|Le] sirve?",
        "La visita completa cabe {label}:{parts}\n¿[Te|Le] queda bien?",
    ),
    "ask_cancel_visit": (
        "Es una sola visita {label}: {service}. ¿La cancelo completa? También la puedo mover.",
        "{service} van en la misma visita {label}. ¿La cancelo toda? También la puedo pasar a otro día.",
    ),
    "move_visit_to_when": (
        "Claro, la visita {label} se mueve completa ({service}). ¿Para qué día y hora?",
        "Con gusto, muevo toda la visita {label}: {service}. ¿A qué día y hora?",
    ),
    "too_many_services": (
        "En una sola visita caben hasta {limit} servicios.",
        "Por visita puedo agendar máximo {limit} servicios.",
    ),
    "nobody_performs": (
        "{service} por ahora no lo hace nadie del equipo.",
        "En este momento nadie del equipo hace {service}.",
    ),
    "other_member": ("{member} no hace ese servicio.", "Ese servicio no lo hace {member}."),
    "which_of_members": (
        "¿Con quién [prefieres|prefiere|preferís]: {members}?",
        "[Puedes|Puede|Podés] elegir a {members}, ¿con quién?",
    ),
    "only_member": (
        "Quien lo hace es {members}. ¿[Te|Le] busco un espacio?",
        "Lo hace {members}. ¿Miramos su agenda?",
    ),
    "too_many_of": (
        "De {service} ya [tienes|tiene|tenés] el máximo de citas pendientes por aquí ({limit}). ¿[Quieres|Quiere|Querés] mover o cancelar alguna?",
        "Por aquí el máximo de citas pendientes de {service} es {limit}. ¿Movemos o cancelamos alguna?",
    ),
    "taken_with": (
        "Con {member} justo se ocupó esa hora.",
        "Esa hora con {member} la acaban de tomar.",
    ),
    "move_dropped": (
        "De acuerdo, [tu|su|tu] cita sigue como estaba: {label}.",
        "Listo, no la muevo. [Tu|Su|Tu] cita sigue como estaba: {label}.",
    ),
    "whom_not": (
        "¿Con quién no? Estas horas son con {members}.",
        "Claro, ¿con quién [prefieres|prefiere|preferís] que no sea? Estas horas son con {members}.",
    ),
    "only_they_do": (
        "Ese servicio solo lo hacen {members}. ¿Con quién de ellos [te|le] busco hora?",
        "Aquí solo {members} hacen ese servicio. ¿[Te|Le] sirve con alguno de ellos?",
    ),
    "only_one_does": (
        "Ese servicio solo lo hace {members}. ¿[Te|Le] busco hora de todas formas?",
        "Aquí solo {members} hace ese servicio. ¿[Quieres|Quiere|Querés] la cita de todas formas?",
    ),
}
