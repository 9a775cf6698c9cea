from django.db.models import Model

from ancrage.messaging.models import MessageState, OutgoingMessage


def is_withdrawn(about: Model) -> bool:
    """Whether what was written about ``about`` did not leave, since it no longer held."""
    rows = OutgoingMessage.objects.filter(about_type=about._meta.label_lower, about_id=str(about.pk))
    return rows.filter(state=MessageState.WITHDRAWN).exists()
