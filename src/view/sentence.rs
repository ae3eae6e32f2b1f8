//! A result in one sentence: a template with a word in braces for each figure.
//!
//! | in braces | stands for |
//! |---|---|
//! | `rows` | how many rows there are |
//! | `column` | the value in the first row, a thing by its label |
//! | `column:sum`, `:max`, `:min` | over the numbers of the column |
//! | `column:distinct` | how many different values the column has |
//! | `column:given` | how many rows have a value |
//! | `column:true` | how many rows are true |
//! | `column>0`, `column<1`, `column=0` | how many rows are above, below or at a number |

use std::collections::BTreeSet;

use super::cell::double;
use super::{Cell, Column};

/// Fills `template`; `None` when there is nothing to say it of.
pub(super) fn fill(template: &str, columns: &[Column], rows: &[Vec<Cell>]) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let mut sentence = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (word, beyond) = after.split_once('}')?;
        sentence.push_str(before);
        sentence.push_str(&figure(word, columns, rows)?);
        rest = beyond;
    }
    sentence.push_str(rest);
    Some(sentence)
}

/// The first word of `template` that names no column or no figure.
pub(super) fn fault(template: &str, columns: &[Column]) -> Option<String> {
    let one_row = vec![vec![Cell::Null; columns.len()]];
    template.split('{').skip(1).find_map(|after| {
        let word = after.split_once('}').map_or(after, |(word, _)| word);
        figure(word, columns, &one_row).is_none().then(|| word.to_owned())
    })
}

fn figure(word: &str, columns: &[Column], rows: &[Vec<Cell>]) -> Option<String> {
    if word == "rows" {
        return Some(rows.len().to_string());
    }
    let end = word.find([':', '>', '<', '=']).unwrap_or(word.len());
    let at = columns.iter().position(|column| column.name == word[..end])?;
    let cells = || rows.iter().map(|row| &row[at]);
    let numbers = || cells().filter_map(Cell::number);
    let count = |holds: &dyn Fn(&Cell) -> bool| cells().filter(|cell| holds(cell)).count().to_string();
    let operator = &word[end..];
    Some(match operator {
        "" => match &rows[0][at] {
            Cell::Null => "nothing stated".to_owned(),
            cell => cell.number().filter(|_| !matches!(cell, Cell::Year(_))).map_or_else(|| cell.to_text(), rounded),
        },
        ":sum" => rounded(numbers().sum()),
        ":max" => rounded(numbers().reduce(f64::max).unwrap_or(0.0)),
        ":min" => rounded(numbers().reduce(f64::min).unwrap_or(0.0)),
        ":distinct" => {
            cells().filter(|cell| !cell.is_null()).map(Cell::to_field).collect::<BTreeSet<_>>().len().to_string()
        }
        ":given" => count(&|cell| !cell.is_null()),
        ":true" => count(&|cell| *cell == Cell::Boolean(true)),
        _ => {
            let bound: f64 = operator[1..].parse().ok()?;
            let holds = |number: f64| match &operator[..1] {
                ">" => number > bound,
                "<" => number < bound,
                _ => (number - bound).abs() < f64::EPSILON,
            };
            count(&|cell| cell.number().is_some_and(holds))
        }
    })
}

/// Two decimals at most: a sentence is read, not computed with.
fn rounded(value: f64) -> String {
    double((value * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::ColumnType;

    fn column(name: &str, type_: ColumnType) -> Column {
        Column { name: name.into(), type_, title: String::new(), unit: None, definition: String::new() }
    }

    #[test]
    fn figures_are_filled_in() {
        let columns = [column("who", ColumnType::Iri), column("n", ColumnType::Integer)];
        let who = |label: &str| Cell::Iri { value: label.into(), label: Some(label.into()) };
        let rows = [vec![who("A"), Cell::Integer(3)], vec![who("B"), Cell::Integer(0)], vec![who("A"), Cell::Null]];
        let filled = |template| fill(template, &columns, &rows).unwrap();
        assert_eq!(filled("{who} has {n}; {n>0} of {rows}"), "A has 3; 1 of 3");
        assert_eq!(filled("{n:sum} {n:max} {n:min} {n:given} {n=0} {who:distinct}"), "3 3 0 2 1 2");
        assert_eq!(fill("{rows}", &columns, &[]), None);
        assert_eq!(fault("{n:sum} {m}", &columns), Some("m".to_owned()));
        assert_eq!(fault("{n:middle}", &columns), Some("n:middle".to_owned()));
    }
}
