//! Endpoints that do not.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use milieu::Store;
use milieu::enrich::{Enrich, Outcome, Question};

use super::partner::{Asked, Partner, Sent};
use super::{client, counts, kept, labels, reasons, rows, sound, things};

const BAD: &str = "https://example.org/7";

/// Answers with labels, but for what is asked about together with `BAD`.
fn but(bad: impl Fn(&Asked) -> Sent + Send + Sync + 'static) -> Partner {
    Partner::new(move |asked| if asked.is_about(BAD) { bad(asked) } else { Sent::labels(asked) })
}

#[test]
fn one_thing_that_is_refused_is_marked_and_the_rest_is_kept() {
    for (head, status) in [("500 Oh", 500), ("400 Bad Request", 400), ("413 Too Large", 413), ("504 Timeout", 504)] {
        let partner = but(move |_| Sent::new(head, "oh"));
        let store = Store::new();
        let report = labels(&store, &partner.url(), 30);
        assert_eq!((counts(&report), kept(&store)), ([29, 0, 1, 0, 0], 29), "{head}");
        let failed = rows(
            &store,
            "SELECT ?thing ?status ?why { ?f a milieu:FailedLookup ; milieu:asksAbout ?thing ; milieu:httpStatus ?status ; dct:description ?why ; dct:isPartOf/prov:used ?endpoint }",
        );
        assert_eq!(failed, [format!("{BAD} {status} {} answers with the status {status}", partner.url())]);
        sound(&store);
    }
}

#[test]
fn what_failed_is_asked_about_again() {
    let turn = AtomicUsize::new(0);
    let partner =
        but(
            move |asked| {
                if turn.fetch_add(1, Ordering::SeqCst) < 8 { Sent::new("500 Oh", "") } else { Sent::labels(asked) }
            },
        );
    let store = Store::new();
    let lookups = || rows(&store, "SELECT ?f { ?f a milieu:FailedLookup }").len();
    assert_eq!(counts(&labels(&store, &partner.url(), 10)), [9, 0, 1, 0, 0]);
    let requests = partner.asked().len();
    assert_eq!((counts(&labels(&store, &partner.url(), 10)), lookups()), ([0, 0, 1, 0, 9], 1), "still one");
    assert_eq!(partner.asked().len(), requests + 1, "what came is not asked about again");
    while counts(&labels(&store, &partner.url(), 10))[0] == 0 {}
    assert_eq!((lookups(), kept(&store)), (0, 10));
    sound(&store);
}

#[test]
fn a_slow_batch_is_halved() {
    let partner = but(|asked| Sent::labels(asked).after(Duration::from_secs(5)));
    let store = Store::new();
    let url = partner.url();
    let client = client(&[&url]).timeout(Duration::from_millis(400));
    let enrich = Enrich::new(&store, &client).things(things(10));
    let report = enrich.ask(&url, &Question::everything()).unwrap();
    assert_eq!((counts(&report), kept(&store)), ([9, 0, 1, 0, 0], 9));
    assert_eq!(reasons(&report), [format!("{url} was not done within 0.4 s")]);
}

#[test]
fn half_an_answer_is_none() {
    let half = |asked: &Asked| asked.labels().len() / 2 + 3;
    for sent in [
        // The line is cut; or the document is.
        (|asked: &Asked, half: usize| Sent::labels(asked).cut(half)) as fn(&Asked, usize) -> Sent,
        |asked, half| Sent::rdf("application/n-triples", &asked.labels()[..half]),
    ] {
        let partner = but(move |asked| sent(asked, half(asked)));
        let store = Store::new();
        let report = labels(&store, &partner.url(), 10);
        assert_eq!((counts(&report), kept(&store)), ([9, 0, 1, 0, 0], 9));
        assert!(reasons(&report)[0].contains("cannot be read"), "{:?}", reasons(&report));
    }
}

#[test]
fn a_page_is_no_answer() {
    let partner = Partner::new(|_| Sent::new("200 OK\r\nContent-Type: text/html", "<html>Sign in</html>"));
    let store = Store::new();
    let report = labels(&store, &partner.url(), 25);
    assert_eq!((counts(&report), kept(&store)), ([0, 0, 25, 0, 0], 0));
    assert!(reasons(&report)[0].contains("sends \"text/html\", not one of text/turtle"), "{:?}", reasons(&report));
    assert_eq!(partner.asked().len(), 3, "halves are no better");
    sound(&store);
}

#[test]
fn a_busy_server_is_left_alone_for_as_long_as_it_says() {
    for head in ["429 Too Many Requests\r\nRetry-After: 1", "503 Unavailable\r\nRetry-After: 1"] {
        let turn = AtomicUsize::new(0);
        let partner = Partner::new(move |asked| {
            if turn.fetch_add(1, Ordering::SeqCst) == 0 { Sent::new(head, "") } else { Sent::labels(asked) }
        });
        let (store, begun) = (Store::new(), Instant::now());
        assert_eq!(counts(&labels(&store, &partner.url(), 10)), [10, 0, 0, 0, 0]);
        assert!(begun.elapsed() >= Duration::from_secs(1));
        assert_eq!(partner.asked().len(), 2);
    }
    let busy = Partner::new(|_| Sent::new("503 Unavailable\r\nRetry-After: 0", ""));
    let store = Store::new();
    let report = labels(&store, &busy.url(), 10);
    assert_eq!((counts(&report), busy.asked().len()), ([0, 0, 10, 0, 0], 5), "five times, and not in halves");
    let gone = Partner::new(|_| Sent::new("503 Unavailable\r\nRetry-After: 86400", ""));
    assert_eq!(counts(&labels(&store, &gone.url(), 10)), [0, 0, 10, 0, 0]);
    assert_eq!(gone.asked().len(), 1, "nobody waits for a day");
}

#[test]
fn a_redirect_to_what_is_not_allowed_is_refused() {
    let secret = Partner::new(Sent::labels);
    let to = format!("307 Temporary Redirect\r\nLocation: {}", secret.url());
    let partner = Partner::new(move |_| Sent::new(&to, ""));
    let store = Store::new();
    let report = labels(&store, &partner.url(), 5);
    assert_eq!((counts(&report), kept(&store)), ([0, 0, 5, 0, 0], 0));
    assert!(reasons(&report)[0].contains(&format!("{} is not allowed", secret.url())), "{:?}", reasons(&report));
    assert!(secret.asked().is_empty());
    // And what is allowed is followed.
    let client = client(&[&partner.url(), &secret.url()]);
    let enrich = Enrich::new(&store, &client).things(things(5));
    assert_eq!(counts(&enrich.ask(&partner.url(), &Question::everything()).unwrap()), [5, 0, 0, 0, 0]);
}

#[test]
fn who_fails_again_and_again_is_not_asked_any_more() {
    let partner = Partner::new(|asked| {
        if asked.is_about("https://example.org/0") { Sent::labels(asked) } else { Sent::new("500 Oh", "") }
    });
    let store = Store::new();
    let report = labels(&store, &partner.url(), 100);
    let [enriched, nothing, failed, not_asked, known] = counts(&report);
    assert_eq!((enriched, nothing, known, report.rows.len()), (10, 0, 0, 100));
    assert!(failed > 0 && not_asked > 60, "{failed} failed, {not_asked} not asked");
    assert!(partner.asked().len() <= 1 + 16, "{}", partner.asked().len());
    assert!(report.limit.as_deref().is_some_and(|limit| limit.starts_with("16 requests in a row had failed")));
    let last = report.rows.last().unwrap();
    assert!(matches!(&last.outcome, Outcome::NotAsked(reason) if reason.contains("16 requests")), "{last:?}");
    sound(&store);
}

#[test]
fn a_report_names_each_thing() {
    let partner = but(|_| Sent::new("500 Oh, \"no\"", ""));
    let report = labels(&Store::new(), &partner.url(), 9);
    let mut csv = Vec::new();
    report.write_csv(&mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    let url = partner.url();
    assert!(
        csv.starts_with(&format!(
            "thing,endpoint,outcome,statements,status,message\nhttps://example.org/0,{url},enriched,1,,\n"
        )),
        "{csv}"
    );
    assert!(csv.contains(&format!("{BAD},{url},failed,0,500,{url} answers with the status 500\n")), "{csv}");
    let mut json = Vec::new();
    report.write_json(&mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let failed = json.as_array().unwrap().iter().find(|row| row["outcome"] == "failed").unwrap();
    assert_eq!((&failed["thing"], &failed["status"]), (&BAD.into(), &500.into()));
    assert_eq!(json.as_array().unwrap().len(), 9);
}
