//! The rows of a SELECT as Arrow's record batches.
//!
//! The type of a column is decided over the whole result. Where all its terms are of one kind and, as literals, of one datatype and
//! language, the column holds values:
//!
//! | terms | column |
//! |---|---|
//! | IRIs | Utf8, the IRIs in full |
//! | `xsd:integer` and what is derived from it | Int64 |
//! | `xsd:decimal` | Decimal128(38, 18) |
//! | `xsd:double`, `xsd:float` | Float64, Float32 |
//! | `xsd:boolean` | Boolean |
//! | `xsd:gYear`, `xsd:date` (without time zone) | Int32, Date32 |
//! | strings and all other literals | Utf8, as they are written |
//!
//! Where they are not, or a literal has no such value (`"many"^^xsd:integer`, a number of more digits), the column is Utf8 and holds each
//! term as N-Triples write it, so that nothing is lost. The metadata of a column say which it is:
//!
//! | key | value |
//! |---|---|
//! | `term` | `iri`, `blank-node`, `literal`, `triple` or `mixed`; none when nothing is bound |
//! | `datatype`, `language`, `direction` | those that all literals have |
//! | `form` | `n-triples` where terms stand so, else absent |
//!
//! The metadata of the schema hold the query, and number and hash of the snapshot. A result without rows has columns of text.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, StringArray, StringBuilder};
use arrow::datatypes::{Field, Schema};

use super::{QuerySolutionIter, SparqlError};
use crate::batch::{Batches, MOST_TEXT, Type};
use crate::model::vocab::xsd;
use crate::model::{Literal, NamedNodeRef, Term};
use crate::snapshot::Snapshot;

/// The most rows of a batch.
const MOST_ROWS: usize = 65_536;

/// A batch ends early when a column holds so much text. Written as N-Triples it may become twice as long.
const ENOUGH_TEXT: usize = MOST_TEXT / 4;

/// Reads `rows`, the answer of `query` over `snapshot`, to their end, into batches of up to 65,536 rows.
///
/// # Errors
/// That of the first row which has one: a limit that was met, or what evaluation failed at.
///
/// ```
/// use milieu::batch::arrow::datatypes::DataType;
/// use milieu::sparql::{self, QueryOptions, QueryResults};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let snapshot = milieu::Store::new().snapshot();
/// let query = "SELECT ?n ?any { VALUES (?n ?any) { (1 'one'@en) (2 <urn:two>) } }";
/// let QueryResults::Solutions(rows) = sparql::query(&snapshot, query, &QueryOptions::default())? else { unreachable!() };
/// let answer = sparql::arrow::record_batches(rows, &snapshot, query)?;
/// assert_eq!(answer.rows(), 2);
/// assert_eq!(answer.schema().field(0).data_type(), &DataType::Int64);
/// assert_eq!(answer.schema().field(1).metadata()["form"], "n-triples");
/// # Ok(()) }
/// ```
pub fn record_batches(
    rows: QuerySolutionIter<'static>,
    snapshot: &Snapshot,
    query: &str,
) -> Result<Batches, SparqlError> {
    let names: Vec<String> = rows.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
    let mut columns: Vec<Column> = names.iter().map(|_| Column::default()).collect();
    let (mut lengths, mut open) = (Vec::new(), 0);
    for row in rows {
        let row = row?;
        for (column, term) in columns.iter_mut().zip(row.values()) {
            column.push(term.as_ref())?;
        }
        open += 1;
        if open == MOST_ROWS || columns.iter().any(|column| column.open.values_slice().len() > ENOUGH_TEXT) {
            columns.iter_mut().for_each(Column::close);
            lengths.push(std::mem::take(&mut open));
        }
    }
    if open > 0 {
        columns.iter_mut().for_each(Column::close);
        lengths.push(open);
    }
    let mut fields = Vec::new();
    let mut parts: Vec<Vec<ArrayRef>> = lengths.iter().map(|_| Vec::new()).collect();
    for (name, column) in names.iter().zip(columns) {
        let (field, arrays) = column.finish(name);
        fields.push(field);
        parts.iter_mut().zip(arrays).for_each(|(part, array)| part.push(array));
    }
    let about =
        [("query", query.to_owned()), ("snapshot", snapshot.number().to_string()), ("snapshot_hash", snapshot.hash())];
    let about = about.map(|(key, value)| (key.to_owned(), value));
    let schema = Arc::new(Schema::new_with_metadata(fields, HashMap::from(about)));
    let batch = |(columns, length)| {
        // A SELECT of no variable has rows all the same.
        let options = RecordBatchOptions::new().with_row_count(Some(length));
        RecordBatch::try_new_with_options(Arc::clone(&schema), columns, &options)
            .map_err(|error| SparqlError::Evaluation(Box::new(error)))
    };
    let batches = parts.into_iter().zip(lengths).map(batch).collect::<Result<_, _>>()?;
    Ok(Batches::new(schema, batches))
}

/// A column that is being gathered: texts, and what they are the texts of.
#[derive(Default)]
struct Column {
    form: Form,
    closed: Vec<StringArray>,
    open: StringBuilder,
}

#[derive(Default)]
enum Form {
    /// Nothing was bound yet.
    #[default]
    Open,
    /// All terms are of one kind, and each text is the value of one.
    Values(Kind),
    /// Each text is a term as N-Triples write it.
    Terms,
}

/// What the terms of a column have in common.
enum Kind {
    Iri,
    BlankNode,
    Triple,
    /// A literal, empty: its datatype, language and direction count.
    Literal(Literal),
}

impl Column {
    fn push(&mut self, term: Option<&Term>) -> Result<(), SparqlError> {
        let Some(term) = term else {
            self.open.append_null();
            return Ok(());
        };
        match &self.form {
            Form::Open => self.form = Form::Values(Kind::of(term)),
            Form::Values(kind) if !kind.fits(term) => self.mix(),
            _ => {}
        }
        let text = match (&self.form, term) {
            (Form::Values(_), Term::NamedNode(node)) => node.as_str(),
            (Form::Values(_), Term::Literal(literal)) => literal.value(),
            _ => &term.to_string(),
        };
        if text.len() > ENOUGH_TEXT {
            let error = format!("a text of {} bytes is too long for a column: {ENOUGH_TEXT} are the most", text.len());
            return Err(SparqlError::Evaluation(error.into()));
        }
        self.open.append_value(text);
        Ok(())
    }

    fn close(&mut self) {
        self.closed.push(self.open.finish());
    }

    /// Writes all texts as terms.
    fn mix(&mut self) {
        if let Form::Values(kind) = std::mem::replace(&mut self.form, Form::Terms) {
            for texts in &mut self.closed {
                *texts = kind.terms(texts);
            }
            let mut open = StringBuilder::new();
            kind.terms(&self.open.finish()).iter().for_each(|text| open.append_option(text));
            self.open = open;
        }
    }

    /// The column as it is told, and its part of each batch.
    fn finish(mut self, name: &str) -> (Field, Vec<ArrayRef>) {
        let (mut about, type_) = match &self.form {
            Form::Open => (HashMap::new(), Type::Text),
            Form::Values(kind) => (kind.about(), kind.type_()),
            Form::Terms => (about("mixed", &[("form", "n-triples")]), Type::Text),
        };
        let field = |type_: Type, about| Field::new(name, type_.data_type(), true).with_metadata(about);
        if type_ != Type::Text {
            let values: Option<Vec<ArrayRef>> = self.closed.iter().map(|texts| type_.array(texts.iter())).collect();
            if let Some(arrays) = values {
                return (field(type_, about), arrays);
            }
            self.mix();
            about.insert("form".to_owned(), "n-triples".to_owned());
        }
        (field(Type::Text, about), self.closed.into_iter().map(|texts| Arc::new(texts) as ArrayRef).collect())
    }
}

impl Kind {
    fn of(term: &Term) -> Self {
        match term {
            Term::NamedNode(_) => Self::Iri,
            Term::BlankNode(_) => Self::BlankNode,
            Term::Triple(_) => Self::Triple,
            Term::Literal(literal) => Self::Literal(alike(literal, "")),
        }
    }

    fn fits(&self, term: &Term) -> bool {
        match (self, term) {
            (Self::Iri, Term::NamedNode(_))
            | (Self::BlankNode, Term::BlankNode(_))
            | (Self::Triple, Term::Triple(_)) => true,
            (Self::Literal(one), Term::Literal(other)) => {
                one.datatype() == other.datatype()
                    && one.language() == other.language()
                    && one.direction() == other.direction()
            }
            _ => false,
        }
    }

    fn type_(&self) -> Type {
        match self {
            Self::Literal(literal) => Type::of(literal.datatype()),
            _ => Type::Text,
        }
    }

    fn about(&self) -> HashMap<String, String> {
        match self {
            Self::Iri => about("iri", &[]),
            Self::BlankNode => about("blank-node", &[("form", "n-triples")]),
            Self::Triple => about("triple", &[("form", "n-triples")]),
            Self::Literal(literal) => {
                let mut about = about("literal", &[("datatype", literal.datatype().as_str())]);
                about.extend(literal.language().map(|language| ("language".to_owned(), language.to_owned())));
                about.extend(literal.direction().map(|direction| ("direction".to_owned(), direction.to_string())));
                about
            }
        }
    }

    /// The terms that `texts` are the values of, as N-Triples write them.
    fn terms(&self, texts: &StringArray) -> StringArray {
        let term = |text: &str| match self {
            Self::Iri => NamedNodeRef::new_unchecked(text).to_string(),
            // They are written so from the beginning.
            Self::BlankNode | Self::Triple => text.to_owned(),
            Self::Literal(literal) => alike(literal, text).to_string(),
        };
        texts.iter().map(|text| text.map(term)).collect()
    }
}

/// A literal like `literal`, with another value.
fn alike(literal: &Literal, value: &str) -> Literal {
    match (literal.language(), literal.direction()) {
        (Some(language), Some(direction)) => {
            Literal::new_directional_language_tagged_literal_unchecked(value, language, direction)
        }
        (Some(language), None) => Literal::new_language_tagged_literal_unchecked(value, language),
        _ if literal.datatype() == xsd::STRING => Literal::new_simple_literal(value),
        _ => Literal::new_typed_literal(value, literal.datatype()),
    }
}

fn about(term: &str, more: &[(&str, &str)]) -> HashMap<String, String> {
    let all = [("term", term)].into_iter().chain(more.iter().copied());
    all.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}
