"""Choosing published files of officials."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy import published_files
from chapters.forms import Form


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; cleans to a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        chosen = data if isinstance(data, list) and data else [None]
        return [super(FilesField, self).clean(one, initial) for one in chosen]


class LoadForm(Form):
    chosen = FilesField(
        label=gettext_lazy("The files"),
        help_text=gettext_lazy(
            "YAML, CSV or JSON as they are published, or a zip archive of them. Up to 10 MB in all."
        ),
        widget=FilesInput(attrs={"accept": ".yml,.yaml,.csv,.json,.zip"}),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty.")},
    )
    only_look = forms.BooleanField(
        label=gettext_lazy("Only tell me what would change"),
        required=False,
        help_text=gettext_lazy("Nothing is saved."),
    )
    status = 422

    def clean_chosen(self) -> list[UploadedFile[Any]]:
        files: list[UploadedFile[Any]] = self.cleaned_data["chosen"]
        if sum(file.size or 0 for file in files) > settings.IMPORT_MAX_BYTES:
            self.status = 413
            megabytes = settings.IMPORT_MAX_BYTES // 1_000_000
            words = _("These files are over %(n)s MB. Take only the folder of your state.")
            raise ValidationError(words % {"n": megabytes})
        return files

    def read(self) -> Iterator[published_files.File]:
        for file in self.cleaned_data["chosen"]:
            yield from published_files.from_upload(file.name or "", file)
