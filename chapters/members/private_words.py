"""Asks before a note is saved that looks like something we never keep: immigration status, country of birth, date of
birth, ID numbers. A question, not a wall: the words have other meanings."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

STATUS = [
    r"(un|in)?documented|indocumentad[oa]s?|sin papeles|no papers|illegal(ly)?|ilegal",
    r"green card|resident card|residencia permanente|daca|tps|visa|asylum|asilo|overstay\w*",
    r"(estatus|status|situacion) migratori[oa]|immigration (status|case)",
    r"citizen(ship)?|ciudadan(o|a|ia)",
    r"(was|were|been|fue|fueron) (deported|deportad[oa]s?)",
]
COUNTRY = [r"born in|naci(o|da|do) en|country of (birth|origin)|pais de (nacimiento|origen)"]
BIRTH = [r"dob|date of birth|birth ?date|fecha de nacimiento|born on|nacio el"]
NUMBERS = [
    r"\d{3}-\d{2}-\d{4}|a-?\d{8,9}",
    r"ssn|itin|social security|seguro social|passport|pasaporte|matricula",
    r"driver'?s? licen[sc]e|licencia de (conducir|manejar)",
]
QUESTIONS = {
    _("immigration status"): STATUS,
    _("country of birth"): COUNTRY,
    _("date of birth"): BIRTH,
    _("an ID number"): NUMBERS,
}
PATTERNS = [(words, re.compile(rf"\b({'|'.join(parts)})\b")) for words, parts in QUESTIONS.items()]


def asked_about(text: str) -> list[str]:
    """What a note seems to hold that we never keep, in words; [] for most notes."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [str(words) for words, pattern in PATTERNS if pattern.search(folded)]
