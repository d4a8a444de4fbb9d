"""Runs peer detectors over recordings: peers.py FOLDER_OF_DETECTORS RECORDINGS SECONDS

Reads N_emg.f32 and N_emg.json, prints one line of JSON for each detector, setting and recording.
A detector's grid is cut when its seconds of processor time are used up; one that fails is named on
the error output and passed over.
"""
import glob
import json
import multiprocessing
import os
import signal
import sys
import time

sys.path.insert(0, sys.argv[1])
import detectors  # noqa: E402
import numpy as np  # noqa: E402
import scipy.signal  # noqa: E402

LENGTHS = (2.0, 5.0, 10.0)


def front_end(x, rate):
    """The peers' own; where its third stop lies beyond half the rate, the same without that one."""
    if rate > 310:
        return detectors.front_end(x, rate)
    x = np.asarray(x, float)
    band = scipy.signal.butter(4, [20, 0.45 * rate], "bandpass", fs=rate, output="sos")
    y = scipy.signal.sosfiltfilt(band, x)
    for f in (50, 100):
        stop_band = scipy.signal.butter(1, [f - 1, f + 1], "bandstop", fs=rate, output="sos")
        y = scipy.signal.sosfiltfilt(stop_band, y)
    return y


def recordings(folder):
    for path in sorted(glob.glob(folder + "/*_emg.f32")):
        about = json.load(open(path[:-4] + ".json"))
        samples = np.fromfile(path, "<f4").reshape(-1, about["Channels"])
        rate = about["SamplingFrequency"]
        channels = []
        for column in samples.T:
            y = front_end(column, rate)
            channels.append((y, detectors.quietest(y, rate)))
        yield int(os.path.basename(path).split("_")[0]), rate, channels


LOADED = []


class OutOfTime(BaseException):
    """Not an Exception, so that no detector catches it."""


def stop(*_):
    raise OutOfTime


def run(name):
    detector = detectors.DETECTORS[name]
    seconds = float(sys.argv[3])
    signal.signal(signal.SIGPROF, stop)
    lines, done = [], 0
    try:
        for setting in [{}] + [s for s in detector.grid if s]:
            # The first setting may take long; the grid may not.
            signal.setitimer(signal.ITIMER_PROF, 4 * seconds if done == 0 else seconds)
            began = time.process_time()
            try:
                lines += found(name, detector, setting)
                done += 1
            except Exception as error:
                print(f"{name} {setting}: {type(error).__name__}: {error}", file=sys.stderr)
            seconds -= time.process_time() - began
            if seconds <= 0:
                print(f"{name}: grid cut after {done} settings", file=sys.stderr)
                break
        signal.setitimer(signal.ITIMER_PROF, 0)
    except OutOfTime:
        print(f"{name}: out of time after {done} settings", file=sys.stderr)
    return lines


def found(name, detector, setting):
    text = " ".join(f"{k}={v}" for k, v in setting.items()) or "defaults"
    lines = []
    for number, rate, channels in LOADED:
        spans = [s for y, rest in channels for s in detector.raw(y, rate, rest, **setting)]
        spans = detectors.common_rule(spans)
        for length in LENGTHS:
            kept = [[float(a), float(b)] for a, b in spans if b - a >= length]
            lines.append(dict(detector=name, setting=f"{text} length={length:g}",
                              recording=number, intervals=kept))
    return lines


def work(name, path):
    lines = run(name)
    with open(path, "w") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


def main():
    """Two at a time, each in a process of its own: one that crashes takes no other with it."""
    LOADED.extend(recordings(sys.argv[2]))
    names = [n for n in detectors.DETECTORS if not n.startswith("null")]
    fork = multiprocessing.get_context("fork")
    paths = {name: os.path.join(sys.argv[2], name + ".ndjson") for name in names}
    waiting, running = list(names), {}
    while waiting or running:
        while waiting and len(running) < 2:
            name = waiting.pop(0)
            running[name] = fork.Process(target=work, args=(name, paths[name]))
            running[name].start()
        for name, process in list(running.items()):
            process.join(0.2)
            if not process.is_alive():
                del running[name]
                if process.exitcode:
                    print(f"{name}: ended with {process.exitcode}", file=sys.stderr)
    for path in paths.values():
        if os.path.exists(path):
            sys.stdout.write(open(path).read())


if __name__ == "__main__":
    main()
