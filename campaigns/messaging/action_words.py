"""Our own first words for a message that asks for an action: how it follows another ("" for a first one) -> language.

Spanish texts are worded without á, í, ó, ú: one such letter more than halves what fits in a text.
"""

ACTION_WORDS: dict[str, dict[str, dict[str, str]]] = {
    "": {
        "en": {
            "text_body": "{chapter}: Hi {first_name}, can you do this today? {action}. The words are ready: {link} "
            "Reply DONE when you did it, STOP to end.",
            "email_subject": "{action}",
            "email_body": "Hi {first_name},\n\ncan you do this today? {action}.\n\nThe words are ready: {link}\n\n"
            "Tap there what came of it, so that they see we count.\n\n{chapter}",
        },
        "es": {
            "text_body": "{grupo}: Hola {nombre}, ¿nos ayuda hoy? {accion}. Ya tenemos las palabras: {enlace} "
            "Responda HECHO cuando termine, ALTO para salir.",
            "email_subject": "{accion}",
            "email_body": "Hola {nombre}:\n\n¿Nos ayuda hoy? {accion}.\n\nYa tenemos las palabras: {enlace}\n\n"
            "Díganos ahí cómo le fue, para que vean que contamos.\n\n{grupo}",
        },
    },
    "second_ask": {
        "en": {
            "text_body": "{chapter}: Hi {first_name}, there is still time. {action}: {link} "
            "Reply DONE when you did it, STOP to end.",
            "email_subject": "There is still time: {action}",
            "email_body": "Hi {first_name},\n\nthere is still time. {action}.\n\n"
            "The words are ready: {link}\n\n{chapter}",
        },
        "es": {
            "text_body": "{grupo}: Hola {nombre}, hay tiempo hasta el cierre. {accion}: {enlace} "
            "Responda HECHO cuando termine, ALTO para salir.",
            "email_subject": "Todavía hay tiempo: {accion}",
            "email_body": "Hola {nombre}:\n\nTodavía hay tiempo. {accion}.\n\n"
            "Ya tenemos las palabras: {enlace}\n\n{grupo}",
        },
    },
    "thanks": {
        "en": {
            "text_body": "{chapter}: Thank you, {first_name}. You did it: {action}. They hear us because of you. "
            "Want to do more? Write back. Reply STOP to end.",
            "email_subject": "Thank you",
            "email_body": "Hi {first_name},\n\nthank you. You did it: {action}. They hear us because of you.\n\n"
            "Want to do more? Write back to this email.\n\n{chapter}",
        },
        "es": {
            "text_body": "{grupo}: Gracias, {nombre}. Usted lo hizo: {accion}. Nos escuchan gracias a usted. "
            "Si quiere seguir ayudando, responda. ALTO para salir.",
            "email_subject": "Gracias",
            "email_body": "Hola {nombre}:\n\nGracias. Usted lo hizo: {accion}. Nos escuchan gracias a usted.\n\n"
            "Si quiere hacer algo más, responda a este correo.\n\n{grupo}",
        },
    },
}
