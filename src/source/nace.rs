//! NACE, the Union's classification of economic activities, in both editions in use.

use super::rows::{Dialect, records};
use super::{Refused, Source};
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

/// Reads Rev. 2.1 from `naceconverter_nacecodes.csv`; its fifth level, which is no part of NACE, is passed over.
///
/// ```
/// use milieu::source::{Source, nace};
///
/// let csv = "\"code\";\"parentCode\";\"level\";\"name\"\n\
///            \"01.11\";\"01.1\";\"4\";\"Growing of cereals\"\n\"01.110\";\"01.11\";\"5\";\"Growing of cereals\"\n";
/// let source = Source::from_bytes("nace.csv", csv).unwrap();
/// let classes: Vec<_> = nace::rev21(source).unwrap().collect::<Result<_, _>>().unwrap();
/// assert_eq!(classes.len(), 1);
/// assert_eq!(classes[0].parent.as_deref(), Some("01.1"));
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn rev21(source: Source) -> Result<impl Iterator<Item = Result<Activity, Refused>>, Refused> {
    let names = ["code", "parentCode", "level", "name"];
    // The published rows leave off the last two columns of the header.
    activities(source, Dialect::SEMICOLON.with_short_rows(), Edition::Rev21, names)
}

/// Reads Rev. 2 from `nace-201706.csv`, Eurostat's list of June 2017.
///
/// ```
/// use milieu::source::{Source, nace};
///
/// let csv = "Order,Level,Code,Parent,Description\n398481,1,A,,\"AGRICULTURE, FORESTRY AND FISHING\"\n";
/// let source = Source::from_bytes("nace.csv", csv).unwrap();
/// let first = nace::rev2(source).unwrap().next().unwrap().unwrap();
/// assert_eq!((first.code.as_str(), first.level, first.parent), ("A", 1, None));
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn rev2(source: Source) -> Result<impl Iterator<Item = Result<Activity, Refused>>, Refused> {
    let names = ["Code", "Parent", "Level", "Description"];
    activities(source, Dialect::COMMA, Edition::Rev2, names)
}

fn activities(
    source: Source,
    dialect: Dialect,
    edition: Edition,
    names: [&'static str; 4],
) -> Result<impl Iterator<Item = Result<Activity, Refused>>, Refused> {
    let [code, parent, level, label] = names;
    let rows = records(source, dialect, &names, move |row| {
        let depth: u8 = row.parse(level)?;
        if depth > 4 {
            return Ok(None);
        }
        let above = row.owned(parent)?;
        if (depth == 1) != above.is_none() {
            return Err(row.refuse(parent, "a section stands at the top and nothing else does"));
        }
        let own = row.text(code)?;
        if own.len() != [1, 2, 4, 5][usize::from(depth.max(1)) - 1] {
            return Err(row.refuse(code, format!("not a code of level {depth}")));
        }
        Ok(Some(Activity {
            edition,
            code: own.to_owned(),
            parent: above,
            level: depth,
            label: row.text(label)?.to_owned(),
        }))
    })?;
    Ok(rows.filter_map(Result::transpose))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_without_a_group_is_refused() {
        let csv = "code;parentCode;level;name\n01.11;;4;Cereals\n01;A;3;Crops\n";
        let source = Source::from_bytes("nace.csv", csv).unwrap();
        let told: Vec<_> = rev21(source).unwrap().map(|row| row.unwrap_err().column).collect();
        assert_eq!(told, [Some("parentCode".to_owned()), Some("code".to_owned())]);
    }
}
