//! NUTS 2024 and the statistical regions of the countries around the Union.

use super::value::Alpha3;
use serde::{Deserialize, Serialize};

/// A region of the Nomenclature of territorial units for statistics, 2024 edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// The code: `DE111`; Greece begins with `EL`.
    pub code: String,
    /// The name, in the region's own language and script.
    pub label: String,
    /// 1, 2 or 3.
    pub level: u8,
    /// The code of the region above; `None` at level 1, above which stands the country.
    pub parent: Option<String>,
    /// The country.
    pub country: Alpha3,
    /// Whether the Union's regulation or an agreement with the country defines it.
    pub kind: Kind,
}

/// What a region's code rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A NUTS region of a member state.
    Nuts,
    /// A statistical region of a candidate country, an EFTA country or another neighbour.
    Statistical,
}

/// What became of a region from the 2021 to the 2024 edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The code of 2021; `None` for a new region.
    pub code_2021: Option<String>,
    /// The code of 2024; `None` for one that ended.
    pub code_2024: Option<String>,
    /// The name.
    pub label: String,
    /// 1, 2 or 3.
    pub level: u8,
    /// In the publisher's words: `Code change`, `Boundary shift`, `New region` ...; `None` when nothing changed.
    pub change: Option<String>,
}
