"""Where an email that asks "may we text you?" leads: exactly what the person would agree to, and one button."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from campaigns.events import asks, consents
from campaigns.messaging import outbox
from campaigns.messaging.models import CallToAction, Delivery
from chapters.encryption import masked
from chapters.forms import Form, posted
from chapters.members import consenting
from chapters.members.contacts import PhoneField, address_index
from chapters.members.wordings import was_read
from chapters.models import Channel, Chapter, Consent, Member, OptOut

PAGE = "campaigns/permission.html"


class PermissionForm(Form):
    """The box is never checked beforehand. A number is asked for only where we have none."""

    autofill = {"phone": "tel"}
    phone = PhoneField()
    agrees = forms.BooleanField(
        error_messages={"required": gettext_lazy("Check the box if you agree. If not, just close this page.")}
    )

    def __init__(self, *args: Any, member: Member, question: consents.Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.question = member, question
        self.fields["agrees"].label = question.sentence
        if member.phone:
            del self.fields["phone"]

    @property
    def number(self) -> str:
        return self.member.phone or str(self.cleaned_data.get("phone", ""))

    def clean_agrees(self) -> bool:
        if not was_read(self.question, self.data.get("version", ""), self.member.chapter, Channel.TEXT):
            raise forms.ValidationError(_("We changed this sentence a moment ago. Please read it again."))
        return True

    def clean(self) -> None:
        stops = OptOut.objects.against(Channel.TEXT, address_index(Channel.TEXT, self.number), self.member.chapter_id)
        if self.number and stops.exists():
            raise forms.ValidationError(
                _("This number asked us to stop. To get texts again, text START to the number you had them from.")
            )


def asks_permission(delivery: Delivery) -> bool:
    call = delivery.call_to_action
    return call is not None and call.follow_kind == CallToAction.Follows.PERMISSION and delivery.member is not None


def ask_permission(request: HttpRequest, delivery: Delivery, member: Member) -> HttpResponse:
    """Opening it changes nothing; who opened it sees a first name at most."""
    question = consents.question_of(member.chapter, Channel.TEXT)
    form = PermissionForm(posted(request), member=member, question=question)
    if form.is_bound and form.is_valid():
        is_texted = agree(delivery, member, form)
        thanks = (
            _("Thank you. A text on its way to you says so too.") if is_texted else _("Thank you. We wrote it down.")
        )
        messages.success(request, thanks)
        return redirect("campaigns:chapter", member.chapter.slug)
    context = {
        "chapter": member.chapter,
        "member": member,
        "link_code": delivery.link_code,
        "form": form,
        "ending": masked(member.phone),
    }
    return render(request, PAGE, context, status=422 if form.is_bound else 200)


@transaction.atomic
def agree(delivery: Delivery, member: Member, form: PermissionForm) -> bool:
    """Whether a text says so too. A second click writes nothing new."""
    chapter: Chapter = member.chapter
    asks.mark_answered(delivery)
    if chapter.members.filter(pk=member.pk).reachable_by(Channel.TEXT).exists():
        return True
    if not member.phone:
        member.phone, member.phone_trouble = form.number, ""
        member.save()
    language = get_language() or delivery.language
    consenting.record(
        member,
        Channel.TEXT,
        given=True,
        source=Consent.Source.PAGE,
        wording=form.question.wording or consents.first_wording(chapter, Channel.TEXT),
        wording_text=form.question.sentence,
        language=language,
    )
    confirmation = outbox.queue(
        key=f"permission:{delivery.pk}",
        chapter=chapter,
        purpose=Delivery.Purpose.CONFIRM,
        channel=Channel.TEXT,
        member=member,
        address=member.phone,
        language=language,
        body=_("You get texts from %(chapter)s. STOP to end.") % {"chapter": chapter.name},
    )
    return confirmation is not None
