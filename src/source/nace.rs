//! NACE, the Union's classification of economic activities, in both editions in use.

use serde::{Deserialize, Serialize};

/// An edition of NACE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Edition {
    /// Rev. 2 (2008): 21 sections, 996 classes in all; `http://data.europa.eu/ux2/nace2/`.
    #[serde(rename = "2")]
    Rev2,
    /// Rev. 2.1 (2025): 22 sections, 1,047 classes in all; `http://data.europa.eu/ux2/nace2.1/`.
    #[serde(rename = "2.1")]
    Rev21,
}

/// A class of economic activities: a section, division, group or class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// The edition.
    pub edition: Edition,
    /// The code as published, with its point: `A`, `01`, `01.1`, `01.11`.
    pub code: String,
    /// The code above; `None` for a section.
    pub parent: Option<String>,
    /// 1 section, 2 division, 3 group, 4 class.
    pub level: u8,
    /// The English name.
    pub label: String,
}
