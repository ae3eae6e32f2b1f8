#!/usr/bin/env python3
"""Measures queries of analysis on milieu and on other stores, and compares their answers.

    python3 benches/analytics.py                                      # prints the tables
    python3 benches/analytics.py --sizes-growth 0.2,2,10 --write      # with milieu's growth, and puts them into benches/README.md

Installs the peers with pip (and Virtuoso with apt-get, where it may), builds milieu's bench programs, generates a world, and gives every side the same
statements: those that milieu has after loading, what follows from the data among them. Each side runs in a process of its own. Each query is answered
once to warm up and then --runs times; figures are medians of milliseconds from the text to the last row read.
"""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import answers
import peers
import report
from common import ROOT, build, install_packages, machine, run, write
from peers import columns, worker
from report import OURS, QUERIES, queries


def install(names):
    """What of the peers is not there yet; gives those sides that are there then."""
    install_packages([package for name in names for package in peers.side(name).packages] + columns.PACKAGES)
    if "virtuoso" in names and peers.side("virtuoso").missing() and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", "virtuoso-opensource-7-bin"], env=quiet, stdout=sys.stderr)
    reasons = {name: getattr(peers.side(name), "missing", lambda: None)() for name in names}
    for name, reason in reasons.items():
        if reason:
            print(f"without {name}: {reason}", file=sys.stderr)
    return [name for name in names if not reasons[name]]


def ways(way):
    """The ways of milieu's to measure, by the names of their columns; all else is set against the first."""
    return {OURS: "columns", f"{OURS}, evaluator": "evaluator"} if way == "both" else {OURS: way}


class Bench:
    def __init__(self, programs, folder, runs, cap, ways):
        self.programs, self.folder, self.runs, self.cap, self.ways = programs, folder, runs, cap, ways

    def world(self, size):
        """A world in a store of milieu's, and what its loading took."""
        file, store = self.folder / f"world-{size}.nt", self.folder / f"store-{size}"
        if not file.exists():
            run([self.programs["measure"], "generate", size, file])
        shutil.rmtree(store, ignore_errors=True)
        return store, run([self.programs["measure"], "load", file, store])

    def statements(self, store):
        """Every triple of the store once, as a file that every peer can load."""
        folder = self.folder / f"statements-of-{store.name}"
        folder.mkdir(exist_ok=True)
        file = folder / "all.nt"
        figures = run([self.programs["analytics"], "export", store, file])
        return file, figures["triples"]

    def lines(self, *arguments):
        """The lines of figures of milieu's bench program, by query."""
        command = [str(part) for part in (self.programs["analytics"], *arguments)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        return {figures["query"]: figures for figures in map(json.loads, done.stdout.splitlines())}

    def ours(self, store, side=OURS, kept=None):
        settings = ["--way", self.ways[side], "--cap", self.cap] + (["--answers", kept] if kept else [])
        figures = self.lines("run", store, QUERIES, self.runs, *settings)
        for one in figures.values():
            if "stopped after its limit" in one.get("error", ""):
                one["error"] = "late"
        return figures

    def theirs(self, name, file, kept, again):
        """What a peer does: seconds to load, and figures by query; or what it did when the folder was last used."""
        last = self.folder / f"figures-{name}.json"
        if again and last.exists():
            return json.loads(last.read_text())
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        figures = self.peer(name, file, kept)
        last.write_text(json.dumps(figures))
        return figures

    def peer(self, name, file, kept):
        process = worker.Worker(sys.executable, name, file, self.folder / f"of-{name}", self.cap)
        try:
            process.start()
            figures = {}
            for query, text in queries().items():
                figures[query] = process.measure(text, self.runs, kept / f"{query}.json")
                print(name, query, figures[query], file=sys.stderr)
            return process.load, figures
        except (RuntimeError, worker.TooLong) as error:
            print(f"without {name}: {error}", file=sys.stderr)
            return None, {query: {"error": f"not loaded: {error}"} for query in queries()}
        finally:
            process.end()

    def general(self, store, kept):
        """DataFusion and DuckDB over the same columns."""
        command = [sys.executable, "-m", "peers.columns", str(store), str(max(self.runs, 15)), str(kept)]
        done = subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT / "benches", check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]


def compare(figures, kept):
    """By query, what is wrong with the answer of which side."""
    wrong = {}
    for query, text in queries().items():
        files = {side: kept[side] / f"{query}.json" for side in figures if "error" not in figures[side][query]}
        bags = {side: answers.rows(file, answers.unordered(text)) for side, file in files.items()}
        wrong[query] = answers.verdict(bags)
    return wrong


def measure(bench, names, size, sizes, again):
    store, loaded = bench.world(size)
    kept = {side: bench.folder / f"answers-{side}" for side in [*bench.ways, *names]}
    figures, loads = {}, {}
    for side in bench.ways:
        kept[side].mkdir(exist_ok=True)
        figures[side], loads[side] = bench.ours(store, side, kept[side]), loaded["seconds"]
    general, kernels = bench.general(store, kept[OURS]), bench.lines("kernels", store, max(bench.runs, 15))
    file, triples = bench.statements(store)
    for name in names:
        loads[name], figures[name] = bench.theirs(name, file, kept[name], again)
    parts = [report.beside(figures, loads, compare(figures, kept), bench.cap), report.limits(general, kernels, figures[OURS])]
    by_size = []
    for other in sizes:
        if other != size:
            store, grown = bench.world(other)
            by_size.append((grown, bench.ours(store)))
        else:
            by_size.append((loaded, figures[OURS]))
    if by_size:
        parts.append(report.growth(by_size, bench.cap))
    return triples, parts


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--size", default="2", help="millions of triples of the world that all sides answer on")
    arguments.add_argument("--runs", type=int, default=5, help="how often each query is answered after a first time")
    arguments.add_argument("--sizes-growth", default="", help="millions of triples, separated by commas, that milieu alone answers on")
    arguments.add_argument("--cap", type=float, default=60, help="seconds after which a query is given up")
    arguments.add_argument("--sides", default=",".join(peers.NAMES), help="the peers, separated by commas")
    arguments.add_argument("--way", default="columns", help="how milieu is to answer: evaluator, columns or both")
    arguments.add_argument("--folder", type=pathlib.Path, help="where worlds and stores go; by default a new one, removed at the end")
    arguments.add_argument("--again", action="store_true", help="measure milieu, and take the peers' figures from the --folder of an earlier run")
    arguments.add_argument("--write", action="store_true", help="put the tables into benches/README.md")
    arguments.add_argument("--worker", nargs=4, help=argparse.SUPPRESS)
    arguments = arguments.parse_args()
    if arguments.worker:
        return worker.serve(*arguments.worker)
    names = install([name for name in arguments.sides.split(",") if name])
    programs = build("measure", "analytics")
    kept = arguments.folder
    folder = kept or pathlib.Path(tempfile.mkdtemp(prefix="milieu-analytics-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        bench = Bench(programs, folder.resolve(), arguments.runs, arguments.cap, ways(arguments.way))
        sizes = [size for size in arguments.sizes_growth.split(",") if size]
        triples, parts = measure(bench, names, arguments.size, sizes, arguments.again)
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
    packages = {package for name in names for package in peers.side(name).packages} | set(columns.PACKAGES)
    versions = ", ".join(sorted(package.replace("==", " ") for package in packages))
    head = f"{datetime.date.today()}, {machine()}, {triples:,} triples, {versions}. Medians of {arguments.runs}, given up after {arguments.cap:g} s."
    text = "\n\n".join([head, *parts])
    print(text)
    if arguments.write:
        write(text, "analytics")


if __name__ == "__main__":
    main()
