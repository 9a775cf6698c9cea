from ancrage.core import held as module
from ancrage.core.held import held


def test_read_once_then_again_after_a_minute(monkeypatch) -> None:
    clock, reads = [0.0], []
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])

    @held
    def many() -> int:
        """How many."""
        reads.append(1)
        return len(reads)

    assert many() == many() == 1
    clock[0] = 59
    assert many() == 1
    clock[0] = 61
    assert many() == 2
    many.forget()
    assert many() == 3
    assert many.__doc__ == "How many."
