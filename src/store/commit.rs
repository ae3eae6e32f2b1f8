use std::time::SystemTime;

use serde::{Deserialize, Serialize};

/// What is known of one commit: an entry of [`Store::log`](crate::Store::log).
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// milieu::sparql::update(&store, "INSERT DATA { nuts:DE11 rdfs:label 'Stuttgart' }", &Default::default())?;
/// let log = store.log()?;
/// let last = log.last().unwrap();
/// assert_eq!((last.number, last.added, last.removed, last.quads), (1, 1, 0, 1));
/// assert_eq!(last.hash, store.snapshot().hash());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Commit {
    /// The number of the snapshot that it made.
    pub number: u64,
    /// When, to the microsecond, by the machine's clock.
    #[serde(with = "rfc_3339")]
    pub time: SystemTime,
    /// How many quads came that were not there before.
    pub added: u64,
    /// How many quads went.
    pub removed: u64,
    /// How many quads there were after it.
    pub quads: u64,
    /// The [content hash](crate::Snapshot::hash) after it.
    pub hash: String,
    /// What its writer said of it, see [`Transaction::note`](crate::Transaction::note).
    pub note: String,
}

impl Commit {
    /// The time as `xsd:dateTime` in UTC, to the second.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// assert!(store.log()?[0].date_time().ends_with('Z'));
    /// # Ok(()) }
    /// ```
    pub fn date_time(&self) -> String {
        humantime::format_rfc3339_seconds(self.time).to_string()
    }
}

/// Times as text: in the manifest people read them.
mod rfc_3339 {
    use std::time::SystemTime;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(time: &SystemTime, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&humantime::format_rfc3339_micros(*time))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<SystemTime, D::Error> {
        let text = String::deserialize(from)?;
        humantime::parse_rfc3339(&text).map_err(|_| D::Error::custom(format!("\"{text}\" is no time")))
    }
}
