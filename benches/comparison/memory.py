"""The peak of memory of `odq`, for inputs that are larger than it may hold."""

import datetime
import os
import shutil
import subprocess

from . import engines

TIME = "/usr/bin/time"
UNITS = {"KiB": 10, "MiB": 20, "GiB": 30}


def table(programs, queries, folder, options):
    """A table: each mode on each size, on the query with the most matches and the rarest."""
    if not os.path.exists(TIME):
        return f"skipped: memory: {TIME} is not installed (Debian's package `time`)"
    queries = [query for query in queries if query["name"] in ("status", "number")] or queries
    rows = []
    for shape in ("jsonl", "page"):
        for size in options.memory.split(","):
            rows += measure(programs, queries, folder, options, shape, size)
    names = " | ".join(f"{query['name']}" for query in queries)
    lines = [f"{datetime.date.today()}, the largest resident set.", ""]
    lines += [f"| mode | threads | input | {names} |", "|---|---|---|" + "---|" * len(queries)]
    return "\n".join(lines + rows)


def measure(programs, queries, folder, options, shape, size):
    unit = next((unit for unit in UNITS if size.endswith(unit)), None)
    number = int(size.removesuffix(unit)) << UNITS[unit] if unit else int(size)
    if shutil.disk_usage(folder).free < number * 3 // 2:
        print(f"skipped: {shape} of {size}: not enough room on the disk")
        return
    path = os.path.join(folder, f"memory-{shape}-{size}")
    try:
        with open(path, "wb") as out:
            subprocess.run(
                [programs["records"], "--bytes", size, "--shape", shape, "--seed", options.seed],
                stdout=out, stderr=subprocess.DEVNULL, check=True)
        for engine in engines.ours(programs):
            if shape in engine.shapes:
                peaks = " | ".join(peak(engine, query, path) for query in queries)
                yield f"| {engine.name} | {engine.threads} | {shape}, {size} | {peaks} |"
    finally:
        if not options.keep:
            os.remove(path)


def peak(engine, query, file):
    # By a program of its own: a child of this process would be charged for the memory that
    # Python had when it was started.
    report = f"{file}.peak"
    command = [TIME, "-q", "-f", "%M", "-o", report, *engine.arguments(query, file)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with open(report) as answer:
        kilobytes = int(answer.read())
    os.remove(report)
    # 1 is "no match"; one that gave up early has held little, which tells nothing.
    if done.returncode not in (0, 1) or done.stderr:
        return f"failed: {done.stderr.decode(errors='replace')[:100] or done.returncode}"
    return f"{kilobytes / 1024:.1f} MiB"
