"""Writing a call to action: what is asked, who gets it, the words in each language, and when it goes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from campaigns.messaging.merging import suggested
from campaigns.messaging.models import CallToAction, CallToActionText
from chapters import dates
from chapters.forms import Form, ModelForm
from chapters.members.contacts import EmailField, PhoneField
from chapters.members.segments import SegmentForm

LONGEST_DRAFT = 5000
LONGEST_EMAIL = 20_000


def language_name(code: str) -> str:
    return str(dict(settings.LANGUAGES)[code])


def language_in_words(code: str) -> str:
    """As it stands inside a sentence: "Spanish", "español"."""
    return language_name(code) if get_language() == "en" else language_name(code).lower()


class EventField(forms.ModelChoiceField):  # type: ignore[type-arg]  # events are a slice above: any row with words
    def label_from_instance(self, event: Any) -> str:
        return f"{event}, {dates.short(event.starts_at, event.zone)}"


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # bills are a slice above
    def label_from_instance(self, version: Any) -> str:
        when = [dates.on_day(version.dated_on)] if version.dated_on else []
        return ", ".join([f"{version.measure}: {version}", *when])


class CallForm(ModelForm):
    """Everything but the people and the words. Only what cannot be stored is an error here: see `checking.py`."""

    event = EventField(
        label=gettext_lazy("Which event is it about?"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("No event"),
    )
    action: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("Or which action does it ask for?"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("No action"),
    )
    campaign: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("Which campaign?"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("No campaign"),
    )
    cites = VersionField(
        label=gettext_lazy("Which bill does it speak of, as it stands in which version?"),
        help_text=gettext_lazy("When a newer version comes, nothing of this goes out before a lead has looked again."),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("No bill"),
    )
    working_group: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("Which group writes?"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("The chapter"),
    )
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[("now", gettext_lazy("As soon as it is approved")), ("at", gettext_lazy("At a set time"))],
        widget=forms.RadioSelect,
    )
    send_on = forms.DateField(label=gettext_lazy("Day"), required=False, widget=forms.DateInput({"class": "auto"}))
    send_time = forms.TimeField(label=gettext_lazy("Time"), required=False, widget=forms.TimeInput({"class": "auto"}))

    class Meta:
        model = CallToAction
        fields = ("title", "event", "action", "campaign", "cites", "working_group", "reach", "other_language_allowed")
        widgets = {"reach": forms.RadioSelect}
        labels = {
            "title": gettext_lazy("What do you ask?"),
            "reach": gettext_lazy("How do we reach people?"),
            "other_language_allowed": gettext_lazy("Send them another language instead"),
        }
        help_texts = {"title": gettext_lazy("Only leads see this. Like: Will you come to the town hall?")}

    def __init__(self, data: Mapping[str, Any] | None = None, *, instance: CallToAction, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        chapter, zone = instance.chapter, instance.chapter.zone
        ahead = Q(cancelled_at=None, ends_at__gt=timezone.now())
        events = chapter.events.filter(ahead | Q(pk=instance.event_id)).order_by("starts_at")
        self.fields["event"].queryset = events.prefetch_related("texts")  # type: ignore[attr-defined]
        actions = chapter.actions.with_words()
        asked = actions.open() | actions.filter(pk=instance.action_id or 0)
        self.fields["action"].queryset = asked  # type: ignore[attr-defined]
        self.fields["campaign"].queryset = chapter.campaigns.with_words()  # type: ignore[attr-defined]
        versions = chapter.measure_versions.light().select_related("measure").order_by("measure", "-dated_on", "-id")
        self.fields["cites"].queryset = versions  # type: ignore[attr-defined]
        if not versions:
            del self.fields["cites"]
        groups = chapter.working_groups.all()
        self.fields["working_group"].queryset = groups  # type: ignore[attr-defined]
        if not groups:
            del self.fields["working_group"]
        self.fields["title"].required = False
        self.fields["reach"].choices = [(way.value, capfirst(way.label)) for way in CallToAction.Reach]  # type: ignore[attr-defined]
        for name in ("event", "action", "campaign", "cites", "working_group"):
            self.initial[name] = getattr(instance, name)
        self.initial["when"] = "at" if instance.send_at else "now"
        if instance.send_at:
            here = timezone.localtime(instance.send_at, zone)
            self.initial.update(send_on=here.date(), send_time=here.time().replace(second=0, microsecond=0))

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if action := said.get("action"):
            said["campaign"] = said.get("campaign") or action.campaign
            self.instance.cites_id = self.instance.cites_id or action.cites_id
        day, time = said.get("send_on"), said.get("send_time")
        self.instance.send_at = None
        if said.get("when") == "at" and day and time:
            self.instance.send_at = datetime.combine(day, time, self.instance.chapter.zone)

    @property
    def is_half_timed(self) -> bool:
        """A set time was chosen, but the day or the hour is still missing."""
        return bool(self.is_bound and self["when"].value() == "at" and not self.instance.send_at)


class Lines(forms.Textarea):
    """A browser sends every new line as two letters; a phone gets one."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        value = data.get(name)
        return value.replace("\r\n", "\n") if value else value


class WordsForm(ModelForm):
    """The words in one language."""

    class Meta:
        model = CallToActionText
        fields = ("text_body", "email_subject", "email_body")
        widgets = {
            "text_body": Lines({"rows": 5}),
            "email_body": Lines({"rows": 9}),
        }

    def __init__(self, data: Mapping[str, Any] | None = None, *, instance: CallToActionText, **kwargs: Any) -> None:
        language = instance.language
        super().__init__(data, instance=instance, prefix=language, **kwargs)
        self.language, self.language_name = language, language_name(language)
        labels = {
            "text_body": _("Text in %(language)s"),
            "email_subject": _("Subject of the email in %(language)s"),
            "email_body": _("Email in %(language)s"),
        }
        for name, label in labels.items():
            self.fields[name].label = label % {"language": language_in_words(language)}
            self.fields[name].widget.attrs["lang"] = language
        for name, most in (("text_body", LONGEST_DRAFT), ("email_body", LONGEST_EMAIL)):
            self.fields[name].validators.append(MaxLengthValidator(most))


class Draft:
    """All forms of one call to action, bound together to what was posted, or showing what is saved."""

    def __init__(
        self,
        call: CallToAction,
        data: Mapping[str, Any] | None = None,
        *,
        suggests: bool = False,
        words_of: CallToAction | None = None,
    ) -> None:
        """A new one may begin with our own words (`suggests`) or those of another."""
        self.call = call
        self.form = CallForm(data, instance=call)
        said = SegmentForm.fields_of(call.audience)
        self.who = SegmentForm(data, chapter=call.chapter, prefix="who", initial=said)
        saved = {text.language: text for text in call.texts.all()} if call.pk else copied(words_of)
        self.texts = {
            code: saved.get(code) or begun(code, call if suggests else None) for code in languages_of(call, saved)
        }
        self.words = [WordsForm(data, instance=text) for text in self.texts.values()]

    @property
    def keeps_people(self) -> bool:
        """The list says what the sentence cannot show, or asks for what is gone: it stays as it is. Saving what the
        sentence shows would write to more people than were meant. One that follows another goes to people of that."""
        if self.call.follows_id:
            return True
        if not SegmentForm.can_show(self.call.audience):
            return True
        shown = SegmentForm.fields_of(self.call.audience)
        return not all(offers(self.who.fields.get(name), value) for name, value in shown.items())

    @property
    def forms(self) -> list[Any]:
        return [self.form, *([] if self.keeps_people else [self.who]), *self.words]

    @property
    def has_changed(self) -> bool:
        """Whether what was posted differs from what is saved."""
        return any(form.has_changed() for form in self.forms)

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.forms]
        return all(valid)

    @transaction.atomic
    def save(self) -> CallToAction:
        if not self.keeps_people:
            self.call.audience = self.who.tree
        self.form.save()
        for form in self.words:
            form.instance.parent = self.call
            if form.instance.pk or any(form.cleaned_data.values()):
                form.save()
        return reread(self.call)


def offers(field: forms.Field | None, value: str | list[str]) -> bool:
    values = value if isinstance(value, list) else [value]
    return field is not None and (not isinstance(field, forms.ChoiceField) or all(map(field.valid_value, values)))


def reread(call: CallToAction) -> CallToAction:
    """The call as it is stored now, with its words."""
    return call.chapter.calls_to_action.with_words().get(pk=call.pk)


def languages_of(call: CallToAction, written: Mapping[str, object]) -> list[str]:
    """The chapter's languages, and any other that already has words."""
    return [*call.chapter.languages, *(code for code in written if code not in call.chapter.languages)]


def copied(call: CallToAction | None) -> dict[str, CallToActionText]:
    """The words of another call, not saved."""
    found = {}
    for text in call.texts.all() if call else []:
        text.pk = None
        found[text.language] = text
    return found


def begun(language: str, about: CallToAction | None) -> CallToActionText:
    """Blank, or with our own words for the call it is `about`."""
    return CallToActionText(language=language, **(suggested(language, about) if about else {}))


class TryForm(Form):
    """Where to send a try-out, for each way the message goes."""

    phone = PhoneField(label=gettext_lazy("Your mobile number"))
    email = EmailField(label=gettext_lazy("Your email"))
    key = forms.UUIDField(widget=forms.HiddenInput)
    autofill = {"phone": "tel", "email": "email"}

    def __init__(self, *args: Any, channels: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for channel, name in (("text", "phone"), ("email", "email")):
            if channel not in channels:
                del self.fields[name]


class SendBackForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("What should change?"), max_length=300, widget=forms.Textarea({"rows": 3})
    )
