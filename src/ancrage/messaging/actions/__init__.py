from ancrage.messaging.actions.delivering import deliver
from ancrage.messaging.actions.writing import send_email

__all__ = ["deliver", "send_email"]
