"""Runs in turns, so that whatever else the machine does falls on every engine alike."""

import os
import statistics
import sys

from .engines import Fault

# An engine that is slow on a query is run fewer times: as often as fits into this, in seconds.
PATIENCE = 8


class Cell:
    """An engine on a query."""

    def __init__(self):
        self.seconds, self.fault, self.difference = [], None, None

    def speed(self, size):
        """GB in a second, the median; nothing if there was no answer."""
        return size / statistics.median(self.seconds) / 1e9 if self.seconds else None


class Results:
    """All cells, by engine and query."""

    def __init__(self, engines, size):
        self.engines, self.size, self.cells = engines, size, {}

    def speed(self, engine, query):
        cell = self.cells.get((engine, query))
        return cell.speed(self.size) if cell else None


def measure(engines, queries, file, wanted, runs):
    results = Results(engines, os.path.getsize(file))
    for query in queries:
        for engine in engines:
            say(f"checking {engine.name}, {engine.threads} threads: {query['name']}")
            results.cells[engine, query["name"]] = first(engine, query, file, wanted)
    for round_ in range(runs):
        for query in queries:
            say(f"round {round_ + 1} of {runs}: {query['name']}")
            for engine in engines:
                cell = results.cells[engine, query["name"]]
                if cell.fault or sum(cell.seconds) > PATIENCE:
                    continue
                try:
                    cell.seconds.append(engine.run(query, file))
                except Fault as fault:
                    cell.fault = str(fault)
    say("")
    return results


def first(engine, query, file, wanted):
    """The run whose answer is looked at; its time counts only where it is long."""
    cell = Cell()
    answer = f"{file}.answer"
    try:
        seconds = engine.run(query, file, answer)
        if engine.peer:
            cell.difference = wanted[query["name"]].difference(answer, engine.lines)
        if seconds > PATIENCE / 3:
            cell.seconds.append(seconds)
    except (Fault, OSError) as fault:
        cell.fault = str(fault)
    if os.path.exists(answer):
        os.remove(answer)
    return cell


def say(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
