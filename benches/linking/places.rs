//! Names of places of which it is known what they mean: countries by the United Nations, regions by Eurostat, cities by ROR.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

use milieu::link::country::code;
use milieu::link::places::{Gazetteer, Place, PlaceKind, PlaceMention, countries};
use serde_json::Value;

use crate::gold::Tally;

fn text(path: &Path) -> String {
    let bytes = std::fs::read(path).expect("the file");
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).expect("UTF-8 in gzip");
    } else {
        text = String::from_utf8(bytes).expect("UTF-8");
    }
    text
}

fn rows(path: &Path) -> Vec<HashMap<String, String>> {
    let text = text(path);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// Names in English, French, Spanish, Russian, Chinese and Arabic by the United Nations, against the names of CLDR.
pub(crate) fn countries_found(folder: &Path) -> Tally {
    let gazetteer = Gazetteer::new(countries());
    let mut tally = Tally::default();
    for row in rows(&folder.join("countries/country-codes.csv")) {
        for language in ["English", "French", "Spanish", "Russian", "Chinese", "Arabic"] {
            let name = row[&format!("UNTERM {language} Short")].trim();
            if !name.is_empty() {
                let place = gazetteer.find(PlaceMention { name, ..PlaceMention::default() }).place;
                tally.add_one(place.map(|place| place.id.as_str()), Some(&row["ISO3166-1-Alpha-2"]));
            }
        }
    }
    tally
}

/// The regions of NUTS 2024 by their names, against the names of 2021: right if it is the code that Eurostat's table of changes puts beside
/// the new one, nothing if there is none.
pub(crate) fn regions_found(folder: &Path) -> Tally {
    let map: Value = serde_json::from_str(&text(&folder.join("nuts-2021-geojson/NUTS_RG_60M_2021_4326.geojson")))
        .expect("a map in JSON");
    let place = |feature: &Value| {
        let of = |name: &str| feature["properties"][name].as_str().expect("a text").to_owned();
        let level = feature["properties"]["LEVL_CODE"].as_u64().expect("a level");
        Place {
            id: of("NUTS_ID"),
            kind: PlaceKind::Region(u8::try_from(level).expect("a small number")),
            country: code(&of("CNTR_CODE")).expect("a country"),
            names: vec![of("NAME_LATN"), of("NUTS_NAME")],
            population: 0,
            regions: Vec::new(),
        }
    };
    let gazetteer = Gazetteer::new(map["features"].as_array().expect("features").iter().map(place).collect());
    let changes = rows(&folder.join("nuts-2024/nuts2021_2024.csv"));
    let old: HashMap<&str, &str> = changes
        .iter()
        .map(|row| (row["code2024"].as_str(), row["code2021"].as_str()))
        .filter(|(_, old)| !old.is_empty())
        .collect();
    let mut tally = Tally::default();
    for row in rows(&folder.join("nuts-2024/nuts2024.csv")) {
        // "Extra-Regio" is no place.
        let Some(level) = row["level"].parse().ok().filter(|level| *level > 0 && !row["code"].ends_with('Z')) else {
            continue;
        };
        let (country, kind) = (code(&row["country"]), Some(PlaceKind::Region(level)));
        let place = gazetteer.find(PlaceMention { name: &row["label"], country, kind, region: None }).place;
        tally.add_one(place.map(|place| place.id.as_str()), old.get(row["code"].as_str()).copied());
    }
    tally
}

/// A city of ROR's records: what it is called there, and its number.
struct City {
    name: String,
    country: String,
    region: String,
    id: String,
}

/// Each city once, as the first record has it.
fn cities(folder: &Path) -> Vec<City> {
    let mut seen = HashSet::new();
    let city = |line: &str| {
        let record: Value = serde_json::from_str(line).expect("a record in JSON");
        let of = |name: &str| record[name].as_str().map(str::to_owned);
        let id = record["geonames"].as_u64()?.to_string();
        Some(City { name: of("city")?, country: of("country")?, region: of("region").unwrap_or_default(), id })
    };
    let all = text(&folder.join("ror-subset/ror_subset.jsonl.gz"));
    all.lines().filter_map(city).filter(|city| seen.insert(city.id.clone())).collect()
}

/// Names of regions by country and code, learnt from cities whose numbers are known: each name belongs to the codes that a fifth and more
/// of its cities have. It stands in for the table of `GeoNames`, which the data have not.
fn divisions(known: &HashMap<String, Place>, cities: &[&City]) -> HashMap<(String, String), Vec<String>> {
    let mut counts: HashMap<(&str, &str), HashMap<&str, usize>> = HashMap::new();
    for city in cities.iter().filter(|city| !city.region.is_empty()) {
        if let Some(place) = known.get(&city.id) {
            *counts.entry((&city.country, &city.region)).or_default().entry(&place.regions[0]).or_default() += 1;
        }
    }
    let mut names: HashMap<(String, String), Vec<String>> = HashMap::new();
    for ((country, region), codes) in counts {
        let all: usize = codes.values().sum();
        for (code, _) in codes.into_iter().filter(|(_, count)| count * 5 >= all) {
            names.entry((country.to_owned(), code.to_owned())).or_default().push(region.to_owned());
        }
    }
    names
}

/// How well the cities of ROR's records are found.
#[derive(Default)]
pub(crate) struct Cities {
    /// All of them.
    pub(crate) all: Tally,
    /// Those in countries that NUTS has regions of.
    pub(crate) europe: Tally,
    /// Those that the gazetteer has.
    pub(crate) known: Tally,
}

/// The cities of ROR's records, with their countries, against cities of 15,000 people and more; nothing for those that are smaller. With
/// regions, those of one half of the cities are learnt from the other half.
pub(crate) fn cities_found(folder: &Path, with_regions: bool) -> Cities {
    let place = |row: HashMap<String, String>| Place {
        id: row["geonameid"].clone(),
        kind: PlaceKind::City,
        country: code(&row["countrycode"]).expect("a country"),
        names: vec![row["name"].clone()],
        population: row["population"].parse().unwrap_or(0),
        regions: vec![row["admin1code"].clone()],
    };
    let places = rows(&folder.join("cities/geonames_cities15000.csv.gz")).into_iter().map(place);
    cities_among(folder, places.collect(), with_regions)
}

/// The same against other places, whose regions are codes.
pub(crate) fn cities_among(folder: &Path, places: Vec<Place>, with_regions: bool) -> Cities {
    let known: HashMap<String, Place> = places.into_iter().map(|place| (place.id.clone(), place)).collect();
    let list = text(&folder.join("nuts-2024/nuts2024.csv"));
    let nuts: HashSet<&str> = list.lines().skip(1).filter_map(|line| line.get(..2)).collect();
    let cities = cities(folder);
    let half = |odd: usize| cities.iter().enumerate().filter(move |(at, _)| at % 2 == odd).map(|(_, city)| city);
    let mut found = Cities::default();
    for odd in 0..2 {
        let learnt: Vec<&City> = half(1 - odd).collect();
        let names = divisions(&known, &learnt);
        let mut places: Vec<Place> = known.values().cloned().collect();
        places.sort_by(|one, other| one.id.cmp(&other.id));
        for place in &mut places {
            let country: String = place.country.into_iter().map(char::from).collect();
            place.regions.extend(names.get(&(country, place.regions[0].clone())).into_iter().flatten().cloned());
        }
        let gazetteer = Gazetteer::new(places);
        for city in half(odd) {
            let region = Some(city.region.as_str()).filter(|region| with_regions && !region.is_empty());
            let (name, country, kind) = (city.name.as_str(), code(&city.country), Some(PlaceKind::City));
            let gold = known.contains_key(&city.id).then_some(city.id.as_str());
            let place = gazetteer.find(PlaceMention { name, country, region, kind }).place;
            let is = place.map(|place| place.id.as_str());
            found.all.add_one(is, gold);
            if nuts.contains(city.country.as_str()) {
                found.europe.add_one(is, gold);
            }
            if gold.is_some() {
                found.known.add_one(is, gold);
            }
        }
    }
    found
}
