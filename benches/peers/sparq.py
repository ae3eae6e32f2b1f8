"""sparq, in process. Its fastest way to an answer is SPARQL JSON as a text."""

import json


class Side:
    title = "sparq"
    # The package `sparq` is something else.
    packages = ["sparq-rdf==0.1.6"]

    def __init__(self, file, folder, cap):
        import sparq

        self.graph = sparq.Graph.load(file)

    def query(self, text):
        self.graph.query_json(text)

    def answer(self, text):
        return json.loads(self.graph.query_json(text))

    def close(self):
        pass
