"""An item of the toolkit: words, a link or a file, and who may take it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy import toolkits
from campaigns.advocacy.case_forms import CampaignChoiceField, offer_campaigns
from campaigns.advocacy.shelf_models import Resource
from chapters.forms import ModelForm


def choices_of(kind: Any) -> list[tuple[str, str]]:
    return [(value, capfirst(str(words))) for value, words in kind.choices]


class ResourceForm(ModelForm):
    """`instance` knows its chapter; with `replaces` it is a new version of that one, whose file it keeps."""

    url = forms.URLField(label=gettext_lazy("Link"), required=False, max_length=400, assume_scheme="https")
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("A PDF or a picture (PNG, JPEG, WebP) of at most 3 MB."),
        widget=forms.FileInput({"accept": ".pdf,.png,.jpg,.jpeg,.webp"}),
    )
    campaign = CampaignChoiceField()

    class Meta:
        model = Resource
        fields = ("kind", "title", "language", "words", "url", "file", "campaign", "shared")
        widgets = {
            "kind": forms.RadioSelect,
            "language": forms.RadioSelect,
            "shared": forms.RadioSelect,
            "words": forms.Textarea({"rows": 10}),
        }
        labels = {
            "kind": gettext_lazy("What is it?"),
            "title": gettext_lazy("Name"),
            "language": gettext_lazy("In which language?"),
            "words": gettext_lazy("Words"),
            "shared": gettext_lazy("Who may take it?"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_campaigns(self, self.instance.chapter)
        fields: Any = self.fields
        for name, kind in (("kind", Resource.Kind), ("shared", Resource.Shared)):
            fields[name].choices = choices_of(kind)
        fields["language"].choices = Resource._meta.get_field("language").choices
        self.upload: toolkits.Upload | None = None

    @property
    def old(self) -> Resource | None:
        """The version it is made from."""
        old: Resource | None = self.instance.replaces
        return old

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if not given:
            return given
        if given.size > toolkits.MOST_BYTES:
            raise ValidationError(_("This file is larger than 3 MB. Make it smaller, or give a link to it."))
        self.upload = toolkits.read(given)
        if self.upload is None:
            raise ValidationError(_("We take a PDF or a picture: PNG, JPEG or WebP."))
        return given

    def clean(self) -> None:
        super().clean()
        if self.old and Resource.objects.filter(replaces=self.old).exists():
            raise ValidationError(_("Somebody saved a new version in the meantime. Start from that one."))
        has_file = self.upload or (self.old and toolkits.file_of(self.old))
        given = self.cleaned_data
        if not (given.get("words") or given.get("url") or has_file or self.errors):
            self.add_error("words", ValidationError(_("Write the words, or give a link or a file.")))

    def save(self, commit: bool = True) -> Resource:  # noqa: FBT001, FBT002  Django's signature
        saved: Resource = super().save(commit)
        if self.upload:
            toolkits.keep(saved, self.upload)
        elif self.old:
            toolkits.copy_file(self.old, saved)
        return saved


class SharingForm(ModelForm):
    class Meta:
        model = Resource
        fields = ("shared",)
        widgets = {"shared": forms.RadioSelect}
        labels = {"shared": gettext_lazy("Who may take it?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shared"].choices = choices_of(Resource.Shared)  # type: ignore[attr-defined]
