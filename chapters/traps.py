"""What keeps machines from filling a public form: a field no person sees, a signed clock, and a bucket per source.

Nothing about the source is kept but a keyed hash that changes every day.
"""

import re
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from chapters import limits

SOONEST = timedelta(seconds=1.5)
LATEST = timedelta(hours=24)
# A whole hall may sit behind one address.
FROM_ONE_SOURCE, IN_SECONDS = 600, 600
ADVERTISEMENT = re.compile(r"https?:|www\.|://|@|\d{5}|\.(com|net|org|ru|info)\b", re.IGNORECASE)
signer = signing.TimestampSigner(salt="a form was shown")


class TrapMixin(forms.BaseForm):
    """Mixin for a public form. Its `website` stays empty for people; `shown` says when the page was made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["website"] = forms.CharField(required=False, widget=forms.TextInput({"tabindex": "-1"}))
        self.fields["website"].widget.attrs["autocomplete"] = "off"
        self.fields["shown"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.initial["shown"] = signer.sign("1")

    @property
    def fresh_stamp(self) -> str:
        """For the page that is sent now, also after a refused try."""
        return signer.sign("1")

    def check_trap(self) -> None:
        """Raises ValidationError for what no person does."""
        if self.data.get("website"):
            raise forms.ValidationError(_("Please leave the hidden field empty, and press the button again."))
        try:
            signer.unsign(self.data.get("shown", ""), max_age=LATEST)
        except signing.SignatureExpired as error:
            raise forms.ValidationError(_("This page was open for a long time. Press the button again.")) from error
        except signing.BadSignature as error:
            raise forms.ValidationError(_("We could not check this page. Press the button again.")) from error
        if is_too_soon(self.data["shown"]):
            raise forms.ValidationError(_("That was very fast. Wait 2 seconds and press the button again."))


def is_too_soon(stamp: str) -> bool:
    try:
        signer.unsign(stamp, max_age=SOONEST)
    except signing.SignatureExpired:
        return False
    return True


def may_try(request: HttpRequest, what: str, *, most: int = FROM_ONE_SOURCE) -> bool:
    """False when too much came from one source: more than `most` in ten minutes."""
    source = f"{timezone.now():%Y%m%d}:{get_adapter(request).get_client_ip(request)}"
    key = f"{what}:{salted_hmac('source', source).hexdigest()[:24]}"
    return limits.take(key, size=most, per_seconds=IN_SECONDS)


def slow_down(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)
