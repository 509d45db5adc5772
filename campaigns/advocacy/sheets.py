"""Photos of signed sheets: read, turned upright, made small and stripped of where and when they were taken."""

import base64
import warnings
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_BYTES = 12_000_000
LARGEST_PIXELS = 50_000_000  # a bigger one is no photo of a phone
LONGEST_SIDE = 1800  # handwriting stays readable
QUALITY = 75


def small_jpeg(upload: Any) -> str:
    """An uploaded picture as a JPEG in base64, without its metadata. Raises ValidationError in plain words."""
    if upload.size > LARGEST_BYTES:
        raise ValidationError(_("This photo is too large. Send one under 12 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(upload, formats=FORMATS)
            if picture.width * picture.height > LARGEST_PIXELS:
                raise ValidationError(_("This photo has too many pixels. Take it again with your phone."))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("We can read photos as JPEG, PNG or WebP. This file is something else.")) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = BytesIO()
    upright.save(out, "JPEG", quality=QUALITY, optimize=True)
    return base64.b64encode(out.getvalue()).decode()


def bytes_of(image: str) -> bytes:
    return base64.b64decode(image)
