"""Settings of the tests: own services, fast hashing, no mail leaves.

Without DATABASE_URL/REDIS_URL each pytest process gets its own PostgreSQL and Valkey (started by conftest.py),
so that several test runs can go on side by side.
"""

from __future__ import annotations

import os

from autocrea import embedded

os.environ["ENV_FILE"] = os.devnull  # a person's own .env is not for tests
for name in (
    "JOXCODER_API_URL",
    "JOXCODER_API_KEY",
    "JOXCODER_MODEL",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_MODEL",
):
    os.environ.pop(name, None)  # nor are the models somebody pays for
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
label = os.environ.get("AUTOCREA_TEST_LABEL", f"test-{os.getpid()}")
if worker and not label.endswith(f"-{worker}"):  # it inherits its parent's environment, and has services of its own
    label = f"{label}-{worker}"
    for mark, url in (("AUTOCREA_TEST_DATABASE", "DATABASE_URL"), ("AUTOCREA_TEST_REDIS", "REDIS_URL")):
        if mark in os.environ:
            del os.environ[url]
os.environ["AUTOCREA_TEST_LABEL"] = label
TEST_RUN_DIR = embedded.runtime_dir(os.environ["AUTOCREA_TEST_LABEL"])
EMBEDDED_DATABASE = not os.environ.get("DATABASE_URL") or "AUTOCREA_TEST_DATABASE" in os.environ
EMBEDDED_REDIS = not os.environ.get("REDIS_URL") or "AUTOCREA_TEST_REDIS" in os.environ
if EMBEDDED_DATABASE:
    os.environ["AUTOCREA_TEST_DATABASE"] = "1"
    os.environ.setdefault("DATABASE_URL", embedded.database_url(TEST_RUN_DIR))
if EMBEDDED_REDIS:
    os.environ["AUTOCREA_TEST_REDIS"] = "1"
    os.environ.setdefault("REDIS_URL", embedded.redis_url(TEST_RUN_DIR))

from autocrea.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = False
DATABASES["default"]["OPTIONS"].pop("pool")  # noqa: F405 - threads of a test end with their connections
WHITENOISE_AUTOREFRESH = True  # no collected files here, and no warning about it
ACCOUNT_RATE_LIMITS = False  # tests sign up often; those about the limits switch them on
