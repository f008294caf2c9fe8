from django.contrib import admin
from django.contrib.auth.views import LoginView
from django.urls import path

from core import api, views

urlpatterns = [
    path("", views.home),
    path("login/", LoginView.as_view(template_name="login.html")),
    path("admin/", admin.site.urls),
]
for model in (views.Topic, views.Note):
    slug = model.slug
    urlpatterns += [
        path(f"{slug}/", views.list_rows, {"model": model}),
        path(f"{slug}/new/", views.edit_row, {"model": model}),
        path(f"{slug}/<int:pk>/", views.show_row, {"model": model}),
        path(f"{slug}/<int:pk>/edit/", views.edit_row, {"model": model}),
        path(f"{slug}/<int:pk>/delete/", views.delete_row, {"model": model}),
        path(f"api/{slug}/", api.collection, {"model": model}),
        path(f"api/{slug}/<int:pk>/", api.item, {"model": model}),
    ]
