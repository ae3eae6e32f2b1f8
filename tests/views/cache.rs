//! Answers that are kept.

use std::time::Duration;

use milieu::ingest::Load;
use milieu::sparql::{self, CancellationToken, QueryOptions, SparqlError};
use milieu::view::{Answered, Cache, Catalogue, RunOptions, Table, View, ViewError};
use milieu::{Snapshot, Store};

use super::support::TOY;

const ENOUGH: usize = 1 << 20;

fn ask(cache: &Cache, snapshot: &Snapshot, view: &str, arguments: &[(&str, &str)]) -> Table {
    let view = Catalogue::shipped().get(view).unwrap();
    let arguments = view.arguments(arguments.iter().copied()).unwrap();
    cache.run(view, snapshot, &arguments, &RunOptions::default()).unwrap()
}

#[test]
fn the_same_question_is_answered_once() {
    let cache = Cache::new(ENOUGH);
    let first = ask(&cache, &TOY, "linkage/reach", &[("group", "Alder Valley")]);
    assert_eq!(first.answer, Answered::Computed);
    let second = ask(&cache, &TOY, "linkage/reach", &[("group", "Alder Valley")]);
    assert_eq!(second.answer, Answered::Kept);
    let mut alike = second.clone();
    alike.answer = Answered::Computed;
    assert_eq!(alike, first);
    // The same thing by another name is the same question; the table says what was asked.
    let iri = "https://w3id.org/milieu/id/toy/cluster/alder-valley";
    let named = ask(&cache, &TOY, "linkage/reach", &[("group", iri)]);
    assert_eq!((named.answer, named.parameters["group"].as_str()), (Answered::Kept, iri));
    assert_eq!(named.rows, first.rows);
    // Other arguments and other views are other questions.
    assert_eq!(ask(&cache, &TOY, "linkage/reach", &[("group", "Birch Bay")]).answer, Answered::Computed);
    assert_eq!(ask(&cache, &TOY, "cluster/profile", &[]).answer, Answered::Computed);
    assert_eq!(ask(&cache, &TOY, "actor/degree", &[("top", "2")]).rows.len(), 2);
    assert_eq!(ask(&cache, &TOY, "actor/degree", &[("top", "3")]).rows.len(), 3, "an option of the measure counts too");
}

#[test]
fn after_a_commit_it_is_computed_again() {
    let store = Store::new();
    Load::new(&store).toy().unwrap();
    let cache = Cache::new(ENOUGH);
    let countries = |snapshot: &Snapshot| ask(&cache, snapshot, "cluster/members-by-kind", &[("group", "Norway")]);
    let before = store.snapshot();
    let old = countries(&before);
    let insert = "INSERT DATA { <urn:new> a milieu:Actor ; milieu:belongsTo country:NOR }";
    let after = sparql::update(&store, insert, &QueryOptions::default()).unwrap();
    let new = countries(&after);
    assert_eq!(new.answer, Answered::Computed);
    assert_ne!(new.rows, old.rows);
    assert_eq!(countries(&before).answer, Answered::Kept, "the old state has its old answer");
    // Taken back, the content is the old one under a new number.
    let delete = insert.replace("INSERT", "DELETE");
    let back = sparql::update(&store, &delete, &QueryOptions::default()).unwrap();
    let again = countries(&back);
    assert_eq!((again.answer, again.snapshot.number), (Answered::Kept, back.number()));
    assert_eq!(again.rows, old.rows);
}

#[test]
fn what_was_used_least_recently_goes_first() {
    let clusters = ["Alder Valley", "Birch Bay", "Cedar Coast"];
    let reach = |cache: &Cache, cluster: &str| ask(cache, &TOY, "linkage/reach", &[("group", cluster)]).answer;
    let sizes = clusters.map(|cluster| {
        let cache = Cache::new(ENOUGH);
        reach(&cache, cluster);
        cache.bytes()
    });
    // Any two of them fit, and all three do not.
    let cache = Cache::new(sizes.iter().sum::<usize>() - 1);
    for cluster in &clusters[..2] {
        assert_eq!(reach(&cache, cluster), Answered::Computed);
    }
    assert_eq!(cache.bytes(), sizes[0] + sizes[1]);
    assert_eq!(reach(&cache, clusters[0]), Answered::Kept);
    assert_eq!(reach(&cache, clusters[2]), Answered::Computed, "takes the place of the second");
    assert_eq!(reach(&cache, clusters[0]), Answered::Kept);
    assert_eq!(reach(&cache, clusters[2]), Answered::Kept);
    assert_eq!(reach(&cache, clusters[1]), Answered::Computed);
    assert!(cache.bytes() <= cache.limit());
}

#[test]
fn what_is_larger_than_the_cache_is_not_kept() {
    for limit in [0, 100] {
        let cache = Cache::new(limit);
        for _ in 0..2 {
            assert_eq!(ask(&cache, &TOY, "cluster/profile", &[]).answer, Answered::Computed);
            assert_eq!(cache.bytes(), 0);
        }
    }
}

#[test]
fn of_the_limits_only_that_of_rows_holds_for_what_is_kept() {
    let cache = Cache::new(ENOUGH);
    let view = Catalogue::shipped().get("cluster/profile").unwrap();
    let arguments = view.arguments::<&str, &str>([]).unwrap();
    let run = |options: &RunOptions| cache.run(view, &TOY, &arguments, options);
    let rows = run(&RunOptions::default()).unwrap().rows.len();
    assert!(rows > 1);
    let hurried = RunOptions::default().timeout(Duration::ZERO);
    assert_eq!(run(&hurried).unwrap().answer, Answered::Kept);
    let few = RunOptions::default().max_rows(rows - 1);
    assert!(matches!(run(&few), Err(ViewError::Sparql(SparqlError::TooManyRows { limit })) if limit == rows - 1));
    assert_eq!(run(&RunOptions::default().max_rows(rows)).unwrap().answer, Answered::Kept);
    // Nothing is kept of a run that failed, and the limit that it names is its own.
    let fresh = Cache::new(ENOUGH);
    let failed = fresh.run(view, &TOY, &arguments, &hurried);
    assert!(matches!(failed, Err(ViewError::Sparql(SparqlError::TimedOut { limit: Duration::ZERO }))), "{failed:?}");
    assert_eq!(fresh.run(view, &TOY, &arguments, &RunOptions::default()).unwrap().answer, Answered::Computed);
}

/// A view over the toy world whose answer is `select`.
fn own(select: &str) -> View {
    let header = "#+ title: T\n#+ question: Which?\n#+ for: [researcher]\n#+ columns:\n#+   - {name: n, title: N, type: string, definition: D.}\n\
                  #+ missing: none\n#+ direction: none\n#+ denominator: none\n#+ source: []\n#+ since: 0.1.0\n";
    View::read("test/own", &format!("{header}{select}")).unwrap()
}

#[test]
fn what_differs_from_time_to_time_is_not_kept() {
    let cache = Cache::new(ENOUGH);
    let answer = |select: &str| {
        let view = own(select);
        let arguments = view.arguments::<&str, &str>([]).unwrap();
        [(); 2].map(|()| cache.run(&view, &TOY, &arguments, &RunOptions::default()).unwrap().answer)[1]
    };
    assert_eq!(answer("SELECT ?n { BIND('now' AS ?n) }"), Answered::Kept);
    for call in ["STR(NOW())", "STR(RAND())", "STRUUID()", "STR(uuid())"] {
        assert_eq!(answer(&format!("SELECT ?n {{ BIND({call} AS ?n) }}")), Answered::Computed, "{call}");
    }
}

#[test]
fn an_answer_in_the_making_is_waited_for() {
    let cache = Cache::new(ENOUGH);
    // Some hundred thousand pairs take long enough for all to have asked before the first is done.
    let view = own("SELECT (STR(COUNT(*)) AS ?n) { { ?a ?b ?c } { ?d milieu:hasEnd ?f } FILTER(STR(?c) < STR(?f)) }");
    let arguments = view.arguments::<&str, &str>([]).unwrap();
    let run = |options: &RunOptions| cache.run(&view, &TOY, &arguments, options);
    let answers: Vec<Answered> = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..4).map(|_| scope.spawn(|| run(&RunOptions::default()).unwrap().answer)).collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|answer| **answer == Answered::Computed).count(), 1, "{answers:?}");
}

/// Who waits is not bound to whom it waits for.
#[test]
fn who_waits_keeps_its_own_limits() {
    let cache = Cache::new(ENOUGH);
    let view = own("SELECT (STR(COUNT(*)) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STR(?c) < STR(?f)) }");
    let arguments = view.arguments::<&str, &str>([]).unwrap();
    let run = |options: &RunOptions| cache.run(&view, &TOY, &arguments, options);
    let stop = CancellationToken::new();
    std::thread::scope(|scope| {
        let maker = scope.spawn(|| run(&RunOptions::default().cancellation(stop.clone())));
        std::thread::sleep(Duration::from_millis(100));
        let limit = Duration::from_millis(100);
        let waited = run(&RunOptions::default().timeout(limit));
        assert!(
            matches!(waited, Err(ViewError::Sparql(SparqlError::TimedOut { limit: told })) if told == limit),
            "{waited:?}"
        );
        stop.cancel();
        assert!(matches!(maker.join().unwrap(), Err(ViewError::Sparql(SparqlError::Cancelled))));
    });
    assert_eq!(cache.bytes(), 0);
}
