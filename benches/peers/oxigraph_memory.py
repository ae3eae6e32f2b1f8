"""Oxigraph's store in memory, in process."""

import json

import common


class Side:
    title = "Oxigraph, memory"
    packages = [f"pyoxigraph=={common.OXIGRAPH}"]

    def __init__(self, file, folder, cap):
        import pyoxigraph

        self.oxigraph, self.store = pyoxigraph, pyoxigraph.Store()
        self.store.bulk_load(path=file, format=pyoxigraph.RdfFormat.N_TRIPLES)

    def query(self, text):
        for _ in self.store.query(text):
            pass

    def answer(self, text):
        return json.loads(self.store.query(text).serialize(format=self.oxigraph.QueryResultsFormat.JSON))

    def close(self):
        pass
