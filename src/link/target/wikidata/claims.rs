//! What an entity of the dump says, as far as it is looked at.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

#[derive(serde::Deserialize)]
pub(super) struct Entity {
    pub(super) id: String,
    #[serde(default, deserialize_with = "map_or_nothing")]
    pub(super) labels: BTreeMap<String, Text>,
    #[serde(default, deserialize_with = "map_or_nothing")]
    pub(super) aliases: BTreeMap<String, Vec<Text>>,
    #[serde(default, deserialize_with = "map_or_nothing")]
    pub(super) claims: Claims,
}

#[derive(serde::Deserialize)]
pub(super) struct Text {
    pub(super) value: String,
}

/// Claims by property. Those that are not looked at are passed over.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Claims {
    #[serde(rename = "P31")]
    pub(super) instance_of: Vec<Claim<Item>>,
    #[serde(rename = "P17")]
    pub(super) country: Vec<Claim<Item>>,
    #[serde(rename = "P159")]
    pub(super) headquarters: Vec<Claim<Item>>,
    #[serde(rename = "P131")]
    pub(super) located_in: Vec<Claim<Item>>,
    #[serde(rename = "P749")]
    pub(super) parent: Vec<Claim<Item>>,
    #[serde(rename = "P355")]
    pub(super) child: Vec<Claim<Item>>,
    #[serde(rename = "P361")]
    pub(super) part_of: Vec<Claim<Item>>,
    #[serde(rename = "P856")]
    pub(super) website: Vec<Claim<String>>,
    #[serde(rename = "P6782")]
    pub(super) ror: Vec<Claim<String>>,
    #[serde(rename = "P213")]
    pub(super) isni: Vec<Claim<String>>,
    #[serde(rename = "P1278")]
    pub(super) lei: Vec<Claim<String>>,
    #[serde(rename = "P2427")]
    pub(super) grid: Vec<Claim<String>>,
    #[serde(rename = "P1813")]
    pub(super) short_name: Vec<Claim<ShortName>>,
    #[serde(rename = "P571")]
    pub(super) inception: Vec<Claim<Time>>,
    #[serde(rename = "P576")]
    pub(super) dissolved: Vec<Claim<IgnoredAny>>,
    #[serde(rename = "P625")]
    pub(super) coordinates: Vec<Claim<Point>>,
    #[serde(rename = "P1082")]
    pub(super) population: Vec<Claim<IgnoredAny>>,
    #[serde(rename = "P1566")]
    pub(super) geonames: Vec<Claim<IgnoredAny>>,
}

#[derive(serde::Deserialize)]
pub(super) struct Claim<T> {
    mainsnak: Snak<T>,
    rank: Rank,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Rank {
    Preferred,
    Normal,
    Deprecated,
}

/// Without a value where it is unknown or there is none.
#[derive(serde::Deserialize)]
struct Snak<T> {
    datavalue: Option<Value<T>>,
}

#[derive(serde::Deserialize)]
struct Value<T> {
    value: T,
}

#[derive(serde::Deserialize)]
pub(super) struct Item {
    pub(super) id: String,
}

#[derive(serde::Deserialize)]
pub(super) struct ShortName {
    pub(super) text: String,
}

#[derive(serde::Deserialize)]
pub(super) struct Time {
    pub(super) time: String,
}

#[derive(serde::Deserialize)]
pub(super) struct Point {
    pub(super) latitude: f64,
    pub(super) longitude: f64,
}

/// The values that hold, the preferred first.
pub(super) fn values<T>(claims: &[Claim<T>]) -> impl Iterator<Item = &T> {
    let of = move |rank: Rank| {
        let claims = claims.iter().filter(move |claim| claim.rank == rank);
        claims.filter_map(|claim| claim.mainsnak.datavalue.as_ref().map(|value| &value.value))
    };
    of(Rank::Preferred).chain(of(Rank::Normal))
}

/// The dump writes a map that holds nothing as an empty array.
fn map_or_nothing<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    struct MapOrNothing<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for MapOrNothing<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object or an empty array")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut nothing: A) -> Result<T, A::Error> {
            match nothing.next_element::<IgnoredAny>()? {
                None => Ok(T::default()),
                Some(_) => Err(serde::de::Error::invalid_length(1, &self)),
            }
        }
    }

    deserializer.deserialize_any(MapOrNothing(PhantomData))
}
