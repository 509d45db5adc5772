"""What people fill in on the public page of an action: a ZIP code, or their name under something."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.models import Action
from chapters.forms import Form
from chapters.members.contacts import EmailField, PhoneField, ZipField
from chapters.members.own_forms import CHANGED, tidy_name
from chapters.members.wordings import question_of, was_read
from chapters.traps import ADVERTISEMENT, TrapMixin

LONGEST_COMMENT = 5000


class ZipForm(Form):
    """Sent by GET: it only finds."""

    autofill = {"zip": "postal-code"}
    zip = ZipField(
        label=gettext_lazy("Your ZIP code"),
        help_text=gettext_lazy("Only to find who speaks for you. We do not keep it."),
    )


class SharesMixin(forms.Form):
    """What everyone is asked who puts their name under something."""

    words = forms.CharField(max_length=LONGEST_COMMENT, widget=forms.Textarea({"rows": 8}))
    is_name_public = forms.BooleanField(
        label=gettext_lazy("My name may stand on the list when you hand it over"), required=False
    )

    def share_with(self, action: Action, words: str) -> None:
        """Only a comment is written by each person: it begins with the words to adapt."""
        if action.kind == Action.Kind.COMMENT:
            self.fields["words"].label = _("Your comment")
            self.initial.setdefault("words", words)
        else:
            del self.fields["words"]


class SignForm(SharesMixin, TrapMixin, Form):
    """Name, ZIP code, and a mobile phone or (`by_email`) an email."""

    autofill = {"name": "name", "phone": "tel", "email": "email", "zip": "postal-code"}
    field_order = ("words", "name", "zip", "phone", "email", "is_name_public", "hear")

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    zip = ZipField(help_text=gettext_lazy("It shows whose district you live in."))
    phone = PhoneField()
    email = EmailField()
    hear = forms.BooleanField(required=False)

    def __init__(self, *args: Any, action: Action, words: str, by_email: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter, self.channel = action.chapter, "email" if by_email else "text"
        self.question = question_of(action.chapter, self.channel)
        del self.fields["phone" if by_email else "email"]
        self.fields["email" if by_email else "phone"].help_text = _("So that each person counts once.")
        self.fields["hear"].label = self.question.sentence
        self.share_with(action, words)

    @property
    def address(self) -> str:
        return str(self.cleaned_data["email" if self.channel == "email" else "phone"])

    def clean_name(self) -> str:
        name = tidy_name(self.cleaned_data["name"])
        if ADVERTISEMENT.search(name):
            raise forms.ValidationError(_("Please write a name we can call you by."))
        return name

    def clean_hear(self) -> bool:
        agreed: bool = self.cleaned_data["hear"]
        if agreed and not was_read(self.question, self.data.get("version", ""), self.chapter, self.channel):
            raise forms.ValidationError(str(CHANGED))
        return agreed

    def clean(self) -> None:
        self.check_trap()


class KnownForm(SharesMixin, Form):
    """Somebody whose message led here: we know who they are, so one tap is enough."""

    def __init__(self, *args: Any, action: Action, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.share_with(action, words)
