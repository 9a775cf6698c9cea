"""A form sent twice acts once, with or without a script.

``<c-form>`` carries a mark, new each time the form is drawn (``{% once %}``). The same mark with the same fields is
the same gesture: the second waits for the first, then leads where the first led. Other fields under the same mark are
another gesture, that of someone who came back to the page and wrote something else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

from ancrage.accounts.actions.submissions import note_submission
from ancrage.accounts.models import Submission
from ancrage.core import now
from ancrage.ui.once import FIELD


def once(request: HttpRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer of ``act``, or where the same gesture led a moment ago."""
    if FIELD not in request.POST or not request.user.is_authenticated or request.headers.get("HX-Request"):
        return act()
    digest = _digest(request)
    with _one_at_a_time(digest):
        if earlier := Submission.objects.filter(digest=digest).first():
            return redirect(earlier.location)
        answer = act()
        if isinstance(answer, HttpResponseRedirect):
            note_submission(digest=digest, location=answer.url, by=request.user, at=now())
        return answer


def _digest(request: HttpRequest) -> str:
    """What a gesture is known by, without keeping what was typed."""
    fields = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = sorted((name, one.name, one.size) for name, sent in request.FILES.lists() for one in sent)
    said = repr((str(request.user.pk), request.get_full_path(), fields, files))
    return salted_hmac("ancrage.accounts.once", said, algorithm="sha256").hexdigest()


@contextmanager
def _one_at_a_time(digest: str) -> Iterator[None]:
    """Held by the connection and not by a transaction: what the page does is committed when the next one looks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 1))", [digest])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 1))", [digest])
