//! `milieu target` and `milieu link`.

use std::fs;
use std::path::Path;

use crate::support::{Said, out, said};

const ROR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/ror/ror.jsonl");
const DUMP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/ror/v1.63-2025-04-03-ror-data.zip");

/// A folder with a shelf on which `ror` stands.
struct Shelf {
    folder: tempfile::TempDir,
}

impl Shelf {
    fn new() -> Self {
        let shelf = Self { folder: tempfile::tempdir().unwrap() };
        let added = shelf.said(&["target", "add", "ror", ROR, "--version", "2.9"]);
        assert_eq!(added.exit, 0, "{}", added.err);
        assert!(added.err.starts_with("ror: 29 records of ror.jsonl"), "{}", added.err);
        shelf
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn table(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    fn said(&self, arguments: &[&str]) -> Said {
        said(&[arguments, &["--targets", &self.path("shelf")]].concat())
    }

    /// What `milieu link` writes, by row: what `columns` have there.
    fn linked(&self, table: &str, more: &[&str], columns: &[&str]) -> Vec<Vec<String>> {
        let linked = self.said(&[&["link", table, "--target", "ror"], more].concat());
        assert_eq!(linked.exit, 0, "{}", linked.err);
        read(linked.out.as_bytes(), columns)
    }
}

fn read(csv: &[u8], columns: &[&str]) -> Vec<Vec<String>> {
    let mut rows = csv::Reader::from_reader(csv);
    let header = rows.headers().unwrap().clone();
    let places: Vec<usize> =
        columns.iter().map(|name| header.iter().position(|other| other == *name).expect(name)).collect();
    rows.records().map(|row| row.unwrap()).map(|row| places.iter().map(|at| row[*at].to_owned()).collect()).collect()
}

const MEMBERS: &str = "\
Nr;Mitglied;Land;Ort
01;Universität Stuttgart;Deutschland;Stuttgart
02;Technische Universiteit Eindhoven;NLD;Eindhoven
03;ASML Holding N.V.;NL;Veldhoven
04;Optomechatronics Group;DE;
05;;DE;Berlin
06;Fraunhofer-Institut für Produktionstechnik und Automatisierung;Germny;Stuttgart
";

#[test]
fn a_table_is_linked_in_one_command() {
    let shelf = Shelf::new();
    let table = shelf.table("members.csv", MEMBERS);
    let columns = ["--column", "Mitglied", "--country-column", "Land", "--city-column", "Ort"];
    let said = shelf.said(&[&["link", &table, "--target", "ror"], &columns[..]].concat());
    assert_eq!(said.exit, 0, "{}", said.err);
    let rows = read(said.out.as_bytes(), &["Nr", "Mitglied", "decision", "id"]);
    let linked = |at: usize, id: &str| {
        assert_eq!(rows[at][2..], ["linked", &format!("https://ror.org/{id}")], "{:?}", rows[at]);
    };
    assert_eq!(rows[0][..2], ["01", "Universität Stuttgart"]);
    linked(0, "04vnq7t77");
    linked(1, "02c2kyt77");
    linked(2, "01vxknj13");
    assert_eq!(rows[3][2..], ["none", ""]);
    assert_eq!(rows[4][2..], ["none", ""]);
    linked(5, "01rvqha10");
    let told = format!("{table}:7: column \"Land\": value \"Germny\": not a country that is known; linked without it");
    assert!(said.err.contains(&told), "{}", said.err);
    assert!(
        said.err.contains("6 rows: 4 linked, 0 naming several, 0 unsure, 2 not in ror; 0 left out."),
        "{}",
        said.err
    );
    assert!(said.err.contains("29 records of ror 2.9; a link is at least 0.45 sure."), "{}", said.err);
}

#[test]
fn each_decision_says_how_sure_it_is_and_why() {
    let shelf = Shelf::new();
    let table = shelf.table("members.csv", "name\nUniversity of Stuttgart, Germany\n");
    let row =
        shelf.linked(&table, &["--column", "name"], &["label", "confidence", "reason", "next_confidence"]).remove(0);
    assert_eq!(row[0], "University of Stuttgart");
    let sure: f32 = row[1].parse().unwrap();
    assert!(sure > 0.9 && sure <= 1.0, "{row:?}");
    assert!(row[2].contains("is the name") && row[2].contains("most for it: "), "{row:?}");
    assert!(row[3].is_empty() || row[3].parse::<f32>().unwrap() < sure, "{row:?}");
    // A threshold that nothing reaches leaves it unsure, with the record that it would have been.
    let stern = ["--column", "name", "--threshold", "1"];
    let row = shelf.linked(&table, &stern, &["decision", "id", "next_id", "reason"]).remove(0);
    assert_eq!(row[..3], ["unsure", "", "https://ror.org/04vnq7t77"]);
    assert!(row[3].contains("under 1.00"), "{row:?}");
}

#[test]
fn rows_that_cannot_be_read_are_told_and_left_out() {
    let shelf = Shelf::new();
    let link = |table: &str| shelf.said(&["link", table, "--column", "name", "--target", "ror"]);
    let some = shelf.table("some.csv", "name,country\nKU Leuven,BE,what\nUniversity of Hohenheim,DE\n");
    let said = link(&some);
    assert_eq!(said.exit, 0, "{}", said.err);
    assert_eq!(read(said.out.as_bytes(), &["name", "decision"]), [["University of Hohenheim", "linked"]]);
    assert!(said.err.contains("some.csv:2: ") && said.err.contains("the row is left out"), "{}", said.err);
    assert!(said.err.contains("1 row: 1 linked") && said.err.contains("; 1 left out."), "{}", said.err);
    let none = link(&shelf.table("none.csv", "name,country\nKU Leuven,BE,what\n"));
    assert_eq!(none.exit, 1, "{}", none.err);
}

#[test]
fn an_identifier_that_the_target_knows_decides_by_itself() {
    let shelf = Shelf::new();
    let text = "name\tkey\nnobody knows it\tgrid.5719.a\nnobody\thttps://ror.org/02c2kyt77\nUniversity of Stuttgart\t0000 0004 1758 6598\n";
    let table = shelf.table("members.tsv", text);
    let columns = ["--column", "name", "--id-column", "key"];
    let rows = shelf.linked(&table, &columns, &["id", "confidence", "reason"]);
    assert_eq!(rows[0], ["https://ror.org/04vnq7t77", "1.000", "the identifier GRID grid.5719.a is this record's"]);
    assert_eq!(rows[1][0], "https://ror.org/02c2kyt77");
    assert_eq!(rows[2][0], "https://ror.org/04vnq7t77");
    assert!(rows[2][2].contains("is the name"), "linked by its name: {:?}", rows[2]);
    let said = shelf.said(&[&["link", &table, "--target", "ror"], &columns[..]].concat());
    let told = "column \"key\": value \"0000 0004 1758 6598\": ISNI 0000000417586598: its check digit is 8, expected 7";
    assert!(said.err.contains(told), "{}", said.err);
}

#[test]
fn what_is_written_to_a_file_is_there_whole_or_not_at_all() {
    let shelf = Shelf::new();
    // The table has columns of the names that are added.
    let table = shelf.table("members.csv", "id,name\n7,KU Leuven\n");
    let answer = shelf.path("answer.csv");
    let arguments = ["link", &table, "--column", "name", "--target", "ror", "--output", &answer];
    let said = shelf.said(&arguments);
    assert_eq!((said.exit, said.out.as_str()), (0, ""), "{}", said.err);
    let rows = read(&fs::read(&answer).unwrap(), &["id", "ror_id", "ror_decision"]);
    assert_eq!(rows, [["7", "https://ror.org/05f950310", "linked"]]);
    let nowhere = shelf.path("no/such/folder/answer.csv");
    let said = shelf.said(&["link", &table, "--column", "name", "--target", "ror", "--output", &nowhere]);
    assert_eq!(said.exit, 4, "{}", said.err);
    let left: Vec<String> = names(shelf.folder.path());
    assert_eq!(left, ["answer.csv", "members.csv", "shelf"]);
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_is_called_wrongly_says_the_way_out() {
    let shelf = Shelf::new();
    let table = shelf.table("members.csv", MEMBERS);
    let refused = |arguments: &[&str], parts: &[&str]| {
        let said = shelf.said(arguments);
        assert_eq!((said.exit, said.out.as_str()), (2, ""), "{arguments:?}: {}", said.err);
        assert!(parts.iter().all(|part| said.err.contains(part)), "{}", said.err);
    };
    refused(
        &["link", &table, "--column", "Mitglid", "--target", "ror"],
        &["no column \"Mitglid\"; did you mean Mitglied?; it has Nr, Mitglied, Land, Ort"],
    );
    refused(
        &["link", &table, "--column", "Mitglied", "--target", "gleif"],
        &["no target \"gleif\" in ", "(there are ror)", "milieu target add gleif FILE"],
    );
    refused(
        &["link", &table, "--column", "Mitglied", "--target", "ror", "--threshold", "high"],
        &["balanced, careful"],
    );
    refused(&["target", "add", "my target", ROR], &["is no name for a target: letters, digits"]);
    refused(&["target", "add", "mine", &table], &["not a data set that is known by its beginning", "--format"]);
    refused(&["target", "remove", "gleif"], &["no target \"gleif\""]);
}

#[test]
fn a_dump_is_read_out_of_the_archive_that_the_registry_publishes() {
    let shelf = Shelf::new();
    let added = shelf.said(&["target", "add", "dump", DUMP, "--version", "1.63"]);
    assert_eq!(added.exit, 0, "{}", added.err);
    let listed = shelf.said(&["target", "list"]).out;
    let lines: Vec<Vec<&str>> = listed.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["name", "format", "records", "version", "licence", "added", "size"]);
    assert_eq!(lines[2][..5], ["dump", "ror", "3", "1.63", "CC0-1.0"]);
    assert_eq!(lines[3][..5], ["ror", "ror", "29", "2.9", "CC0-1.0"]);
    let table = shelf.table("members.csv", "name,country\nUniversité de Californie,USA\n");
    let columns = ["--column", "name", "--country-column", "country"];
    let linked = shelf.said(&[&["link", &table, "--target", "dump"], &columns[..]].concat());
    assert_eq!(read(linked.out.as_bytes(), &["id"]), [["https://ror.org/00pjdza24"]], "{}", linked.err);
    assert_eq!(shelf.said(&["target", "remove", "dump"]).exit, 0);
    assert_eq!(shelf.said(&["target", "list"]).out.lines().count(), 3);
}

#[test]
fn a_file_of_a_target_that_is_not_as_it_was_written_asks_to_be_made_anew() {
    let shelf = Shelf::new();
    let file = shelf.path("shelf/ror.target");
    let whole = fs::read(&file).unwrap();
    let table = shelf.table("members.csv", MEMBERS);
    let told = |bytes: &[u8], reason: &str| {
        fs::write(&file, bytes).unwrap();
        let said = shelf.said(&["link", &table, "--column", "Mitglied", "--target", "ror"]);
        assert_eq!((said.exit, said.out.as_str()), (4, ""), "{}", said.err);
        assert!(said.err.contains(reason) && said.err.contains("milieu target add ror FILE"), "{}", said.err);
    };
    for at in (40..whole.len()).step_by(whole.len() / 20) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        told(&damaged, "cannot be used: ");
    }
    told(&whole[..whole.len() / 2], "its checksum is wrong");
    told(&whole[..30], "cannot be used: ");
    let mut older = whole.clone();
    older[14] = b'0';
    told(&older, "another version of milieu wrote it");
    told(b"name,country\nsomething else\n", "no target of milieu");
    let listed = shelf.said(&["target", "list"]);
    assert_eq!(listed.exit, 4);
    // A file that is broken makes way as any other, and nothing is left beside it.
    assert_eq!(shelf.said(&["target", "add", "ror", ROR]).exit, 0);
    assert_eq!(names(Path::new(&shelf.path("shelf"))), ["ror.target"]);
}

#[test]
fn a_broken_record_is_told_and_left_out_and_the_old_target_stays_where_nothing_can_be_read() {
    let shelf = Shelf::new();
    let text = fs::read_to_string(ROR).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    let broken = shelf.table("broken.jsonl", &format!("{first}\n{{\"id\": \"x\", \"status\": 7}}\n{rest}"));
    let added = shelf.said(&["target", "add", "ror", &broken]);
    assert_eq!(added.exit, 0, "{}", added.err);
    assert!(added.err.contains("broken.jsonl:2: value \"x\": the record cannot be understood: "), "{}", added.err);
    assert!(added.err.contains("ror: 29 records"), "{}", added.err);
    let before = fs::read(shelf.path("shelf/ror.target")).unwrap();
    let cut = shelf.table("cut.json", "[{\"id\": \"https://ror.org/00pjdza24\", \"status\": \"active\", \"names\": [");
    let failed = shelf.said(&["target", "add", "ror", &cut]);
    assert_eq!(failed.exit, 4, "{}", failed.err);
    assert!(failed.err.contains("cut.json:1: cannot be read on: EOF"), "{}", failed.err);
    assert_eq!(fs::read(shelf.path("shelf/ror.target")).unwrap(), before);
}

/// The rows of the table that are taken: each 16th from the 7th, a thousand.
fn thousand(table: &str) -> String {
    let mut lines = table.lines();
    let header = lines.next().unwrap().to_owned();
    let rows: Vec<&str> = lines.skip(6).step_by(16).take(1000).collect();
    assert_eq!(rows.len(), 1000);
    header + "\n" + &rows.join("\n") + "\n"
}

/// Organisations of Horizon 2020 against the records of ROR that the data have: 150 to 200 of a thousand are linked, whichever are taken.
#[test]
fn a_thousand_organisations_are_linked_in_one_command() {
    let test = "a_thousand_organisations_are_linked_in_one_command";
    let data = std::env::var("MILIEU_SHARED_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data").to_owned());
    let Ok(organisations) = fs::read_to_string(format!("{data}/h2020-orgs-2017/h2020_orgs_2017.csv")) else {
        return crate::skip::skipped(test, "no organisations of Horizon 2020 in MILIEU_SHARED_DATA or ../shared/data");
    };
    let shelf = Shelf::new();
    let ror = format!("{data}/ror-subset/ror_subset.jsonl.gz");
    let added = shelf.said(&["target", "add", "ror", &ror]);
    assert_eq!(added.exit, 0, "{}", added.err);
    assert!(added.err.contains("ror: 49,996 records"), "{}", added.err);
    let table = shelf.table("organisations.csv", &thousand(&organisations));
    let columns = ["--column", "name", "--country-column", "country", "--city-column", "city"];
    let link = || shelf.said(&[&["link", &table, "--target", "ror"], &columns[..]].concat());
    let once = link();
    assert_eq!(once.exit, 0, "{}", once.err);
    let rows = read(once.out.as_bytes(), &["decision", "id"]);
    assert_eq!(rows.len(), 1000);
    let linked = rows.iter().filter(|row| row[0] == "linked").count();
    assert!((150..=200).contains(&linked), "{linked}: {}", once.err);
    assert!(rows.iter().all(|row| row[1].starts_with("https://ror.org/") == matches!(&*row[0], "linked" | "several")));
    assert_eq!(once.out, link().out, "the same on any run");
}

#[test]
fn the_shelf_may_be_named_by_the_environment() {
    let shelf = Shelf::new();
    let listed =
        crate::support::milieu(&["target", "list"]).env("MILIEU_TARGETS", shelf.path("shelf")).output().unwrap();
    assert!(String::from_utf8(listed.stdout).unwrap().contains("ror"));
    let empty = said(&["target", "list", "--targets", &shelf.path("empty")]);
    assert_eq!((empty.exit, empty.out.as_str()), (0, ""));
    assert!(empty.err.contains("milieu target add ror FILE"), "{}", empty.err);
    assert!(out(&["link", "--help"]).contains("milieu link members.csv"));
}

#[test]
fn decisions_are_kept_as_proposals() {
    let shelf = Shelf::new();
    let table = shelf.table("members.csv", MEMBERS);
    let store = shelf.path("store");
    let keep = ["--store", &store, "--set", "members", "--subject", "id:actor/mine/{Nr}"];
    let link = |more: &[&str]| {
        shelf.said(&[&["link", &table, "--column", "Mitglied", "--target", "ror"], &keep[..], more].concat())
    };
    let said = link(&[]);
    assert_eq!((said.exit, said.out.as_str()), (0, ""), "{}", said.err);
    assert!(said.err.contains("4 mappings proposed in members, 0 subjects left as reviewed"), "{}", said.err);
    let listed = out(&["mapping", "list", "members", "--store", &store, "--format", "csv"]);
    assert!(
        listed.contains("id:actor/mine/01,Universität Stuttgart,ror:04vnq7t77,University of Stuttgart"),
        "{listed}"
    );
    out(&[
        "mapping",
        "review",
        "members",
        "--store",
        &store,
        "--by",
        "Ada",
        "--state",
        "accepted",
        "--at-least",
        "0.45",
    ]);
    let again = link(&["--nil"]);
    assert!(again.err.contains("2 mappings proposed in members, 4 subjects left as reviewed"), "{}", again.err);
    let wrong = ["--store", &store, "--set", "members", "--subject", "id:actor/{Nummer}"];
    let wrong = shelf.said(&[&["link", &table, "--column", "Mitglied", "--target", "ror"], &wrong[..]].concat());
    assert!(wrong.exit == 2 && wrong.err.contains("the table has no column \"Nummer\""), "{}", wrong.err);
}
