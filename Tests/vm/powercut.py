"""What a disk holds after a power cut: all that was flushed, and of the rest what chance left.

QEMU's driver blklogwrites writes down each write and flush in the form of Linux's dm-log-writes
(Documentation/admin-guide/device-mapper/log-writes.rst): a superblock, then for each entry a
sector with its head, then its data. Killing QEMU alone would keep every write that it had taken,
flushed or not, because they are in the host's memory by then.
"""
import random
import struct

MAGIC = 0x6A736677736872
FLUSH, FUA, DISCARD = 1, 2, 4


def entries(file):
    """Each entry that is whole: its place on the disk in bytes, its flags and its data."""
    file.seek(0)
    magic, version, _, sector_size = struct.unpack("<QQQI", file.read(28))
    if (magic, version) != (MAGIC, 1):
        raise ValueError("no log of writes")
    offset = sector_size
    file.seek(0, 2)
    end = file.tell()
    while offset + sector_size <= end:
        file.seek(offset)
        sector, count, flags, _ = struct.unpack("<QQQQ", file.read(32))
        offset += sector_size
        size = count * sector_size
        if flags & DISCARD:
            yield sector * sector_size, flags, b"", size
            continue
        if offset + size > end or (size == 0 and not flags):
            return
        file.seek(offset)
        yield sector * sector_size, flags, file.read(size), size
        offset += size


def replay(log, disk, seed):
    """Brings the disk from before the start to after the cut; gives counts.

    What came after the last flush is kept, dropped or torn at a sector, as the seed says.
    """
    chance = random.Random(seed)
    with open(log, "rb") as file:
        writes = [(place, flags, len(data)) for place, flags, data, _ in entries(file)]
        flushes = [index for index, (_, flags, _) in enumerate(writes) if flags & FLUSH]
        last = flushes[-1] if flushes else -1
        counts = {"writes": sum(1 for _, _, size in writes if size), "flushes": len(flushes),
                  "unflushed": 0, "dropped": 0, "torn": 0}
        with open(disk, "r+b") as image:
            for index, (place, flags, data, _) in enumerate(entries(file)):
                if not data:
                    continue
                if index > last and not flags & FUA:
                    counts["unflushed"] += 1
                    fate = chance.choice(("kept", "dropped", "torn"))
                    if fate == "dropped":
                        counts["dropped"] += 1
                        continue
                    if fate == "torn":
                        counts["torn"] += 1
                        data = data[:512 * chance.randrange(len(data) // 512)]
                image.seek(place)
                image.write(data)
    return counts
