"""What leads type about people: who they are, what they agreed to, notes, lists."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.forms import Form, ModelForm, Picks, Tiles, dress
from chapters.members import consenting, districts, matching, own_fields, tagging
from chapters.members.careful import Careful
from chapters.members.consent_models import Channel, Consent
from chapters.members.contacts import EmailField, PhoneField, ZipField
from chapters.members.field_models import CustomField
from chapters.members.models import Member, Note, Segment, Tag
from chapters.members.segments import Tree, frozen
from chapters.members.standing import Standing, standing
from chapters.models import Chapter, User

VOUCHED = [
    (Consent.Source.PAPER, gettext_lazy("On paper")),
    (Consent.Source.PERSON, gettext_lazy("They told one of us")),
    (Consent.Source.FORM, gettext_lazy("In a web form")),
]
TAG_FIELDS = {"tags": Tag.Kind.TAG, "skills": Tag.Kind.SKILL}
CHANNELS = [(Channel.TEXT, gettext_lazy("Texts")), (Channel.EMAIL, gettext_lazy("Email"))]


class MemberForm(Careful, ModelForm):
    watched: tuple[str, ...] = ("access_needs", "tags", "skills")
    phone = PhoneField(required=False)
    email = EmailField(required=False)
    zip = ZipField(required=False)
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        help_text=gettext_lazy("With commas between them, like: driver, speaks Tagalog."),
        required=False,
        max_length=400,
    )
    skills = forms.CharField(
        label=gettext_lazy("What they can do"),
        help_text=gettext_lazy("With commas between them, like: translates, first aid."),
        required=False,
        max_length=400,
    )

    class Meta:
        model = Member
        fields = ("name", "first_name", "pronouns", "phone", "email", "zip", "language", "access_needs")
        labels = {"name": gettext_lazy("Name"), "first_name": gettext_lazy("What we call them")}
        help_texts = {"first_name": gettext_lazy("In messages. Empty: the first word of the name.")}
        widgets = {"language": Tiles, "access_needs": forms.Textarea(attrs={"rows": 2})}

    FIRST = ("name", "phone", "email", "zip", "language", "tags")
    field_order = FIRST

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        self.chapter = chapter
        super().__init__(*args, **kwargs)
        self.instance.chapter = chapter
        self.add_own_fields()
        if self.instance.pk:
            for name, kind in TAG_FIELDS.items():
                self.initial[name] = ", ".join(self.instance.tags.filter(kind=kind).values_list("name", flat=True))
        else:
            self.initial.setdefault("language", chapter.languages[0])

    def add_own_fields(self) -> None:
        self.own_fields = list(self.chapter.custom_fields.in_use().with_words())
        held = own_fields.values_of(self.instance)
        for field in self.own_fields:
            name, value = own_fields.name_of(field), held.get(field.pk)
            self.fields[name] = own_fields.input_of(field, value)
            self.initial[name] = own_fields.plain(value) if isinstance(value, Decimal) else value
            dress(self.fields[name].widget, "off")
        written = (own_fields.name_of(field) for field in self.own_fields if field.kind == CustomField.Kind.TEXT)
        self.watched = (*self.watched, *written)

    @property
    def first(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name in self.FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """What few people need."""
        return [bound for bound in self if bound.name not in self.FIRST]

    @property
    def is_more_used(self) -> bool:
        return any(bound.value() or bound.errors for bound in self.more)

    def save(self, commit: bool = True) -> Member:  # noqa: FBT001, FBT002  # as Django declares it
        member: Member = self.instance
        if "phone" in self.changed_data:
            member.phone_trouble = ""
        if "email" in self.changed_data:
            member.email_trouble = ""
        if "name" in self.changed_data and "first_name" not in self.changed_data:
            member.first_name = ""
        if "zip" in self.changed_data and member.district not in districts.candidates(member.zip):
            member.district = ""
        super().save(commit=commit)
        tagging.set_tags(member, self.cleaned_data["tags"].split(","), skills=self.cleaned_data["skills"].split(","))
        own_fields.save(member, self.own_fields, self.cleaned_data)
        return member


class YesForm(Careful, Form):
    """What a person agreed to, where and in which words."""

    watched = ("detail",)
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("They said yes to"), choices=CHANNELS, widget=Picks, required=False
    )
    source = forms.ChoiceField(
        label=gettext_lazy("How did they say so?"), choices=VOUCHED, widget=forms.RadioSelect, required=False
    )
    detail = forms.CharField(
        label=gettext_lazy("Where and when"),
        help_text=gettext_lazy("For example: clipboard at the vigil on August 30."),
        required=False,
        max_length=200,
    )
    wording = forms.CharField(
        label=gettext_lazy("The exact words they said yes to"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_needed = True

    def __init__(self, *args: Any, standings: Iterable[Standing] = (), **kwargs: Any) -> None:
        self.theirs = {found.channel for found in standings if found.is_theirs_to_reopen}
        super().__init__(*args, **kwargs)

    def clean_channels(self) -> list[str]:
        channels: list[str] = self.cleaned_data["channels"]
        if self.theirs & set(channels):
            raise ValidationError(_("They stopped us themselves. Only they can start again, by texting START."))
        return channels

    def clean(self) -> None:
        if not self.cleaned_data.get("channels"):
            if self.is_needed:
                self.add_error("channels", _("Choose texts, email or both."))
            return
        for name in ("source", "detail", "wording"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("We need this to show later that they agreed."))

    def save(self, member: Member, *, by: User) -> None:
        """Also takes back a stop that one of us wrote down for this person."""
        said = self.cleaned_data
        for channel in said["channels"]:
            if not standing(member, Channel(channel)).is_theirs_to_reopen:
                consenting.reopen(channel, member.address_on(channel), chapter=member.chapter)
            consenting.record(
                member,
                channel,
                given=True,
                source=said["source"],
                detail=said["detail"],
                wording_text=said["wording"],
                language=member.language,
                by=by,
            )


class FirstYesForm(YesForm):
    """Beside a new person: a yes with its proof, or plainly none."""

    none = forms.BooleanField(label=gettext_lazy("They did not say yes to anything, or we did not ask"), required=False)
    field_order = ("channels", "none")
    is_needed = False

    def clean(self) -> None:
        super().clean()
        chosen, none = self.cleaned_data.get("channels"), self.cleaned_data.get("none")
        if not chosen and not none:
            self.add_error("channels", _("Choose what they said yes to, or say that they did not."))
        if chosen and none:
            self.add_error("none", _("You chose both. Which one is it?"))


class AddForm(MemberForm):
    twin: Member | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        phone, email = cleaned.get("phone", ""), cleaned.get("email", "")
        self.twin = matching.same_person(self.chapter, name=cleaned.get("name", ""), phone=phone, email=email)
        if self.twin:
            raise ValidationError(_("%(name)s is already here.") % {"name": self.twin.name})
        return cleaned


class StopForm(Form):
    reach = forms.ChoiceField(
        label=gettext_lazy("Who should stop?"),
        choices=[("all", gettext_lazy("Every chapter here")), ("here", gettext_lazy("Only our chapter"))],
        initial="all",
        widget=Tiles,
    )


class NoteForm(Careful, Form):
    watched = ("body",)
    body = forms.CharField(
        label=gettext_lazy("Write a note"),
        help_text=gettext_lazy("Leads and organizers of this chapter read it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def save(self, member: Member, *, by: User) -> Note:
        return Note.objects.create(
            chapter_id=member.chapter_id, member=member, body=self.cleaned_data["body"], written_by=by
        )


class ListForm(ModelForm):
    class Meta:
        model = Segment
        fields = ("name",)
        labels = {"name": gettext_lazy("Name of the list")}
        help_texts = {"name": gettext_lazy("People who fit later are on it by themselves.")}

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if self.instance.chapter.segments.exclude(pk=self.instance.pk).filter(name__iexact=name).exists():
            raise ValidationError(_("There is a list with this name. Choose another."))
        return name

    def save_with(self, tree: Tree, *, by: User) -> Segment:
        segment: Segment = self.instance
        segment.tree, segment.created_by = frozen(segment.chapter, tree), by
        segment.save()
        return segment


class TagForm(Careful, Form):
    """A tag to put on many people, or to take off."""

    watched = ("name",)
    name = forms.CharField(label=gettext_lazy("Tag"), max_length=40)
    act = forms.ChoiceField(choices=[("put", ""), ("take", "")])

    def clean_name(self) -> str:
        return tagging.tidy(self.cleaned_data["name"])
