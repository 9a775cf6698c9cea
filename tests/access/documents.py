"""What a dossier received."""

from tests.access.places import case_near, far, near
from tests.access.rows import Row, only
from tests.factories.newcomers import CaseFactory, DocumentFactory, DocumentRequestFactory

READERS = only("integration_agent", "director")
WRITERS = only("integration_agent")


def _document(user, *, case=None, **fields):
    case = case or case_near(user)
    author = {"added_by": user} if user else {}
    return {"case_id": case.pk, "document_id": DocumentFactory.create(case=case, **author, **fields).pk}


def _borrowed(user):
    """A dossier within reach, and the document of one that is not."""
    return {**near(user), "document_id": _document(user, case=CaseFactory.create())["document_id"]}


def _restricted(user):
    """Even one's own: whoever is no longer named no longer sees it."""
    return _document(user, is_restricted=True)


def _in_a_restricted_dossier(user):
    return _document(user, case=case_near(user, is_restricted=True))


def _asked(user, *, case=None):
    case = case or case_near(user)
    return {"case_id": case.pk, "asked_id": DocumentRequestFactory.create(case=case).pk}


def _borrowed_asked(user):
    return {**near(user), "asked_id": _asked(user, case=CaseFactory.create())["asked_id"]}


def _asked_in_a_restricted_dossier(user):
    return _asked(user, case=case_near(user, is_restricted=True))


ROWS = [
    Row("newcomers:documents", READERS, near, far),
    Row("newcomers:document_add", WRITERS, near, far),
    Row("newcomers:document_add", WRITERS, near, far, data={"title": "Bail"}, answers=frozenset({200})),
    Row("newcomers:document", READERS, _document, _borrowed),
    Row("newcomers:document", READERS, _document, _restricted),
    Row("newcomers:document_strike", WRITERS, _document, _borrowed, data={}),
    Row("newcomers:document_strike", WRITERS, _document, _restricted, data={}),
    Row("newcomers:document_restore", WRITERS, _document, _in_a_restricted_dossier, data={}),
    Row("newcomers:document_share", WRITERS, _document, _borrowed, data={}),
    Row("newcomers:document_share", WRITERS, _document, _restricted, data={}),
    Row("newcomers:document_unshare", WRITERS, _document, _borrowed, data={}),
    Row("newcomers:document_unshare", WRITERS, _document, _in_a_restricted_dossier, data={}),
    Row("newcomers:document_ask", WRITERS, near, far),
    Row("newcomers:document_ask", WRITERS, near, far, data={"sentence": "Page 2"}, answers=frozenset({200})),
    Row("newcomers:document_ask_withdraw", WRITERS, _asked, _borrowed_asked, data={}),
    Row("newcomers:document_ask_withdraw", WRITERS, _asked, _asked_in_a_restricted_dossier, data={}),
    Row("newcomers:document_ask_restore", WRITERS, _asked, _borrowed_asked, data={}),
]
