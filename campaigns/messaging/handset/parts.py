"""The stand-in as the demo runs it: one of each part per process, speaking for the account in the settings."""

from functools import cache

from django.conf import settings

from campaigns.messaging.handset.carrier import Carrier
from campaigns.messaging.handset.rest import Account, Api
from campaigns.messaging.handset.store import Store, demo_store


@cache
def store() -> Store:
    return demo_store()


@cache
def carrier() -> Carrier:
    return Carrier(
        store(),
        account_sid=settings.TWILIO_ACCOUNT_SID,
        token=settings.TWILIO_AUTH_TOKENS[0],
        inbound_url=f"{settings.PUBLIC_URL}/hooks/twilio/inbound/",
        answers_keywords=settings.TWILIO_SENDS_CONFIRMATION,
    )


@cache
def api() -> Api:
    secrets = {settings.TWILIO_ACCOUNT_SID: settings.TWILIO_AUTH_TOKENS[0]}
    if settings.TWILIO_API_KEY:
        secrets[settings.TWILIO_API_KEY] = settings.TWILIO_API_SECRET
    return Api(store(), Account(settings.TWILIO_ACCOUNT_SID, secrets), taken=carrier().deliver)
