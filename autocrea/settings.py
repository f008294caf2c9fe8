"""All settings, read once from the environment; development is the defaults, production is the environment.

Every variable read here stands in `.env.example` with a line that says what it does.
"""

from __future__ import annotations

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from autocrea import embedded
from autocrea.environment import (
    env_address,
    env_bool,
    env_choice,
    env_int,
    env_list,
    env_secret,
    env_str,
    env_time_zone,
    load_env_file,
)
from billing import keys

BASE_DIR = Path(__file__).resolve().parent.parent
load_env_file(BASE_DIR)
BUILD_DIR = BASE_DIR / "build"
DATA_DIR = embedded.data_dir()

# Safety

DEBUG = env_bool("DEBUG", True)
SECRET_KEY = env_secret("SECRET_KEY", "for-development-only-" + "0" * 40 if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is empty: set it to a long random text, or set DEBUG=True on your own machine"
    )
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
SITE_ORIGINS = env_list("SITE_ORIGINS")  # exact origins of the site behind a proxy: https://app.example.org
CSRF_TRUSTED_ORIGINS = SITE_ORIGINS
HTTPS = env_bool("HTTPS", not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^api/health"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sid" if HTTPS else "sid"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # the token travels in hx-headers on <body>
SESSION_COOKIE_AGE = 14 * 24 * 3600
DEFAULT_EXCEPTION_REPORTER = "autocrea.errors.Reporter"
CSRF_FAILURE_VIEW = "autocrea.errors.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
PREVIEW_ORIGIN = env_str("PREVIEW_ORIGIN")

# Applications

INSTALLED_APPS = [
    "daphne",
    "accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django_htmx",
    "channels",
    "allauth",
    "allauth.account",
    "djstripe",  # before billing: its mirror of an event is made before our receivers run
    "billing",
    "generation",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "autocrea.headers.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "autocrea.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "autocrea.errors.ReadableFormMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "autocrea.errors.OwnErrorsMiddleware",
]
ROOT_URLCONF = "autocrea.urls"
ASGI_APPLICATION = "autocrea.asgi.application"
TEMPLATE_LOADERS = [f"django.template.loaders.{name}.Loader" for name in ("filesystem", "app_directories")]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # Without Django's cache of compiled templates in development: a changed page shows on the next reload.
            "loaders": TEMPLATE_LOADERS if DEBUG else [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "builtins": ["autocrea.icons"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "autocrea.pages.product",
                "billing.context.balance",
            ],
        },
    }
]

# Postgres is the truth; Redis carries hints and pokes

DATABASE_URL = env_address(
    "DATABASE_URL", "postgres://user:password@host:5432/name", ["postgres", "postgresql", "pgsql"]
) or embedded.database_url(embedded.runtime_dir())
REDIS_URL = env_address("REDIS_URL", "redis://host:6379/0", ["redis", "rediss", "unix"]) or embedded.redis_url(
    embedded.runtime_dir()
)
DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL)}
DATABASES["default"].update(
    CONN_MAX_AGE=0,
    OPTIONS={
        **DATABASES["default"].get("OPTIONS", {}),
        "pool": {"min_size": 0, "max_size": env_int("DATABASE_POOL", 10, at_least=1), "timeout": 4},
        "options": "-c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000",
    },
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "autocrea.cache.ForgivingCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        # redis-py 8 gives sockets a read timeout that closes idle subscriptions
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None}]},
    }
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # a message is only a hint; the reaper sends lost ones again
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 3}  # a worker's read waits 1 s
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "reap": {"task": "generation.tasks.reap", "schedule": 5.0, "options": {"expires": 5}},
    "orders": {"task": "billing.tasks.look_after_orders", "schedule": 600.0, "options": {"expires": 600}},
}
CELERY_BEAT_SCHEDULE_FILENAME = env_str("CELERY_BEAT_FILE", str(DATA_DIR / "beat"))

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/chat"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
EMAIL_VERIFICATION = env_bool("EMAIL_VERIFICATION", False)
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_VERIFICATION else "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {"signup": "accounts.forms.Register", "login": "accounts.forms.LogIn"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXIES", 0)  # whose X-Forwarded-For the rate limits believe
EMAIL_HOST = env_str("EMAIL_HOST")
EMAIL_PORT = env_int("EMAIL_PORT", 587, at_least=1)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", True)
EMAIL_FILE_PATH = DATA_DIR / "mail"  # without a mail server: read it at /dev/mail while DEBUG
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "AUTOCREA <hola@localhost>")

# Stripe. Without a key nothing can be bought, and the pages say so; `make run` brings a pretended Stripe of its own

STRIPE_SECRET_KEY = env_secret("STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRET = env_secret("STRIPE_WEBHOOK_SECRET")
STRIPE_LIVE_MODE = keys.is_live(STRIPE_SECRET_KEY, debug=DEBUG)
STRIPE_LIVE_SECRET_KEY, STRIPE_TEST_SECRET_KEY = (
    (STRIPE_SECRET_KEY, "") if STRIPE_LIVE_MODE else ("", STRIPE_SECRET_KEY)
)
STRIPE_API_VERSION = "2026-05-27.dahlia"  # else the SDK's own, which changes with it
if _host := keys.checked_host(env_str("STRIPE_API_HOST"), STRIPE_SECRET_KEY):
    STRIPE_API_HOST = _host  # dj-stripe takes even an empty one for an address
DJSTRIPE_FOREIGN_KEY_TO_FIELD = "id"

# Models. Without any of them the built-in engine does the work

JOXCODER_API_URL = env_address("JOXCODER_API_URL", "https://host.example.org/v1", ["https", "http"])
JOXCODER_API_KEY = env_secret("JOXCODER_API_KEY")
JOXCODER_MODEL = env_str("JOXCODER_MODEL")
OPENAI_API_KEY = env_secret("OPENAI_API_KEY")
OPENAI_BASE_URL = env_address("OPENAI_BASE_URL", "https://host.example.org/v1", ["https", "http"])
OPENAI_BASE_URL = OPENAI_BASE_URL or "https://api.openai.com/v1"
OPENAI_MODEL = env_str("OPENAI_MODEL", "gpt-4.1-mini")

# Words and times

LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "autocrea.formats"
TIME_ZONE = env_time_zone("TIME_ZONE", "UTC")

# Files

STATIC_URL = "/static/"
STATIC_ROOT = Path(env_str("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static", *([BUILD_DIR / "static"] if (BUILD_DIR / "static").exists() else [])]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# The product

TOKEN_PRICES = {"architecture": 2, "backend": 3, "frontend": 3, "devops": 1, "security": 1, "edit": 3, "file": 1}
SIGNUP_TOKENS = 100
SANDBOX_BUNDLE = Path(env_str("SANDBOX_BUNDLE", str(BUILD_DIR / "bundle")))
SANDBOX_SLOTS = env_int("SANDBOX_SLOTS", 2, at_least=1)  # sandboxes at once in one worker; at most the machine's cores
RUN_LEASE_SECONDS = env_int("RUN_LEASE_SECONDS", 20, at_least=1)
RUN_MAX_STEP_ATTEMPTS = env_int("RUN_MAX_STEP_ATTEMPTS", 3, at_least=1)
RUN_DEADLINE_SECONDS = env_int("RUN_DEADLINE_SECONDS", 900, at_least=1)
MODEL_TOKENS_PER_PERSON = env_int("MODEL_TOKENS_PER_PERSON", 2_000_000)  # a day, read and written; 0: no limit
MODEL_TOKENS_PER_DAY = env_int("MODEL_TOKENS_PER_DAY", 50_000_000)  # of everybody
RUN_FREE_CANCELS = env_int("RUN_FREE_CANCELS", 5)  # per user and day; afterwards the plan of a cancelled run is charged
RUN_MAX_ACTIVE = env_int("RUN_MAX_ACTIVE", 2, at_least=1)  # per user
RATE_LIMIT_RUNS = env_int("RATE_LIMIT_RUNS", 20, at_least=1)  # submissions per user and ten minutes
RATE_LIMIT_READINGS = env_int("RATE_LIMIT_READINGS", 120, at_least=1)  # prices asked for, per user and minute

LOGGING_CONFIG = None
from autocrea.logging import LEVELS, configure  # noqa: E402 - must come after the settings it needs

configure(env_choice("LOG_LEVEL", "INFO", LEVELS))
