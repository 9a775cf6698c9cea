from django.urls import path

from ancrage.directory.views import add_member, end_member, organization, service, services
from ancrage.directory.views.proposals import own_records, proposal, proposals, propose_changes
from ancrage.directory.views.quality import ask_verification, due, quality, verification_delay, verified
from ancrage.directory.views.records import add_organization, add_part, edit_record, record_standing
from ancrage.directory.views.verification import verify, verify_record

app_name = "directory"
urlpatterns = [
    path("repertoire/", services, name="services"),
    path("repertoire/organismes/<uuid:pk>/", organization, name="organization"),
    path("repertoire/organismes/<uuid:pk>/personnes/", add_member, name="add_member"),
    path("repertoire/organismes/<uuid:pk>/personnes/<uuid:member_id>/fin/", end_member, name="end_member"),
    path("repertoire/services/<uuid:pk>/", service, name="service"),
    # Kept by agents.
    path("repertoire/organismes/nouveau/", add_organization, name="add_organization"),
    path("repertoire/organismes/<uuid:pk>/<str:kind>/nouveau/", add_part, name="add_part"),
    path("repertoire/propositions/", proposals, name="proposals"),
    path("repertoire/propositions/<uuid:pk>/", proposal, name="proposal"),
    path("repertoire/qualite/", quality, name="quality"),
    path("repertoire/a-verifier/", due, name="due"),
    path("repertoire/a-verifier/delai/", verification_delay, name="verification_delay"),
    path("repertoire/organismes/<uuid:pk>/verification/", ask_verification, name="ask_verification"),
    path("repertoire/organismes/<uuid:pk>/verifie/", verified, name="verified"),
    path("repertoire/verifier/<str:token>/", verify, name="verify"),
    path("repertoire/verifier/<str:token>/<str:kind>/<uuid:pk>/", verify_record, name="verify_record"),
    path("repertoire/nos-fiches/", own_records, name="own_records"),
    path("repertoire/<str:kind>/<uuid:pk>/proposer/", propose_changes, name="propose_changes"),
    path("repertoire/<str:kind>/<uuid:pk>/modifier/", edit_record, name="edit_record"),
    path("repertoire/<str:kind>/<uuid:pk>/etat/<str:act>/", record_standing, name="record_standing"),
]
