"""A virtual machine, the sensors in its USB ports, and a shell in it."""
import base64
import json
import os
import queue
import re
import socket
import subprocess
import threading
import time


class Lost(Exception):
    """The machine does not answer."""


class Sensor:
    """A USB port that usbredir-emulator serves."""

    def __init__(self, program, path):
        self.path = path
        self.process = subprocess.Popen([program, "--socket", path], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.said = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        self.answer("ready")

    def read(self):
        for line in self.process.stdout:
            self.said.put(json.loads(line))

    def answer(self, key):
        while True:
            said = self.said.get(timeout=10)
            if "error" in said:
                raise RuntimeError(f"usbredir-emulator: {said['error']}")
            if key in said:
                return said

    def command(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.answer("done")

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


class Port:
    """The host's end of a virtio port: a line at a time."""

    def __init__(self, path):
        self.path = path
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(1)
        self.connection = None
        self.bytes = b""

    def accept(self, timeout):
        self.listener.settimeout(timeout)
        self.connection = self.listener.accept()[0]

    def send(self, text):
        self.connection.sendall(text.encode())

    def line(self, deadline):
        """The next line; None when time is up."""
        while b"\n" not in self.bytes:
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            self.connection.settimeout(left)
            try:
                chunk = self.connection.recv(1 << 16)
            except TimeoutError:
                return None
            except ConnectionError:
                chunk = b""
            if not chunk:
                raise Lost("the machine is gone")
            self.bytes += chunk
        line, _, self.bytes = self.bytes.partition(b"\n")
        return line.decode(errors="replace")

    def drain(self):
        """The whole lines that came before the connection ended."""
        self.connection.settimeout(10)
        try:
            while chunk := self.connection.recv(1 << 16):
                self.bytes += chunk
        except ConnectionError:
            pass
        return [line.decode() for line in self.bytes.split(b"\n")[:-1]]

    def close(self):
        if self.connection:
            self.connection.close()
        self.listener.close()
        os.unlink(self.path)


class Machine:
    """Debian under QEMU, with emulated processors: the bed needs no right to use real ones."""

    def __init__(self, image, disk, scratch, share, sensors, log=None):
        self.started = time.monotonic()
        self.scratch = scratch
        self.count = 0
        self.shell = Port(f"{scratch}/shell.sock")
        self.marks = Port(f"{scratch}/marks.sock")
        self.process = subprocess.Popen(
            self.arguments(image, disk, share, sensors, log), stdin=subprocess.DEVNULL,
            stdout=open(f"{scratch}/qemu.log", "a", encoding="utf-8"), stderr=subprocess.STDOUT)
        try:
            self.shell.accept(30)
            self.marks.accept(30)
            self.run("true", 240)
        except BaseException:
            self.kill()
            raise
        self.boot_seconds = time.monotonic() - self.started

    def arguments(self, image, disk, share, sensors, log):
        result = ["qemu-system-x86_64", "-machine", "q35", "-cpu", "max", "-smp", "2", "-m", "1024",
                  "-accel", os.environ.get("CRAMPD_VM_ACCEL", "tcg,thread=multi,tb-size=512"),
                  "-display", "none", "-nodefaults", "-no-reboot", "-monitor", "none",
                  "-kernel", f"{image}/vmlinuz", "-initrd", f"{image}/initrd",
                  "-append", "root=/dev/vda rw console=ttyS0 quiet mitigations=off"
                  " random.trust_cpu=on systemd.show_status=0",
                  "-serial", f"file:{self.scratch}/console-{int(time.time())}.log",
                  "-virtfs", f"local,path={share},mount_tag=share,security_model=none,readonly=on",
                  "-device", "virtio-rng-pci", "-device", "virtio-serial-pci"]
        for name, port in (("shell", self.shell), ("marks", self.marks)):
            result += ["-chardev", f"socket,id={name},path={port.path}",
                       "-device", f"virtserialport,chardev={name},name={name}"]
        result += ["-device", "qemu-xhci"]
        for number, sensor in enumerate(sensors):
            result += ["-chardev", f"socket,id=sensor{number},path={sensor.path}",
                       "-device", f"usb-redir,chardev=sensor{number}"]
        # The disk tells the guest of a cache that a power cut empties, so the guest flushes it.
        result += ["-blockdev", f"driver=file,filename={disk},node-name=file",
                   "-blockdev", "driver=raw,file=file,node-name=disk0"]
        if log:
            open(log, "wb").close()
            result += ["-blockdev", f"driver=file,filename={log},node-name=logfile",
                       "-blockdev", "driver=blklogwrites,file=disk0,log=logfile,node-name=disk1"]
        drive = "disk1" if log else "disk0"
        return result + ["-device", f"virtio-blk-pci,drive={drive},write-cache=on"]

    def run(self, script, timeout=60):
        """Runs a script in the machine; gives its exit status and what it printed."""
        self.count += 1
        end = f"=== {self.count} "
        text = base64.b64encode(f". /share/guest.sh\n{script}".encode()).decode()
        self.shell.send(f'bash -c "$(echo {text} | base64 -d)" < /dev/null 2>&1; '
                        f'status=$?; echo; echo "{end}$status"\n')
        printed = []
        deadline = time.monotonic() + timeout
        while True:
            line = self.shell.line(deadline)
            if line is None:
                raise Lost(f"no answer in {timeout} s to: {script}")
            if line.startswith(end):
                return int(re.sub(r"\D", "", line[len(end):])), "\n".join(printed).strip()
            printed.append(line)

    def power_off(self, timeout=60):
        """Shuts the system down."""
        self.shell.send("systemctl poweroff\n")
        self.process.wait(timeout)
        self.close()

    def kill(self):
        """Cuts the power; gives the marks that were on their way."""
        self.process.kill()
        self.process.wait()
        marks = self.marks.drain() if self.marks.connection else []
        self.close()
        return marks

    def close(self):
        self.shell.close()
        self.marks.close()
