"""The names of the checks in the apps' two languages; they stand in the report, which goes into the app's folder."""

TITLES = {
    "parse": {"es": "Todos los archivos se pueden leer", "en": "Every file parses"},
    "ruff": {"es": "El código Python no tiene errores", "en": "The Python code has no errors"},
    "secrets": {
        "es": "No hay claves ni contraseñas escritas en los archivos",
        "en": "No keys or passwords in the files",
    },
    "delivery": {
        "es": "La imagen, los servicios y la integración continua son seguros",
        "en": "Image, services and continuous integration are safe",
    },
    "check": {"es": "Django no encuentra fallos de configuración", "en": "Django finds no configuration error"},
    "migrations": {"es": "Las migraciones corresponden a los modelos", "en": "The migrations match the models"},
    "migrate": {"es": "La base de datos se crea", "en": "The database is created"},
    "seed": {"es": "Los datos de ejemplo se cargan", "en": "The sample data loads"},
    "pages": {"es": "Cada página responde a cada tipo de persona", "en": "Every page answers for each kind of person"},
    "crud": {"es": "Crear, ver, cambiar y borrar funciona", "en": "Create, view, edit and delete work"},
    "criteria": {"es": "Se cumplen los criterios de aceptación", "en": "The acceptance criteria hold"},
    "isolation": {"es": "Nadie ve ni toca lo que no es suyo", "en": "Nobody sees or touches what is not theirs"},
    "tests": {"es": "Las pruebas del propio proyecto pasan", "en": "The project's own tests pass"},
}
