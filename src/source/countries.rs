//! Countries with their names, and two classifications of them, each with its date.

use super::value::{Alpha3, Date};
use serde::{Deserialize, Serialize};

/// The day whose state of UN M49's "developed / developing" the source gives (the UN has since dropped it).
pub const DEVELOPMENT_STATUS_AS_OF: Date = Date {
    year: 2020,
    month: 10,
    day: 15,
};

/// The day from which the World Bank's income groups hold that the source gives: fiscal year 2026.
///
/// The file bears no date. Costa Rica as high income and Namibia as lower middle income are new in that year's
/// list, and so is the region "Middle East, North Africa, Afghanistan & Pakistan".
pub const INCOME_GROUP_AS_OF: Date = Date {
    year: 2025,
    month: 7,
    day: 1,
};

/// A country or territory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Country {
    /// ISO 3166-1 alpha-3: `BEL`.
    pub alpha3: Alpha3,
    /// ISO 3166-1 alpha-2: `BE`.
    pub alpha2: String,
    /// The name in English.
    pub label_en: String,
    /// The name in French.
    pub label_fr: Option<String>,
    /// The name in Spanish.
    pub label_es: Option<String>,
    /// The GeoNames identifier.
    pub geonames: Option<u32>,
    /// Developed or developing by UN M49 at [`DEVELOPMENT_STATUS_AS_OF`].
    pub development_status: Option<DevelopmentStatus>,
    /// The World Bank's income group at [`INCOME_GROUP_AS_OF`].
    pub income_group: Option<IncomeGroup>,
    /// The capital.
    pub capital: Option<String>,
    /// The capital's latitude in degrees north.
    pub latitude: Option<f64>,
    /// The capital's longitude in degrees east.
    pub longitude: Option<f64>,
}

/// UN M49's division of the world, as it was until it was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DevelopmentStatus {
    /// Developed.
    Developed,
    /// Developing.
    Developing,
}

/// The World Bank's groups by gross national income per head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IncomeGroup {
    /// High income.
    High,
    /// Upper middle income.
    UpperMiddle,
    /// Lower middle income.
    LowerMiddle,
    /// Low income.
    Low,
}
