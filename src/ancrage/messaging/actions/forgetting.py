from django.db.models import Model

from ancrage.messaging.models import OutgoingMessage


def forget_about(about: Model) -> int:
    """Delete the messages written about ``about``, sent or not: to whom it was is destroyed with it. How many."""
    rows = OutgoingMessage.objects.filter(about_type=about._meta.label_lower, about_id=str(about.pk))
    deleted, _kinds = rows.delete()
    return deleted
