"""Settings of one installation. What differs between installations comes from its home folder and its environment."""

import base64
import os
from pathlib import Path

from csp.constants import NONE, SELF

from daybridge.core import logs
from daybridge.installation import home as installation

HERE = Path(__file__).parent
HOME = installation.home()
_secrets = installation.secrets()
_database = installation.database(os.environ.get("DAYBRIDGE_ROLE", "app"))  # type: ignore[arg-type]

SECRET_KEY = _secrets.django_secret_key
FIELD_KEY = _secrets.field_key
AUDIT_PRIVATE_KEY = base64.b64decode(_secrets.audit_private_key)
AUDIT_PUBLIC_KEY = base64.b64decode(_secrets.audit_public_key)
PUSH_PRIVATE_KEY = _secrets.push_private_key
AUDIT_HEADS_FILE = installation.audit_heads_file()

DEBUG = False
#: The demo page shows ready-made sign-ins; only `bin/demo` switches it on.
DEMO = os.environ.get("DAYBRIDGE_DEMO") == "1"
#: Where people reach this site, as they type it: links in invitations, passkeys and secure cookies follow from it.
SITE = os.environ.get("DAYBRIDGE_SITE", "http://localhost:8010").rstrip("/")
IS_HTTPS = SITE.startswith("https://")
ALLOWED_HOSTS = [*{SITE.split("://")[1].split(":")[0], "localhost", "127.0.0.1", "[::1]"}]
CSRF_TRUSTED_ORIGINS = [SITE]
ROOT_URLCONF = "daybridge.urls"
AUTH_USER_MODEL = "people.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REACTIONS = "daybridge.reactions.REACTIONS"

INSTALLED_APPS = [
    "daybridge.core",
    "daybridge.ui",
    "daybridge.people",
    "daybridge.privacy",
    "daybridge.notifications",
    "daybridge.programs",
    "daybridge.measures",
    "daybridge.library",
    "daybridge.peers",
    "daybridge.medications",
    "daybridge.plans",
    "daybridge.substances",
    "daybridge.therapies",
    "daybridge.contingency",
    "daybridge.screens",
    "daybridge.messaging",
    "daybridge.checkins",
    "daybridge.intake",
    "daybridge.attendance",
    "daybridge.notes",
    "daybridge.assessments",
    "daybridge.telehealth",
    "daybridge.safety",
    "daybridge.workspace",
    "daybridge.companion",
    "daybridge.interop",
    "daybridge.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials",
    "csp",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "daybridge.companion.compression.compress_for_phones",
    "csp.middleware.CSPMiddleware",
    "daybridge.core.middleware.one_transaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "daybridge.core.middleware.refuse_giants",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "daybridge.people.middleware.who_is_asking",
    "daybridge.people.middleware.staff_prove_themselves_twice",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "daybridge.core.middleware.PlainErrors",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "daybridge.workspace.frame.staff_frame",
            ],
        },
    }
]

# --- Database --------------------------------------------------------------------------------------------------------

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": _database["host"],
        "PORT": _database["port"],
        "NAME": _database["name"],
        "USER": _database["user"],
        "PASSWORD": _database["password"],
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_database["options"],
            "server_side_binding": True,  # PostgreSQL then keeps the plans of statements that come often
            "prepare_threshold": 3,
            "pool": {"min_size": 1, "max_size": int(os.environ.get("DAYBRIDGE_CONNECTIONS", "12")), "timeout": 15},
        },
    }
}
#: Tables that frameworks keep for themselves, so they are written outside actions. Accounts are allauth's to change.
FRAMEWORK_TABLES = frozenset(
    {
        "django_session",
        "django_cache",
        "django_migrations",
        "django_content_type",
        "auth_permission",
        "people_account",
        "account_emailaddress",
        "account_emailconfirmation",
        "mfa_authenticator",
        "usersessions_usersession",
        "procrastinate_jobs",
        "procrastinate_events",
        "procrastinate_periodic_defers",
        "procrastinate_workers",
        "medications_drug",  # a site's own RxNorm: a dictionary of the installation's, which says nothing of anybody
        "medications_drugingredient",
        "programs_searchprogress",  # how far a search is: it says nothing of anybody
    }
)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # How often what was tried is counted there; past this many entries Django throws out counts that still run.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
SESSION_ENGINE = "daybridge.people.sessions"

# --- Orders for medicines --------------------------------------------------------------------------------------------

#: Who takes a signed order from here: the function that an e-prescribing network plugs into (docs/e-prescribing.md).
ORDERS_LEAVE_BY = os.environ.get("DAYBRIDGE_ORDERS_LEAVE_BY", "daybridge.medications.ordering.sending.on_paper")

# --- Video -----------------------------------------------------------------------------------------------------------

#: Browsers close picture and sound for each other, and one that can't may not join. `off`: groups run without (docs/operating.md).
VIDEO_IS_SEALED = os.environ.get("DAYBRIDGE_VIDEO_SEALED", "on") != "off"
#: A LiveKit that browsers reach themselves (docs/operating.md, "Video"); empty where Janus carries rooms.
VIDEO_SERVER = os.environ.get("DAYBRIDGE_LIVEKIT_URL", "")

# --- Signing in ------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["daybridge.people.sessions.SignedIn"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "daybridge.people.signing_in.AccountAdapter"
MFA_ADAPTER = "daybridge.people.signing_in.MfaAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Whoever finds a phone unlocked can't add an address of their own to it, and with that a password of their own.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {"reauthenticate": "daybridge.people.forms.PasswordAgainForm"}
MFA_FORMS = {"add_webauthn": "daybridge.people.forms.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
EMAIL_BACKEND = os.environ.get("DAYBRIDGE_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("DAYBRIDGE_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("DAYBRIDGE_SMTP_PORT", "25"))
#: Links for new passwords travel in mails: to another machine they go encrypted unless that is switched off by name.
_smtp_security = os.environ.get("DAYBRIDGE_SMTP_SECURITY", "none" if EMAIL_HOST == "localhost" else "starttls")
EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp_security not in ("tls", "none"), _smtp_security == "tls"
EMAIL_HOST_USER = os.environ.get("DAYBRIDGE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DAYBRIDGE_SMTP_PASSWORD", "")
EMAIL_TIMEOUT = 10  # seconds; somebody waits for the page meanwhile
#: An outside interaction service: asked when a medicine is added or changed (docs/medicine-rules.md). No address: none is asked.
MEDICINE_INTERACTIONS = {
    "url": os.environ.get("DAYBRIDGE_INTERACTIONS_URL", ""),
    "token": os.environ.get("DAYBRIDGE_INTERACTIONS_TOKEN", ""),
    "seconds": os.environ.get("DAYBRIDGE_INTERACTIONS_SECONDS", "2"),
}
DEFAULT_FROM_EMAIL = os.environ.get("DAYBRIDGE_EMAIL_FROM", "daybridge@localhost")

# --- Reaching people (docs/operating.md: "E-mail, text messages and push") ---------------------------------------------

#: Mail to localhost is what nobody has set up: it is said so, instead of trying and failing.
MAIL_IS_SET_UP = bool({"DAYBRIDGE_SMTP_HOST", "DAYBRIDGE_EMAIL_BACKEND"} & os.environ.keys())
#: Any HTTP service that takes a text message in one POST, such as Twilio's, by the names that it gives its fields.
SMS = {
    "url": os.environ.get("DAYBRIDGE_SMS_URL", ""),
    "body": os.environ.get("DAYBRIDGE_SMS_BODY", "form"),
    "user": os.environ.get("DAYBRIDGE_SMS_USER", ""),
    "password": os.environ.get("DAYBRIDGE_SMS_PASSWORD", ""),
    "token": os.environ.get("DAYBRIDGE_SMS_TOKEN", ""),
    "from": os.environ.get("DAYBRIDGE_SMS_FROM", ""),
    "fields": os.environ.get("DAYBRIDGE_SMS_FIELDS", "To From Body"),
}
#: Where browsers' makers take pushes; an address of a browser leads the worker nowhere else. More with a space between.
PUSH_HOSTS = tuple(
    os.environ.get(
        "DAYBRIDGE_PUSH_HOSTS",
        "fcm.googleapis.com .push.services.mozilla.com .notify.windows.com .push.apple.com",
    ).split()
)

# --- What browsers are told ------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
#: Where clamd answers ("/run/clamav/clamd.ctl" or "host:3310"); empty where files are not scanned.
CLAMAV = os.environ.get("DAYBRIDGE_CLAMAV", "")
#: The largest referral file that is read, in bytes.
LARGEST_REFERRAL = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/.*-[A-Z0-9]{8}\."

# --- Language and time -----------------------------------------------------------------------------------------------

USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
LOGGING = logs.DJANGO
logs.configure()
