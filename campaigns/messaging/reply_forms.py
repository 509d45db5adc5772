"""What a person types in a thread."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.messaging.conversation_models import Conversation
from campaigns.messaging.counting import segments
from campaigns.messaging.threads import answerers, is_stopped, language_of
from chapters.forms import Form
from chapters.members.consent_models import Channel
from chapters.members.filters import language_name
from chapters.models import User

CARRIER_LIMIT = 1600


class AnswerForm(Form):
    """`key` names one answer: sending the same form twice sends one text."""

    body = forms.CharField(
        max_length=CARRIER_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Write an answer first, or choose “Done, no answer needed”."),
            "max_length": gettext_lazy("That is more than one text can carry. Keep it under 1,600 letters."),
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid4()}, **kwargs)
        self.conversation = conversation
        language = language_of(conversation)
        body = self.fields["body"]
        body.label = _("Your answer, in %(language)s") % {"language": language_name(language)}
        body.help_text = self.length_in_words()
        body.widget.attrs["lang"] = language

    def length_in_words(self) -> str:
        written = str(self.data.get("body", "")).strip()
        if not written:
            return ""
        count = segments(written)
        words = ngettext("This is %(n)s text long.", "This is %(n)s texts long.", count.segments)
        return words % {"n": count.segments}

    def clean(self) -> dict[str, Any] | None:
        if is_stopped(self.conversation):
            raise forms.ValidationError(_("They asked us to stop in the meantime. Nobody can text this number now."))
        if not self.conversation.chapter.senders.active().for_channel(Channel.TEXT).exists():
            raise forms.ValidationError(
                _("The chapter has no number to text from right now. Your words are kept here.")
            )
        return super().clean()


class HandForm(Form):
    """Who takes the thread."""

    to = forms.ModelChoiceField(
        queryset=User.objects.none(), to_field_name="code", empty_label=None, label=gettext_lazy("Hand it to")
    )

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = answerers(conversation.chapter)  # type: ignore[attr-defined]
