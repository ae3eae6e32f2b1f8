//! Readers and a writer at once: a reader sees whole commits only.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use milieu::Store;
use milieu::model::Term;
use milieu::sparql::{self, QueryOptions, QueryResults};

use super::{Outcome, update};

/// Each commit writes its number in two graphs, and a third quad says which was the last: a reader that finds them at odds has
/// seen half a commit.
fn check(store: &Store) -> u64 {
    let snapshot = store.snapshot();
    let text = "SELECT ?n ?g { GRAPH ?g { ?s id:n ?n } } ORDER BY ?g";
    let QueryResults::Solutions(rows) = sparql::query(&snapshot, text, &QueryOptions::default()).unwrap() else {
        panic!("no SELECT")
    };
    let found: Vec<u64> = rows
        .map(|row| match row.unwrap().get("n") {
            Some(Term::Literal(literal)) => literal.value().parse().unwrap(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(found.is_empty() || found == [snapshot.number(); 3], "snapshot {}: {found:?}", snapshot.number());
    snapshot.number()
}

#[test]
fn readers_see_whole_commits_only() -> Outcome {
    let seconds = std::env::var("MILIEU_TOGETHER_SECONDS").ok().map_or(Ok(3), |seconds| seconds.parse())?;
    let temporary = tempfile::tempdir()?;
    let store = Store::open(temporary.path())?;
    store.keep(10)?;
    let done = AtomicBool::new(false);
    let going = || !done.load(Ordering::Relaxed);
    std::thread::scope(|scope| {
        let reader = |read: &'static str| {
            let (store, folder) = (&store, temporary.path());
            scope.spawn(move || {
                let (mut last, mut times) = (0, 0);
                while going() {
                    // One shares the snapshots of the process, the other reads the folder as another process would.
                    let seen = match read {
                        "memory" => check(store),
                        _ => check(&Store::open_read_only(folder).unwrap()),
                    };
                    assert!(seen >= last, "time went back");
                    (last, times) = (seen, times + 1);
                }
                (read, times)
            })
        };
        let readers = [reader("memory"), reader("memory"), reader("folder")];
        let start = Instant::now();
        let mut number = 0;
        while start.elapsed() < Duration::from_secs(seconds) {
            number += 1;
            let write = ["a", "b", "c"].map(|graph| format!("GRAPH id:{graph} {{ id:x id:n {number} }}")).join(" ");
            update(
                &store,
                &format!(
                    "DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} ; INSERT DATA {{ {write} }}"
                ),
            );
            if number % 50 == 0 {
                store.compact().unwrap();
            }
        }
        done.store(true, Ordering::Relaxed);
        let reads = readers.map(|reader| reader.join().unwrap());
        println!("{number} commits, reads {reads:?}");
        assert!(reads.iter().all(|(_, times)| *times > 0));
        assert_eq!(check(&store), number);
    });
    Ok(())
}
