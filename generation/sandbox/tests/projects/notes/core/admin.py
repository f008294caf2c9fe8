from django.contrib import admin

from core.models import Note, Topic

admin.site.register([Topic, Note])
