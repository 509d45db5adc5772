"""What a person types in a thread."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.messaging import ready
from campaigns.messaging.conversation_models import CannedAnswer, Conversation
from campaigns.messaging.counting import segments
from campaigns.messaging.threads import answerers, is_stopped, language_of
from chapters.access import Can, may
from chapters.encryption import blind_index
from chapters.forms import Form
from chapters.members import tagging
from chapters.members.consent_models import Channel
from chapters.members.contacts import read_phone
from chapters.members.filters import language_name
from chapters.members.finding import MANY_DIGITS
from chapters.models import Chapter, Member, Role, Tag, User

CARRIER_LIMIT = 1600


class AnswerForm(Form):
    """`key` names one answer: sending the same form twice sends one text. `words` is what it begins with."""

    body = forms.CharField(
        max_length=CARRIER_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Write an answer first, or choose “Done, no answer needed”."),
            "max_length": gettext_lazy("That is more than one text can carry. Keep it under 1,600 letters."),
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, conversation: Conversation, words: str = "", key: object = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"key": key or uuid4(), "body": words}, **kwargs)
        self.conversation = conversation
        language = language_of(conversation)
        body = self.fields["body"]
        body.label = _("Your answer, in %(language)s") % {"language": language_name(language)}
        body.help_text = self.length_in_words()
        body.widget.attrs["lang"] = language

    def length_in_words(self) -> str:
        written = str(self.data.get("body", self.initial["body"])).strip()
        if not written:
            return ""
        count = segments(written)
        words = ngettext("This is %(n)s text long.", "This is %(n)s texts long.", count.segments)
        return words % {"n": count.segments}

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if left := ready.unfilled(body):
            raise forms.ValidationError(_("Write something in place of %(mark)s.") % {"mark": f"{{{left[0]}}}"})
        return body

    def clean(self) -> dict[str, Any] | None:
        if is_stopped(self.conversation):
            raise forms.ValidationError(_("They asked us to stop in the meantime. Nobody can text this number now."))
        if not self.conversation.chapter.senders.active().for_channel(Channel.TEXT).exists():
            raise forms.ValidationError(
                _("The chapter has no number to text from right now. Your words are kept here.")
            )
        return super().clean()


class ReadyChoice(Form):
    """One of the chapter's ready answers, for words typed so far. Cleans to the answer's words under them."""

    ready = forms.ModelChoiceField(
        queryset=CannedAnswer.objects.none(),
        to_field_name="code",
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("This ready answer is gone.")),
    )

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conversation = conversation
        answers = conversation.chapter.canned_answers.prefetch_related("texts")
        self.fields["ready"].queryset = answers  # type: ignore[attr-defined]

    def clean_ready(self) -> str:
        answer: CannedAnswer = self.cleaned_data["ready"]
        if found := ready.words(answer, self.conversation):
            return found
        language = language_name(language_of(self.conversation))
        about = {"title": answer.title, "language": language}
        raise forms.ValidationError(_("“%(title)s” is not written in %(language)s yet.") % about)


class FindForm(Form):
    """A name, or a whole number: cleans to `name` or to the `index` of the number, never both."""

    q = forms.CharField(
        label=gettext_lazy("Name or number"),
        max_length=80,
        widget=forms.TextInput({"type": "search"}),
        error_messages={"required": gettext_lazy("Write a name or a whole number.")},
    )

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_see_people = may(role.kind, Can.SEE_PEOPLE)
        field = self.fields["q"]
        field.label = field.label if self.may_see_people else _("First name")
        field.widget.attrs["placeholder"] = field.label

    def clean(self) -> dict[str, str]:
        words = self.cleaned_data.get("q", "")
        if sum(letter.isdigit() for letter in words) < MANY_DIGITS:
            return {"name": words, "index": ""}
        if not self.may_see_people:
            self.add_error("q", _("You can look for first names only."))
            return {}
        try:
            return {"name": "", "index": blind_index("phone", read_phone(words))}
        except forms.ValidationError as error:
            self.add_error("q", error)
            return {}


class ThreadTagForm(Form):
    """A tag of the chapter to put on or to take off, or the name of a new one from whoever may change people."""

    put = forms.ModelChoiceField(
        queryset=Tag.objects.none(),
        to_field_name="code",
        required=False,
        label=gettext_lazy("Put a tag on"),
        empty_label=gettext_lazy("Choose a tag"),
    )
    name = forms.CharField(required=False, max_length=tagging.LONGEST, label=gettext_lazy("Or a new tag"))
    take = forms.ModelChoiceField(queryset=Tag.objects.none(), to_field_name="code", required=False)

    def __init__(self, *args: Any, chapter: Chapter, member: Member, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter, self.member, self.on = chapter, member, list(member.tags.all())
        rest = chapter.tags.exclude(pk__in=[tag.pk for tag in self.on])
        self.fields["put"].queryset = rest  # type: ignore[attr-defined]
        self.fields["take"].queryset = chapter.tags.all()  # type: ignore[attr-defined]
        if not may(role.kind, Can.EDIT_PEOPLE):
            del self.fields["name"]
        self.is_of_use = bool(self.on) or "name" in self.fields or rest.exists()

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_("Choose a tag first."))

    def save(self) -> None:
        given, people = self.cleaned_data, self.chapter.members.filter(pk=self.member.pk)
        if given["take"]:
            tagging.take(people, given["take"])
        if given["put"]:
            tagging.put(people, given["put"])
        if name := tagging.tidy(given.get("name", "")):
            tagging.put(people, tagging.tag_named(self.chapter, name))


class HandForm(Form):
    """Who takes the thread."""

    to = forms.ModelChoiceField(
        queryset=User.objects.none(), to_field_name="code", empty_label=None, label=gettext_lazy("Hand it to")
    )

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = answerers(conversation.chapter)  # type: ignore[attr-defined]
