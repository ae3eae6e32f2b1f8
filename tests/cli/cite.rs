//! `view run --crate`, `cite`, `verify`, `view why`, `what-if`.

use crate::support::{out, said};

#[test]
fn a_result_is_kept_cited_and_verified() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reach");
    let crate_ = path.to_str().unwrap();
    let run = said(&[
        "view",
        "run",
        "linkage/reach",
        "--toy",
        "-p",
        "group=Alder Valley",
        "--crate",
        crate_,
        "--author",
        "Byron, Ada",
    ]);
    assert_eq!(run.exit, 0, "{}", run.err);
    assert!(run.out.contains("Norway") && run.err.contains("milieu verify"), "{} {}", run.out, run.err);
    let again = said(&["view", "run", "linkage/reach", "--toy", "--crate", crate_]);
    assert!(again.exit == 2 && again.err.contains("not empty"), "{} {}", again.exit, again.err);

    let cited = out(&["cite", crate_]);
    assert!(cited.starts_with("@misc{milieu-linkage-reach-") && cited.contains("{Byron, Ada}"), "{cited}");
    let csl: serde_json::Value = serde_json::from_str(&out(&["cite", crate_, "-f", "csl-json"])).unwrap();
    assert_eq!(csl[0]["type"], "dataset");
    assert!(out(&["cite", crate_, "-f", "ro-crate"]).contains("https://w3id.org/ro/crate/1.2"));
    let none = said(&["cite", folder.path().to_str().unwrap()]);
    assert!(none.exit == 4 && none.err.contains("no crate"), "{} {}", none.exit, none.err);

    let same = said(&["verify", crate_, "--toy"]);
    assert_eq!((same.exit, same.out.as_str()), (0, "equal: 2 rows, the same data, the same view\n"), "{}", same.err);
    let store = folder.path().join("store");
    let store = store.to_str().unwrap();
    let toy = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/toy.ttl");
    out(&["load", "rdf", toy, "--store", store]);
    out(&[
        "update",
        "--store",
        store,
        "-q",
        "DELETE WHERE { GRAPH ?g { <https://w3id.org/milieu/id/toy/linkage/glue-licence> ?p ?o } }",
    ]);
    let other = said(&["verify", crate_, "--store", store]);
    assert_eq!(other.exit, 1, "{}", other.err);
    for part in ["data differ: content hash", "view: the same", "rows differ: 1", "Norway", "2 → 1"] {
        assert!(other.out.contains(part), "{part}:\n{}", other.out);
    }
}

#[test]
fn a_row_is_explained() {
    let table = out(&["view", "why", "actor/degree", "--toy", "--row", "9"]);
    assert!(table.contains("alder-office") && table.contains("The toy world") && table.contains("toy.ttl"), "{table}");
    let said_ = said(&["view", "why", "cluster/ei-index", "--toy", "--row", "1", "--first", "3", "-f", "nq"]);
    assert_eq!(said_.out.lines().filter(|line| line.ends_with(" .")).count(), 3, "{}", said_.out);
    assert!(said_.err.contains("rests on the first 3 of"), "{}", said_.err);
    let json: serde_json::Value =
        serde_json::from_str(&out(&["view", "why", "cluster/ei-index", "--toy", "--row", "1", "-f", "json"])).unwrap();
    assert_eq!(json["quads"].as_array().unwrap().len() as u64, json["total"].as_u64().unwrap());
    let none = said(&["view", "why", "cluster/ei-index", "--toy", "--row", "99"]);
    assert!(none.exit == 2 && none.err.contains("rows 1 to 3"), "{} {}", none.exit, none.err);
}

#[test]
fn other_linkages_are_tried() {
    let add = "Cedar Winery -> Birch Yards : trade";
    let tried = said(&["what-if", "--toy", "--add", add, "linkage/reach", "-p", "group=Cedar Coast", "-f", "csv"]);
    assert_eq!(tried.exit, 0, "{}", tried.err);
    assert!(tried.out.lines().any(|line| line.starts_with("added,") && line.contains("NOR")), "{}", tried.out);
    assert!(
        tried.err.contains("1 row of 1 would change") && tried.err.contains("Nothing was written"),
        "{}",
        tried.err
    );
    let wrong = said(&["what-if", "--toy", "--add", "Cedar Winary -> Birch Yards", "linkage/reach"]);
    assert!(wrong.exit == 2 && wrong.err.contains("did you mean Cedar Winery"), "{} {}", wrong.exit, wrong.err);
    assert_eq!(said(&["what-if", "--toy", "linkage/reach"]).exit, 2);
}

#[test]
fn the_columns_of_a_csv_file_are_described() {
    let text = out(&["view", "run", "linkage/reach", "--toy", "-f", "csvw"]);
    let metadata: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(metadata["url"], "linkage-reach.csv");
    assert_eq!(metadata["tableSchema"]["columns"][4]["datatype"], "decimal");
    assert_eq!(metadata["tableSchema"]["columns"][4]["schema:unitText"], "ties by weight");
}
