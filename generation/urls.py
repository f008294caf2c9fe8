from __future__ import annotations

from django.urls import path

from generation.views import chat, project

urlpatterns = [
    path("chat", chat.chat, name="chat"),
    path("chat/quote", chat.quote, name="quote"),
    path("chat/<uuid:public_id>", project.workspace, name="workspace"),
    path("chat/<uuid:public_id>/cancel", project.cancel, name="cancel"),
    path("projects/<uuid:public_id>/download", project.download, name="download"),
]
