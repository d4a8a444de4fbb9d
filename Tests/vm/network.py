# Tries to send a datagram to this machine itself from within a service's cgroup.
#
#   network.py CGROUP
import os
import socket
import sys


def send():
    """What became of a datagram."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        try:
            sender.sendto(b"?", ("127.0.0.1", 9))
            return "sent"
        except OSError as error:
            return type(error).__name__


outside = send()
with open(f"{sys.argv[1]}/cgroup.procs", "w", encoding="ascii") as file:
    file.write(str(os.getpid()))
inside = send()
print(f"outside {outside}, inside {inside}")
sys.exit(0 if (outside, inside) == ("sent", "PermissionError") else 1)
