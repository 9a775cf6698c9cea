class Refused(Exception):
    """An action refused for a reason that the person who asked can read.

    :param reason: one translated sentence, shown as it is.
    :param field: the name of the form's field that caused it, if one did.
    """

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.field = field
