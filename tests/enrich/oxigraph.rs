//! Oxigraph's own server as a partner, where it is installed.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use milieu::Store;
use milieu::enrich::{Enrich, Question};

use super::skip::skipped;
use super::{client, counts, kept, rows, things};

/// A server that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve() -> Option<(Running, String)> {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let place = format!("127.0.0.1:{port}");
    let quiet = Stdio::null;
    let child =
        Command::new("oxigraph").args(["serve", "--bind", &place]).stdout(quiet()).stderr(quiet()).spawn().ok()?;
    let (running, begun) = (Running(child), Instant::now());
    while std::net::TcpStream::connect(&place).is_err() {
        if begun.elapsed() > Duration::from_secs(20) {
            return None;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Some((running, format!("http://{place}")))
}

#[test]
fn oxigraph_is_a_partner() {
    let Some((_running, base)) = serve() else {
        return skipped("oxigraph_is_a_partner", "no oxigraph serve here");
    };
    let thing = |n: usize| {
        format!(
            "<https://example.org/{n}> rdfs:label \"{n}\"@en ; <urn:at> [ <urn:street> \"street {n}\" ] ; <urn:size> {n} ."
        )
    };
    let data: String = (0..250).map(thing).collect();
    let update = format!("PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> INSERT DATA {{ {data} }}");
    let sent = super::server::agent()
        .post(format!("{base}/update"))
        .header("content-type", "application/sparql-update")
        .send(&update);
    assert_eq!(sent.unwrap().status(), 204);
    let endpoint = format!("{base}/query");
    let client = client(&[&endpoint]);
    let store = Store::new();
    let enrich = Enrich::new(&store, &client).things(things(260));
    let report = enrich.ask(&endpoint, &Question::everything()).unwrap();
    assert_eq!((counts(&report), kept(&store)), ([250, 10, 0, 0, 0], 750));
    let question = Question::construct(
        "CONSTRUCT { ?thing <urn:street> ?street } WHERE { ?thing <urn:at> ?at . OPTIONAL { ?at <urn:street> ?street } FILTER(?street != 'street 7') }",
    );
    let report = enrich.ask(&endpoint, &question.unwrap()).unwrap();
    assert_eq!(counts(&report), [249, 11, 0, 0, 0]);
    assert_eq!(rows(&store, "SELECT ?street { <https://example.org/249> <urn:street> ?street }"), ["street 249"]);
    assert_eq!(counts(&enrich.ask(&endpoint, &Question::everything()).unwrap()), [0, 0, 0, 0, 260]);
}
