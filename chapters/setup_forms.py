"""The set-up page of a chapter: one form, its words in each language, and its ZIP codes."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chapters import audit
from chapters.forms import ModelForm, Picks, Tiles
from chapters.members.contacts import PhoneField, ZipField
from chapters.models import Chapter, ChapterText, ChapterZip, User, Zip

STAMP = re.compile(r"[^\W\d_]{2,4}")


def hours(first: int, last: int) -> list[tuple[int, str]]:
    return [(hour, f"{hour % 12 or 12} {'am' if hour < 12 else 'pm'}") for hour in range(first, last + 1)]


class SetUpForm(ModelForm):
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages we write in"), choices=settings.LANGUAGES, widget=Picks
    )
    main_language = forms.ChoiceField(
        label=gettext_lazy("Which one comes first?"),
        choices=settings.LANGUAGES,
        widget=Tiles,
        help_text=gettext_lazy("Shown where words in the other one are missing."),
    )
    zip = ZipField(label=gettext_lazy("ZIP code of the middle of our area"), required=False)
    hotline = PhoneField(
        label=gettext_lazy("Hotline"),
        required=False,
        help_text=gettext_lazy("A number that is answered in an emergency, day and night."),
    )
    opens_at_hour = forms.TypedChoiceField(label=gettext_lazy("Texts go out from"), choices=hours(8, 20), coerce=int)
    closes_at_hour = forms.TypedChoiceField(label=gettext_lazy("until"), choices=hours(9, 21), coerce=int)
    zips = forms.CharField(
        label=gettext_lazy("ZIP codes of our area"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "text"}),
        help_text=gettext_lazy("People who type one of these on the first page are sent to you. Commas or spaces."),
    )

    class Meta:
        model = Chapter
        fields = (
            "name",
            "stamp",
            "ink",
            "place",
            "zip",
            "timezone",
            "contact_email",
            "postal_address",
            "hotline",
            "hotline_name",
            "opens_at_hour",
            "closes_at_hour",
            "approval_limit",
            "is_on_calendar",
        )
        labels = {
            "name": gettext_lazy("Name of the chapter"),
            "ink": gettext_lazy("Color of your pages"),
            "place": gettext_lazy("Place, as people say it"),
            "contact_email": gettext_lazy("Email that anyone may write to"),
            "hotline_name": gettext_lazy("Who answers the hotline"),
        }
        help_texts = {"place": "", "timezone": gettext_lazy("Like America/Los_Angeles.")}
        widgets = {
            "ink": forms.RadioSelect,
            "stamp": forms.TextInput(attrs={"class": "short"}),
            "approval_limit": forms.NumberInput(attrs={"class": "short"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chapter = self.instance
        self.initial.update(
            languages=chapter.languages,
            main_language=chapter.languages[0],
            zips=", ".join(chapter.zips.order_by("zip").values_list("zip", flat=True)),
        )

    def clean_stamp(self) -> str:
        stamp: str = self.cleaned_data["stamp"].upper()
        if not STAMP.fullmatch(stamp):
            raise ValidationError(_("The stamp is 2 to 4 letters, like HP."))
        return stamp

    def clean_zip(self) -> str:
        code: str = self.cleaned_data["zip"]
        if code and not Zip.objects.filter(zip=code).exists():
            raise ValidationError(_("We do not know this ZIP code. Please check each digit."))
        return code

    def clean_zips(self) -> list[str]:
        """Five-digit codes, each once; says which ones are not."""
        wanted = dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["zips"].strip()))
        wanted.pop("", None)
        known = set(Zip.objects.filter(zip__in=wanted).values_list("zip", flat=True))
        unknown = [code for code in wanted if code not in known]
        if unknown:
            words = ngettext("We do not know this ZIP code: %(list)s.", "We do not know these: %(list)s.", len(unknown))
            raise ValidationError(words % {"list": ", ".join(unknown[:10])})
        return list(wanted)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("opens_at_hour", 0) >= data.get("closes_at_hour", 24):
            self.add_error("closes_at_hour", _("Texts must stop later than they start."))
        if data.get("main_language") not in data.get("languages", [data.get("main_language")]):
            self.add_error("main_language", _("Choose one of the languages you write in."))
        return data

    @transaction.atomic
    def save(self, commit: bool = True, *, by: User | None = None) -> Chapter:  # noqa: FBT001, FBT002  Django's own
        chapter: Chapter = self.instance
        first = self.cleaned_data["main_language"]
        chapter.languages = [first, *(code for code in self.cleaned_data["languages"] if code != first)]
        chapter.save()
        chapter.zips.exclude(zip__in=self.cleaned_data["zips"]).delete()
        territory = [ChapterZip(chapter=chapter, zip=code) for code in self.cleaned_data["zips"]]
        ChapterZip.objects.bulk_create(territory, ignore_conflicts=True)
        audit.record("chapter_set_up", chapter=chapter, by=by, changed=", ".join(self.changed_data))
        return chapter


class WordsForm(ModelForm):
    """What the public page says, in one language."""

    class Meta:
        model = ChapterText
        fields = ("summary", "about")
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}


def words_forms(chapter: Chapter, posted: Any = None) -> list[WordsForm]:
    """One for each language of the site."""
    return [
        WordsForm(
            posted,
            prefix=code,
            instance=chapter.text_in(code) or ChapterText(parent=chapter, language=code),
        )
        for code, _name in settings.LANGUAGES
    ]
