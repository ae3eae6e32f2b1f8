//! The packed tables that are built into milieu, so that `milieu demo` needs no file and no network.
//!
//! `examples/data/README.md` says of each table what it holds, where it comes from and under which licence. The example
//! `pack` makes them; each equals what the reader of the published file gives.

use super::{Source, cities, countries, fp7, h2020, nace, nuts, packed, us_clusters};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A participation in the Seventh Framework Programme as it is packed: the long identifiers stand in one table only.
///
/// ```
/// use milieu::source::shipped::Fp7Link;
/// assert_eq!(Fp7Link { organisation: 0, rcn: 92257 }.rcn, 92257);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fp7Link {
    /// The organisation's place in the table of organisations, from 0.
    pub organisation: u32,
    /// The project's record control number.
    pub rcn: u32,
}

/// One built-in table: its file name and its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// The name of the file under `examples/data`.
    pub file: &'static str,
    bytes: &'static [u8],
}

impl Table {
    /// The table as a source, with its hash.
    ///
    /// ```
    /// use milieu::source::shipped;
    /// let source = shipped::NUTS.source();
    /// assert_eq!((source.file(), source.sha256().len()), ("nuts.csv.zst", 64));
    /// ```
    ///
    /// # Panics
    /// Never: the tables are part of the build, and a test reads each.
    pub fn source(self) -> Source {
        Source::from_bytes(self.file, self.bytes).expect("a built-in table opens")
    }

    fn records<R: DeserializeOwned>(self) -> impl Iterator<Item = R> {
        packed::read(self.source()).map(|row| row.expect("a built-in table reads"))
    }
}

macro_rules! tables {
    ($($name:ident = $file:literal, $what:literal;)*) => {
        $(
            #[doc = $what]
            pub const $name: Table = Table {
                file: $file,
                bytes: include_bytes!(concat!("../../examples/data/", $file)),
            };
        )*

        /// All built-in tables.
        pub const TABLES: &[Table] = &[$($name),*];
    };
}

tables! {
    COUNTRIES = "countries.csv.zst", "Countries and their classifications.";
    CITIES = "cities.csv.zst", "Cities with coordinates.";
    NUTS = "nuts.csv.zst", "NUTS 2024 and the statistical regions beside it.";
    NUTS_CHANGES = "nuts-changes.csv.zst", "What changed from NUTS 2021 to NUTS 2024.";
    NACE = "nace.csv.zst", "NACE Rev. 2 and Rev. 2.1.";
    US_OBSERVATIONS = "us-observations.csv.zst", "Cluster categories by US state.";
    US_NATIONAL_TOTALS = "us-national-totals.csv.zst", "Cluster categories in the whole US.";
    US_INDUSTRIES = "us-industries.csv.zst", "NAICS industries of the cluster categories.";
    H2020_ORGANISATIONS = "h2020-organisations.csv.zst", "Organisations in Horizon 2020.";
    H2020_PROJECTS = "h2020-projects.csv.zst", "Projects of Horizon 2020.";
    H2020_PARTICIPATIONS = "h2020-participations.csv.zst", "Participations in Horizon 2020.";
    FP7_ORGANISATIONS = "fp7-organisations.csv.zst", "Organisations in the Seventh Framework Programme.";
    FP7_PARTICIPATIONS = "fp7-participations.csv.zst", "Participations in the Seventh Framework Programme.";
}

macro_rules! accessors {
    ($($name:ident: $record:ty = $table:ident, $first:literal;)*) => {$(
        #[doc = concat!(
            "The records of [`", stringify!($table), "`].\n\n```\nuse milieu::source::shipped;\n",
            "let first = shipped::", stringify!($name), "().next().unwrap();\n",
            "assert_eq!(", $first, ");\n```"
        )]
        pub fn $name() -> impl Iterator<Item = $record> {
            $table.records()
        }
    )*};
}

accessors! {
    countries: countries::Country = COUNTRIES, r#"first.label_en, "Aruba""#;
    cities: cities::City = CITIES, r#"first.country.as_str(), "ABW""#;
    nuts: nuts::Region = NUTS, r#"first.code, "BE1""#;
    nuts_changes: nuts::Change = NUTS_CHANGES, r#"first.change.as_deref(), Some("Name change")"#;
    nace: nace::Activity = NACE, r#"first.code, "A""#;
    us_observations: us_clusters::Observation = US_OBSERVATIONS, r#"(first.state.as_str(), first.category), ("01", 1)"#;
    us_national_totals: us_clusters::NationalTotal = US_NATIONAL_TOTALS, "first.employment, 522_646";
    us_industries: us_clusters::Industry = US_INDUSTRIES, "first.category, 1";
    h2020_organisations: h2020::Organisation = H2020_ORGANISATIONS, "first.pic > 0, true";
    h2020_projects: h2020::Project = H2020_PROJECTS, "first.rcn > 0, true";
    h2020_participations: h2020::Participation = H2020_PARTICIPATIONS, "first.rcn > 0, true";
    fp7_organisations: fp7::Organisation = FP7_ORGANISATIONS, "first.country.as_str().len(), 3";
}

/// The records of [`FP7_PARTICIPATIONS`], with the organisations' own identifiers.
///
/// ```
/// use milieu::source::shipped;
/// let first = shipped::fp7_participations().next().unwrap();
/// assert_eq!(first.organisation, shipped::fp7_organisations().next().unwrap().id);
/// ```
///
/// # Panics
/// Never: a test reads the whole table.
pub fn fp7_participations() -> impl Iterator<Item = fp7::Participation> {
    let ids: Vec<String> = fp7_organisations().map(|organisation| organisation.id).collect();
    FP7_PARTICIPATIONS
        .records::<Fp7Link>()
        .map(move |link| fp7::Participation { rcn: link.rcn, organisation: ids[link.organisation as usize].clone() })
}
