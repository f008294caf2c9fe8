"""Blueprints of apps that keep no rows: a calculator, games, one page about something."""

from __future__ import annotations

from generation.blueprint.schema import (
    Access,
    Blueprint,
    CheckKind,
    Contact,
    Criterion,
    CriterionCheck,
    Entity,
    Feature,
    Field,
    FieldType,
    Item,
    Kit,
    Landing,
    Page,
    PageKind,
    Question,
    Section,
    Theme,
    Tool,
    ToolExample,
    ToolInput,
    ToolOutput,
    Who,
    Widget,
)


def shows(number: int, text: str, page: str = "") -> Criterion:
    check = CriterionCheck(kind=CheckKind.SHOWS, role=Who.VISITOR, page=page)
    return Criterion(id=f"c{number:02d}", text=text, check=check)


def computes(number: int, text: str, tool: str) -> Criterion:
    check = CriterionCheck(kind=CheckKind.COMPUTES, role=Who.VISITOR, tool=tool)
    return Criterion(id=f"c{number:02d}", text=text, check=check)


MORTGAGE = Tool(
    slug="cuota-hipoteca",
    title="Cuota de la hipoteca",
    text="Cuánto se paga al mes por un préstamo a interés fijo.",
    inputs=(
        ToolInput(name="importe", label="Importe", unit="€", minimum=1, maximum=5_000_000),
        ToolInput(name="interes", label="Interés anual", unit="%", minimum=0, maximum=30, default=3),
        ToolInput(name="plazo", label="Plazo", unit="años", minimum=1, maximum=40, whole=True),
    ),
    outputs=(
        ToolOutput(
            name="cuota",
            label="Cuota mensual",
            unit="€",
            formula="importe * (interes / 1200) / (1 - (1 + interes / 1200) ** (-12 * plazo))"
            " if interes > 0 else importe / (12 * plazo)",
        ),
        ToolOutput(name="total", label="Total pagado", unit="€", formula="cuota * 12 * plazo"),
        ToolOutput(name="intereses", label="Intereses", unit="€", formula="total - importe"),
    ),
    examples=(
        ToolExample(inputs={"importe": 150000, "interes": 3, "plazo": 25}, outputs={"cuota": 711.32}),
        ToolExample(inputs={"importe": 12000, "interes": 0, "plazo": 10}, outputs={"cuota": 100, "intereses": 0}),
    ),
)
VAT = Tool(
    slug="price-with-vat",
    title="Price with VAT",
    inputs=(
        ToolInput(name="max", label="Net price", unit="£", minimum=0),
        ToolInput(name="match", label="VAT", options=(("Standard 20 %", 20), ("Reduced 5 %", 5), ("Zero", 0))),
    ),
    outputs=(
        ToolOutput(
            name="rounded", label="Price with VAT", unit="£", formula="round(max(max, 0) * (1 + match / 100), 2)"
        ),
    ),
)
RATIO = Tool(
    slug="ratio",
    title="Ratio",
    inputs=(ToolInput(name="a", label="First"), ToolInput(name="b", label="Second")),
    outputs=(ToolOutput(name="ratio", label="Ratio", formula="a / b", decimals=4),),
)


def mortgage() -> Blueprint:
    return Blueprint(
        name="Hipoteca clara",
        slug="hipoteca-clara",
        language="es",
        purpose="Calcula la cuota mensual de una hipoteca.",
        pages=(
            Page(kind=PageKind.LANDING, slug="", title="Hipoteca clara"),
            Page(kind=PageKind.TOOL, slug="cuota-hipoteca", title="Cuota de la hipoteca"),
        ),
        tools=(MORTGAGE,),
        theme=Theme(kit=Kit.ONE_PAGE, primary="#0f766e"),
        criteria=(
            computes(1, "La cuota es la que da la fórmula.", "cuota-hipoteca"),
            shows(2, "Cualquiera abre la aplicación."),
            shows(3, "Cualquiera abre la calculadora.", "cuota-hipoteca"),
        ),
    )


def calculators() -> Blueprint:
    """Two of them, in English, with names that Python uses for itself."""
    return Blueprint(
        name="Shop sums",
        slug="shop-sums",
        language="en",
        purpose="Two small sums for the counter.",
        pages=(
            Page(kind=PageKind.LANDING, slug="", title="Shop sums"),
            Page(kind=PageKind.TOOL, slug="price-with-vat", title="Price with VAT"),
            Page(kind=PageKind.TOOL, slug="ratio", title="Ratio"),
        ),
        tools=(VAT, RATIO),
        theme=Theme(kit=Kit.ONE_PAGE, primary="#7c2d12", mode="dark"),
        criteria=(
            computes(1, "The price comes out.", "price-with-vat"),
            computes(2, "The ratio comes out.", "ratio"),
            shows(3, "Anybody opens the app."),
        ),
    )


QUIZ = Widget(
    kind="quiz",
    slug="quiz-capitales",
    title="Capitales de Colombia",
    questions=(
        Question(text="¿Cuál es la capital del Chocó?", answers=("Quibdó", "Riohacha", "Mocoa"), right=0),
        Question(text="¿Y la de La Guajira?", answers=("Valledupar", "Riohacha", "Mitú"), right=1),
        Question(text='¿Cuánto es 1 </script><b id="zq"> 2 & "3"?', answers=("<i>uno</i>", "dos"), right=1),
    ),
)
MEMORY = Widget(kind="memory", slug="parejas", title="Parejas", faces=("Oso", "Búho", "Zorro <b>", "Lince"))
TICTACTOE = Widget(kind="tictactoe", slug="ta-te-ti", title="Ta-te-ti")
SNAKE = Widget(kind="snake", slug="viborita", title="La viborita")


def quiz() -> Blueprint:
    """One game, which is the home page."""
    return Blueprint(
        name="Repaso de sociales",
        slug="repaso-de-sociales",
        language="es",
        purpose="Un quiz para repasar las capitales en clase.",
        pages=(
            Page(kind=PageKind.LANDING, slug="", title="Repaso de sociales"),
            Page(kind=PageKind.WIDGET, slug="quiz-capitales", title="Capitales de Colombia"),
        ),
        widgets=(QUIZ,),
        theme=Theme(kit=Kit.ONE_PAGE, primary="#b45309"),
        criteria=(
            shows(1, "Cualquiera abre la aplicación."),
            shows(2, "Cualquiera abre el quiz.", "quiz-capitales"),
        ),
    )


def arcade() -> Blueprint:
    """All four games."""
    widgets = (QUIZ, MEMORY, TICTACTOE, SNAKE)
    pages = [Page(kind=PageKind.WIDGET, slug=each.slug, title=each.title) for each in widgets]
    return Blueprint(
        name="Salón de juegos",
        slug="salon-de-juegos",
        language="es",
        purpose="Cuatro juegos para el recreo.",
        pages=(Page(kind=PageKind.LANDING, slug="", title="Salón de juegos"), *pages),
        widgets=widgets,
        theme=Theme(kit=Kit.ONE_PAGE, primary="#6d28d9", type_pair="geometric", radius="round"),
        criteria=(
            shows(1, "Cualquiera abre la aplicación."),
            *(shows(number, f"Cualquiera abre {each.title}.", each.slug) for number, each in enumerate(widgets, 2)),
        ),
    )


YOGA = Landing(
    headline="Yoga Ribera",
    phrase="Respira, estira y vuelve a casa más ligera.",
    sections=(
        Section(
            kind="text", slug="quien-soy", title="Quién soy", text="Doy clases de yoga en Vallecas desde hace años."
        ),
        Section(
            kind="timetable",
            slug="horarios",
            title="Horarios",
            items=(Item(label="Lunes y miércoles", value="19:00"), Item(label="Sábados", value="10:00")),
        ),
        Section(
            kind="prices",
            slug="precios",
            title="Precios",
            items=(Item(label="Clase suelta", value="12 €"), Item(label="Bono de diez", value="95 €")),
        ),
        Section(
            kind="list",
            slug="servicios",
            title="Qué ofrezco",
            items=(
                Item(label="Hatha suave", value="Para empezar"),
                Item(label="Yoga prenatal"),
                Item(label="<b>Pilates</b>"),
            ),
        ),
        Section(
            kind="questions",
            slug="dudas",
            title="Preguntas frecuentes",
            items=(
                Item(label="¿Tengo que traer esterilla?", value="No, hay para todos."),
                Item(label='¿"Novatos"?', value="Sí."),
            ),
        ),
        Section(kind="quotes", slug="opiniones", title="Opiniones", items=(Item(label="Salgo nueva.", value="Marta"),)),
        Section(kind="images", slug="fotos", title="Fotos", text="Aquí irán las fotos.", placeholder=True),
    ),
    contacts=(
        Contact(kind="whatsapp", label="WhatsApp", value="+34 600 123 456"),
        Contact(kind="phone", label="Teléfono", value="91 234 56 78"),
        Contact(kind="email", label="Correo", value="hola@yogaribera.example"),
        Contact(kind="address", label="Dirección", value="Calle de la Ribera 7, Madrid"),
        Contact(kind="link", label="Instagram"),
    ),
    button=Contact(kind="whatsapp", label="Escríbeme por WhatsApp", value="+34 600 123 456"),
)


def yoga() -> Blueprint:
    return Blueprint(
        name="Yoga Ribera",
        slug="yoga-ribera",
        language="es",
        purpose="Clases de yoga en Vallecas.",
        pages=(Page(kind=PageKind.LANDING, slug="", title="Yoga Ribera"),),
        landing=YOGA,
        theme=Theme(kit=Kit.ONE_PAGE, primary="#6b8f71", background="#ffffff", type_pair="editorial"),
        criteria=(shows(1, "Cualquiera abre la página."),),
    )


def yoga_with_form() -> Blueprint:
    """The page with a form: messages of visitors, for the staff alone."""
    message = Entity(
        name="Mensaje",
        label="Mensaje",
        label_plural="Mensajes",
        slug="mensajes",
        display="correo",
        access=Access(read=Who.STAFF, create=Who.VISITOR, edit=Who.STAFF, delete=Who.STAFF),
        fields=(
            Field(name="correo", label="Correo", type=FieldType.EMAIL),
            Field(name="texto", label="Mensaje", type=FieldType.LONG_TEXT),
        ),
    )
    sent = CriterionCheck(kind=CheckKind.CREATES, entity="Mensaje", role=Who.VISITOR)
    return yoga().model_copy(
        update={
            "entities": (message,),
            "features": (Feature.ACCOUNTS, Feature.ADMIN),
            "criteria": (shows(1, "Cualquiera abre la página."), Criterion(id="c02", text="Llega.", check=sent)),
        }
    )


ALL = {"mortgage": mortgage, "calculators": calculators, "quiz": quiz, "arcade": arcade, "yoga": yoga}
