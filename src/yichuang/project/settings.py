"""Settings. Each YICHUANG_ variable is documented in docs/settings.md."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from .logging import configuration
from .running.location import database_url

VAR = Path(os.environ.get("YICHUANG_VAR", "var")).resolve()
DEBUG = os.environ.get("YICHUANG_DEBUG") == "1"


def _kept_secret(name: str) -> str:
    """A random secret of this data directory, mode 0600, made at first use."""
    given = os.environ.get(f"YICHUANG_{name.upper()}")
    if given:
        return given
    VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = VAR / f"{name.replace('_', '-')}.secret"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(value := secrets.token_urlsafe(48))
    return value


SECRET_KEY = _kept_secret("secret_key")
YICHUANG_DATA_KEY = _kept_secret("data_key")
ALLOWED_HOSTS = os.environ.get("YICHUANG_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("YICHUANG_ORIGINS", "").split(",") if o]
# Where citizens reach us: printed in QR codes.
PUBLIC_URL = os.environ.get("YICHUANG_PUBLIC_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "yichuang.project.apps.ProjectConfig",
    "yichuang.desk",
    "yichuang.portal",
    "yichuang.kiosk",
    "yichuang.board",
    "yichuang.office",
    "yichuang.floor",
    "yichuang.live",
    "yichuang.feedback",
    "yichuang.cases",
    "yichuang.tickets",
    "yichuang.people",
    "yichuang.devices",
    "yichuang.places",
    "yichuang.catalogue",
    "yichuang.shell",
    "yichuang.kit",
    "yichuang.project.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
]

MIDDLEWARE = [
    "yichuang.project.observing.Observe",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yichuang.kit.polling.ConditionalGets",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "yichuang.project.pages.content_security",
    "yichuang.project.pages.htmx",
    "allauth.account.middleware.AccountMiddleware",
    "yichuang.project.pages.mode",
    "yichuang.project.pages.visiting",
    "yichuang.project.pages.presses",
    "yichuang.kit.web.ErrorPages",
    "yichuang.kit.api.idempotency.IdempotentPosts",
    "yichuang.project.pages.lock_out",
]

ROOT_URLCONF = "yichuang.project.urls"
WSGI_APPLICATION = "yichuang.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yichuang.shell.context.shell",
            ]
        },
    }
]


def _database(url: str) -> dict[str, object]:
    """postgresql://user:password@host:port/name?option=value; host may be a socket directory."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        # Bound by the server, so that a statement is planned once and not at every call: calling
        # a number fell from 9 to 4 ms, planning was most of it.
        "OPTIONS": {
            "connect_timeout": 3,
            "prepare_threshold": 3,
            "server_side_binding": True,
            **options,
        },
    }


DATABASES = {
    "default": _database(
        os.environ.get("DATABASE_URL") or database_url(VAR) or "postgresql://localhost/yichuang"
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "yichuang.people.login.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # django-axes locks
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "yichuang.people.login.locked_out"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# All come over TLS, which a proxy ends: it sets X-Forwarded-Proto itself, whatever was sent.
BEHIND_TLS = os.environ.get("YICHUANG_BEHIND_TLS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS  # ours, too: kit.web.over_tls
SECURE_HSTS_SECONDS = 365 * 86400 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or os.environ.get("YICHUANG_TEST") == "1"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = VAR / "media"
WHITENOISE_USE_FINDERS = DEBUG

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# How long a person waits for a row that somebody else holds, in milliseconds.
LOCK_TIMEOUT_MS = 1000

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "yichuang.shell.errors.csrf_refused"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
}
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W006"]
ACTOR_FOR_USER = "yichuang.people.queries.actor_for_user"
ACTOR_FOR_TOKEN = "yichuang.people.queries.actor_for_token"  # noqa: S105 - a dotted name

# JSON lines without personal data; pytest shows its own.
LOGGING = configuration(os.environ.get("YICHUANG_LOG_LEVEL", "INFO"))
