//! Over HTTP, and by the command.

#[cfg(feature = "http")]
mod http {
    use arrow::array::AsArray;
    use milieu::face::http::Settings;

    use crate::server::{Answer, Server, encode};
    use crate::{of_parquet, of_stream};

    const ARROW: &str = "application/vnd.apache.arrow.stream";
    const PARQUET: &str = "application/vnd.apache.parquet";
    const CLUSTERS: &str = "SELECT ?cluster ?label { ?cluster a milieu:Cluster ; rdfs:label ?label } ORDER BY ?label";

    fn labels(answer: &Answer) -> Vec<String> {
        let read = if answer.media == ARROW { of_stream(&answer.bytes) } else { of_parquet(&answer.bytes) };
        let labels = read.iter().flat_map(|batch| batch.column_by_name("label").unwrap().as_string::<i32>().iter());
        labels.flatten().map(str::to_owned).collect()
    }

    #[test]
    fn the_rows_of_a_select() {
        let server = Server::shared();
        for (media, format) in [(ARROW, "arrow"), (PARQUET, "parquet")] {
            let negotiated = server.query(CLUSTERS, media).ok(media);
            assert_eq!(labels(&negotiated), ["Alder Valley", "Birch Bay", "Cedar Coast"]);
            assert!(negotiated.header("milieu-snapshot").ends_with(&server.store.snapshot().hash()));
            let named = server.get(&format!("/sparql?format={format}&query={}", encode(CLUSTERS)), "").ok(media);
            assert_eq!(named.bytes, negotiated.bytes);
            // A yes or no, and triples, are no rows.
            server.query("ASK { ?s ?p ?o }", media).problem(406);
            server.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", media).problem(406);
            let refused = server.get(&format!("/sparql?format={format}&query=ASK%7B%7D"), "").problem(400);
            assert!(!refused["detail"].as_str().unwrap().contains("parquet,"), "{refused}");
        }
        server.query(CLUSTERS, "*/*").ok("application/sparql-results+json");
        assert!(server.query(CLUSTERS, "image/png").problem(406)["detail"].as_str().unwrap().contains(PARQUET));
    }

    #[test]
    fn a_limit_is_an_error() {
        let everything = "SELECT * { ?s ?p ?o }";
        for media in [ARROW, PARQUET] {
            let server = Server::toy(Settings::new().max_rows(10));
            assert!(server.query(everything, media).problem(422)["detail"].as_str().unwrap().contains("10 rows"));
            let server = Server::toy(Settings::new().max_bytes(2_000));
            assert!(server.query(everything, media).problem(422)["detail"].as_str().unwrap().contains("2000 bytes"));
            server.get("/views/cluster/profile", media).problem(422);
        }
    }

    #[test]
    fn a_view_and_whether_it_was_kept() {
        let server = Server::toy(Settings::new());
        let path = "/views/linkage/reach?group=Alder%20Valley";
        let first = server.get(path, ARROW).ok(ARROW);
        assert_eq!(first.header("cache-status"), "milieu; fwd=miss");
        assert_eq!(of_stream(&first.bytes)[0].num_rows(), 2);
        let second = server.get("/views/linkage/reach.parquet?group=Alder%20Valley", "").ok(PARQUET);
        assert_eq!(second.header("cache-status"), "milieu; hit");
        assert_eq!(of_parquet(&second.bytes)[0].num_rows(), 2);
        assert!(second.header("content-disposition").contains("linkage-reach.parquet"));
        let json = server.get(path, "application/json").ok("application/json");
        assert_eq!((json.header("cache-status"), json.json()["answer"].as_str()), ("milieu; hit", Some("kept")));
        let page = server.get(path, "text/html").ok("text/html");
        assert!(page.header("cache-status") == "milieu; hit" && page.text.contains("kept from an earlier question"));
        assert!(page.text.contains("/views/linkage/reach.arrows?group=Alder%20Valley"), "the page links the files");
        server.get("/views/linkage/reach?format=excel", "").problem(400);

        let without = Server::toy(Settings::new().view_cache(0));
        for _ in 0..2 {
            let json = without.get(path, "application/json").ok("application/json");
            assert_eq!(
                (json.header("cache-status"), json.json()["answer"].as_str()),
                ("milieu; fwd=miss", Some("computed"))
            );
        }
        assert!(!without.get(path, "text/html").ok("text/html").text.contains("kept from an earlier question"));
    }

    #[test]
    fn an_update_makes_old_answers_unreachable() {
        let server = Server::toy(Settings::new().token("open sesame"));
        let path = "/views/cluster/members-by-kind?group=Norway";
        let ask = || server.get(path, "application/json").ok("application/json").json();
        let before = ask();
        assert_eq!(ask()["answer"], "kept");
        let headers = [("content-type", "application/sparql-update"), ("authorization", "Bearer open sesame")];
        let insert = "INSERT DATA { <urn:new> a milieu:Actor ; milieu:belongsTo country:NOR }";
        assert_eq!(server.post("/sparql", &headers, insert).status, 204);
        let after = ask();
        assert_eq!(after["answer"], "computed");
        assert_ne!(after["rows"], before["rows"]);
    }
}

#[cfg(feature = "cli")]
mod command {
    use assert_cmd::Command;

    use crate::{of_parquet, of_stream};

    fn milieu(arguments: &[&str]) -> std::process::Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_milieu"));
        command.env_remove("MILIEU_STORE").args(arguments).output().unwrap()
    }

    const EVERYTHING: &str = "SELECT ?s ?p ?o { ?s ?p ?o }";

    #[test]
    fn a_query_and_a_view() {
        let query = |format: &str, text: &str| milieu(&["query", "--toy", "-q", text, "--format", format]);
        let clusters = "SELECT ?c { ?c a milieu:Cluster }";
        let rows = |batches: Vec<arrow::array::RecordBatch>| {
            batches.iter().map(arrow::array::RecordBatch::num_rows).sum::<usize>()
        };
        let arrow = query("arrow", clusters);
        assert_eq!((rows(of_stream(&arrow.stdout)), arrow.status.code()), (3, Some(0)));
        assert!(String::from_utf8_lossy(&arrow.stderr).contains("3 rows · snapshot"));
        assert_eq!(rows(of_parquet(&query("parquet", clusters).stdout)), 3);
        let run = |format: &str| milieu(&["view", "run", "cluster/profile", "--toy", "--format", format]).stdout;
        assert_eq!(rows(of_stream(&run("arrow"))), rows(of_parquet(&run("parquet"))));

        let truth = query("arrow", "ASK { ?s ?p ?o }");
        assert_eq!((truth.status.code(), truth.stdout.is_empty()), (Some(2), true));
        assert_eq!(query("parquet", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").status.code(), Some(2));
    }

    #[test]
    fn a_limit_leaves_no_short_file() {
        for format in ["arrow", "parquet"] {
            let said = milieu(&["query", "--toy", "-q", EVERYTHING, "--format", format, "--max-rows", "10"]);
            assert_eq!((said.status.code(), said.stdout.is_empty()), (Some(3), true), "{format}");
        }
    }

    /// `script` gives the command a terminal to write to.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_terminal_is_not_written_to() {
        if std::process::Command::new("script").arg("--version").output().is_err() {
            crate::skip::skipped("a_terminal_is_not_written_to", "script is not here: apt-get install bsdutils");
            return;
        }
        let command = format!("{} query --toy -q 'SELECT * {{}}' --format parquet", env!("CARGO_BIN_EXE_milieu"));
        let output =
            std::process::Command::new("script").args(["-qec", &command, "/dev/null"]).output().expect("script runs");
        let shown = String::from_utf8_lossy(&output.stdout);
        assert!(shown.contains("not for a terminal") && !shown.contains("PAR1"), "{shown}");
        assert_eq!(output.status.code(), Some(2));
    }
}
