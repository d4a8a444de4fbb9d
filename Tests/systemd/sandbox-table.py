"""Shows of every directive of crampd.service that it is enforced, and writes that down as a table.

Runs in the booted container. Three services try the same: one without any sandbox, one with the
directive alone, one with all that the unit says. A directive that nothing is known of is a failure,
so that a new one cannot come without its probe.
"""
import json
import os
import subprocess
import sys

UNIT = "/lib/systemd/system/crampd.service"
FOLDER = "/run/systemd/system"
OUTPUT = "/run/crampd-bed/said"
HERE = os.path.dirname(os.path.abspath(__file__))

# What a directive forbids, or with + allows; the user that tries it, where root is above it; what
# belongs to it or, after "instead", what stands in the unit without it.
EPERM = ["SystemCallErrorNumber=EPERM"]
PROBES = {
    "User=": ("is root",),
    "StateDirectory=": ("+write in the state directory",),
    "ConfigurationDirectory=": ("+know the configuration directory",),
    "Environment=": ("+know the boot",),
    "UMask=": ("make files that others read",),
    "LimitCORE=": ("dump core",),
    "OOMScoreAdjust=": ("+be killed last",),
    "DevicePolicy=": ("open /dev/fuse",),
    "DeviceAllow=": ("open /dev/fuse",),
    "RestrictAddressFamilies=": ("socket of the Internet",),
    "IPAddressDeny=": ("datagram to 127.0.0.1",),
    "NoNewPrivileges=": ("gain privileges by exec",),
    "CapabilityBoundingSet=": ("have capabilities",),
    "ProtectSystem=": ("write in /usr",),
    "ProtectHome=": ("see /home/anna",),
    "PrivateTmp=": ("see others' files in /tmp",),
    "PrivateMounts=": ("mount for all",),
    "ProtectProc=": ("see process 1", {"user": "crampd"}),
    "ProcSubset=": ("read /proc/meminfo",),
    "RemoveIPC=": ("leave shared memory", {"user": "games"}),
    "PrivateIPC=": ("use others' shared memory",),
    "ProtectClock=": ("set the clock",),
    "ProtectHostname=": ("name the host",),
    "ProtectKernelLogs=": ("read the kernel's log",),
    "ProtectKernelModules=": ("remove a kernel module",),
    "ProtectKernelTunables=": ("open /proc/sys/kernel/printk for writing",),
    "ProtectControlGroups=": ("make a cgroup",),
    "LockPersonality=": ("change the personality",),
    "MemoryDenyWriteExecute=": ("map memory to write and run",),
    "RestrictNamespaces=": ("make a namespace",),
    "RestrictRealtime=": ("run in real time",),
    "RestrictSUIDSGID=": ("make a set-user-ID file",),
    "KeyringMode=": ("share a keyring", {"instead": ["KeyringMode=inherit"]}),
    "SystemCallArchitectures=": ("call the kernel as i386", {"with": EPERM}),
    "SystemCallFilter=@": ("call swapoff", {"with": EPERM}),
    "SystemCallFilter=~": ("call chroot, setpriority or nfsservctl", {"with": EPERM}),
    "SystemCallErrorNumber=": (
        "+survive a forbidden call",
        {"with": ["SystemCallFilter=~@swap"], "instead": ["SystemCallFilter=~@swap"]},
    ),
}

# What the scenario of the bed shows, or what systemd is only asked to read back.
SHOWN = {
    "Type=": "ready only when a client is answered",
    "ExecStart=": "all of the scenario",
    "ExecReload=": "systemctl reload fails with file, line and key",
    "WatchdogSec=": "SIGSTOP: the watchdog ends it",
    "Restart=": "kill -9: it comes back",
}
READ_BACK = {
    "StateDirectoryMode=": ("StateDirectoryMode", "0750"),
    "RestartSec=": ("RestartUSec", "1s"),
    "RestartPreventExitStatus=": ("RestartPreventExitStatus", "2"),
    "TimeoutStartSec=": ("TimeoutStartUSec", "15min"),
    "TimeoutStopSec=": ("TimeoutStopUSec", "10s"),
    "LogRateLimitIntervalSec=": ("LogRateLimitIntervalUSec", "0"),
    "AmbientCapabilities=": ("AmbientCapabilities", ""),
}


def cannot_be_shown(directive):
    """Why this machine cannot show a directive; None if it can."""
    effective = int(next(
        line.split()[1] for line in open("/proc/self/status") if line.startswith("CapEff:")
    ), 16)
    if directive.startswith("OOMScoreAdjust=-") and not effective >> 24 & 1:
        return "not here: this machine's root has no CAP_SYS_RESOURCE"
    if directive.startswith("SystemCallArchitectures=") and os.uname().machine != "x86_64":
        return "not here: the probe is written for x86-64"
    return None


def has_devices(group):
    """Whether the kernel knows a group of character devices."""
    return any(line.split()[1:] == [group] for line in open("/proc/devices"))


def service_lines():
    """The directives of the unit's [Service] section."""
    section = ""
    for line in open(UNIT):
        line = line.strip()
        if line.startswith("["):
            section = line
        elif section == "[Service]" and line and line[0] not in "#;":
            yield line


def tried(lines, probes, name="crampd-bed-probe"):
    """What a service with these lines can do of the probes."""
    path = f"{FOLDER}/{name}.service"
    words = " ".join(f'"{probe}"' for probe in probes)
    text = "[Service]\n" + "\n".join(lines) + f"""
Type=oneshot
ExecStart=
ExecStart=/usr/bin/python3 {HERE}/probes.py {words}
ExecReload=
Restart=no
WatchdogSec=0
StandardOutput=truncate:{OUTPUT}
"""
    with open(path, "w") as file:
        file.write(text)
    open(OUTPUT, "w").close()
    subprocess.run(["systemctl", "daemon-reload"], check=True)
    done = subprocess.run(["systemctl", "start", name], capture_output=True, text=True)
    said = dict(line.rstrip("\n").split("\t") for line in open(OUTPUT))
    os.unlink(path)
    missing = done.stderr.strip().splitlines()[:1] or ["said nothing"]
    return {probe: said.get(probe, "no, the service died: " + missing[0]) for probe in probes}


def is_memory_left():
    """What RemoveIPC= is about comes after the service."""
    keys = subprocess.run(["ipcs", "-m"], capture_output=True, text=True, check=True).stdout
    left = "0x6372616d" in keys
    if left:
        subprocess.run(["ipcrm", "-M", "0x6372616d"], check=True)
    return "yes" if left else "no"


def alone(probe, lines):
    said = tried(lines, [probe])[probe]
    return is_memory_left() if probe == "leave shared memory" and said == "yes" else said


def row(directive, whole):
    """The table's row, and whether it is as it should be."""
    key = directive.split("=")[0] + "="
    special = directive[:len(key) + 1]
    if key in SHOWN:
        return [directive, f"scenario: {SHOWN[key]}", "", "", ""], True
    if key in READ_BACK:
        name, wanted = READ_BACK[key]
        found = subprocess.run(
            ["systemctl", "show", "--value", "--property", name, "crampd.service"],
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        return [directive, f"systemd reads {name}", "", "", found or "nothing"], found == wanted
    known = PROBES.get(special, PROBES.get(key))
    if known is None:
        return [directive, "NO PROBE", "", "", ""], False
    probe, settings = known[0].lstrip("+"), known[1] if len(known) > 1 else {}
    allows = known[0].startswith("+")
    user = [f"User={settings['user']}"] if "user" in settings else []
    without = alone(probe, user + settings.get("instead", []))
    only = alone(probe, user + settings.get("with", []) + [directive])
    with_all = whole[probe] if probe != "leave shared memory" else alone(probe, list(service_lines()))
    wanted = ["no", "yes", "yes"] if allows else ["yes", "no", "no"]
    is_right = [said[:len(want)] for said, want in zip((without, only, with_all), wanted)] == wanted
    cells = [directive, ("" if allows else "no longer: ") + probe, without, only, with_all]
    reason = None if is_right else cannot_be_shown(directive)
    if directive.startswith("DeviceAllow=char-") and not has_devices(directive.split()[0][17:]):
        reason = "that it may open sensors is not shown here: the kernel has no such devices"
    if reason:
        cells[1] += f" ({reason})"
    return cells, is_right or reason is not None


def prepare():
    """What belongs to others, for the probes to find."""
    os.makedirs(os.path.dirname(OUTPUT), exist_ok=True)
    open("/tmp/crampd-bed-mark", "w").close()
    names = " ".join(os.readlink(f"/proc/1/ns/{name}") for name in ("mnt", "ipc"))
    with open("/run/crampd-bed/namespaces", "w") as file:
        file.write(names)
    made = subprocess.run(
        ["ipcmk", "-M", "4096", "-p", "0666"], capture_output=True, text=True, check=True
    ).stdout
    with open("/run/crampd-bed/shared-memory", "w") as file:
        file.write(made.split()[-1])


def main():
    prepare()
    lines = list(service_lines())
    probes = [known[0].lstrip("+") for known in PROBES.values()]
    whole = tried(lines, sorted(set(probes) - {"leave shared memory"}))
    print("| directive | what the service can do | without | with it alone | in the unit |")
    print("|---|---|---|---|---|")
    wrong = []
    for directive in lines:
        cells, is_right = row(directive, whole)
        if not is_right:
            wrong.append(directive)
        marks = ["`" + cells[0] + "`"] + cells[1:]
        print("| " + " | ".join(marks) + (" |" if is_right else " | **WRONG**"), flush=True)
    print(json.dumps({"directives": len(lines), "wrong": wrong}), file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
