//! The Seventh Framework Programme: which organisation took part in which project.

use super::value::Alpha3;
use serde::{Deserialize, Serialize};

/// An organisation of the Seventh Framework Programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The data set's own identifier, an MD5 (or, for one in six, the PIC): `id:actor/fp7/ID`.
    pub id: String,
    /// The name, in capitals.
    pub name: String,
    /// The short name.
    pub short_name: Option<String>,
    /// The page of the organisation.
    pub url: Option<String>,
    /// The NUTS 3 region (of the edition then in force), known for one in six.
    pub nuts3: Option<String>,
    /// The country.
    pub country: Alpha3,
    /// The city, as written by the organisation.
    pub city: Option<String>,
}

/// One organisation in one project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// The project's record control number: `id:project/fp7/RCN`.
    pub rcn: u32,
    /// The organisation's identifier.
    pub organisation: String,
}
