//! IRIs of the rows of a table, by a template.

use super::MappingError;
use super::template::{Encode, Template};
use crate::model::NamedNode;
use crate::source::Refused;
use crate::text;
use crate::vocab;

/// A template such as `id:actor/pic/{pic}` that gives each row of a table its IRI; see [the module](super) for what templates are.
///
/// ```
/// use milieu::ingest::mapping::IriTemplate;
/// let columns = ["pic".to_owned(), "name".to_owned()];
/// let template = IriTemplate::read("id:actor/pic/{pic}", &columns)?;
/// let cells = ["999974747".to_owned(), "UNIVERSITAET STUTTGART".to_owned()];
/// assert_eq!(template.fill(&cells, "members.csv", 2).unwrap(), milieu::vocab::id("actor/pic/999974747"));
/// assert_eq!(template.fill(&["".to_owned(), "".to_owned()], "members.csv", 3).unwrap_err().line, 3);
/// let error = IriTemplate::read("id:actor/{pik}", &columns).unwrap_err();
/// assert_eq!(error.to_string(), "the subject: the table has no column \"pik\"; nearest: pic");
/// # Ok::<(), milieu::ingest::mapping::MappingError>(())
/// ```
#[derive(Debug, Clone)]
pub struct IriTemplate(Template);

impl IriTemplate {
    /// Reads a template for a table with these columns.
    ///
    /// # Errors
    /// [`MappingError`] where it cannot be read, or names a column that the table does not have.
    pub fn read(template: &str, columns: &[String]) -> Result<Self, MappingError> {
        const PLACE: &str = "the subject";
        let begins = |prefix: &str| template.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(':'));
        let expanded =
            vocab::PREFIXES.iter().find_map(|(prefix, namespace)| Some([namespace, begins(prefix)?].concat()));
        let read = Template::read(expanded.as_deref().unwrap_or(template), PLACE, |column| {
            let place = columns.iter().position(|known| known == column);
            place.ok_or_else(|| MappingError::UnknownColumn {
                place: PLACE.to_owned(),
                column: column.to_owned(),
                nearest: text::nearest(column, columns),
            })
        });
        read.map(Self)
    }

    /// The IRI of a row.
    ///
    /// # Errors
    /// [`Refused`] where a column that it takes is empty, or what comes out is no IRI.
    pub fn fill(&self, cells: &[String], file: &str, line: u64) -> Result<NamedNode, Refused> {
        let refuse =
            |column: &str, value: &str, reason: &str| Refused::new(file, line, reason).column(column).value(value);
        let text = self.0.fill(Encode::Iri, |place| cells.get(place).cloned().unwrap_or_default(), refuse)?;
        NamedNode::new(&text).map_err(|_| Refused::new(file, line, format!("{text} is no IRI")))
    }
}
