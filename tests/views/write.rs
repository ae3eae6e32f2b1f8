//! Tables as files.

use milieu::view::Table;

use super::support::{TOY, run};

fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes);
    String::from_utf8(bytes).expect("UTF-8")
}

fn reach() -> Table {
    run(&TOY, "linkage/reach", "group=Alder Valley")
}

#[test]
fn csv_has_names_full_iris_and_line_ends_of_the_standard() {
    let csv = text(|out| reach().to_csv(out).unwrap());
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(lines[0], "group,country,linkages,partners,weight");
    assert!(lines[1].starts_with("https://w3id.org/milieu/id/toy/cluster/alder-valley,http://publications.europa.eu/"));
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[3], "");
}

#[test]
fn tsv_has_a_tab_between_fields() {
    let tsv = text(|out| reach().to_tsv(out).unwrap());
    assert!(tsv.lines().all(|line| line.split('\t').count() == 5));
}

#[test]
fn json_says_what_the_result_rests_on() {
    let table = reach();
    let json: serde_json::Value = serde_json::from_str(&text(|out| table.to_json(out).unwrap())).unwrap();
    assert_eq!(json["view"], "linkage/reach");
    assert_eq!(json["parameters"]["group"], "Alder Valley");
    assert_eq!(json["columns"][4]["type"], "decimal");
    assert_eq!(json["rows"][0][1]["label"], "Norway");
    assert_eq!(json["rows"][0][2], 2);
    assert!(json["rows"][0][4].is_string(), "a decimal is a string");
    assert_eq!(json["snapshot"]["hash"], TOY.hash());
    assert_eq!(json["snapshot"]["number"], TOY.number());
    assert_eq!(json["view_hash"].as_str().unwrap().len(), 64);
    assert_eq!(json["coverage"]["country"], 2);
    assert_eq!(json["chart"]["kind"], "map");
    assert!(json["sentence"].is_string());
}

#[test]
fn jsonl_is_an_object_a_row() {
    let jsonl = text(|out| run(&TOY, "theory/claims", "").to_jsonl(out).unwrap());
    let rows: Vec<serde_json::Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 2);
    assert!(rows[0]["claim"]["label"].is_string());
}
