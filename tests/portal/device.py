"""A device that makes and uses passkeys, as a browser would send them."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

RP: Final = "testserver"
ORIGIN: Final = f"https://{RP}"
_VERIFIED: Final = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


@dataclass
class Device:
    """It holds one key at a time, and always recognises who holds it."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    name: bytes = b"la cle de cet appareil"
    holder: str = ""
    shown: str = ""

    def add(self, client: Client, **changes: Any) -> Any:
        """From the page that asks for a key to its answer."""
        page = client.get("/mon-plan/appareils/ajouter/")
        asked = page.context["options"]["creation_options"]["publicKey"]
        self.holder, self.shown = asked["user"]["id"], f"{asked['user']['name']} {asked['user']['displayName']}"
        sent = self.made(asked["challenge"]) | changes
        return client.post("/mon-plan/appareils/ajouter/", {"credential": json.dumps(sent)})

    def enter(self, client: Client, door: str = "/mon-plan/entrer/appareil/") -> Any:
        asked = client.get(door, headers={"Accept": "application/json"}).json()["request_options"]["publicKey"]
        assert "allowCredentials" not in asked or asked["allowCredentials"] == []
        return client.post(door, {"credential": json.dumps(self.used(asked["challenge"]))})

    def made(self, challenge: str) -> dict[str, Any]:
        attested = AttestedCredentialData.create(
            Aaguid.NONE, self.name, ES256.from_cryptography_key(self.key.public_key())
        )
        flags = _VERIFIED | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(sha256(RP.encode()), flags, 0, attested)
        response = {
            "clientDataJSON": websafe_encode(self._told("webauthn.create", challenge)),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._sent(response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def used(self, challenge: str) -> dict[str, Any]:
        told = self._told("webauthn.get", challenge)
        data = AuthenticatorData.create(sha256(RP.encode()), _VERIFIED, 1)
        signature = self.key.sign(data + sha256(told), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(told),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": self.holder,
        }
        return self._sent(response) | {"clientExtensionResults": {}}

    def _told(self, kind: str, challenge: str) -> bytes:
        return bytes(CollectedClientData.create(type=kind, challenge=challenge, origin=ORIGIN))

    def _sent(self, response: dict[str, str]) -> dict[str, Any]:
        name = websafe_encode(self.name)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}
