"""What a list can ask for about the members themselves; other slices add theirs through settings.SEGMENT_FILTERS."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language_info, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from chapters.finding import zips_around
from chapters.members.models import MemberTag, reachable
from chapters.models import Chapter, Zip

Tree = dict[str, Any]
Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Filter:
    """One thing a list can ask for.

    where   Q on Member for a value; a value that no longer exists gives nobody.
    says    the phrase after "people": "who read Spanish".
    choices (value, words) of the select in the sentence; values are strings.
    label   the words before the select, `blank` its first choice: "who read" / "any language".
    place   True for a phrase that comes right after "people": "in ZIP 90042".
    typed   True for a value that is typed, not chosen.
    """

    where: Callable[[Chapter, Any], Q]
    says: Callable[[Chapter, Any], str]
    choices: Callable[[Chapter], Choices]
    label: Any = ""
    blank: Any = ""
    place: bool = False
    typed: bool = False


T = TypeVar("T")
MEMORY = "offered"


def remembering(chapter: Chapter) -> Chapter:
    """The same chapter for one form: what several filters offer is asked of the database once, see `once`."""
    found = copy(chapter)
    setattr(found, MEMORY, {})
    return found


def once(chapter: Chapter, name: str, make: Callable[[], T]) -> T:
    """What `make` gives, kept under this name while one form is shown."""
    memory: dict[str, Any] | None = getattr(chapter, MEMORY, None)
    if memory is None:
        return make()
    if name not in memory:
        memory[name] = make()
    found: T = memory[name]
    return found


def tags_of(chapter: Chapter) -> list[tuple[str, str, str]]:
    """(code, name, kind) of the tags and skills."""
    return once(chapter, "tags", lambda: [*chapter.tags.values_list("code", "name", "kind")])


# In the middle of a sentence, where Spanish writes them small.
SPOKEN = {"en": pgettext_lazy("who read", "English"), "es": pgettext_lazy("who read", "Spanish")}


def language_name(code: str) -> str:
    return str(SPOKEN.get(code) or get_language_info(code)["name_translated"])


def days_ago(value: str) -> datetime:
    return timezone.now() - timedelta(days=int(value))


def in_days(value: str) -> str:
    n = int(value)
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def zips_near(center: str, miles: float) -> list[str]:
    """Every ZIP code whose middle lies within so many miles; only itself when its place is not known."""
    here = Zip.objects.filter(zip=center).first()
    return [*zips_around(here, miles)] if here else [center]


def in_zips(chapter: Chapter, value: list[str]) -> Q:
    return Q(zip__in=value)


def says_zips(chapter: Chapter, value: list[str]) -> str:
    return _("in ZIP %(zips)s") % {"zips": get_text_list(value, pgettext("a list", "or"))}


def near(chapter: Chapter, value: Tree) -> Q:
    return Q(zip__in={code for center in value["zips"] for code in zips_near(center, float(value["miles"]))})


def says_near(chapter: Chapter, value: Tree) -> str:
    return _("within %(miles)s miles of ZIP %(zips)s") % {
        "miles": value["miles"],
        "zips": get_text_list(value["zips"], pgettext("a list", "or")),
    }


def tagged(chapter: Chapter, value: str) -> Q:
    return Q(pk__in=MemberTag.objects.filter(chapter=chapter, tag__code=value).values("member"))


def says_tag(chapter: Chapter, value: str) -> str:
    name = chapter.tags.filter(code=value).values_list("name", flat=True).first()
    return _("with the tag “%(tag)s”") % {"tag": name} if name else _("with a tag that is gone")


def says_skill(chapter: Chapter, value: str) -> str:
    name = chapter.tags.filter(code=value).values_list("name", flat=True).first()
    return _("who can: %(skill)s") % {"skill": name} if name else _("with a skill that is gone")


def said_yes(chapter: Chapter, value: str) -> Q:
    if value == "none":
        return ~said_yes(chapter, "text") & ~said_yes(chapter, "email")
    return reachable(value)


YES = {
    "text": gettext_lazy("who said yes to texts"),
    "email": gettext_lazy("who said yes to email"),
    "none": gettext_lazy("whom we may not write to"),
}
CAME = {
    "ever": (gettext_lazy("who came at least once"), Q(came_count__gt=0)),
    "never": (gettext_lazy("who never came yet"), Q(came_count=0)),
}
AWAY_DAYS = 90


def came(chapter: Chapter, value: str) -> Q:
    if value == "away":
        return Q(came_count__gt=0, last_came_on__lt=days_ago(str(AWAY_DAYS)).date())
    return CAME[value][1]


def says_came(chapter: Chapter, value: str) -> str:
    if value == "away":
        return _("who came before, but not in the last %(days)s") % {"days": in_days(str(AWAY_DAYS))}
    return str(CAME[value][0])


def not_asked(chapter: Chapter, value: str) -> Q:
    if value == "never":
        return Q(last_asked_on=None)
    return Q(last_asked_on=None) | Q(last_asked_on__lt=days_ago(value).date())


def says_not_asked(chapter: Chapter, value: str) -> str:
    return (
        _("whom we never asked")
        if value == "never"
        else _("whom we have not asked in %(days)s") % {"days": in_days(value)}
    )


HAS = {
    "phone": (gettext_lazy("who have a mobile phone"), ~Q(phone_index="")),
    "no_phone": (gettext_lazy("who have no mobile phone"), Q(phone_index="")),
    "email": (gettext_lazy("who have an email"), ~Q(email_index="")),
    "no_email": (gettext_lazy("who have no email"), Q(email_index="")),
}


def brought_in(chapter: Chapter, value: str) -> Q:
    """Everyone a list brought or found, also those who were here before."""
    rows = chapter.imports.filter(code=value, rows__member__isnull=False)
    return Q(pk__in=rows.values("rows__member"))


def says_brought_in(chapter: Chapter, value: str) -> str:
    name = chapter.imports.filter(code=value).values_list("filename", flat=True).first()
    return _("from the file %(file)s") % {"file": name} if name else _("from a file that is gone")


def lists_brought_in(chapter: Chapter) -> Choices:
    done = chapter.imports.filter(state="done").order_by("-id").values_list("code", "filename", "created_at")
    return [(code, f"{name} ({date_format(timezone.localdate(at), 'SHORT_DATE_FORMAT')})") for code, name, at in done]


FILTERS: dict[str, Filter] = {
    "zip": Filter(in_zips, says_zips, lambda _chapter: [], gettext_lazy("in ZIP"), place=True, typed=True),
    "near": Filter(near, says_near, lambda _chapter: [], place=True, typed=True),
    "language": Filter(
        lambda _chapter, value: Q(language=value),
        lambda _chapter, value: _("who read %(language)s") % {"language": language_name(value)},
        lambda _chapter: [(code, language_name(code)) for code, name in settings.LANGUAGES],
        gettext_lazy("who read"),
        gettext_lazy("any language"),
    ),
    "yes": Filter(
        said_yes,
        lambda _chapter, value: str(YES[value]),
        lambda _chapter: [("text", _("texts")), ("email", _("email")), ("none", pgettext("texts or email", "neither"))],
        gettext_lazy("who said yes to"),
        gettext_lazy("anything or nothing"),
    ),
    "tag": Filter(
        tagged,
        says_tag,
        lambda chapter: [(code, name) for code, name, _kind in tags_of(chapter)],
        gettext_lazy("with the tag"),
        gettext_lazy("any or none"),
    ),
    "skill": Filter(
        tagged,
        says_skill,
        lambda chapter: [(code, name) for code, name, kind in tags_of(chapter) if kind == "skill"],
        gettext_lazy("who can"),
        gettext_lazy("anything or nothing"),
    ),
    "joined": Filter(
        lambda _chapter, value: Q(created_at__gte=days_ago(value)),
        lambda _chapter, value: _("who joined in the last %(days)s") % {"days": in_days(value)},
        lambda _chapter: [(days, in_days(days)) for days in ("7", "30", "90", "365")],
        gettext_lazy("who joined in the last"),
        gettext_lazy("any time"),
    ),
    "asked": Filter(
        not_asked,
        says_not_asked,
        lambda _chapter: [
            *((days, in_days(days)) for days in ("2", "7", "30", "90")),
            ("never", pgettext("not asked", "all this time")),
        ],
        gettext_lazy("whom we have not asked in"),
        pgettext_lazy("asked when", "no matter"),
    ),
    "came": Filter(
        came,
        says_came,
        lambda _chapter: [
            ("ever", _("came at least once")),
            ("never", _("never came yet")),
            ("away", _("stopped coming")),
        ],
        pgettext_lazy("a list", "who"),
        gettext_lazy("came or not"),
    ),
    "has": Filter(
        lambda _chapter, value: HAS[value][1],
        lambda _chapter, value: str(HAS[value][0]),
        lambda _chapter: [
            ("phone", _("a mobile phone")),
            ("no_phone", _("no mobile phone")),
            ("email", _("an email")),
            ("no_email", _("no email")),
        ],
        gettext_lazy("who have"),
        pgettext_lazy("a phone or an email", "any or none"),
    ),
    "from_list": Filter(
        brought_in,
        says_brought_in,
        lists_brought_in,
        gettext_lazy("from the file"),
        gettext_lazy("any or none"),
    ),
}
