"""A field of the chapter's own: what it is called in each language and what it holds."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.forms import ModelForm
from chapters.members.careful import Careful
from chapters.members.field_models import CustomField, CustomFieldText
from chapters.models import Chapter

MOST_ANSWERS = 40


class OwnFieldForm(Careful, ModelForm):
    """`label_en`, `label_es`, … for the chapter's languages; the first must be filled in."""

    answers = forms.CharField(
        label=gettext_lazy("The answers, each on a line of its own"),
        help_text=gettext_lazy("Only for “one of several answers”."),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    class Meta:
        model = CustomField
        fields = ("kind", "answers")
        labels = {"kind": gettext_lazy("What does it hold?")}
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        self.base_fields = {**labels(chapter), **self.base_fields}  # type: ignore[misc]  # this chapter's languages
        super().__init__(*args, **kwargs)
        self.chapter = self.instance.chapter = chapter
        self.watched = (*labels(chapter), "answers")
        self.fields["kind"].choices = CustomField.Kind.choices  # type: ignore[attr-defined]  # without a blank one
        if self.instance.pk:
            self.fields["kind"].disabled = True
            self.initial.update({f"label_{text.language}": text.label for text in self.instance.texts.all()})
        self.initial["answers"] = "\n".join(self.instance.answers)

    def clean_answers(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["answers"].splitlines())
        answers = [line for line in dict.fromkeys(lines) if line]
        if long := next((answer for answer in answers if len(answer) > 60), ""):
            raise ValidationError(_("This answer is longer than 60 letters: %(answer)s") % {"answer": long})
        if len(answers) > MOST_ANSWERS:
            raise ValidationError(_("At most %(n)s answers, please.") % {"n": MOST_ANSWERS})
        return answers

    def clean(self) -> None:
        is_choice = self.cleaned_data.get("kind") == CustomField.Kind.CHOICE
        if is_choice and "answers" not in self.errors and not self.cleaned_data.get("answers"):
            self.add_error("answers", _("Write at least one answer."))
        if not is_choice and "answers" in self.cleaned_data:
            self.cleaned_data["answers"] = []
        first = f"label_{self.chapter.languages[0]}"
        if is_taken(self.chapter, self.cleaned_data.get(first, ""), self.instance):
            self.add_error(first, _("There is a field with this name. Choose another."))

    @transaction.atomic
    def save(self, commit: bool = True) -> CustomField:  # noqa: FBT001, FBT002  # as Django declares it
        field: CustomField = self.instance
        if not field.place:
            field.put_last()
        super().save(commit=commit)
        for language in self.chapter.languages:
            save_label(field, language, self.cleaned_data[f"label_{language}"])
        return field


def labels(chapter: Chapter) -> dict[str, forms.Field]:
    first = chapter.languages[0]
    return {
        f"label_{code}": forms.CharField(
            label=_("What it is called (%(language)s)")
            % {"language": CustomFieldText(language=code).get_language_display()},
            required=code == first,
            max_length=60,
        )
        for code in chapter.languages
    }


def is_taken(chapter: Chapter, label: str, field: CustomField) -> bool:
    others = chapter.custom_fields.in_use().exclude(pk=field.pk)
    return bool(label) and others.filter(texts__language=chapter.languages[0], texts__label__iexact=label).exists()


def save_label(field: CustomField, language: str, label: str) -> None:
    label = " ".join(label.split())
    if label:
        CustomFieldText.objects.update_or_create(parent=field, language=language, defaults={"label": label})
    else:
        field.texts.filter(language=language).delete()
