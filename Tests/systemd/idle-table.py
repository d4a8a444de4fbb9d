"""Prints as a table in Markdown what measure.py found: idle-table.py NAME=FILE..."""
import json
import sys


def rows(found):
    """What is measured, and the text of each number."""
    seconds = found["seconds"]
    wakeups = found["wakeups"]
    yield "measured over", f"{seconds:.1f} s"
    yield "CPU time", f"{found['busy']:.2f} s"
    yield "CPU, of one core", f"{100 * found['busy'] / seconds:.2f} %"
    yield "wake-ups per second", f"{sum(wakeups.values()) / seconds:.2f}"
    for name in sorted(wakeups, key=lambda name: -wakeups[name]):
        yield f"… of `{name}`", f"{wakeups[name] / seconds:.2f}"
    yield "threads seen", f"{found['threads']}"
    for name in ("rss", "pss"):
        yield (f"{name.upper()} at the start, at the end",
               f"{found['start'][name]} MB, {found['end'][name]} MB")
    yield "written to disk per hour", f"{found['io']['bytes'] * 3600 / seconds / 1024:.0f} KiB"
    yield "commits of the journal", ("unknown: its log began anew" if found["commits"] is None
                                     else f"{found['commits']}")
    yield "events", f"{found['events']}"
    yield "reads per second", f"{found['io']['reads'] / seconds:.2f}"
    yield "writes per second", f"{found['io']['writes'] / seconds:.2f}"
    yield "open descriptors", f"{found['descriptors']}"


def main():
    columns = {}
    for argument in sys.argv[1:]:
        name, _, path = argument.rpartition("=")
        with open(path) as file:
            columns[name] = dict(rows(json.load(file)))
    labels = list(dict.fromkeys(label for column in reversed(columns.values()) for label in column))
    print("| | " + " | ".join(columns) + " |")
    print("|---|" + "---:|" * len(columns))
    for label in labels:
        cells = (column.get(label, "–") for column in columns.values())
        print(f"| {label} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
