"""The demo's mail server: keeps each message for the mailbox page."""

import re
import secrets
import smtplib
from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from campaigns.messaging.handset.store import demo_store

NO_SUCH_BOX = "bounce@"


class MailboxBackend(BaseEmailBackend):
    """Django's email backend of the demo. An address that begins with `bounce@` is refused, as a real server would."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for recipient in message.recipients():
                self.put(message, recipient)
        return len(email_messages)

    def put(self, message: EmailMessage, recipient: str) -> None:
        if recipient.startswith(NO_SUCH_BOX):
            raise smtplib.SMTPRecipientsRefused({recipient: (550, b"No such mailbox")})
        listed = re.search(r"<(https?://[^>]+)>", str(message.extra_headers.get("List-Unsubscribe", "")))
        name, address = parseaddr(message.from_email)
        demo_store().put_mail(
            {
                "id": secrets.token_hex(8),
                "to": recipient,
                "from": name or address,
                "from_address": address,
                "subject": str(message.subject),
                "body": str(message.body),
                "unsubscribe": listed[1] if listed else "",
                "at": timezone.now().isoformat(),
            }
        )
