"""What an audit entry says to a person. Each act that is recorded has its sentence in one of `AUDIT_WORDS`."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from chapters.models import AuditEntry, Channel, Chapter, Role

WORDS: dict[str, Any] = {
    "call_list_made": _("made a list to call %(people)s people"),
    "chapter_set_up": _("changed the set-up of the chapter: %(changed)s"),
    "contact_shown": _("looked at a hidden phone or email in the admin: %(reason)s"),
    "field_added": _("added a field about people"),
    "field_brought_back": _("brought a field about people back"),
    "field_changed": _("changed a field about people"),
    "field_put_away": _("put a field about people away"),
    "device_signed_out": _("signed a phone or computer out"),
    "new_device": _("signed in on a new phone or computer"),
    "factor_changed": _("changed how they sign in: %(change)s"),
    "factor_removed": _("removed someone's second proof in the admin: %(kind)s"),
    "chapter_begun": _("began a chapter below this one"),
    "chapter_left_alone": _("left as the last lead; the body above was told"),
    "handed_over": _("handed over what hung on one person: %(things)s things"),
    "invitation_accepted": _("accepted an invitation as %(kind)s"),
    "invitation_withdrawn": _("took an invitation back"),
    "invited": _("invited someone as %(kind)s"),
    "keys_rotated": _("sealed everything anew with the next key: %(values)s values"),
    "list_accepted": _("said yes to bringing a list in"),
    "list_brought_in": _("brought a list in: %(made)s new people, %(changed)s changed, %(bad)s rows with a problem"),
    "list_undo_asked": _("asked to take a list back"),
    "list_undone": _("took a list back: %(gone)s people are gone, %(kept)s stayed"),
    "list_asked_for": _("asked to take a list out: %(what)s, %(people)s people"),
    "list_exported": _("took a list out: %(what)s, %(people)s people"),
    "list_let_go": _("said yes to a list that another lead takes out: %(what)s"),
    "list_refused": _("said no to a list that was to leave: %(what)s"),
    "member_added": _("added a person"),
    "member_changed": _("changed a person"),
    "member_email_dead": _("wrote down that a person's email does not work"),
    "member_email_works": _("wrote down that a person's email works again"),
    "member_erased": _("deleted a person, and everything about them"),
    "member_link_sent": _("sent a person the link to their own page"),
    "member_said_yes": _("wrote down that a person said yes"),
    "member_stopped": _("wrote down that a person wants no more %(channel)s"),
    "members_merged": _("made two entries of a person one"),
    "members_told_apart": _("wrote down that two entries are two people"),
    "members_unmerged": _("made one entry two again: %(lost)s things could not go back"),
    "paper_sign_up": _("typed in a paper sign-up"),
    "partner_added": _("added a partner"),
    "partner_changed": _("changed a partner"),
    "old_rows_gone": _("let go of what was kept long enough: %(what)s, %(rows)s rows"),
    "record_shortened": _("let go of the beginning of this record: %(rows)s lines"),
    "recovered": _("took a lost proof away with the yes of others"),
    "recovery_asked": _("asked for a way back after losing a proof"),
    "recovery_no": _("said no to a way back"),
    "recovery_yes": _("said yes to a way back for someone"),
    "role_changed": _("changed someone's role from %(before)s to %(after)s"),
    "role_ended": _("ended someone's role as %(kind)s"),
    "role_given": _("gave someone a role in the admin: %(kind)s"),
    "signed_out_everywhere": _("signed out on all other phones and computers"),
    "welcome_called": _("called a new person: %(outcome)s"),
    "welcome_given": _("gave someone a new person to call"),
    "user_changed": _("changed an account in the admin: %(changed)s"),
}
VALUES: dict[str, Any] = {
    **{str(kind): kind.label for kind in Role.Kind},
    **{str(channel): channel.label for channel in Channel},
    "members": _("people with phone and email"),
    "sign_in_sheet": _("sign-in sheet"),
    "reached": _("reached them"),
    "no_answer": _("no answer"),
    "later": _("call again later"),
    "call_list": _("people to call"),
    "import_problems": _("rows with a problem"),
    "message_people": _("people a message was for"),
    "action_names": _("names under an action"),
    "support_cases": _("people to wait for"),
    "signatures": _("signatures under a letter"),
    "asked": _("the person asked"),
    "failing": _("messages to them fail"),
    "wrong": _("two people may be one"),
    "misuse": _("someone reported misuse"),
    "zips": _("ZIP codes of the area"),
    "main_language": _("first language"),
    "totp_activated": _("authenticator added"),
    "totp_deactivated": _("authenticator removed"),
    "webauthn_added": _("passkey added"),
    "webauthn_removed": _("passkey removed"),
    "recovery_codes_generated": _("new recovery codes"),
    "totp": _("authenticator"),
    "webauthn": _("passkey"),
    "recovery_codes": _("recovery codes"),
}


def told(entry: AuditEntry) -> str:
    """The sentence without who did it: "approved a message to 184 people"."""
    words = merged(settings.AUDIT_WORDS)
    if entry.act not in words:
        return entry.act.replace("_", " ")
    facts = defaultdict(lambda: "…", {name: in_words(fact) for name, fact in entry.facts.items()})
    return str(words[entry.act]) % facts  # an older entry may lack a fact


def merged(paths: list[str]) -> dict[str, Any]:
    return {name: words for path in paths for name, words in import_string(path).items()}


def in_words(fact: int | str) -> str:
    """Facts are kept as words of ours, joined by commas where there are several; these are how people say them."""
    values = merged(settings.AUDIT_VALUES)
    return ", ".join(str(values.get(part) or field_name(part)) for part in str(fact).split(", "))


def field_name(part: str) -> str:
    try:
        return str(getattr(Chapter._meta.get_field(part), "verbose_name", part))
    except FieldDoesNotExist:
        return part
