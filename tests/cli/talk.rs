//! Help, wrong calls, pipes and colours.

use crate::support::{milieu, out, said};
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

const COMMANDS: [&[&str]; 14] = [
    &["demo"],
    &["load"],
    &["import"],
    &["target", "add"],
    &["link"],
    &["query"],
    &["update"],
    &["view", "list"],
    &["view", "describe"],
    &["view", "run"],
    &["validate"],
    &["serve"],
    &["export"],
    &["info"],
];

#[test]
fn help_names_every_command_and_each_gives_an_example() {
    let help = out(&["--help"]);
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {}", command[0])), "{}:\n{help}", command[0]);
        let own = out(&[command, &["--help"]].concat());
        assert!(own.contains("Examples:\n  milieu ") || own.contains("milieu "), "{command:?}:\n{own}");
        assert!(!own.contains('\x1b'), "no colours in a pipe");
    }
    assert!(help.contains("Begin here:") && help.contains("Exit codes:"), "{help}");
    assert!(out(&["--version"]).starts_with("milieu "));
}

#[test]
fn a_wrong_call_exits_with_2_and_a_hint() {
    let mistyped = said(&["qeury"]);
    assert!(mistyped.exit == 2 && mistyped.err.contains("query"), "{}", mistyped.err);
    assert_eq!(said(&[]).exit, 2);
    assert_eq!(said(&["query", "--toy", "--demo", "-q", "ASK {}"]).exit, 2, "one source of data, not two");
    let iri = said(&["export", "--toy", "--graph", "???"]);
    assert!(iri.exit == 2 && iri.err.contains("???"), "{}", iri.err);
}

#[test]
fn quiet_leaves_nothing_but_the_data() {
    let said = said(&["--quiet", "query", "--toy", "-q", "ASK {}"]);
    assert_eq!((said.out.as_str(), said.err.as_str()), ("yes\n", ""));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_milieu"))
        .args(["export", "--toy"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut out = BufReader::with_capacity(64, child.stdout.take().unwrap());
    out.read_line(&mut first).unwrap();
    drop(out);
    let status = child.wait().unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert!(first.starts_with('<') && status.success() && !err.contains("error"), "{status}: {err}");
}

#[test]
fn no_color_is_obeyed_and_so_is_a_pipe() {
    for colour in [None, Some("1")] {
        let mut command = milieu(&["query", "--toy", "-q", "SELECT * { ?s ?p }"]);
        if let Some(value) = colour {
            command.env("NO_COLOR", value);
        }
        let output = command.output().unwrap();
        assert!(!String::from_utf8_lossy(&output.stderr).contains('\x1b'));
    }
}

/// An interrupt ends a query with 130, and leaves no table behind.
#[cfg(unix)]
#[test]
fn an_interrupt_cancels_a_query() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_milieu"))
        .args([
            "query",
            "--toy",
            "-q",
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STRLEN(CONCAT(STR(?a), STR(?d))) > 1000) }",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_secs(4));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let (mut out, mut err) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), out.as_str()), (Some(130), ""), "{err}");
    assert!(err.contains("cancelled"), "{err}");
}

#[cfg(feature = "http")]
#[test]
fn demo_serves_and_says_where() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_milieu"))
        .args(["demo", "--toy", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut page = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut page).unwrap();
    let answer = ureq::get(format!("{}/views/cluster/ei-index?format=csv", page.trim()))
        .header("Accept", "text/csv")
        .call()
        .and_then(|mut answer| answer.body_mut().read_to_string());
    child.kill().unwrap();
    child.wait().unwrap();
    let answer = answer.unwrap();
    assert!(page.starts_with("http://127.0.0.1:") && answer.starts_with("group,"), "{page} {answer}");
}
