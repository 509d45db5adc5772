"""What a volunteer fills in to hold an event, and what a host may change of theirs."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events.consents import Question
from campaigns.events.forms import EventForm
from campaigns.events.models import Event
from chapters.forms import Form
from chapters.members.contacts import EmailField, PhoneField
from chapters.models import Chapter, Member
from chapters.traps import TrapMixin

WHEN_AND_WHERE = ("day", "begins", "ends", "last_day", "place", "address", "zip")
ACCESS = ("is_step_free", "has_childcare", "has_asl", "asks_masks", "interpretation")


class LimitedForm(EventForm):
    """The form of an event with the fields in `kept` only: who may come, how many and who sees the street stay with
    the chapter."""

    kept: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {*self.fields} - {*self.kept}:
            del self.fields[name]


class HostEventForm(LimitedForm):
    kept = (*WHEN_AND_WHERE, *ACCESS, "online_url", "tell")


class ProposeForm(TrapMixin, LimitedForm):
    """Who, what, when and where; `by_email` asks for an email instead of a number."""

    autofill = {"name": "name", "phone": "tel", "email": "email"}
    kept = ("name", "phone", "email", "kind", "title", *WHEN_AND_WHERE, "summary", "hear")
    field_order = ("name", "email", "phone", "kind", "title", "summary", *WHEN_AND_WHERE, "hear")

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    phone = PhoneField()
    email = EmailField()
    title = forms.CharField(
        label=gettext_lazy("What do you call it?"),
        max_length=100,
        help_text=gettext_lazy("Soup and postcards at Ana's."),
    )
    summary = forms.CharField(label=gettext_lazy("Why come, in one sentence"), max_length=240)
    hear = forms.BooleanField(required=False)

    def __init__(self, *args: Any, question: Question, by_email: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.channel = question, "email" if by_email else "text"
        del self.fields["phone" if by_email else "email"]
        self.fields["hear"].label = question.sentence
        self.fields["address"].help_text = _("Only people with a seat see the street.")
        kinds: Any = self.fields["kind"]
        kinds.choices = [pair for pair in kinds.choices if pair[0] != Event.Kind.DIRECT_ACTION]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError(_("Please write a name we can call you by."))
        return name

    def clean_hear(self) -> bool:
        agreed: bool = self.cleaned_data["hear"]
        if agreed and self.data.get("version") != str(self.question.version):
            raise forms.ValidationError(_("We changed this sentence a moment ago. Please read it again."))
        return agreed

    def clean(self) -> None:
        super().clean()
        self.check_trap()


class NoForm(Form):
    """A no, with the words that the person gets."""

    why = forms.CharField(
        label=gettext_lazy("Why not, in your words"),
        help_text=gettext_lazy("We send them these words."),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )


class KeyForm(Form):
    """The member who gets the keys, by code."""

    member = forms.ModelChoiceField(Member.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members: Any = self.fields["member"]
        members.queryset = chapter.members.exclude(Q(phone_index="") & Q(email_index=""))
