#!/usr/bin/env python3
"""Puts milieu's server under load on this machine, beside Oxigraph's server and Virtuoso.

    python3 benches/serve.py                     # prints the tables
    python3 benches/serve.py --soak 600 --write  # with ten minutes of soak, and puts them into benches/README.md

Installs the peers (Oxigraph's server with pip; Virtuoso and wrk with apt-get, where it may), builds milieu, generates a world, gives every side the same statements
and asks them the same, over loopback, in turns. The load generator shares the machine's cores with the server.
"""

import argparse
import contextlib
import datetime
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from analytics import Bench, install
from common import ROOT, build, install_packages, machine, table, write
from servers import Milieu, Oxigraph, Virtuoso

PREFIXES = "PREFIX milieu: <https://w3id.org/milieu/ontology#>\n"
ID = "https://w3id.org/milieu/id/generated"
POINT = PREFIXES + "SELECT ?city { <%s/actor/%d> milieu:cityName ?city }"
STAR = "SELECT ?property ?value { <%s/actor/%d> ?property ?value }"
REACH = (ROOT / "benches/servers/reach.rq").read_text()
JSON = "application/sparql-results+json"


def workloads(side):
    """By name: the addresses that are asked for in turn, and what is accepted."""
    chance = random.Random(2026)
    actors, clusters = chance.sample(range(40_000), 1000), chance.sample(range(800), 100)
    found = {
        "one value of one thing": ([side.path(POINT % (ID, number)) for number in actors], JSON),
        "all of one thing": ([side.path(STAR % (ID, number)) for number in actors], JSON),
        "reach of a cluster, as SPARQL": ([side.path(REACH.replace("CLUSTER", f"{ID}/cluster/{number}")) for number in clusters], JSON),
    }
    if isinstance(side, Milieu):
        views = [f"/views/linkage/reach.json?group={ID}/cluster/{number}" for number in clusters]
        found["reach of a cluster, as a view"] = (views, "application/json")
    return found


def wrk(address, paths, accept, connections, seconds, folder):
    file = folder / "paths"
    file.write_text("\n".join(paths) + "\n")
    threads = min(2, connections)
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(ROOT / "benches/servers/requests.lua"), address]
    done = subprocess.run(command, env={**os.environ, "PATHS": str(file), "ACCEPT": accept}, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


class Writer(threading.Thread):
    """Commits one triple after another until it is stopped."""

    def __init__(self, side):
        super().__init__(daemon=True)
        self.side, self.ended, self.commits, self.failed = side, threading.Event(), 0, None

    def run(self):
        while not self.ended.is_set():
            try:
                self.side.update(f"INSERT DATA {{ GRAPH <urn:written> {{ <urn:written:{self.commits % 1000}> <urn:at> {self.commits} }} }}")
                self.commits += 1
            except Exception as error:
                self.failed = error
                return

    def stop(self):
        self.ended.set()
        self.join()
        if self.failed:
            print(f"{self.side.title}, writer: {self.failed}", file=sys.stderr)


@contextlib.contextmanager
def writing(side):
    writer = Writer(side)
    writer.start()
    yield writer
    writer.stop()


def measure(side, connections, seconds, folder):
    """Figures by (workload, connections, whether somebody writes meanwhile)."""
    figures = {}
    for name, (paths, accept) in workloads(side).items():
        wrk(side.address, paths, accept, 4, 2, folder)
        for many in connections:
            figures[name, many, False] = one = wrk(side.address, paths, accept, many, seconds, folder)
            print(side.title, name, many, one, file=sys.stderr)
        many = 16
        with writing(side) as writer:
            begun = time.monotonic()
            one = wrk(side.address, paths, accept, many, seconds, folder)
            one["commits"] = writer.commits / (time.monotonic() - begun)
        figures[name, many, True] = one
        print(side.title, name, "with a writer", one, file=sys.stderr)
    return figures


def soak(side, seconds, folder):
    """Mixed reading and writing for so long: memory each ten seconds, and what wrk counted."""
    mixed = [path for paths, accept in workloads(side).values() if accept == JSON for path in paths]
    random.Random(1).shuffle(mixed)
    memory, ended = [], threading.Event()

    def watch():
        while not ended.wait(10):
            memory.append(side.resident())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    with writing(side) as writer:
        counted = wrk(side.address, mixed, JSON, 32, seconds, folder)
    ended.set()
    watcher.join()
    return memory, counted, writer.commits


def cell(one):
    if one is None:
        return "–"
    if not one["requests"]:
        return f"none in {one['seconds']:.0f} s"
    bad = one["refused"] + one["broken"]
    rate = one["requests"] / one["seconds"]
    text = f"{rate:,.0f} ({one['p50']:.2f}, {one['p99']:.1f})"
    return text + (f" **{bad:,} failed**" if bad else "")


def report(figures, connections):
    sides = list(figures)
    names = list(dict.fromkeys(name for name, *_ in figures[sides[0]]))
    rows = []
    for name in names:
        for many, written in [*((many, False) for many in connections), (16, True)]:
            cells = [figures[side].get((name, many, written)) for side in sides]
            label = f"{many}, with a writer" if written else str(many)
            texts = [cell(one) + (f", {one['commits']:,.0f} commits/s" if one and written else "") for one in cells]
            rows.append([name, label, *texts])
    return table(["asked", "connections", *(f"{side}: requests/s (median, 99th percentile, ms)" for side in sides)], rows)


def soaked(memory, counted, commits):
    mib = [size / (1 << 20) for size in memory]
    third = max(1, len(mib) // 3)
    parts = [f"{sum(part) / len(part):.0f}" for part in (mib[:third], mib[third : 2 * third], mib[2 * third :]) if part]
    bad = counted["refused"] + counted["broken"]
    return (
        f"Soak of milieu: {counted['seconds']:.0f} s, 32 connections and a writer: {counted['requests']:,} answers, {bad} failed, {commits:,} commits. Resident memory, MiB, "
        f"mean of each third: {', '.join(parts)}; least {min(mib):.0f}, most {max(mib):.0f}."
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--size", default="2", help="millions of triples of the world")
    arguments.add_argument("--seconds", type=int, default=5, help="how long each measurement takes")
    arguments.add_argument("--connections", default="1,4,16,64,256", help="how many ask at once, separated by commas")
    arguments.add_argument("--sides", default="milieu,oxigraph,virtuoso", help="who is asked, separated by commas")
    arguments.add_argument("--soak", type=int, default=0, help="seconds for which milieu is asked and written to at the end")
    arguments.add_argument("--folder", type=pathlib.Path, help="where worlds and stores go; by default a new one, removed at the end")
    arguments.add_argument("--write", action="store_true", help="put the tables into benches/README.md")
    arguments = arguments.parse_args()
    sides = install([name for name in arguments.sides.split(",") if name == "virtuoso"]) + [name for name in arguments.sides.split(",") if name != "virtuoso"]
    install_packages(Oxigraph.packages if "oxigraph" in sides else [])
    if not shutil.which("wrk"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], stdout=sys.stderr, check=True)
    subprocess.run(["cargo", "build", "--release", "--bin", "milieu"], cwd=ROOT, check=True)
    programs = build("measure", "analytics")
    connections = [int(many) for many in arguments.connections.split(",")]
    folder = (arguments.folder or pathlib.Path(tempfile.mkdtemp(prefix="milieu-load-"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        bench = Bench(programs, folder, 1, 60, {})
        store, _ = bench.world(arguments.size)
        file, triples = bench.statements(store)
        begin = {
            "milieu": lambda: Milieu(ROOT / "target/release/milieu", store, *SETTINGS),
            "oxigraph": lambda: Oxigraph(file, folder / "of-oxigraph"),
            "virtuoso": lambda: Virtuoso(file, folder / "of-virtuoso-load", max(connections)),
        }
        figures = {}
        for name in sorted(sides, key=list(begin).index):
            with contextlib.closing(begin[name]()) as side:
                figures[side.title] = measure(side, connections, arguments.seconds, folder)
        soaking = ""
        if arguments.soak:
            with contextlib.closing(begin["milieu"]()) as side:
                soaking = soaked(*soak(side, arguments.soak, folder))
    finally:
        if not arguments.folder:
            shutil.rmtree(folder, ignore_errors=True)
    head = f"{datetime.date.today()}, {machine()}, {triples:,} triples, Oxigraph's server 0.5.13 on RocksDB, Virtuoso 7.2.5, wrk, {arguments.seconds} s a measurement."
    text = "\n\n".join(part for part in [head, report(figures, connections), soaking] if part)
    print(text)
    if arguments.write:
        write(text, "serve")


# The load comes from one client, which is to have all that a server of many clients would give.
SETTINGS = ("--client-running", 4, "--client-waiting", 512, "--max-waiting", 512, "--log", "off")

if __name__ == "__main__":
    main()
