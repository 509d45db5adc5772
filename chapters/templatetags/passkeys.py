"""What a page hands to static/js/passkeys.js: an attribute, because our pages allow no script in them."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(options: Any) -> str:
    """Options of the server for one passkey; escaped by the template like any words."""
    return json.dumps(options, cls=DjangoJSONEncoder)
