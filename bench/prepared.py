"""Prepared data sets of lisae as arrays, and its CSV files as rows."""
import csv
import gzip
import struct
import sys

import numpy as np


def read_archive(path):
    """The arrays of a prepared data set; src/store/archive.h has the format."""
    types = {0: np.uint8, 1: np.int32, 2: np.float32, 3: np.float64, 4: np.uint8}
    entries, at = {}, 8
    with open(path, "rb") as f:
        blob = f.read()
    if blob[:8] != b"LISAEAR1":
        sys.exit(f"{path}: expected 'LISAEAR1' at its start")
    while True:
        length, = struct.unpack_from("<I", blob, at)
        if length == 0xffffffff:
            return entries
        name = blob[at + 4:at + 4 + length].decode()
        kind, rank = struct.unpack_from("<II", blob, at + 4 + length)
        dims = struct.unpack_from(f"<{rank}Q", blob, at + 12 + length)
        at = -(-(at + 12 + length + 8 * rank) // 64) * 64
        count = int(np.prod(dims, dtype=np.int64))
        entries[name] = np.frombuffer(blob, types[kind], count, at).reshape(dims)
        at += count * np.dtype(types[kind]).itemsize


def read_rows(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", newline="") as f:
        return list(csv.DictReader(f))


def pixels_of(images, dtype=np.float32):
    """Bytes (n, h, w, c) to rows of numbers in [0, 1]."""
    return images.reshape(len(images), -1).astype(dtype) / 255
