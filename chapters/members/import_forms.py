"""Bringing in a list: the file, then what its columns mean and what its people agreed to."""

import csv
import itertools
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.forms import Form, Tiles
from chapters.members import headers, own_columns, sheets
from chapters.members.import_models import Import
from chapters.members.origins import recognized
from chapters.members.sheets import Sheet
from chapters.models import Chapter, User

EXAMPLES = 5
SEPARATORS = [
    ("comma", gettext_lazy("a comma")),
    ("semicolon", gettext_lazy("a semicolon")),
    ("tab", gettext_lazy("a tab")),
    ("bar", gettext_lazy("a bar (|)")),
]
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
        filename = (self.cleaned_data["file"].name or "list.csv")[-120:]
        incoming = Import(chapter=chapter, uploaded_by=by, filename=filename, language=chapter.languages[0])
        return put(self.sheet, incoming)


def put(sheet: Sheet, incoming: Import) -> Import:
    """Keep what was read, with what its columns seem to mean."""
    for name in ("encoding", "delimiter", "header", "content", "row_count"):
        setattr(incoming, name, getattr(sheet, name))
    incoming.dropped = [*incoming.dropped, *sheet.dropped]
    incoming.mapping = own_columns.guess(incoming.chapter, sheet.header) | headers.guess(sheet.header)
    incoming.recognized = recognized([*sheet.header, *incoming.dropped])
    incoming.state = Import.State.UPLOADED
    incoming.save()
    return incoming


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

    SAID = ("language", "text_source", "text_wording", "email_source", "email_wording")

    def __init__(self, data: Any = None, *, incoming: Import) -> None:
        self.incoming = incoming
        initial = {name: getattr(incoming, name) for name in self.SAID}
        initial |= {f"column_{place}": field for place, field in incoming.mapping.items()}
        meanings = [("", _("Leave it out")), *headers.FIELDS.items(), *own_columns.choices(incoming.chapter)]
        self.base_fields = self.declared_fields | {  # type: ignore[misc]  # this form's own columns
            f"column_{place}": forms.ChoiceField(
                label=name or _("Column %(n)s") % {"n": place + 1},
                required=False,
                choices=meanings,
            )
            for place, name in enumerate(incoming.header)
        }
        super().__init__(data, initial=initial)

    @property
    def columns(self) -> list[tuple[forms.BoundField, str]]:
        """Each column's select with what its first rows say."""
        rows = first_rows(self.incoming)
        return [
            (self[f"column_{place}"], " · ".join(row[place] for row in rows if row[place]))
            for place in range(len(self.incoming.header))
        ]

    def clean(self) -> None:
        if not {"name", "first_name", "last_name", "phone", "email"} & set(self.mapping.values()):
            raise ValidationError(_("Say which column holds the name, the phone or the email."))
        for place, problem in own_columns.problems(self.incoming, self.mapping):
            self.add_error(f"column_{place}", problem)
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
        for name in self.SAID:
            setattr(incoming, name, self.cleaned_data[name])
        incoming.mapping, incoming.state, incoming.lease_until = self.mapping, Import.State.READING, None
        incoming.save()


class KnownForm(Form):
    """What a list does to people who are already here."""

    when_known = forms.ChoiceField(
        label=gettext_lazy("What about people who are already here?"),
        help_text=gettext_lazy("Whatever you choose, nobody who said stop gets messages again."),
        choices=Import.WhenKnown,
        initial=Import.WhenKnown.FILL,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_when_known(self) -> str:
        return self.cleaned_data["when_known"] or str(Import.WhenKnown.FILL)


class LettersForm(Form):
    """The same bytes read another way, when the names in the preview look wrong."""

    encoding = forms.ChoiceField(label=gettext_lazy("How the file was saved"))
    separator = forms.ChoiceField(label=gettext_lazy("What stands between the cells"), choices=SEPARATORS)

    def __init__(self, data: Any = None, *, incoming: Import) -> None:
        self.incoming = incoming
        by_sign = {sign: name for name, sign in sheets.SEPARATORS.items()}
        initial = {"encoding": incoming.encoding, "separator": by_sign.get(incoming.delimiter)}
        super().__init__(data, initial=initial)
        field: Any = self.fields["encoding"]
        known = sheets.ENCODINGS | sheets.MENDED_WORDS
        stated = {} if incoming.encoding in known else {incoming.encoding: _("what the file itself says")}
        field.choices = list((stated | known).items())

    def clean(self) -> None:
        said, incoming = self.cleaned_data, self.incoming
        if self.errors:
            return
        try:
            text = sheets.reread(incoming.content, incoming.encoding, said["encoding"])
            self.sheet = sheets.cleaned(text, said["encoding"], sheets.SEPARATORS[said["separator"]])
        except (UnicodeError, csv.Error) as error:
            raise ValidationError(_("The file does not fit that. Please choose another.")) from error
        except sheets.Unreadable as unreadable:
            raise ValidationError(unreadable.words) from unreadable

    def save(self) -> None:
        put(self.sheet, self.incoming)


def first_rows(incoming: Import) -> list[list[str]]:
    """The cells of the first rows that have any."""
    rows = sheets.table(incoming.content, incoming.delimiter)
    return [row for _number, row in itertools.islice(rows, EXAMPLES)]
