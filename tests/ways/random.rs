//! Random data and random queries, small enough that much of what is asked is there.

use std::fmt;

use milieu::model::{GraphName, Literal, NamedNode, Quad, Term, vocab::xsd};

/// `SplitMix64`.
pub(crate) struct Random {
    state: u64,
    variables: usize,
}

/// A query: its text up to the limit, and the limit.
pub(crate) struct Query {
    text: String,
    pub(crate) limit: Option<usize>,
}

impl Query {
    pub(crate) fn without_limit(&self) -> String {
        self.text.clone()
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        self.limit.map_or(Ok(()), |limit| write!(f, " LIMIT {limit}"))
    }
}

const VARIABLES: [&str; 5] = ["?a", "?b", "?c", "?d", "?e"];
const PREDICATES: [&str; 4] = ["p", "q", "r", "s"];
const NODES: [&str; 7] = ["n0", "n1", "n2", "n3", "n4", "n5", "n6"];

fn iri(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("http://e/{name}"))
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed, variables: 0 }
    }

    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn value(&mut self) -> Term {
        let literal = match self.below(12) {
            0..=3 => Literal::new_typed_literal(self.below(5).to_string(), xsd::INTEGER),
            4 => Literal::new_typed_literal("1.0", xsd::DECIMAL),
            5 => Literal::new_typed_literal("01", xsd::INTEGER),
            6 => Literal::new_typed_literal("x", xsd::INTEGER),
            7 => Literal::new_language_tagged_literal_unchecked("a", "en"),
            8 => Literal::new_simple_literal("a"),
            9 => Literal::new_simple_literal("1"),
            10 => Literal::new_typed_literal(self.of(&["2020-01-01", "2021-05-05"]), xsd::DATE),
            _ => Literal::from(self.chance(50)),
        };
        literal.into()
    }

    pub(crate) fn quads(&mut self) -> Vec<Quad> {
        let count = self.below(40);
        let mut quads = Vec::new();
        for _ in 0..count {
            let object = if self.chance(60) { iri(self.of(&NODES)).into() } else { self.value() };
            let graph = match self.below(4) {
                0 => iri("g1").into(),
                1 => iri("g2").into(),
                _ => GraphName::DefaultGraph,
            };
            let quad = Quad::new(iri(self.of(&NODES)), iri(self.of(&PREDICATES)), object, graph);
            if self.chance(15) {
                quads.push(Quad { graph_name: iri("g1").into(), ..quad.clone() });
            }
            quads.push(quad);
        }
        quads
    }

    fn variable(&mut self) -> &'static str {
        self.of(&VARIABLES)
    }

    fn subject(&mut self) -> String {
        if self.chance(80) { self.variable().to_owned() } else { iri(self.of(&NODES)).to_string() }
    }

    fn object(&mut self) -> String {
        match self.below(10) {
            0..=6 => self.variable().to_owned(),
            7..=8 => iri(self.of(&NODES)).to_string(),
            _ => self.value().to_string(),
        }
    }

    fn predicate(&mut self) -> String {
        if self.chance(85) { iri(self.of(&PREDICATES)).to_string() } else { self.variable().to_owned() }
    }

    fn path(&mut self, depth: usize) -> String {
        let one = iri(self.of(&PREDICATES)).to_string();
        if depth == 0 {
            return one;
        }
        match self.below(9) {
            0 => format!("({})+", self.path(depth - 1)),
            1 => format!("({})*", self.path(depth - 1)),
            2 => format!("({})?", self.path(depth - 1)),
            3 => format!("({}/{})", self.path(depth - 1), self.path(depth - 1)),
            4 => format!("({}|{})", self.path(depth - 1), self.path(depth - 1)),
            5 => format!("^({})", self.path(depth - 1)),
            6 => format!("!({one}|<http://e/q>)"),
            _ => one,
        }
    }

    fn triple(&mut self) -> String {
        let predicate = if self.chance(20) { self.path(2) } else { self.predicate() };
        // The evaluator takes what stands before a path for no literal, and compares accordingly; a path of no steps may begin at one.
        let subject = if predicate.contains(['*', '?']) { iri(self.of(&NODES)).to_string() } else { self.subject() };
        format!("{subject} {predicate} {} . ", self.object())
    }

    fn triples(&mut self) -> String {
        (0..=self.below(3)).map(|_| self.triple()).collect()
    }

    fn plain_triple(&mut self) -> String {
        format!("{} {} {} . ", self.subject(), self.predicate(), self.object())
    }

    fn expression(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.below(5) {
                0 => self.value().to_string(),
                1 => iri(self.of(&NODES)).to_string(),
                _ => self.variable().to_owned(),
            };
        }
        let mut next = || self.expression(depth - 1);
        let (a, b) = (next(), next());
        match self.below(16) {
            0..=2 => format!("({a} = {b})"),
            3..=4 => format!("({a} != {b})"),
            5 => format!("({a} < {b})"),
            6 => format!("({a} >= {b})"),
            7 => format!("({a} && {b})"),
            8 => format!("({a} || {b})"),
            9 => format!("(!{a})"),
            10 => format!("({a} + {b})"),
            11 => format!("BOUND({})", self.variable()),
            12 => format!("COALESCE({a}, {b})"),
            13 => format!("IF({a}, {b}, {a})"),
            14 => format!("({a} IN ({b}, 1, <http://e/n1>))"),
            _ => format!("isIRI({a})"),
        }
    }

    fn values(&mut self) -> String {
        let (a, b) = (self.below(VARIABLES.len()), self.below(VARIABLES.len() - 1));
        let b = (a + 1 + b) % VARIABLES.len();
        let mut cell = || match self.below(4) {
            0 => "UNDEF".to_owned(),
            1 => self.value().to_string(),
            _ => iri(self.of(&NODES)).to_string(),
        };
        let (first, second) = (format!("({} {})", cell(), cell()), format!("({} {})", cell(), cell()));
        format!("VALUES ({} {}) {{ {first} {second} }} ", VARIABLES[a], VARIABLES[b])
    }

    fn part(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.triple();
        }
        match self.below(17) {
            0..=5 => self.triples(),
            6..=7 => format!("OPTIONAL {{ {}}} ", self.group(depth - 1)),
            8 => format!("{{ {}}} UNION {{ {}}} ", self.group(depth - 1), self.group(depth - 1)),
            9 => format!("MINUS {{ {}}} ", self.group(depth - 1)),
            10 => format!("FILTER({}) ", self.expression(2)),
            11 => {
                let not = if self.chance(50) { "NOT " } else { "" };
                format!("FILTER {not}EXISTS {{ {}}} ", self.group(depth - 1))
            }
            12 => {
                self.variables += 1;
                let expression = self.expression(2);
                format!("BIND({expression} AS ?v{}) ", self.variables)
            }
            13 => self.values(),
            14 => format!("{{ {}}} ", self.select(depth - 1)),
            15 => {
                let graph = self.of(&["?a", "?g", "<http://e/g1>", "<http://e/g3>"]);
                let inner =
                    if self.chance(70) { self.plain_triple() + &self.plain_triple() } else { self.group(depth - 1) };
                format!("GRAPH {graph} {{ {inner}}} ")
            }
            _ => format!("{{ {}}} ", self.group(depth - 1)),
        }
    }

    fn group(&mut self, depth: usize) -> String {
        (0..=self.below(3)).map(|_| self.part(depth)).collect()
    }

    fn aggregate(&mut self) -> String {
        let distinct = if self.chance(40) { "DISTINCT " } else { "" };
        match self.below(9) {
            0..=1 => format!("COUNT({distinct}*)"),
            2..=3 => format!("COUNT({distinct}{})", self.variable()),
            4 => format!("SUM({distinct}{})", self.variable()),
            5 => format!("AVG({distinct}{})", self.variable()),
            // Of equal values that are written differently either is the least: none of these are.
            6 => format!("MIN(STR({}))", self.expression(1)),
            7 => format!("COUNT({})", self.expression(1)),
            _ => format!("MAX(<http://www.w3.org/2001/XMLSchema#double>({}) + 0)", self.variable()),
        }
    }

    fn place(&mut self, blank: &str) -> String {
        match self.below(10) {
            0 => blank.to_owned(),
            1 => self.value().to_string(),
            2..=3 => iri(self.of(&NODES)).to_string(),
            _ => self.variable().to_owned(),
        }
    }

    /// Triples for CONSTRUCT to make, some of which cannot be.
    fn template(&mut self) -> String {
        let mut triples = String::new();
        for blank in ["_:x", "_:y"] {
            let (subject, object) = (self.place(blank), self.place("_:x"));
            let subject = if subject.starts_with(['"', 't', 'f']) { "?a" } else { &subject };
            triples += &[subject, " ", &self.predicate(), " ", &object, " . "].concat();
        }
        triples
    }

    /// A SELECT without order and limit.
    fn select(&mut self, depth: usize) -> String {
        let distinct = if self.chance(25) { "DISTINCT " } else { "" };
        let group = self.group(depth);
        if self.chance(40) {
            // Of what is grouped by something that nothing can bind the evaluator makes one group, also where there are no rows.
            let key = if self.chance(75) { self.variable() } else { "" };
            let key = if group.contains(key) { key } else { "" };
            self.variables += 2;
            let (one, two) = (self.variables - 1, self.variables);
            let (a, b) = (self.aggregate(), self.aggregate());
            let by = if key.is_empty() { String::new() } else { format!("GROUP BY {key} ") };
            let having = if self.chance(25) { format!("HAVING(COUNT(*) > {}) ", self.below(3)) } else { String::new() };
            return format!("SELECT {distinct}{key} ({a} AS ?v{one}) ({b} AS ?v{two}) WHERE {{ {group}}} {by}{having}");
        }
        let first = self.below(VARIABLES.len());
        let count = 1 + self.below(VARIABLES.len() - 1);
        let mut shown: Vec<&str> = (0..count).map(|n| VARIABLES[(first + n) % VARIABLES.len()]).collect();
        shown.dedup();
        format!("SELECT {distinct}{} WHERE {{ {group}}} ", shown.join(" "))
    }

    /// A request that deletes and inserts by a pattern.
    pub(crate) fn update(&mut self) -> String {
        let graph = self.of(&["<http://e/g1>", "?a", "?g"]);
        let insert = format!(
            "{} {} {} . GRAPH {graph} {{ {} }}",
            self.variable(),
            self.predicate(),
            self.object(),
            self.plain_triple()
        );
        let delete = self.plain_triple();
        let with = if self.chance(20) { "WITH <http://e/g2> " } else { "" };
        let using = if self.chance(20) { "USING <http://e/g1> USING NAMED <http://e/g2> " } else { "" };
        format!("{with}DELETE {{ {delete}}} INSERT {{ {insert} }} {using}WHERE {{ {}}}", self.group(2))
    }

    pub(crate) fn query(&mut self) -> Query {
        if self.chance(8) {
            return Query { text: format!("ASK {{ {}}}", self.group(2)), limit: None };
        }
        if self.chance(12) {
            return Query {
                text: format!("CONSTRUCT {{ {} }} WHERE {{ {}}}", self.template(), self.group(2)),
                limit: None,
            };
        }
        if self.chance(4) {
            return Query { text: format!("DESCRIBE {} WHERE {{ {}}}", self.variable(), self.group(2)), limit: None };
        }
        let mut text = self.select(2);
        if self.chance(25) {
            let by = if self.chance(50) { format!("DESC({})", self.variable()) } else { self.variable().to_owned() };
            text += &["ORDER BY ", &by, " ?a ?b ?c "].concat();
        }
        let limit = self.chance(15).then(|| self.below(5));
        Query { text, limit }
    }
}
