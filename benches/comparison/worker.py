"""An engine that is a Python module, in a process of its own.

The module is loaded before the clock starts, and the process stays from query to query, so that
such an engine is not charged for its start as the commands are. It gives the ids of the records,
which is less than the whole records that `odq` prints.

    worker.py ENGINE THREADS        then, a line each on standard input:
    {"file": …, "query": …, "ids": null | FILE}  ->  {"seconds": …} | {"fault": …}
"""

import json
import os
import sys
import time


def duckdb(threads):
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")

    def run(file, query):
        columns = {"id": "VARCHAR", **query["duckdb"]["columns"]}
        types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        sql = (
            f"SELECT id FROM read_ndjson('{file}', columns = {{{types}}}) "
            f"WHERE {query['duckdb']['where']}"
        )
        return [row[0] for row in connection.execute(sql).fetchall()]

    return run


def polars(threads):
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars as pl

    def kind(value):
        if isinstance(value, dict):
            return pl.Struct({name: kind(inner) for name, inner in value.items()})
        return getattr(pl, value)

    def run(file, query):
        schema = {"id": pl.String}
        schema |= {name: kind(value) for name, value in query["polars"]["schema"].items()}
        where = eval(query["polars"]["where"], {"pl": pl})
        frame = pl.scan_ndjson(file, schema=schema).filter(where).select("id")
        return frame.collect(engine="streaming")["id"].to_list()

    return run


def clickhouse(threads, lines):
    import chdb

    settings = (
        f"SETTINGS max_threads = {threads}, input_format_skip_unknown_fields = 1, "
        "input_format_json_ignore_unknown_keys_in_named_tuple = 1"
    )

    def run(file, query):
        own = query["clickhouse"]
        if lines:
            source, columns = "LineAsString", "json String"
            select, where = "JSONExtractString(json, 'id')", own["lines"]
        else:
            source, select, where = "JSONEachRow", "id", own["where"]
            columns = ", ".join(
                f"{name} {kind}" for name, kind in {"id": "String", **own["columns"]}.items()
            )
        columns = columns.replace("'", "''")
        sql = f"SELECT {select} FROM file('{file}', {source}, '{columns}') WHERE {where} {settings}"
        return str(chdb.query(sql, "TSVRaw")).splitlines()

    return run


ENGINES = {
    "duckdb": duckdb,
    "polars": polars,
    "clickhouse-columns": lambda threads: clickhouse(threads, lines=False),
    "clickhouse-lines": lambda threads: clickhouse(threads, lines=True),
}


def main():
    # What an engine prints goes to standard error: the answers stand alone.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    run = ENGINES[sys.argv[1]](int(sys.argv[2]))
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        try:
            start = time.perf_counter()
            ids = run(order["file"], order["query"])
            answer = {"seconds": time.perf_counter() - start}
            if order["ids"]:
                with open(order["ids"], "w") as out:
                    out.writelines(f"{value}\n" for value in ids)
        except Exception as fault:  # whatever an engine may raise is told, by name
            answer = {"fault": f"{type(fault).__name__}: {fault}"}
        print(json.dumps(answer), file=answers, flush=True)


main()
