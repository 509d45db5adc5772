"""The base of every form: plain words, the look's widgets, and what a refused form answers."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _


class Tiles(forms.RadioSelect):
    """2 to 4 answers to one question, side by side."""


class Picks(forms.CheckboxSelectMultiple):
    """Any number of answers, one under the other."""


PICKED = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


def dress(widget: forms.Widget, autofill: str) -> None:
    """Give a widget the look's class and, unless it says otherwise, its autocomplete word."""
    if isinstance(widget, forms.MultiWidget):
        for part in widget.widgets:
            dress(part, autofill)
    elif not isinstance(widget, PICKED) and not widget.is_hidden:
        widget.attrs["class"] = f"in {widget.attrs.get('class', '')}".strip()
        widget.attrs.setdefault("autocomplete", autofill)
    if isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.TimeInput):
        widget.input_type, widget.format = "time", "%H:%M"


class Spoken(forms.BaseForm):
    """Mixin. `autofill` names fields about the person who types: {"phone": "tel"}; others say "off"."""

    autofill: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            dress(field.widget, self.autofill.get(name, "off"))
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Please fill this in.")


class Form(Spoken, forms.Form):
    pass


class ModelForm(Spoken, forms.ModelForm):  # type: ignore[type-arg]  # the model is named by each form's Meta
    pass


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, which may be nothing at all; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def invalid(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page again with what was typed: status 422, which htmx swaps in too."""
    return render(request, template, context, status=422)
