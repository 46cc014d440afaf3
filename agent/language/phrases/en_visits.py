"""English for visits of several services, and for services and people that cannot be had."""

PHRASES: dict[str, tuple[str, ...]] = {
    "slots_for_visit": (
        "For {service} in one visit{who} I have:",
        "Here are some times to start {service}, one after another{who}:",
    ),
    "offer_visit": (
        "I have {label}, one after another:{parts}\nShould I book the visit?",
        "There's room on {label}, back to back:{parts}\nShall I reserve it?",
    ),
    "offer_visit_move": (
        "The whole visit can move, I have {label}:{parts}\nDoes that work?",
        "The whole visit fits on {label}:{parts}\nIs that good?",
    ),
    "ask_cancel_visit": (
        "That's one visit {label}: {service}. Should I cancel all of it? I can also move it instead.",
        "{service} are one visit {label}. Shall I cancel the whole visit? Moving it is possible too.",
    ),
    "move_visit_to_when": (
        "Sure, the visit {label} moves as a whole ({service}). What day and time instead?",
        "Happy to move the whole visit {label}: {service}. What day and time?",
    ),
    "too_many_services": (
        "One visit has room for up to {limit} services.",
        "I can book at most {limit} services in one visit.",
    ),
    "nobody_performs": (
        "Nobody on the team does {service} at the moment.",
        "{service} isn't done by anyone on the team right now.",
    ),
    "other_member": ("{member} doesn't do that service.", "That isn't something {member} does."),
    "which_of_members": (
        "Who would you like: {members}?",
        "You can see {members}; who do you prefer?",
    ),
    "only_member": (
        "That's done by {members}. Should I find you a time?",
        "{members} does that. Shall I look for a time?",
    ),
    "too_many_of": (
        "You already have the most upcoming appointments for {service} I can keep here ({limit}). Would you like to move or cancel one?",
        "The most upcoming appointments for {service} here is {limit}. Should we move or cancel one?",
    ),
    "taken_with": (
        "That time with {member} was just taken.",
        "Someone just took that time with {member}.",
    ),
    "move_dropped": (
        "All right, your appointment stays as it was: {label}.",
        "Okay, nothing moves. Your appointment stays as it was: {label}.",
    ),
    "whom_not": (
        "Who would you rather not see? These times are with {members}.",
        "Sure, who should it not be? These times are with {members}.",
    ),
    "only_they_do": (
        "Only {members} do that here. Which of them would be all right?",
        "That is only done by {members}. Would one of them do?",
    ),
    "only_one_does": (
        "Only {members} does that here. Should I look for a time anyway?",
        "That is only done by {members}. Would you still like a time?",
    ),
}
