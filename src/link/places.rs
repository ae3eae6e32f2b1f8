//! Places by name: countries, regions and cities, in whatever language the gazetteer has their names.
//!
//! A name is compared as names are ([`normal`]), then letter for letter but one. Of several places of a name the country, the kind and the
//! region that are given decide; then the one with many times more people than the next; else the answer is none, and the decision says
//! between which. A region counts where the gazetteer knows it: then what lies in another one is not meant, even if it is the only place of
//! the name.

use rustc_hash::FxHashMap;

use super::country;
use super::normal::normal;
use super::record::Country;
use super::vocabulary::Vocabulary;
use crate::text;

/// What kind of place a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A country.
    Country,
    /// A region, with its level: 1 to 3 in NUTS.
    Region(u8),
    /// A city or town.
    City,
}

/// A place of a gazetteer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The identifier or IRI.
    pub id: String,
    /// What it is.
    pub kind: PlaceKind,
    /// The country that it is or lies in.
    pub country: Country,
    /// Its names; one that is written `Bruxelles/Brussel` is each of the two, too.
    pub names: Vec<String>,
    /// Inhabitants, 0 if unknown.
    pub population: u64,
    /// The region around it, by name or code; empty if unknown.
    pub regions: Vec<String>,
}

/// The name of a place, with what else is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlaceMention<'a> {
    /// The name.
    pub name: &'a str,
    /// The country, if it is known.
    pub country: Option<Country>,
    /// The region around it, by name or code, if it is known.
    pub region: Option<&'a str>,
    /// The kind, if it is known.
    pub kind: Option<PlaceKind>,
}

/// Which place a name means.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceDecision<'a> {
    /// The place; `None` if there is none of this name, or several and nothing to tell them apart.
    pub place: Option<&'a Place>,
    /// How sure that is, in [0, 1]: 1 for the only place of exactly this name. It falls to 0.7 for a slip of a letter, and with how many people
    /// live in the places of this name that are not meant.
    pub confidence: f32,
    /// Why, in a sentence.
    pub because: String,
}

/// What a name that differs by a letter is worth.
const SLIP: f32 = 0.7;

/// In shorter names a letter makes another place.
const LONG: usize = 8;

/// A place with so many times more people than the next is meant.
const LARGER: u64 = 3;

/// Places by their names.
///
/// ```
/// use milieu::link::places::{Gazetteer, PlaceMention, countries};
/// let gazetteer = Gazetteer::new(countries());
/// let found = gazetteer.find(PlaceMention { name: "Königreich der Niederlande", ..PlaceMention::default() });
/// assert!(found.place.is_none());
/// let found = gazetteer.find(PlaceMention { name: "Pays-Bas", ..PlaceMention::default() });
/// assert_eq!(found.place.unwrap().id, "NL");
/// ```
#[derive(Debug)]
pub struct Gazetteer {
    places: Vec<Place>,
    names: Vocabulary,
    /// The places of each name.
    of: Vec<Vec<u32>>,
    /// The numbers of regions by country and name.
    regions: FxHashMap<(Country, String), u32>,
    /// The regions of each place.
    within: Vec<Box<[u32]>>,
}

impl Gazetteer {
    /// Indexes `places`.
    ///
    /// # Panics
    /// With over four billion names.
    pub fn new(places: Vec<Place>) -> Self {
        let mut names = Vocabulary::default();
        let mut of: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut regions: FxHashMap<(Country, String), u32> = FxHashMap::default();
        let mut within = Vec::with_capacity(places.len());
        for (place, number) in places.iter().zip(0..) {
            for name in place.names.iter().flat_map(|name| spellings(name).concat()) {
                let name = names.intern(&name);
                let list = of.entry(name).or_default();
                if list.last() != Some(&number) {
                    list.push(number);
                    names.seen(name);
                }
            }
            let numbers =
                place.regions.iter().map(|region| plain(region)).filter(|region| !region.is_empty()).map(|region| {
                    let next = u32::try_from(regions.len()).expect("few regions");
                    *regions.entry((place.country, region)).or_insert(next)
                });
            within.push(numbers.collect());
        }
        names.finish(places.len());
        let of = (0..names.len())
            .map(|name| of.remove(&u32::try_from(name).expect("few names")).unwrap_or_default())
            .collect();
        Self { places, names, of, regions, within }
    }

    /// Which place is meant.
    pub fn find(&self, mention: PlaceMention) -> PlaceDecision<'_> {
        let spellings = spellings(mention.name);
        let region = mention.region.map(plain);
        let fits = |number: &&u32| {
            let place = &self.places[**number as usize];
            mention.country.is_none_or(|country| place.country == country)
                && mention.kind.is_none_or(|kind| place.kind == kind)
                && region.as_ref().is_none_or(|region| self.may_lie_in(**number, region))
        };
        let of = |name: u32| self.of[name as usize].iter().filter(fits).map(|number| &self.places[*number as usize]);
        let known =
            |names: &Vec<String>| names.iter().filter_map(|name| self.names.number(name)).flat_map(of).collect();
        // As it is written, then without small words, then its halves.
        let exact: Option<Vec<&Place>> = spellings.iter().map(known).find(|found: &Vec<&Place>| !found.is_empty());
        let (mut found, sure, how) = exact.map_or_else(
            || {
                let long = spellings.iter().flatten().filter(|name| name.chars().count() >= LONG);
                (long.flat_map(|name| self.names.slips(name)).flat_map(of).collect(), SLIP, "but for a letter")
            },
            |exact| (exact, 1.0, ""),
        );
        // Larger kinds first, then by people; each once.
        found.sort_by(|one, other| {
            one.kind.cmp(&other.kind).then(other.population.cmp(&one.population)).then_with(|| one.id.cmp(&other.id))
        });
        found.dedup_by(|one, other| one.id == other.id);
        decide(mention, &found, sure, how)
    }

    /// Whether a place may lie in a region: it does, or its own region is not known, or this one is not.
    fn may_lie_in(&self, number: u32, region: &str) -> bool {
        let within = &self.within[number as usize];
        let key = (self.places[number as usize].country, region.to_owned());
        within.is_empty() || self.regions.get(&key).is_none_or(|region| within.contains(region))
    }
}

fn decide<'a>(mention: PlaceMention<'_>, found: &[&'a Place], sure: f32, how: &str) -> PlaceDecision<'a> {
    let name = mention.name;
    let Some(first) = found.first() else {
        let region = mention.region.map(|region| format!(" that may lie in {region:?}")).unwrap_or_default();
        return PlaceDecision { place: None, confidence: 0.0, because: format!("no place is called {name:?}{region}") };
    };
    let how = if how.is_empty() { String::new() } else { format!(" {how}") };
    let others: Vec<&&Place> = found[1..].iter().filter(|other| other.kind == first.kind).collect();
    let next = others.iter().map(|other| other.population).max();
    let Some(next) = next else {
        return PlaceDecision {
            place: Some(first),
            confidence: sure,
            because: format!("{name:?} is {}{how}, and no other", first.id),
        };
    };
    if first.population < LARGER * next.max(1) {
        let because =
            format!("{name:?} is {} and {} others{how}, and nothing tells them apart", first.id, others.len());
        return PlaceDecision { place: None, confidence: 0.0, because };
    }
    let people: u64 = others.iter().map(|other| other.population).sum::<u64>() + first.population;
    #[expect(clippy::cast_precision_loss, reason = "a ratio of inhabitants")]
    let confidence = sure * (first.population as f32 / people as f32);
    let because = format!("{name:?} is {}{how}, with {} people; the next has {next}", first.id, first.population);
    PlaceDecision { place: Some(first), confidence, because }
}

/// A name in the ways in which it is looked up: all its words; as names are compared; its halves, where it is written twice or with an addition.
fn spellings(name: &str) -> [Vec<String>; 3] {
    let halves = name.split('/').filter(|half| *half != name).chain(name.split_once(['(', ',']).map(|(head, _)| head));
    let mut halves: Vec<String> = halves.map(plain).filter(|half| !half.is_empty()).collect();
    halves.sort_unstable();
    halves.dedup();
    let whole =
        [text::words(name).join(" "), plain(name)].map(|whole| if whole.is_empty() { Vec::new() } else { vec![whole] });
    let [all, plain] = whole;
    [all, plain, halves]
}

/// Words that say that a place is an area, and whose it is.
const AREA: [&str; 12] = [
    "republic",
    "kingdom",
    "state",
    "arr",
    "region",
    "gewest",
    "province",
    "prov",
    "city",
    "municipality",
    "county",
    "district",
];

/// A name as names are compared, without words that only say that it is an area, unless nothing is left.
fn plain(name: &str) -> String {
    let normal = normal(name);
    let kept: Vec<&str> = normal.split(' ').filter(|word| !AREA.contains(word)).collect();
    if kept.is_empty() { normal } else { kept.join(" ") }
}

/// The countries of the world as places, by ISO 3166-1 alpha-2, with their names in the languages of Europe and some others.
///
/// ```
/// assert!(milieu::link::places::countries().iter().any(|place| place.names.contains(&"Norwegen".to_owned())));
/// ```
pub fn countries() -> Vec<Place> {
    let place = |(country, names): (Country, std::str::Split<'static, char>)| Place {
        id: country.iter().copied().map(char::from).collect(),
        kind: PlaceKind::Country,
        country,
        names: names.map(str::to_owned).collect(),
        population: 0,
        regions: Vec::new(),
    };
    country::table().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(id: &str, name: &str, country: Country, population: u64) -> Place {
        Place {
            id: id.into(),
            kind: PlaceKind::City,
            country,
            names: vec![name.into()],
            population,
            regions: Vec::new(),
        }
    }

    #[test]
    fn a_country_or_many_people_tell_namesakes_apart() {
        let cities = vec![city("1", "Cambridge", *b"GB", 128_000), city("2", "Cambridge", *b"US", 105_000)];
        let gazetteer = Gazetteer::new(
            [cities, vec![city("3", "Paris", *b"FR", 2_100_000), city("4", "Paris", *b"US", 25_000)]].concat(),
        );
        let find = |name, country| gazetteer.find(PlaceMention { name, country, ..PlaceMention::default() });
        assert!(find("Cambridge", None).place.is_none());
        assert_eq!(find("CAMBRIDGE", Some(*b"US")).place.unwrap().id, "2");
        let paris = find("Paris", None);
        assert_eq!((paris.place.unwrap().id.as_str(), paris.confidence > 0.98), ("3", true));
        assert!((find("Cambridgee", Some(*b"US")).confidence - SLIP).abs() < f32::EPSILON);
        assert_eq!(find("Atlantis", None).because, "no place is called \"Atlantis\"");
    }

    #[test]
    fn a_region_that_is_known_tells_namesakes_apart() {
        let within = |place: Place, regions: &[&str]| Place {
            regions: regions.iter().map(|&region| region.to_owned()).collect(),
            ..place
        };
        let gazetteer = Gazetteer::new(vec![
            within(city("1", "Columbus", *b"US", 913_175), &["Ohio", "OH"]),
            within(city("2", "Columbus", *b"US", 206_922), &["Georgia", "GA"]),
            within(city("3", "Delaware", *b"US", 37_995), &["Ohio", "OH"]),
        ]);
        let find = |name, region| gazetteer.find(PlaceMention { name, region, ..PlaceMention::default() });
        let id = |name, region| find(name, region).place.map(|place| place.id.as_str());
        assert_eq!(id("Columbus", None), Some("1"), "the larger by far");
        assert_eq!([id("Columbus", Some("Georgia")), id("Columbus", Some("ga"))], [Some("2"); 2]);
        assert_eq!(id("Delaware", Some("Georgia")), None);
        assert_eq!(id("Delaware", Some("Delaware County")), Some("3"), "a region that is not known says nothing");
        assert_eq!(find("Delaware", Some("GA")).because, "no place is called \"Delaware\" that may lie in \"GA\"");
    }

    #[test]
    fn a_name_in_two_languages_is_each() {
        let names = vec!["Région de Bruxelles-Capitale/Brussels Hoofdstedelijk Gewest".into()];
        let place = Place {
            id: "BE1".into(),
            kind: PlaceKind::Region(1),
            country: *b"BE",
            names,
            population: 0,
            regions: Vec::new(),
        };
        let gazetteer = Gazetteer::new(vec![place]);
        let found = gazetteer.find(PlaceMention { name: "Brussels Hoofdstedelijk gewest", ..PlaceMention::default() });
        assert_eq!(found.place.unwrap().id, "BE1");
    }
}
