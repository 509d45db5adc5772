"""What leads write down about organizations beside us."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.coalitions.models import PartnerOrganization
from chapters.forms import ModelForm
from chapters.members.careful import Careful
from chapters.members.contacts import EmailField, PhoneField
from chapters.models import Chapter


class PartnerForm(Careful, ModelForm):
    """`name` is once in a chapter, whatever its capital letters."""

    watched = ("note",)
    url = forms.URLField(label=gettext_lazy("Web page"), required=False, assume_scheme="https")
    phone = PhoneField(label=gettext_lazy("Phone"), required=False)
    email = EmailField(required=False)

    class Meta:
        model = PartnerOrganization
        fields = ("name", "url", "contact_name", "phone", "email", "note")
        labels = {
            "name": gettext_lazy("Name"),
            "contact_name": gettext_lazy("Whom we know there"),
            "note": gettext_lazy("Note"),
        }
        help_texts = {"name": gettext_lazy("As people know it: CHIRLA."), "note": gettext_lazy("For us only.")}
        widgets = {"contact_name": forms.TextInput, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter = chapter
        self.instance.chapter = chapter

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if self.chapter.partners.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This one is on your list already."))
        return name


class PickMixin(forms.BaseForm):
    """Mixin: one of the chapter's partners, or the name of a new one. Needs `self.chapter` before `add_picks`."""

    chapter: Chapter
    cleaned_data: dict[str, Any]

    def add_picks(self, *, blank: Any, chosen: PartnerOrganization | None = None) -> None:
        """`blank` is what stands for none of them."""
        self.fields["partner"] = forms.ModelChoiceField(
            self.chapter.partners.all(),
            label=gettext_lazy("Partner"),
            to_field_name="code",
            required=False,
            empty_label=blank,
            widget=forms.Select({"class": "in auto", "autocomplete": "off"}),
        )
        self.fields["new_partner"] = forms.CharField(
            label=gettext_lazy("Not on the list? Its name"),
            required=False,
            max_length=120,
            widget=forms.TextInput({"class": "in", "autocomplete": "off"}),
        )
        self.initial["partner"] = chosen

    @property
    def has_picked(self) -> bool:
        return bool(self.cleaned_data.get("partner") or self.cleaned_data.get("new_partner"))

    def picked(self) -> PartnerOrganization | None:
        """A name that is on the list in other capitals is that one."""
        name = " ".join(self.cleaned_data.get("new_partner", "").split())
        if not name:
            return self.cleaned_data.get("partner")
        known: PartnerOrganization | None = self.chapter.partners.filter(name__iexact=name).first()
        return known or self.chapter.partners.create(name=name)
