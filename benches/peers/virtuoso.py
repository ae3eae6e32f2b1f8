"""Virtuoso 7: a server of its own on free ports of this machine, asked over HTTP on one connection."""

import http.client
import json
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.parse

GRAPH = "urn:world"
SETTINGS = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
CaseMode = 2
DirsAllowed = {data}, {folder}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
MaxQueryMem = 2G
MaxMemPoolSize = 0
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 2
MaxSortedTopRows = 10000000
[HTTPServer]
ServerPort = {http}
ServerThreads = {threads}
MaxKeepAlives = {threads}
KeepAliveTimeout = 600
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 100000000
MaxQueryExecutionTime = {cap}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Side:
    title = "Virtuoso 7"
    packages = []
    program = "virtuoso-t"

    @classmethod
    def missing(cls):
        return None if shutil.which(cls.program) else "apt-get install virtuoso-opensource-7"

    def __init__(self, file, folder, cap, threads=10):
        # What a server that was killed left behind may be anything: load anew.
        folder, file = pathlib.Path(folder), pathlib.Path(file)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.cap, self.sql, self.http = cap, free_port(), free_port()
        addresses = {"sql": f"127.0.0.1:{self.sql}", "http": f"127.0.0.1:{self.http}"}
        settings = SETTINGS.format(folder=folder, data=file.parent, cap=int(cap), threads=threads, **addresses)
        (folder / "virtuoso.ini").write_text(settings)
        command = [self.program, "+foreground", "+configfile", str(folder / "virtuoso.ini"), "+wait"]
        self.server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.await_server()
        self.isql(f"ld_dir('{file.parent}', '{file.name}', '{GRAPH}'); rdf_loader_run(); checkpoint;")
        self.connection = None

    def await_server(self):
        for _ in range(600):
            try:
                return socket.create_connection(("127.0.0.1", self.http), 1).close()
            except OSError:
                if self.server.poll() is not None:
                    raise RuntimeError("Virtuoso ended as it began: see its virtuoso.log")
                time.sleep(0.1)
        raise RuntimeError("Virtuoso does not listen")

    def isql(self, statements):
        command = ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "dba", f"exec={statements}"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode or "Error" in done.stderr:
            raise RuntimeError(done.stderr)

    def read(self, text):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=self.cap + 5)
        form = {"default-graph-uri": GRAPH, "query": text, "format": "application/sparql-results+json"}
        try:
            self.connection.request("POST", "/sparql", urllib.parse.urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
            response = self.connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise
        if response.status != 200:
            raise RuntimeError(body.decode(errors="replace").strip().splitlines()[0])
        return body

    def query(self, text):
        self.read(text)

    def answer(self, text):
        return json.loads(self.read(text))

    def close(self):
        self.server.terminate()
        self.server.wait()
