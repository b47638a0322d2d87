"""Django's settings, from the workspace that is open.

Without one (type checkers, ``makemigrations``, tests) they stand for an empty place in memory.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from muniment.web import locales
from muniment.workspace.folder import Folder, database_settings
from muniment.workspace.opened import is_open, opened

_HERE = Path(__file__).parent
_FOLDER = (
    opened().folder
    if is_open()
    else Folder(Path(), database=os.environ.get("MUNIMENT_TEST_DATABASE", ""))
)

SECRET_KEY = opened().keys.derived("django").hex() if is_open() else secrets.token_hex()
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *_FOLDER.hosts]
CSRF_TRUSTED_ORIGINS = [f"https://{each}" for each in _FOLDER.hosts]

INSTALLED_APPS = [
    "muniment.workspace",
    "muniment.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "muniment.web.middleware.Guarded",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "muniment.web.middleware.OwnLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "muniment.web.middleware.FirstPassword",
    "muniment.web.middleware.SecondFactor",
    "muniment.web.middleware.Refusals",
]
ROOT_URLCONF = "muniment.web.urls"
WSGI_APPLICATION = "muniment.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "muniment.web.context.workspace",
            ],
        },
    },
]
DATABASES = {"default": database_settings(_FOLDER)}
if not is_open() and not _FOLDER.database:
    DATABASES["default"]["NAME"] = ":memory:"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counts of attempts, the same for all processes. They lie beside SQLite, not in it: whoever tries
# passwords must not hold up those who write.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "workspace_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
    if _FOLDER.database
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(_FOLDER.cache / "attempts"),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
    if is_open()
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "workspace.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "muniment.workspace.passwords.NotTooLong"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "muniment.web.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USERNAME_BLACKLIST = ["muniment"]
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/5m/ip", "login": "30/m/ip"}
MFA_ADAPTER = "muniment.web.accounts.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Muniment"
# Passkeys on this machine itself are used without TLS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _FOLDER.hosts
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

SESSION_ENGINE = "muniment.web.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _FOLDER.hosts:  # a team behind a proxy that speaks TLS
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Where others than those at this machine can reach the pages, administrators need a second factor.
SECOND_FACTOR = bool(_FOLDER.hosts)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

LANGUAGE_CODE = _FOLDER.language
LANGUAGES = locales.LANGUAGES
LOCALE_PATHS = [locales.compiled(_FOLDER.cache / "locale")] if is_open() else []
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = bool(_FOLDER.hosts)
FORMAT_MODULE_PATH = "muniment.web.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = _FOLDER.time_zone

STATIC_URL = "/static/"
STATICFILES_DIRS = [("theme", _HERE.parent / "reports" / "styles")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

CSRF_FAILURE_VIEW = "muniment.web.refusals.forged"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 500
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "muniment.web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
LARGEST_FILE = _FOLDER.largest_file_mb * 1_000_000
LARGEST_REQUEST = _FOLDER.largest_request_mb * 1_000_000
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
