"""What is to be done, by whom and before when; and lists to call through."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.access import CAPABILITIES, Can
from chapters.forms import Form, ModelForm
from chapters.members.careful import Careful
from chapters.members.models import Member
from chapters.members.todo_models import Call, CallList, Task
from chapters.models import Chapter, Role, User

MAY_DO = [kind for kind, can in CAPABILITIES.items() if Can.EDIT_PEOPLE in can]


class TaskForm(Careful, Form):
    watched = ("text",)

    text = forms.CharField(
        label=gettext_lazy("What is to be done?"),
        help_text=gettext_lazy("For example: call her back about the carpool."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    assignee = forms.ModelChoiceField(
        label=gettext_lazy("Who does it?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Whoever comes first"),
    )
    due_on = forms.DateField(label=gettext_lazy("Before which day?"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        self.chapter = chapter
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assignee"]
        ours = Role.objects.current().filter(chapter=chapter, kind__in=MAY_DO)
        field.queryset = User.objects.filter(pk__in=ours.values("user")).order_by("name", "pk")

    def save(self, *, by: User, member: Member | None = None) -> Task:
        return Task.objects.create(chapter=self.chapter, member=member, made_by=by, **self.said)

    def change(self, task: Task) -> None:
        """Whoever has it now hears of it, if it was somebody else's before."""
        if task.assignee != self.cleaned_data["assignee"]:
            task.told_at = None
        for name, value in self.said.items():
            setattr(task, name, value)
        task.save()

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("text", "assignee", "due_on")}


class CallListForm(ModelForm):
    class Meta:
        model = CallList
        fields = ("name", "script")
        labels = {"name": gettext_lazy("What is it about?"), "script": gettext_lazy("What to say")}
        help_texts = {
            "name": gettext_lazy("For example: bring a friend to the vigil."),
            "script": gettext_lazy("It stands under the number while we call."),
        }
        widgets = {"script": forms.Textarea(attrs={"rows": 6})}


class OutcomeForm(Careful, Form):
    """What came of one call; a note if there is more to say."""

    watched = ("note",)

    outcome = forms.ChoiceField(
        choices=Call.Outcome, error_messages={"required": gettext_lazy("Choose what came of the call.")}
    )
    call_on = forms.DateField(label=gettext_lazy("Call back on"), required=False, widget=forms.DateInput)
    note = forms.CharField(
        label=gettext_lazy("A note, if there is more to say"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        self.today = timezone.localdate(timezone=chapter.zone)
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        day = self.cleaned_data.get("call_on")
        if self.cleaned_data.get("outcome") != Call.Outcome.CALL_BACK:
            self.cleaned_data["call_on"] = None
        elif day is None and "call_on" not in self.errors:
            self.add_error("call_on", _("Choose the day on which to call back."))
        elif day and day < self.today:
            self.add_error("call_on", _("This day is over. Choose a later one."))
