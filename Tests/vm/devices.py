# Tries to open devices from within a service's cgroup, as root: only the cgroup can refuse.
#
#   devices.py CGROUP ALLOWED... -- REFUSED...
import errno
import os
import sys


def opened(path):
    """The name of the error; "" where there was none, None where there is no such device."""
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
        return ""
    except OSError as error:
        name = errno.errorcode[error.errno]
        return None if name in ("ENOENT", "ENXIO", "ENODEV") else name


def main():
    split = sys.argv.index("--")
    group, allowed, refused = sys.argv[1], sys.argv[2:split], sys.argv[split + 1:]
    outside = {path: opened(path) for path in allowed + refused}
    with open(f"{group}/cgroup.procs", "w", encoding="ascii") as file:
        file.write(str(os.getpid()))
    inside = {path: opened(path) for path in allowed + refused}
    wrong = [path for path in allowed if inside[path] != ""]
    # A device that cannot be opened anywhere proves nothing.
    proven = [path for path in refused if outside[path] == ""]
    wrong += [path for path in proven if inside[path] != "EPERM"]
    if len(proven) < 3:
        wrong.append(f"only {proven} can be opened outside")
    print(f"opened {' '.join(allowed)}; refused {' '.join(proven)}; wrong: {wrong}")
    sys.exit(1 if wrong else 0)


main()
