"""English, as a front desk in the United States writes it in a chat."""

PHRASES: dict[str, tuple[str, ...]] = {
    "greet": (
        "Hi! I'm the virtual assistant at {business}.",
        "Hello! This is the virtual assistant at {business}.",
    ),
    "greet_known": (
        "Hi {name}! I'm the virtual assistant at {business}.",
        "Hello {name}, good to hear from you! I'm the virtual assistant at {business}.",
    ),
    "what_can_i_do": (
        "How can I help? I can book, move or cancel an appointment and answer questions.",
        "What do you need: an appointment, a price, our address?",
        "I'm here. Would you like an appointment, or do you have a question?",
    ),
    "as_said": ("As I mentioned:", "Once more:"),
    "hello_again": ("Hi again! How can I help?", "Hi! What can I do for you?"),
    "at_your_service": (
        "Great. I'm here if you need anything else.",
        "Sounds good! Just text me if anything comes up.",
    ),
    "welcome": ("You're welcome!", "Anytime!", "Happy to help! Have a great day."),
    "goodbye": ("Bye! Take care.", "See you! We're here whenever you need us.", "All the best!"),
    "nothing_then": (
        "No problem. If you change your mind, I'm here.",
        "All right, we'll leave it at that. Just text me anytime.",
    ),
    "am_assistant": (
        "I'm the virtual assistant at {business}. If you'd rather talk to a person, tell me and I'll let them know.",
        "I'm an automated assistant at {business}, not a person. If you want someone from the team, just ask.",
    ),
    "off_limits": (
        "I can't help with that. I can help with your own appointments and with services, prices and hours.",
        "That's not something I can do; I'm here for your appointments, our services and hours.",
    ),
    "opted_out": (
        "Understood, I won't send you any more reminders. We're here if you need us.",
        "Done, no more reminders. You can write to us whenever you like.",
    ),
    "hours": ("Our hours: {hours}.", "We're open: {hours}."),
    "no_price": (
        "I don't have a published price for {service}.",
        "The price of {service} isn't on my list.",
    ),
    "lasts": ("It takes {duration}.", "It lasts {duration}."),
    "services": ("These are our services:", "Here's what we do:"),
    "services_some": ("These are some of our services:", "Among other things, we do:"),
    "prices": ("These are our prices:", "Here are the prices:"),
    "prices_some": ("These are some of our prices:", "Some of the prices:"),
    "not_known": (
        "I don't have that information.",
        "I'm not sure about that, and I'd rather not guess.",
    ),
    "not_known_partly": (
        "I don't have the rest here; I've noted it for the team.",
        "For the other part I have no information; it's noted for the team.",
    ),
    "offer_human": (
        "Would you like me to let someone on the team know?",
        "Should I get someone from the team?",
    ),
    "offer_booking": (
        "Would you like me to find you a time?",
        "Should I look for a time for {service}?",
    ),
    "which_service": ("Which service is the appointment for?", "What would you like to book?"),
    "unknown_service": (
        "I couldn't find that service on our list.",
        "That one isn't among our services.",
    ),
    "not_bookable": (
        "{service} can't be booked here; the team arranges it directly.",
        "For {service}, the team sets up the appointment directly.",
    ),
    "assessment_first": (
        "{service} starts with: {assessment}. Should I find a time for that first visit?",
        "Before {service} comes: {assessment}. Would you like me to set that up?",
    ),
    "which_member": (
        "I can't find that person on the team. You can see {members}; who would you like?",
        "I don't have that name. Who would you prefer: {members}?",
    ),
    "ask_day": (
        "What day and time work best for you?",
        "What day are you looking for?",
        "Which other day would work?",
    ),
    "ask_day_move": ("What day and time work best for you?", "What day should we move it to?"),
    "slots_for": ("For {service}{who} I have:", "Here are some times for {service}{who}:"),
    "not_exact": (
        "I don't have that time, but I do have:",
        "Nothing at exactly that time; the closest:",
    ),
    "nearest": ("The closest I have:", "I can offer:"),
    "switched": ("Of course, in English then.", "Sure, let's continue in English."),
    "which_slot": ("Which one works best?", "Which would you prefer?", "Which one should I book?"),
    "which_slot_move": ("Which one should we move it to?", "Which one works best?"),
    "which_of_these": ("Sure. Just tell me which of these:", "Happy to, just pick one:"),
    "offer_one": (
        "I have {label}. Should I book it?",
        "There's an opening on {label}. Shall I reserve it?",
        "I can offer {label}. Does that work?",
    ),
    "offer_one_move": (
        "I have {label}. Does that work?",
        "There's an opening on {label}. Is that good?",
    ),
    "which_reading": ("Just to be sure: {readings}?", "Do you mean {readings}?"),
    "impossible_no_such_day": ("That day isn't on the calendar.", "That date doesn't exist."),
    "impossible_past": ("That time has already passed.", "That date is already behind us."),
    "impossible_no_such_time": (
        "I didn't quite get that time.",
        "That time doesn't exist, maybe a typo.",
    ),
    "impossible_too_far": (
        "Our calendar isn't open that far ahead yet.",
        "That's further than our calendar goes for now.",
    ),
    "impossible_nonexistent_local_time": (
        "The clocks change that day, so that hour doesn't exist.",
        "That hour is skipped that day because the clocks change.",
    ),
    "ask_name": (
        "Great, {label}. What name should I put it under?",
        "To book {label}, what's the first and last name?",
    ),
    "ask_full_name": (
        "I didn't get the name. Could you write it with the last name?",
        "Could you write the first and last name, please?",
    ),
    "taken": ("That time was just taken.", "Someone just took that time."),
    "offer_expired": (
        "Those times were no longer held, so I checked again.",
        "It's been a while, so I looked again.",
    ),
    "too_many_open": (
        "You already have the most upcoming appointments I can keep here ({limit}). Would you like to move or cancel one?",
        "The most upcoming appointments here is {limit}. Should we move or cancel one?",
    ),
    "overlaps_own": (
        "You already have another appointment then: {label}.",
        "That overlaps with another one of yours: {label}.",
    ),
    "trouble": ("I couldn't complete that just now.", "That didn't work just now."),
    "ask_consent": (
        "Are reminders of the appointment welcome in this chat?",
        "May we write to you here to remind you of the appointment?",
    ),
    "reminders_on": ("Done, I've noted that.", "Great, noted: reminders are fine here."),
    "reminders_off": ("All right, no reminders.", "Okay, I won't send reminders."),
    "no_appointments": (
        "I don't see any upcoming appointments for you. Would you like to book one?",
        "You don't have anything booked with us. Should we find a time?",
    ),
    "one_appointment": ("You have {appointment}.", "Your appointment: {appointment}."),
    "your_appointments": ("These are your appointments:", "You have these appointments:"),
    "which_cancel": ("Which one would you like to cancel?", "Which of these should I cancel?"),
    "which_confirm": ("Which one are you confirming?", "Which of these should I confirm?"),
    "which_move": ("Which one would you like to move?", "Which of these should I move?"),
    "ask_cancel": (
        "That's your {service} appointment {label}. Should I cancel it? I can also move it instead.",
        "Shall I cancel your {service} appointment {label}? Moving it is possible too.",
    ),
    "kept": (
        "All right, your appointment stays as it was.",
        "Okay, nothing changes: you keep your appointment.",
    ),
    "after_cancel": (
        "Whenever you'd like another one, just text me.",
        "If you want to book again later, I'm here.",
    ),
    "already_cancelled": (
        "That appointment was already cancelled.",
        "It was already cancelled; nothing left to do.",
    ),
    "too_late": (
        "I can't cancel that one here anymore. {reason}",
        "It's too late to cancel it here. {reason}",
    ),
    "too_late_move": (
        "I can't move that one here anymore. {reason}",
        "It's too late to move it here. {reason}",
    ),
    "already_confirmed": (
        "Your appointment {label} was already confirmed. Thank you!",
        "You had already confirmed the appointment {label}. Thanks for letting us know!",
    ),
    "move_to_when": (
        "Sure. What day and time should we move the appointment {label} to?",
        "Happy to. When would you like the appointment {label} instead?",
    ),
    "called": ("I've let someone on the team know.", "Done, the team has been told."),
    "already_called": ("The team already knows.", "I had already let the team know."),
    "answers_now": (
        "They'll reply here as soon as they can.",
        "Someone will text you in this chat as soon as possible.",
    ),
    "answers_later": (
        "Nobody is at the desk right now; they'll reply {when}.",
        "We're closed at the moment; they'll text you {when}.",
    ),
    "answers_later_unknown": (
        "Nobody is at the desk right now; they'll reply when we open.",
        "We're closed at the moment; they'll text you once we open.",
    ),
    "notice_waits": (
        "I've kept your message for the team, but they don't have it yet: it isn't going out right now, and I keep trying.",
        "Your message for the team is saved; it hasn't reached them yet and I keep trying.",
    ),
    "find_us": ("You can also find us at {where}.", "We are at {where}."),
    "find_us_now": ("We're open now at {where}.", "Somebody is at {where} now."),
    "find_us_later": (
        "You can also find us at {where}; we open {when}.",
        "We are at {where} and open {when}.",
    ),
    "nobody_to_call": (
        "I couldn't reach anyone just now. Meanwhile I can help with appointments, prices and hours.",
        "I wasn't able to notify anyone on the team. If you like, we can go on here with your appointment.",
    ),
    "sorry": ("I'm very sorry about what happened.", "I'm sorry to hear that."),
    "sorry_not_understood": (
        "Sorry, I'm not getting this right.",
        "I'm sorry, I can't quite understand.",
    ),
    "clarify_general": (
        'Sorry, I didn\'t get that. Could you put it another way? For example: "I\'d like an appointment" or "how much is it".',
        'I\'m not sure I understood. You can say, for example: "book", "move my appointment" or "hours".',
    ),
    "clarify_slot": (
        'Sorry, which one? You can say "the first one", a time, or something like "Thursday instead".',
        'Which of those times? "The second one" or another day is fine too.',
    ),
    "clarify_day": (
        'Sorry, I didn\'t get the day. For example: "tomorrow afternoon" or "Thursday morning".',
        'Could you tell me the day and time? For example: "Friday morning".',
    ),
    "clarify_name": (
        "Could you write just the first and last name of the person who is coming?",
        'I still need the name for the booking, for example "for my mother" and her full name.',
    ),
    "clarify_service": (
        'Sorry, I didn\'t recognize the service. You can write it as on the list or say "the first one".',
        'Which service on the list would it be? "The second one" works too.',
    ),
    "clarify_cancel": (
        "Sorry: should I cancel it, move it, or leave it as it is?",
        'Could you answer with "cancel", "move" or "leave it"?',
    ),
    "clarify_yes_no": (
        'Sorry, I didn\'t get that. Could you answer with a "yes" or a "no"?',
        'Would that be a "yes" or a "no"?',
    ),
    "clarify_which": (
        'Sorry, which of them? For example: "the first one".',
        "Could you tell me which: the first, the second…?",
    ),
}
