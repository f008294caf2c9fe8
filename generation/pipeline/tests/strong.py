"""Answers as a strong model would write them, for one shop with workshops: whole features, in its own style."""

from __future__ import annotations

from generation.agents.tests.scripted import edit, file

TEXT = (
    "Una tienda de plantas con carrito, pagos con Stripe, panel de administración y reservas de talleres con fecha y "
    "hora. A partir de 10 unidades de una planta, 10 % de descuento. Un taller no se puede reservar dos veces a la "
    "misma hora. "
    "En el panel quiero ver cuántas reservas quedan por venir. La portada, en tonos violeta."
)
DISCOUNT = edit(
    "shop/cart.py",
    ("MOST = 99", 'MOST = 99\nBULK = 10\nBULK_FACTOR = Decimal("0.90")'),
    (
        "        return self.product.precio * self.quantity",
        "        return self.price * self.quantity\n"
        "\n"
        "    @property\n"
        "    def price(self) -> Decimal:\n"
        '        """Of one piece; from ten on it is a tenth less."""\n'
        "        if self.quantity < BULK:\n"
        "            return self.product.precio\n"
        '        return (self.product.precio * BULK_FACTOR).quantize(Decimal("0.01"))',
    ),
) + edit("shop/orders.py", ("precio_unitario=line.product.precio,", "precio_unitario=line.price,"))
DISCOUNT_TEST = file(
    "shop/tests/test_discount.py",
    """from decimal import Decimal

from django.test import SimpleTestCase

from core.models import Planta
from shop.cart import Line


class DiscountTest(SimpleTestCase):
    def test_ten_pieces_cost_a_tenth_less(self) -> None:
        plant = Planta(precio=Decimal("10.00"))
        self.assertEqual(Line(plant, 9).amount, Decimal("90.00"))
        self.assertEqual(Line(plant, 10).amount, Decimal("90.00"))
""",
)
CONFLICT = file(
    "core/forms/reserva.py",
    """from __future__ import annotations

from typing import Any

from core.forms.base import RecordForm
from core.models import Reserva


class ReservaForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Reserva
        fields = ("taller", "fecha_hora")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        taller, moment = found.get("taller"), found.get("fecha_hora")
        if taller and moment:
            others = Reserva.objects.filter(taller=taller, fecha_hora=moment).exclude(pk=self.instance.pk)
            if others.exists():
                self.add_error("fecha_hora", "Ese taller ya está reservado a esa hora.")
        return found
""",
)
FIGURE = file(
    "figures/upcoming.py",
    '''"""How many bookings are still to come."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from core.access import visible
from core.models import Reserva
from figures import writing
from figures.panels import Tile


def upcoming(user: Any) -> Tile:
    rows = visible(user, Reserva).filter(fecha_hora__gte=timezone.now()).count()
    return Tile("Reservas por venir", reverse("core:reserva_list"), writing.count(rows, "reserva.upcoming"), "")
''',
) + edit(
    "figures/views.py",
    (
        "from figures.tables import COUNTED, DASHBOARD, REPORTS",
        "from figures.tables import COUNTED, DASHBOARD, REPORTS\nfrom figures.upcoming import upcoming",
    ),
    (
        '        "tiles": [tile for counted in seen for tile in panels.tiles(counted, span, user)],',
        '        "tiles": [*(tile for counted in seen for tile in panels.tiles(counted, span, user)), upcoming(user)],',
    ),
)
BACKEND = f"I add the three rules.\n\n{DISCOUNT}\n{DISCOUNT_TEST}\n{CONFLICT}\n{FIGURE}"
THEME = file(
    "static/css/theme.css",
    """/* The violet of the front page. */
:root {
  --primary: #6d28d9;
  --primary-hover: #5b21b6;
  --on-primary: #ffffff;
  --primary-ink: #6d28d9;
  --primary-soft: #ede9fe;
}

@media (prefers-color-scheme: dark) {
  :root {
    --primary-ink: #c4b5fd;
    --primary-soft: #2e1f4f;
  }
}

.promise {
  padding: var(--gap);
  border-radius: var(--radius-box);
  background: var(--primary-soft);
}
""",
) + edit(
    "core/templates/core/base.html",
    (
        """  <link rel="stylesheet" href="{% static 'css/app.css' %}">""",
        """  <link rel="stylesheet" href="{% static 'css/app.css' %}">
  <link rel="stylesheet" href="{% static 'css/theme.css' %}">""",
    ),
)
LANDING = edit(
    "core/templates/core/home.html",
    (
        '{% if not user.is_authenticated %}\n<section class="join">',
        '<section class="band promise">\n'
        "  <h2>Diez o más, un diez por ciento menos</h2>\n"
        "  <p>El descuento se aplica solo en el carrito, planta por planta.</p>\n"
        "</section>\n"
        '{% if not user.is_authenticated %}\n<section class="join">',
    ),
)
FRONTEND = THEME + LANDING
DEVOPS = {
    "region": "europe",
    "time_zone": "Europe/Madrid",
    "notes": [{"title": "Cada semana", "text": "Pon las fechas de los talleres y repasa las existencias."}],
}
NOTHING_TO_ADD: dict[str, list[object]] = {"things": [], "fields": []}
