from ancrage.messaging.actions.delivering import deliver
from ancrage.messaging.actions.forgetting import forget_about
from ancrage.messaging.actions.writing import send_email

__all__ = ["deliver", "forget_about", "send_email"]
