"""Spoiled copies of the notes project, each with the check that must find it.

Whoever adds a check adds its mutant here.
"""

# ruff: noqa: E501 - code of other languages and of spoiled projects

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from generation.blueprint.schema import Blueprint
from generation.sandbox.tests import notes
from generation.stacks.protocol import CheckPlan

Files = dict[str, str]


WITHOUT_SUITE = replace(notes.PLAN, test_command=None)


@dataclass(frozen=True)
class Mutant:
    """A project that must not be verified, and the checks that must say so."""

    name: str
    found_by: tuple[str, ...]
    spoil: Callable[[Files], None]
    blueprint: Blueprint = notes.BLUEPRINT
    plan: CheckPlan = WITHOUT_SUITE
    always: bool = False  # in every test run; the others in the proofs

    def files(self) -> Files:
        spoiled = notes.files()
        self.spoil(spoiled)
        return spoiled


def swap(path: str, old: str, new: str) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        assert old in files[path], (path, old)
        files[path] = files[path].replace(old, new)

    return spoil


def append(path: str, text: str) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        files[path] = files.get(path, "") + text

    return spoil


def both(*spoils: Callable[[Files], None]) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        for one in spoils:
            one(files)

    return spoil


def without_migration(files: Files) -> None:
    del files["core/migrations/0001_initial.py"]


FORGED = """
import sys
REPORT = '{"verified": true, "checks": [], "code": 0, "status": 200}'
print(REPORT)
print(REPORT, file=sys.__stdout__, flush=True)
INSTALLED_APPS.remove("core")
"""
ALWAYS_OK = """
from django.core.handlers import wsgi
from django.test import client

def always(self, environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"<html><body>Notebook <form method=post><input name=title></form></body></html>"]

wsgi.WSGIHandler.__call__ = always
client.Client.request = lambda self, **kwargs: None
client.ClientHandler.__call__ = lambda self, environ: None
"""
LYING_AGENT = """
import __main__, json
def agreeable(header, body):
    asked = json.loads(header)
    text = b"<html><body>Notebook<form method='post'><input name='username'><input name='password'></form></body></html>"
    __main__.agent.body = text if asked["op"] == "request" else b""
    cookie = ["Set-Cookie", "sessionid=1"]
    return json.dumps({"code": 0, "output": "Ran 9 tests in 1s OK", "error": "", "broken": [], "status": 302 if asked.get("method") == "POST" else 200,
                       "headers": [["Content-Type", "text/html"], ["Location", "/"], cookie], "failure": ""})
__main__.agent.handle = agreeable
"""
LYING_COMMANDS = """
from django.core.management.commands import makemigrations
makemigrations.Command.handle = lambda self, *args, **options: None
"""
STORES_NOTHING = """
        KEPT[99] = form.instance
        form.instance.pk = 99
        return redirect(f"/{model.slug}/99/")
"""
REMEMBERS = both(
    swap("core/views.py", "        saved = form.save()\n        return redirect(f\"/{model.slug}/{saved.pk}/\")\n", STORES_NOTHING.lstrip("\n")),
    swap("core/views.py", "def home(", "KEPT = {}\n\n\ndef home("),
    swap("core/views.py", "    row = get_object_or_404(readable(model, request.user), pk=pk)\n    fields", "    row = KEPT[pk]\n    fields"),
)  # fmt: skip
OPEN_REDIRECT = """

class Careless(LoginView):
    def get_success_url(self):
        return self.request.POST.get("next") or "/"
"""

MUTANTS = (
    Mutant("prints a forged report and does not work", ("check",), append("config/settings.py", FORGED), always=True),
    Mutant("answers 200 to everything", ("seed",), append("config/settings.py", ALWAYS_OK), always=True),
    Mutant("replaces the agent by one that always agrees", ("migrate",), append("config/settings.py", LYING_AGENT), always=True),
    Mutant("shows the canary but stores nothing", ("crud", "criteria"), REMEMBERS, always=True),
    Mutant("has entities and no criteria", ("criteria",), lambda files: None,
           notes.BLUEPRINT.model_copy(update={"criteria": ()}), always=True),
    Mutant("shows another person's rows", ("pages", "criteria", "isolation"),
           swap("core/access.py", "rows.filter(owner=user)", "rows")),
    Mutant("shows another person's row through the API alone", ("criteria", "isolation"),
           swap("core/api.py", "row = get_object_or_404(readable(model, request.user), pk=pk)",
                "row = get_object_or_404(model, pk=pk)")),
    Mutant("shows another person's rows on the home page", ("isolation",),
           swap("core/views.py", '{"topics": Topic.objects.all()}', '{"topics": [*Topic.objects.all(), *Note.objects.all()]}')),
    Mutant("shows another person's rows beside what they belong to", ("isolation",),
           swap("core/views.py", "for name in model.columns]", 'for name in model.columns] + [("notes", list(getattr(row, "note_set", Note.objects.none()).all()))]')),
    Mutant("lists another person's rows in the API without their texts", ("criteria", "isolation"),
           swap("core/api.py", "[as_json(row) for row in readable(model, request.user)]",
                '[{"id": row.pk, "price": str(getattr(row, "price", ""))} for row in model.objects.all()]')),
    Mutant("lets a request name the owner", ("isolation",),
           swap("core/api.py", "form.instance.owner = request.user",
                'form.instance.owner_id = json.loads(request.body).get("owner") or request.user.pk')),
    Mutant("has a broken template nobody visits", ("check",), append("core/templates/unused.html", "{% if %}")),
    Mutant("has a template that fails when shown", ("pages", "crud"),
           swap("core/templates/detail.html", "{{ row }}", "{% url 'nowhere' %}")),
    Mutant("lacks its migration", ("migrations", "migrate"), without_migration),
    Mutant("lacks its migration and lies about it", ("migrate",),
           both(without_migration, append("core/models.py", LYING_COMMANDS))),
    Mutant("has a migration that does not match", ("migrations",),
           swap("core/models.py", "max_length=10,", "max_length=12,")),
    Mutant("takes forms without a token", ("isolation",),
           swap("config/settings.py", '    "django.middleware.csrf.CsrfViewMiddleware",\n', "")),
    Mutant("shows stored scripts unescaped", ("isolation",),
           swap("core/templates/detail.html", "{{ value }}", "{{ value|safe }}")),
    Mutant("sends people to other sites after the log-in", ("isolation",),
           both(append("core/views.py", "\n\nfrom django.contrib.auth.views import LoginView" + OPEN_REDIRECT),
                swap("config/urls.py", "LoginView.as_view", "views.Careless.as_view"))),
    Mutant("lets members do what is kept for staff", ("pages", "criteria", "isolation"),
           swap("core/access.py", "if model is Note else user.is_staff", "")),
    Mutant("lets strangers write through the API", ("criteria", "isolation"),
           swap("core/api.py", "if not may_write(model, request.user):\n        return JsonResponse({}, status=403)\n    form", "form")),
    Mutant("deletes when somebody only looks", ("crud",),
           swap("core/views.py", 'if request.method == "POST":\n        row.delete()', "if request:\n        row.delete()")),
    Mutant("says deleted and keeps the row", ("crud", "criteria"), swap("core/views.py", "        row.delete()\n", "")),
    Mutant("stores another price than was sent", ("crud", "criteria"),
           swap("core/views.py", "        saved = form.save()", '        if model is Note:\n            form.instance.price += 1\n        saved = form.save()')),
    Mutant("gives rows to the wrong person", ("crud", "criteria"),
           swap("core/views.py", "form.instance.owner = request.user",
                "form.instance.owner = type(request.user).objects.exclude(pk=request.user.pk).first()")),
    Mutant("searches without looking", ("criteria",),
           swap("core/views.py", 'rows = rows.filter(**{f"{model.columns[0]}__icontains": words})', "pass")),
    Mutant("accepts a form without its required field", ("migrations", "criteria"),
           swap("core/models.py", "title = models.CharField(max_length=100)", "title = models.CharField(max_length=100, blank=True)")),
    Mutant("does not show what was sent", ("crud", "criteria"),
           swap("core/templates/detail.html", "{{ value }}", "{{ value|slice:':3' }}")),
    Mutant("seeds again and again", ("seed",),
           swap("core/management/commands/seed.py", "Topic.objects.get_or_create", "Topic.objects.create")),
    Mutant("keeps its own demo password", ("seed",),
           swap("core/management/commands/seed.py", 'os.environ["DEMO_PASSWORD"]', '"demo"')),
    Mutant("has an admin that fails", ("crud",),
           append("core/models.py", "\n\ndef broken(self):\n    raise ValueError\n\n\nNote.__str__ = broken\n")),
    Mutant("leaves template marks in a page", ("pages",), swap("core/templates/home.html", "<h1>", "{% verbatim %}{{ x }}{% endverbatim %}<h1>")),
)  # fmt: skip
