from uuid import UUID

import pytest

from ancrage.core import met
from ancrage.core.met import Met


@pytest.mark.parametrize("fewest", [0, 7, 10**6])
def test_it_is_a_set(monkeypatch, fewest) -> None:
    monkeypatch.setattr(met, "_FEWEST", fewest)
    keys = [UUID(int=n * 0x9E3779B97F4A7C15F39CC0605CEDC834 % 2**128) for n in range(400)]
    seen = Met()
    for number, key in enumerate(keys):
        assert key not in seen
        seen.add(key)
        assert all(one in seen for one in keys[: number + 1 : 13])
    seen.update(keys)
    assert all(key in seen for key in keys)
    assert UUID(int=1) not in seen
