#!/usr/bin/env python3
"""Measures milieu beside Oxigraph and prints the tables of benches/README.md.

    pip install pyoxigraph==0.5.13
    python3 benches/compare.py --sizes 0.2,2,10            # prints the tables
    python3 benches/compare.py --sizes 0.2,2,10 --write    # and puts them into benches/README.md

Builds milieu's bench programs, generates a world for each size, and measures the two in turns, each measurement in a process of its own.
Every figure is the median of --runs. Nothing is installed and nothing is fetched beyond what cargo builds.
"""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from common import OXIGRAPH, ROOT, build, machine, median, pyoxigraph, run, table, write


def resident():
    """Bytes of this process in memory; 0 where Linux's /proc is not."""
    try:
        status = pathlib.Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


def worker(task, *arguments):
    """What Oxigraph does, in a process of its own."""
    oxigraph = pyoxigraph()
    if task == "load":
        file, folder = arguments
        begun = time.perf_counter()
        store = oxigraph.Store(folder)
        store.bulk_load(path=file, format=oxigraph.RdfFormat.N_TRIPLES)
        store.flush()
        print(json.dumps({"seconds": time.perf_counter() - begun}))
    elif task == "open":
        (folder,) = arguments
        query = """PREFIX dct: <http://purl.org/dc/terms/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
            SELECT ?label { ?actor dct:identifier '100000017' ; rdfs:label ?label }"""
        before, begun = resident(), time.perf_counter()
        rows = list(oxigraph.Store(folder).query(query))
        seconds = time.perf_counter() - begun
        assert len(rows) == 2, rows
        print(json.dumps({"seconds": seconds, "resident": resident() - before}))
    else:
        sys.exit(f"no such task: {task}")


def theirs(*arguments):
    return run([sys.executable, __file__, "--worker", *arguments])


def spread(figures, name="seconds", unit=1.0, digits=2):
    """The median, and from where to where."""
    values = [figure[name] * unit for figure in figures]
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def size_of(folder):
    return sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file())


class Measure:
    def __init__(self, programs, folder, runs):
        self.programs, self.folder, self.runs = programs, folder, runs

    def ours(self, *arguments):
        return run([self.programs["measure"], *arguments])

    def world(self, size, ending):
        file = self.folder / f"world-{size}.{ending}"
        if not file.exists():
            self.ours("generate", size, file)
        return file

    def stores(self, size):
        """Where the two stores of this size lie."""
        return self.folder / f"milieu-{size}", self.folder / f"oxigraph-{size}"

    def in_turns(self, ours, theirs):
        """Both, one after the other, so that what slows the machine for a while slows both."""
        pairs = [(ours(), theirs()) for _ in range(self.runs)]
        return [list(figures) for figures in zip(*pairs)]

    def load(self, sizes):
        rows = []
        for size in sizes:
            file = self.world(size, "nt")

            def fresh(folder, load):
                shutil.rmtree(folder, ignore_errors=True)
                os.sync()
                return load(file, folder)

            ours, others = self.stores(size)
            mine, other = self.in_turns(
                lambda: fresh(ours, lambda *where: self.ours("load", *where)),
                lambda: fresh(others, lambda *where: theirs("load", *where)),
            )
            triples = mine[0]["triples"]
            rate = lambda figures: f"{triples / median(figures, 'seconds') / 1e6:.2f}"
            rows.append([
                f"{triples:,}", f"{mine[0]['quads']:,}", spread(mine), rate(mine), spread(other), rate(other),
                f"{median(other, 'seconds') / median(mine, 'seconds'):.1f}",
                f"{median(mine, 'peak') / 2**20:,.0f}",
                f"{size_of(ours) / triples:.0f}", f"{size_of(others) / triples:.0f}",
            ])
        head = ["triples", "quads in milieu", "milieu, s", "million triples/s", "Oxigraph, s", "million triples/s",
                "times faster", "milieu's peak memory, MiB", "milieu on disk, bytes a triple", "Oxigraph on disk"]
        return "### Loading N-Triples into a durable store\n\n" + table(head, rows)

    def opening(self, sizes):
        rows = []
        for size in sizes:
            ours, others = self.stores(size)
            mine, other = self.in_turns(lambda: self.ours("open", ours), lambda: theirs("open", others))
            rows.append([
                f"{mine[0]['quads']:,}", spread(mine, digits=3), spread(other, digits=3),
                f"{median(mine, 'resident') / 2**20:,.0f}", f"{median(mine, 'resident') / mine[0]['quads']:.0f}",
            ])
        head = ["quads", "milieu, s", "Oxigraph, s", "milieu's memory then, MiB", "bytes a quad, terms and all"]
        return "### From opening a store to the first answer\n\n" + table(head, rows)

    def memory(self, size):
        """The same statements in one graph and in two have the same terms: what the second costs is what quads cost."""
        once = self.world(size, "nq")
        twice = once.with_name(f"twice-{size}.nq")
        with open(once, "rb") as lines, open(twice, "wb") as out:
            for line in lines:
                out.write(line)
                out.write(line.replace(b"/graph/generated-", b"/graph/again-"))
        figures = []
        for file in (once, twice):
            store = file.with_suffix(".store")
            shutil.rmtree(store, ignore_errors=True)
            self.ours("load", file, store)
            figures.append([self.ours("open", store) for _ in range(self.runs)])
            shutil.rmtree(store)
        twice.unlink()
        one, two = figures
        more = two[0]["quads"] - one[0]["quads"]
        a_quad = (median(two, "resident") - median(one, "resident")) / more
        rows = [["bytes of resident memory a quad, besides terms", f"{a_quad:.1f}", "60"]]
        commits = [self.ours("commit", self.stores(size)[0], 30) for _ in range(self.runs)]
        rows.append(["a durable commit of one quad, ms", spread(commits, unit=1e3), "5 beside the fsync"])
        rows.append(["a write of 128 bytes and its fsync on the same disk, ms", spread(commits, "fsync", 1e3), ""])
        note = f"On the store of {size} million triples. Memory by loading the same statements into one graph and into two: the terms are the same."
        return f"### Memory and commits\n\n{note}\n\n" + table(["what", "milieu", "at most"], rows)

    def queries(self):
        """Criterion's medians; it takes turns by itself and many more than a few samples."""
        target = self.folder / "criterion"
        environment = {**os.environ, "CRITERION_HOME": str(target)}
        subprocess.run([self.programs["queries"], "--bench", "--noplot"], env=environment, cwd=ROOT, stdout=sys.stderr, check=True)
        rows = []
        for name in ("point", "star", "linkages"):
            estimate = lambda who: json.loads((target / name / who / "new" / "estimates.json").read_text())["median"]["point_estimate"] / 1e3
            mine, other = estimate("milieu"), estimate("oxigraph")
            rows.append([name, f"{mine:.1f}", f"{other:.1f}", f"{other / mine:.2f}"])
        head = ["query", "milieu, µs", "Oxigraph's memory store, µs", "times faster"]
        return "### Small queries, from SPARQL text to the last row, 0.2 million triples\n\n" + table(head, rows)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sizes", default="0.2,2,10", help="millions of triples, separated by commas")
    arguments.add_argument("--runs", type=int, default=5, help="how often each figure is measured")
    arguments.add_argument("--folder", type=pathlib.Path, help="where worlds and stores go; by default a new one, removed at the end")
    arguments.add_argument("--write", action="store_true", help="put the tables into benches/README.md")
    arguments.add_argument("--worker", nargs="+", help=argparse.SUPPRESS)
    arguments = arguments.parse_args()
    if arguments.worker:
        return worker(*arguments.worker)
    pyoxigraph()
    sizes = arguments.sizes.split(",")
    programs = build("measure", "queries")
    kept = arguments.folder
    folder = kept or pathlib.Path(tempfile.mkdtemp(prefix="milieu-compare-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        measure = Measure(programs, folder.resolve(), arguments.runs)
        middle = "2" if "2" in sizes else sizes[-1]
        parts = [
            f"{datetime.date.today()}, {machine()}, pyoxigraph {OXIGRAPH}, `python3 benches/compare.py --sizes {arguments.sizes} "
            f"--runs {arguments.runs}`. Medians of {arguments.runs}, with the least and the most.",
            measure.load(sizes),
            measure.opening(sizes),
            measure.memory(middle),
            measure.queries(),
        ]
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
    text = "\n\n".join(parts)
    print(text)
    if arguments.write:
        write(text, "measured")


if __name__ == "__main__":
    main()
