//! Countries with their names, and two classifications of them, each with its date.

use super::rows::{Cell, Dialect, records};
use super::value::{Alpha3, Date, NotThis};
use super::{Refused, Source};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The day whose state of UN M49's "developed / developing" the source gives (the UN has since dropped it).
pub const DEVELOPMENT_STATUS_AS_OF: Date = Date { year: 2020, month: 10, day: 15 };

/// The day from which the World Bank's income groups hold that the source gives: fiscal year 2026.
///
/// The file bears no date. Costa Rica as high income and Namibia as lower middle income are new in that year's
/// list, and so is the region "Middle East, North Africa, Afghanistan & Pakistan".
pub const INCOME_GROUP_AS_OF: Date = Date { year: 2025, month: 7, day: 1 };

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
    /// The `GeoNames` identifier.
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

/// Reads `country-codes_with_developed.csv` and, joined to it by alpha-3 code,
/// `worldbank_country_income_region.csv`, which alone knows Kosovo. What else is no country to ISO is passed
/// over: the World Bank's aggregates and its Channel Islands, and Sark.
///
/// ```
/// use milieu::source::{Source, countries};
///
/// let codes = "ISO3166-1-Alpha-3,ISO3166-1-Alpha-2,CLDR display name,official_name_fr,official_name_es,Geoname ID,\
///              Developed / Developing Countries,Capital\n\
///              BEL,BE,Belgium,Belgique,Bélgica,2802361,Developed,Brussels\n";
/// let income = "iso3c,iso2c,country,capital,longitude,latitude,income\n\
///               BEL,BE,Belgium,Brussels,4.36761,50.8371,High income\n\
///               XKX,XK,Kosovo,Pristina,20.926,42.565,Upper middle income\n";
/// let codes = Source::from_bytes("codes.csv", codes).unwrap();
/// let income = Source::from_bytes("income.csv", income).unwrap();
/// let all: Vec<_> = countries::countries(codes, income).unwrap().collect::<Result<_, _>>().unwrap();
/// assert_eq!(all[0].income_group, Some(countries::IncomeGroup::High));
/// assert_eq!((all[1].alpha3.as_str(), all[1].development_status), ("XKX", None));
/// ```
///
/// # Errors
/// When a header lacks a column.
pub fn countries(codes: Source, income: Source) -> Result<impl Iterator<Item = Result<Country, Refused>>, Refused> {
    let mut refused = Vec::new();
    let mut by_code = BTreeMap::new();
    for row in world_bank(income)? {
        match row {
            Ok(None) => {}
            Ok(Some(country)) => {
                by_code.insert(country.alpha3, country);
            }
            Err(e) => refused.push(Err(e)),
        }
    }
    let mut all = Vec::new();
    for row in country_codes(codes)? {
        match row {
            Ok(None) => {}
            Ok(Some(country)) => {
                let bank = by_code.remove(&country.alpha3);
                all.push(Ok(joined(country, bank)));
            }
            Err(e) => refused.push(Err(e)),
        }
    }
    all.extend(by_code.into_values().filter(|country| country.alpha2 == "XK").map(Ok));
    all.extend(refused);
    Ok(all.into_iter())
}

fn joined(country: Country, bank: Option<Country>) -> Country {
    let Some(bank) = bank else { return country };
    // CLDR's name is the usual one, save where it is an abbreviation (UK, US).
    let short = country.label_en.len() < 4;
    Country {
        label_en: if short { bank.label_en } else { country.label_en },
        income_group: bank.income_group,
        capital: bank.capital.or(country.capital),
        latitude: bank.latitude,
        longitude: bank.longitude,
        ..country
    }
}

fn country_codes(source: Source) -> Result<impl Iterator<Item = Result<Option<Country>, Refused>>, Refused> {
    const STATUS: &str = "Developed / Developing Countries";
    let columns = [
        "ISO3166-1-Alpha-3",
        "ISO3166-1-Alpha-2",
        "CLDR display name",
        "official_name_fr",
        "official_name_es",
        "Geoname ID",
        STATUS,
        "Capital",
    ];
    records(source, Dialect::COMMA, &columns, |row| {
        let Some(alpha2) = row.owned("ISO3166-1-Alpha-2")? else {
            return Ok(None);
        };
        Ok(Some(Country {
            alpha3: row.parse("ISO3166-1-Alpha-3")?,
            alpha2,
            label_en: row.text("CLDR display name")?.to_owned(),
            label_fr: row.owned("official_name_fr")?,
            label_es: row.owned("official_name_es")?,
            geonames: row.parse_optional("Geoname ID")?,
            development_status: row.parse_optional(STATUS)?,
            income_group: None,
            capital: row.owned("Capital")?,
            latitude: None,
            longitude: None,
        }))
    })
}

fn world_bank(source: Source) -> Result<impl Iterator<Item = Result<Option<Country>, Refused>>, Refused> {
    let columns = ["iso3c", "iso2c", "country", "capital", "longitude", "latitude", "income"];
    records(source, Dialect::COMMA, &columns, |row| {
        let income_group = match row.text("income")? {
            "Aggregates" => return Ok(None),
            "Not classified" => None,
            _ => Some(row.parse("income")?),
        };
        Ok(Some(Country {
            alpha3: row.parse("iso3c")?,
            alpha2: row.text("iso2c")?.to_owned(),
            label_en: row.text("country")?.to_owned(),
            label_fr: None,
            label_es: None,
            geonames: None,
            development_status: None,
            income_group,
            capital: row.owned("capital")?,
            latitude: row.parse_optional("latitude")?,
            longitude: row.parse_optional("longitude")?,
        }))
    })
}

impl Cell for DevelopmentStatus {
    fn read(text: &str) -> Result<Self, NotThis> {
        match text {
            "Developed" => Ok(Self::Developed),
            "Developing" => Ok(Self::Developing),
            _ => Err(NotThis::expected("Developed or Developing")),
        }
    }
}

impl Cell for IncomeGroup {
    fn read(text: &str) -> Result<Self, NotThis> {
        match text {
            "High income" => Ok(Self::High),
            "Upper middle income" => Ok(Self::UpperMiddle),
            "Lower middle income" => Ok(Self::LowerMiddle),
            "Low income" => Ok(Self::Low),
            _ => Err(NotThis::expected("High, Upper middle, Lower middle or Low income")),
        }
    }
}
