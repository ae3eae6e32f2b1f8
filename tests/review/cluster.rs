//! From names in a table to identifiers of a cluster's members: Horizon 2020's participants in Stuttgart, ROR, Wikidata.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use milieu::face::http::Settings;
use milieu::ingest::{self, Load, SourceKind};
use milieu::link::decision::LinkOptions;
use milieu::link::mention::Mention;
use milieu::link::sssom::{self, MappingSet, Slot, State};
use milieu::link::target::{self, Description, Target};
use milieu::mapping::{self, Choice, Facts, SetName, Subject};
use milieu::sparql::{self, QueryOptions};
use milieu::{Store, Transaction};
use serde_json::json;

use super::server::Server;
use super::{SECRET, rows, skip};

const CLUSTER: &str = "https://w3id.org/milieu/id/cluster/stuttgart";

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("MILIEU_SHARED_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    folder.join("ror-subset").is_dir().then_some(folder)
}

fn text(file: &Path) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(file).unwrap()).read_to_string(&mut text).unwrap();
    text
}

/// Horizon 2020 in Stuttgart, in the files as they are published.
fn in_stuttgart(shared: &Path, folder: &Path) -> Vec<Subject> {
    let all = std::fs::read_to_string(shared.join("h2020-orgs-2017/h2020_orgs_2017.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(all.as_bytes());
    let mut names = csv::Writer::from_path(folder.join("h2020_orgs_2017.csv")).unwrap();
    names.write_record(reader.headers().unwrap()).unwrap();
    let (mut pics, mut subjects) = (BTreeSet::new(), Vec::new());
    for row in reader.records().map(Result::unwrap).filter(|row| row[3].eq_ignore_ascii_case("stuttgart")) {
        names.write_record(&row).unwrap();
        let facts = Facts { country: row[4].to_owned(), city: row[3].to_owned(), ..Facts::default() };
        subjects.push(Subject {
            iri: milieu::vocab::id(&format!("actor/pic/{}", &row[0])),
            label: row[1].to_owned(),
            facts,
            identifier: None,
        });
        pics.insert(row[0].to_owned());
    }
    names.flush().unwrap();
    let all = text(&shared.join("h2020-participation/h2020.csv.gz"));
    let of_ours = |line: &&str| line.split(',').nth(2).is_some_and(|pic| pic == "pic" || pics.contains(pic));
    let kept: Vec<&str> = all.lines().filter(of_ours).collect();
    std::fs::write(folder.join("h2020.csv"), kept.join("\n")).unwrap();
    subjects
}

fn ror(shared: &Path) -> Target {
    let (format, source) = target::open(shared.join("ror-subset/ror_subset.jsonl.gz"), None).unwrap();
    let description = Description {
        name: "ror".to_owned(),
        format,
        iri_prefix: format.iri_prefix().to_owned(),
        records: 0,
        file: "ror_subset.jsonl.gz".to_owned(),
        sha256: source.sha256().to_owned(),
        added: "2026-01-01T00:00:00Z".to_owned(),
        licence: None,
        version: None,
    };
    Target::new(description, format.read(source, &()).unwrap())
}

fn change<T>(store: &Store, make: impl FnOnce(&mut Transaction<'_>) -> T) -> T {
    let mut transaction = store.begin();
    let given = make(&mut transaction);
    ingest::follow(&mut transaction).unwrap();
    transaction.commit().unwrap();
    given
}

#[test]
fn the_members_of_a_cluster_get_identifiers_of_ror_and_wikidata() {
    let Some(shared) = shared() else {
        return skip::skipped("the_members_of_a_cluster", "no ror-subset in MILIEU_SHARED_DATA or ../shared/data");
    };
    let folder = tempfile::tempdir().unwrap();
    let subjects = in_stuttgart(&shared, folder.path());
    let store = Store::new();
    Load::new(&store).source(SourceKind::H2020, folder.path()).unwrap();
    let join = format!(
        "INSERT {{ GRAPH graph:mine {{ <{CLUSTER}> a milieu:Cluster . ?actor org:memberOf <{CLUSTER}> }} }}
         WHERE {{ ?actor a milieu:Actor ; milieu:cityName ?city FILTER(LCASE(?city) = 'stuttgart') }}"
    );
    change(&store, |transaction| sparql::update_in(transaction, &join, &QueryOptions::default()).unwrap());

    // Linked in one go, and nothing is stated yet.
    let (target, name): (Target, SetName) = (ror(&shared), "members-ror".parse().unwrap());
    let mut set = MappingSet::default();
    set.slots.set(Slot::License, "https://creativecommons.org/publicdomain/zero/1.0/");
    for subject in &subjects {
        let mention =
            Mention { country: Some(*b"DE"), city: Some(&subject.facts.city), ..Mention::new(&subject.label) };
        let decision = target.linker.link(&mention, LinkOptions::BALANCED);
        mapping::proposals(&mut set, subject, &decision, |id| Choice::of(&target, id));
    }
    let proposed = change(&store, |transaction| mapping::propose(transaction, &name, &set).unwrap()).proposed;
    assert_eq!(sssom::validate("members", &mapping::read(&store.snapshot(), &name).unwrap()), []);
    assert!(proposed >= subjects.len(), "{proposed} of {}", subjects.len());

    // The surest are accepted over HTTP, as the page and programs do.
    let server = Server::over(store, Settings::new().token(SECRET));
    let question = format!(
        "SELECT ?member ?ror ?item {{ ?member milieu:belongsTo <{CLUSTER}> ; skos:exactMatch ?ror . ?ror skos:exactMatch ?item
         FILTER(STRSTARTS(STR(?item), 'http://www.wikidata.org/entity/')) }} ORDER BY ?member"
    );
    let identified = || rows::rows(&server.store.snapshot(), &question, &QueryOptions::default()).unwrap();
    assert_eq!(identified(), Vec::<Vec<String>>::new());
    let queue = server.get("/review/members-ror?first=1000", "application/json").ok("application/json").json();
    let sure = |told: &&serde_json::Value| told["confidence"].as_f64().is_some_and(|sure| sure >= 0.9);
    let mut accepted = 0;
    for told in queue["mappings"].as_array().unwrap().iter().filter(sure) {
        let review = json!({ "mapping": told["mapping"], "state": "accepted", "reviewer": "Ada", "stood": "proposed" });
        let headers = [("content-type", "application/json"), ("authorization", "Bearer open sesame")];
        server.post("/review/members-ror", &headers, &review.to_string()).ok("application/json");
        accepted += 1;
    }
    assert!(accepted >= 5, "{accepted} are sure");
    assert_eq!(identified(), Vec::<Vec<String>>::new(), "of Wikidata nothing is known yet");

    // What ROR itself says of Wikidata, accepted as a whole.
    let published = std::fs::read_to_string(shared.join("ror-subset/ror_wikidata_isni.sssom.tsv")).unwrap();
    let read = sssom::read("ror_wikidata_isni.sssom.tsv", &published);
    assert!(read.is_valid());
    let all = read.set.mappings.len();
    let other: SetName = "ror-wikidata".parse().unwrap();
    let reviewed = change(&server.store, |transaction| {
        mapping::put(transaction, &other, read.set).unwrap();
        mapping::review_all(transaction, &other, State::Accepted, 0.0, "ROR", mapping::today()).unwrap()
    });
    assert_eq!(reviewed, all);
    let found = identified();
    let university = ["https://w3id.org/milieu/id/actor/pic/999974747", "https://ror.org/04vnq7t77", "wd:Q122453"];
    assert!(found.iter().any(|row| row == &university.map(str::to_owned)), "{found:?}");
    assert!(found.len() >= 5 && found.len() <= accepted, "{} of {accepted}", found.len());
    // The same by the view that ships: what each member is in ROR, and through it in Wikidata and ISNI.
    let path = format!("/views/actor/identifiers?group={}", super::encode(CLUSTER));
    let view = server.get(&path, "application/json").ok("application/json").json();
    let cell = |row: &serde_json::Value, at: usize| row[at]["value"].as_str().map(str::to_owned);
    let [member, ror, item] =
        [university[0], university[1], "http://www.wikidata.org/entity/Q122453"].map(|iri| Some(iri.to_owned()));
    let rows = view["rows"].as_array().unwrap();
    let direct =
        |row: &&serde_json::Value| (cell(row, 0), cell(row, 2), cell(row, 3)) == (member.clone(), ror.clone(), None);
    let onward = |row: &&serde_json::Value| {
        (cell(row, 0), cell(row, 2), cell(row, 3)) == (member.clone(), item.clone(), ror.clone())
    };
    assert!(rows.iter().any(|row| direct(&row)) && rows.iter().any(|row| onward(&row)), "{view}");
    assert_eq!(rows.iter().filter(|row| row[1] == "ror.org").count(), accepted);
    let without = server.get(&format!("/sparql?mappings=without&query={}", super::encode(&question)), "text/csv");
    assert_eq!(without.ok("text/csv").text.trim(), "member,ror,item");
}
