from django.urls import path

from ancrage.directory.views import sources
from ancrage.directory.views.proposals import own_records, proposal, proposals, propose_changes
from ancrage.directory.views.public import find, public_organization, public_service, sheet
from ancrage.directory.views.quality import ask_verification, due, quality, verification_delay, verified
from ancrage.directory.views.records import add_organization, add_part, edit_record, record_standing
from ancrage.directory.views.staff import add_member, end_member, organization, service, services
from ancrage.directory.views.verification import verify, verify_record

app_name = "directory"
urlpatterns = [
    path("services/", find, name="find"),
    path("services/imprimer/", sheet, name="sheet"),
    path("services/<uuid:pk>/", public_service, name="public_service"),
    path("services/organismes/<uuid:pk>/", public_organization, name="public_organization"),
    path("repertoire/", services, name="services"),
    path("repertoire/organismes/<uuid:pk>/", organization, name="organization"),
    path("repertoire/organismes/<uuid:pk>/personnes/", add_member, name="add_member"),
    path("repertoire/organismes/<uuid:pk>/personnes/<uuid:member_id>/fin/", end_member, name="end_member"),
    path("repertoire/sources/", sources.sources, name="sources"),
    path("repertoire/sources/nouvelle/", sources.source_new, name="source_new"),
    path("repertoire/sources/<uuid:pk>/", sources.source, name="source"),
    path("repertoire/sources/<uuid:pk>/changer/", sources.source_edit, name="source_edit"),
    path("repertoire/sources/<uuid:pk>/fichier/", sources.source_file, name="source_file"),
    path("repertoire/sources/lectures/<uuid:pk>/", sources.reading, name="reading"),
    path("repertoire/sources/lectures/<uuid:pk>/avancement/", sources.reading_progress, name="reading_progress"),
    path("repertoire/sources/lectures/<uuid:pk>/colonnes/", sources.reading_columns, name="reading_columns"),
    path("repertoire/sources/lectures/<uuid:pk>/appliquer/", sources.reading_apply, name="reading_apply"),
    path("repertoire/sources/lectures/<uuid:pk>/reprendre/", sources.reading_again, name="reading_again"),
    path("repertoire/sources/lectures/<uuid:pk>/annuler/", sources.reading_undo, name="reading_undo"),
    path("repertoire/sources/lectures/<uuid:pk>/abandonner/", sources.reading_drop, name="reading_drop"),
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
