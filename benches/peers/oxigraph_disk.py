"""Oxigraph's store on disk, which is RocksDB, in process."""

import pathlib

from peers import oxigraph_memory


class Side(oxigraph_memory.Side):
    title = "Oxigraph, RocksDB"

    def __init__(self, file, folder, cap):
        import pyoxigraph

        self.oxigraph = pyoxigraph
        new = not pathlib.Path(folder, "CURRENT").exists()
        self.store = pyoxigraph.Store(folder)
        if new:
            self.store.bulk_load(path=file, format=pyoxigraph.RdfFormat.N_TRIPLES)
            self.store.flush()
