//! Documents that are made to take stack, memory or time without end, as they are loaded.

use milieu::Store;
use milieu::ingest::Load;

/// Whether nothing of a document is taken; on a thread whose stack is no larger than those of a server.
fn refused(name: &'static str, text: String) -> bool {
    let load = move || {
        let store = Store::new();
        let loaded = Load::new(&store).base("https://example.org/").rdf_bytes(name, text);
        let graph = milieu::model::NamedNodeRef::new("https://w3id.org/milieu/graph/a").unwrap();
        let taken = store.snapshot().quads_for_pattern(None, None, None, Some(graph.into())).next().is_some();
        // Lines are refused one by one.
        assert!(loaded.is_ok() || !taken);
        !taken
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(load).unwrap().join().unwrap()
}

#[test]
fn a_document_without_end_is_refused() {
    let r = |text: &str| text.repeat(100_000);
    for (name, text) in [
        ("a.ttl", format!("<urn:a> <urn:b> {}", r("<<( <urn:a> <urn:b> "))),
        ("a.ttl", format!("<urn:a> <urn:b> {}<urn:c>{} .", r("<<( <urn:a> <urn:b> "), r(" )>>"))),
        ("a.trig", format!("<urn:g> {{ <urn:a> <urn:b> {}<urn:c>{} . }}", r("<<( <urn:a> <urn:b> "), r(" )>>"))),
        ("a.nt", format!("<urn:a> <urn:b> {}<urn:c>{} .", r("<<( <urn:a> <urn:b> "), r(" )>>"))),
        ("a.nq", format!("<urn:a> <urn:b> {}<urn:c>{} <urn:g> .", r("<<( <urn:a> <urn:b> "), r(" )>>"))),
        ("a.jsonld", format!("{{\"urn:a\":{}1{}}}", r("{\"urn:a\":"), r("}"))),
        ("a.jsonld", format!("{{\"urn:a\":{}", r("{\"@list\":["))),
        ("a.jsonld", format!("{{\"@context\":{}", r("{\"a\":{\"@id\":\"urn:a\",\"@context\":"))),
        ("a.rdf", r("<a xmlns='urn:'>")),
        ("a.rdf", format!("<!DOCTYPE a [{}]><a/>", r("<!ENTITY a \"b\">"))),
        ("a.rdf", "<!DOCTYPE r [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]><a xmlns='urn:'>&b;</a>".to_owned()),
    ] {
        let beginning: String = text.chars().take(60).collect();
        assert!(refused(name, text), "{name}: {beginning}");
    }
    // What takes no stack is read.
    assert!(!refused("a.ttl", format!("<urn:a> <urn:b> {}{} .", r("( "), r(")"))));
    let shallow = |depth: usize| {
        format!("<urn:a> <urn:b> {}<urn:c>{} .", "<<( <urn:a> <urn:b> ".repeat(depth), " )>>".repeat(depth))
    };
    for name in ["a.ttl", "a.nt"] {
        assert!(!refused(name, shallow(64)), "{name}");
        assert!(refused(name, shallow(65)), "{name}");
    }
    let levels =
        |depth: usize| format!("{{\"@id\":\"urn:a\",\"urn:b\":{}1{}}}", "{\"urn:b\":".repeat(depth), "}".repeat(depth));
    assert!(!refused("a.jsonld", levels(63)));
}

#[test]
fn nothing_is_fetched_for_a_document() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/x", listener.local_addr().unwrap());
    for (name, text) in [
        ("a.jsonld", format!("{{\"@context\":\"{url}\",\"a\":1}}")),
        ("a.jsonld", format!("{{\"@context\":{{\"@import\":\"{url}\"}},\"a\":1}}")),
        ("a.jsonld", format!("{{\"@context\":[\"{url}\"],\"a\":1}}")),
        ("a.rdf", format!("<!DOCTYPE a [<!ENTITY b SYSTEM \"{url}\">]><a xmlns='urn:'>&b;</a>")),
        ("a.rdf", format!("<!DOCTYPE a SYSTEM \"{url}\" [<!ENTITY % b PUBLIC \"x\" \"{url}\"> %b;]><a xmlns='urn:'/>")),
        ("a.rdf", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a xmlns='urn:'>&b;</a>".to_owned()),
    ] {
        assert!(refused(name, text.clone()), "{text}");
    }
    let asked = listener.accept().map(drop).map_err(|error| error.kind());
    assert_eq!(asked, Err(std::io::ErrorKind::WouldBlock), "nobody came");
}
