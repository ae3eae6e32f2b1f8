//! NUTS 2024 and the statistical regions of the countries around the Union.

use super::country_codes::country;
use super::rows::{Dialect, Row, records};
use super::value::Alpha3;
use super::{Refused, Source};
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

/// Reads `nuts2024.csv` or `statistical_regions2024.csv`; `kind` says which.
///
/// ```
/// use milieu::source::{Source, nuts};
///
/// let csv = "country,code,label,level,country_order,order\nBE,BE10,Bruxelles,2,1,2\n";
/// let source = Source::from_bytes("nuts2024.csv", csv).unwrap();
/// let first = nuts::regions(source, nuts::Kind::Nuts).unwrap().next().unwrap().unwrap();
/// assert_eq!(first.parent.as_deref(), Some("BE1"));
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn regions(source: Source, kind: Kind) -> Result<impl Iterator<Item = Result<Region, Refused>>, Refused> {
    records(source, Dialect::COMMA, &["country", "code", "label", "level"], move |row| {
        let code = row.text("code")?.to_owned();
        let level = level(row, &code)?;
        Ok(Region {
            parent: (level > 1).then(|| code[..code.len() - 1].to_owned()),
            label: row.text("label")?.to_owned(),
            level,
            country: country(row, "country")?,
            kind,
            code,
        })
    })
}

/// Reads `nuts2021_2024.csv`; its rows for countries (level 0) are passed over.
///
/// ```
/// use milieu::source::{Source, nuts};
///
/// let csv = "country,code2021,code2024,label1,label2,label3,change,level\n\
///            NL,NL310,NL350,,Utrecht,,Code change,2\nNL,NL,NL,,,,,0\n";
/// let source = Source::from_bytes("nuts2021_2024.csv", csv).unwrap();
/// let changes: Vec<_> = nuts::changes(source).unwrap().collect::<Result<_, _>>().unwrap();
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].code_2024.as_deref(), Some("NL350"));
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn changes(source: Source) -> Result<impl Iterator<Item = Result<Change, Refused>>, Refused> {
    let columns = ["code2021", "code2024", "label1", "label2", "label3", "change", "level"];
    let rows = records(source, Dialect::COMMA, &columns, |row| {
        let level: u8 = row.parse("level")?;
        let label = match level {
            0 => return Ok(None),
            1 => "label1",
            2 => "label2",
            3 => "label3",
            _ => return Err(row.refuse("level", "expected 0, 1, 2 or 3")),
        };
        Ok(Some(Change {
            code_2021: row.owned("code2021")?,
            code_2024: row.owned("code2024")?,
            label: row.text(label)?.to_owned(),
            level,
            change: row.owned("change")?,
        }))
    })?;
    Ok(rows.filter_map(Result::transpose))
}

/// A code is two letters and one sign a level; anything else would make a wrong hierarchy.
fn level(row: &Row<'_>, code: &str) -> Result<u8, Refused> {
    let level: u8 = row.parse("level")?;
    if !(1..=3).contains(&level) {
        return Err(row.refuse("level", "expected 1, 2 or 3"));
    }
    let plain = code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if plain && code.len() == 2 + usize::from(level) {
        return Ok(level);
    }
    Err(row.refuse("code", format!("not a code of level {level}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_does_not_fit_its_level_is_refused() {
        let csv = "country,code,label,level\nEL,EL301,Βόρειος Τομέας Αθηνών,3\nDE,DE111,Stuttgart,2\nQQ,QQ1,x,1\n";
        let source = Source::from_bytes("nuts.csv", csv).unwrap();
        let rows: Vec<_> = regions(source, Kind::Nuts).unwrap().collect();
        assert_eq!(rows[0].as_ref().unwrap().country.as_str(), "GRC");
        assert_eq!(
            rows[1].as_ref().unwrap_err().to_string(),
            "nuts.csv:3: column \"code\": value \"DE111\": not a code of level 2"
        );
        assert_eq!(rows[2].as_ref().unwrap_err().value.as_deref(), Some("QQ"));
    }
}
