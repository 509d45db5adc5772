"""What a chapter types for its ready answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms import TextForm
from campaigns.messaging import ready
from campaigns.messaging.conversation_models import CannedAnswer, CannedAnswerText
from chapters.forms import ModelForm
from chapters.models import Chapter

LONGEST = 1000


class ReadyForm(ModelForm):
    class Meta:
        model = CannedAnswer
        fields = ("title",)
        labels = {"title": gettext_lazy("What people ask")}
        help_texts = {"title": gettext_lazy("Only we see this. Like: Is there parking?")}

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter = chapter

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        if self.chapter.canned_answers.filter(title__iexact=title).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a ready answer with this question. Choose other words."))
        return title


class ReadyTextForm(TextForm):
    body = forms.CharField(label=gettext_lazy("The answer"), max_length=LONGEST, widget=forms.Textarea({"rows": 4}))

    class Meta:
        model = CannedAnswerText
        fields = ("body",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = ready.offered_fields(self.language)
        self.fields["body"].help_text = _("We fill in what stands in braces: %(fields)s.") % {"fields": fields}

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if wrong := ready.unknown(body):
            mark = f"{{{wrong[0]}}}"
            raise ValidationError(_("Nobody can fill in %(mark)s. Check how it is written.") % {"mark": mark})
        return body
