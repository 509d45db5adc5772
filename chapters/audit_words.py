"""What an audit entry says to a person. Each act that is recorded has its sentence in one of `AUDIT_WORDS`."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from chapters.models import AuditEntry

WORDS: dict[str, Any] = {
    "chapter_set_up": _("changed the set-up of the chapter: %(changed)s"),
    "list_exported": _("took a list out: %(what)s"),
    "contact_shown": _("looked at a hidden phone or email in the admin: %(reason)s"),
    "invited": _("invited someone as %(kind)s"),
    "invitation_withdrawn": _("took an invitation back"),
    "invitation_accepted": _("accepted an invitation as %(kind)s"),
    "role_changed": _("changed someone's role from %(before)s to %(after)s"),
    "role_ended": _("ended someone's role as %(kind)s"),
}


def told(entry: AuditEntry) -> str:
    """The sentence without its subject: "approved a message to 184 people"."""
    words: dict[str, Any] = {}
    for path in settings.AUDIT_WORDS:
        words |= import_string(path)
    sentence = words.get(entry.act)
    return str(sentence) % entry.facts if sentence else entry.act.replace("_", " ")
