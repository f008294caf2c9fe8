"""Build time, second half: imports what projects use into the interpreter whose memory becomes the snapshot."""

# ruff: noqa: PTH118, SIM905

import importlib
import os
import sys

SITE = "/site"
sys.path.insert(1, SITE)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the JavaScript event loop runs in this very thread

STANDARD = """
argparse ast base64 binascii calendar cgitb collections colorsys compileall concurrent.futures contextvars copy csv
dataclasses datetime decimal difflib doctest email.header email.message email.mime.multipart email.mime.text
email.parser email.policy email.utils enum fractions functools getpass glob gzip hashlib hmac html html.parser
http.client http.cookies importlib.metadata importlib.resources inspect io ipaddress itertools json linecache locale
logging.config logging.handlers math mimetypes multiprocessing numbers operator optparse pathlib pdb pickle pkgutil
platform pprint pydoc queue random re secrets select shlex shutil signal socket socketserver sqlite3 sqlite3.dbapi2
statistics string stringprep subprocess symtable tempfile textwrap threading timeit token tokenize traceback types
typing unicodedata unittest unittest.mock urllib.parse urllib.request uuid warnings weakref wsgiref.headers
wsgiref.simple_server wsgiref.util wsgiref.validate xml.dom.minidom xml.etree.ElementTree zipfile zlib zoneinfo
encodings.idna encodings.latin_1 encodings.ascii
""".split()

# Modules that want settings or a driver, or open something when they are imported.
SKIPPED = (
    "django.contrib.gis",
    "django.contrib.postgres",
    "django.db.backends.mysql",
    "django.db.backends.oracle",
    "django.db.backends.postgresql",
    "django.core.cache.backends.memcached",
    "django.core.cache.backends.redis",
    "django.contrib.flatpages",
    "django.contrib.redirects",
    "django.contrib.sitemaps",
    "django.contrib.syndication",
    "django.conf.locale",
    "django.conf.project_template",
    "django.conf.app_template",
    "django.contrib.admindocs",
    "django.contrib.sites",
    "django.contrib.humanize.tests",
    "django.test.selenium",
    "django.utils.autoreload",
    "tzdata.",
)


def module_names() -> list[str]:
    names = []
    for folder, _, files in os.walk(SITE):
        for file in files:
            if file.endswith(".py"):
                dotted = os.path.relpath(os.path.join(folder, file), SITE)[:-3].replace("/", ".")
                names.append(dotted.removesuffix(".__init__"))
    return sorted(names)


def warm() -> None:
    """Import all that can be imported without settings; what cannot is compiled and imported by the project."""
    for name in STANDARD + module_names():
        if name.endswith("__main__") or ".migrations." in name or name.startswith(SKIPPED):
            continue
        before = set(sys.modules)
        try:
            importlib.import_module(name)
        except BaseException:
            # A module that failed half-way must be imported afresh, and so must its half-made relatives.
            for added in set(sys.modules) - before:
                if added.startswith(("django", "whitenoise", "dj_database_url", "asgiref", "sqlparse")):
                    forget(added)


def forget(name: str) -> None:
    module = sys.modules.pop(name, None)
    parent, _, leaf = name.rpartition(".")
    if module is not None and getattr(sys.modules.get(parent), leaf, None) is module:
        delattr(sys.modules[parent], leaf)


def pbkdf2_hmac(hash_name: str, password: bytes, salt: bytes, iterations: int, dklen: int | None = None) -> bytes:
    """hashlib's function, which this interpreter lacks (it is built without OpenSSL)."""
    import hashlib
    import hmac

    keyed = hmac.new(bytes(password), digestmod=hash_name)
    size = dklen or hashlib.new(hash_name).digest_size
    derived, block = b"", 0
    while len(derived) < size:
        block += 1
        first = keyed.copy()
        first.update(bytes(salt) + block.to_bytes(4))
        last = first.digest()
        total = int.from_bytes(last)
        for _ in range(iterations - 1):
            step = keyed.copy()
            step.update(last)
            last = step.digest()
            total ^= int.from_bytes(last)
        derived += total.to_bytes(len(last))
    return derived[:size]


def cheap_passwords() -> None:
    """Nobody's password is kept here: a full count of rounds would cost seconds and prove nothing about a project."""
    import hashlib

    hashlib.pbkdf2_hmac = pbkdf2_hmac  # type: ignore[assignment]
    from django.contrib.auth import hashers

    hashers.PBKDF2PasswordHasher.iterations = 1


warm()
cheap_passwords()
