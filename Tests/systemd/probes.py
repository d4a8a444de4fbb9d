"""What a sandbox forbids, tried: each probe says whether it could do it.

`probes.py NAME...` runs inside a service; each probe has a process of its own, as some change what
comes after them, and some are killed.
"""
import ctypes
import errno
import fcntl
import mmap
import os
import resource
import socket
import stat
import struct
import sys
import tempfile
import time

libc = ctypes.CDLL(None, use_errno=True)
MACHINE = os.uname().machine
MARKS = "/run/crampd-bed"


def refused(result):
    """Whether a call of the C library was refused for lack of permission; other errors got through."""
    return result == -1 and ctypes.get_errno() in (errno.EPERM, errno.EACCES)


def call(*arguments):
    ctypes.set_errno(0)
    return not refused(libc.syscall(*(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments)))


NUMBERS = {  # x86_64, aarch64
    "swapoff": (168, 225), "chroot": (161, 51), "setpriority": (141, 140), "vhangup": (153, 58),
    "nfsservctl": (180, 42), "delete_module": (176, 106), "syslog": (103, 116),
    "keyctl": (250, 219), "personality": (135, 92),
}


def number(name):
    return NUMBERS[name][0 if MACHINE == "x86_64" else 1]


def opens(path, mode="rb"):
    with open(path, mode, buffering=0):
        return True


def writes(folder):
    path = f"{folder}/.crampd-bed-{os.getpid()}"
    opens(path, "wb")
    os.unlink(path)
    return True


def status(name):
    with open("/proc/self/status") as file:
        return next(line.split()[1] for line in file if line.startswith(f"{name}:"))


def namespace_is_init(name):
    """The bed has written down which namespaces process 1 is in."""
    with open(f"{MARKS}/namespaces") as file:
        return os.readlink(f"/proc/self/ns/{name}") in file.read().split()


def shares_memory():
    with open(f"{MARKS}/shared-memory") as file:
        return libc.shmat(int(file.read()), None, 0) != -1


def leaves_memory():
    # Without a process that has it, it stays until somebody removes it.
    return libc.shmget(0x6372616D, 4096, 0o1600) != -1


def sees_old_file():
    return os.path.exists("/tmp/crampd-bed-mark")


def sends_datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", 9))
    return True


def opens_internet_socket():
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
    return True


def sets_clock():
    time.clock_settime_ns(time.CLOCK_REALTIME, time.clock_gettime_ns(time.CLOCK_REALTIME))
    return True


def names_host():
    socket.sethostname(socket.gethostname())
    return True


def makes_cgroup():
    folder = next(
        f for f in ("/sys/fs/cgroup/systemd", "/sys/fs/cgroup") if os.path.exists(f + "/cgroup.procs")
    )
    os.mkdir(folder + "/crampd-bed")
    os.rmdir(folder + "/crampd-bed")
    return True


def maps_code():
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()
    return True


def has_namespace_of_its_own():
    return not refused(libc.unshare(0x04000000))  # CLONE_NEWUTS


def is_real_time():
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    return True


def makes_set_user_id():
    with tempfile.NamedTemporaryFile(dir="/tmp") as file:
        os.chmod(file.name, 0o4755)
        return bool(os.stat(file.name).st_mode & stat.S_ISUID)


def shares_keyring():
    """systemd gives a service a session keyring that holds its invocation's id, unless told not to."""
    name = ctypes.c_char_p(b"invocation_id")
    return libc.syscall(ctypes.c_long(number("keyctl")), ctypes.c_long(10), ctypes.c_long(-3),
                        ctypes.c_char_p(b"user"), name, ctypes.c_long(0)) == -1


def calls_as_other_architecture():
    """getpid by the 32-bit way into the kernel: mov eax, 20; int 0x80; ret."""
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    if libc.mprotect(ctypes.c_void_p(address), 4096, 5) != 0:
        return False
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)() > 0


def survives_filter():
    call(number("swapoff"), None)
    return True


def leaves_open_mode():
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        path = folder + "/x"
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o666))
        return bool(os.stat(path).st_mode & 0o077)


PROBES = {
    "is root": lambda: os.geteuid() == 0,
    "open /dev/fuse": lambda: opens("/dev/fuse"),
    "socket of the Internet": opens_internet_socket,
    "datagram to 127.0.0.1": sends_datagram,
    "gain privileges by exec": lambda: status("NoNewPrivs") == "0",
    "have capabilities": lambda: int(status("CapBnd"), 16) != 0,
    "write in /usr": lambda: writes("/usr"),
    "see /home/anna": lambda: os.path.exists("/home/anna"),
    "see others' files in /tmp": sees_old_file,
    "mount for all": lambda: namespace_is_init("mnt"),
    "see process 1": lambda: os.path.exists("/proc/1"),
    "read /proc/meminfo": lambda: opens("/proc/meminfo"),
    "leave shared memory": leaves_memory,
    "use others' shared memory": shares_memory,
    "set the clock": sets_clock,
    "name the host": names_host,
    "read the kernel's log": lambda: call(number("syslog"), 10, None, 0),
    "remove a kernel module": lambda: call(number("delete_module"), ctypes.c_char_p(b"none"), 0),
    "open /proc/sys/kernel/printk for writing": lambda: opens("/proc/sys/kernel/printk", "r+b"),
    "make a cgroup": makes_cgroup,
    "change the personality": lambda: call(number("personality"), 0x0040000),
    "map memory to write and run": maps_code,
    "make a namespace": has_namespace_of_its_own,
    "run in real time": is_real_time,
    "make a set-user-ID file": makes_set_user_id,
    "share a keyring": shares_keyring,
    "call the kernel as i386": calls_as_other_architecture,
    "call swapoff": lambda: call(number("swapoff"), None),
    "call chroot, setpriority or nfsservctl": lambda: call(
        number("chroot"), ctypes.c_char_p(b"/nowhere")
    ) or call(number("setpriority"), 0, 0, 0) or call(number("nfsservctl"), 0, None, None),
    "survive a forbidden call": survives_filter,
    "dump core": lambda: resource.getrlimit(resource.RLIMIT_CORE)[1] != 0,
    "be killed last": lambda: int(open("/proc/self/oom_score_adj").read()) < 0,
    "make files that others read": leaves_open_mode,
    "write in the state directory": lambda: writes(os.environ["STATE_DIRECTORY"]),
    "know the configuration directory": lambda: "CONFIGURATION_DIRECTORY" in os.environ,
    "know the boot": lambda: len(os.environ["CRAMPD_BOOT_ID"]) == 32,
}


def outcome(name):
    """yes, or no with the reason."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            text = "yes" if PROBES[name]() else "no"
        except OSError as error:
            text = f"no, {errno.errorcode.get(error.errno, error)}"
        except Exception as error:
            text = f"no, {error!r}"
        os.write(writer, text.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    ended = os.waitpid(child, 0)[1]
    return text or f"no, killed by signal {os.WTERMSIG(ended)}"


if __name__ == "__main__":
    for probe in sys.argv[1:] or PROBES:
        print(f"{probe}\t{outcome(probe)}", flush=True)
