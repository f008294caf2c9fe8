"""What does not fit is said in the admin's own form, not by an error page; numbers have the places they need."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.blueprint.reader import read
from generation.stacks.django import DjangoStack
from generation.stacks.tests.projects import assert_runs, write

TEXT = "Almacén con productos (nombre, existencias, mínimo, peso en kilos), entradas y salidas con cantidad y fecha."
TRIED = """
from datetime import date
from decimal import Decimal
from django.test import Client
from accounts.models import User
from core.models import Entrada, Producto, Salida
browser = Client(SERVER_NAME="localhost")
browser.force_login(User.objects.get(email="staff@example.com"))
ago = sorted((date.today() - row.fecha).days for row in Entrada.objects.all())
assert ago[0] < 0 <= min(days for days in ago if days >= 0) < 7, ago
product = Producto.objects.create(nombre="Tornillo", minimo=1, peso_kilos=Decimal("16.8"))
came = Entrada.objects.create(producto=product, cantidad=5, fecha="2026-03-01")
before = Salida.objects.count()
sent = {"producto": product.pk, "cantidad": 9, "fecha": "2026-03-02"}
answer = browser.post("/admin/core/salida/add/", sent)
assert answer.status_code == 200, answer.status_code
assert 'class="errorlist nonfield"' in answer.content.decode()
assert Salida.objects.count() == before
assert browser.post("/admin/core/salida/add/", {**sent, "cantidad": 3}).status_code == 302
assert browser.post(f"/admin/core/entrada/{came.pk}/delete/", {"post": "yes"}).status_code == 302
several = {"action": "delete_selected", "_selected_action": [came.pk], "post": "yes"}
assert browser.post("/admin/core/entrada/", several).status_code == 302
assert Entrada.objects.filter(pk=came.pk).exists()
listed = browser.get("/admin/core/producto/?q=Tornillo").content.decode()
assert ">16,8<" in listed and "16,800" not in listed, listed
form = browser.get(f"/{product.get_absolute_url().strip('/')}/editar/").content.decode()
assert 'value="16.8"' in form
assert browser.get(f"/api/productos/{product.pk}/").json()["peso_kilos"] == "16.8"
lines = browser.get("/productos/?format=csv").content.decode()
assert ",16.8," in lines and "16.800" not in lines, lines
print("refused")
"""


@pytest.mark.slow
def test_the_admin_refuses_what_does_not_fit_in_its_own_form(tmp_path: Path) -> None:
    folder = write(DjangoStack().render(read(TEXT)), tmp_path)
    assert_runs(folder, "migrate", "--verbosity", "0")
    assert_runs(folder, "seed")
    assert "refused" in assert_runs(folder, "shell", "--verbosity", "0", "-c", TRIED)
