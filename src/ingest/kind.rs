//! The kinds of source that are known by name.

use std::fmt;
use std::str::FromStr;

/// A kind of source, as `milieu load KIND PATH` names it.
///
/// ```
/// use milieu::ingest::SourceKind;
///
/// assert_eq!("us-clusters".parse(), Ok(SourceKind::UsClusters));
/// assert!(SourceKind::ALL.iter().all(|kind| kind.to_string().parse() == Ok(*kind)));
/// assert_eq!("excel".parse::<SourceKind>().unwrap_err().to_string(),
///     "\"excel\" is no kind of source: rdf, us-clusters, h2020, fp7, nuts, nace, countries, cities, cordis");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SourceKind {
    /// Any RDF file.
    Rdf,
    /// US Cluster Mapping.
    UsClusters,
    /// Horizon 2020 participation.
    H2020,
    /// Seventh Framework Programme.
    Fp7,
    /// NUTS 2024 and statistical regions.
    Nuts,
    /// NACE, the classification of economic activities.
    Nace,
    /// Countries and their classifications.
    Countries,
    /// Cities of `GeoNames`.
    Cities,
    /// CORDIS `project.csv` and `organization.csv`.
    Cordis,
}

impl SourceKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Rdf,
        Self::UsClusters,
        Self::H2020,
        Self::Fp7,
        Self::Nuts,
        Self::Nace,
        Self::Countries,
        Self::Cities,
        Self::Cordis,
    ];

    /// The name: also that of the named graph the source lands in.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rdf => "rdf",
            Self::UsClusters => "us-clusters",
            Self::H2020 => "h2020",
            Self::Fp7 => "fp7",
            Self::Nuts => "nuts",
            Self::Nace => "nace",
            Self::Countries => "countries",
            Self::Cities => "cities",
            Self::Cordis => "cordis",
        }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No kind of source has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no kind of source: rdf, us-clusters, h2020, fp7, nuts, nace, countries, cities, cordis")]
pub struct UnknownKind(String);

impl FromStr for SourceKind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| UnknownKind(name.to_owned()))
    }
}
