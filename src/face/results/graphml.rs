//! Rows as ties: an edge a row (`GraphML`, <http://graphml.graphdrawing.org/>).
//!
//! An edge leads from what stands in the first of two columns to what stands in the second: those that the chart of a view names as its
//! ends, or of a SELECT `from` and `to`, or the only two that hold things. Of a row with one end alone the node is written. Every other
//! column is an attribute of the edge.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use super::sheet::{Sheet, Value};
use super::{Failed, Unfit};
use crate::model::NamedNodeRef;
use crate::snapshot::Snapshot;

pub(super) fn write(sheet: &Sheet, snapshot: &Snapshot, out: &mut impl Write) -> Result<(), Failed<Unfit>> {
    let [from, to] = sheet.ends.ok_or_else(|| {
        Failed::Answer(Unfit(
            "No two columns say what is tied to what. Select two things as ?from and ?to, or take a view whose chart is a network; or ask \
             for another format."
                .to_owned(),
        ))
    })?;
    let attributes: Vec<usize> = (0..sheet.columns.len()).filter(|at| *at != from && *at != to).collect();
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"
    )?;
    for (id, name) in [("name", "iri"), ("label", "label")] {
        writeln!(out, "<key id=\"{id}\" for=\"node\" attr.name=\"{name}\" attr.type=\"string\"/>")?;
    }
    for &at in &attributes {
        let (name, kind) = (escaped(&sheet.columns[at]), kind(sheet, at));
        writeln!(out, "<key id=\"c{at}\" for=\"edge\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")?;
    }
    writeln!(out, "<graph id=\"answer\" edgedefault=\"directed\">")?;
    let numbers = nodes(sheet, [from, to], snapshot, out)?;
    for row in &sheet.rows {
        let number = |at: usize| name(&row[at]).map(|name| numbers[name]);
        let Some((source, target)) = number(from).zip(number(to)) else { continue };
        write!(out, "<edge source=\"n{source}\" target=\"n{target}\">")?;
        for &at in &attributes {
            if let Some(text) = text(&row[at]) {
                write!(out, "<data key=\"c{at}\">{}</data>", escaped(&text))?;
            }
        }
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "</graph>\n</graphml>")?;
    Ok(())
}

/// Writes the nodes, each once; gives their numbers.
fn nodes<'s>(
    sheet: &'s Sheet,
    ends: [usize; 2],
    snapshot: &Snapshot,
    out: &mut impl Write,
) -> io::Result<HashMap<&'s str, usize>> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for value in sheet.rows.iter().flat_map(|row| ends.map(|end| &row[end])) {
        let Value::Thing { name, label } = value else { continue };
        let number = numbers.len();
        if numbers.contains_key(name.as_str()) {
            continue;
        }
        numbers.insert(name, number);
        write!(out, "<node id=\"n{number}\"><data key=\"name\">{}</data>", escaped(name))?;
        let found = || NamedNodeRef::new(name).ok().and_then(|node| snapshot.label(node));
        if let Some(label) = label.clone().or_else(found) {
            write!(out, "<data key=\"label\">{}</data>", escaped(&label))?;
        }
        writeln!(out, "</node>")?;
    }
    Ok(numbers)
}

fn name(value: &Value) -> Option<&str> {
    match value {
        Value::Thing { name, .. } => Some(name),
        _ => None,
    }
}

/// The type of `GraphML` that holds every value of a column.
fn kind(sheet: &Sheet, at: usize) -> &'static str {
    let all = |is: fn(&Value) -> bool| {
        let mut values = sheet.column(at).filter(|value| **value != Value::None).peekable();
        values.peek().is_some() && values.all(is)
    };
    if all(|value| matches!(value, Value::Truth(_))) {
        "boolean"
    } else if all(|value| matches!(value, Value::Number(number) if number.is_i64())) {
        "long"
    } else if all(|value| matches!(value, Value::Number(_))) {
        "double"
    } else {
        "string"
    }
}

fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::None => None,
        Value::Thing { name, .. } => Some(name.into()),
        Value::Wkt(text) | Value::Text(text) => Some(text.into()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Truth(truth) => Some(truth.to_string().into()),
    }
}

/// `text` within XML 1.0, which has no way to write most control characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' | '\n' => escaped.push(c),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c if c.is_ascii_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
