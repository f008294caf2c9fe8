"""Four blueprints written by hand: what the stack is developed and tested against."""

from __future__ import annotations

from generation.blueprint.schema import (
    Access,
    Blueprint,
    CheckKind,
    Choice,
    CriterionCheck,
    Entity,
    Feature,
    Field,
    Kit,
    Move,
    Page,
    PageKind,
    Role,
    Shop,
    Theme,
    Who,
    Workflow,
)
from generation.blueprint.schema import FieldType as T
from generation.stacks.tests.pieces import PRIVATE, PUBLISHED, SAID, STAFF_ONLY, criteria


def blog() -> Blueprint:
    post = Entity(
        name="Post",
        label="Entrada",
        label_plural="Entradas",
        slug="posts",
        display="titulo",
        search=("titulo", "texto"),
        filters=("categoria",),
        access=PUBLISHED,
        fields=(
            Field(name="titulo", label="Título", type=T.TEXT),
            Field(name="texto", label="Texto", type=T.LONG_TEXT),
            Field(name="fecha", label="Fecha de publicación", type=T.DATE),
            Field(name="categoria", label="Categoría", type=T.RELATION, target="Categoria", required=False),
            Field(name="etiquetas", label="Etiquetas", type=T.RELATIONS, target="Etiqueta", required=False),
        ),
    )
    comment = Entity(
        name="Comentario",
        label="Comentario",
        label_plural="Comentarios",
        slug="comentarios",
        display="texto",
        owned=True,
        access=SAID,
        fields=(
            Field(name="post", label="Entrada", type=T.RELATION, target="Post"),
            Field(name="texto", label="Comentario", type=T.LONG_TEXT),
        ),
    )
    category, tag = (
        Entity(
            name=name,
            label=name,
            label_plural=f"{name}s",
            slug=f"{name.lower()}s",
            display="nombre",
            access=PUBLISHED,
            fields=(Field(name="nombre", label="Nombre", type=T.TEXT, unique=True),),
        )
        for name in ("Categoria", "Etiqueta")
    )
    return Blueprint(
        name="Cuaderno de campo",
        slug="cuaderno-de-campo",
        language="es",
        purpose="Un blog de paseos por la montaña, con comentarios de quien lo lee.",
        domain="blog",
        entities=(post, comment, category, tag),
        roles=(Role(name="lectora", label="Lectora"), Role(name="editora", label="Editora", level=Who.STAFF)),
        pages=(
            Page(kind=PageKind.LANDING, slug="", title="Paseos, cumbres y cuadernos mojados"),
            Page(
                kind=PageKind.STATIC, slug="sobre", title="Sobre el blog", text="Lo escribimos dos amigas.\nDesde 2019."
            ),
        ),
        features=(Feature.ACCOUNTS, Feature.ADMIN, Feature.SEARCH, Feature.COMMENTS),
        theme=Theme(kit=Kit.EDITORIAL, primary="#2f6b4f", accent="#c2571a", type_pair="editorial", radius="sharp"),
        seed={
            "Categoria": ({"nombre": "Rutas"}, {"nombre": "Material"}, {"nombre": "Refugios"}),
            "Etiqueta": ({"nombre": "invierno"}, {"nombre": "con perro"}, {"nombre": "crestas"}),
            "Post": (
                {
                    "titulo": "Tres días por el valle de Ordesa",
                    "texto": "Salimos con lluvia y volvimos con sol. El segundo día cruzamos la faja de Pelay sin "
                    "encontrar a nadie, y por la noche el refugio olía a sopa y a botas secándose junto a la estufa.",
                    "fecha": "2026-03-02",
                    "categoria": 1,
                    "etiquetas": (2,),
                },
                {
                    "titulo": "Qué llevar en la mochila cuando nieva",
                    "texto": "Capas, guantes de repuesto y un termo. Lo demás es peso que la cuesta cobra dos veces.",
                    "fecha": "2026-02-11",
                    "categoria": 2,
                    "etiquetas": (1,),
                },
                {
                    "titulo": "Dormir en el refugio de Góriz",
                    "texto": "Reserva con tiempo, lleva tapones y levántate antes que los demás: el amanecer es tuyo.",
                    "fecha": "2026-01-20",
                    "categoria": 3,
                    "etiquetas": (1, 3),
                },
                {
                    "titulo": "La cresta que dejamos a medias",
                    "texto": "A veces la mejor decisión es darse la vuelta. Volveremos en septiembre, sin viento.",
                    "fecha": "2025-11-05",
                    "categoria": 1,
                    "etiquetas": (3,),
                },
            ),
            "Comentario": (
                {"post": 1, "texto": "¡Qué ganas de volver! ¿El puente ya está reparado?"},
                {"post": 1, "texto": "Nosotros fuimos en mayo y había neveros."},
                {"post": 3, "texto": "Los tapones son imprescindibles."},
            ),
        },
        criteria=criteria(
            ("El equipo publica una entrada", CriterionCheck(kind=CheckKind.CREATES, entity="Post", role=Who.STAFF)),
            ("Cualquiera lee las entradas", CriterionCheck(kind=CheckKind.LISTS, entity="Post", role=Who.VISITOR)),
            ("Quien tiene cuenta comenta", CriterionCheck(kind=CheckKind.CREATES, entity="Comentario")),
            (
                "Un miembro no publica entradas",
                CriterionCheck(kind=CheckKind.FORBIDS, entity="Post", role=Who.MEMBER, action="create"),
            ),
            ("La búsqueda encuentra entradas", CriterionCheck(kind=CheckKind.FILTERS, entity="Post", field="titulo")),
            (
                "El título es obligatorio",
                CriterionCheck(kind=CheckKind.REQUIRES, entity="Post", field="titulo", role=Who.STAFF),
            ),
            ("La página «Sobre el blog» responde", CriterionCheck(kind=CheckKind.SHOWS, page="sobre")),
        ),
    )


def todo() -> Blueprint:
    private = PRIVATE
    project = Entity(
        name="Project",
        label="Project",
        label_plural="Projects",
        slug="projects",
        display="name",
        owned=True,
        access=private,
        fields=(
            Field(name="name", label="Name", type=T.TEXT),
            Field(name="notes", label="Notes", type=T.LONG_TEXT, required=False),
        ),
    )
    task = Entity(
        name="Task",
        label="Task",
        label_plural="Tasks",
        slug="tasks",
        display="title",
        search=("title",),
        filters=("priority", "done", "due"),
        owned=True,
        access=private,
        fields=(
            Field(name="title", label="Title", type=T.TEXT),
            Field(name="project", label="Project", type=T.RELATION, target="Project", required=False),
            Field(name="due", label="Due date", type=T.DATE, required=False),
            Field(
                name="priority",
                label="Priority",
                type=T.CHOICE,
                choices=(
                    Choice(value="low", label="Low"),
                    Choice(value="normal", label="Normal"),
                    Choice(value="high", label="High"),
                ),
            ),
            Field(name="done", label="Done", type=T.BOOLEAN, required=False),
        ),
    )
    return Blueprint(
        name="Plain Todo",
        slug="plain-todo",
        language="en",
        purpose="Keep what you have to do in one quiet list that only you can see.",
        domain="todo",
        entities=(task, project),
        roles=(Role(name="member", label="Member"),),
        pages=(Page(kind=PageKind.LANDING, slug="", title="Everything you have to do, and nothing else"),),
        features=(Feature.ACCOUNTS, Feature.ADMIN, Feature.SEARCH, Feature.FILTERS, Feature.EXPORT_CSV),
        theme=Theme(kit=Kit.DESK, primary="#4f46e5", accent="#f59e0b", type_pair="geometric", radius="round"),
        seed={
            "Project": (
                {"name": "Home", "notes": "The flat and everything in it."},
                {"name": "Work"},
                {"name": "Trip"},
            ),
            "Task": (
                {"title": "Call the plumber", "project": 1, "due": "2026-03-03", "priority": "high", "done": False},
                {"title": "Water the plants", "project": 1, "priority": "low", "done": True},
                {
                    "title": "Book the train to Lisbon",
                    "project": 3,
                    "due": "2026-03-20",
                    "priority": "normal",
                    "done": False,
                },
                {
                    "title": "Send the quarterly report",
                    "project": 2,
                    "due": "2026-03-31",
                    "priority": "high",
                    "done": False,
                },
                {"title": "Buy a birthday card", "priority": "normal", "done": False},
            ),
        },
        criteria=criteria(
            ("A member adds a task", CriterionCheck(kind=CheckKind.CREATES, entity="Task")),
            ("A member changes a task", CriterionCheck(kind=CheckKind.EDITS, entity="Task")),
            ("A member deletes a task", CriterionCheck(kind=CheckKind.DELETES, entity="Task")),
            ("Nobody sees another person's tasks", CriterionCheck(kind=CheckKind.ISOLATES, entity="Task")),
            ("A task needs a title", CriterionCheck(kind=CheckKind.REQUIRES, entity="Task", field="title")),
            (
                "Tasks can be filtered by priority",
                CriterionCheck(kind=CheckKind.FILTERS, entity="Task", field="priority"),
            ),
        ),
    )


def salon() -> Blueprint:
    service = Entity(
        name="Servicio",
        label="Servicio",
        label_plural="Servicios",
        slug="servicios",
        display="nombre",
        search=("nombre",),
        access=PUBLISHED,
        fields=(
            Field(name="nombre", label="Nombre", type=T.TEXT, unique=True),
            Field(name="descripcion", label="Descripción", type=T.LONG_TEXT, required=False),
            Field(name="precio", label="Precio", type=T.MONEY),
            Field(name="duracion", label="Duración (minutos)", type=T.INTEGER),
        ),
    )
    customer = Entity(
        name="Cliente",
        label="Cliente",
        label_plural="Clientes",
        slug="clientes",
        display="nombre",
        search=("nombre", "telefono"),
        access=STAFF_ONLY,
        fields=(
            Field(name="nombre", label="Nombre", type=T.TEXT),
            Field(name="telefono", label="Teléfono", type=T.PHONE, help="Con prefijo."),
            Field(name="correo", label="Correo", type=T.EMAIL, required=False),
            Field(name="fecha_alta", label="Fecha de alta", type=T.DATE, required=False),
        ),
    )
    states = ("pendiente", "confirmada", "realizada", "cancelada")
    appointment = Entity(
        name="Cita",
        label="Cita",
        label_plural="Citas",
        slug="citas",
        display="cliente",
        search=("cliente", "notas"),
        filters=("estado", "servicio", "inicio"),
        access=STAFF_ONLY,
        fields=(
            Field(name="cliente", label="Cliente", type=T.RELATION, target="Cliente"),
            Field(name="servicio", label="Servicio", type=T.RELATION, target="Servicio"),
            Field(name="inicio", label="Día y hora", type=T.DATETIME),
            Field(name="notas", label="Notas", type=T.LONG_TEXT, required=False),
            Field(
                name="estado",
                label="Estado",
                type=T.CHOICE,
                choices=tuple(Choice(value=state, label=state.capitalize()) for state in states),
            ),
        ),
        workflow=Workflow(
            field="estado",
            initial="pendiente",
            moves=(
                Move(source="pendiente", target="confirmada"),
                Move(source="pendiente", target="cancelada"),
                Move(source="confirmada", target="realizada"),
                Move(source="confirmada", target="cancelada"),
            ),
        ),
    )
    return Blueprint(
        name="Peluquería Alba",
        slug="peluqueria-alba",
        language="es",
        purpose="Reservas, clientes y servicios de la peluquería en un solo sitio.",
        domain="salon",
        entities=(appointment, service, customer),
        roles=(Role(name="recepcion", label="Recepción", level=Who.STAFF),),
        pages=(
            Page(kind=PageKind.LANDING, slug="", title="Tu peluquería, con la agenda en orden"),
            Page(kind=PageKind.DASHBOARD, slug="panel", title="Panel", access=Who.STAFF),
        ),
        features=(Feature.ACCOUNTS, Feature.ADMIN, Feature.SEARCH, Feature.FILTERS, Feature.EXPORT_CSV),
        theme=Theme(kit=Kit.DESK, primary="#be185d", accent="#0d9488", type_pair="humanist"),
        seed={
            "Servicio": (
                {"nombre": "Corte y peinado", "precio": 24, "duracion": 45, "descripcion": "Lavado, corte y secado."},
                {"nombre": "Tinte completo", "precio": 48.5, "duracion": 90},
                {"nombre": "Mechas", "precio": 65, "duracion": 120},
                {"nombre": "Recogido", "precio": 35, "duracion": 60},
            ),
            "Cliente": (
                {"nombre": "Lucía Romero", "telefono": "+34 611 204 870", "correo": "lucia@example.com"},
                {"nombre": "Andrés Gil", "telefono": "+34 622 118 403", "fecha_alta": "2025-10-02"},
                {"nombre": "Nuria Campos", "telefono": "+34 633 907 115"},
            ),
            "Cita": (
                {"cliente": 1, "servicio": 2, "inicio": "2026-03-10T10:00", "estado": "confirmada"},
                {"cliente": 2, "servicio": 1, "inicio": "2026-03-10T12:00", "estado": "pendiente"},
                {"cliente": 3, "servicio": 4, "inicio": "2026-03-11T17:30", "estado": "pendiente", "notas": "Boda."},
            ),
        },
        criteria=criteria(
            ("Recepción crea una cita", CriterionCheck(kind=CheckKind.CREATES, entity="Cita", role=Who.STAFF)),
            ("Cualquiera ve los servicios", CriterionCheck(kind=CheckKind.LISTS, entity="Servicio", role=Who.VISITOR)),
            (
                "Un miembro no ve los clientes",
                CriterionCheck(kind=CheckKind.FORBIDS, entity="Cliente", role=Who.MEMBER, action="read"),
            ),
            (
                "Una cita pendiente se confirma",
                CriterionCheck(kind=CheckKind.MOVES, entity="Cita", role=Who.STAFF, field="estado"),
            ),
        ),
    )


def shop() -> Blueprint:
    manage = {"create": Who.STAFF, "edit": Who.STAFF, "delete": Who.STAFF}
    category = Entity(
        name="Category",
        label="Category",
        label_plural="Categories",
        slug="categories",
        display="name",
        access=Access(read=Who.VISITOR, **manage),
        fields=(Field(name="name", label="Name", type=T.TEXT, unique=True),),
    )
    product = Entity(
        name="Product",
        label="Product",
        label_plural="Products",
        slug="products",
        display="name",
        search=("name", "description"),
        filters=("category",),
        access=Access(read=Who.VISITOR, **manage),
        fields=(
            Field(name="name", label="Name", type=T.TEXT),
            Field(name="description", label="Description", type=T.LONG_TEXT, required=False),
            Field(name="price", label="Price", type=T.MONEY),
            Field(name="stock", label="Stock", type=T.INTEGER),
            Field(name="image", label="Picture", type=T.IMAGE, required=False),
            Field(name="category", label="Category", type=T.RELATION, target="Category"),
        ),
    )
    review = Entity(
        name="Review",
        label="Review",
        label_plural="Reviews",
        slug="reviews",
        display="text",
        owned=True,
        access=SAID,
        fields=(
            Field(name="product", label="Product", type=T.RELATION, target="Product"),
            Field(name="rating", label="Rating", type=T.RATING),
            Field(name="text", label="Review", type=T.LONG_TEXT),
        ),
    )
    return Blueprint(
        name="Clay & Co",
        slug="clay-co",
        language="en",
        purpose="Handmade pottery, thrown in small batches and sent within two days.",
        domain="shop",
        entities=(product, category, review),
        roles=(Role(name="customer", label="Customer"), Role(name="seller", label="Seller", level=Who.STAFF)),
        pages=(
            Page(kind=PageKind.LANDING, slug="", title="Pottery for every day"),
            Page(kind=PageKind.CART, slug="cart", title="Cart"),
            Page(kind=PageKind.CHECKOUT, slug="checkout", title="Checkout", access=Who.MEMBER),
        ),
        features=(Feature.ACCOUNTS, Feature.ADMIN, Feature.PAYMENTS, Feature.SEARCH, Feature.RATINGS),
        shop=Shop(product="Product", price="price", stock="stock"),
        theme=Theme(kit=Kit.CATALOGUE, primary="#b45309", accent="#155e75", type_pair="humanist", radius="soft"),
        seed={
            "Category": ({"name": "Cups"}, {"name": "Bowls"}, {"name": "Vases"}),
            "Product": (
                {
                    "name": "Speckled mug",
                    "price": 22,
                    "stock": 14,
                    "category": 1,
                    "description": "Holds 30 cl, fits the hand.",
                },
                {
                    "name": "Espresso pair",
                    "price": 31.5,
                    "stock": 6,
                    "category": 1,
                    "description": "Two cups, one glaze.",
                },
                {
                    "name": "Noodle bowl",
                    "price": 38,
                    "stock": 9,
                    "category": 2,
                    "description": "Deep, with a rest for chopsticks.",
                },
                {"name": "Salad bowl", "price": 54, "stock": 3, "category": 2},
                {"name": "Bud vase", "price": 19, "stock": 0, "category": 3, "description": "For one stem."},
                {"name": "Floor vase", "price": 120, "stock": 2, "category": 3},
            ),
            "Review": (
                {"product": 1, "rating": 5, "text": "My favourite mug by far."},
                {"product": 3, "rating": 4, "text": "Lovely glaze, a little heavy."},
                {"product": 5, "rating": 5, "text": "Makes one tulip look like a bouquet."},
            ),
        },
        criteria=criteria(
            ("Staff adds a product", CriterionCheck(kind=CheckKind.CREATES, entity="Product", role=Who.STAFF)),
            ("Anybody browses products", CriterionCheck(kind=CheckKind.LISTS, entity="Product", role=Who.VISITOR)),
            ("A visitor pays for a product", CriterionCheck(kind=CheckKind.PAYS, entity="Product", role=Who.MEMBER)),
        ),
    )


def service() -> Blueprint:
    """The same tasks for programs alone."""
    base = todo()
    return base.model_copy(update={"theme": base.theme.model_copy(update={"kit": Kit.API})})


ALL = {"blog": blog, "todo": todo, "salon": salon, "shop": shop}
