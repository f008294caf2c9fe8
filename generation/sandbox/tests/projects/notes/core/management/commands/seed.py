import os

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from core.models import Topic


class Command(BaseCommand):
    def handle(self, **options):
        for name in ("member", "other", "staff"):
            user, _ = User.objects.get_or_create(username=f"{name}@example.com", email=f"{name}@example.com")
            user.is_staff = user.is_superuser = name == "staff"
            user.set_password(os.environ["DEMO_PASSWORD"])
            user.save()
        Topic.objects.get_or_create(name="Work", colour="red")
