//! US Cluster Mapping: clusters by state and year, national totals, definitions by NAICS, related clusters.

use serde::{Deserialize, Serialize};

/// Whether a cluster's industries sell beyond their region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Concentrated in a few regions and sold elsewhere.
    Traded,
    /// Found wherever people live.
    Local,
}

/// One cluster category in one state and year: `id:observation/us/YEAR/STATE/CATEGORY`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The year, 2016.
    pub year: u16,
    /// The state's FIPS code, two digits: `01`.
    pub state: String,
    /// The state's name.
    pub state_name: String,
    /// The code of the cluster category: 1 to 51 traded, 101 to 116 local.
    pub category: u16,
    /// The category's name.
    pub category_name: String,
    /// Traded or local.
    pub scope: Scope,
    /// Employees; partly estimated by the publisher where the Census withholds the figure.
    pub employment: u64,
    /// Establishments.
    pub establishments: u64,
    /// Annual payroll in thousands of US dollars; `None` where there are employees and the figure is withheld
    /// (published as 0).
    pub annual_payroll: Option<u64>,
    /// Average wage in US dollars; `None` where it is withheld or nobody is employed (published as 0).
    pub average_wage: Option<f64>,
}

/// The nation's employment in one cluster category; not the sum of the states, whose small cells are withheld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NationalTotal {
    /// The year, 2016.
    pub year: u16,
    /// The code of the cluster category.
    pub category: u16,
    /// The category's name.
    pub category_name: String,
    /// Traded or local.
    pub scope: Scope,
    /// Employees.
    pub employment: u64,
}

/// An industry that belongs to a cluster category by the benchmark definitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Industry {
    /// The code of the cluster category.
    pub category: u16,
    /// The category's name.
    pub category_name: String,
    /// Traded or local.
    pub scope: Scope,
    /// The edition of NAICS: 1997, 2002, 2007 or 2012; `id:industry/naics-EDITION/CODE`.
    pub edition: u16,
    /// The NAICS code, six digits.
    pub naics: String,
    /// The industry's title.
    pub title: String,
}

/// How related two cluster categories are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relatedness {
    /// One category's code.
    pub from: u16,
    /// The other's.
    pub to: u16,
    /// The publisher's flag: the pair counts as related.
    pub related: bool,
    /// The score: the mean of the standardised location, input-output and occupation correlations.
    pub score: Option<f64>,
    /// The score's percentile among the pairs of `from`.
    pub percentile: Option<f64>,
}
