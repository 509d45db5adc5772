"""Where a person votes, as far as it is known: what they told us, else the set of districts their ZIP code touches."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chapters.members.district_models import ZipDistrict
from chapters.members.filters import Choices
from chapters.members.models import Member
from chapters.models import Chapter

KEPT_SECONDS = 600


def candidates(zip: str) -> list[str]:
    """['CA-28', 'CA-34'], in order; [] where we know nothing."""
    found = ZipDistrict.objects.filter(zip=zip).values_list("district", flat=True) if zip else ()
    return in_order(found)


def in_order(districts: Iterable[str]) -> list[str]:
    def key(name: str) -> tuple[str, int]:
        state, _dash, number = name.partition("-")
        return state, int(number or 0)

    return sorted(districts, key=key)


def spoken(district: str) -> str:
    """'CA-28'; 'all of AK' for a state with one."""
    state, _dash, number = district.partition("-")
    return _("all of %(state)s") % {"state": state} if number == "0" else district


@dataclass(frozen=True)
class Known:
    """What we know of one person's district: what they told us, '' for nothing, and (name, words) of the candidates."""

    told: str
    candidates: list[tuple[str, str]]
    fits: bool

    @property
    def words(self) -> str:
        return get_text_list([words for _name, words in self.candidates], pgettext("a list", "or"))


def of_member(member: Member) -> Known:
    found = candidates(member.zip)
    told = spoken(member.district) if member.district else ""
    return Known(told, [(name, spoken(name)) for name in found], not told or member.district in found)


# --- filters ---------------------------------------------------------------------------------------


def lives_in(_chapter: Chapter, district: str) -> Q:
    """For sure: they told us, or their ZIP code lies in this district only."""
    touching = ZipDistrict.objects.filter(district=district).values("zip")
    whole = ZipDistrict.objects.filter(zip__in=touching).values("zip").annotate(n=Count("id")).filter(n=1)
    return Q(district=district) | Q(district="", zip__in=whole.values("zip"))


def may_live_in(_chapter: Chapter, district: str) -> Q:
    touching = ZipDistrict.objects.filter(district=district).values("zip")
    return Q(district=district) | Q(district="", zip__in=touching)


def of_chapter(chapter: Chapter) -> Choices:
    """Those that a ZIP code of somebody here touches, counted anew every 10 minutes."""
    found: list[str] = cache.get_or_set(f"districts:{chapter.pk}", lambda: touched(chapter), KEPT_SECONDS) or []
    return [(name, spoken(name)) for name in found]


def touched(chapter: Chapter) -> list[str]:
    zips = chapter.members.exclude(zip="").order_by().values("zip").distinct()
    found = ZipDistrict.objects.filter(zip__in=zips).values_list("district", flat=True)
    return in_order(found.union(chapter.members.exclude(district="").order_by().values_list("district", flat=True)))
