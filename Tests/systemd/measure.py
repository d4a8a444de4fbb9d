"""Measures what the running service costs, from what the kernel counts: measure.py SETTLING SECONDS.

Runs in the booted container, as root. Prints an object in JSON. Each second it looks at the threads,
as a thread that ends takes its counts along.
"""
import collections
import json
import os
import struct
import subprocess
import sys
import time

JOURNAL = "/var/lib/crampd/journal.sqlite"


def main_process():
    return int(subprocess.run(
        ["systemctl", "show", "--value", "--property", "MainPID", "crampd.service"],
        capture_output=True, text=True, check=True,
    ).stdout)


def table(path):
    """The lines `name: number ...` of a file of /proc."""
    pairs = (line.split(":", 1) for line in open(path) if ":" in line)
    return {name: rest.split() for name, rest in pairs}


def processor_seconds(process):
    """In user and kernel mode: fields 14 and 15 of proc(5)'s stat."""
    fields = open(f"/proc/{process}/stat").read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def switches(process):
    """By thread: its name, and how often it went to sleep, which is how often it is woken."""
    found = {}
    for thread in os.listdir(f"/proc/{process}/task"):
        try:
            status = table(f"/proc/{process}/task/{thread}/status")
            found[thread] = (status["Name"][0], int(status["voluntary_ctxt_switches"][0]))
        except (FileNotFoundError, ProcessLookupError):
            pass  # It has ended since.
    return found


class Wakeups:
    """By name of the thread, since the beginning."""

    def __init__(self, process):
        self.process = process
        self.first = switches(process)
        self.last = dict(self.first)

    def look(self):
        self.last.update(switches(self.process))

    def by_name(self):
        sums = collections.Counter()
        for thread, (name, count) in self.last.items():
            sums[name] += count - self.first.get(thread, (name, 0))[1]
        return sums

    @property
    def threads(self):
        return len(self.last)


def memory(process):
    """Resident and proportional, in MB."""
    sizes = table(f"/proc/{process}/smaps_rollup")
    return {name.lower(): round(int(sizes[name][0]) / 1024, 1) for name in ("Rss", "Pss")}


def counted_io(process):
    counts = {name: int(words[0]) for name, words in table(f"/proc/{process}/io").items()}
    return {"bytes": counts["write_bytes"] - counts["cancelled_write_bytes"],
            "reads": counts["syscr"], "writes": counts["syscw"]}


def transactions():
    """In the write-ahead log: its salt, which changes when it begins anew, and commit frames.

    https://www.sqlite.org/fileformat2.html#the_write_ahead_log
    """
    try:
        log = open(JOURNAL + "-wal", "rb").read()
    except FileNotFoundError:
        return None, 0
    if len(log) < 32:
        return None, 0
    page = struct.unpack_from(">I", log, 8)[0]
    salt = log[16:24]
    count = 0
    for frame in range(32, len(log) - 24 - page + 1, 24 + page):
        if log[frame + 8:frame + 16] != salt:
            break
        count += struct.unpack_from(">I", log, frame + 4)[0] != 0
    return salt, count


def newest_event():
    lines = subprocess.run(["crampctl", "history", "--format", "ndjson"],
                           capture_output=True, text=True, check=True).stdout.splitlines()
    return json.loads(lines[-1])["seq"] if lines else 0


def main():
    settling, wanted = (float(argument) for argument in sys.argv[1:])
    first_event = newest_event()
    time.sleep(settling)
    process = main_process()
    at_start = memory(process)
    salt, commits = transactions()
    io = counted_io(process)
    busy = processor_seconds(process)
    wakeups = Wakeups(process)
    began = time.monotonic()
    while time.monotonic() < began + wanted:
        time.sleep(min(1, max(0, began + wanted - time.monotonic())))
        wakeups.look()
    seconds = time.monotonic() - began
    busy = processor_seconds(process) - busy
    io = {name: count - io[name] for name, count in counted_io(process).items()}
    new_salt, new_commits = transactions()
    # Where the log began anew meanwhile, it is not known how many were in the old one.
    commits = new_commits - commits if new_salt == salt else None if salt else new_commits
    at_end = memory(process)
    descriptors = len(os.listdir(f"/proc/{process}/fd"))
    if main_process() != process:
        sys.exit("the service was started anew while it was measured")
    json.dump({
        "seconds": seconds, "busy": busy, "wakeups": wakeups.by_name(), "threads": wakeups.threads,
        "start": at_start, "end": at_end, "io": io, "commits": commits,
        "events": newest_event() - first_event, "descriptors": descriptors,
    }, sys.stdout)


if __name__ == "__main__":
    main()
