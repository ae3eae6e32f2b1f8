//! Rows of a table of one's own -> quads, by a mapping.

mod plan;
mod row;
mod value;

pub(super) use self::plan::Plan;
use self::row::Said;
use super::files::Used;
use super::mapping::Mapping;
use super::nuts::Editions;
use super::report::FileUsed;
use super::session::{Origin, Session};
use super::{Load, LoadError, Report};
use crate::source::table::{Format, Table};
use crate::source::{Refused, Source};
use std::path::Path;

impl Load<'_> {
    /// Loads a table of one's own (CSV, TSV, JSON lines, Parquet or a spreadsheet) by a [mapping](super::mapping).
    ///
    /// # Errors
    /// [`LoadError`], and the store holds what it held before.
    ///
    /// ```
    /// use milieu::{Store, ingest::{Load, mapping::Mapping}, vocab};
    ///
    /// let store = Store::new();
    /// let mapping = Mapping::open("examples/data/members.mapping.yaml".as_ref())?;
    /// let report = Load::new(&store).table("examples/data/members.csv".as_ref(), &mapping)?;
    /// assert_eq!((report.graph, report.rows_refused), (vocab::graph("members"), 0));
    /// # Ok::<(), milieu::ingest::LoadError>(())
    /// ```
    pub fn table(&self, path: &Path, mapping: &Mapping) -> Result<Report, LoadError> {
        let file = path.display().to_string();
        let table = crate::source::table::open(path)?;
        self.one(|session| fill(session, &file, table, mapping))
    }

    /// The same from bytes at hand; the name tells the format.
    ///
    /// # Errors
    /// [`LoadError`], and the store holds what it held before.
    ///
    /// ```
    /// use milieu::{Store, ingest::{Load, mapping::Mapping}};
    ///
    /// let mapping = Mapping::parse("graph: mine\nid: id:actor/mine/{vat}\nclass: milieu:Actor\ncolumns:\n  staff: { property: schema:numberOfEmployees, as: integer }\n")?;
    /// let report = Load::new(&Store::new()).table_bytes("firms.csv", "vat,staff\nBE1,12\nBE2,many\n", &mapping)?;
    /// assert_eq!(report.refused[0].to_string(), "firms.csv:3: column \"staff\": value \"many\": expected a whole number");
    /// # Ok::<(), milieu::ingest::LoadError>(())
    /// ```
    pub fn table_bytes(
        &self,
        name: &str,
        bytes: impl AsRef<[u8]> + Send + 'static,
        mapping: &Mapping,
    ) -> Result<Report, LoadError> {
        let unknown =
            || Refused::new(name, 0, "not a table that is known by its name: csv, tsv, jsonl, parquet, xlsx, xls, ods");
        let format = Format::of(Path::new(name)).ok_or_else(unknown)?;
        let table = crate::source::table::read(Source::from_bytes(name, bytes)?, format)?;
        self.one(|session| fill(session, name, table, mapping))
    }
}

fn fill(session: &mut Session<'_>, file: &str, table: Table, mapping: &Mapping) -> Result<(), LoadError> {
    let columns = table.columns().to_vec();
    let plan = Plan::new(mapping, Some(&columns))?;
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let origin = session.load.origin(Origin {
        graph: plan.graph.clone(),
        title: mapping.title.clone().unwrap_or_else(|| format!("Table {name}")),
        licence: mapping.licence.clone(),
        source: mapping.source.clone(),
    });
    let used = Used {
        files: vec![FileUsed { name: name.to_owned(), sha256: table.sha256().to_owned() }],
        meters: table.meter().into_iter().collect(),
    };
    let mut editions = Editions::new();
    session.fill(&origin, file, used, |session| {
        session.stage("rows", None);
        for row in table {
            let said = row.and_then(|row| plan.row(file, &row, &editions));
            if let Some(Said { triples, earlier }) = session.row(said)? {
                for (subject, predicate, object) in &triples {
                    session.say(subject, predicate.as_ref(), object);
                }
                for (code, country) in earlier {
                    editions.state(session, &code, country);
                }
            }
        }
        Ok(())
    })
}
