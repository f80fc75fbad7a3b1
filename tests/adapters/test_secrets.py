"""What is sealed can be read with its key and for its purpose alone, and cannot be changed."""

import base64

import pytest
from cryptography.exceptions import InvalidTag

from chalicelib.adapters import secrets


@pytest.mark.asvs("11.3.3")
def test_what_was_sealed_cannot_be_changed_or_read_for_another_purpose(cloud):
    sealed = secrets.seal("outbox", {"token": "x"})
    assert secrets.unseal("outbox", sealed) == {"token": "x"}
    with pytest.raises(InvalidTag):
        secrets.unseal("second factor", sealed)
    for place in range(0, 40, 7):
        raw = bytearray(base64.b64decode(sealed))
        raw[place] ^= 1
        with pytest.raises(InvalidTag):
            secrets.unseal("outbox", base64.b64encode(raw).decode())
