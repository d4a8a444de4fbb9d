# Marks this moment again and again, and tells the host of each event before the next one.
#
#   mark.py SOCKET PORT WORD [CONNECTIONS]
#
# Several connections mark at once, so that there is always something under way. A line
# "answered SEQ TEXT" goes to PORT for each answer, "told SEQ ID" for each event that a subscriber
# got. Whatever is on the port is to be in the journal for ever.
import json
import os
import socket
import sys
import threading


def connect(path):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(path)
    return connection, connection.makefile("r", encoding="utf-8")


def mark(path, port, word, number):
    connection, lines = connect(path)
    count = 0
    while True:
        count += 1
        text = f"{word}-{number}-{count}"
        request = {"jsonrpc": "2.0", "id": count, "method": "mark", "params": {"text": text}}
        connection.sendall(json.dumps(request).encode() + b"\n")
        for line in lines:
            answer = json.loads(line)
            if answer.get("id") == count:
                break
        else:
            return
        # An answer without a seq says that the event waits for the disk.
        if "seq" in answer.get("result", {}):
            os.write(port, f"answered {answer['result']['seq']} {text}\n".encode())


def follow(path, port):
    for line in connect(path)[1]:
        message = json.loads(line)
        if message.get("method") == "event":
            event = message["params"]
            os.write(port, f"told {event['seq']} {event['id']}\n".encode())


def main():
    path, name, word = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 4
    port = os.open(name, os.O_WRONLY)
    tasks = [threading.Thread(target=follow, args=(path, port))]
    tasks += [threading.Thread(target=mark, args=(path, port, word, n)) for n in range(count)]
    for task in tasks:
        task.start()


main()
