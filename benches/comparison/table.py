"""The tables of README.md."""

import datetime
import os
import platform
import re
import subprocess


def speed(results, queries, options, versions):
    names = [query["name"] for query in queries]
    lines, page = results["jsonl"], results["page"]
    out = [
        f"{datetime.date.today()}, {machine()}. {options.bytes} of JSON Lines, warm, "
        f"GB (10^9 bytes) a second, median of {options.runs} runs in turns; load "
        f"{os.getloadavg()[1]:.1f} (over five minutes, this measurement counts).",
        "",
        f"| engine | threads | {' | '.join(names)} |",
        "|---|---|" + "---|" * len(names),
    ]
    out += [row(engine.name, engine.threads, [lines.speed(engine, name) for name in names])
            for engine in lines.engines]
    out += [row(f"{engine.name}, one page", engine.threads,
                [page.speed(engine, name) for name in names])
            for engine in page.engines]
    out += ["", f"| ratio | threads | {' | '.join(names)} |", "|---|---|" + "---|" * len(names)]
    out += ratios(lines, page, names)
    out += ["", *differences(results), "", versions]
    return "\n".join(out)


def ratios(lines, page, names):
    for mode in ("odq --fast", "odq"):
        for own in (one for one in lines.engines if one.name == mode):
            # An engine that gains nothing by a second thread may do without.
            peers = [one for one in lines.engines
                     if one.peer and not one.lines and one.threads <= own.threads]
            if peers:
                yield row(f"{mode} to the best other engine", own.threads,
                          [over(lines.speed(own, name),
                                [lines.speed(peer, name) for peer in peers]) for name in names],
                          "×")
            for reading in lines.engines:
                if reading.name.startswith("reading alone") and reading.threads == own.threads:
                    yield row(f"{mode} to {reading.name}", own.threads,
                              [over(lines.speed(own, name), [lines.speed(reading, name)])
                               for name in names], "×")
            if own in page.engines:
                yield row(f"{mode}: one page to JSON Lines", own.threads,
                          [over(page.speed(own, name), [lines.speed(own, name)])
                           for name in names], "×")


def over(speed, others):
    others = [other for other in others if other]
    return speed / max(others) if speed and others else None


def row(name, threads, figures, unit=""):
    cells = " | ".join("—" if one is None else f"{one:.2f}{unit and ' ' + unit}" for one in figures)
    return f"| {name} | {threads} | {cells} |"


def differences(results):
    """Which engines differ from the reference, and how."""
    found, right = [], True
    for shape, part in results.items():
        for (engine, query), cell in part.cells.items():
            what = cell.fault and f"no answer: {cell.fault}" or cell.difference
            if what:
                right = False
                found.append(f"- {engine.name}, {engine.threads} threads, {shape}, {query}: {what}")
    if right:
        found.append("Every engine gives the records of the reference evaluator: `odq` byte for "
                     "byte and in order, the others by their sorted ids.")
    else:
        found.insert(0, "These do not give the records of the reference evaluator; all others "
                        "do, `odq` byte for byte and in order, the others by their sorted ids:\n")
    return found


def versions(programs, modules, engines):
    parts = []
    if any(one.name == "jq" for one in engines):
        parts.append(first_line("jq", "--version"))
    if "jaq" in programs:
        parts.append(first_line(programs["jaq"], "--version"))
    parts += [f"{name} {version}" for name, version in modules.items()]
    return "Versions: " + ", ".join(parts) + "." if parts else ""


def first_line(*command):
    shown = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    return shown[0] if shown else command[0]


def machine():
    model = platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            model = re.search(r"model name\s*:\s*(.*)", file.read()).group(1)
    except (OSError, AttributeError):
        pass
    return f"{os.cpu_count()} cores, {model}, {platform.system()} {platform.release()}"


def write(readme, part, text):
    """Puts a table between its marks."""
    start, end = f"<!-- {part} -->", f"<!-- end of {part} -->"
    with open(readme, encoding="utf-8") as file:
        before, _, rest = file.read().partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{readme} has no place for a table: {start} … {end}")
    with open(readme, "w", encoding="utf-8") as file:
        file.write(f"{before}{start}\n{text}\n{end}{after}")
