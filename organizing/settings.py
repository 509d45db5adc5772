"""All settings: read from the environment, with working development defaults.

`.env.example` says what each variable means. With DEBUG off, whatever has no safe default must be given.
"""

import base64
import hashlib
import os
from datetime import date
from pathlib import Path

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

django_stubs_ext.monkeypatch()  # lets a class name its type arguments while it runs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if env_file := os.environ.get("ENV_FILE"):
    env.read_env(env_file)

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
DEVELOPMENT = DEBUG or DEMO or env.bool("TESTING", default=False)


def required(name: str, development: str) -> str:
    """A variable that production must set; development gets a value that protects nothing."""
    value: str = env.str(name, default="")
    if value:
        return value
    if not DEVELOPMENT:
        raise ImproperlyConfigured(f"Set {name}: see .env.example. Production does not start without it.")
    return development


def secret(name: str, development: str) -> str:
    """Like `required`, or the text of the file that `<name>_FILE` names; lines that begin with # say nothing."""
    path = env.str(f"{name}_FILE", default="")
    if not path:
        return required(name, development)
    if env.str(name, default=""):
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    try:
        lines = [line.strip() for line in Path(path).read_text().splitlines()]
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}: {path}") from error
    return ",".join(line for line in lines if line and not line.startswith("#"))


def key(text: str, name: str) -> str:
    """`text`, if it is 32 bytes in URL-safe base64."""
    try:
        size = len(base64.urlsafe_b64decode(text))
    except ValueError:
        size = 0
    if size != 32:
        raise ImproperlyConfigured(f"A key in {name} is not 32 bytes in base64. .env.example says how to make one.")
    return text


def named_keys(texts: list[str]) -> list[str]:
    """["2027:…", "2026:…"], each with a name of its own."""
    names = [text.partition(":")[0] for text in texts]
    if not all(names) or len(set(names)) < len(names) or not all(":" in text for text in texts):
        raise ImproperlyConfigured("FIELD_KEYS is a list of name:key, each with a name of its own. See .env.example.")
    return [f"{name}:{key(text.partition(':')[2], 'FIELD_KEYS')}" for name, text in zip(names, texts, strict=True)]


def development_key(purpose: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(f"development {purpose}".encode()).digest()).decode()


# --- Secrets and addresses -----------------------------------------------------------------------
SECRET_KEY = required("SECRET_KEY", "development-only-secret-key-that-protects-nothing-at-all")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
FIELD_KEYS = named_keys(secret("FIELD_KEYS", f"dev:{development_key('fields')}").split(","))
INDEX_KEY = key(secret("INDEX_KEY", development_key("index")), "INDEX_KEY")
PORT = env.int("PORT", default=8000)
PUBLIC_URL = required("PUBLIC_URL", f"http://localhost:{PORT}").rstrip("/")
_public = environ.urlparse(PUBLIC_URL)
PUBLIC_HOST = _public.hostname or "localhost"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[PUBLIC_HOST, *(["localhost", "127.0.0.1"] if DEVELOPMENT else [])])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE = _public.scheme == "https"
if not DEVELOPMENT and not SECURE:
    raise ImproperlyConfigured("PUBLIC_URL must begin with https:// in production.")
if DEMO and (SECURE or PUBLIC_HOST not in {"localhost", "127.0.0.1"}):
    raise ImproperlyConfigured("DEMO=1 opens the demo phones to anyone: it runs on localhost only.")

# --- Parts -----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "organizing.apps.AdminSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "phonenumber_field",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "organizing",
    "chapters",
    "campaigns",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "chapters.languages.LanguageMiddleware",
    "chapters.access.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "chapters.access.NoStoreMiddleware",
    "chapters.accounts.devices.SeenMiddleware",
]
ROOT_URLCONF = "organizing.urls"
WSGI_APPLICATION = "organizing.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "chapters.access.context",
            ],
            "builtins": ["django.templatetags.i18n", "template_partials.templatetags.partials"],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["anymail.W003"]

# --- PostgreSQL, Redis, Celery -----------------------------------------------------------------
DATABASES = {
    "default": env.db_url_config(required("DATABASE_URL", "postgres://organizing@127.0.0.1:5432/organizing"))
    | {
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": env.int("DATABASE_CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            # A database that has gone without a word is noticed within half a minute.
            "keepalives_idle": 15,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,
            "options": f"-c lock_timeout={env.int('DATABASE_LOCK_TIMEOUT_MS', default=5000)}"
            f" -c statement_timeout={env.int('DATABASE_STATEMENT_TIMEOUT_MS', default=30000)}",
        },
    }
}
REDIS_URL = required("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A dead broker must never make a web request hang: publishing gives up within about a second.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    "max_retries": 1,
    "queue_order_strategy": "priority",
}
CELERY_TIMEZONE = "UTC"

# --- People who sign in ------------------------------------------------------------------------
AUTH_USER_MODEL = "chapters.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "chapters:switch"
ACCOUNT_ADAPTER = "chapters.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "request_login_code": "chapters.accounts.forms.SignInForm",
    "confirm_login_code": "chapters.accounts.forms.EmailCodeForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "campaigns:home"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "chapters.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "chapters.accounts.forms.FactorForm",
    "reauthenticate": "chapters.accounts.forms.FactorAgainForm",
    "activate_totp": "chapters.accounts.forms.AuthenticatorForm",
    "add_webauthn": "chapters.accounts.forms.PasskeyForm",
    "edit_webauthn": "chapters.accounts.forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
MFA_TOTP_ISSUER = "Organizing"
MFA_TOTP_TOLERANCE = 1
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- Cookies, headers --------------------------------------------------------------------------
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_SSL_REDIRECT = SECURE and env.bool("SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
IMPORT_MAX_BYTES = 10_000_000

# --- How many people at once -------------------------------------------------------------------------
EXPORT_SECOND_LEAD_ABOVE = env.int("EXPORT_SECOND_LEAD_ABOVE", default=500)
NAME_PAGES_AN_HOUR = env.int("NAME_PAGES_AN_HOUR", default=40)

# --- What is kept ------------------------------------------------------------------------------------
try:
    LEGAL_HOLD = date.fromisoformat(env.str("LEGAL_HOLD")) if env.str("LEGAL_HOLD", default="") else None
except ValueError as error:
    raise ImproperlyConfigured("LEGAL_HOLD is the day on which it began, like 2027-03-01.") from error

# --- Languages, files ----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or env.bool("TESTING", default=False)
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Nothing collected is needed to look at a page while working on it or testing it.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG or env.bool("TESTING", default=False)
PHONENUMBER_DEFAULT_REGION = env.str("DEFAULT_REGION", default="US")
PHONENUMBER_DB_FORMAT = "E164"
PHONE_REGIONS = env.list("PHONE_REGIONS", default=["US", "PR"])  # a text to any other country is refused

# --- Texts and email -----------------------------------------------------------------------------
TWILIO_ACCOUNT_SID = required("TWILIO_ACCOUNT_SID", "ACdemo00000000000000000000000000000")
TWILIO_AUTH_TOKENS = required("TWILIO_AUTH_TOKENS", "development-auth-token").split(",")
TWILIO_API_KEY = env.str("TWILIO_API_KEY", default="")
TWILIO_API_SECRET = env.str("TWILIO_API_SECRET", default="")
TWILIO_API_BASE = env.str("TWILIO_API_BASE", default=f"{PUBLIC_URL}/demo/twilio" if DEMO else "")
TWILIO_SENDS_CONFIRMATION = env.bool("TWILIO_SENDS_CONFIRMATION", default=True)
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND",
    default="campaigns.messaging.handset.MailboxBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = required("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25 if DEVELOPMENT else 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=not DEVELOPMENT and not EMAIL_USE_SSL)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL", "Organizing <organizing@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL


def anymail_value(name: str) -> object:
    """A variable of anymail's: a list, object or truth value as JSON, anything else as it stands."""
    text: str = env.str(name)
    is_json = text.startswith(("[", "{")) or text in {"true", "false"}
    return env.json(name) if is_json else text


# Every variable that begins with ANYMAIL_ is anymail's setting of that name. What a service cannot do (not to count
# who opens an email, say) is left out of a message rather than keeping it from being sent.
ANYMAIL = {"IGNORE_UNSUPPORTED_FEATURES": True, "SENDGRID_API_KEY": env.str("SENDGRID_API_KEY", default="")} | {
    name.removeprefix("ANYMAIL_"): anymail_value(name) for name in os.environ if name.startswith("ANYMAIL_")
}

SEND_CLAIM_LEASE_SECONDS = env.float("SEND_CLAIM_LEASE_SECONDS", default=60)
SEND_STALL_SECONDS = env.float("SEND_STALL_SECONDS", default=2)
SEND_CALL_DEADLINE_SECONDS = env.float("SEND_CALL_DEADLINE_SECONDS", default=10)
SEND_UNKNOWN_AFTER_SECONDS = env.float("SEND_UNKNOWN_AFTER_SECONDS", default=60)
SEND_LOOK_AFTER_SECONDS = env.float("SEND_LOOK_AFTER_SECONDS", default=150)
SEND_LOOK_APART_SECONDS = env.float("SEND_LOOK_APART_SECONDS", default=60)
SEND_PARK_AFTER_SECONDS = env.float("SEND_PARK_AFTER_SECONDS", default=1800)
SEND_EVIDENCE_SECONDS = env.float("SEND_EVIDENCE_SECONDS", default=72 * 3600)
SEND_FORGET_AFTER_SECONDS = env.float("SEND_FORGET_AFTER_SECONDS", default=72 * 3600)
if SEND_FORGET_AFTER_SECONDS < SEND_EVIDENCE_SECONDS:
    raise ImproperlyConfigured("SEND_FORGET_AFTER_SECONDS deletes evidence before SEND_EVIDENCE_SECONDS are over.")
SEND_PUMP_SECONDS = env.float("SEND_PUMP_SECONDS", default=10)
SEND_QUIET_HOURS = env.bool("SEND_QUIET_HOURS", default=not DEMO)
if not SEND_QUIET_HOURS and not DEMO:
    raise ImproperlyConfigured("SEND_QUIET_HOURS=0 is for the demo only: real people sleep.")
# A seat saved on a page with a number nobody has proven is held so long, where seats are scarce.
SEAT_HOLD_MINUTES = env.float("SEAT_HOLD_MINUTES", default=30)
SEND_HOLD_SECONDS = env.float("SEND_HOLD_SECONDS", default=10 if DEMO else 120)
SEND_BATCH = env.int("SEND_BATCH", default=40)
SEND_THREADS = env.int("SEND_THREADS", default=0 if env.bool("TESTING", default=False) else 8)
SEND_PROCESSES = env.int("SEND_PROCESSES", default=2)
SEND_TURN_SECONDS = env.float("SEND_TURN_SECONDS", default=4)
SEND_TURN_LIMIT_SECONDS = env.float("SEND_TURN_LIMIT_SECONDS", default=90)
SEND_SWEEP_LIMIT_SECONDS = env.float("SEND_SWEEP_LIMIT_SECONDS", default=300)
SEND_BACKOFF_SECONDS = env.float("SEND_BACKOFF_SECONDS", default=5)
SEND_MAX_ATTEMPTS = env.int("SEND_MAX_ATTEMPTS", default=4)
SEND_MIRROR_DIR = Path(env.str("SEND_MIRROR_DIR", default=str(BASE_DIR / "var" / "mirror")))
SEND_DETECT_SECONDS = env.float("SEND_DETECT_SECONDS", default=300)
SEND_DETECT_AFTER_SECONDS = env.float("SEND_DETECT_AFTER_SECONDS", default=600)
SEND_SWEEP_SECONDS = env.float("SEND_SWEEP_SECONDS", default=15)
SEND_SILENT_SECONDS = env.float("SEND_SILENT_SECONDS", default=3 * 3600)
SEND_SPIKE_COUNT = env.int("SEND_SPIKE_COUNT", default=5)
SEND_SPIKE_PERCENT = env.float("SEND_SPIKE_PERCENT", default=5)
SEND_BUDGET_SECONDS = env.float("SEND_BUDGET_SECONDS", default=48 * 3600)
SEND_SAME_WORDS_SECONDS = env.float("SEND_SAME_WORDS_SECONDS", default=24 * 3600)
SEND_ASK_LIFE_SECONDS = env.float("SEND_ASK_LIFE_SECONDS", default=4 * 3600)
SEND_NOTICE_LIFE_SECONDS = env.float("SEND_NOTICE_LIFE_SECONDS", default=24 * 3600)
SEND_ANSWER_LIFE_SECONDS = env.float("SEND_ANSWER_LIFE_SECONDS", default=15 * 60)
SEND_ALERT_LIFE_SECONDS = env.float("SEND_ALERT_LIFE_SECONDS", default=30 * 60)
SEND_ANSWERABLE_SECONDS = env.float("SEND_ANSWERABLE_SECONDS", default=14 * 24 * 3600)
SEND_NUDGE_SECONDS = env.float("SEND_NUDGE_SECONDS", default=60)
SEND_BROKER_PAUSE_SECONDS = env.float("SEND_BROKER_PAUSE_SECONDS", default=15)
SEND_DIGEST_AFTER_SECONDS = env.float("SEND_DIGEST_AFTER_SECONDS", default=3600)
SEND_DIGEST_EVERY_SECONDS = env.float("SEND_DIGEST_EVERY_SECONDS", default=6 * 3600)
SEND_EMERGENCY_EVERY_SECONDS = env.float("SEND_EMERGENCY_EVERY_SECONDS", default=300)

# --- What a lower slice shows of a higher one, by dotted path -------------------------------
SEGMENT_FILTERS = ["chapters.members.segments.FILTERS", "campaigns.events.segments.FILTERS"]
MERGE_FIELDS = ["campaigns.messaging.merging.FIELDS", "campaigns.events.asks.FIELDS"]
ASKS = ["campaigns.events.asks", "campaigns.messaging.proofs"]
READY_FIELDS = ["campaigns.events.from_thread.facts"]
THREAD_ACTIONS = ["campaigns.events.from_thread"]
MEMBER_MERGE = [
    "chapters.members.moving.MOVERS",
    "campaigns.messaging.moving.MOVERS",
    "campaigns.events.moving.MOVERS",
]
MEMBER_ADDED = ["campaigns.messaging.conversations.recognize"]
TIMELINE = [
    "chapters.members.timeline.entries",
    "campaigns.messaging.timeline.entries",
    "campaigns.events.timeline.entries",
]
WEEK = [
    "campaigns.week.events",
    "campaigns.week.messages",
    "chapters.members.welcoming.for_week",
    "campaigns.week.jobs",
    "chapters.week.decisions_due",
]
YEAR = ["chapters.year.people", "campaigns.year.events", "campaigns.year.messages", "campaigns.year.collected"]
HELD_BY = [
    "campaigns.held.keys",
    "campaigns.held.events",
    "campaigns.held.threads",
    "campaigns.held.drafts",
    "chapters.members.welcoming.held",
    "chapters.accounts.leaving.decisions",
    "chapters.accounts.leaving.invitations",
]
HELD_TOGETHER = ["campaigns.events.cohosts.held_with"]
SETUP_STEPS = ["campaigns.messaging.senders.steps", "chapters.setup.steps", "chapters.accounts.factors.steps"]
# Everything about one person: what they download, and what goes with them. Seats first: others wait for them.
MEMBER_EXPORT = [
    "chapters.members.exporting.parts",
    "campaigns.events.exporting.parts",
    "campaigns.messaging.exporting.parts",
]
MEMBER_ERASE = [
    "campaigns.events.erasing.ERASER",
    "campaigns.messaging.erasing.ERASER",
    "chapters.members.erasing.ERASER",
]
RETENTION = [
    "campaigns.messaging.keeping.RULES",
    "campaigns.events.keeping.RULES",
    "chapters.members.keeping.RULES",
    "chapters.accounts.keeping.RULES",
    "chapters.keeping.RULES",
    "chapters.week.RULES",
]
AUDIT_WORDS = ["chapters.audit_words.WORDS", "campaigns.audit_words.WORDS"]
AUDIT_VALUES = ["chapters.audit_words.VALUES", "campaigns.messaging.registering.AUDIT_VALUES"]
RAIL_COUNTS = ["campaigns.messaging.conversations.waiting_count"]

# --- Logs ------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_contacts": {"()": "chapters.encryption.ContactFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["no_contacts"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},  # a page that somebody may not see is no fault of ours
    },
}
