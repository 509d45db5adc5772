"""What leads type in about the press."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.shelf_models import MediaContact, PressMention, PressStatement, PressStatementText
from campaigns.forms import TextForm
from chapters.forms import ModelForm, Picks
from chapters.members.careful import Careful
from chapters.members.contacts import EmailField, PhoneField


class MomentChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic while it runs
    def label_from_instance(self, moment: Any) -> str:
        return str(moment)


class MentionForm(ModelForm):
    """`instance` already knows its campaign."""

    url = forms.URLField(label=gettext_lazy("Link"), required=False, max_length=400, assume_scheme="https")
    moment = MomentChoiceField(
        label=gettext_lazy("Which moment of the story is it about?"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("None of them"),
    )

    class Meta:
        model = PressMention
        fields = ("outlet", "title", "language", "published_on", "url", "moment", "is_public")
        widgets = {"published_on": forms.DateInput({"class": "auto"}), "language": forms.RadioSelect}
        labels = {
            "outlet": gettext_lazy("Newspaper, station or site"),
            "title": gettext_lazy("Headline"),
            "language": gettext_lazy("In which language?"),
            "published_on": gettext_lazy("When did it come out?"),
            "is_public": gettext_lazy("Show it on the public page"),
        }
        help_texts = {"title": gettext_lazy("As it was printed, in its own language.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moments = self.instance.campaign.moments.select_related("chapter").prefetch_related("texts")
        self.fields["moment"].queryset = moments.in_order()  # type: ignore[attr-defined]
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        self.initial["moment"] = self.instance.moment
        if not self.instance.pk:
            self.initial["language"] = self.instance.chapter.languages[0]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        logged = self.instance.campaign.press_mentions.exclude(pk=self.instance.pk)
        if url and logged.filter(url=url).exists():
            raise ValidationError(_("This link is in the log already."))
        return url


class MediaContactForm(Careful, ModelForm):
    watched = ("note",)
    phone = PhoneField(label=gettext_lazy("Phone"), required=False)
    email = EmailField(required=False)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Works in"), choices=settings.LANGUAGES, required=False, widget=Picks
    )

    class Meta:
        model = MediaContact
        fields = ("name", "outlet", "languages", "phone", "email", "note")
        labels = {
            "name": gettext_lazy("Name"),
            "outlet": gettext_lazy("Newspaper, station or site"),
            "note": gettext_lazy("Note"),
        }
        help_texts = {"note": gettext_lazy("Like: covers City Hall, deadline at 4 pm.")}
        widgets = {"note": forms.Textarea({"rows": 3})}


class StatementForm(ModelForm):
    """Its words are in the texts beside it."""

    class Meta:
        model = PressStatement
        fields = ()


class StatementTextForm(TextForm):
    class Meta:
        model = PressStatementText
        fields = ("headline", "body")
        widgets = {"body": forms.Textarea({"rows": 10})}
        labels = {"headline": gettext_lazy("Headline"), "body": gettext_lazy("Statement")}
