"""python-fido2 on a software key over loopback UDP."""

import socket

from fido2.hid import CtapHidDevice
from fido2.hid.base import CtapHidConnection, HidDescriptor


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


def open_device(port, reply_port):
    return CtapHidDevice(HidDescriptor("udp", 0, 0, 64, 64), UdpConnection(port, reply_port))
