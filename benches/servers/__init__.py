"""The servers that are put under load: each loads a file of N-Triples and then listens on a free port of this machine."""

import contextlib
import pathlib
import shutil
import subprocess
import time
import urllib.parse
import urllib.request

from common import ROOT
from peers import virtuoso

TOKEN = "a token of the bench"


def query_path(text, more=()):
    return "/sparql?" + urllib.parse.urlencode([("query", text), *more])


def await_answer(process, address):
    for _ in range(600):
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(address + query_path("ASK {}"), timeout=5).read()
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"{process.args[0]} does not answer at {address}")


def resident(pid):
    """Bytes of memory that a process holds."""
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


class Server:
    """What all of them can do."""

    more = ()

    def path(self, text):
        """The address of a query's answer."""
        return query_path(text, self.more)

    def resident(self):
        return resident(self.process.pid)

    def close(self):
        self.process.terminate()
        self.process.wait()


class Milieu(Server):
    title = "milieu"

    def __init__(self, program, store, *settings):
        port = virtuoso.free_port()
        command = [program, "serve", "--store", store, "--port", port, *settings]
        self.address = f"http://127.0.0.1:{port}"
        environment = {"MILIEU_TOKEN": TOKEN, "PATH": "/usr/bin:/bin"}
        self.process = subprocess.Popen([str(part) for part in command], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        await_answer(self.process, self.address)

    def update(self, text):
        headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        urllib.request.urlopen(urllib.request.Request(self.address + "/sparql", text.encode(), headers), timeout=60).read()


class Oxigraph(Server):
    title = "Oxigraph"
    packages = ["oxigraph==0.5.13"]

    def __init__(self, file, folder):
        shutil.rmtree(folder, ignore_errors=True)
        program = shutil.which("oxigraph")
        subprocess.run([program, "load", "--location", folder, "--file", file], check=True, capture_output=True)
        port = virtuoso.free_port()
        self.address = f"http://127.0.0.1:{port}"
        command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        await_answer(self.process, self.address)

    def path(self, text):
        return "/query?" + urllib.parse.urlencode({"query": text})

    def update(self, text):
        headers = {"Content-Type": "application/sparql-update"}
        urllib.request.urlopen(urllib.request.Request(self.address + "/update", text.encode(), headers), timeout=60).read()


class Virtuoso(Server):
    title = "Virtuoso 7"
    more = (("default-graph-uri", virtuoso.GRAPH), ("format", "application/sparql-results+json"))

    def __init__(self, file, folder, connections):
        self.side = virtuoso.Side(file, folder, 60, threads=connections + 4)
        self.process = self.side.server
        self.address = f"http://127.0.0.1:{self.side.http}"
        await_answer(self.process, self.address)

    def update(self, text):
        self.side.isql(f"SPARQL {text};")
