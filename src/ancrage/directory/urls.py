from django.urls import path

from ancrage.directory.views import organization, service, services

app_name = "directory"
urlpatterns = [
    path("repertoire/", services, name="services"),
    path("repertoire/organismes/<uuid:pk>/", organization, name="organization"),
    path("repertoire/services/<uuid:pk>/", service, name="service"),
]
