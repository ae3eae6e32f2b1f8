//! What the samples say.

use milieu::link::identifier::Kind;
use milieu::link::record::{NameKind, Record, Relation};
use milieu::link::target::{Format, geonames, open};
use milieu::source::Source;

use crate::support::{SAMPLES, path, records, text};

fn names(record: &Record) -> Vec<&str> {
    record.names.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn each_is_known_by_its_beginning_and_by_no_other_format() {
    for (sample, format) in SAMPLES {
        let (found, _) = open(path(sample), None).unwrap();
        assert_eq!(found, format, "{sample}");
        let glimpse = milieu::link::target::Glimpse { name: sample, text: &text(sample) };
        let knowing: Vec<&str> =
            Format::ALL.into_iter().filter(|format| format.knows(&glimpse)).map(Format::name).collect();
        assert_eq!(knowing, [format.name()], "{sample}");
    }
}

#[test]
fn legal_entities_are_the_same_in_both_formats() {
    let table = records("gleif.csv", Format::GleifCsv);
    assert_eq!(table, records("gleif.xml", Format::GleifXml));
    assert_eq!(table.len(), 6);
    let [siemens, sap, nestle, nokia, _, societe] = &table[..] else { unreachable!() };
    assert_eq!((siemens.city.as_deref(), siemens.established, siemens.company), (Some("München"), Some(1847), true));
    assert_eq!(names(sap), ["SAP SE", "SAP AG"]);
    assert_eq!(nestle.names[1], ("NESTLE S.A.".to_owned(), NameKind::Alias));
    assert_eq!((names(nokia).len(), nokia.country), (3, Some(*b"FI")));
    assert_eq!(societe.label(), "Société Générale Effekten GmbH");
    assert_eq!(siemens.id, "W38RGI023J3WT1HWRP32");
}

#[test]
fn legal_entities_that_never_were_and_people_are_passed_over() {
    let changed = |from: &str, to: &str| {
        let text = text("gleif.csv").replacen(from, to, 1);
        let source = Source::from_bytes("gleif.csv", text).unwrap();
        Format::GleifCsv.read(source, &()).unwrap()
    };
    assert_eq!(changed("\"ISSUED\"", "\"DUPLICATE\"").len(), 5);
    assert_eq!(changed("\"GENERAL\"", "\"SOLE_PROPRIETOR\"").len(), 5);
    let merged = changed("\"\",\"\",\"ISSUED\"", "\"529900D6BF99LW9R2E68\",\"\",\"MERGED\"");
    assert!(merged[0].gone && !merged[1].gone);
    assert_eq!(merged[0].relations, [(Relation::Related, "529900D6BF99LW9R2E68".to_owned())]);
}

#[test]
fn items_of_wikidata_are_organisations_with_their_places() {
    let found = records("wikidata.json", Format::WikidataLines);
    assert_eq!(
        found.iter().map(|record| record.id.as_str()).collect::<Vec<_>>(),
        ["Q11942", "Q122453", "Q552581", "Q42944"]
    );
    let [eth, stuttgart, sap, cern] = &found[..] else { unreachable!() };
    let aliases = [
        "ETH Zürich",
        "École polytechnique fédérale de Zurich",
        "Politecnico federale di Zurigo",
        "Swiss Federal Institute of Technology in Zurich",
    ];
    assert_eq!(eth.label(), "ETH Zurich");
    assert!(aliases.iter().all(|name| names(eth).contains(name)), "{:?}", names(eth));
    assert!(eth.names.contains(&("ETHZ".to_owned(), NameKind::Acronym)));
    assert_eq!(
        (eth.country, eth.city.as_deref(), eth.domain.as_deref()),
        (Some(*b"CH"), Some("Zurich"), Some("ethz.ch"))
    );
    assert_eq!((eth.established, eth.coordinates, eth.company), (Some(1855), Some([47.3764, 8.5481]), false));
    let elsewhere = [(Kind::Ror, "05a28rw58"), (Kind::Isni, "0000000121562780"), (Kind::Grid, "grid.5801.c")];
    assert_eq!(eth.identifiers, elsewhere.map(|(kind, text)| (kind, text.to_owned())));
    assert_eq!(stuttgart.city.as_deref(), Some("Stuttgart"), "its name stands after the organisation");
    assert_eq!(stuttgart.identifiers[1].1, "0000000419369713");
    assert!(sap.company && sap.identifiers == [(Kind::Lei, "529900D6BF99LW9R2E68".to_owned())]);
    assert_eq!((cern.label(), cern.city.as_deref()), ("CERN", None));
}

#[test]
fn rows_of_a_query_make_one_record_an_item() {
    let found = records("wikidata-results.json", Format::WikidataResults);
    assert_eq!(found, records("wikidata-saved.json", Format::WikidataResults));
    let [eth, stuttgart] = &found[..] else { panic!("{found:?}") };
    assert_eq!(names(eth), ["ETH Zurich", "ETH Zürich", "Politecnico federale di Zurigo"]);
    assert_eq!((eth.country, eth.city.as_deref()), (Some(*b"CH"), Some("Zurich")));
    assert_eq!((eth.coordinates, eth.established), (Some([47.3764, 8.5481]), Some(1855)));
    assert_eq!(eth.identifiers, [(Kind::Ror, "05a28rw58".to_owned())]);
    assert_eq!(stuttgart.country, Some(*b"DE"));
}

#[test]
fn the_other_formats_of_results_say_the_same() {
    let head = "http://www.wikidata.org/entity/";
    let csv = format!("item,itemLabel,country\r\n{head}Q11942,ETH Zurich,{head}Q39\r\n");
    let tsv = format!("?item\t?itemLabel\t?country\n<{head}Q11942>\t\"ETH Zurich\"@en\t<{head}Q39>\n");
    let xml = format!(
        "<?xml version=\"1.0\"?><sparql xmlns=\"http://www.w3.org/2005/sparql-results#\"><head><variable name=\"item\"/><variable \
         name=\"itemLabel\"/><variable name=\"country\"/></head><results><result><binding name=\"item\"><uri>{head}Q11942</uri></binding>\
         <binding name=\"itemLabel\"><literal>ETH Zurich</literal></binding><binding name=\"country\"><uri>{head}Q39</uri></binding>\
         </result></results></sparql>"
    );
    for text in [csv, tsv, xml] {
        let found = Format::WikidataResults.read(Source::from_bytes("results", text).unwrap(), &()).unwrap();
        assert_eq!((found[0].id.as_str(), found[0].label(), found[0].country), ("Q11942", "ETH Zurich", Some(*b"CH")));
    }
}

#[test]
fn places_have_their_names_and_regions() {
    let found = records("cities.txt", Format::GeoNames);
    assert_eq!(found.len(), 6);
    assert_eq!(found[0].id, "https://sws.geonames.org/2825297/");
    assert_eq!((found[1].label(), found[1].kinds[0].as_str()), ("Zürich", "P.PPLA"));
    assert!(names(&found[0]).contains(&"Stoccarda"));
    let divisions = Source::from_bytes("admin1CodesASCII.txt", text("admin1CodesASCII.txt")).unwrap();
    let divisions = geonames::divisions(divisions, &()).unwrap();
    let places = Source::from_bytes("cities.txt", text("cities.txt")).unwrap();
    let places = geonames::places(places, &divisions, &()).unwrap();
    assert_eq!((places[3].regions[0].as_str(), places[3].population), ("Massachusetts", 110_402));
}

#[test]
fn institutions_of_openalex_know_their_identifiers_elsewhere() {
    let found = records("openalex.jsonl", Format::OpenAlex);
    let [harvard, eth, _] = &found[..] else { panic!("{found:?}") };
    assert_eq!(names(harvard), ["Harvard University", "Universidad de Harvard", "Harvard-Universität"]);
    assert_eq!(harvard.identifiers[0], (Kind::Ror, "03vek6s52".to_owned()));
    assert_eq!(harvard.identifiers[1], (Kind::Wikidata, "Q13371".to_owned()));
    assert_eq!(harvard.relations, [(Relation::Related, "https://openalex.org/I1283280774".to_owned())]);
    assert_eq!((harvard.city.as_deref(), harvard.region.as_deref()), (Some("Cambridge"), Some("Massachusetts")));
    assert!(eth.names.contains(&("ETHZ".to_owned(), NameKind::Acronym)));
}

#[test]
fn organisations_of_eurio_are_put_together_from_their_sites_and_addresses() {
    let found = records("eurio.ttl", Format::Eurio);
    let [stuttgart, siemens, leiden] = &found[..] else { panic!("{found:?}") };
    assert_eq!(names(stuttgart), ["UNIVERSITAET STUTTGART", "USTUTT"]);
    assert_eq!((stuttgart.city.as_deref(), stuttgart.country), (Some("STUTTGART"), Some(*b"DE")));
    assert_eq!(stuttgart.coordinates, Some([48.78232, 9.17702]));
    let elsewhere = [(Kind::Vat, "DE147794196"), (Kind::Pic, "999974747")];
    assert_eq!(stuttgart.identifiers, elsewhere.map(|(kind, text)| (kind, text.to_owned())));
    assert!(siemens.company && siemens.city.as_deref() == Some("MUNCHEN"), "{siemens:?}");
    assert_eq!((leiden.country, leiden.kinds[0].as_str()), (Some(*b"NL"), "HigherOrSecondaryEducation"));
}

#[test]
fn regions_and_activities_have_codes_and_what_is_above() {
    let regions = records("nuts.rdf", Format::Nuts);
    assert_eq!(regions.len(), 4);
    assert_eq!((regions[1].label(), regions[1].country), ("Stuttgart", Some(*b"DE")));
    assert_eq!(regions[1].relations, [(Relation::Parent, "http://data.europa.eu/nuts/code/DE1".to_owned())]);
    assert_eq!((regions[2].country, regions[2].kinds[0].as_str()), (Some(*b"GR"), "level 2"));
    assert!(regions[3].gone);
    let activities = records("nace.ttl", Format::Nace);
    assert_eq!(activities.len(), 4);
    let names = names(&activities[1]);
    assert_eq!(names, ["Manufacture of machinery and equipment n.e.c.", "Maschinenbau", "28"]);
    assert_eq!(activities[3].identifiers, [(Kind::Nace, "28.41".to_owned())]);
}
