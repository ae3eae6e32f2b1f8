//! `milieu serve`: settings from flags, variables and a file; its log; its end.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;

use milieu::Store;
use milieu::ingest::Load;
use serde_json::Value;

use crate::raw::{self, at_work, wait};
use crate::server::{Server, encode};

const ENDLESS: &str = "SELECT ?a ?f ?u { ?a ?b ?c . ?d ?e ?f . BIND(STRUUID() AS ?u) }";

fn milieu() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milieu"));
    let ours = std::env::vars_os().map(|(name, _)| name).filter(|name| name.to_string_lossy().starts_with("MILIEU_"));
    ours.for_each(|name| {
        command.env_remove(name);
    });
    command
}

fn run(command: &mut Command) -> Output {
    command.output().expect("the command runs")
}

/// A folder with a store of the toy world and a file of settings beside it.
fn prepared(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("store")).unwrap();
    Load::new(&store).toy().unwrap();
    drop(store);
    let own = format!("store = '{}'\nport = 0\n{settings}", folder.path().join("store").display());
    std::fs::write(folder.path().join("milieu.toml"), own).unwrap();
    folder
}

/// A process that serves.
struct Process {
    child: Child,
    server: Server,
}

impl Process {
    fn start(folder: &Path, more: &[&str]) -> Self {
        let mut child = milieu()
            .args(["serve", "--config"])
            .arg(folder.join("milieu.toml"))
            .args(more)
            .env("MILIEU_TOKEN", "open sesame")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut page = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut page).unwrap();
        let base = page.trim().to_owned();
        assert!(base.starts_with("http://127.0.0.1:"), "{base}");
        Self { child, server: Server { base, store: Store::new().into() } }
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// How it ended, and what it said.
    fn end(mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap().code(), said)
    }
}

/// Seven rows of some ten thousand, which takes more than a millisecond.
const SLOW: &str = "SELECT ?s ?p ?o { ?s ?p ?o . ?cluster a milieu:Cluster } ORDER BY STR(?o) ?p ?s LIMIT 7";

#[test]
fn each_request_is_a_line_of_the_log_and_no_secret_is_in_it() {
    let folder = prepared("log = \"json\"\nslow = \"1ms\"\n");
    let process = Process::start(folder.path(), &[]);
    let query = format!("/sparql?query={}&token=hidden", encode(SLOW));
    let lines = "X-Request-Id: mine\r\nAuthorization: Bearer open sesame\r\n";
    let answer = raw::get(&process.server, &query, lines);
    assert_eq!(answer.status, 200);
    process.server.get("/views/cluster/profile?access_token=hidden", "text/html");
    process.signal("-TERM");
    let (code, said) = process.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("sesame") && !said.contains("hidden"), "{said}");
    let events: Vec<Value> = said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let of = |target: &str| events.iter().filter(|event| event["target"] == target).cloned().collect::<Vec<_>>();
    let access = of("milieu::access");
    assert_eq!(access.len(), 2, "{said}");
    let event = &access[0];
    for (name, value) in [
        ("id", Value::from("mine")),
        ("who", "127.0.0.1".into()),
        ("method", "GET".into()),
        ("route", "/sparql".into()),
        ("path", "/sparql".into()),
        ("status", 200.into()),
        ("rows", 7.into()),
        ("bytes", answer.body.len().into()),
        ("outcome", "whole".into()),
    ] {
        assert_eq!(event[name], value, "{name}: {event}");
    }
    assert!(event["ms"].is_u64() && event["timestamp"].is_string() && event["level"] == "INFO", "{event}");
    assert!(of("milieu::slow").iter().any(|event| event["asked"] == SLOW), "{said}");
}

#[test]
fn the_log_can_be_words_and_can_be_switched_off() {
    let folder = prepared("");
    for (more, logs) in
        [(&[][..], true), (&["--log", "off"], false), (&["--log-filter", "milieu::access=off,info"], false)]
    {
        let process = Process::start(folder.path(), more);
        process.server.get("/healthz", "").ok("application/json");
        process.signal("-INT");
        let (code, said) = process.end();
        assert_eq!((code, said.contains("route=\"/healthz\"")), (Some(0), logs), "{more:?}: {said}");
    }
}

#[test]
fn a_signal_lets_what_runs_be_finished_and_a_second_does_not() {
    let folder = prepared("buffer = \"1kB\"\nmax-rows = 1_000_000_000\n");
    let process = Process::start(folder.path(), &["--log=off"]);
    // It is cut if it is not waited for.
    let query = format!("/sparql?format=csv&query={}", encode("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 40000"));
    let mut stream = raw::connect(&process.server);
    raw::ask(&mut stream, &query, "");
    wait("the work", || at_work(&process.server) == 1);
    process.signal("-TERM");
    let answer = raw::read(&mut stream);
    assert_eq!((answer.text().lines().count(), answer.end), (40_001, raw::End::Whole));
    assert_eq!(process.end().0, Some(0));

    let process = Process::start(folder.path(), &["--log=off"]);
    let mut stream = raw::connect(&process.server);
    raw::ask(&mut stream, &format!("/sparql?format=csv&query={}", encode(ENDLESS)), "");
    let mut first = vec![0; 1_000];
    stream.read_exact(&mut first).unwrap();
    process.signal("-TERM");
    let address = process.server.base.strip_prefix("http://").unwrap().to_owned();
    wait("the doors to be shut", || std::net::TcpStream::connect(&address).is_err());
    process.signal("-TERM");
    let reader = thread::spawn(move || raw::read_after(first, &mut stream).end);
    assert_eq!(process.end().0, Some(130));
    assert_eq!(reader.join().unwrap(), raw::End::Cut);
}

/// The command counts memory. What was sent is no longer held, however much it is.
#[test]
fn a_large_answer_is_sent_within_little_memory() {
    let folder = prepared("buffer = \"1MiB\"\nmax-memory = \"16MiB\"\n");
    let process = Process::start(folder.path(), &["--log=off"]);
    let query = format!("/sparql?format=csv&query={}", encode("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 150000"));
    let answer = raw::get(&process.server, &query, "");
    assert_eq!((answer.status, &answer.end), (200, &raw::End::Whole));
    assert!(answer.body.len() > 2 * (16 << 20), "{} bytes", answer.body.len());
    process.signal("-TERM");
    assert_eq!(process.end().0, Some(0));
}

#[test]
fn memory_is_listed_where_it_is_counted() {
    let folder = prepared("");
    let process = Process::start(folder.path(), &["--log=off"]);
    let query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?c";
    let mut stream = raw::connect(&process.server);
    raw::ask(&mut stream, &format!("/sparql?query={}", encode(query)), "");
    let listed = || process.server.get("/queries", "application/json").json()["queries"][0].clone();
    wait("some memory", || listed()["memory_bytes"].as_u64().is_some_and(|bytes| bytes > 1 << 20));
    drop(stream);
    wait("the end of the work", || at_work(&process.server) == 0);
    process.signal("-TERM");
    assert_eq!(process.end().0, Some(0));
}

#[test]
fn settings_come_from_flags_then_variables_then_the_file() {
    let folder = prepared("timeout = \"5s\"\nmax-rows = 1000\nmax-bytes = \"2MiB\"\n");
    let config = folder.path().join("milieu.toml");
    let mut command = milieu();
    command.args(["serve", "--print-config", "--timeout", "2s", "--config"]).arg(&config);
    command.env("MILIEU_MAX_ROWS", "50").env("MILIEU_TIMEOUT", "3s").env("MILIEU_TOKEN", "open sesame");
    let shown = String::from_utf8(run(&mut command).stdout).unwrap();
    let config = config.display();
    for line in [
        "timeout = \"2s\"  # --timeout".to_owned(),
        "max-rows = 50  # MILIEU_MAX_ROWS".to_owned(),
        format!("max-bytes = \"2MiB\"  # {config}:5"),
        "buffer = \"8MiB\"  # default".to_owned(),
        "# token = \"***\"  # MILIEU_TOKEN".to_owned(),
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line} is not in\n{shown}");
    }
    assert!(!shown.contains("sesame"));
    // And they hold.
    let process = Process::start(folder.path(), &["--max-rows=3", "--log=off"]);
    let many = process.server.query("SELECT * { ?s ?p ?o }", "").problem(422);
    assert_eq!(many["limit"]["value"], 3);
    process.signal("-TERM");
    assert_eq!(process.end().0, Some(0));
}

#[test]
fn wrong_settings_are_refused_with_where_they_stand() {
    let folder = prepared("timeout = \"soon\"\n");
    let config = folder.path().join("milieu.toml");
    let refused = |change: &dyn Fn(&mut Command)| {
        let mut command = milieu();
        command.arg("serve");
        change(&mut command);
        let output = run(&mut command);
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stderr).unwrap()
    };
    let said = refused(&|command| {
        command.arg("--config").arg(&config);
    });
    assert!(said.contains("milieu.toml:3: timeout: \"soon\" is no duration: write it like"), "{said}");
    std::fs::write(&config, "stor = \"x\"\n").unwrap();
    let said = refused(&|command| {
        command.env("MILIEU_CONFIG", &config);
    });
    assert!(said.contains("milieu.toml:1: \"stor\" is no setting; did you mean \"store\"?"), "{said}");
    let said = refused(&|command| {
        command.env("MILIEU_PORT", "many");
    });
    assert!(said.contains("MILIEU_PORT: \"many\" is no port"), "{said}");
    let said = refused(&|command| {
        command.args(["--grace", "long"]);
    });
    assert!(said.contains("--grace: \"long\" is no duration"), "{said}");
    let said = refused(&|_| ());
    assert!(said.contains("no store") && said.contains("--store"), "{said}");
}

/// The names of all settings, as the help has them, with the default if there is one.
fn settings() -> Vec<(String, Option<String>)> {
    let help = String::from_utf8(run(milieu().args(["serve", "--help"])).stdout).unwrap();
    // One line each, however it is wrapped.
    let flat = help.split_whitespace().collect::<Vec<_>>().join(" ");
    let named = flat.split(" --").skip(1).filter(|part| part.contains("[env: MILIEU_")).map(|part| {
        let name = part.split([' ', '=', '[']).next().unwrap().to_owned();
        (name, part.split("[default: ").nth(1).map(|rest| rest.split(']').next().unwrap().to_owned()))
    });
    named.filter(|(name, _)| name != "config").collect()
}

#[test]
fn the_example_and_the_documentation_know_every_setting() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (example, documented) = (root.join("deploy/milieu.toml"), root.join("docs/server.md"));
    let (text, docs) = (std::fs::read_to_string(&example).unwrap(), std::fs::read_to_string(documented).unwrap());
    let settings = settings();
    assert!(settings.len() > 25, "{settings:?}");
    for (name, default) in settings {
        let stands = |line: &str| line.trim_start_matches("# ").starts_with(&format!("{name} = "));
        assert!(text.lines().any(stands), "{name} is not in deploy/milieu.toml");
        let default = default.unwrap_or_default();
        let row = format!("| `{name}` | {} |", if default.is_empty() { String::new() } else { format!("`{default}`") });
        assert!(docs.contains(&row.replace("|  |", "| |")), "docs/server.md has no row {row}");
    }
    // As it is, and with everything that it comments out.
    let output = run(milieu().args(["serve", "--print-config", "--config"]).arg(&example));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let all: Vec<_> =
        text.lines().map(|line| line.strip_prefix("# ").filter(|rest| rest.contains(" = ")).unwrap_or(line)).collect();
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.toml");
    std::fs::write(&whole, all.join("\n")).unwrap();
    let output = run(milieu().args(["serve", "--print-config", "--config"]).arg(&whole));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_unit_for_systemd_is_sound() {
    let unit = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/milieu.service");
    let text = std::fs::read_to_string(&unit).unwrap();
    for line in ["DynamicUser=yes", "ProtectSystem=strict", "StateDirectory=milieu", "KillSignal=SIGTERM"] {
        assert!(text.lines().any(|known| known == line), "{line}");
    }
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        crate::skip::skipped("the_unit_for_systemd_is_sound", "no systemd-analyze");
        return;
    }
    // The program need not be installed here.
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("milieu.service");
    std::fs::write(&copy, text.replace("/usr/local/bin/milieu", env!("CARGO_BIN_EXE_milieu"))).unwrap();
    let output = run(Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&copy));
    let said = String::from_utf8_lossy(&output.stderr);
    let ours: Vec<_> = said.lines().filter(|line| line.contains("milieu.service")).collect();
    assert!(ours.is_empty(), "{said}");
}
