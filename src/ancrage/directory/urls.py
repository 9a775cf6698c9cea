from django.urls import path

from ancrage.directory.views import add_member, end_member, organization, service, services

app_name = "directory"
urlpatterns = [
    path("repertoire/", services, name="services"),
    path("repertoire/organismes/<uuid:pk>/", organization, name="organization"),
    path("repertoire/organismes/<uuid:pk>/personnes/", add_member, name="add_member"),
    path("repertoire/organismes/<uuid:pk>/personnes/<uuid:member_id>/fin/", end_member, name="end_member"),
    path("repertoire/services/<uuid:pk>/", service, name="service"),
]
