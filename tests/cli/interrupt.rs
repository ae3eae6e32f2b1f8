//! Ctrl-C.

use crate::support::{out, said};
use std::fmt::Write;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

fn spawn(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_milieu"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn interrupt(child: &Child) {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
}

#[test]
fn a_load_that_is_interrupted_leaves_the_store_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (store, small, large) = (path("store"), path("small.nt"), path("large.nt"));
    std::fs::write(&small, "<urn:x:a> <urn:x:p> \"A\" .\n").unwrap();
    let mut text = String::new();
    for n in 0..600_000 {
        writeln!(text, "<urn:x:thing/{n}> <urn:x:p{}> \"The thing with the number {n}\" .", n % 7).unwrap();
    }
    std::fs::write(&large, text).unwrap();
    out(&["load", "rdf", &small, "--store", &store]);
    let state = || {
        assert_eq!(said(&["verify-store", "--store", &store]).exit, 0);
        out(&["info", "--store", &store])
    };
    let before = state();
    // When it is asked to stop depends on the machine: early enough once, and late enough to have begun.
    let mut stopped = 0;
    for wait in [60, 120, 240, 400, 600, 900] {
        let mut child = spawn(&["load", "rdf", &large, "--store", &store]);
        sleep(Duration::from_millis(wait));
        interrupt(&child);
        match child.wait().unwrap().code() {
            Some(130) => stopped += 1,
            // The process was only just beginning.
            None => {}
            // It was done, or writing what it had.
            Some(0) => break,
            other => panic!("{other:?}"),
        }
        assert_eq!(state(), before, "after {wait} ms");
    }
    assert!(stopped > 0, "no load was stopped on its way");
}

/// Records of organisations that are all alike, and a table of their names.
fn many(folder: &std::path::Path) -> [String; 2] {
    let (mut records, mut names) = (String::new(), String::from("name\n"));
    for n in 0..40_000 {
        let record =
            format!(r#"{{"id": "x{n}", "status": "active", "name": "Institute of Things {n}", "country": "DE"}}"#);
        records = records + &record + "\n";
        writeln!(names, "Institute of Thing {n}, Germany").unwrap();
    }
    [("records.jsonl", records), ("names.csv", names)].map(|(name, text)| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    })
}

#[test]
fn a_link_that_is_interrupted_leaves_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let [records, names] = many(folder.path());
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (shelf, answer) = (path("shelf"), path("answer.csv"));
    out(&["target", "add", "many", &records, "--targets", &shelf, "--format", "ror"]);
    let link = ["link", &names, "--column", "name", "--target", "many", "--targets", &shelf, "--output", &answer];
    let mut child = spawn(&link);
    let unfinished = || {
        std::fs::read_dir(folder.path())
            .unwrap()
            .any(|entry| entry.unwrap().file_name().to_str().unwrap().ends_with("-unfinished"))
    };
    while !unfinished() {
        assert!(child.try_wait().unwrap().is_none(), "it was over before it could be stopped");
        sleep(Duration::from_millis(5));
    }
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!unfinished() && !std::path::Path::new(&answer).exists());
}

#[test]
fn a_question_is_over_soon_after_an_interrupt_whatever_it_holds() {
    let piles_up = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } } }";
    let mut child = spawn(&["query", "--toy", "-q", piles_up]);
    sleep(Duration::from_secs(4));
    interrupt(&child);
    let begun = Instant::now();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
}
