//! Identifiers of organisations, places and activities: recognised in any usual spelling, checked, and turned into IRIs.
//!
//! | Kind | Form | Check | IRI |
//! |---|---|---|---|
//! | [ROR](Kind::Ror) | `0`, six of Crockford's base 32, two digits | mod 97-10 over the base 32 number | `https://ror.org/` |
//! | [ISNI](Kind::Isni) | 16 digits, the last may be `X` | ISO 7064 mod 11-2 | `https://isni.org/isni/` |
//! | [LEI](Kind::Lei) | 18 letters and digits, two digits | ISO 7064 mod 97-10 (ISO 17442) | `https://rdf.gleif.org/L1/L-` |
//! | [VAT](Kind::Vat) | by country, see [`vat`] | by country | none is agreed on |
//! | [PIC](Kind::Pic) | nine digits, the first an 8 or 9 | none is public | milieu's own |
//! | [Wikidata](Kind::Wikidata) | `Q` and a number | none | `http://www.wikidata.org/entity/` |
//! | [`GeoNames`](Kind::GeoNames) | a number | none | `https://sws.geonames.org/N/` |
//! | [NUTS](Kind::Nuts) | a country and up to three signs | the country | `http://data.europa.eu/nuts/code/` |
//! | [NACE](Kind::Nace) | section, division, group or class of Rev. 2 | division and section | `http://data.europa.eu/ux2/nace2/` |
//! | [GRID](Kind::Grid) | `grid.`, digits, a point, base 16 | none | `https://www.grid.ac/institutes/` |
//! | [Funder](Kind::Funder) | a number of Crossref's registry | none | `https://doi.org/10.13039/` |
//!
//! [`identify`] asks of any text which it may be; [`Kind::parse`] reads it as one kind and says what is wrong.

mod check;
mod code;
mod fault;
mod isni;
mod lei;
mod nace;
mod nuts;
mod ror;
mod spelling;
pub mod vat;

use std::fmt;

pub use fault::Fault;

use crate::vocab;

/// What an identifier belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Kind {
    /// The Research Organization Registry.
    Ror,
    /// International Standard Name Identifier, ISO 27729.
    Isni,
    /// Legal Entity Identifier, ISO 17442.
    Lei,
    /// A number for value added tax.
    Vat,
    /// Participant Identification Code of the European Commission.
    Pic,
    /// An item of Wikidata.
    Wikidata,
    /// A place of `GeoNames`.
    GeoNames,
    /// A region of the Nomenclature of territorial units for statistics, or its country.
    Nuts,
    /// An activity of NACE Rev. 2.
    Nace,
    /// The Global Research Identifier Database, closed in 2021; ROR continues it.
    Grid,
    /// A funder of Crossref's registry.
    Funder,
}

/// An identifier that is well formed, in its normal spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier {
    kind: Kind,
    text: String,
}

/// What a text may be; see [`identify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identified {
    /// The kind that its form or its prefix names.
    pub kind: Kind,
    /// How the kind was known.
    pub by: By,
    /// The identifier, or why it is none.
    pub result: Result<Identifier, Fault>,
}

/// How the kind of an identifier was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// An address or a prefix names it.
    Prefix,
    /// The form alone, which several kinds may share.
    Form,
}

impl Kind {
    /// Every kind, in the order in which a form is tried.
    ///
    /// ```
    /// use milieu::link::identifier::Kind;
    /// assert!(Kind::ALL.iter().all(|kind| !kind.name().is_empty()));
    /// ```
    pub const ALL: [Self; 11] = [
        Self::Ror,
        Self::Isni,
        Self::Lei,
        Self::Vat,
        Self::Wikidata,
        Self::Grid,
        Self::Pic,
        Self::Nuts,
        Self::Nace,
        Self::Funder,
        Self::GeoNames,
    ];

    /// The name that people know it by.
    ///
    /// ```
    /// use milieu::link::identifier::Kind;
    /// assert_eq!(Kind::Lei.name(), "LEI");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ror => "ROR",
            Self::Isni => "ISNI",
            Self::Lei => "LEI",
            Self::Vat => "VAT number",
            Self::Pic => "PIC",
            Self::Wikidata => "Wikidata item",
            Self::GeoNames => "GeoNames id",
            Self::Nuts => "NUTS code",
            Self::Nace => "NACE code",
            Self::Grid => "GRID",
            Self::Funder => "Crossref funder id",
        }
    }

    /// Whether an authority gives it to one organisation alone, so that two things that have it are one.
    ///
    /// Items of Wikidata are not, as anyone merges and parts them; codes of places and activities name no organisation.
    ///
    /// ```
    /// use milieu::link::identifier::Kind;
    /// assert!(Kind::Lei.is_hard() && !Kind::Wikidata.is_hard() && !Kind::Nuts.is_hard());
    /// ```
    pub const fn is_hard(self) -> bool {
        matches!(self, Self::Ror | Self::Isni | Self::Lei | Self::Vat | Self::Pic | Self::Grid | Self::Funder)
    }

    /// Reads a text as an identifier of this kind, in any usual spelling: an address, a prefix, spaces, hyphens, small letters.
    ///
    /// # Errors
    ///
    /// [`Fault::Form`] if it has another form, [`Fault::Check`] if its check digits are wrong (with those expected), [`Fault::Part`]
    /// if a part of it does not exist.
    ///
    /// ```
    /// use milieu::link::identifier::Kind;
    /// let isni = Kind::Isni.parse("ISNI 0000 0004 1758 6597").unwrap();
    /// assert_eq!(isni.as_str(), "0000000417586597");
    /// let fault = Kind::Isni.parse("0000 0004 1758 6598").unwrap_err();
    /// assert_eq!(fault.to_string(), "ISNI 0000000417586598: its check digit is 8, expected 7");
    /// ```
    pub fn parse(self, text: &str) -> Result<Identifier, Fault> {
        let text = match spelling::prefixed(text) {
            Some((kind, rest)) if kind == self => rest,
            _ => spelling::tidy(text),
        };
        let text = self.read(&text)?;
        Ok(Identifier { kind: self, text })
    }

    fn read(self, text: &str) -> Result<String, Fault> {
        match self {
            Self::Ror => ror::read(text),
            Self::Isni => isni::read(text),
            Self::Lei => lei::read(text),
            Self::Vat => vat::read(text),
            Self::Pic => code::pic(text),
            Self::Wikidata => code::wikidata(text),
            Self::GeoNames => code::geonames(text),
            Self::Nuts => nuts::read(text),
            Self::Nace => nace::read(text),
            Self::Grid => code::grid(text),
            Self::Funder => code::funder(text),
        }
    }

    /// Whether a text without a prefix may be taken for it: a bare number is no place, `28` no activity, `ITS` no
    /// region, and `RO19` no tax number.
    fn has_form_of_its_own(self, text: &str) -> bool {
        match self {
            Self::GeoNames => false,
            Self::Vat => text.len() > 6,
            Self::Nace => text.contains('.') || (text.len() > 1 && !text.bytes().all(|byte| byte.is_ascii_digit())),
            Self::Nuts => text.bytes().any(|byte| byte.is_ascii_digit()),
            Self::Funder => text.starts_with("501100") || text.starts_with("10.13039/"),
            _ => true,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Identifier {
    /// What it belongs to.
    ///
    /// ```
    /// use milieu::link::identifier::Kind;
    /// assert_eq!(Kind::Nace.parse("C28.41").unwrap().kind(), Kind::Nace);
    /// ```
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Its normal spelling, without a prefix.
    ///
    /// ```
    /// use milieu::link::identifier::Kind;
    /// assert_eq!(Kind::Nace.parse("C28.41").unwrap().as_str(), "28.41");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The IRI that the web of data uses for the thing; `None` for a VAT number, for which none is agreed on.
    ///
    /// That of a PIC is milieu's own, as the Commission mints none.
    ///
    /// ```
    /// use milieu::link::identifier::Kind;
    /// assert_eq!(Kind::Nace.parse("28.41").unwrap().iri().unwrap(), "http://data.europa.eu/ux2/nace2/2841");
    /// assert_eq!(Kind::GeoNames.parse("2825297").unwrap().iri().unwrap(), "https://sws.geonames.org/2825297/");
    /// assert_eq!(Kind::Vat.parse("DE136695976").unwrap().iri(), None);
    /// ```
    pub fn iri(&self) -> Option<String> {
        let text = &self.text;
        Some(match self.kind {
            Kind::Ror => format!("https://ror.org/{text}"),
            Kind::Isni => format!("https://isni.org/isni/{text}"),
            Kind::Lei => format!("https://rdf.gleif.org/L1/L-{text}"),
            Kind::Vat => return None,
            Kind::Pic => vocab::id(&format!("actor/pic/{text}")).into_string(),
            Kind::Wikidata => format!("http://www.wikidata.org/entity/{text}"),
            Kind::GeoNames => format!("https://sws.geonames.org/{text}/"),
            Kind::Nuts => format!("http://data.europa.eu/nuts/code/{text}"),
            Kind::Nace => format!("http://data.europa.eu/ux2/nace2/{}", text.replace('.', "")),
            Kind::Grid => format!("https://www.grid.ac/institutes/{text}"),
            Kind::Funder => format!("https://doi.org/10.13039/{text}"),
        })
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.text)
    }
}

/// What a text may be: nothing, one thing, or several.
///
/// An address or a prefix (`https://ror.org/`, `wd:`, `LEI:`) names one kind. Else every kind is tried whose form is its own; right ones
/// come first, then those that only fail a check, which are most likely mistyped. Nothing is said of bare numbers that any list has.
///
/// ```
/// use milieu::link::identifier::{Kind, identify};
/// assert_eq!(identify("https://ror.org/04c4dkn09")[0].kind, Kind::Ror);
/// let found = identify("5299000J2N45DDNE4Y29");
/// assert_eq!(found[0].result.as_ref().unwrap_err().to_string(),
///     "LEI 5299000J2N45DDNE4Y29: its check digits are 29, expected 28");
/// assert!(identify("University of Stuttgart").is_empty());
/// ```
pub fn identify(text: &str) -> Vec<Identified> {
    if let Some((kind, rest)) = spelling::prefixed(text) {
        let result = kind.read(&rest).map(|text| Identifier { kind, text });
        return vec![Identified { kind, by: By::Prefix, result }];
    }
    let text = spelling::tidy(text);
    let tried = Kind::ALL.into_iter().filter(|kind| kind.has_form_of_its_own(&text)).map(|kind| {
        let result = kind.read(&text).map(|text| Identifier { kind, text });
        Identified { kind, by: By::Form, result }
    });
    let mut found: Vec<Identified> = tried.filter(|one| !matches!(one.result, Err(Fault::Form { .. }))).collect();
    found.sort_by_key(|one| one.result.is_err());
    found
}

#[cfg(test)]
mod tests;
