//! What is known of a thing beside its name, as far as it tells things apart.

use super::asked::Condition;
use super::service::Service;
use crate::link::identifier::{By, Kind, identify};
use crate::link::mention::Mention;
use crate::link::record::Country;

/// What a property says, for the linker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Country,
    City,
    Region,
    Website,
    Identifier(Kind),
    /// Something that the linker does not weigh.
    Other,
}

/// Kinds of identifiers by the names that properties have for them.
pub(super) const IDENTIFIERS: [(&str, Kind); 11] = [
    ("ror", Kind::Ror),
    ("wikidata", Kind::Wikidata),
    ("isni", Kind::Isni),
    ("lei", Kind::Lei),
    ("grid", Kind::Grid),
    ("funder", Kind::Funder),
    ("vat", Kind::Vat),
    ("pic", Kind::Pic),
    ("geonames", Kind::GeoNames),
    ("nuts", Kind::Nuts),
    ("nace", Kind::Nace),
];

impl Role {
    /// The role of a property by the last part of its identifier, so that `country`, `milieu:inCountry` and the whole IRI are one.
    pub(super) fn of(property: &str) -> Self {
        let last = property.rsplit(['/', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
        match last.as_str() {
            "country" | "incountry" | "countrycode" | "country_code" => Self::Country,
            "city" | "cityname" | "town" => Self::City,
            "region" | "locatedin" | "state" => Self::Region,
            "website" | "homepage" | "domain" | "url" => Self::Website,
            other => IDENTIFIERS
                .iter()
                .find(|(name, _)| *name == other)
                .map_or(Self::Other, |(_, kind)| Self::Identifier(*kind)),
        }
    }
}

/// All that is known.
#[derive(Debug, Default)]
pub(super) struct Known {
    country: Option<Country>,
    city: Option<String>,
    region: Option<String>,
    website: Option<String>,
    pub(super) identifiers: Vec<(Kind, String)>,
}

impl Known {
    /// What `conditions` say; of several values the first that can be read. What must not hold says nothing of what does.
    pub(super) fn of(conditions: &[Condition], service: &Service) -> Self {
        let mut known = Self::default();
        for condition in conditions.iter().filter(|condition| !condition.is_ruled_out()) {
            let role = Role::of(&condition.property);
            for value in condition.values.iter().filter(|value| !value.is_empty()) {
                match role {
                    Role::Country => known.country = known.country.or_else(|| service.country(value)),
                    Role::City => drop(known.city.get_or_insert_with(|| service.name_of(value))),
                    Role::Region => drop(known.region.get_or_insert_with(|| service.name_of(value))),
                    Role::Website => drop(known.website.get_or_insert_with(|| value.clone())),
                    Role::Identifier(kind) => {
                        known.identifiers.extend(kind.parse(value).ok().map(|found| (kind, found.as_str().to_owned())));
                    }
                    Role::Other => {
                        let named = identify(value).into_iter().filter(|found| found.by == By::Prefix);
                        let read = named.filter_map(|found| Some((found.kind, found.result.ok()?.as_str().to_owned())));
                        known.identifiers.extend(read);
                    }
                }
            }
        }
        known
    }

    /// A name with what is known of it.
    pub(super) fn mention<'k>(&'k self, name: &'k str) -> Mention<'k> {
        Mention {
            text: name,
            country: self.country,
            city: self.city.as_deref(),
            region: self.region.as_deref(),
            website: self.website.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_is_known_by_its_last_part() {
        for (property, role) in [
            ("country", Role::Country),
            ("https://w3id.org/milieu/ontology#inCountry", Role::Country),
            ("milieu:cityName", Role::City),
            ("milieu:locatedIn", Role::Region),
            ("http://xmlns.com/foaf/0.1/homepage", Role::Website),
            ("wikidata", Role::Identifier(Kind::Wikidata)),
            ("professionOrOccupation", Role::Other),
        ] {
            assert_eq!(Role::of(property), role, "{property}");
        }
    }
}
