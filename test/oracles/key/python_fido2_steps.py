"""One step on a software key with python-fido2, for counting what it costs: open, setPin, make, assert or list.

Or timeGetInfo and timePing, which print the microseconds of one call, on average over many; or timeRounds, which prints
the milliseconds of open, make, assert and close for each of several rounds, and the processor time of all of them.

Usage: python_fido2_steps.py STEP PORT REPLYPORT.
"""

import sys
import time

from fido2.ctap2 import ClientPin, CredentialManagement, Ctap2
from udp_connection import open_device

PIN = "12345678"
RP = {"id": "login.microsoft.com"}
USER = {"id": b"\x01", "name": "user1"}
HASH = b"\x07" * 32


def authorized(ctap, permission):
    pin = ClientPin(ctap)
    token = pin.get_pin_token(PIN, permission, RP["id"])
    return {"pin_uv_param": pin.protocol.authenticate(token, HASH), "pin_uv_protocol": pin.protocol.VERSION}


def make(ctap):
    auth = authorized(ctap, ClientPin.PERMISSION.MAKE_CREDENTIAL)
    ctap.make_credential(HASH, RP, USER, [{"type": "public-key", "alg": -7}], options={"rk": True}, **auth)


def assert_with_pin(ctap):
    ctap.get_assertion(RP["id"], HASH, **authorized(ctap, ClientPin.PERMISSION.GET_ASSERTION))


def list_credentials(ctap):
    pin = ClientPin(ctap)
    token = pin.get_pin_token(PIN, ClientPin.PERMISSION.CREDENTIAL_MGMT)
    management = CredentialManagement(ctap, pin.protocol, token)
    for rp in management.enumerate_rps():
        management.enumerate_creds(rp[CredentialManagement.RESULT.RP_ID_HASH])


def timed(call):
    calls = 300
    began = time.perf_counter()
    for _ in range(calls):
        call()
    print((time.perf_counter() - began) / calls * 1e6)


def time_rounds(first):
    first.device.close()
    ports = [int(port) for port in sys.argv[2:4]]
    used = time.process_time()
    for _ in range(20):
        began = time.perf_counter()
        ctap = Ctap2(open_device(*ports))
        make(ctap)
        assert_with_pin(ctap)
        ctap.device.close()
        print((time.perf_counter() - began) * 1e3)
    print((time.process_time() - used) * 1e3)


STEPS = {
    "open": lambda ctap: None,
    "setPin": lambda ctap: ClientPin(ctap).set_pin(PIN),
    "make": make,
    "assert": assert_with_pin,
    "list": list_credentials,
    "timeGetInfo": lambda ctap: timed(ctap.get_info),
    "timeRounds": time_rounds,
    "timePing": lambda ctap: timed(lambda: ctap.device.call(0x01, b"x" * 1024)),
}

STEPS[sys.argv[1]](Ctap2(open_device(int(sys.argv[2]), int(sys.argv[3]))))
