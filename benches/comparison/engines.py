"""The engines, and how each is run on a query."""

import json
import os
import shutil
import subprocess
import sys
import time


class Command:
    """A program that is started anew for each query; its start counts."""

    def __init__(self, name, arguments, threads=1, lines=False, peer=True, shapes=("jsonl",)):
        self.name, self.arguments, self.threads = name, arguments, threads
        self.lines = lines  # gives whole records, not ids
        self.peer = peer  # answers queries, as ours does
        self.shapes = shapes

    def run(self, query, file, output=None):
        """Seconds that it took; the answer goes to `output`, if one is wanted."""
        with open(output or os.devnull, "wb") as out:
            start = time.perf_counter()
            done = subprocess.run(
                self.arguments(query, file), stdout=out, stderr=subprocess.PIPE
            )
            seconds = time.perf_counter() - start
        # 1 is "no match", as with grep.
        if done.returncode not in (0, 1) or done.stderr:
            raise Fault(done.stderr.decode(errors="replace").strip()[:300] or done.returncode)
        return seconds

    def close(self):
        pass


class Module:
    """A Python module in a process that stays; only the query counts."""

    lines, peer, shapes = False, True, ("jsonl",)

    def __init__(self, name, python, engine, threads):
        self.name, self.threads = name, threads
        worker = os.path.join(os.path.dirname(__file__), "worker.py")
        self.process = subprocess.Popen(
            [python, worker, engine, str(threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        if not self.process.stdout.readline():
            raise Fault("cannot be loaded")

    def run(self, query, file, output=None):
        order = {"file": file, "query": query, "ids": output}
        print(json.dumps(order), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise Fault(f"ended with status {self.process.wait()}")
        answer = json.loads(answer)
        if "fault" in answer:
            raise Fault(answer["fault"][:300])
        return answer["seconds"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Fault(Exception):
    """Why an engine gave no answer."""


def ours(programs):
    """`odq` in the modes that it has: the default, and `--fast`, on as many threads as asked."""
    shown = subprocess.run([programs["odq"], "filter", "--help"], capture_output=True, text=True)
    has = lambda flag: flag in shown.stdout
    for fast in (False, True):
        for threads in (1, 2):
            options = ["--fast"] if fast else []
            options += ["--threads", str(threads)] if has("--threads") else []
            name = "odq --fast" if fast else "odq"
            if fast and not has("--fast") or threads > 1 and not has("--threads"):
                print(f"skipped: {name}, {threads} threads: this `odq` has no such option")
                continue
            yield Command(
                name,
                lambda query, file, options=options: [
                    programs["odq"], "filter", "--output", "jsonl", *options, query["odq"], file
                ],
                threads, lines=True, shapes=("jsonl", "page"),
            )


def limits(programs):
    """What answers no query, but reads the same file."""
    for name, options in (("reading alone", []), ("reading alone, well placed", ["--placed"])):
        for threads in (1, 2):
            yield Command(
                name,
                lambda query, file, words=[*options, str(threads)]: [
                    programs["reading"], *words, file
                ],
                threads, peer=False, shapes=("jsonl", "page"),
            )
    yield Command("wc -l", lambda query, file: ["wc", "-l", file], peer=False)


def others(programs, python, modules):
    """Everything that `odq` is measured against; what is not to be had is named."""
    for name in ("jq", "jaq"):
        program = programs.get(name) or shutil.which(name)
        if not program:
            print(f"skipped: {name}: not installed")
            continue
        yield Command(
            name,
            lambda query, file, program=program: [program, "-r", query["jq"], file],
        )
    for name, engine, module in (
        ("DuckDB", "duckdb", "duckdb"),
        ("Polars", "polars", "polars"),
        ("ClickHouse, columns", "clickhouse-columns", "chdb"),
        ("ClickHouse, lines", "clickhouse-lines", "chdb"),
    ):
        if module not in modules:
            print(f"skipped: {name}: {module} could not be installed")
            continue
        for threads in (1, 2):
            try:
                yield Module(name, python, engine, threads)
            except Fault as fault:
                print(f"skipped: {name}, {threads} threads: {fault}")
    if not shutil.which("clickhouse-local"):
        print("skipped: clickhouse-local: in no registry; chdb is the same engine as a module")


def install(folder, cargo_root):
    """Installs the engines into `folder`; gives its Python, the modules that it has, and jaq."""
    python = os.path.join(folder, "python", "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", os.path.join(folder, "python")], check=True)
    modules = {}
    for module in ("duckdb", "polars", "chdb"):
        show = [python, "-c", f"import importlib.metadata as m; print(m.version('{module}'))"]
        found = subprocess.run(show, capture_output=True, text=True)
        if found.returncode:
            subprocess.run([python, "-m", "pip", "install", "--quiet", module])
            found = subprocess.run(show, capture_output=True, text=True)
        if found.returncode == 0:
            modules[module] = found.stdout.strip()
    programs = {}
    jaq = os.path.join(cargo_root, "bin", "jaq")
    if not os.path.exists(jaq) and not shutil.which("jaq"):
        print("installing jaq")
        # Built apart, so that the flags and the folder of this project do not reach it.
        environment = {**os.environ, "CARGO_TARGET_DIR": os.path.join(cargo_root, "build")}
        subprocess.run(
            ["cargo", "install", "--quiet", "--locked", "--root", cargo_root, "jaq"],
            env=environment,
        )
    if os.path.exists(jaq):
        programs["jaq"] = jaq
    return python, modules, programs
