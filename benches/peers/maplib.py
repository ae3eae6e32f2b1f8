"""maplib, which plans SPARQL onto polars, in process. Its answer is a data frame."""

import json


class Side:
    title = "maplib"
    packages = ["maplib==0.20.26"]

    def __init__(self, file, folder, cap):
        from maplib import Model

        self.model = Model()
        self.model.read(file, format="ntriples")

    def query(self, text):
        self.model.query(text)

    def answer(self, text):
        return json.loads(self.model.query(text, return_json=True))

    def close(self):
        pass
