from django.apps import AppConfig


class CoreConfig(AppConfig):
    """An app only for its migrations: extensions, search configuration, SQL functions."""

    name = "ancrage.core"
    label = "core"
