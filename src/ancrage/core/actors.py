"""Who acts: a person with an account, a partner with a link, a public form, a job."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Anyone the register can name: ``kind:identifier``, never a person's name."""

    @property
    def actor_ref(self) -> str: ...


@dataclass(frozen=True)
class JobActor:
    """The system itself, when time makes something happen."""

    name: str

    @property
    def actor_ref(self) -> str:
        return f"job:{self.name}"


@dataclass(frozen=True)
class FormActor:
    """Whoever sent a public form: nobody knows who."""

    name: str

    @property
    def actor_ref(self) -> str:
        return f"form:{self.name}"
