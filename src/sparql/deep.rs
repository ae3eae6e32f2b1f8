//! How deep a query may be, so that reading and answering it cannot overflow a thread's stack, which would end the whole process.
//!
//! The parser, the optimiser and the evaluator call themselves for what is nested, and for each link of a chain such as `1 + 1 + 1`. So
//! both are counted before the parser sees a text, and once more in its algebra; what is deep and allowed is worked on with a
//! stack of its own.

use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression};

use super::SparqlError;
use super::walk::{Part, parts_of, within};

/// The most brackets within one another.
const MOST_NESTED: usize = 64;
/// The most links of chains in one text, and the most that lies within one another, or side by side, in its algebra.
const MOST_LINKS: usize = 512;
/// What fits a stack of 2 MiB, the least that threads have as a rule, also in a build that is not optimised.
const SHALLOW: usize = 64;
/// The stack for the rest; what is not used of it takes no memory.
const STACK: usize = 64 << 20;

/// Keywords each of which adds one more link.
const LINKS: [&str; 9] = ["UNION", "OPTIONAL", "MINUS", "FILTER", "GRAPH", "SERVICE", "EXISTS", "AS", "LATERAL"];

/// Does `work`, with a stack that is large enough if it is `deep`.
pub(super) fn with_room<T>(deep: bool, work: impl FnOnce() -> T) -> T {
    if deep { stacker::grow(STACK, work) } else { work() }
}

/// Whether `query` is deep; an error if it is deeper than anything that is answered.
pub(super) fn is_deep(query: &Query) -> Result<bool, SparqlError> {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    is_deep_pattern(pattern)
}

/// The same of the WHERE of an update.
pub(super) fn is_deep_pattern(pattern: &GraphPattern) -> Result<bool, SparqlError> {
    match of_pattern(pattern) {
        depth if depth > 2 * MOST_LINKS => Err(SparqlError::TooComplex { limit: 2 * MOST_LINKS }),
        depth => Ok(depth > SHALLOW),
    }
}

fn of_pattern(pattern: &GraphPattern) -> usize {
    let own = match pattern {
        // A join of so many patterns is one of as many joins.
        GraphPattern::Bgp { patterns } => patterns.len(),
        GraphPattern::Path { path, .. } => of_path(path),
        GraphPattern::Service { inner, .. } => of_pattern(inner),
        _ => 0,
    };
    let inner = within(pattern).into_iter().map(|part| match part {
        Part::Pattern(pattern) => of_pattern(pattern),
        Part::Expression(expression) => of_expression(expression),
    });
    1 + own + inner.max().unwrap_or(0)
}

fn of_expression(expression: &Expression) -> usize {
    let own = if let Expression::Exists(pattern) = expression { of_pattern(pattern) } else { 0 };
    1 + own + parts_of(expression).into_iter().map(of_expression).max().unwrap_or(0)
}

fn of_path(path: &PropertyPathExpression) -> usize {
    match path {
        PropertyPathExpression::NamedNode(_) | PropertyPathExpression::NegatedPropertySet(_) => 1,
        PropertyPathExpression::Reverse(inner)
        | PropertyPathExpression::ZeroOrMore(inner)
        | PropertyPathExpression::OneOrMore(inner)
        | PropertyPathExpression::ZeroOrOne(inner) => 1 + of_path(inner),
        PropertyPathExpression::Sequence(a, b) | PropertyPathExpression::Alternative(a, b) => {
            1 + of_path(a).max(of_path(b))
        }
    }
}

/// Whether `text` is deep; an error with its place where it is deeper than anything that is read.
pub(super) fn is_deep_text(text: &str) -> Result<bool, SparqlError> {
    let mut scan = Scan {
        text: text.as_bytes(),
        at: 0,
        nested: Vec::new(),
        links: 0,
        data: None,
        expects_data: false,
        is_counted: false,
    };
    while scan.at < scan.text.len() {
        let from = scan.at;
        scan.step();
        let what = if scan.nested.len() > MOST_NESTED {
            format!("brackets are nested more than {MOST_NESTED} deep")
        } else if scan.links > MOST_LINKS {
            format!(
                "operators and clauses are strung together more than {MOST_LINKS} times: use IN, VALUES, or several queries"
            )
        } else {
            continue;
        };
        let before = &text[..text.floor_char_boundary(from)];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        return Err(SparqlError::Syntax { message: what, line, column, token: None });
    }
    Ok(scan.links > SHALLOW)
}

struct Scan<'t> {
    text: &'t [u8],
    at: usize,
    nested: Vec<u8>,
    links: usize,
    /// How deep the block of data lies that this is in.
    data: Option<usize>,
    /// Whether the next block is one of data, which has no operators.
    expects_data: bool,
    /// Whether the next block is that of a keyword, and counted with it.
    is_counted: bool,
}

impl Scan<'_> {
    fn rest(&self) -> &[u8] {
        &self.text[self.at..]
    }

    fn step(&mut self) {
        let byte = self.text[self.at];
        match byte {
            b'#' => {
                self.at +=
                    self.rest().iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(self.rest().len())
            }
            b'"' | b'\'' => self.string(byte),
            b'<' => self.less(),
            b'>' if self.rest().starts_with(b">>") => {
                self.close();
                self.at += 2;
            }
            b'(' | b'{' | b'[' => self.open(byte),
            b')' | b'}' | b']' => {
                self.close();
                self.at += 1;
            }
            b'?' | b'$' | b'@' => {
                self.at +=
                    1 + length(&self.rest()[1..], |byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80)
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b':' | 0x80.. => self.word(),
            // The datatype of a literal.
            b'^' if self.rest().starts_with(b"^^") => self.at += 2,
            b'|' | b'&' | b'+' | b'-' | b'*' | b'/' | b'^' | b'!' => {
                let twice = matches!(byte, b'|' | b'&') && self.rest().get(1) == Some(&byte);
                self.link();
                self.at += 1 + usize::from(twice);
            }
            _ => self.at += 1,
        }
    }

    fn link(&mut self) {
        self.links += usize::from(self.data.is_none());
    }

    fn open(&mut self, byte: u8) {
        if byte == b'{' {
            if std::mem::take(&mut self.expects_data) && self.data.is_none() {
                self.data = Some(self.nested.len());
            }
            if !std::mem::take(&mut self.is_counted) {
                self.link();
            }
        }
        self.nested.push(byte);
        self.at += 1;
    }

    fn close(&mut self) {
        self.nested.pop();
        if self.data.is_some_and(|depth| self.nested.len() <= depth) {
            self.data = None;
        }
    }

    fn string(&mut self, quote: u8) {
        let long = self.rest().starts_with(&[quote; 3]);
        self.at += if long { 3 } else { 1 };
        while let Some(&byte) = self.text.get(self.at) {
            if byte == b'\\' {
                self.at += 2;
            } else if byte == quote && (!long || self.rest().starts_with(&[quote; 3])) {
                self.at += if long { 3 } else { 1 };
                return;
            } else if !long && matches!(byte, b'\n' | b'\r') {
                return;
            } else {
                self.at += 1;
            }
        }
        self.at = self.at.min(self.text.len());
    }

    /// An IRI, the beginning of a triple term, or "less than".
    fn less(&mut self) {
        let inside = length(&self.rest()[1..], |byte| byte > b' ' && !b"<>\"{}|^`\\".contains(&byte));
        if self.rest().get(1 + inside) == Some(&b'>') {
            self.at += inside + 2;
        } else if self.rest().starts_with(b"<<") {
            self.nested.push(b'<');
            self.at += 2;
        } else {
            self.at += 1;
        }
    }

    fn word(&mut self) {
        let length =
            length(self.rest(), |byte| byte.is_ascii_alphanumeric() || b"_:.-%\\".contains(&byte) || byte >= 0x80);
        let word = &self.rest()[..length];
        let is = |keyword: &&str| word.eq_ignore_ascii_case(keyword.as_bytes());
        if is(&"VALUES") || is(&"DATA") {
            self.expects_data = true;
        } else if LINKS.iter().any(|keyword| is(keyword)) {
            let has_block = !is(&"FILTER") && !is(&"AS");
            self.link();
            self.is_counted = has_block;
        }
        self.at += length;
    }
}

fn length(bytes: &[u8], part: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !part(*byte)).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deep(text: &str) -> Result<bool, (usize, usize)> {
        is_deep_text(text).map_err(|error| match error {
            SparqlError::Syntax { line, column, .. } => (line, column),
            other => panic!("{other}"),
        })
    }

    #[test]
    fn brackets_are_counted_where_they_are_brackets() {
        let many = "(".repeat(100_000);
        assert_eq!(deep(&format!("SELECT *\n{{ FILTER{many}")), Err((2, 72)));
        for harmless in [
            format!("# {many}\nASK {{}}"),
            format!("ASK {{ ?s ?p '{many}' }}"),
            format!("ASK {{ ?s ?p \"\"\"\"{many}\\\"\"\"\"\"\" }}"),
            format!("ASK {{ ?s ?p <urn:{many}> }}"),
            "ASK { FILTER(1<2) FILTER(?a<?b && ?c>?d) }".to_owned(),
        ] {
            assert_eq!(deep(&harmless), Ok(false), "{}", &harmless[..20]);
        }
        assert!(deep(&"<<( ".repeat(100)).is_err());
        assert!(deep(&"ASK { ?s <urn:a".repeat(100)).is_err(), "an IRI that does not end hides nothing");
    }

    #[test]
    fn chains_are_counted_and_data_are_not() {
        for link in ["||?x", "+ 1", "-1", "/<urn:p>", "|<urn:p>", " UNION {}", " optional {}", " FILTER(1)", " {}"] {
            assert!(deep(&format!("ASK {{ {} }}", link.repeat(600))).is_err(), "{link}");
            assert!(deep(&format!("ASK {{ {} }}", link.repeat(50))).is_ok(), "{link}");
        }
        let negative = "(-1 -2 'a-b') ".repeat(10_000);
        assert_eq!(deep(&format!("ASK {{ VALUES (?x ?y ?z) {{ {negative} }} }}")), Ok(false));
        let quads = "<urn:s> <urn:p> -1 , nuts:DE-1 . ".repeat(10_000);
        assert_eq!(deep(&format!("INSERT DATA {{ GRAPH graph:a-b {{ {quads} }} }}")), Ok(false));
        assert_eq!(deep(&format!("ASK {{ ?s ?p ?o FILTER(?o IN ({}1)) }}", "1, ".repeat(10_000))), Ok(false));
    }

    /// On the smallest stack that threads have as a rule, whatever the query is.
    #[test]
    fn nothing_that_is_read_overflows_a_stack() {
        let texts = |n: usize| {
            let r = |text: &str| text.repeat(n);
            [
                format!("SELECT * {{ FILTER({}1{}) }}", r("("), r(")")),
                format!("SELECT * {{ {}{} }}", r("{"), r("}")),
                format!("SELECT * {{ {}{} }}", r("FILTER EXISTS { ?s ?p ?o "), r("}")),
                format!("SELECT * {{ {}{} }}", r("OPTIONAL { ?s ?p ?o "), r("}")),
                format!("SELECT * {{ {}{} }}", r("{ SELECT * { "), r("}}")),
                format!("SELECT * {{ ?s ?p {}1{} }}", r("[ ?p "), r("]")),
                format!("SELECT * {{ FILTER({}1{}) }}", r("STR("), r(")")),
                format!("SELECT * {{ ?s ?p {}?o{} }}", r("<<( ?s ?p "), r(" )>>")),
                format!("SELECT * {{ ?s {}<urn:p>{} ?o }}", r("("), r(")*")),
                format!("SELECT * {{ FILTER({}true) }}", r("!")),
                format!("SELECT * {{ ?s ?p ?x FILTER(1 = 1{}) }}", r("+STRLEN(STR(?x))")),
                format!("SELECT * {{ ?s ?p ?x FILTER(true{}) }}", r("||?x=1")),
                format!("SELECT * {{ {{}}{} }}", r(" UNION { ?s ?p ?o }")),
                format!("SELECT * {{ ?s ?p ?o {} }}", r(" OPTIONAL { ?s ?p ?o }")),
                format!("SELECT * {{ ?s ?p ?o {} }}", r(" MINUS { ?s ?p ?o }")),
                format!("SELECT * {{ ?s <urn:p>{} ?o }}", r("/<urn:p>")),
                format!("SELECT * {{ ?s <urn:p>{} ?o }}", r("|<urn:p>")),
                format!("SELECT * {{ ?s ?p ({}) }}", r("1 ")),
                format!("SELECT {} {{ ?s ?p ?o }}", (0..n).map(|i| format!("(?o AS ?v{i})")).collect::<String>()),
            ]
        };
        let work = move || {
            let store = crate::Store::new();
            let data = "INSERT DATA { <urn:a> <urn:p> 1 . <urn:b> <urn:p> <urn:a> }";
            super::super::update(&store, data, &crate::sparql::QueryOptions::default()).unwrap();
            let options = crate::sparql::QueryOptions {
                timeout: Some(std::time::Duration::from_millis(300)),
                ..crate::sparql::QueryOptions::default()
            };
            let mut answered = 0;
            for text in [60, 250, 100_000].into_iter().flat_map(texts) {
                match super::super::query(&store.snapshot(), &text, &options) {
                    Ok(crate::sparql::QueryResults::Solutions(rows)) => answered += usize::from(rows.count() < 10_000),
                    Ok(_) => unreachable!("all of them select"),
                    Err(_) => {}
                }
            }
            answered
        };
        let answered = std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap();
        assert!(answered >= 20, "most of what is allowed is answered: {answered}");
    }
}
