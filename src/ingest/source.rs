//! The sources that are known by name: from files as they are published, or from the tables that ship.

use super::session::Session;
use super::{Load, LoadError, Report, SourceKind};
use super::{cities, cordis, countries, embedded, fp7, h2020, nace, nuts, us_clusters};
use std::path::Path;

impl Load<'_> {
    /// Loads a source of a kind that is known by name.
    ///
    /// `path` is a file, or the folder that holds the source's files under the names they are published with, itself or one level
    /// below:
    ///
    /// | kind | files |
    /// |---|---|
    /// | `us-clusters` | `all_states_clusters.csv`, `us_national_cluster_employment_2016_implied.csv`, `benchmark_cluster_definitions_naics.csv`, and if at hand `related_clusters.csv` |
    /// | `h2020` | `h2020.csv`, and if at hand `programme_parts.csv` and, for names, `h2020_orgs_2017.csv` |
    /// | `fp7` | `fp7orgs.csv`, `fp7edges.csv` |
    /// | `nuts` | `nuts2024.csv`, and if at hand `statistical_regions2024.csv` |
    /// | `nace` | `naceconverter_nacecodes.csv`, and if at hand `nace-201706.csv` |
    /// | `countries` | `country-codes_with_developed.csv`, `worldbank_country_income_region.csv` |
    /// | `cities` | `geonames_cities15000.csv` |
    /// | `cordis` | `project.csv`, `organization.csv` |
    /// | `rdf` | any file that [`rdf`](Self::rdf) reads |
    ///
    /// Each may end in `.gz` or `.zst`.
    ///
    /// # Errors
    /// [`LoadError`], and the store holds what it held before.
    ///
    /// ```
    /// use milieu::{Store, ingest::{Load, SourceKind}, vocab};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// let codes = "country,code,label,level,country_order,order\nDE,DE1,Baden-Württemberg,1,1,1\nDE,DE11,Stuttgart,2,1,2\n";
    /// std::fs::write(folder.path().join("nuts2024.csv"), codes)?;
    /// let store = Store::new();
    /// let report = Load::new(&store).source(SourceKind::Nuts, folder.path())?;
    /// assert_eq!((report.graph, report.rows_read), (vocab::graph("nuts"), 2));
    /// assert_eq!(store.snapshot().label(&vocab::nuts("DE11")).as_deref(), Some("Stuttgart"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn source(&self, kind: SourceKind, path: &Path) -> Result<Report, LoadError> {
        self.one(|session| match kind {
            SourceKind::Rdf => super::rdf::file(session, path),
            SourceKind::UsClusters => us_clusters::published(session, path),
            SourceKind::H2020 => h2020::published(session, path),
            SourceKind::Fp7 => fp7::published(session, path),
            SourceKind::Nuts => nuts::published(session, path),
            SourceKind::Nace => nace::published(session, path),
            SourceKind::Countries => countries::published(session, path),
            SourceKind::Cities => cities::published(session, path),
            SourceKind::Cordis => cordis::published(session, path),
        })
    }

    /// Loads the ontology with its schemes (`graph:ontology`), which is built in: what data of your own lean on.
    ///
    /// # Errors
    /// [`LoadError::Cancelled`] or [`LoadError::Store`].
    ///
    /// ```
    /// use milieu::{Store, ingest::Load, vocab};
    ///
    /// let store = Store::new();
    /// Load::new(&store).ontology()?;
    /// assert_eq!(store.snapshot().label(vocab::milieu::CLUSTER).as_deref(), Some("cluster"));
    /// # Ok::<(), milieu::ingest::LoadError>(())
    /// ```
    pub fn ontology(&self) -> Result<Vec<Report>, LoadError> {
        let load = self.shipped();
        let mut session = Session::new(&load);
        embedded::ontology(&mut session)?;
        session.finish()
    }

    /// Loads the ontology with its schemes (`graph:ontology`) and the paper's world (`graph:atlas`), which are built in.
    ///
    /// # Errors
    /// [`LoadError::Cancelled`] or [`LoadError::Store`].
    ///
    /// ```
    /// use milieu::{Store, ingest::Load, vocab};
    ///
    /// let store = Store::new();
    /// let reports = Load::new(&store).atlas()?;
    /// assert_eq!(reports[0].graph, vocab::graph("ontology"));
    /// assert_eq!(store.snapshot().label(&vocab::id("cluster/stuttgart-cars")).as_deref(), Some("Stuttgart car cluster"));
    /// # Ok::<(), milieu::ingest::LoadError>(())
    /// ```
    pub fn atlas(&self) -> Result<Vec<Report>, LoadError> {
        let load = self.shipped();
        let mut session = Session::new(&load);
        embedded::atlas(&mut session)?;
        session.finish()
    }

    /// Loads the toy world (`graph:toy`), a hand-drawn graph that every example runs on, with the ontology beside it.
    ///
    /// # Errors
    /// [`LoadError::Cancelled`] or [`LoadError::Store`].
    ///
    /// ```
    /// use milieu::{Store, ingest::Load, vocab};
    ///
    /// let store = Store::new();
    /// Load::new(&store).toy()?;
    /// assert_eq!(store.snapshot().label(&vocab::id("toy/cluster/alder-valley")).as_deref(), Some("Alder Valley"));
    /// # Ok::<(), milieu::ingest::LoadError>(())
    /// ```
    pub fn toy(&self) -> Result<Vec<Report>, LoadError> {
        let load = self.shipped();
        let mut session = Session::new(&load);
        embedded::ontology(&mut session)?;
        embedded::toy(&mut session)?;
        session.finish()
    }

    /// Loads the atlas and every table that ships with milieu: countries, regions, industries, cities, US clusters, and the
    /// participation in Horizon 2020 and the Seventh Framework Programme. It takes some seconds and needs no network.
    ///
    /// # Errors
    /// [`LoadError::Cancelled`] or [`LoadError::Store`].
    ///
    /// ```no_run
    /// use milieu::{Store, ingest::Load};
    ///
    /// let store = Store::new();
    /// let reports = Load::new(&store).demo()?;
    /// assert!(reports.iter().map(|report| report.quads).sum::<usize>() > 1_000_000);
    /// # Ok::<(), milieu::ingest::LoadError>(())
    /// ```
    pub fn demo(&self) -> Result<Vec<Report>, LoadError> {
        let load = self.shipped();
        let mut session = Session::new(&load);
        embedded::atlas(&mut session)?;
        countries::shipped(&mut session)?;
        nuts::shipped(&mut session)?;
        nace::shipped(&mut session)?;
        cities::shipped(&mut session)?;
        us_clusters::shipped(&mut session)?;
        h2020::shipped(&mut session)?;
        fp7::shipped(&mut session)?;
        session.finish()
    }
}
