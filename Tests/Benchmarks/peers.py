# What other programs make of the same samples: one case, one process, one line of JSON.
#
#   peers.py CASE --in FILE.f32 --channels N --rate HZ --block N [--edf FILE] [--limit SECONDS]
#
# The file holds Float32, all channels of a moment together, in microvolts; --block 0 is the whole
# file. Each case gets the samples in the layout that it likes best, laid out before the clock runs,
# and is warm (imported, compiled) by then. The clock is the CPU time of the process. A case that is
# slow stops after --limit seconds and is judged by what it has done.
#
# What a case does: F filters; E filters and an envelope; D what the library ships as detection of
# muscle activity; X all of it: filters, two envelopes, Teager-Kaiser energy, spectra, a baseline
# that adapts, thresholds with hysteresis and a shortest duration.
import argparse
import importlib.metadata
import json
import time

import numpy as np
import scipy.fft
import scipy.signal

HARMONICS = (50, 100, 150)
SHORTEST = 200  # frames of 10 ms that an event lasts


def sections(rate):
    """Band-pass of order 4 from 20 to 450 Hz, or what the rate allows, and a stop per line."""
    parts = [scipy.signal.butter(4, [20, min(450, 0.45 * rate)], "bandpass", fs=rate, output="sos")]
    parts += [scipy.signal.butter(1, [line - 1, line + 1], "bandstop", fs=rate, output="sos")
              for line in HARMONICS if line + 1 < 0.45 * rate]
    return np.ascontiguousarray(np.vstack(parts))


def window_size(rate):
    """Samples of a spectrum: a power of two, about 256 ms."""
    return max(16, 1 << max(0, rate // 4 - 1).bit_length())


class Case:
    """A case in the layout [channel][time], Float64."""

    does = ""
    packages = ("numpy", "scipy")
    in_blocks = in_files = True

    def __init__(self, rate, channels):
        self.rate, self.channels, self.hop = rate, channels, max(1, rate // 100)

    @staticmethod
    def laid_out(samples):
        return np.ascontiguousarray(samples.T, dtype=np.float64)

    def events(self):
        return None


class SciPyFilters(Case):
    does = "F"

    def __init__(self, rate, channels):
        super().__init__(rate, channels)
        self.sos = sections(rate)
        self.state = np.zeros((len(self.sos), channels, 2))

    def whole(self, x):
        return scipy.signal.sosfilt(self.sos, x, axis=-1)

    def step(self, x):
        y, self.state = scipy.signal.sosfilt(self.sos, x, axis=-1, zi=self.state)
        return y


class SciPyFull(SciPyFilters):
    does = "X"

    def __init__(self, rate, channels):
        super().__init__(rate, channels)
        self.size = window_size(rate)
        self.window = np.hanning(self.size)
        self.frequencies = np.fft.rfftfreq(self.size, 1 / rate)
        self.last = np.zeros((channels, 2))
        self.tail = np.zeros((channels, self.size))
        self.rings = np.zeros((2, channels, 10))
        self.base = np.zeros(channels)
        self.spread = np.zeros(channels)
        self.active = np.zeros(channels, bool)
        self.run = np.zeros(channels, int)
        self.frame = self.found = 0

    def spectra(self, frames):
        power = np.abs(scipy.fft.rfft(frames * self.window, axis=-1)) ** 2
        sums = np.cumsum(power, axis=-1)
        total = sums[..., -1:] + 1e-30
        return (self.frequencies[np.argmax(sums >= total / 2, axis=-1)],
                power @ self.frequencies / total[..., 0])

    def whole(self, x):
        y = super().whole(x)
        for channel in y:
            self.judge_whole(channel)

    def judge_whole(self, y):
        hop, frames = self.hop, len(y) // self.hop
        energy = np.abs(y[1:-1] ** 2 - y[:-2] * y[2:])
        squares = (y[:frames * hop] ** 2).reshape(frames, hop).mean(1)
        energies = energy[:len(energy) // hop * hop].reshape(-1, hop).mean(1)
        box = np.full(10, 0.1)
        level = np.sqrt(np.convolve(squares, box)[:frames])
        np.convolve(energies, box)
        if len(y) >= self.size:
            windows = np.lib.stride_tricks.sliding_window_view(y, self.size)
            self.spectra(windows[::10 * hop])
        # The quiet fifth of the last 30 s, once a second.
        seconds = level[:frames // 100 * 100].reshape(-1, 100).mean(1)
        before = np.concatenate([np.full(29, seconds[0]), seconds])
        views = np.lib.stride_tricks.sliding_window_view(before, 30)
        base = np.repeat(np.percentile(views, 20, axis=1), 100)
        base = np.concatenate([base, np.full(frames - len(base), base[-1])])
        edges = np.flatnonzero(np.diff(np.concatenate([[0], (level > 2 * base).view(np.int8), [0]])))
        begins, ends = edges[::2], edges[1::2]
        high = np.concatenate([[0], np.cumsum(level > 3 * base)])
        self.found += int(np.sum((high[ends] > high[begins]) & (ends - begins >= SHORTEST)))

    def step(self, x):
        y = super().step(x)
        joined = np.concatenate([self.last, y], axis=1)
        self.last = joined[:, -2:]
        count = y.shape[1]
        if count >= self.size:
            self.tail = y[:, -self.size:]
        else:
            self.tail[:, :-count] = self.tail[:, count:]
            self.tail[:, -count:] = y
        energy = np.abs(joined[:, 1:-1] ** 2 - joined[:, :-2] * joined[:, 2:])
        shape = (self.channels, -1, self.hop)
        squares = (y * y).reshape(shape).mean(2)
        energies = energy.reshape(shape).mean(2)
        for index in range(squares.shape[1]):
            self.judge(squares[:, index], energies[:, index])
            if self.frame % 10 == 0:
                self.spectra(self.tail)

    def judge(self, squares, energies):
        place = self.frame % 10
        self.rings[0, :, place] = squares
        self.rings[1, :, place] = energies
        level = np.sqrt(self.rings.mean(2)[0])
        if self.frame < 100:
            self.base = self.base + (1 if self.frame == 0 else 0.05) * (level - self.base)
        limit = self.base + np.where(self.active, 2.5, 5.0) * self.spread + 1e-9
        self.active = level > limit
        self.run = np.where(self.active, self.run + 1, 0)
        self.found += int(np.count_nonzero(self.run == SHORTEST))
        rate = np.where(self.active, 0.0, 1e-3)
        self.base = self.base + rate * (level - self.base)
        self.spread = self.spread + rate * (np.abs(level - self.base) - self.spread)
        self.frame += 1

    def events(self):
        return self.found


class NumbaFull(Case):
    """Compiled loops, fused and tuned; only the FFT is SciPy's, of all spectra of a call at once.

    It gives nothing back but its features, and gets its samples as it likes them.
    """

    does = "X"
    packages = ("numpy", "scipy", "numba", "llvmlite")
    kind = np.float64
    is_plain = False

    def __init__(self, rate, channels):
        super().__init__(rate, channels)
        self.size = window_size(rate)
        self.advance, self.measure = numba_kernels(
            rate, channels, self.size, self.kind, self.is_plain or channels >= 4)
        self.frequencies = np.fft.rfftfreq(self.size, 1 / rate).astype(self.kind)
        self.begin()

    def begin(self):
        count = len(sections(self.rate))
        self.state = np.zeros((2 * count + 32 + self.size, self.channels), self.kind)
        self.counts = np.zeros(4, np.int64)
        self.frames = np.zeros((110, self.channels, self.size), self.kind)
        self.shape = np.zeros((110, self.channels, 2), self.kind)

    @classmethod
    def laid_out(cls, samples):
        return np.ascontiguousarray(samples, dtype=cls.kind)

    def step(self, x):
        self.push(x, None)

    def push(self, x, filtered):
        ready = self.advance(x, self.state, self.counts, self.frames, filtered)
        if ready:
            self.measure(scipy.fft.rfft(self.frames[:ready]), self.frequencies, self.shape)

    def whole(self, x):
        for begin in range(0, len(x), self.rate):
            self.step(x[begin:begin + self.rate])

    def events(self):
        return int(self.counts[2])


class NumbaFullSingle(NumbaFull):
    kind = np.float32


class NumbaPlain(NumbaFull):
    """The same loops as they are used from NumPy: [channel][time] in, the filtered signal out."""

    is_plain = True
    laid_out = staticmethod(Case.laid_out)

    def step(self, x):
        samples = np.ascontiguousarray(x.T)
        filtered = np.empty_like(samples)
        for begin in range(0, len(samples), 10 * self.hop):
            end = begin + 10 * self.hop
            self.push(samples[begin:end], filtered[begin:end])
        return filtered.T

    def whole(self, x):
        self.step(x)


def numba_kernels(rate, channels, size, kind, is_in_lanes):
    import numba
    jit = numba.njit(fastmath=True, error_model="numpy", boundscheck=False)
    # Arrays of an enclosing function are constants to the compiler.
    filters = sections(rate)[:, [0, 1, 2, 4, 5]].astype(kind)
    window = np.hanning(size).astype(kind)
    count, hop = len(filters), max(1, rate // 100)
    first = 2 * count
    half, wide, narrow, slow, quick, tiny = (kind(v) for v in (0.5, 5, 2.5, 1e-3, 0.05, 1e-9))
    one, nothing, ten, per_hop = kind(1), kind(0), kind(10), kind(1 / hop)

    @jit
    def judge(state, counts):
        frame = counts[1]
        place = frame % 10
        for c in range(channels):
            state[first + 4 + place, c] = state[first + 2, c] * per_hop
            state[first + 14 + place, c] = state[first + 3, c] * per_hop
            state[first + 2, c] = nothing
            state[first + 3, c] = nothing
        for c in range(channels):
            squares = nothing
            energies = nothing
            for index in range(10):
                squares += state[first + 4 + index, c]
                energies += state[first + 14 + index, c]
            state[first + 28, c] = energies / ten
            level = np.sqrt(squares / ten)
            if frame == 0:
                state[first + 24, c] = level
            elif frame < 100:
                state[first + 24, c] += quick * (level - state[first + 24, c])
            base, spread = state[first + 24, c], state[first + 25, c]
            limit = base + (narrow if state[first + 26, c] > 0 else wide) * spread + tiny
            if level > limit:
                state[first + 26, c] = one
                state[first + 27, c] += one
                if state[first + 27, c] == SHORTEST:
                    counts[2] += 1
            else:
                state[first + 26, c] = nothing
                state[first + 27, c] = nothing
                state[first + 24, c] = base + slow * (level - base)
                state[first + 25, c] = spread + slow * (abs(level - state[first + 24, c]) - spread)
        counts[1] = frame + 1

    @jit
    def keep(state, counts, frames, ready):
        begin = counts[3] % size
        for c in range(channels):
            for index in range(size):
                row = begin + index
                if row >= size:
                    row -= size
                frames[ready, c, index] = state[first + 32 + row, c] * window[index]

    @jit
    def advance_lanes(x, state, counts, frames, filtered):
        ready = 0
        value = np.empty(channels, x.dtype)
        for t in range(x.shape[0]):
            for c in range(channels):
                value[c] = x[t, c]
            for s in range(count):
                b0, b1, b2, a1, a2 = filters[s]
                for c in range(channels):
                    w = value[c]
                    y = b0 * w + state[2 * s, c]
                    state[2 * s, c] = b1 * w - a1 * y + state[2 * s + 1, c]
                    state[2 * s + 1, c] = b2 * w - a2 * y
                    value[c] = y
            row = first + 32 + counts[3] % size
            for c in range(channels):
                y = value[c]
                state[row, c] = y
                if filtered is not None:
                    filtered[t, c] = y
                state[first + 2, c] += y * y
                before = state[first, c]
                state[first + 3, c] += abs(before * before - state[first + 1, c] * y)
                state[first + 1, c] = before
                state[first, c] = y
            counts[3] += 1
            counts[0] += 1
            if counts[0] == hop:
                counts[0] = 0
                judge(state, counts)
                if counts[1] % 10 == 0:
                    keep(state, counts, frames, ready)
                    ready += 1
        return ready

    @jit
    def advance_alone(x, state, counts, frames, filtered):
        ready = 0
        begin = 0
        held = np.empty(2 * count, x.dtype)
        while begin < x.shape[0]:
            end = min(x.shape[0], begin + hop - counts[0])
            for c in range(channels):
                for s in range(2 * count):
                    held[s] = state[s, c]
                y1, y2 = state[first, c], state[first + 1, c]
                squares, energies = state[first + 2, c], state[first + 3, c]
                row = counts[3] % size
                for t in range(begin, end):
                    v = x[t, c]
                    for s in range(count):
                        y = filters[s, 0] * v + held[2 * s]
                        held[2 * s] = filters[s, 1] * v - filters[s, 3] * y + held[2 * s + 1]
                        held[2 * s + 1] = filters[s, 2] * v - filters[s, 4] * y
                        v = y
                    state[first + 32 + row, c] = v
                    if filtered is not None:
                        filtered[t, c] = v
                    row += 1
                    if row == size:
                        row = 0
                    squares += v * v
                    energies += abs(y1 * y1 - y2 * v)
                    y2 = y1
                    y1 = v
                for s in range(2 * count):
                    state[s, c] = held[s]
                state[first, c], state[first + 1, c] = y1, y2
                state[first + 2, c], state[first + 3, c] = squares, energies
            counts[3] += end - begin
            counts[0] += end - begin
            begin = end
            if counts[0] == hop:
                counts[0] = 0
                judge(state, counts)
                if counts[1] % 10 == 0:
                    keep(state, counts, frames, ready)
                    ready += 1
        return ready

    @jit
    def measure(spectra, frequencies, shape):
        for k in range(spectra.shape[0]):
            for c in range(spectra.shape[1]):
                total = kind(1e-30)
                moment = nothing
                for b in range(spectra.shape[2]):
                    z = spectra[k, c, b]
                    power = z.real * z.real + z.imag * z.imag
                    total += power
                    moment += power * frequencies[b]
                shape[k, c, 0] = moment / total
                sum = nothing
                for b in range(spectra.shape[2]):
                    z = spectra[k, c, b]
                    sum += z.real * z.real + z.imag * z.imag
                    if sum >= half * total:
                        shape[k, c, 1] = frequencies[b]
                        break

    return (advance_lanes if is_in_lanes else advance_alone), measure


class Sliding(Case):
    """A library that keeps nothing between calls: it gets the last second with each block."""

    def __init__(self, rate, channels):
        super().__init__(rate, channels)
        self.last = np.zeros((channels, rate))

    def step(self, x):
        count = x.shape[1]
        if count >= self.rate:
            return self.whole(x)
        self.last[:, :-count] = self.last[:, count:]
        self.last[:, -count:] = x
        return self.whole(self.last)


class BrainFlow(Sliding):
    does = "E"
    packages = ("brainflow",)

    def __init__(self, rate, channels):
        super().__init__(rate, channels)
        from brainflow.data_filter import AggOperations, DataFilter, FilterTypes
        DataFilter.disable_data_logger()
        self.filter = DataFilter
        self.kind, self.mean = FilterTypes.BUTTERWORTH.value, AggOperations.MEAN.value

    def whole(self, x):
        for channel in np.array(x):  # it filters in place
            self.filter.perform_bandpass(
                channel, self.rate, 20.0, min(450.0, 0.45 * self.rate), 4, self.kind, 0.0)
            for line in HARMONICS:
                if line + 1 < 0.45 * self.rate:
                    self.filter.perform_bandstop(
                        channel, self.rate, line - 1.0, line + 1.0, 1, self.kind, 0.0)
            envelope = np.abs(channel)
            self.filter.perform_rolling_filter(envelope, max(2, self.rate // 10), self.mean)


class BioSPPy(Sliding):
    does = "D"
    packages = ("biosppy",)

    def __init__(self, rate, channels):
        super().__init__(rate, channels)
        from biosppy.signals import emg
        self.emg = emg.emg

    def whole(self, x):
        for channel in x:
            self.emg(channel, float(self.rate), show=False)


class NeuroKit(Sliding):
    does = "D"
    packages = ("neurokit2",)

    def __init__(self, rate, channels):
        super().__init__(rate, channels)
        import neurokit2
        self.emg = neurokit2.emg_process

    def whole(self, x):
        for channel in x:
            self.emg(channel, sampling_rate=self.rate)


CASES = {
    "scipy-filters": SciPyFilters, "scipy-full": SciPyFull, "numba-full": NumbaFull,
    "numba-full-single": NumbaFullSingle, "numba-plain": NumbaPlain, "brainflow": BrainFlow, "biosppy": BioSPPy,
    "neurokit": NeuroKit,
}


def peak_memory():
    """The most memory of this process in KiB; rusage would count who started it."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))


def reading_seconds(path):
    """CPU seconds of reading an EDF file by the faster of two readers."""
    import edfio
    import pyedflib

    def by_edfio():
        return [signal.data for signal in edfio.read_edf(path).signals]

    def by_pyedflib():
        with pyedflib.EdfReader(path) as file:
            return [file.readSignal(index) for index in range(file.signals_in_file)]

    def cost(read):
        begin = time.process_time()
        read()
        return time.process_time() - begin

    return min(min(cost(read) for _ in range(2)) for read in (by_edfio, by_pyedflib))


def measure_whole(make, x, channels, limit):
    """CPU seconds a channel-sample of a whole file, of fewer channels where it is slow."""
    kind = type(make(1))
    along_time = kind.laid_out is not Case.laid_out
    count = len(x) if along_time else x.shape[1]
    part = min(count, 2 * make(1).rate)
    probe = make(1)
    begin = time.process_time()
    probe.whole(np.ascontiguousarray(x[:part, :1]) if along_time else x[:1, :part])
    expected = (time.process_time() - begin) / part * count
    taken = channels if expected * channels <= limit else max(1, int(limit / expected))
    if taken == 1 and expected > limit:
        count = max(part, int(count * limit / expected))
    x = np.ascontiguousarray(x[:count, :taken] if along_time else x[:taken, :count])
    case = make(taken)
    begin = time.process_time()
    case.whole(x)
    return time.process_time() - begin, count * taken, case


def measure_blocks(make, x, channels, block, limit):
    """CPU seconds in blocks, all as one, and then each by itself."""
    along_time = type(make(1)).laid_out is not Case.laid_out
    count = len(x) if along_time else x.shape[1]
    starts = range(0, count - block + 1, block)
    blocks = [x[i:i + block] if along_time else np.ascontiguousarray(x[:, i:i + block])
              for i in starts]
    case = make(channels)
    begin = time.process_time()
    done = 0
    for part in blocks:
        case.step(part)
        done += 1
        if done % 64 == 0 and time.process_time() - begin > limit:
            break
    seconds = time.process_time() - begin
    other, times = make(channels), []
    for part in blocks[:min(done, 20_000)]:
        begin = time.process_time()
        other.step(part)
        times.append(time.process_time() - begin)
    return seconds, done * block * channels, case, times


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("case", choices=CASES)
    parser.add_argument("--in", dest="input", required=True)
    parser.add_argument("--channels", type=int, required=True)
    parser.add_argument("--rate", type=int, required=True)
    parser.add_argument("--block", type=int, required=True)
    parser.add_argument("--edf")
    parser.add_argument("--limit", type=float, default=3)
    options = parser.parse_args()

    kind = CASES[options.case]
    samples = np.fromfile(options.input, "<f4").reshape(-1, options.channels)
    x = kind.laid_out(samples)

    def make(channels):
        case = kind(options.rate, channels)
        warm = kind.laid_out(samples[:2 * options.rate, :channels])
        if options.block == 0:
            case.whole(warm)
        else:
            along_time = kind.laid_out is not Case.laid_out
            for i in range(0, 20 * options.block, options.block):
                case.step(warm[i:i + options.block] if along_time else warm[:, i:i + options.block])
        if isinstance(case, NumbaFull):
            case.begin()
            return case
        return kind(options.rate, channels)

    times = []
    if options.block == 0:
        seconds, done, case = measure_whole(make, x, options.channels, options.limit)
    else:
        seconds, done, case, times = measure_blocks(
            make, x, options.channels, options.block, options.limit)
    spread = np.quantile(times, [0.5, 0.99, 1]) * 1e6 if times else [0, 0, 0]
    print(json.dumps({
        "does": kind.does, "cpu_seconds": seconds, "samples": done,
        "part": done / samples.size, "events": case.events(),
        "block_p50_us": spread[0], "block_p99_us": spread[1], "block_max_us": spread[2],
        "peak_rss_kib": peak_memory(),
        "read_seconds": reading_seconds(options.edf) if options.edf else None,
        "versions": {name: importlib.metadata.version(name) for name in kind.packages},
    }))


if __name__ == "__main__":
    main()
