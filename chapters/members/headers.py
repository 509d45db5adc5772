"""What the columns of a list mean: those of Action Network, NationBuilder, VAN, Mailchimp, Google Contacts and
Mobilize, and of sheets made by hand in English and Spanish."""

import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "name": _("Full name"),
    "first_name": _("First name"),
    "middle_name": _("Middle name"),
    "last_name": _("Last name"),
    "phone": _("Mobile phone"),
    "email": _("Email"),
    "zip": _("ZIP code"),
    "language": _("Language they read"),
    "tags": _("Tags"),
    "pronouns": _("Pronouns"),
    "note": _("A note about them"),
    "as_tag": _("Keep as a tag, with the name of the column"),
    "text_status": _("Yes or no to texts"),
    "email_status": _("Yes or no to email"),
    "text_out": _("Said stop to texts"),
    "email_out": _("Said stop to email"),
    "all_out": _("Said stop to everything"),
    "text_bad": _("The phone does not work"),
    "email_bad": _("The email does not work"),
}

# Never stored, so never staged: see "Never stored" in the privacy page.
NEVER = re.compile(
    r"\b(birth\w*|born|dob|yob|age|edad|nacimiento|nacio|cumpleanos|ssn|itin|passport|pasaporte|matricula|licen[sc]\w*"
    r"|social security|seguro social|alien|immigration|migratori\w*|citizen\w*|ciudadania|nationality|nacionalidad"
    r"|sex|sexo|gender|genero|race|raza|ethnicity|religion|party|partido|ip|latitude|longitude|latitud|longitud"
    r"|id|ids|uuid|guid|vanid|leid|euid|household)\b|\b(optin|confirm) ip\b"
)
ADDRESS = re.compile(r"\b(address|street|addr|maddress|direccion|calle|domicilio)\b")
NOT_A_HOME = re.compile(r"\b(e?mail|correo|zip\w*|postal|mzip\d)\b")

GUESSES = [
    (field, re.compile(pattern))
    for field, pattern in (
        ("all_out", r"^(opt(ed)? ?out|unsubscribed?|do not contact|no contactar|baja)$"),
        ("text_out", r"(sms|text|mobile|phone) (opt(ed)? ?out|unsub\w*|stop\w*)|no (llamar|textear)"),
        ("text_out", r"^(federal )?(do ?not) ?(call|text)"),
        ("text_bad", r"^is mobile bad$|(mobile|phone|cell) (is )?(bad|wrong|invalid)|bad (mobile|phone)"),
        ("email_bad", r"^clean time$|e ?mail \d? ?(is )?bad|bad e ?mail"),
        ("email_out", r"^unsub time$|e ?mail (opt(ed)? ?out|unsub\w*|stop\w*)|do not e ?mail|no enviar correo"),
        (
            "text_status",
            r"(sms|text\w*|mobile|cell|phone|mensajes|textos) (status|opt ?in|consent|permission|subscri\w*)",
        ),
        ("text_status", r"^(acepta|quiere|si a) (mensajes|textos)"),
        ("email_status", r"^can2 subscription status$|e ?mail (status|opt ?in|consent|permission|subscri\w*)"),
        ("email_status", r"^(acepta|quiere|si a) (correos?|emails?)"),
        ("phone", r"^(user |can2 |preferred |primary )?(cell|mobile|phone)( phone)?( number)?( \d)?( value)?$"),
        ("phone", r"^(celular|movil|telefono( celular| movil)?|numero de (telefono|celular))$"),
        ("email", r"^(user |preferred |primary )?e ?mail( address)?( ?\d)?( value)?$|^correo( electronico)?$"),
        (
            "first_name",
            r"^(user )?(first|given|preferred|first given)( name)?$|^(firstname|fname|nombres?|primer nombre)$",
        ),
        ("last_name", r"^(user )?(last|family|sur)( ?name)?$|^(lastname|surname|lname|apellidos?)$"),
        ("middle_name", r"^(middle|additional|user middle)( name)?$|^(middlename|segundo nombre)$"),
        ("name", r"^(full |member |contact |display )?name$|^(fullname|nombre completo|nombre y apellidos?)$"),
        ("zip", r"\b(zip|zip ?code|zip5|mzip5|postal ?code|codigo postal|cp)$|^address 1 postal code$"),
        ("language", r"\b(language|idioma|lengua|language spoken|preferred language)\b"),
        ("tags", r"^(can2 user )?tags?$|^tag list$|^etiquetas?$|^labels$|^group membership$"),
        ("note", r"^(contact |member )?notes?$|^(comments?|notas?|comentarios?|observaciones)$"),
        ("pronouns", r"^(pronouns?|pronombres?)$"),
    )
]

# Column order of preference when several hold a phone: the cell comes before any other.
YES = {"y", "yes", "true", "t", "1", "x", "si", "subscribed", "opted in", "opt in", "optin", "active", "acepta"}
NO = {"n", "no", "false", "f", "0", "unsubscribed", "opted out", "opt out", "optout"}
YES |= {"sms opt in"}
NO |= {"sms opt out", "spam complaint", "complained", "removed", "stop", "stopped", "suppressed", "baja"}
BAD = {"bouncing", "bounced", "bounce", "hard bounce", "cleaned", "invalid"}
PLAINLY_NO = {"", "n", "no", "false", "f", "0", "subscribed"}

LANGUAGES = {
    "en": {"en", "eng", "english", "ingles"},
    "es": {"es", "esp", "spa", "sp", "spanish", "espanol", "castellano"},
}


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """'can2_user_tags' -> 'can2 user tags', 'Teléfono' -> 'telefono', 'LastName' -> 'last name'."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def is_never_kept(name: str, header: list[str]) -> bool:
    """A birth date, an ID number, a home address or the like. "MoB" is a month of birth only beside "YoB" or "DoB"."""
    words = folded(name)
    joined = words.replace(" ", "")
    if joined in {"yob", "dob", "vanid", "voterfilevanid"}:
        return True
    if joined == "mob":
        return bool({"yob", "dob"} & {folded(other).replace(" ", "") for other in header})
    if ADDRESS.search(words):
        return not NOT_A_HOME.search(words)
    return bool(NEVER.search(words))


def guess(header: list[str]) -> dict[int, str]:
    """Column -> field, for those whose name we know."""
    found = {place: field for place, name in enumerate(header) if (field := guess_one(name))}
    fields = set(found.values())
    for place, field in found.items():
        if field == "first_name" and "last_name" not in fields and folded(header[place]) in {"nombre", "nombres"}:
            found[place] = "name"
    return only_best_phone(header, found)


def guess_one(name: str) -> str:
    words = folded(name)
    spaced_apart = words.replace("e mail", "email")
    return next((field for field, pattern in GUESSES if pattern.search(words) or pattern.search(spaced_apart)), "")


def only_best_phone(header: list[str], found: dict[int, str]) -> dict[int, str]:
    """Texts go to a cell: where one column says so, the other phones stay out."""
    phones = [place for place, field in found.items() if field == "phone"]
    cells = [place for place in phones if re.search(r"cell|mobile|celular|movil", folded(header[place]))]
    return {place: field for place, field in found.items() if field != "phone" or not cells or place in cells}


def says_yes(value: str) -> bool | None:
    """A cell of a yes-or-no column; None for blank or anything else."""
    words = folded(value)
    return True if words in YES else False if words in NO else None


def says_bad(value: str) -> bool:
    """A cell of a yes-or-no column: neither, for the address does not work."""
    return folded(value) in BAD


def says_stop(value: str) -> bool:
    """A cell of a stop column: a date or any word but no."""
    return folded(value) not in PLAINLY_NO


@lru_cache(maxsize=1024)
def language_of(value: str) -> str:
    """The code of a language we write in, or ''."""
    first = folded(re.split(r"[,;/]", value)[0])
    words = {first, first.split(" ")[0]}  # "en us", "Spanish (Mexico)"
    return next((code for code, names in LANGUAGES.items() if names & words), "")
