//! What the columns of a CSV file mean, as CSV on the Web has it (W3C, 2015).

use std::io::Write;

use serde_json::{Value, json};

use super::{Column, ColumnType, Table, ViewError};

impl Table {
    /// Writes the [metadata](https://www.w3.org/TR/tabular-metadata/) of the file that [`to_csv`](Self::to_csv) makes, which
    /// stands at `csv`, an address or a path from where the metadata stand.
    ///
    /// A column has its name as in the first line of the file, its title, its definition (`dc:description`), its unit
    /// (`schema:unitText`) and its datatype. The table has title and question, and in `notes` what it rests on.
    ///
    /// # Errors
    /// [`ViewError::Write`] when the writer fails.
    ///
    /// ```
    /// use milieu::view::{Catalogue, RunOptions};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let snapshot = milieu::Store::new().snapshot();
    /// let view = Catalogue::shipped().get("cluster/ei-index")?;
    /// let table = view.run(&snapshot, &view.arguments([("group_kind", "milieu:Cluster")])?, &RunOptions::default())?;
    /// let mut metadata = Vec::new();
    /// table.to_csvw("ei-index.csv", &mut metadata)?;
    /// assert!(String::from_utf8(metadata)?.contains("http://www.w3.org/ns/csvw"));
    /// # Ok(()) }
    /// ```
    pub fn to_csvw(&self, csv: &str, mut writer: impl Write) -> Result<(), ViewError> {
        let columns: Vec<Value> = self.columns.iter().map(described).collect();
        let metadata = json!({
            "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
            "url": csv,
            "dc:title": self.title,
            "dc:description": self.question,
            "dialect": { "encoding": "utf-8", "header": true, "lineTerminators": ["\r\n", "\n"] },
            "tableSchema": { "columns": columns },
            "notes": [{
                "view": self.view.as_str(), "view_hash": self.view_hash, "parameters": self.parameters,
                "snapshot": self.snapshot.number, "snapshot_hash": self.snapshot.hash, "sentence": self.sentence,
            }],
        });
        writeln!(writer, "{metadata:#}")?;
        Ok(writer.flush()?)
    }
}

fn described(column: &Column) -> Value {
    // The first title is what stands in the file; a reader compares the two.
    let mut titles = vec![column.name.as_str()];
    titles.extend((column.title != column.name).then_some(column.title.as_str()));
    let mut described = json!({
        "name": column.name, "titles": titles, "dc:description": column.definition, "datatype": datatype(column.type_),
    });
    if let Some(unit) = &column.unit {
        described["schema:unitText"] = unit.as_str().into();
    }
    described
}

/// The built-in datatype of CSV on the Web. Texts in a language lose it in a CSV file.
fn datatype(type_: ColumnType) -> &'static str {
    match type_ {
        ColumnType::Iri => "anyURI",
        ColumnType::String | ColumnType::LangString => "string",
        ColumnType::Integer => "integer",
        ColumnType::Decimal => "decimal",
        ColumnType::Double => "double",
        ColumnType::Boolean => "boolean",
        ColumnType::Date => "date",
        ColumnType::Year => "gYear",
    }
}
