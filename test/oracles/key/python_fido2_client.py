"""Drives a software key over loopback UDP with python-fido2: set and change PIN, configure, make, assert, list, delete,
enroll a finger, reset.

Usage: python_fido2_client.py PORT REPLYPORT. Prints one JSON object with what each step gave.
"""

import json
import sys

from fido2.attestation import PackedAttestation
from fido2.ctap import CtapError
from fido2.ctap1 import Ctap1
from fido2.ctap2 import ClientPin, Config, CredentialManagement, Ctap2, FPBioEnrollment
from fido2.ctap2.extensions import HmacSecretExtension
from udp_connection import open_device

PIN = "12345678"
RP = {"id": "login.microsoft.com", "name": "Microsoft"}
USERS = [{"id": bytes([n]) * 32, "name": f"user{n}", "displayName": f"User {n}"} for n in (1, 2)]
HASH = b"\x07" * 32
PARAMS = [{"type": "public-key", "alg": -7}]


class Key:
    """A software key with a PIN: each operation takes its own token, as CTAP 2.1 asks."""

    def __init__(self, device):
        self.ctap = Ctap2(device)
        self.client_pin = ClientPin(self.ctap)
        self.protocol = self.client_pin.protocol

    def token(self, permission, rp_id=None, pin=PIN):
        return self.client_pin.get_pin_token(pin, permission, rp_id)

    def make(self, user):
        param = self.protocol.authenticate(self.token(ClientPin.PERMISSION.MAKE_CREDENTIAL, RP["id"]), HASH)
        made = self.ctap.make_credential(
            HASH, RP, user, PARAMS, extensions={"hmac-secret": True, "credProtect": 1},
            options={"rk": True}, pin_uv_param=param, pin_uv_protocol=self.protocol.VERSION,
        )
        PackedAttestation().verify(made.att_statement, made.auth_data, HASH)
        return made.auth_data.credential_data

    def assertions(self, extensions=None):
        param = self.protocol.authenticate(self.token(ClientPin.PERMISSION.GET_ASSERTION, RP["id"]), HASH)
        return self.ctap.get_assertions(
            RP["id"], HASH, extensions=extensions, pin_uv_param=param, pin_uv_protocol=self.protocol.VERSION
        )

    def secret(self, salt):
        """hmac-secret of the newest credential."""
        extension = HmacSecretExtension(self.ctap)
        inputs = extension.process_get_input({"hmacGetSecret": {"salt1": salt}})
        newest = self.assertions({"hmac-secret": inputs})[0]
        return extension.process_get_output(newest.auth_data)["hmacGetSecret"]["output1"]

    def management(self):
        token = self.token(ClientPin.PERMISSION.CREDENTIAL_MGMT)
        return CredentialManagement(self.ctap, self.protocol, token)

    def config(self, pin=PIN):
        token = self.token(ClientPin.PERMISSION.AUTHENTICATOR_CFG, pin=pin)
        return Config(self.ctap, self.protocol, token)


def wrong_pin(key):
    """A wrong PIN, and the attempts that are left."""
    try:
        key.token(ClientPin.PERMISSION.GET_ASSERTION, RP["id"], pin="99999999")
    except CtapError as error:
        return {"code": int(error.code), "retries": key.client_pin.get_pin_retries()[0]}


def fingers(key):
    """A finger by four samples: how many samples were wanted on the way, its name, and how many fingers are left."""
    bio = FPBioEnrollment(key.ctap, key.protocol, key.token(ClientPin.PERMISSION.BIO_ENROLL))
    enrollment, wanted, template_id = bio.enroll(), [], None
    while template_id is None:
        template_id = enrollment.capture()
        wanted.append(enrollment.remaining)
    bio.set_name(template_id, "thumb")
    names = list(bio.enumerate_enrollments().values())
    bio.remove_enrollment(template_id)
    return {"wanted": wanted, "names": names, "left": len(bio.enumerate_enrollments())}


def one_token(key):
    """A CTAP 2.0 key: one token makes credentials, signs in, lists and deletes, as programs of its time use it."""
    token = key.client_pin.get_pin_token(PIN)
    param = key.protocol.authenticate(token, HASH)
    uses = 0
    for user in USERS:
        key.ctap.make_credential(
            HASH, RP, user, PARAMS, options={"rk": True}, pin_uv_param=param, pin_uv_protocol=key.protocol.VERSION
        )
        uses += 1
    assertions = key.ctap.get_assertions(RP["id"], HASH, pin_uv_param=param, pin_uv_protocol=key.protocol.VERSION)
    uses += 1
    management = CredentialManagement(key.ctap, key.protocol, token)
    for item in management.enumerate_creds(assertions[0].auth_data.rp_id_hash):
        management.delete_cred(item[CredentialManagement.RESULT.CREDENTIAL_ID])
    return {"uses": uses, "left": management.get_metadata()[CredentialManagement.RESULT.EXISTING_CRED_COUNT]}


def u2f(device):
    """A U2F registration and a signature by it, both verified, and whether the counter grew."""
    ctap1, client, app = Ctap1(device), b"\x01" * 32, b"\x02" * 32
    registration = ctap1.register(client, app)
    registration.verify(app, client)
    signatures = [ctap1.authenticate(client, app, registration.key_handle) for _ in range(2)]
    for signature in signatures:
        signature.verify(app, client, registration.public_key)
    return {"version": ctap1.get_version(), "counted": signatures[1].counter > signatures[0].counter}


def configure(device):
    """alwaysUv on, a longer minimum: the PIN must change."""
    Key(device).config().toggle_always_uv()
    Key(device).config().set_min_pin_length(10)
    info = Ctap2(device).info
    Key(device).client_pin.change_pin(PIN, "1234567890")
    changed = Ctap2(device).info
    return {
        "alwaysUv": info.options["alwaysUv"],
        "minimum": info.min_pin_length,
        "force": [info.force_pin_change, changed.force_pin_change],
    }


def main(port, reply_port):
    device = open_device(port, reply_port)
    assert device.call(0x01, b"x" * 1024) == b"x" * 1024, "ping"
    Key(device).client_pin.set_pin("87654321")
    key = Key(device)
    key.client_pin.change_pin("87654321", PIN)
    wrong = wrong_pin(key)

    credentials = [key.make(user) for user in USERS]
    assertions = key.assertions()
    for assertion, credential in zip(assertions, reversed(credentials)):
        assertion.verify(HASH, credential.public_key)
    secrets = [key.secret(b"a" * 32), key.secret(b"a" * 32), key.secret(b"b" * 32)]

    management = key.management()
    rps = [rp[CredentialManagement.RESULT.RP]["id"] for rp in management.enumerate_rps()]
    listed = management.enumerate_creds(assertions[0].auth_data.rp_id_hash)
    for credential in credentials:
        management.delete_cred({"type": "public-key", "id": credential.credential_id})
    left = management.get_metadata()[CredentialManagement.RESULT.EXISTING_CRED_COUNT]
    bio = fingers(key) if "bioEnroll" in key.ctap.info.options else None
    u2f_given = u2f(device) if "U2F_V2" in key.ctap.info.versions else None
    one = None if "pinUvAuthToken" in key.ctap.info.options else one_token(key)
    configured = configure(device) if key.ctap.info.options.get("authnrCfg") else None
    key.ctap.reset()
    print(json.dumps({
        "versions": list(key.ctap.info.versions),
        "protocol": key.protocol.VERSION,
        "wrongPin": wrong,
        "assertions": [assertion.user["name"] for assertion in assertions],
        "userVerified": all(bool(assertion.auth_data.is_user_verified()) for assertion in assertions),
        "secretsRepeat": [secrets[0] == secrets[1], secrets[0] == secrets[2]],
        "relyingParties": rps,
        "listed": [item[CredentialManagement.RESULT.USER]["name"] for item in listed],
        "left": left,
        "fingers": bio,
        "u2f": u2f_given,
        "configured": configured,
        "oneToken": one,
        "pinAfterReset": Ctap2(device).info.options["clientPin"],
    }))


main(int(sys.argv[1]), int(sys.argv[2]))
