"""Every setting, in one file. What differs from one place to another comes from the environment."""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
from environs import Env

from ancrage.config import checkout, content_policy, logs

django_stubs_ext.monkeypatch()

env = Env()
EMBEDDED = checkout.use_own_database(os.environ.get("ANCRAGE_EMBEDDED", "demo")) is not None
# The demo opens doors without a password: it must be asked for, or be this checkout's own server.
DEMO = env.bool("DEMO", default=EMBEDDED)
if DEMO:
    checkout.use_own_secrets()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
# Outside the database: a copy of the database alone reveals no secret and forges no seal.
ANCRAGE_FIELD_KEY = env.str("ANCRAGE_FIELD_KEY")
ANCRAGE_SEAL_KEY = env.str("ANCRAGE_SEAL_KEY")
# Days between real time and the day it is in the demo's world. Zero everywhere else.
CLOCK_OFFSET_DAYS = env.int("CLOCK_OFFSET_DAYS", default=0)

# Where it is served.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.str("BASE_URL", default=f"http://localhost:{os.environ.get('PORT', '8000')}")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "ancrage.config.urls"
WSGI_APPLICATION = "ancrage.config.wsgi.application"

CONTEXTS = (
    *(("demo",) if DEMO else ()),
    "workspace",
    "api",
    "portal",
    "newcomers",
    "employers",
    "questionnaires",
    "plans",
    "referrals",
    "agenda",
    "directory",
    "accounts",
    "territory",
    "audit",
    "messaging",
    "files",
    "ui",
    "core",
)
INSTALLED_APPS = [
    *(f"ancrage.{context}" for context in CONTEXTS),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    # The default configurations of these two replace the template loaders, each undoing the other's.
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.forms",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # What is open to all is answered here: it has no session, no user, no form, and a content policy of its own.
    "ancrage.api.middleware.open_data",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ancrage.accounts.middleware.session_ends",
    "ancrage.accounts.middleware.access",
    "ancrage.accounts.middleware.SignInRequired",
    "ancrage.accounts.middleware.SecondFactor",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
_LOADERS = ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("ancrage.ui.loading.Loader", _LOADERS)])],
            # Templates load no library: these are always there.
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "ancrage.ui.templatetags.ancrage",
                "ancrage.directory.templatetags.structured",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "ancrage.ui.context.navigation",
            ],
        },
    },
]
COTTON_DIR = "cotton"
FORM_RENDERER = "ancrage.ui.forms.FormRenderer"
MESSAGE_STORAGE = "ancrage.ui.messages.SealedCookieStorage"
CSRF_FAILURE_VIEW = "ancrage.ui.views.csrf_failure"
ANCRAGE_MENU = "ancrage.config.menu.menu"
# The words of the trade have one source, which a page shows.
ANCRAGE_GLOSSARY = checkout.ROOT / "docs" / "glossaire.md"
ANCRAGE_ROLES = "ancrage.config.roles.ROLES"

# The database. One per process thread, kept open; cut off when a request asks too much of it.
_OPTIONS = {
    # What is prepared is planned once a connection: for a list of many tables, planning is longer than reading.
    "plan_cache_mode": "force_generic_plan",
    # A page reads a few hundred rows: workers take longer to start than to help.
    "max_parallel_workers_per_gather": "0",
    "statement_timeout": env.int("STATEMENT_TIMEOUT_MS", default=15_000),
    "lock_timeout": env.int("LOCK_TIMEOUT_MS", default=10_000),
}
# A connection is checked before it serves: after PostgreSQL restarted, nobody meets one that is dead.
DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=0, conn_health_checks=True)}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = " ".join(
    f"-c {name}={value}" for name, value in _OPTIONS.items()
)
# How long a page waits for a connection: a quick restart is not seen; beyond, the person is told.
POOL = {"min_size": 1, "timeout": 5}
if env.int("DATABASE_POOL_SIZE", default=0):
    DATABASES["default"]["OPTIONS"]["pool"] = {**POOL, "max_size": env.int("DATABASE_POOL_SIZE")}
# Sign-in limits are counted in it: it must be one for all workers. Fragments of pages need no such thing.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "ancrage_cache"},
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# A page that is only read writes nothing: there is no one to name in its history.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PGHISTORY_APPEND_ONLY = False

# Sign-in.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["ancrage.accounts.signed_in.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "ancrage.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "ancrage.accounts.adapters.MfaAdapter"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Accounts are made by invitation: its link proves the address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Ancrage] "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Accounts are opened by invitation: the link received proves the address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_FORMS = {
    "login": "ancrage.accounts.forms.library.SignInForm",
    "reset_password": "ancrage.accounts.forms.library.ResetForm",
    "reset_password_from_key": "ancrage.accounts.forms.library.ResetKeyForm",
    "change_password": "ancrage.accounts.forms.library.ChangeForm",
}
MFA_FORMS = {
    "authenticate": "ancrage.accounts.forms.library.CodeForm",
    "activate_totp": "ancrage.accounts.forms.library.ActivateForm",
    "add_webauthn": "ancrage.accounts.forms.library.AddKeyForm",
    "login_webauthn": "ancrage.accounts.forms.library.KeyDoorForm",
}
MFA_TOTP_ISSUER = "Ancrage"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO

# Questions about dossiers out of reach, per person and day.
ANCRAGE_INQUIRIES_PER_DAY = env.int("INQUIRIES_PER_DAY", default=10)

# Public requests, per network address and day: a whole classroom may ask at once.
ANCRAGE_ONLINE_REQUESTS_PER_DAY = env.int("ONLINE_REQUESTS_PER_DAY", default=30)

# Requests to the open data, per network address and minute, in each process; 0 counts none.
ANCRAGE_API_PER_MINUTE = env.int("API_PER_MINUTE", default=600)

# Whom to write to, on the public pages « Confidentialité » and « Accessibilité ». The law asks for the first.
ANCRAGE_PRIVACY_CONTACT = env.str("PRIVACY_CONTACT", default="")
ANCRAGE_ACCESSIBILITY_CONTACT = env.str("ACCESSIBILITY_CONTACT", default="")

# Sessions and headers.
SECURE = env.bool("SECURE", default=not (DEMO or DEBUG))
# Two demos on one machine share the host: each port keeps its own cookies.
SESSION_ENGINE = "ancrage.accounts.signed_in"
SESSION_COOKIE_NAME = f"ancrage_{os.environ['PORT']}" if DEMO and os.environ.get("PORT") else "ancrage"
CSRF_COOKIE_NAME = f"{SESSION_COOKIE_NAME}_csrf"
ANCRAGE_SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=30)
ANCRAGE_SESSION_HOURS = env.int("SESSION_HOURS", default=12)
SESSION_COOKIE_AGE = ANCRAGE_SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The pictures behind the map, such as https://tuiles.example/{z}/{x}/{y}.png, and to whom they are owed. None unless set.
ANCRAGE_MAP_TILES_URL = env.str("MAP_TILES_URL", default="")
ANCRAGE_MAP_TILES_CREDIT = env.str("MAP_TILES_CREDIT", default="")
CONTENT_SECURITY_POLICY = content_policy.policy(ANCRAGE_MAP_TILES_URL)

# Language, time, place.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "ancrage_langue"
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
TIME_ZONE = "America/Toronto"
USE_TZ = True
USE_I18N = True

# Files.
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=checkout.HOME / "static")
MEDIA_ROOT = env.path("MEDIA_ROOT", default=checkout.HOME / "media")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# An S3-compatible storage instead of the folder: `pip install ancrage[s3]`. Its keys are read as AWS's tools do.
if _bucket := env.str("S3_BUCKET", default=""):
    _s3 = {"bucket_name": _bucket, "addressing_style": env.str("S3_ADDRESSING", default="auto")}
    _places = {"endpoint_url": env.str("S3_ENDPOINT", default=""), "region_name": env.str("S3_REGION", default="")}
    _s3 |= {name: value for name, value in _places.items() if value}
    STORAGES["default"] = {"BACKEND": "ancrage.files.s3.S3", "OPTIONS": _s3}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Uploads stay in memory, one at a time: none lies in clear in a temporary folder.
FILE_UPLOAD_HANDLERS = ["ancrage.files.uploads.MemoryUpload"]
DATA_UPLOAD_MAX_NUMBER_FILES = 1
ANCRAGE_FILE_MAX_MB = env.int("FILE_MAX_MB", default=10)
# Under it, folders that sources of the directory may be read from; none by default.
ANCRAGE_FEEDS_FOLDER = env.str("FEEDS_FOLDER", default="")
# clamd, as « host:port » or the path of its socket. Without it, a file received is held, or opened unexamined.
ANCRAGE_CLAMD = env.str("CLAMD", default="")
ANCRAGE_QUARANTINE_UNSCANNED = env.bool("QUARANTINE_UNSCANNED", default=not DEMO)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# E-mail. The demo never sends: its outbox is a page.
EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", default="dummy://" if DEMO else "smtp://localhost:25")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG["EMAIL_HOST"]
EMAIL_PORT = EMAIL_CONFIG["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL_CONFIG["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL_CONFIG["EMAIL_USE_TLS"]
EMAIL_USE_SSL = EMAIL_CONFIG["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", default="Ancrage <ne-pas-repondre@ancrage.invalid>")

# Logs: one line of JSON an event in production, readable in a terminal.
LOGGING = logs.configured(
    is_json=env.bool("LOG_JSON", default=not (DEMO or DEBUG)), level=env.str("LOG_LEVEL", default="")
)
