//! How well affiliation strings are linked with ROR: floors just under what was reached (`benches/linking.rs` has the figures of a
//! cross-validation). The data are outside the repository; without them these tests say so and pass.

#[path = "../benches/linking/gold.rs"]
mod gold;
#[path = "support/skip.rs"]
mod skip;

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, Read};
use std::path::Path;

use gold::{CROSSREF, Item, LOGS, Tally, catalogue, items};
use milieu::link::decision::{LinkOptions, Linker};
use milieu::link::mention::Mention;
use milieu::link::places::{Gazetteer, Place, PlaceKind, PlaceMention, countries};

fn tally(items: &[Item], linker: &Linker, options: LinkOptions) -> Tally {
    let mut tally = Tally::default();
    for item in items {
        let links: Vec<&str> = linker.ids(&Mention::new(&item.text), options).into_iter().map(|(id, _)| id).collect();
        tally.add(item, &links);
    }
    tally
}

#[test]
fn strings_are_linked_as_people_linked_them() {
    let Some(folder) = gold::folder() else {
        return skip::skipped(
            "strings_are_linked_as_people_linked_them",
            "no ROR affiliations in MILIEU_SHARED_DATA or ../shared/data",
        );
    };
    let linker = Linker::new(catalogue(&folder));

    // The weights were fitted to these.
    let logs = items(&folder, LOGS, linker.index());
    let balanced = tally(&logs, &linker, LinkOptions::BALANCED);
    assert!(balanced.f1() > LOGS_FLOOR, "F1 {}", balanced.f1());
    let careful = tally(&logs, &linker, LinkOptions::CAREFUL);
    assert!(careful.precision() > 0.945 && careful.recall() > 0.66, "{} {}", careful.precision(), careful.recall());

    // Nothing was fitted to these; one in ten is enough.
    let mut crossref = items(&folder, CROSSREF, linker.index());
    let mut place = 0;
    crossref.retain(|_| {
        place += 1;
        place % 10 == 0
    });
    let long = tally(&crossref, &linker, LinkOptions::BALANCED);
    assert!(long.f1() > CROSSREF_FLOOR, "F1 {}", long.f1());
    // In the whole data some identifiers are not in the catalogue, which can only cost.
    assert!(long.outside > 0 && long.f1_of_all() < long.f1());
}

const LOGS_FLOOR: f64 = 0.855;
const CROSSREF_FLOOR: f64 = 0.81;

/// The right, wrong and missing answers for names of places.
#[derive(Default)]
struct Found([f64; 3]);

impl Found {
    fn add(&mut self, is: Option<&str>, gold: Option<&str>) {
        let Self([right, wrong, missed]) = self;
        match (is, gold) {
            (Some(is), Some(gold)) if is == gold => *right += 1.0,
            (is, gold) => {
                *wrong += f64::from(u8::from(is.is_some()));
                *missed += f64::from(u8::from(gold.is_some()));
            }
        }
    }

    fn f1(&self) -> f64 {
        let Self([right, wrong, missed]) = self;
        2.0 * right / (2.0 * right + wrong + missed)
    }
}

fn rows(path: &Path) -> Vec<csv::StringRecord> {
    let bytes = std::fs::read(path).unwrap();
    let gzipped = path.extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn Read> =
        if gzipped { Box::new(flate2::read::GzDecoder::new(&bytes[..])) } else { Box::new(&bytes[..]) };
    csv::Reader::from_reader(reader).records().map(Result::unwrap).collect()
}

/// Names in English, French, Spanish, Russian, Chinese and Arabic by the United Nations, against the names of CLDR.
#[test]
fn countries_by_the_names_of_the_united_nations() {
    let Some(folder) = gold::folder() else {
        return skip::skipped(
            "countries_by_the_names_of_the_united_nations",
            "no country codes in MILIEU_SHARED_DATA or ../shared/data",
        );
    };
    let path = folder.join("countries/country-codes.csv");
    let header = csv::Reader::from_path(&path).unwrap().headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|other| other == name).unwrap();
    let languages = ["English", "French", "Spanish", "Russian", "Chinese", "Arabic"]
        .map(|name| column(&format!("UNTERM {name} Short")));
    let code = column("ISO3166-1-Alpha-2");
    let gazetteer = Gazetteer::new(countries());
    let mut found = Found::default();
    for row in rows(&path) {
        for name in languages.map(|at| row[at].trim().to_owned()).iter().filter(|name| !name.is_empty()) {
            let place = gazetteer.find(PlaceMention { name, ..PlaceMention::default() }).place;
            found.add(place.map(|place| place.id.as_str()), Some(&row[code]));
        }
    }
    assert!(found.f1() > COUNTRIES_FLOOR, "F1 {}", found.f1());
}

/// The regions of NUTS 2024 by their names, against the names of 2021: right if it is the code that Eurostat's table of changes puts beside
/// the new one, nothing if there is none.
#[test]
fn regions_by_their_names_of_another_year() {
    let Some(folder) = gold::folder() else {
        return skip::skipped(
            "regions_by_their_names_of_another_year",
            "no NUTS in MILIEU_SHARED_DATA or ../shared/data",
        );
    };
    let text = std::fs::read_to_string(folder.join("nuts-2021-geojson/NUTS_RG_60M_2021_4326.geojson")).unwrap();
    let map: serde_json::Value = serde_json::from_str(&text).unwrap();
    let place = |feature: &serde_json::Value| {
        let of = |name: &str| feature["properties"][name].as_str().unwrap().to_owned();
        let level = u8::try_from(feature["properties"]["LEVL_CODE"].as_u64().unwrap()).unwrap();
        let country = milieu::link::country::code(&of("CNTR_CODE")).unwrap();
        let names = vec![of("NAME_LATN"), of("NUTS_NAME")];
        Place { id: of("NUTS_ID"), kind: PlaceKind::Region(level), country, names, population: 0 }
    };
    let places: Vec<Place> = map["features"].as_array().unwrap().iter().map(place).collect();
    let gazetteer = Gazetteer::new(places);
    let changes = rows(&folder.join("nuts-2024/nuts2021_2024.csv"));
    let old: HashMap<&str, &str> =
        changes.iter().map(|row| (&row[3], &row[2])).filter(|(_, old)| !old.is_empty()).collect();
    let mut found = Found::default();
    for row in rows(&folder.join("nuts-2024/nuts2024.csv")) {
        // "Extra-Regio" is no place.
        let Some(level) = row[3].parse::<u8>().ok().filter(|level| *level > 0 && !row[1].ends_with('Z')) else {
            continue;
        };
        let (country, kind) = (milieu::link::country::code(&row[0]), Some(PlaceKind::Region(level)));
        let place = gazetteer.find(PlaceMention { name: &row[2], country, kind }).place;
        let gold = old.get(&row[1]).copied();
        found.add(place.map(|place| place.id.as_str()), gold);
    }
    assert!(found.f1() > REGIONS_FLOOR, "F1 {}", found.f1());
}

/// The cities of ROR's records, with their countries, against cities of 15,000 people and more; nothing for those that are smaller.
#[test]
fn cities_of_organisations() {
    let Some(folder) = gold::folder() else {
        return skip::skipped("cities_of_organisations", "no cities in MILIEU_SHARED_DATA or ../shared/data");
    };
    let city = |row: csv::StringRecord| Place {
        id: row[0].to_owned(),
        kind: PlaceKind::City,
        country: milieu::link::country::code(&row[2]).unwrap(),
        names: vec![row[1].to_owned()],
        population: row[6].parse().unwrap_or(0),
    };
    let places: Vec<Place> = rows(&folder.join("cities/geonames_cities15000.csv.gz")).into_iter().map(city).collect();
    let known: HashSet<String> = places.iter().map(|place| place.id.clone()).collect();
    let gazetteer = Gazetteer::new(places);
    let lines = std::fs::File::open(folder.join("ror-subset/ror_subset.jsonl.gz")).unwrap();
    let lines = std::io::BufReader::new(flate2::read::GzDecoder::new(lines));
    let mut asked = HashSet::new();
    let [mut found, mut europe, mut larger] = [(); 3].map(|()| Found::default());
    let texts = std::fs::read_to_string(folder.join("nuts-2024/nuts2024.csv")).unwrap();
    let nuts: HashSet<&str> = texts.lines().skip(1).filter_map(|line| line.get(..2)).collect();
    for line in lines.lines() {
        let record: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let (Some(name), Some(country), Some(id)) =
            (record["city"].as_str(), record["country"].as_str(), record["geonames"].as_u64())
        else {
            continue;
        };
        let id = id.to_string();
        if asked.insert(id.clone()) {
            let mention =
                PlaceMention { name, country: milieu::link::country::code(country), kind: Some(PlaceKind::City) };
            let gold = known.contains(&id).then_some(id.as_str());
            let place = gazetteer.find(mention).place;
            let is = place.map(|place| place.id.as_str());
            found.add(is, gold);
            if nuts.contains(country) {
                europe.add(is, gold);
            }
            if gold.is_some() {
                larger.add(is, gold);
            }
        }
    }
    let reached = [found.f1(), europe.f1(), larger.f1()];
    assert!(reached.iter().zip(CITIES_FLOORS).all(|(reached, floor)| *reached > floor), "F1 {reached:?}");
}

const COUNTRIES_FLOOR: f64 = 0.95;
const REGIONS_FLOOR: f64 = 0.98;
/// All, those in countries that NUTS has regions of, and those that the gazetteer has. ROR gives some cities the identifier of the municipality
/// around them, and some of its places are districts; these count as wrong.
const CITIES_FLOORS: [f64; 3] = [0.9, 0.93, 0.95];
