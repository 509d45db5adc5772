"""Phones, emails and ZIP codes as people write them, and as we keep them: E.164, lower case, five digits."""

import re
import unicodedata
from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chapters.encryption import blind_index

# Several numbers or addresses in one cell; Google Contacts writes " ::: " between them.
SEVERAL = re.compile(r"\s*(?::::|[;/,|\n])\s*")
SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
# From the first digit on: "2134737001 (cell)" and "213.473.7001 x12" end at the letters, which are keypad digits
# to `phonenumbers`.
NUMBER = re.compile(r"\+?[\d(][\d\s().+-]*")
DIGITS = {"US": 10}
LONGEST = 15


def plain(text: str) -> str:
    """Full-width letters, odd spaces and odd hyphens as their ordinary ones."""
    if text.isascii():
        return text.strip()
    folded = unicodedata.normalize("NFKC", text)
    folded = "".join("-" if unicodedata.category(letter) == "Pd" else letter for letter in folded)
    return "".join(letter for letter in folded if unicodedata.category(letter) != "Cf").strip()


def read_phone(text: str, region: str | None = None) -> str:
    """The first usable number of `text` in E.164; raises ValidationError with a plain sentence when there is none."""
    problem = None
    for piece in SEVERAL.split(plain(text)):
        try:
            return _one_phone(piece, region or settings.PHONENUMBER_DEFAULT_REGION)
        except ValidationError as error:
            problem = problem or error
    raise problem or ValidationError(_("This is not a phone number."))


def _one_phone(text: str, region: str) -> str:
    if SHORTENED.fullmatch(text):
        raise ValidationError(
            _("A spreadsheet cut this number short, and its last digits are lost. Please type it again."),
            code="shortened",
        )
    found = NUMBER.search(re.sub(r"\.0$", "", text))
    written = found.group() if found else ""
    digits = re.sub(r"\D", "", written)
    if not digits:
        raise ValidationError(_("This is not a phone number."), code="none")
    if not written.startswith("+"):
        _check_length(digits, region)
    return _valid(written, region)


def _check_length(digits: str, region: str) -> None:
    """Counts for the person what `phonenumbers` would only call invalid."""
    expected = DIGITS.get(region)
    if expected is None:
        return
    have = len(digits.removeprefix("1") if len(digits) == expected + 1 else digits)
    if have == expected:
        return
    n = abs(expected - have)
    if have < expected:
        words = ngettext("This number is %(n)s digit short.", "This number is %(n)s digits short.", n)
    else:
        words = ngettext("This number has %(n)s digit too many.", "This number has %(n)s digits too many.", n)
    needs = _("It needs %(expected)s, like 323 555 0142.") % {"expected": expected}
    raise ValidationError(f"{words % {'n': n}} {needs}", code="length")


def _valid(written: str, region: str) -> str:
    try:
        number = _parsed(written, region)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_("This is not a phone number."), code="none") from error
    # One region is much quicker to ask than all that share "+1".
    if not any(phonenumbers.is_valid_number_for_region(number, allowed) for allowed in settings.PHONE_REGIONS):
        if phonenumbers.is_valid_number(number):
            raise ValidationError(_("We cannot text numbers in that country."), code="country")
        raise ValidationError(_("No phone has this number. Please check each digit."), code="invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parsed(written: str, region: str) -> phonenumbers.PhoneNumber:
    """A number whose digits were counted needs no guessing, which would take twice as long as all the rest."""
    if written.startswith("+") or region not in DIGITS:
        return phonenumbers.parse(written, region)
    digits = re.sub(r"\D", "", written)[-DIGITS[region] :]
    code = phonenumbers.country_code_for_region(region)
    return phonenumbers.PhoneNumber(country_code=code, national_number=int(digits))


def read_email(text: str) -> str:
    """The first address of `text` in lower case; raises ValidationError."""
    for piece in SEVERAL.split(plain(text)):
        address = re.sub(r"^(mailto:|.*<)|>$", "", piece).strip().lower()
        try:
            validate_email(address)
        except ValidationError:
            continue
        return address
    raise ValidationError(_("This email is not complete. It needs to look like ana@example.org."), code="email")


def read_zip(text: str) -> str:
    """Five digits: "02139-1234" gives "02139", and "2139", which lost its zero in a spreadsheet, "02139"."""
    found = re.fullmatch(r"(\d{3,5})(\.0)?(-?\d{4})?", plain(text))
    if found is None:
        raise ValidationError(_("A ZIP code has 5 digits, like 90042."), code="zip")
    return found.group(1).zfill(5)


def shown_phone(number: str) -> str:
    """'+13235550142' -> '(323) 555-0142'; other countries keep their code."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    home = phonenumbers.region_code_for_number(parsed) == settings.PHONENUMBER_DEFAULT_REGION
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def address_index(channel: str, address: str) -> str:
    """The blind index of an address for a channel ("text" or "email"), as on Member and OptOut."""
    return blind_index("phone" if channel == "text" else "email", address)


class ReadField(forms.CharField):
    """A text field whose value goes through one of the readers above; shown as typed when refused."""

    read: Any

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"label": self.default_label, "max_length": 254} | kwargs))

    default_label: Any = ""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return type(self).read(text) if text else ""


class PhoneField(ReadField):
    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})
    default_label = gettext_lazy("Mobile phone")
    read = staticmethod(read_phone)

    def prepare_value(self, value: Any) -> Any:
        return shown_phone(value) if isinstance(value, str) and value.startswith("+") else value


class EmailField(ReadField):
    widget = forms.EmailInput
    default_label = gettext_lazy("Email")
    read = staticmethod(read_email)


class ZipField(ReadField):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
    default_label = gettext_lazy("ZIP code")
    read = staticmethod(read_zip)
