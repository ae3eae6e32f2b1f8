//! Lines of code on a view's page do what they say, whatever is in a value.

use std::process::Command;

use milieu::Store;
use milieu::face::http::Settings;
use milieu::sparql::{self, QueryOptions};
use milieu::view::{Catalogue, RunOptions};

use crate::server::{Server, encode};
use crate::{BROWSER, skip};

/// HTML's escapes undone.
pub(crate) fn unescaped(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What a program prints; nothing, said by name, if it is not here.
pub(crate) fn run(test: &str, program: &str, arguments: &[&str]) -> Option<String> {
    let command =
        Command::new(program).args(arguments).env("PYTHONDONTWRITEBYTECODE", "1").env("NO_PROXY", "127.0.0.1").output();
    let Ok(output) = command else {
        skip::skipped(test, &format!("{program} is not here"));
        return None;
    };
    let (out, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program}: {errors}\n{arguments:?}");
    Some(out.into_owned())
}

/// The snippet of that name.
fn snippet(page: &str, name: &str) -> String {
    let from = format!("<summary>{name}</summary>");
    let rest = page.split(&from).nth(1).unwrap_or_else(|| panic!("there is no snippet {name}"));
    unescaped(rest.split("<code>").nth(1).unwrap().split("</code>").next().unwrap())
}

/// A name with all that means something in one of the languages.
const NAME: &str = "Ål'der \"Vall\\ey\" $(x) `y` ${z} {0} %41 &amp; <b> #{ü} 漢😀";

/// A server whose toy world has a cluster of that name.
fn server() -> Server {
    let store = Store::new();
    milieu::ingest::Load::new(&store).toy().unwrap();
    let text = milieu::model::Literal::new_simple_literal(NAME);
    let update = format!(
        "DELETE {{ GRAPH ?g {{ ?c rdfs:label ?l }} }} INSERT {{ GRAPH ?g {{ ?c rdfs:label {text} }} }} WHERE {{ \
         VALUES ?c {{ <https://w3id.org/milieu/id/toy/cluster/alder-valley> }} GRAPH ?g {{ ?c rdfs:label ?l }} }}"
    );
    sparql::update(&store, &update, &QueryOptions::default()).unwrap();
    Server::over(store, Settings::new())
}

#[test]
fn snippets_do_what_they_say() {
    let server = server();
    let address = format!("/views/linkage/reach?group={}", encode(NAME));
    let page = server.get(&address, BROWSER).ok("text/html").text;
    let csv = server.get(&address, "text/csv").ok("text/csv").text;
    let rows = csv.lines().count() - 1;
    assert!(rows > 0, "{csv}");
    let test = "snippets_do_what_they_say";
    // curl is a program of its own, and the shell is what reads the line.
    if run(test, "curl", &["--version"]).is_some() {
        let found = run(test, "sh", &["-c", &format!("{} --silent", snippet(&page, "curl"))]);
        assert_eq!(found.unwrap(), csv);
    }
    if let Some(found) = run(test, "python3", &["-c", &snippet(&page, "Python")]) {
        let hash = server.store.snapshot().hash();
        assert!(found.contains(&hash) && found.trim().ends_with(&format!("}} {rows}")), "{found}");
    }
    if let Some(found) = run(test, "node", &["--input-type=module", "-e", &snippet(&page, "JavaScript")]) {
        assert!(
            found.contains(&server.store.snapshot().hash()) && found.trim().ends_with(&format!("}} {rows}")),
            "{found}"
        );
    }
    if run(test, "sh", &["-c", "python3 -c 'import pandas' 2>/dev/null && echo here || true"])
        .is_some_and(|here| here.is_empty())
    {
        skip::skipped(test, "pandas is not here");
    } else {
        let code = format!("{}\nprint(len(table))", snippet(&page, "Python with pandas"));
        assert!(run(test, "python3", &["-c", &code]).is_none_or(|found| found.trim().ends_with(&rows.to_string())));
    }
    if let Some(found) = run_r(test, &format!("{}\ncat(nrow(table))", snippet(&page, "R"))) {
        assert!(found.trim().ends_with(&rows.to_string()), "{found}");
    }
}

fn run_r(test: &str, code: &str) -> Option<String> {
    run(test, "Rscript", &["-e", code])
}

/// What the page shows as a literal is the value again, as the language itself reads it.
#[test]
fn values_are_what_they_were_in_each_language() {
    let server = server();
    let page = server.get(&format!("/views/linkage/reach?group={}", encode(NAME)), BROWSER).ok("text/html").text;
    let test = "values_are_what_they_were_in_each_language";
    let csv = format!("{}/views/linkage/reach.csv?group=", server.base);
    let value_of = |url: &str| decoded(url.strip_prefix(csv.as_str()).unwrap_or_else(|| panic!("{url}")));

    // The command is words of a shell.
    let command = snippet(&page, "Command");
    assert!(command.starts_with("milieu view run linkage/reach --store my-store --param "), "{command}");
    let words = run(test, "sh", &["-c", &command.replacen("milieu ", "printf '%s\\n' ", 1)]).unwrap();
    assert!(words.lines().any(|word| word == format!("group={NAME}")), "{words}");

    // Rust's own escapes, read by a small reader of them.
    let rust = snippet(&page, "Rust");
    assert!(rust.contains(&format!("view.arguments([(\"group\", {NAME:?})])?")), "{rust}");

    for name in ["Python with pandas", "Python", "R", "JavaScript"] {
        let code = snippet(&page, name);
        let literal = code.split('(').find(|part| part.starts_with('"')).unwrap();
        let literal = &literal[..=literal[1..].find('"').unwrap() + 1];
        let url: String = serde_json::from_str(literal).unwrap();
        assert!(url.is_ascii() && !url.contains(['\'', '\\', '$', '`', '<']), "{name}: {url}");
        assert_eq!(value_of(&url.replace("reach.json?", "reach.csv?")), NAME, "{name}");
    }
    let html = snippet(&page, "HTML");
    assert!(html.starts_with(&format!("<iframe src=\"{}/views/linkage/reach/embed?group=", server.base)), "{html}");
}

fn decoded(value: &str) -> String {
    percent_encoding::percent_decode_str(value).decode_utf8().unwrap().into_owned()
}

/// The query with its parameters put in, which the page leads to, asks what the view asks.
#[test]
fn the_query_in_the_editor_is_that_of_the_view() {
    let server = Server::shared();
    let snapshot = server.store.snapshot();
    let mut asked = 0;
    for view in Catalogue::shipped().iter() {
        let page = server.get(&format!("/views/{}", view.id().as_str()), BROWSER).ok("text/html").text;
        let Some(link) = page.split("\">Open it with these parameters put in").next().filter(|before| *before != page)
        else {
            continue;
        };
        let text = decoded(link.rsplit("/sparql#query=").next().unwrap());
        let bound = view.bound(&snapshot, &view.arguments::<&str, &str>([]).unwrap()).unwrap();
        let options = QueryOptions::default();
        let expected = crate::rows::all(sparql::evaluate(&snapshot, bound, &options).unwrap()).unwrap();
        let found = crate::rows::rows(&snapshot, &text, &options).unwrap();
        assert_eq!(found, expected, "{}: {text}", view.id().as_str());
        asked += usize::from(!expected.is_empty());
    }
    assert!(asked > 30, "{asked}");
}

/// The program that the page shows, compiled.
#[expect(dead_code, reason = "it opens a store of the reader's own")]
mod shown {
    include!("snippet.rs");
}

#[test]
fn the_program_in_rust_is_one() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::shared();
    let page = server.get("/views/linkage/reach?group=Alder+Valley", BROWSER).ok("text/html").text;
    assert_eq!(snippet(&page, "Rust").trim(), include_str!("snippet.rs").trim());
    // The same steps, over a store that is there.
    let folder = tempfile::tempdir()?;
    let kept = Store::open(folder.path())?;
    milieu::ingest::Load::new(&kept).toy()?;
    drop(kept);
    let snapshot = Store::open_read_only(folder.path())?.snapshot();
    let view = Catalogue::shipped().get("linkage/reach")?;
    let table = view.run(&snapshot, &view.arguments([("group", "Alder Valley")])?, &RunOptions::default())?;
    let mut csv = Vec::new();
    table.to_csv(&mut csv)?;
    assert_eq!(String::from_utf8(csv)?, server.get("/views/linkage/reach?group=Alder+Valley", "text/csv").text);
    Ok(())
}
