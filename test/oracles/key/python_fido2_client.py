"""Drives a software key over loopback UDP with python-fido2: set PIN, make, assert, list, delete, reset.

Usage: python_fido2_client.py PORT REPLYPORT. Prints one JSON object with what each step gave.
"""

import json
import socket
import sys

from fido2.attestation import PackedAttestation
from fido2.ctap2 import ClientPin, CredentialManagement, Ctap2
from fido2.hid import CtapHidDevice
from fido2.hid.base import CtapHidConnection, HidDescriptor

PIN = "12345678"
RP = {"id": "login.microsoft.com", "name": "Microsoft"}
USER = {"id": b"\x01" * 32, "name": "user1", "displayName": "User One"}
HASH = b"\x07" * 32
PARAMS = [{"type": "public-key", "alg": -7}]


class UdpConnection(CtapHidConnection):
    def __init__(self, port, reply_port):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", reply_port))
        self.socket.settimeout(10)
        self.key = ("127.0.0.1", port)

    def read_packet(self):
        return self.socket.recv(64)

    def write_packet(self, data):
        self.socket.sendto(data, self.key)

    def close(self):
        self.socket.close()


def credential_management(ctap, client_pin):
    token = client_pin.get_pin_token(PIN, ClientPin.PERMISSION.CREDENTIAL_MGMT)
    return CredentialManagement(ctap, client_pin.protocol, token)


def main(port, reply_port):
    descriptor = HidDescriptor("udp", 0, 0, 64, 64)
    device = CtapHidDevice(descriptor, UdpConnection(port, reply_port))
    assert device.call(0x01, b"x" * 1024) == b"x" * 1024, "ping"
    ctap = Ctap2(device)
    client_pin = ClientPin(ctap)
    client_pin.set_pin(PIN)
    ctap = Ctap2(device)
    client_pin = ClientPin(ctap)

    token = client_pin.get_pin_token(PIN, ClientPin.PERMISSION.MAKE_CREDENTIAL, RP["id"])
    param = client_pin.protocol.authenticate(token, HASH)
    made = ctap.make_credential(
        HASH, RP, USER, PARAMS, extensions={"hmac-secret": True, "credProtect": 1},
        options={"rk": True}, pin_uv_param=param, pin_uv_protocol=client_pin.protocol.VERSION,
    )
    PackedAttestation().verify(made.att_statement, made.auth_data, HASH)
    credential = made.auth_data.credential_data

    token = client_pin.get_pin_token(PIN, ClientPin.PERMISSION.GET_ASSERTION, RP["id"])
    param = client_pin.protocol.authenticate(token, HASH)
    assertion = ctap.get_assertion(
        RP["id"], HASH, pin_uv_param=param, pin_uv_protocol=client_pin.protocol.VERSION
    )
    assertion.verify(HASH, credential.public_key)

    management = credential_management(ctap, client_pin)
    listed = management.enumerate_creds(made.auth_data.rp_id_hash)
    management.delete_cred({"type": "public-key", "id": credential.credential_id})
    left = management.get_metadata()[CredentialManagement.RESULT.EXISTING_CRED_COUNT]
    ctap.reset()
    print(json.dumps({
        "versions": list(ctap.info.versions),
        "protocol": client_pin.protocol.VERSION,
        "userVerified": bool(assertion.auth_data.is_user_verified()),
        "listed": len(listed),
        "left": left,
        "pinAfterReset": Ctap2(device).info.options["clientPin"],
    }))


main(int(sys.argv[1]), int(sys.argv[2]))
