from core.models import Note


def readable(model, user):
    """Notes are private; topics are public."""
    rows = model.objects.order_by("-pk")
    if model is not Note:
        return rows
    if not user.is_authenticated:
        return rows.none()
    return rows if user.is_staff else rows.filter(owner=user)


def may_write(model, user):
    return user.is_authenticated if model is Note else user.is_staff
