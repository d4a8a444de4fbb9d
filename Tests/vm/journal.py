# Looks whether a journal is whole, and whether it holds what was told.
#
#   journal.py JOURNAL LINES
#
# LINES is a file of what mark.py said. Prints one line of JSON; what is wrong is in "wrong".
import json
import sqlite3
import sys


def main():
    database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    events = {}
    for seq, text in database.execute("SELECT seq, json FROM events ORDER BY seq"):
        events[seq] = json.loads(text)
    wrong = []
    whole = database.execute("PRAGMA integrity_check").fetchone()[0]
    if whole != "ok":
        wrong.append(f"integrity_check: {whole}")
    seqs = list(events)
    if seqs and seqs != list(range(seqs[0], seqs[0] + len(seqs))):
        wrong.append("seq has a gap")
    answered = told = 0
    with open(sys.argv[2], encoding="utf-8") as file:
        for line in file:
            kind, seq, value = line.split()
            event = events.get(int(seq), {})
            if kind == "answered":
                answered += 1
                if event.get("text") != value:
                    wrong.append(f"answered and lost: {seq} {value}")
            else:
                told += 1
                if event.get("id") != value:
                    wrong.append(f"told and lost: {seq} {value}")
    try:
        boots = dict(database.execute("SELECT boot_id, machine_id FROM boots"))
    except sqlite3.OperationalError:
        boots = {}
    starts = [seq for seq, event in events.items() if event["type"] == "daemon.started"]
    recovered = [seq for seq, event in events.items() if event["type"] == "journal.recovered"]
    print(json.dumps({
        "events": len(events), "newest": seqs[-1] if seqs else 0, "answered": answered,
        "told": told, "starts": starts, "recovered": recovered,
        "boots": [boot.replace("-", "") for boot in boots], "machines": list(set(boots.values())),
        "wrong": wrong[:5],
        "wrong_count": len(wrong)}))


main()
