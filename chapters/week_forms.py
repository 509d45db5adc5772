"""What is typed in after a meeting."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.forms import ModelForm
from chapters.models import Chapter, Decision, User


class DecisionForm(ModelForm):
    words = forms.CharField(
        label=gettext_lazy("What you decided"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    class Meta:
        model = Decision
        fields = ("words", "who", "due_on", "decided_on")
        labels = {"who": gettext_lazy("Who does it"), "due_on": gettext_lazy("Until when")}
        widgets = {"due_on": forms.DateInput(), "decided_on": forms.DateInput()}

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        self.chapter = chapter
        super().__init__(*args, **kwargs)
        self.instance.chapter = chapter
        team = User.objects.filter(roles__in=chapter.roles.current()).order_by("name", "email")
        self.fields["who"].queryset, self.fields["who"].empty_label = team, _("nobody yet")  # type: ignore[attr-defined]
        self.initial.setdefault("decided_on", timezone.localdate(timezone=chapter.zone))
        for name in ("due_on", "decided_on"):
            self.fields[name].widget.attrs["class"] = "in auto"

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > timezone.localdate(timezone=self.chapter.zone):
            raise ValidationError(_("This day is still to come. When was the meeting?"))
        return day
