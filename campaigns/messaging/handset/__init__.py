"""The demo's phones and mailbox: a stand-in for Twilio and for a mail server. Nothing here reaches a real person.

Mounted only with DEMO=1 on localhost. `store` keeps what was sent, `rest` speaks Twilio's API, `carrier` calls our
own webhooks back; the tests run the same three in a process of their own.
"""

from campaigns.messaging.handset.mailbox import MailboxBackend

__all__ = ["MailboxBackend"]
