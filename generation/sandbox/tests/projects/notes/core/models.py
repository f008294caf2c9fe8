from django.conf import settings
from django.db import models


class Topic(models.Model):
    slug = "topics"
    columns = ["name", "colour"]

    name = models.CharField(max_length=100)
    colour = models.CharField(max_length=10, choices=[("red", "Red"), ("blue", "Blue")])

    def __str__(self):
        return self.name


class Note(models.Model):
    slug = "notes"
    columns = ["title", "body", "price", "day", "topic", "done"]

    title = models.CharField(max_length=100)
    body = models.TextField(blank=True)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    day = models.DateField()
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE)
    done = models.BooleanField(default=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    def __str__(self):
        return self.title
