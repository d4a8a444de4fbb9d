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
CHECKS = f"{HERE}/checks"

# What a directive forbids, or with + allows; the user that tries it, where root is above it; what
# belongs to it or, after "instead", what stands in the unit without it.
EPERM = ["SystemCallErrorNumber=EPERM"]
PROBES = {
    "User=": ("is root",),
    "StateDirectory=": (
        "+write in the state directory", {"user": "crampd", "with": ["StateDirectoryMode=0750"]}
    ),
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

# What a check of the bed shows, by its text, or what systemd is only asked to read back.
SHOWN = {
    "Type=": "ready only when a client is answered",
    "ExecStart=": "the stream runs",
    "ExecReload=": "systemctl reload with a wrong one fails with file, line and key",
    "WatchdogSec=": "SIGSTOP: the watchdog (lowered to 4 s) ends it, it comes back",
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


def results_of_checks():
    """The results of the bed's checks so far; none where only the table is wanted."""
    if not os.path.exists(CHECKS):
        return {}
    lines = (line.rstrip("\n").split("\t", 1) for line in open(CHECKS))
    return {text: result for result, text in lines}


class Trial:
    """A service that tries probes; made first and started later, as systemd reads units once."""

    made = []

    def __init__(self, lines, probes):
        self.name = f"crampd-bed-{len(Trial.made)}.service"
        self.output = f"{OUTPUT}-{len(Trial.made)}"
        Trial.made.append(self)
        words = " ".join(f'"{probe}"' for probe in probes)
        with open(f"{FOLDER}/{self.name}", "w") as file:
            file.write("[Service]\n" + "\n".join(lines) + f"""
Type=oneshot
ExecStart=
ExecStart=/usr/bin/python3 {HERE}/probes.py {words}
ExecReload=
Restart=no
WatchdogSec=0
StandardOutput=truncate:{self.output}
""")

    def said(self, probe):
        """What came of a probe."""
        lines = open(self.output) if os.path.exists(self.output) else []
        found = dict(line.rstrip("\n").split("\t") for line in lines)
        return found.get(probe, "nothing, the service did not get so far")


def start(trials):
    subprocess.run(["systemctl", "start"] + [trial.name for trial in trials], capture_output=True)


def is_memory_left():
    """What RemoveIPC= is about comes after the service."""
    keys = subprocess.run(["ipcs", "-m"], capture_output=True, text=True, check=True).stdout
    left = "0x6372616d" in keys
    if left:
        subprocess.run(["ipcrm", "-M", "0x6372616d"], check=True)
    return "yes" if left else "no"


class Row:
    """A directive with the services that try it, or with what else shows it."""

    def __init__(self, directive):
        self.directive = directive
        self.key = directive.split("=")[0] + "="
        special = directive[:len(self.key) + 1]
        self.known = PROBES.get(special, PROBES.get(self.key))
        self.trials = []
        if self.known is None or self.key in SHOWN or self.key in READ_BACK:
            return
        self.probe = self.known[0].lstrip("+")
        settings = self.known[1] if len(self.known) > 1 else {}
        user = [f"User={settings['user']}"] if "user" in settings else []
        self.trials = [
            Trial(user + settings.get("instead", []), [self.probe]),
            Trial(user + settings.get("with", []) + [directive], [self.probe]),
        ]

    @property
    def is_about_what_is_left(self):
        return self.trials and self.probe == "leave shared memory"

    def answers(self, whole):
        if not self.is_about_what_is_left:
            return [trial.said(self.probe) for trial in self.trials + [whole]]
        answers = []
        for trial in self.trials + [whole]:
            start([trial])
            said = trial.said(self.probe)
            answers.append(is_memory_left() if said == "yes" else said)
        return answers

    def cells(self, whole):
        """The table's row, and whether it is as it should be."""
        if self.key in SHOWN:
            result = results_of_checks().get(SHOWN[self.key], "not run")
            cells = [self.directive, f"check: {SHOWN[self.key]}", "", "", result]
            return cells, result == "ok" or not os.path.exists(CHECKS)
        if self.key in READ_BACK:
            name, wanted = READ_BACK[self.key]
            found = subprocess.run(
                ["systemctl", "show", "--value", "--property", name, "crampd.service"],
                capture_output=True, text=True, check=True,
            ).stdout.strip()
            cells = [self.directive, f"systemd reads {name}", "", "", found or "nothing"]
            return cells, found == wanted
        if self.known is None:
            return [self.directive, "NO PROBE", "", "", ""], False
        allows = self.known[0].startswith("+")
        answers = self.answers(whole)
        wanted = ["no", "yes", "yes"] if allows else ["yes", "no", "no"]
        is_right = [said.split(",")[0] for said in answers] == wanted
        text = ("" if allows else "no longer: ") + self.probe
        reason = None if is_right else cannot_be_shown(self.directive)
        is_right = is_right or reason is not None
        if self.directive.startswith("DeviceAllow=char-"):
            group = self.directive.split()[0].removeprefix("DeviceAllow=char-")
            if not has_devices(group):
                reason = "that it may open sensors is not shown here: the kernel knows no such devices"
        return [self.directive, text + (f" ({reason})" if reason else "")] + answers, is_right


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
    rows = [Row(line) for line in lines]
    at_once = [row for row in rows if row.trials and not row.is_about_what_is_left]
    whole = Trial(lines, sorted({row.probe for row in at_once}))
    left = Trial(lines, ["leave shared memory"])
    subprocess.run(["systemctl", "daemon-reload"], check=True)
    start([whole] + [trial for row in at_once for trial in row.trials])
    print("| directive | what the service can do | without | with it alone | in the unit |")
    print("|---|---|---|---|---|")
    wrong = []
    for row in rows:
        cells, is_right = row.cells(left if row.is_about_what_is_left else whole)
        if not is_right:
            wrong.append(row.directive)
        cells[0] = f"`{cells[0]}`"
        print("| " + " | ".join(cells) + (" |" if is_right else " | **WRONG**"), flush=True)
    print(json.dumps({"directives": len(lines), "wrong": wrong}), file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
