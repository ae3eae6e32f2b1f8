//! The quads behind a row, against those that the drawing of `toy.ttl` gives by hand.

use std::collections::BTreeSet;

use milieu::ingest::Load;
use milieu::view::{Catalogue, RunOptions, ViewError, Why};
use milieu::{Snapshot, Store};

use super::support::{TOY, run};

fn try_why(snapshot: &Snapshot, view: &str, arguments: &str, row: usize, most: usize) -> Result<Why, ViewError> {
    let view = Catalogue::shipped().get(view)?;
    let pairs = arguments.split('&').filter_map(|pair| pair.split_once('='));
    view.why(snapshot, &view.arguments(pairs)?, row, most, &RunOptions::default())
}

fn why(view: &str, arguments: &str, row: usize) -> Why {
    try_why(&TOY, view, arguments, row, usize::MAX).unwrap_or_else(|error| panic!("{view} {arguments}: {error}"))
}

/// The row whose cells show these texts, from 1.
fn row_of(view: &str, arguments: &str, texts: &[&str]) -> usize {
    let table = run(&TOY, view, arguments);
    let shows =
        |row: &Vec<_>| texts.iter().all(|text| row.iter().any(|cell: &milieu::view::Cell| cell.to_text() == *text));
    table.rows.iter().position(shows).expect("there is such a row") + 1
}

/// Quads as `subject predicate object graph`, each by its last part.
fn short(why: &Why) -> BTreeSet<String> {
    let last = |term: String| {
        let term =
            term.trim_start_matches(['<', '"']).split("\"^^").next().unwrap().trim_end_matches(['>', '"']).to_owned();
        term.rsplit(['/', '#']).next().unwrap().to_owned()
    };
    let line = |quad: &milieu::model::Quad| {
        let parts = [
            quad.subject.to_string(),
            quad.predicate.to_string(),
            quad.object.to_string(),
            quad.graph_name.to_string(),
        ];
        parts.map(last).join(" ")
    };
    why.quads.iter().map(line).collect()
}

#[track_caller]
fn holds(why: &Why, expected: &str) {
    let expected: BTreeSet<String> =
        expected.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    assert_eq!(short(why), expected);
    assert_eq!(why.total, why.quads.len(), "each once");
}

/// Alder Valley reaches Norway by the glue licence and by the hull project, both from its university.
#[test]
fn a_count_rests_on_what_it_counts() {
    let row = row_of("linkage/reach", "group=Alder Valley", &["Norway"]);
    let why = why("linkage/reach", "group=Alder Valley", row);
    holds(
        &why,
        "glue-licence endCount 2 derived
         glue-licence hasEnd birch-boatyard derived
         birch-boatyard inCountry NOR toy
         hull-project endCount 4 derived
         hull-project hasEnd birch-yards toy
         hull-project hasEnd birch-institute toy
         birch-yards inCountry NOR toy
         birch-institute inCountry NOR toy
         alder-valley type Cluster toy
         alder-university belongsTo alder-valley derived
         alder-university inCountry DEU toy
         glue-licence hasEnd alder-university derived
         hull-project hasEnd alder-university toy

         alder-university member alder-university toy
         alder-university organization alder-valley toy
         glue-licence leadsFrom alder-university toy
         glue-licence leadsTo birch-boatyard toy
         hull-project hasEnd andes-trading toy",
    );
    let sources: Vec<_> = why.sources.iter().map(|(source, quads)| (source.title.as_str(), *quads)).collect();
    assert_eq!(sources, [("derived from what the sources state", 5), ("The toy world", 13)]);
    assert!(why.not_shown[0].contains("MINUS"), "{:?}", why.not_shown);
}

/// A sum over a group rests on all of it, an OPTIONAL on what was there, and neither on other groups.
#[test]
fn a_group_rests_on_its_keys_alone() {
    let cedar = row_of("cluster/ei-index", "group_kind=milieu:Cluster", &["Cedar Coast"]);
    let found = short(&why("cluster/ei-index", "group_kind=milieu:Cluster", cedar));
    assert!(found.contains("vine-trials hasEnd cedar-winery toy") && found.contains("grapes leadsTo cedar-winery toy"));
    assert!(!found.iter().any(|quad| quad.contains("alder") || quad.contains("birch")), "{found:?}");
}

/// A path of any length shows the steps that lead there.
#[test]
fn a_path_shows_its_steps() {
    let found = short(&why("cluster/ei-index", "group=nuts:DE1", 1));
    for step in ["DE111 partOf DE11 toy", "DE11 partOf DE1 toy", "alder-joinery locatedIn DE111 toy"] {
        assert!(found.contains(step), "{step}: {found:?}");
    }
    assert!(!found.iter().any(|quad| quad.contains("partOf DEU")), "above what was asked for: {found:?}");
}

/// Of a measure's row, the rows of the query that bear its names.
#[test]
fn a_measure_shows_the_rows_of_its_node() {
    let row = row_of("actor/degree", "", &["Alder Valley Office"]);
    let why = why("actor/degree", "", row);
    holds(
        &why,
        "alder-office type Actor toy
         export-breakfast type Linkage toy
         export-breakfast hasEnd alder-office toy",
    );
    assert!(why.not_shown.iter().any(|told| told.contains("degree")));
}

/// A value that is not stated holds the row to what states none.
#[test]
fn an_empty_cell_is_held_empty() {
    let table = run(&TOY, "cluster/members-by-kind", "group=Cedar Coast");
    let empty = table.rows.iter().position(|row| row.iter().any(milieu::view::Cell::is_null)).unwrap() + 1;
    let found = short(&why("cluster/members-by-kind", "group=Cedar Coast", empty));
    assert!(found.contains("cedar-growers memberOf cedar-coast toy"), "{found:?}");
    // The share is of all actors, so the others are there; what they are classified as is not.
    assert!(found.contains("cedar-winery belongsTo cedar-coast derived"), "{found:?}");
    assert!(!found.iter().any(|quad| quad.contains("classification")), "{found:?}");
}

/// Every row of every view rests on something that is in the store, or the view says why not.
#[test]
fn every_row_of_every_view_has_quads() {
    for view in Catalogue::shipped().iter() {
        let id = view.id().as_str();
        for row in 1..=run(&TOY, id, "").rows.len() {
            let why = why(id, "", row);
            assert!(!why.quads.is_empty(), "{id}, row {row}");
            assert!(why.quads.iter().all(|quad| TOY.contains(quad)), "{id}, row {row}");
            let counted: usize = why.sources.iter().map(|(_, quads)| quads).sum();
            assert_eq!(counted, why.total, "{id}, row {row}");
        }
    }
}

#[test]
fn no_more_are_shown_than_asked_for_and_the_total_is_told() {
    let all = why("cluster/ei-index", "", 1);
    let some = try_why(&TOY, "cluster/ei-index", "", 1, 5).unwrap();
    assert_eq!((some.quads.len(), some.total), (5, all.total));
    assert!(some.quads.iter().all(|quad| all.quads.contains(quad)));
    let missing = try_why(&TOY, "cluster/ei-index", "", 99, 5).unwrap_err().to_string();
    assert_eq!(missing, "cluster/ei-index has no row 99: its table has rows 1 to 3");
    assert!(try_why(&TOY, "cluster/ei-index", "", 0, 5).is_err());
}

/// A large row on all that ships: thousands of keys go from one level to the next.
#[test]
fn a_large_row_of_the_demo() {
    let store = Store::new();
    Load::new(&store).demo().unwrap();
    let begun = std::time::Instant::now();
    let why = try_why(&store.snapshot(), "linkage/reach", "group=DEU", 1, 100).unwrap();
    eprintln!("first {} of {} in {:?}", why.quads.len(), why.total, begun.elapsed());
    assert_eq!((why.quads.len(), why.total), (100, 146_387));
}

/// The quads are enough: a store of nothing else answers with the same row, unless something is said to be missing.
#[test]
fn the_quads_alone_give_the_row() {
    let mut held = 0;
    for view in Catalogue::shipped().iter() {
        let id = view.id().as_str();
        let table = run(&TOY, id, "");
        for (at, row) in table.rows.iter().enumerate() {
            let why = why(id, "", at + 1);
            if view.header().measure.is_some() {
                continue;
            }
            let store = Store::new();
            let mut transaction = store.begin();
            transaction.extend(why.quads.iter().cloned());
            let alone = transaction.commit().unwrap();
            let fields = |row: &[milieu::view::Cell]| row.iter().map(milieu::view::Cell::to_field).collect::<Vec<_>>();
            let again = run(&alone, id, "");
            let found = again.rows.iter().any(|other| fields(other) == fields(row));
            let said =
                why.not_shown.iter().any(|told| told.contains("not there") || told.contains("nothing is stated"));
            assert!(found || said, "{id}, row {}: {:?} is not among {:?}", at + 1, fields(row), again.rows);
            held += usize::from(found);
        }
    }
    assert!(held > 60, "{held}");
}
