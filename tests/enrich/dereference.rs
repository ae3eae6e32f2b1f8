//! Things asked about at their own addresses.

use milieu::Store;
use milieu::enrich::{Enrich, Follow, Repeat, Report, Things};
use milieu::model::NamedNode;
use milieu::vocab;

use super::partner::{Partner, Sent};
use super::{client, counts, kept, node, reasons, rows, sound};

const SAME: &str = "http://www.w3.org/2002/07/owl#sameAs";

/// Documents in each format that lead from one to the next; `/moved` is another name of `/b`.
fn web() -> Partner {
    Partner::new(|asked| match asked.path.as_str() {
        "/a" => {
            Sent::rdf("text/turtle", format!("<a> <{SAME}> <b> , <gone> ; <urn:n> [ <urn:n> 1 ] . <other> <urn:n> 2 ."))
        }
        "/b" => Sent::rdf(
            "application/rdf+xml; charset=utf-8",
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:owl='http://www.w3.org/2002/07/owl#'>\
             <rdf:Description rdf:about='b'><owl:sameAs rdf:resource='c'/></rdf:Description></rdf:RDF>",
        ),
        "/c" => Sent::rdf(
            "application/ld+json",
            format!("{{\"@id\":\"c\",\"{SAME}\":[{{\"@id\":\"a\"}},{{\"@id\":\"d#x\"}}]}}"),
        ),
        "/d" => Sent::rdf("text/turtle", "<#x> <urn:n> 3 . <#y> <urn:n> 4 ."),
        "/moved" => Sent::new("303 See Other\r\nLocation: /b", ""),
        "/page" => Sent::new("200 OK\r\nContent-Type: text/html", "<html>"),
        "/context" => {
            Sent::rdf("application/ld+json", "{\"@context\":\"http://127.0.0.1:9/x\",\"@id\":\"context\",\"a\":1}")
        }
        _ => Sent::new("404 Not Found", ""),
    })
}

fn fetch(store: &Store, partner: &Partner, names: &[&str], follow: &Follow) -> Report {
    let client = client(&[&format!("{}/*", partner.base)]);
    let things = names.iter().map(|name| node(&format!("{}/{name}", partner.base))).collect();
    Enrich::new(store, &client).things(Things::These(things)).dereference(follow).unwrap()
}

fn along() -> Follow {
    Follow::new().along([NamedNode::new(SAME).unwrap()])
}

#[test]
fn a_thing_is_described_by_its_own_document() {
    let (web, store) = (web(), Store::new());
    let report = fetch(&store, &web, &["a", "d#x"], &Follow::new());
    assert_eq!((counts(&report), kept(&store)), ([2, 0, 0, 0, 0], 5), "of others nothing is kept");
    let graph = vocab::graph(&format!("enriched/{}", web.base.strip_prefix("http://").unwrap()));
    assert_eq!(report.graphs, [graph]);
    assert!(
        web.asked()[0]
            .head
            .contains("accept: text/turtle, application/n-triples, application/rdf+xml, application/ld+json")
    );
    let asked = web.asked().len();
    assert_eq!(counts(&fetch(&store, &web, &["a", "d#x"], &Follow::new())), [0, 0, 0, 0, 2]);
    assert_eq!(web.asked().len(), asked, "what is known is not asked about");
    sound(&store);
}

#[test]
fn links_are_followed_as_far_as_they_may_be() {
    for (depth, enriched, failed) in [(0, 1, 0), (1, 2, 1), (2, 3, 1), (3, 4, 1), (9, 4, 1)] {
        let (web, store) = (web(), Store::new());
        let report = fetch(&store, &web, &["a"], &along().depth(depth));
        assert_eq!(counts(&report), [enriched, 0, failed, 0, 0], "{depth} steps");
        if depth > 0 {
            assert_eq!(reasons(&report), [format!("{0}/gone answers with the status 404", web.base)]);
        }
        let others = usize::from(depth >= 3);
        assert_eq!(rows(&store, "SELECT ?s { ?s <urn:n> 3 }").len(), others);
        sound(&store);
    }
}

#[test]
fn a_walk_goes_on_from_what_is_known() {
    let (web, store) = (web(), Store::new());
    fetch(&store, &web, &["a"], &Follow::new());
    let report = fetch(&store, &web, &["a"], &along().depth(2));
    assert_eq!(counts(&report), [2, 0, 1, 0, 1]);
    let paths: Vec<String> = web.asked().into_iter().map(|asked| asked.path).collect();
    assert_eq!(paths.iter().filter(|path| *path == "/a").count(), 1, "{paths:?}");
}

#[test]
fn documents_are_counted() {
    let (web, store) = (web(), Store::new());
    let report = fetch(&store, &web, &["a"], &along().depth(9).documents(2));
    let [enriched, _, failed, not_asked, _] = counts(&report);
    assert_eq!((enriched + failed, not_asked > 0, web.asked().len()), (2, true, 2));
    assert!(report.limit.unwrap().contains("2 documents"));
}

#[test]
fn what_is_no_description_is_told() {
    let (web, store) = (web(), Store::new());
    let report = fetch(&store, &web, &["page", "gone", "context", "moved"], &Follow::new());
    assert_eq!(
        (counts(&report), kept(&store)),
        ([0, 1, 3, 0, 0], 0),
        "the document behind the redirect says nothing of this name"
    );
    let reasons = reasons(&report).join("\n");
    for part in ["text/html", "status 404", "cannot be read"] {
        assert!(reasons.contains(part), "{part}: {reasons}");
    }
}

#[test]
fn nobody_is_asked_who_is_not_allowed() {
    let elsewhere = web();
    let to = format!("{}/a", elsewhere.base);
    let partner = Partner::new(move |asked| match asked.path.as_str() {
        "/leads-on" => Sent::rdf(
            "text/turtle",
            format!("<leads-on> <{SAME}> <{to}> , <file:///etc/passwd> , <http://169.254.169.254/> ."),
        ),
        _ => Sent::new(&format!("302 Found\r\nLocation: {to}"), ""),
    });
    let store = Store::new();
    let report = fetch(&store, &partner, &["leads-on", "redirects"], &along());
    assert_eq!(counts(&report), [1, 0, 1, 2, 0], "what is no address is not even tried");
    assert!(reasons(&report)[0].contains("is not allowed"), "{:?}", reasons(&report));
    assert!(elsewhere.asked().is_empty());
    assert_eq!(report.limit, None, "that is no limit");
}

#[test]
fn a_new_description_takes_the_place_of_the_old() {
    let turn = std::sync::atomic::AtomicUsize::new(0);
    let partner = Partner::new(move |_| {
        let turn = turn.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Sent::rdf("text/turtle", format!("<a> <urn:n{turn}> [ <urn:n> {turn} ] ."))
    });
    let store = Store::new();
    let client = client(&[&format!("{}/*", partner.base)]);
    let things = Things::These(vec![node(&format!("{}/a", partner.base))]);
    let enrich = Enrich::new(&store, &client).things(things).repeat(Repeat::All);
    for n in 0..3 {
        enrich.dereference(&Follow::new()).unwrap();
        assert_eq!((rows(&store, "SELECT ?n { ?x <urn:n> ?n }"), kept(&store)), (vec![n.to_string()], 2));
    }
}
