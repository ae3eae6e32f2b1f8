"""Measures of networks as one finds them with igraph, with NetworkX, and with NumPy where a library has no function for it."""

import functools

SIDES = ["igraph", "networkx", "numpy"]


class Input:
    """A network in the shape of its side."""

    def __init__(self, side, folder):
        self.ties = [tuple(map(int, line.split())) for line in (folder / "ties.txt").read_text().splitlines()]
        self.groups = [int(line) for line in (folder / "groups.txt").read_text().split()]
        self.nodes = len(self.groups)
        if side == "igraph":
            import igraph

            self.directed = igraph.Graph(self.nodes, self.ties, directed=True)
            self.undirected = self.directed.as_undirected(mode="collapse")
        if side == "networkx":
            import networkx

            self.directed = networkx.DiGraph()
            self.directed.add_nodes_from(range(self.nodes))
            self.directed.add_edges_from(self.ties)
            self.undirected = self.directed.to_undirected()
        if side == "numpy":
            import numpy

            self.arcs, self.labels = numpy.array(self.ties).T, numpy.array(self.groups)


def by_node(values, nodes):
    """In the order of the nodes, 0 where there is none."""
    return [0.0 if values[node] != values[node] else values[node] for node in range(nodes)]


def igraph_network(given):
    import igraph

    return [igraph.Graph(given.nodes, given.ties, directed=True).ecount()]


def igraph_constraint(given):
    return by_node(given.undirected.constraint(), given.nodes)


def networkx_network(given):
    import networkx

    network = networkx.DiGraph()
    network.add_nodes_from(range(given.nodes))
    network.add_edges_from(given.ties)
    return [network.number_of_edges()]


def networkx(name, **options):
    def measure(given):
        import networkx

        return by_node(getattr(networkx, name)(given.undirected, **options), given.nodes)

    return measure


def networkx_communities(given):
    import networkx

    found = networkx.community.louvain_communities(given.undirected, seed=1)
    return [networkx.community.modularity(given.undirected, found)]


def networkx_transitivity(given):
    import networkx

    return [networkx.transitivity(given.undirected)]


def networkx_pagerank(given):
    import networkx

    return by_node(networkx.pagerank(given.directed, tol=1e-12 / given.nodes, max_iter=1000), given.nodes)


def networkx_betweenness_sampled(given):
    return networkx("betweenness_centrality", normalized=False, k=2000, seed=1)(given)


def networkx_mean_path(given):
    import networkx

    steps = pairs = 0
    for _, lengths in networkx.all_pairs_shortest_path_length(given.undirected):
        steps += sum(lengths.values())
        pairs += len(lengths) - 1
    return [steps / pairs]


def networkx_brokerage(given):
    """Pair by pair, as the definition stands."""
    groups, network = given.groups, given.directed
    values = []
    for broker in range(given.nodes):
        counts = [0] * 5
        own = groups[broker]
        ends = set(network.successors(broker))
        for start in network.predecessors(broker):
            one = groups[start]
            for end in ends.difference(network.adj[start]):
                if end != start:
                    other = groups[end]
                    if one == own:
                        counts[0 if other == own else 2] += 1
                    elif other == own:
                        counts[3] += 1
                    else:
                        counts[1 if one == other else 4] += 1
        values += [*counts, sum(counts)]
    return values


def networkx_ei(given):
    groups = given.groups
    external, internal = [0] * (max(groups) + 1), [0] * (max(groups) + 1)
    for start, end in given.directed.edges:
        if groups[start] == groups[end]:
            internal[groups[start]] += 1
        else:
            external[groups[start]] += 1
            external[groups[end]] += 1
    return indices(sum(external) / 2, sum(internal), external, internal)


def indices(all_external, all_internal, external, internal):
    index = lambda e, i: (e - i) / (e + i) if e + i else 0.0
    return [index(all_external, all_internal), *(index(e, i) for e, i in zip(external, internal))]


def counts(labels, arcs, groups):
    import numpy

    start, end = labels[arcs[0]], labels[arcs[1]]
    same = start == end
    internal = numpy.bincount(start[same], minlength=groups)
    external = numpy.bincount(start[~same], minlength=groups) + numpy.bincount(end[~same], minlength=groups)
    return external, internal


def numpy_ei(given):
    external, internal = counts(given.labels, given.arcs, max(given.groups) + 1)
    return indices(external.sum() / 2, internal.sum(), external, internal)


def numpy_ei_permuted(given):
    import numpy

    rng = numpy.random.default_rng(1)
    groups = max(given.groups) + 1
    permuted = []
    for _ in range(100):
        external, internal = counts(rng.permutation(given.labels), given.arcs, groups)
        permuted.append((external - internal) / numpy.maximum(external + internal, 1))
    numpy.array(permuted).std(axis=0)
    return numpy_ei(given)


def numpy_brokerage(given):
    """By sparse matrices: how many ties a node has with each group, and which pairs are closed."""
    import numpy
    import scipy.sparse as sparse

    nodes, labels = given.nodes, given.labels
    groups = int(labels.max()) + 1
    of = sparse.csr_array((numpy.ones(nodes), (numpy.arange(nodes), labels)), shape=(nodes, groups))
    ties = sparse.csr_array((numpy.ones(given.arcs.shape[1]), tuple(given.arcs)), shape=(nodes, nodes))
    back = ties.T.tocsr()
    # Of each broker: pairs by role, and then those that are closed: start to end, start to broker and broker to end.
    into, out, both = back @ of, ties @ of, (ties * back) @ of
    own = lambda table: numpy.asarray(table[numpy.arange(nodes), labels]).ravel()
    row = lambda table: numpy.asarray(table.sum(axis=1)).ravel()
    own_in, own_out, same = own(into), own(out), row(into * out)
    others_in, others_out = row(into) - own_in, row(out) - own_out
    pairs = [
        own_in * own_out - own(both),
        same - own_in * own_out - (row(both) - own(both)),
        own_in * others_out,
        others_in * own_out,
        others_in * others_out - (same - own_in * own_out),
    ]
    rows, columns = given.arcs
    alike = labels[rows] == labels[columns]
    within = sparse.csr_array((numpy.ones(alike.sum()), (rows[alike], columns[alike])), shape=(nodes, nodes))
    across = (ties - within).tocsr()
    # back[v, i] * ties[i, k] * ties[v, k], by which of the three ties are within a group.
    closed = lambda first, third, second: row((first.T.tocsr() @ third) * second)
    coordinator = closed(within, within, within)
    itinerant = closed(across, within, across)
    representative = closed(within, across, across)
    gatekeeper = closed(across, across, within)
    liaison = closed(across, across, across)
    found = [a - b for a, b in zip(pairs, [coordinator, itinerant, representative, gatekeeper, liaison])]
    return numpy.column_stack([*found, sum(found)]).ravel()


def numpy_location_quotient(given):
    """Ties as amounts: of industry `end % 785` in the region that is the group of the start."""
    import numpy

    regions, industries = int(given.labels.max()) + 1, 785
    cells = given.labels[given.arcs[0]] * industries + given.arcs[1] % industries
    table = numpy.bincount(cells, minlength=regions * industries).reshape(regions, industries).astype(float)
    share = table.sum(axis=0) / table.sum()
    with numpy.errstate(divide="ignore", invalid="ignore"):
        return numpy.nan_to_num(table / table.sum(axis=1, keepdims=True) / share).ravel()


@functools.cache
def measures(side):
    """The measures that a side has, by name."""
    if side == "igraph":
        return {
            "network": igraph_network,
            "constraint": igraph_constraint,
            "betweenness": lambda given: given.undirected.betweenness(),
            "communities": lambda given: [given.undirected.community_multilevel().modularity],
            "k-core": lambda given: given.undirected.coreness(),
            "transitivity": lambda given: [given.undirected.transitivity_undirected()],
            "mean-path": lambda given: [given.undirected.average_path_length()],
            "pagerank": lambda given: given.directed.pagerank(),
        }
    if side == "networkx":
        return {
            "network": networkx_network,
            "ei-index": networkx_ei,
            "brokerage": networkx_brokerage,
            "constraint": networkx("constraint"),
            "effective-size": networkx("effective_size"),
            "betweenness": networkx("betweenness_centrality", normalized=False),
            "betweenness-sampled": networkx_betweenness_sampled,
            "communities": networkx_communities,
            "k-core": networkx("core_number"),
            "transitivity": networkx_transitivity,
            "mean-path": networkx_mean_path,
            "pagerank": networkx_pagerank,
        }
    return {"ei-index": numpy_ei, "ei-index-permuted": numpy_ei_permuted, "brokerage": numpy_brokerage, "location-quotient": numpy_location_quotient}
