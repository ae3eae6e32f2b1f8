//! A mapping as YAML with comments.

use super::{Column, Mapping};
use std::fmt::Write;

impl Mapping {
    /// The mapping as YAML that [`parse`](Self::parse) reads; what [`suggest`](super::suggest) saw stands in comments.
    ///
    /// ```
    /// use milieu::ingest::mapping::Mapping;
    ///
    /// let mapping = Mapping::parse("graph: mine\nid: id:actor/mine/{x}\ncolumns: { x: ignored }\n")?;
    /// assert_eq!(Mapping::parse(&mapping.to_yaml())?.id, mapping.id);
    /// # Ok::<(), milieu::ingest::mapping::MappingError>(())
    /// ```
    ///
    /// # Panics
    /// Never: a mapping is plain data.
    pub fn to_yaml(&self) -> String {
        let head = Self { columns: std::collections::BTreeMap::new(), ..self.clone() };
        let mut yaml =
            String::from("# How the rows of a table become triples. A column that is not wanted is `ignored`.\n");
        yaml += &serde_saphyr::to_string(&head).expect("a mapping is plain data");
        if !yaml.ends_with('\n') {
            yaml.push('\n');
        }
        if !self.columns.is_empty() {
            yaml += "columns:\n";
        }
        for (name, column) in &self.columns {
            if let Some(note) = self.notes.get(name) {
                writeln!(yaml, "  # {note}").expect("a string takes all that is written");
            }
            // JSON is YAML, and one line.
            let name = serde_json::to_string(name).expect("text is JSON");
            let rule = match column {
                Column::Ignored(_) => "ignored".to_owned(),
                Column::Mapped(rule) => serde_json::to_string(rule).expect("a rule is plain data"),
            };
            writeln!(yaml, "  {name}: {rule}").expect("a string takes all that is written");
        }
        yaml
    }
}
