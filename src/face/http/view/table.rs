//! A view's rows as an HTML table, sorted and narrowed by the page's script.

use maud::{Markup, PreEscaped, html};
use serde_json::json;

use crate::face::http::link::{page_of, short};
use crate::face::http::number::Format;
use crate::face::http::problem::Problem;
use crate::view::{Cell, Column, ColumnType, Table};

/// `why` is the address, up to the row's number, at which a row is explained.
pub(super) fn table(table: &Table, why: &str) -> Markup {
    let columns: Vec<_> =
        table.columns.iter().map(|column| json!({ "name": column.name, "type": column.type_ })).collect();
    let formats: Vec<_> =
        (0..table.columns.len()).map(|at| Format::of(table.rows.iter().filter_map(|row| row[at].number()))).collect();
    html! {
        div.scroll id="table" tabindex="0" role="region" aria-label={ "Table: " (table.title) } {
            table.result data-columns=(serde_json::Value::from(columns)) {
                caption.sr { (table.title) }
                thead { tr { @for column in &table.columns { (head(column)) } } }
                tbody {
                    @for (at, row) in table.rows.iter().enumerate() {
                        tr {
                            @for ((cell, column), format) in row.iter().zip(&table.columns).zip(&formats) { (td(cell, column, *format)) }
                            td { a.note href={ (why) (at + 1) } rel="nofollow" title="The quads that this row rests on" { "why" } }
                        }
                    }
                }
            }
        }
    }
}

/// The JSON that charts are drawn from. "<" is written as an escape, so that no value can end the element.
pub(super) fn embedded(table: &Table) -> Result<Markup, Problem> {
    let mut json = Vec::new();
    table.to_json(&mut json).map_err(|error| Problem::internal(error.to_string()))?;
    let json = String::from_utf8(json).map_err(|error| Problem::internal(error.to_string()))?.replace('<', "\\u003c");
    Ok(html! { script type="application/json" id="result" { (PreEscaped(json)) } })
}

fn is_number(column: &Column) -> bool {
    matches!(column.type_, ColumnType::Integer | ColumnType::Decimal | ColumnType::Double)
}

fn head(column: &Column) -> Markup {
    html! {
        th scope="col" class=[is_number(column).then_some("num")] title=(column.definition) {
            (column.title)
            @if let Some(unit) = &column.unit { span.unit { (unit) } }
        }
    }
}

pub(super) fn td(cell: &Cell, column: &Column, format: Format) -> Markup {
    let exact = cell.to_field();
    match cell {
        Cell::Null => html! { td.none.num[is_number(column)] data-value="" { "–" } },
        Cell::Iri { value, label } => {
            let text = label.clone().unwrap_or_else(|| short(value));
            html! { td data-value=(value) { a href=(page_of(value)) title=(text) { (text) } } }
        }
        Cell::Boolean(yes) => html! { td data-value=(exact) { span.clip { @if *yes { "yes" } @else { "no" } } } },
        _ if is_number(column) => {
            let text = cell.number().map_or_else(|| exact.clone(), |number| format.show(number));
            html! { td.num data-value=(exact) title=(exact) { (text) } }
        }
        _ => html! { td data-value=(exact) { span.clip title=(exact) { (exact) } } },
    }
}
