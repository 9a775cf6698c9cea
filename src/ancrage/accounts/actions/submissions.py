from datetime import datetime

from ancrage.accounts.models import Submission, User


def note_submission(*, digest: str, location: str, by: User, at: datetime) -> Submission:
    """Keep where a form led, for the same one sent again."""
    return Submission.objects.create(digest=digest, location=location, user=by, at=at)
