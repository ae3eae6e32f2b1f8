"""General columnar engines, DataFusion and DuckDB, over the same columns of numbers, in SQL: how far such an engine is from here.

The columns are read from the store's own Parquet files: a table of subject and object for each predicate, each pair once, sorted. The engines get numbers and
give numbers; no term is read. What a whole number in the data is, the store's format says: 28 bits of its id.
"""

import json
import pathlib
import statistics
import sys
import time

import answers

M, ORG = "https://w3id.org/milieu/ontology#", "http://www.w3.org/ns/org#"
PREDICATES = {
    "type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "identifier": "http://purl.org/dc/terms/identifier",
    "kind": ORG + "classification",
    "homepage": "http://xmlns.com/foaf/0.1/homepage",
    "lat": "http://www.w3.org/2003/01/geo/wgs84_pos#lat",
    "long": "http://www.w3.org/2003/01/geo/wgs84_pos#long",
    "end": M + "hasEnd", "member": M + "belongsTo", "country": M + "inCountry", "ends": M + "endCount", "region": M + "locatedIn", "city": M + "cityName",
}
PACKAGES = ["pyarrow==23.0.1", "datafusion==55.0.0", "duckdb==2.0.1"]
# An id that is a whole number: bit 30, two bits of datatype (0), then the number plus 2^27.
INLINE, ZERO = 1 << 30, 1 << 27

STAR = "type t" + "".join(
    f" JOIN {name} ON {name}.s = t.s" for name in ["label", "identifier", "kind", "country", "region", "city", "lat", "long", "homepage"]
)
SQL = {
    "foreign-linkages": """SELECT m.o AS cluster, there.o AS country, COUNT(DISTINCT mine.s) AS linkages
        FROM type t JOIN country home ON home.s = t.s JOIN member m ON m.o = t.s JOIN "end" mine ON mine.o = m.s
        JOIN "end" partner ON partner.s = mine.s JOIN country there ON there.s = partner.o
        WHERE t.o = {cluster} AND there.o <> home.o GROUP BY m.o, there.o""",
    "ei-index": """SELECT cluster, (SUM(outside) - SUM(inside)) / (SUM(outside) + SUM(inside)) AS "index" FROM (
        SELECT cluster, here * (here - 1) / 2 / (every - 1) AS inside, here * (every - here) / (every - 1) AS outside FROM (
        SELECT k.cluster, CAST(k.here AS DOUBLE) AS here, CAST(CAST(e.o AS BIGINT) - {zero} AS DOUBLE) AS every FROM (
        SELECT m.o AS cluster, mine.s AS linkage, COUNT(*) AS here FROM type t JOIN member m ON m.o = t.s JOIN "end" mine ON mine.o = m.s
        WHERE t.o = {cluster} GROUP BY m.o, mine.s) k JOIN ends e ON e.s = k.linkage WHERE e.o > {one}) x) y GROUP BY cluster""",
    "top-degree": 'SELECT o AS actor, COUNT(*) AS degree FROM "end" GROUP BY o ORDER BY degree DESC, actor LIMIT 20',
    "one row": "SELECT 1",
    "one value": "SELECT o FROM city WHERE s = {actor}",
    "ten tables, one row": f"SELECT * FROM {STAR} LIMIT 1",
    "ten tables, counted": f"SELECT COUNT(*) FROM {STAR}",
}


def read(folder):
    """The tables by name, the numbers that the queries name, and the names of things by number."""
    import duckdb

    newest = lambda kind: max(pathlib.Path(folder).glob(f"{kind}-*.parquet"), key=lambda path: int(path.stem.split("-")[1]))
    connection = duckdb.connect()
    number = lambda iri: connection.sql(f"SELECT id FROM '{newest('terms')}' WHERE kind = 'iri' AND value = '{iri}'").fetchall()[0][0]
    pairs = "SELECT DISTINCT subject AS s, object AS o FROM '{}' WHERE predicate = {} ORDER BY s, o"
    tables = {name: connection.sql(pairs.format(newest("quads"), number(iri))).to_arrow_table() for name, iri in PREDICATES.items()}
    numbers = {
        "cluster": number(M + "Cluster"), "actor": number("https://w3id.org/milieu/id/generated/actor/7"),
        "zero": INLINE + ZERO, "one": INLINE + ZERO + 1,
    }
    names = dict(connection.sql(f"SELECT id, value FROM '{newest('terms')}' WHERE kind = 'iri'").fetchall())
    return tables, numbers, names


def datafusion(tables):
    """Tables in memory in two parts, so that both cores have one to begin with; batches as long as its own."""
    import datafusion

    context = datafusion.SessionContext(datafusion.SessionConfig().with_target_partitions(2))
    for name, table in tables.items():
        half = (table.num_rows + 1) // 2
        parts = [table.slice(at, half).combine_chunks().to_batches(max_chunksize=8192) for at in (0, half)]
        context.register_record_batches(f'"{name}"', parts)
    return lambda sql: context.sql(sql).collect(), lambda sql: context.sql(sql).execution_plan()


def duckdb(tables):
    """Tables of its own, which it reads faster than Arrow's."""
    import duckdb

    connection = duckdb.connect(config={"threads": 2})
    for name, table in tables.items():
        connection.register("given", table)
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')
        connection.unregister("given")
    return lambda sql: connection.sql(sql).to_arrow_table().to_batches(), lambda sql: connection.execute("EXPLAIN " + sql).fetchall()


def timed(work, runs):
    work()
    ms = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        ms.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(ms)


def bag(batches, names):
    """The rows as `answers.rows` has them: what has a name is a thing, what has none a number."""
    rows = [row for batch in batches for row in batch.to_pylist()]
    things = ("cluster", "country", "actor")
    terms = [[("iri", names[row[key]]) if key in things else ("number", float(row[key])) for key in sorted(row)] for row in rows]
    return sorted(terms, key=answers.key)


def agree(name, batches, kept, names):
    """Whether an engine's answer is that of milieu, where there is such a query. Twenty actors of many with one degree may be others."""
    file = pathlib.Path(kept, f"{name}.json")
    if not file.exists():
        return True
    ours, theirs = answers.rows(file), bag(batches, names)
    if name == "top-degree":
        ours, theirs = ([row[1:] for row in rows] for rows in (ours, theirs))
    return answers.same(sorted(ours, key=answers.key), sorted(theirs, key=answers.key))


def measure(folder, runs, kept):
    """Prints, for each query, what the whole of it takes in each engine and what planning it does."""
    tables, numbers, names = read(folder)
    engines = {"DataFusion": datafusion(tables), "DuckDB": duckdb(tables)}
    for name, sql in SQL.items():
        sql, figures = sql.format(**numbers), {"query": name, "agree": True}
        for engine, (answer, plan) in engines.items():
            figures["agree"] &= agree(name, answer(sql), kept, names)
            figures[engine] = {"ms": timed(lambda: answer(sql), runs), "plan": timed(lambda: plan(sql), runs)}
        print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2]), sys.argv[3])
