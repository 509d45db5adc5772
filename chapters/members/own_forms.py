"""What people type about themselves: to join, to ask for their page, to correct it; and sign-ups on paper."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.forms import Form, ModelForm, Tiles
from chapters.members.contacts import EmailField, PhoneField, ZipField
from chapters.members.models import Member
from chapters.members.wordings import question_of, was_read
from chapters.models import Chapter
from chapters.traps import TrapMixin

CHANGED = gettext_lazy("We changed this sentence a moment ago. Please read it again.")


def tidy_name(name: str) -> str:
    """One line; raises ValidationError for what nobody can be called."""
    name = " ".join(name.split())
    if not any(letter.isalpha() for letter in name):
        raise forms.ValidationError(_("Please write a name we can call you by."))
    return name


class JoinForm(TrapMixin, Form):
    """Name, mobile (or email) and ZIP code, and the sentence that is kept with a yes."""

    autofill = {"name": "name", "phone": "tel", "email": "email", "zip": "postal-code"}
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    phone = PhoneField()
    email = EmailField()
    zip = ZipField(required=False, help_text=gettext_lazy("So that we ask you to what is near you."))
    agrees = forms.BooleanField(
        error_messages={"required": gettext_lazy("Check the box if you agree. If not, just close this page.")}
    )

    def __init__(self, *args: Any, chapter: Chapter, channel: str, **kwargs: Any) -> None:
        self.chapter, self.channel = chapter, channel
        self.question = question_of(chapter, channel)
        super().__init__(*args, **kwargs)
        del self.fields["phone" if channel == "email" else "email"]
        self.fields["agrees"].label = self.question.sentence

    @property
    def address(self) -> str:
        return str(self.cleaned_data["email" if self.channel == "email" else "phone"])

    def clean_name(self) -> str:
        return tidy_name(self.cleaned_data["name"])

    def clean_agrees(self) -> bool:
        if not was_read(self.question, self.data.get("version", ""), self.chapter, self.channel):
            raise forms.ValidationError(str(CHANGED))
        return True

    def clean(self) -> None:
        self.check_trap()


class AskForm(TrapMixin, Form):
    """Where to send the link to one's own page."""

    autofill = {"address": "on"}
    address = forms.CharField(label=gettext_lazy("Your mobile phone or email"), max_length=254)

    @property
    def channel(self) -> str:
        return "email" if "@" in str(self.data.get("address", "")) else "text"

    def clean_address(self) -> str:
        reader = EmailField if self.channel == "email" else PhoneField
        return str(reader.read(self.cleaned_data["address"]))

    def clean(self) -> None:
        self.check_trap()


class OwnForm(ModelForm):
    """What a person corrects by themselves."""

    autofill = {"name": "name", "zip": "postal-code"}
    zip = ZipField(required=False)

    class Meta:
        model = Member
        fields = ("name", "first_name", "pronouns", "zip", "language")
        labels = {
            "name": gettext_lazy("Your name"),
            "first_name": gettext_lazy("What we call you"),
            "language": gettext_lazy("We write to you in"),
        }
        help_texts = {"first_name": gettext_lazy("When we write to you.")}
        widgets = {"language": Tiles}

    def clean_name(self) -> str:
        return tidy_name(self.cleaned_data["name"])


class NewAddressForm(Form):
    """A new number or email for one channel."""

    autofill = {"address": "on"}

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_text = channel == "text"
        field = PhoneField(label=_("New number")) if is_text else EmailField(label=_("New email"))
        field.widget.attrs |= {"class": "in", "autocomplete": "tel" if is_text else "email"}
        self.fields["address"] = field


class PaperForm(Form):
    """One line of a sheet. What is the same for all lines of it stays filled in."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    phone = PhoneField(required=False)
    email = EmailField(required=False)
    zip = ZipField(required=False)
    text = forms.BooleanField(label=gettext_lazy("Texts"), required=False)
    emailing = forms.BooleanField(label=gettext_lazy("Email"), required=False)
    where = forms.CharField(
        label=gettext_lazy("Where it lay"),
        max_length=120,
        help_text=gettext_lazy("For example: the table at the vigil."),
    )
    on = forms.DateField(label=gettext_lazy("On which day"), widget=forms.DateInput)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the sheet"), choices=settings.LANGUAGES, widget=forms.Select
    )
    SHEET = ("where", "on", "language")
    ROW = ("name", "phone", "email", "zip")
    field_order = (*SHEET, *ROW, "text", "emailing")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autofocus"] = True

    @property
    def sheet(self) -> list[forms.BoundField]:
        return [self[name] for name in self.SHEET]

    @property
    def row(self) -> list[forms.BoundField]:
        return [self[name] for name in self.ROW]

    def clean_name(self) -> str:
        return tidy_name(self.cleaned_data["name"])

    def clean(self) -> None:
        given = self.cleaned_data
        if self.errors:
            return
        if not given["phone"] and not given["email"]:
            self.add_error("phone", _("Type the phone or the email. Without one we cannot reach them."))
        if given["text"] and not given["phone"]:
            self.add_error("text", _("There is no phone to text."))
        if given["emailing"] and not given["email"]:
            self.add_error("emailing", _("There is no email to write to."))
