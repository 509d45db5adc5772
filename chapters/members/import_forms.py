"""Bringing in a list: the file, then what its columns mean and what its people agreed to."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.forms import Form, Tiles
from chapters.members import headers, sheets
from chapters.members.import_models import Import
from chapters.models import Chapter, User

EXAMPLES = 5
LONGEST_WORDING = 1000


class UploadForm(Form):
    file = forms.FileField(
        label=gettext_lazy("The list, as a CSV file"),
        help_text=gettext_lazy("From Excel, Numbers or Google Sheets: save or download it as CSV. Up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty.")},
    )
    status = 422

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        try:
            sheets.check_size(file.size or 0)
            self.sheet = sheets.read(file.read())
        except sheets.Unreadable as unreadable:
            self.status = unreadable.status
            raise ValidationError(unreadable.words) from unreadable
        return file

    def save(self, *, chapter: Chapter, by: User) -> Import:
        sheet = self.sheet
        return Import.objects.create(
            chapter=chapter,
            uploaded_by=by,
            filename=(self.cleaned_data["file"].name or "list.csv")[-120:],
            encoding=sheet.encoding,
            delimiter=sheet.delimiter,
            header=sheet.header,
            dropped=sheet.dropped,
            content=sheet.content,
            row_count=sheet.row_count,
            mapping=headers.guess(sheet.header),
            language=chapter.languages[0],
        )


class ColumnsForm(Form):
    """One select per column ("column_0" …), the language of those who do not say, and what people said yes to."""

    language = forms.ChoiceField(
        label=gettext_lazy("What do people read when the list does not say?"),
        choices=settings.LANGUAGES,
        widget=Tiles,
    )
    text_source = forms.CharField(
        label=gettext_lazy("Where did they say yes to texts?"),
        help_text=gettext_lazy("For example: clipboard at the vigil on August 30. Leave it empty if they did not."),
        required=False,
        max_length=200,
    )
    text_wording = forms.CharField(
        label=gettext_lazy("The exact words they said yes to"),
        required=False,
        max_length=LONGEST_WORDING,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    email_source = forms.CharField(
        label=gettext_lazy("Where did they say yes to email?"), required=False, max_length=200
    )
    email_wording = forms.CharField(
        label=gettext_lazy("The exact words for email"),
        required=False,
        max_length=LONGEST_WORDING,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, incoming: Import) -> None:
        self.incoming = incoming
        fields = ("language", "text_source", "text_wording", "email_source", "email_wording")
        initial = {name: getattr(incoming, name) for name in fields}
        initial |= {f"column_{place}": field for place, field in incoming.mapping.items()}
        self.base_fields = self.declared_fields | {  # type: ignore[misc]  # this form's own columns
            f"column_{place}": forms.ChoiceField(
                label=name or _("Column %(n)s") % {"n": place + 1},
                required=False,
                choices=[("", _("Leave it out")), *headers.FIELDS.items()],
            )
            for place, name in enumerate(incoming.header)
        }
        super().__init__(data, initial=initial)

    @property
    def columns(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each column's select with what its first rows say."""
        rows = first_rows(self.incoming.content)
        return [
            (self[f"column_{place}"], [row[place] for row in rows if len(row) > place and row[place]])
            for place in range(len(self.incoming.header))
        ]

    def clean(self) -> None:
        if not {"name", "first_name", "last_name", "phone", "email"} & set(self.mapping.values()):
            raise ValidationError(_("Say which column holds the name, the phone or the email."))
        for channel in ("text", "email"):
            source, wording = (self.cleaned_data.get(f"{channel}_{part}") for part in ("source", "wording"))
            if source and not wording:
                self.add_error(f"{channel}_wording", _("Copy the exact words. Without them we may not write."))
            if wording and not source:
                self.add_error(f"{channel}_source", _("Say where they agreed to these words."))

    @property
    def mapping(self) -> dict[str, str]:
        places = range(len(self.incoming.header))
        chosen = {str(place): self.cleaned_data.get(f"column_{place}") for place in places}
        return {place: field for place, field in chosen.items() if field}

    def save(self) -> None:
        """Back to be read; rows staged under another meaning of the columns are read anew."""
        incoming = self.incoming
        for name in ("language", "text_source", "text_wording", "email_source", "email_wording"):
            setattr(incoming, name, self.cleaned_data[name])
        incoming.mapping, incoming.state, incoming.lease_until = self.mapping, Import.State.READING, None
        incoming.save()


class LettersForm(Form):
    """Other letters for the same bytes, when the names in the preview look wrong."""

    encoding = forms.ChoiceField(label=gettext_lazy("How the file was saved"), choices=list(sheets.ENCODINGS.items()))

    def __init__(self, data: Any = None, *, incoming: Import) -> None:
        self.incoming = incoming
        super().__init__(data, initial={"encoding": incoming.encoding})

    def clean_encoding(self) -> str:
        encoding: str = self.cleaned_data["encoding"]
        incoming = self.incoming
        try:
            self.content = sheets.reread(incoming.content, incoming.encoding, encoding)
            self.header = sheets.reread("\n".join(incoming.header), incoming.encoding, encoding).split("\n")
        except UnicodeError as error:
            raise ValidationError(_("The file does not fit that. Please choose another.")) from error
        return encoding

    def save(self) -> None:
        incoming = self.incoming
        incoming.encoding, incoming.content, incoming.header = self.cleaned_data["encoding"], self.content, self.header
        incoming.mapping = headers.guess(self.header)
        incoming.save()


def first_rows(content: str) -> list[list[str]]:
    """The cells of the first rows that have any."""
    found = []
    for _number, row in sheets.table(content):
        found.append(row)
        if len(found) == EXAMPLES:
            break
    return found
