"""Every mutant. Whoever adds a check, or a part to the stack, adds its mutant here."""

# ruff: noqa: E501 - code of spoiled projects

from __future__ import annotations

from tests.mutants.mutant import Mutant, append, both, rewrite, swap, without

VIEWS, ACCESS, API, FORMS = "core/views/crud.py", "core/access.py", "core/api/views.py", "core/forms/base.py"
ANY_FORM = r"core/forms/(?!base|__init__)\w+\.py"
ANY_DETAIL = r"core/templates/core/\w+/detail\.html"
CI = ".github/workflows/ci.yml"

RIGHTS = (
    Mutant("clinic: lists show everybody's rows", "clinic", swap(ACCESS, "return rows.filter(owner=user)", "return rows"),
           "isolation", "as other", quick=True),
    Mutant("blog: whoever has an account is every row's owner", "blog",
           swap(ACCESS, "return row.owner_id == user.pk", "return True"), "isolation", "not allowed|somebody else|another's"),
    Mutant("inventory: members are staff", "inventory",
           swap(ACCESS, "if needed is Who.STAFF or not user.is_authenticated:", "if not user.is_authenticated:"),
           "pages", "as member"),
    Mutant("jobs: the pages ask for no permission", "jobs",
           swap(VIEWS, "        if not can(request.user, self.action, self.model):\n", "        if False:\n"), "pages", "as visitor", quick=True),
    Mutant("blog: changing a row asks nobody", "blog",
           swap(VIEWS, "        if not can(self.request.user, self.action, row):\n            raise PermissionDenied\n", ""),
           "isolation", "not allowed|changed a row"),
    Mutant("clinic: the API gives any row by its number", "clinic",
           both(swap(API, "get_object_or_404(self.rows(), pk=pk)", "get_object_or_404(self.model, pk=pk)"),
                swap(API, "        self.allow(action, row)\n", "")),
           "isolation", "api/", quick=True),
    Mutant("todo: the API lists everybody's rows", "todo",
           swap(API, "return visible(self.request.user, self.model)", "return self.model.objects.all()"), "isolation", "api/"),
    Mutant("inventory: the API asks for no permission", "inventory",
           swap(API, "            if self.request.user.is_authenticated:\n                raise PermissionDenied\n"
                     "            raise NotAuthenticated", "            return\n            raise NotAuthenticated"),
           "isolation", "api/"),
    Mutant("projects: a form offers other people's rows", "projects",
           swap(FORMS, "field.queryset = visible(user, field.queryset.model)", "pass"), "isolation", "somebody else"),
    Mutant("marks: a mark stays with the teacher who gave it", "marks",
           swap(FORMS, "self.instance.owner = person", "pass"), "crud", "the person it was made for"),
    Mutant("todo: a request may name the owner", "todo",
           both(swap(VIEWS, "form.instance.owner = self.request.user",
                     'form.instance.owner_id = self.request.POST.get("owner") or self.request.user.pk')),
           "isolation", "somebody else's name", quick=True),
    Mutant("blog: who registers may make themselves staff", "blog",
           swap("accounts/forms.py", 'fields = ("first_name", "email", "password")',
                'fields = ("first_name", "email", "password", "is_staff")'), "isolation", "more rights", quick=True),
    Mutant("school: the account page takes any field", "school",
           swap("accounts/views.py", "@login_required\ndef profile(request: HttpRequest) -> HttpResponse:\n",
                "@login_required\ndef profile(request: HttpRequest) -> HttpResponse:\n"
                '    if request.method == "POST":\n'
                "        for name in set(request.POST) & {\"first_name\", \"is_staff\", \"is_superuser\"}:\n"
                "            setattr(request.user, name, True)\n"
                "        request.user.save()\n"), "isolation", "more rights"),
    Mutant("inventory: the admin is open to members", "inventory",
           append("config/admin.py", "\n\nadmin.AdminSite.has_permission = lambda self, request: request.user.is_authenticated\n"),
           "pages", "/admin/"),
)  # fmt: skip

KEYS = (
    Mutant("todo: any key opens the API", "todo",
           swap("core/api/authentication.py", 'ApiToken.find(key.strip()) if scheme == "Bearer" else None',
                "ApiToken.find(key.strip()) or ApiToken.objects.first()"), "isolation", "an (old|unknown) key"),
    Mutant("inventory: the API ignores keys", "inventory",
           swap("core/api/authentication.py", "        request.user = _token_user(header)\n", "        _token_user(header)\n"),
           "isolation", "with the key of"),
    Mutant("clinic: keys lie in the database as they are", "clinic",
           swap("accounts/models.py", "return hashlib.sha256(key.encode()).hexdigest()", "return key"), "isolation",
           "lies in the database"),
)  # fmt: skip

REQUESTS = (
    Mutant("shop: no protection against forged requests", "shop",
           swap("config/settings.py", '    "django.middleware.csrf.CsrfViewMiddleware",\n', ""), "isolation", "CSRF", quick=True),
    Mutant("jobs: the API takes a session without its token", "jobs",
           swap("core/api/authentication.py", "    if reason:\n", "    if reason and False:\n"), "isolation", "CSRF"),
    Mutant("blog: texts come back unescaped", "blog", rewrite(ANY_DETAIL, r"\{\{ object\.(\w+)(\|linebreaks)? \}\}", r"{{ object.\1|safe }}"),
           "isolation", "unescaped", quick=True),
    Mutant("events: titles of lists come back unescaped", "events",
           rewrite(r"core/templates/core/\w+/_items\.html", r"\{\{ row \}\}", "{{ row|safe }}"), "isolation", "unescaped"),
    Mutant("clinic: pages escape nothing at all", "clinic",
           swap("config/settings.py", '        "OPTIONS": {\n            "context_processors"',
                '        "OPTIONS": {\n            "autoescape": False,\n            "context_processors"'), "isolation", "unescaped"),
    Mutant("school: the log-in leads to other sites", "school",
           swap("accounts/views.py", "class Login(auth_views.LoginView):\n",
                "class Login(auth_views.LoginView):\n"
                "    def get_success_url(self) -> str:\n"
                '        return self.request.POST.get("next") or "/"\n\n'), "isolation", "another site"),
    Mutant("todo: looking deletes", "todo",
           swap(VIEWS, "class RecordDelete(Guarded, generic.DeleteView):\n",
                "class RecordDelete(Guarded, generic.DeleteView):\n"
                "    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:\n"
                "        self.get_object().delete()\n"
                '        return redirect("core:home")\n\n'), "crud", "GET"),
)  # fmt: skip

WORKINGS = (
    Mutant("jobs: the migration is missing", "jobs", without(r"core/migrations/0001_initial\.py"), "migrations", "core"),
    Mutant("school: a column is longer than its migration says", "school",
           rewrite(r"core/models/(?!base|__init__)\w+\.py", r"max_length=200", "max_length=201"), "migrations", "alter|Alter"),
    Mutant("events: a page has lost its template", "events", without(r"core/templates/core/form\.html"), "pages",
           r"core/form\.html", quick=True),
    Mutant("blog: a template names an address that does not exist", "blog",
           swap("core/templates/core/base.html", "{% url 'core:home' %}", "{% url 'core:hom' %}"), "seed", "'hom'"),
    Mutant("clinic: forms say saved and save nothing", "clinic",
           swap(VIEWS, "        self.object = form.save()\n", "        self.object = self.model.objects.order_by(\"pk\").first()\n"),
           "crud", "new rows"),
    Mutant("inventory: deleting keeps the row", "inventory",
           swap(VIEWS, "        self.object.delete()\n", ""), "crud", "still stored"),
    Mutant("todo: rows belong to the wrong person", "todo",
           swap(VIEWS, "form.instance.owner = self.request.user",
                "form.instance.owner_id = type(form.instance)._meta.get_field(\"owner\").related_model.objects"
                ".exclude(pk=self.request.user.pk).first().pk"),
           "crud", "belong"),
    Mutant("jobs: the search finds everything", "jobs",
           rewrite("core/filters.py", r"rows = rows\.filter\(reduce.*\n", "pass\n"), "criteria", "does not match|not match"),
    Mutant("clinic: every move between states is allowed", "clinic",
           swap("core/workflow.py", "labels = dict(row.next_states())", "labels = dict(row._meta.get_field(row.state_field).choices)"),
           "criteria", "is not in the plan and was carried out", quick=True),
    Mutant("school: a required field is not asked for", "school",
           rewrite("core/forms/base.py", r"(super\(\).__init__\(\*args, \*\*kwargs\)\n)",
                   r"\1        for each in self.fields.values():\n            each.required = False\n"), "criteria", "without"),
    Mutant("blog: the sample data doubles with each start", "blog",
           rewrite("core/management/commands/seed.py", r"if any\(.* in TABLES\):", "if False:"), "seed", "."),
    Mutant("shop: the order's total forgets the quantity's price", "shop",
           swap("core/models/linea_pedido.py", "number(self.precio_unitario) * number(self.cantidad)",
                "number(self.precio_unitario)"),
           "criteria", "total"),
    Mutant("shop: looking at the payment page pays", "shop",
           swap("shop/views.py", '    if request.method != "POST":\n        return render(request, "shop/fake_payment.html"',
                '    if request.method != "POST":\n        orders.mark_paid(order, "x")\n        return render(request, "shop/fake_payment.html"'),
           "criteria", "before anybody has paid", quick=True),
    Mutant("events: a function is called that nobody wrote", "events",
           append("core/views/pages.py", "\n\ndef unused() -> None:\n    nobody_wrote_this()\n"), "ruff", "nobody_wrote_this"),
    Mutant("school: its own tests fail", "school",
           append("core/tests/test_pages.py", "\n\nclass Broken(TestCase):\n    def test_it(self) -> None:\n        self.fail('spoiled')\n"),
           "tests", "spoiled"),
)  # fmt: skip

CARRIED = (
    Mutant("shop: a Stripe key stands in the settings", "shop",
           append("config/settings.py", '\nSTRIPE_SECRET_KEY = "sk_live_' + "4eC39HqLyjWDarjtT1zdp7dc" + '"\n'), "secrets", "config/settings.py"),
    Mutant("events: the image runs as root", "events", swap("Dockerfile", "USER app\n", ""), "delivery", "Dockerfile:.*root"),
    Mutant("blog: anybody's pull request acts with our rights", "blog",
           swap(CI, "  pull_request:\n", "  pull_request_target:\n"), "delivery", "ci.yml:.*pull_request_target"),
    Mutant("inventory: the database is open to the network", "inventory",
           swap("compose.yaml", "    image: postgres:17-alpine\n", '    image: postgres:17-alpine\n    ports: ["5432:5432"]\n'),
           "delivery", "compose.yaml:.*database"),
    Mutant("jobs: a stylesheet swallows its rules", "jobs",
           rewrite(r"static/.*\.css|core/static/.*\.css", r"\A", "main { color: red;\n"), "parse", r"\.css"),
)  # fmt: skip

BETWEEN_PEOPLE = (
    Mutant("recipes: favourites are everybody's", "recipes",
           swap("favourites/marks.py", "marks.objects.filter(person=person).values", "marks.objects.values"),
           "criteria", "somebody else has marked"),
    Mutant("recipes: comments are seen before they are approved", "recipes",
           swap(ACCESS, 'rows.filter(Q(moderation="approved") | mine)', "rows"), "criteria", "another's row"),
    Mutant("recipes: a page that calls itself a picture is taken", "recipes",
           swap("uploads/files.py", "    if ending is None:\n        raise", "    if ending is None and not file.name:\n        raise"),
           "criteria", "with a script in it"),
    Mutant("recipes: authors are not told of comments", "recipes",
           swap("notices/receivers.py", "if owner is not None and owner != by:", "if owner == by:"), "criteria", "notices came"),
    Mutant("recipes: the newsletter takes an address unconfirmed", "recipes",
           swap("newsletter/views.py", 'links.CONFIRM)\n    if email and request.method == "POST":', "links.CONFIRM)\n    if email:"),
           "criteria", "before anybody has confirmed"),
)  # fmt: skip

FIGURES = (
    Mutant("sales: the dashboard always counts seven", "sales",
           swap("figures/tally.py", 'Tally(found["in_all"], sums', "Tally(7, sums"), "criteria", "the rows of the database make"),
    Mutant("sales: a seller's dashboard counts everybody's sales", "sales",
           swap("figures/tally.py", "rows = visible(user, counted.table)", "rows = counted.table._default_manager.all()"),
           "criteria", "as (member|other): .* the rows of the database make"),
    Mutant("sales: sums are of what was there last week", "sales",
           swap("figures/tally.py", "rows.order_by().annotate(", "rows.filter(created_at__lt=\"2020-01-01\").order_by().annotate("),
           "criteria", "the rows of the database make"),
    Mutant("sales: a report forgets the time that was asked for", "sales",
           swap("figures/tally.py", "    if span.since:", "    if span.since and False:"), "criteria", "since=.* the rows of the database make"),
    Mutant("sales: a report's file leaves out its total", "sales",
           swap("figures/reports.py", "    yield [*(first if", "    return\n    yield [*(first if"), "criteria", "does not hold the numbers of the page"),
    Mutant("clinic: the CSV holds other people's rows", "clinic",
           swap(VIEWS, "csv_response(self.get_queryset(), request.user)", "csv_response(self.model.objects.all(), request.user)"),
           "criteria", "rows, but .* may read"),
    Mutant("school: the CSV ignores the search", "school",
           swap(VIEWS, "csv_response(self.get_queryset(), request.user)", "csv_response(Guarded.get_queryset(self), request.user)"),
           "criteria", "instead of the one that matches"),
    Mutant("todo: a spreadsheet runs what somebody wrote", "todo",
           swap("core/export.py", "text.startswith(FORMULA_STARTS)", "text.startswith(chr(0))"), "criteria", "would run"),
)  # fmt: skip

MUTANTS: tuple[Mutant, ...] = (*RIGHTS, *KEYS, *REQUESTS, *WORKINGS, *CARRIED, *BETWEEN_PEOPLE, *FIGURES)
QUICK: tuple[Mutant, ...] = tuple(mutant for mutant in MUTANTS if mutant.quick)
