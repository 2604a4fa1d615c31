"""Whether an engine gives the records that it should."""

import json
import os
import subprocess


class Wanted:
    """The records that match a query, in a file as `odq` prints them."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.ids = sorted(json.loads(line)["id"] for line in file)

    def difference(self, path, lines):
        """What is wrong with an answer; nothing if it is right."""
        if lines:
            return same_lines(self.path, path)
        with open(path, encoding="utf-8") as file:
            return same_ids(self.ids, sorted(file.read().splitlines()))


def reference(programs, queries, file, folder):
    """What is right for each query, from an evaluator that is slow and plain."""
    paths = [f"{file}.{query['name']}.wanted" for query in queries]
    pairs = [part for query, path in zip(queries, paths) for part in (query["odq"], path)]
    subprocess.run([programs["reference"], file, *pairs], check=True)
    return {query["name"]: Wanted(path) for query, path in zip(queries, paths)}


def same_lines(wanted, found):
    """Byte for byte, and in the order of the input."""
    with open(wanted, "rb") as one, open(found, "rb") as other:
        number = 0
        while True:
            number += 1
            left, right = one.readline(), other.readline()
            if left != right:
                sizes = f"{os.path.getsize(found)} bytes for {os.path.getsize(wanted)}"
                return f"line {number} differs ({sizes}): {right[:60]!r} for {left[:60]!r}"
            if not left:
                return None


def same_ids(wanted, found):
    if wanted == found:
        return None
    missing, more = set(wanted) - set(found), set(found) - set(wanted)
    parts = [f"{len(found)} records for {len(wanted)}"]
    if missing:
        parts.append(f"{len(missing)} missing, such as {min(missing)}")
    if more:
        parts.append(f"{len(more)} too many, such as {min(more)}")
    return "; ".join(parts)
