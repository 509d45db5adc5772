"""How the phrases of `phrases` are written down, and the parts that many of them share."""

import re


def listed(block: str) -> frozenset[str]:
    """One phrase a line or between bars."""
    return frozenset(phrase.strip() for line in block.strip().splitlines() for phrase in line.split("|"))


def words(block: str) -> frozenset[str]:
    return frozenset(block.split())


def rules(block: str) -> list[re.Pattern[str]]:
    """One pattern a line; an indented line goes on with the one above. `<name>` stands for a pattern of NAMED."""
    lines = block.strip("\n").replace("\n    ", "").splitlines()
    return [re.compile(expanded(line)) for line in lines]


def expanded(pattern: str) -> str:
    for name, meaning in NAMED.items():
        pattern = pattern.replace(f"<{name}>", meaning.strip("\n").replace("\n    ", ""))
    return pattern


# Only those that are no words of their own in either language.
SHORT_FORMS = {
    "q": "que", "qe": "que", "ke": "que", "xq": "porque", "pq": "porque", "xfa": "porfa", "xfavor": "porfavor",
    "porfis": "porfa", "porfavorcito": "porfavor", "tmb": "tambien", "mnsj": "mensaje", "mjs": "mensajes",
    "msj": "mensaje", "mensages": "mensajes", "u": "you", "ur": "your", "yr": "your", "yall": "you", "plz": "please",
    "pls": "please", "plze": "please", "thx": "thanks", "ppl": "people", "bc": "because",
    "ai": "ahi", "toy": "estoy", "w": "with", "tho": "though",
    "msgs": "messages", "dnt": "dont", "doin": "doing", "txting": "texting",
}  # fmt: skip

# Parts of the patterns below. The later ones come first: they hold earlier ones.
NAMED = {
    # What may follow without changing the meaning: "... mas mensajes por favor".
    "and_no_more": r"""
(?: (?:mas|nada|nunca|otra|vez|por|favor|porfa|porfavor|a|este|numero|ya|gracias|de|texto|sus|esto|estas?|estos
    |esos|los|tantos|aqui|<mensajes>))*$
""",
    "count": r"""
(\d{1,2}|one|two|three|four|five|six|uno|dos|tres|cuatro|cinco|seis)
""",
    "no_time": r"""
(?!\d|[:.]\d| ?(?:am|pm|oclock|minut|th\b|de la))
""",
    "messages": r"""
(?:texts|txts|messages|msgs|sms|texting|txting|messaging|notifications|alerts|updates|stuff)
""",
    "mensajes": r"""
(?:mensajes?|mensages?|mensajitos|textos?|msjs?|sms|notificaciones|avisos)
""",
    "write": r"""
(?:text|txt|message|msg|contact|write|send|call|email|bother|bug|disturb|harass|annoy|spam)
""",
    # Only the forms that ask somebody to do it: "no recibi el mensaje" is a different matter.
    "escribir": r"""
(?:(?:mand|envi|text|texte|texter|contact|llam|molest|marqu)(?:e|en|es|ar|er|ear|ando|eando|een|ees)(?:me|nos)?
    |(?:fastidi|jod|freg|frieg|chin?g)\w{1,4}(?:me|nos)?
    |escrib(?:a|an|as|ir|iendo)(?:me|nos)?|mandarme|enviarme)
""",
    # What makes it "not so" instead of "not at all": another hour, another language.
    "only": r"""
(?:until|till|before|after|unless|if|so|at|during|while|back|by|on|yet|in|the|antes|despues|hasta|tan|tanto
    |cuando|si|por|durante|mientras|tarde|en|al|a (?:esta|estas|las|mi|la))
""",
    "quitar": r"""
(?:quit|kit|saqu|sac|borr|elimin|remuev)\w*
""",
    "agents": r"""
(?:ice|la migra|migra|immigration|inmigracion|migracion|border patrol|cbp|dhs|federal agents|agents|agentes
    |federales|patrulla fronteriza)
""",
    "here": r"""
(?:here|outside|inside|is at|are at|at (?:my|the|our)|is (?:in|on)|are (?:in|on)|in (?:my|our)|on (?:my|our
    |\w+ (?:street|st|ave|avenue|blvd|road))|on avenue|knocking|banging|came|showed up|pulled up|pulling up|arrived
    |surround\w+|in front|took|taking|grabbed
    |detained|arrested|arresting|raiding|raid|parked|right now|aqui|afuera|adentro|en (?:mi|la|nuestra|nuestro
    |el|su) \w+|por (?:la|mi|el) \w+|tocando|llego|llegaron|entro|entraron|vino|vinieron|viene|vienen|anda|andan
    |se llev\w+|agarr\w+|detuv\w+|detien\w+|redada|ahorita|ahora mismo|esta en|estan en)
""",
    "kin": r"""
(?:husband|wife|son|daughter|dad|mom|father|mother|brother|sister|cousin|uncle|aunt|neighbor|coworker|boss
    |friend|someone|somebody|espos[oa]|hij[oa]|papa|mama|padre|madre|herman[oa]|prim[oa]|ti[oa]|vecin[oa]
    |amig[oa]|suegr[oa]|cunad[oa])
""",
}
