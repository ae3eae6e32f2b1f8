//! `milieu enrich`

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::partner::{Partner, Sent};
use crate::support::{Said, out, said};

struct Place {
    _folder: tempfile::TempDir,
    store: String,
    report: String,
}

/// A store with ten things of a class, of which five have a name elsewhere.
fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let file = path("firms.nt");
    let lines = |n: usize| {
        let class = format!(
            "<urn:firm:{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/milieu/ontology#Actor> .\n"
        );
        let name = format!("<urn:firm:{n}> <http://www.w3.org/2002/07/owl#sameAs> <https://example.org/{n}> .\n");
        if n < 5 { class + &name } else { class }
    };
    std::fs::write(&file, (0..10).map(lines).collect::<String>()).unwrap();
    let store = path("store");
    out(&["load", "rdf", &file, "--store", &store]);
    Place { store, report: path("report.csv"), _folder: folder }
}

impl Place {
    fn enrich(&self, endpoint: &str, more: &[&str]) -> Said {
        let common = ["enrich", "--store", &self.store, "--endpoint", endpoint, "--allow-remote", endpoint];
        said(&[&common[..], more].concat())
    }

    fn labels(&self) -> usize {
        let query = "SELECT ?l { ?firm owl:sameAs/rdfs:label ?l }";
        out(&["query", "--store", &self.store, "-q", query, "--format", "csv"]).lines().count() - 1
    }
}

const FIRMS: [&str; 6] =
    ["--what", "milieu:Actor", "--through", "owl:sameAs,skos:exactMatch", "--property", "rdfs:label"];

#[test]
fn names_elsewhere_are_asked_about_and_what_comes_is_kept() {
    let (place, partner) = (place(), Partner::new(Sent::labels));
    let asked = place.enrich(&partner.url(), &FIRMS);
    assert_eq!((asked.exit, asked.out.as_str()), (0, ""), "{}", asked.err);
    assert!(
        asked
            .err
            .contains("5 things: 5 enriched by 5 statements in <https://w3id.org/milieu/graph/enriched/127.0.0.1:"),
        "{}",
        asked.err
    );
    assert_eq!(place.labels(), 5);
    let again = place.enrich(&partner.url(), &FIRMS);
    assert!(again.exit == 0 && again.err.contains("5 already there"), "{}", again.err);
    assert_eq!(partner.asked().len(), 1);
    let old = place.enrich(&partner.url(), &[&FIRMS[..], &["--older-than", "30d"]].concat());
    assert!(old.exit == 0 && old.err.contains("5 already there"), "{}", old.err);
    assert_eq!(place.enrich(&partner.url(), &[&FIRMS[..], &["--again", "--batch", "2"]].concat()).exit, 0);
    assert_eq!(partner.asked().len(), 4);
    assert_eq!(said(&["verify-store", "--store", &place.store]).exit, 0);
}

#[test]
fn what_fails_is_told_row_by_row_and_by_the_exit_code() {
    let place = place();
    let partner = Partner::new(|asked| {
        if asked.is_about("https://example.org/3") { Sent::new("500 Oh", "") } else { Sent::labels(asked) }
    });
    let asked = place.enrich(&partner.url(), &[&FIRMS[..], &["--report", &place.report]].concat());
    assert_eq!(asked.exit, 1, "{}", asked.err);
    assert!(
        asked.err.contains("https://example.org/3: ") && asked.err.contains("answers with the status 500"),
        "{}",
        asked.err
    );
    let report = std::fs::read_to_string(&place.report).unwrap();
    assert_eq!(report.lines().count(), 6);
    assert!(report.contains(&format!("https://example.org/3,{},failed,0,500,", partner.url())), "{report}");
    assert_eq!(place.labels(), 4);
    let dead = Partner::new(|_| Sent::new("500 Oh", ""));
    let select = "SELECT ?thing { VALUES ?n { 0 1 2 3 4 5 6 7 8 9 } VALUES ?m { 0 1 2 3 } BIND(IRI(CONCAT('urn:x:', STR(?n), STR(?m))) AS ?thing) }";
    let given_up = place.enrich(&dead.url(), &["--what", select, "--report", "-", "--batch", "1"]);
    assert_eq!(given_up.exit, 3, "{}", given_up.err);
    assert!(given_up.err.contains("is not asked any more"), "{}", given_up.err);
    assert!(
        given_up.out.starts_with("thing,endpoint,outcome,") && given_up.out.contains(",not asked,"),
        "{}",
        given_up.out
    );
    assert!(given_up.err.contains("... and 6 more"), "only some are told: {}", given_up.err);
}

#[test]
fn nobody_is_asked_unless_that_is_allowed() {
    let (place, partner) = (place(), Partner::new(Sent::labels));
    let common = ["enrich", "--store", &place.store, "--endpoint", &partner.url(), "--what", "milieu:Actor"];
    let refused = said(&common);
    assert!(refused.exit == 2 && refused.err.contains("--allow-remote URL"), "{}", refused.err);
    let refused = said(&[&common[..], &["--allow-remote", "https://example.org/sparql"]].concat());
    assert!(refused.exit == 1 && refused.err.contains("is not allowed"), "{}", refused.err);
    assert!(partner.asked().is_empty());
    for (wrong, word) in [
        (vec!["--endpoint", "nonsense"], "no address"),
        (vec!["--endpoint", "https://example.org/", "--what", "SELECT ?x { ?x ?y ?z }"], "SELECT with ?thing"),
        (vec!["--endpoint", "https://example.org/", "--graph", "graph:derived"], "kept by milieu itself"),
        (vec!["--endpoint", "https://example.org/", "--dereference"], "cannot be used with"),
        (vec![], "required"),
    ] {
        let common = ["enrich", "--store", &place.store, "--allow-remote", "https://example.org/"];
        let refused = said(&[&common[..], &wrong].concat());
        assert!(refused.exit == 2 && refused.err.contains(word), "{wrong:?}: {} {}", refused.exit, refused.err);
    }
}

#[test]
fn a_thing_is_asked_about_at_its_own_address() {
    let place = place();
    let partner = Partner::new(|asked| {
        let text = format!(
            "<{}> <http://www.w3.org/2000/01/rdf-schema#label> 'A' ; <http://www.w3.org/2002/07/owl#sameAs> <b> .",
            asked.path
        );
        Sent::rdf("text/turtle", text)
    });
    let (thing, allowed) = (format!("{}/a", partner.base), format!("{}/*", partner.base));
    let common = ["enrich", &thing, "--store", &place.store, "--dereference", "--allow-remote", &allowed];
    let fetched = said(&[&common[..], &["--follow", "owl:sameAs"]].concat());
    assert_eq!(fetched.exit, 0, "{}", fetched.err);
    assert!(fetched.err.contains("2 things: 2 enriched by 4 statements"), "{}", fetched.err);
    let limited = said(&[&common[..], &["--follow", "owl:sameAs", "--documents", "1", "--again"]].concat());
    assert_eq!(limited.exit, 3, "{}", limited.err);
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_whole_batches() {
    let place = place();
    // Two batches come at once, the third not at all.
    let partner = Partner::new(|asked| {
        let wait = if asked.is_about("https://example.org/4") { 20 } else { 0 };
        Sent::labels(asked).after(Duration::from_secs(wait))
    });
    let url = partner.url();
    let common = ["enrich", "--store", &place.store, "--endpoint", &url, "--allow-remote", &url, "--batch", "2"];
    let mut child = Command::new(env!("CARGO_BIN_EXE_milieu"))
        .args([&common[..], &FIRMS[..]].concat())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while partner.asked().len() < 3 {
        std::thread::sleep(Duration::from_millis(20));
        assert!(child.try_wait().unwrap().is_none(), "it is over before its time");
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(place.labels(), 4);
    assert_eq!(said(&["verify-store", "--store", &place.store]).exit, 0);
}
