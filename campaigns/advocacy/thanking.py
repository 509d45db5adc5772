"""The official moved: a drafted message that thanks those who called. It waits for approval like any other.

Spanish texts are worded without á, í, ó, ú: one such letter more than halves what fits in a text.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.messaging.models import CallToAction, CallToActionText
from campaigns.models import Position
from campaigns.moved import REACHED, thanks_key
from chapters.members.filters import Choices, Filter
from chapters.members.segments import VERSION
from chapters.models import Chapter, User

FILTER = "reached_official"
# "%s" is the name of the official.
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "text_body": "{chapter}: {first_name}, you called %s, and it worked: they moved our way. Thank you. We tell "
        "you soon what is next. Reply STOP to end.",
        "email_subject": "%s moved. Thank you.",
        "email_body": "Hi {first_name},\n\nyou called or wrote to %s, and it worked: they moved our way.\n\nThank you. "
        "We tell you soon what is next.\n\n{chapter}",
    },
    "es": {
        "text_body": "{grupo}: {nombre}, usted llamo a %s y sirvio: se movio hacia lo que pedimos. Gracias. Pronto le "
        "contamos lo que sigue. ALTO para salir.",
        "email_subject": "%s se movió. Gracias.",
        "email_body": "Hola {nombre}:\n\nUsted llamó o escribió a %s, y sirvió: se movió hacia lo que pedimos.\n\n"
        "Gracias. Pronto le contamos lo que sigue.\n\n{grupo}",
    },
}


@transaction.atomic
def draft(position: Position, *, by: User) -> CallToAction:
    """The one draft for this position: pressed twice, or by two leads, it is the same."""
    chapter, official = position.chapter, position.target.official
    fields: dict[str, Any] = {
        "campaign": position.target.campaign,
        "title": (_("Thanks: %(name)s moved") % {"name": official})[:100],
        "audience": {"version": VERSION, "all": [{"filter": FILTER, "value": official.code}]},
        "written_by": by,
    }
    call, is_new = chapter.calls_to_action.get_or_create(form_key=thanks_key(position), defaults=fields)
    if is_new:
        CallToActionText.objects.bulk_create(
            CallToActionText(parent=call, language=language, **words_for(official.name, language))
            for language in chapter.languages
            if language in WORDS
        )
    return call


def words_for(name: str, language: str) -> dict[str, str]:
    """Braces in a name would be read as a field."""
    plain = name.translate({ord("{"): "(", ord("}"): ")"})
    return {
        field: body.replace("%s", plain)[: 150 if field == "email_subject" else None]
        for field, body in WORDS[language].items()
    }


# --- the list they are on ----------------------------------------------------------------------------


def reached(chapter: Chapter, code: Any) -> Q:
    rows = chapter.actions_taken.filter(official__code=code, outcome__in=REACHED)
    return Q(pk__in=rows.values("member"))


def says_reached(chapter: Chapter, code: Any) -> str:
    official = chapter.officials.filter(code=code).first()
    return _("who called or wrote to %(name)s") % {"name": official} if official else _("who called somebody gone")


def officials_of(chapter: Chapter) -> Choices:
    """Those whom somebody reached."""
    rows = chapter.officials.filter(actions_taken__outcome__in=REACHED).distinct()
    return [(official.code, official.name) for official in rows]


FILTERS: dict[str, Filter] = {
    FILTER: Filter(
        reached,
        says_reached,
        officials_of,
        gettext_lazy("who called or wrote to"),
        gettext_lazy("any official or none"),
    ),
}
