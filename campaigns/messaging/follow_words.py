"""Our own first words for a message that follows another: kind -> language -> (about an event, about something else).

Spanish texts are worded without á, í, ó, ú: one such letter more than halves what fits in a text.
"""

Suggested = dict[str, tuple[dict[str, str], dict[str, str]]]

SECOND_ASK: Suggested = {
    "en": (
        {
            "text_body": "{chapter}: Hi {first_name}, there is still a seat for you at {event}. {when}, {place}. "
            "{link} Reply IN or OUT, STOP to end.",
            "email_subject": "A seat for you at {event}",
            "email_body": "Hi {first_name},\n\nthere is still a seat for you at {event}.\n\n{when}, {place}\n\n"
            "Tell us if you can come: {link}\n\nA no helps us plan too.",
        },
        {
            "text_body": "{chapter}: Hi {first_name}, we still need a hand this week. Can you? A yes or a no helps us "
            "plan. Reply STOP to end.",
            "email_subject": "We still need a hand",
            "email_body": "Hi {first_name},\n\nwe still need a hand this week. Can you help?\n\nA yes or a no helps us "
            "plan. Write back to this email.\n\n{chapter}",
        },
    ),
    "es": (
        {
            "text_body": "{grupo}: Hola {nombre}, hay lugar para usted en {evento}. {cuando}, {lugar}. {enlace} "
            "Responda VOY o NO VOY, ALTO para salir.",
            "email_subject": "Hay lugar para usted en {evento}",
            "email_body": "Hola {nombre}:\n\nTodavía hay lugar para usted en {evento}.\n\n{cuando}, {lugar}\n\n"
            "Díganos si puede venir: {enlace}\n\nUn no también nos ayuda a planear.",
        },
        {
            "text_body": "{grupo}: Hola {nombre}, nos falta gente que ayude esta semana. Responda si puede o no puede. "
            "ALTO para salir.",
            "email_subject": "Nos falta gente que ayude",
            "email_body": "Hola {nombre}:\n\nTodavía nos falta gente que ayude esta semana. ¿Puede usted?\n\n"
            "Un sí o un no nos ayuda a planear. Responda a este correo.\n\n{grupo}",
        },
    ),
}
THANKS: Suggested = {
    "en": (
        {
            "text_body": "{chapter}: Thank you, {first_name}, for saving a seat at {event}. You make us stronger. "
            "Want to help next time? Write back. Reply STOP to end.",
            "email_subject": "Thank you",
            "email_body": "Hi {first_name},\n\nthank you for saving a seat at {event}. You make us stronger.\n\n"
            "Want to help next time? Write back to this email.\n\n{chapter}",
        },
        {
            "text_body": "{chapter}: Thank you, {first_name}, for saying yes. Want to do more? Write back. "
            "Reply STOP to end.",
            "email_subject": "Thank you",
            "email_body": "Hi {first_name},\n\nthank you for saying yes. Want to do more? Write back to this email."
            "\n\n{chapter}",
        },
    ),
    "es": (
        {
            "text_body": "{grupo}: Gracias, {nombre}, por apartar su lugar en {evento}. Con usted somos fuertes. "
            "Si quiere ayudar otra vez, responda. ALTO para salir.",
            "email_subject": "Gracias",
            "email_body": "Hola {nombre}:\n\nGracias por apartar su lugar en {evento}. Con usted somos más fuertes.\n\n"
            "¿Quiere ayudar la próxima vez? Responda a este correo.\n\n{grupo}",
        },
        {
            "text_body": "{grupo}: Gracias por su ayuda, {nombre}. Si quiere ayudar otra vez, responda. "
            "ALTO para salir.",
            "email_subject": "Gracias",
            "email_body": "Hola {nombre}:\n\nGracias por decir que sí. ¿Quiere hacer algo más? Responda a este correo."
            "\n\n{grupo}",
        },
    ),
}
_MAY_WE_TEXT_EN = {
    "email_subject": "May we text you?",
    "email_body": "Hi {first_name},\n\nyou get our emails. When something is urgent, a text reaches you sooner.\n\n"
    "May we text you? Read what you would agree to, and say yes here:\n{link}\n\n"
    "If you would rather not, do nothing.\n\n{chapter}",
}
_MAY_WE_TEXT_ES = {
    "email_subject": "¿Le podemos mandar mensajes de texto?",
    "email_body": "Hola {nombre}:\n\nUsted recibe nuestros correos. Cuando algo es urgente, un mensaje de texto llega "
    "antes.\n\n¿Le podemos mandar mensajes de texto? Lea qué aceptaría, y diga que sí aquí:\n{enlace}\n\n"
    "Si prefiere que no, no haga nada.\n\n{grupo}",
}
FOLLOW_WORDS: dict[str, Suggested] = {
    "second_ask": SECOND_ASK,
    "thanks": THANKS,
    "permission": {"en": (_MAY_WE_TEXT_EN, _MAY_WE_TEXT_EN), "es": (_MAY_WE_TEXT_ES, _MAY_WE_TEXT_ES)},
}
