//! Signposting and where the API is described.

use crate::BROWSER;
use crate::server::{Answer, Server};

/// The links of an answer: relation, target, type.
fn links(answer: &Answer) -> Vec<(String, String, String)> {
    let values = answer.headers.get_all("link").iter().map(|value| value.to_str().unwrap());
    let mut links = Vec::new();
    for link in values.flat_map(|value| value.split(", <")) {
        let (target, rest) = link.trim_start_matches('<').split_once('>').unwrap();
        let parameter = |name: &str| {
            let found = rest.split("; ").find_map(|part| part.strip_prefix(&format!("{name}=\"")));
            found.map(|value| value.trim_end_matches('"').to_owned()).unwrap_or_default()
        };
        links.push((parameter("rel"), target.to_owned(), parameter("type")));
    }
    links
}

fn targets<'l>(links: &'l [(String, String, String)], rel: &str) -> Vec<&'l str> {
    links.iter().filter(|(found, ..)| found == rel).map(|(_, target, _)| target.as_str()).collect()
}

#[test]
fn the_page_of_a_thing_leads_to_its_name_and_its_data_and_back() {
    let server = Server::shared();
    let path = "/id/toy/actor/alder-university";
    let page = links(&server.get(path, BROWSER).ok("text/html"));
    assert_eq!(targets(&page, "cite-as"), [format!("https://w3id.org/milieu{path}")]);
    assert_eq!(targets(&page, "license"), ["http://creativecommons.org/licenses/by/4.0/"]);
    assert!(targets(&page, "type").contains(&"https://w3id.org/milieu/ontology#Actor"), "{page:?}");
    assert!(targets(&page, "type").contains(&"https://schema.org/AboutPage"), "{page:?}");
    assert!(!targets(&page, "collection").is_empty());
    let described: Vec<_> = page.iter().filter(|(rel, ..)| rel == "describedby").collect();
    assert_eq!(described.len(), 4);
    for (_, target, media) in described {
        let data = server.get(target, "").ok(media);
        let back = links(&data);
        assert_eq!(targets(&back, "describes"), [path], "{target}");
        assert_eq!(targets(&back, "cite-as"), [format!("https://w3id.org/milieu{path}")]);
    }
}

#[test]
fn words_lead_to_their_names_too() {
    let server = Server::shared();
    for (path, name) in [
        ("/ontology/Linkage", "https://w3id.org/milieu/ontology#Linkage"),
        ("/scheme/flow", "https://w3id.org/milieu/scheme/flow"),
    ] {
        let page = links(&server.get(path, BROWSER).ok("text/html"));
        assert_eq!(targets(&page, "cite-as"), [name]);
        for (_, target, media) in page.iter().filter(|(rel, ..)| rel == "describedby") {
            let back = links(&server.get(target, "").ok(media));
            assert_eq!((targets(&back, "describes"), targets(&back, "cite-as")), (vec![path], vec![name]));
        }
        assert_eq!(targets(&page, "describedby").len(), 4);
    }
}

#[test]
fn an_answer_of_a_view_leads_to_its_files_and_its_citation() {
    let server = Server::shared();
    let address = "/views/cluster/profile?cluster=Birch+Bay";
    for answer in
        [server.get(address, BROWSER), server.get(address, "application/json"), server.get(address, "text/csv")]
    {
        let links = links(&answer);
        let [cited] = targets(&links, "cite-as")[..] else { panic!("{links:?}") };
        let cited = cited.strip_prefix(&server.base).unwrap();
        let rows = server.get(cited, "text/csv").ok("text/csv").text;
        assert_eq!(rows, server.get(address, "text/csv").text, "what is cited is what was shown");
        assert!(cited.ends_with("&at=1"), "{cited}");
        assert_eq!(targets(&links, "item").len(), 3, "{links:?}");
        for (rel, target, media) in links.iter().filter(|(rel, ..)| rel == "item" || rel == "describedby") {
            let found = server.get(target, media);
            let text = media == "application/x-bibtex" && found.media == "text/plain";
            assert!(
                found.status == 200 && (text || found.media == *media),
                "{rel} {target}: {} {}",
                found.status,
                found.media
            );
        }
    }
    // A value cannot write a header of its own.
    let sly = server.get("/views/cluster/profile?cluster=Birch+Bay&at=1&x=%3E%3B+rel=%22license%22", "text/csv");
    assert_eq!(sly.status, 400);
}

#[test]
fn dumps_and_their_list_lead_to_one_another() {
    let server = Server::shared();
    let list = links(&server.get("/dumps", "application/json").ok("application/json"));
    let items = targets(&list, "item");
    assert!(items.contains(&"/dumps/all.nq.gz"), "{items:?}");
    for item in items {
        let own = links(&server.get(item, "").ok("application/gzip"));
        assert_eq!(targets(&own, "collection"), ["/dumps"]);
        assert!(targets(&own, "describedby").contains(&"/.well-known/void"));
    }
}

#[test]
fn the_first_page_leads_to_the_api() {
    let server = Server::shared();
    let links = links(&server.get("/", BROWSER).ok("text/html"));
    assert_eq!(targets(&links, "service-desc"), ["/openapi.json"]);
    assert_eq!(targets(&links, "service-doc"), ["/api"]);
    let [catalog] = targets(&links, "api-catalog")[..] else { panic!("{links:?}") };
    let catalog = server.get(catalog, "").ok("application/linkset+json").json();
    let sets = catalog["linkset"].as_array().unwrap();
    assert!(sets.len() >= 3);
    for set in sets {
        for (rel, targets) in set.as_object().unwrap().iter().filter(|(rel, _)| *rel != "anchor") {
            for target in targets.as_array().unwrap() {
                let path = target["href"].as_str().unwrap().strip_prefix(&server.base).unwrap();
                let media = target["type"].as_str().unwrap();
                // An endpoint without a query tells of itself.
                if rel == "item" && path == "/sparql" {
                    continue;
                }
                let answer = server.get(path, media);
                assert_eq!(
                    (answer.status, answer.media.as_str()),
                    (200, media.split(';').next().unwrap()),
                    "{rel} {path}"
                );
            }
        }
    }
}
