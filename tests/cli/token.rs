//! Tokens made by the command, and what may be asked elsewhere.

use crate::support::{given, said};

#[test]
#[cfg(feature = "http")]
fn a_new_token_is_shown_once_and_its_entry_fits_the_file() {
    let arguments = ["token", "new", "--name", "field-team", "--role", "write", "--graph", "graph:field/*"];
    let made = said(&arguments);
    assert_eq!(made.exit, 0, "{}", made.err);
    let secret = made.err.lines().next().unwrap();
    assert!(secret.starts_with("milieu_") && secret.len() == 71, "{secret}");
    assert!(!made.out.contains(secret) && made.out.contains("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", made.out);
    assert_ne!(said(&arguments).err.lines().next(), Some(secret));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("milieu.toml");
    std::fs::write(&file, format!("port = 0\n{}", made.out)).unwrap();
    let path = file.to_str().unwrap();
    let shown = said(&["serve", "--config", path, "--print-config"]);
    assert_eq!(shown.exit, 0, "{}", shown.err);
    assert!(!shown.out.contains("argon2id"), "{}", shown.out);
    std::fs::write(&file, made.out.replace("argon2id", "argon2x")).unwrap();
    let refused = said(&["serve", "--config", path, "--print-config"]);
    assert_eq!(refused.exit, 2);
    assert!(refused.err.contains("milieu.toml:1: the hash of the token"), "{}", refused.err);
}

#[test]
#[cfg(feature = "http")]
fn a_secret_is_hashed_from_stdin_and_what_cannot_be_a_token_is_told() {
    let hash = given(&["token", "hash"], "correct horse battery staple\n");
    assert_eq!(hash.exit, 0, "{}", hash.err);
    assert!(hash.out.starts_with("$argon2id$") && hash.out.lines().count() == 1);
    for (arguments, stdin, told) in [
        (&["token", "hash"][..], "short", "can be guessed"),
        (&["token", "new", "--name", "a b", "--role", "read"], "", "no name of a token"),
        (&["token", "new", "--name", "a", "--role", "root"], "", "there are read, write and admin"),
        (&["token", "new", "--name", "a", "--role", "read", "--graph", "graph:a"], "", "use the role write"),
        (&["token", "new", "--name", "a", "--role", "write", "--graph", "*"], "", "is no graph"),
    ] {
        let refused = given(arguments, stdin);
        assert_eq!(refused.exit, 2, "{arguments:?}");
        assert!(refused.err.contains(told), "{arguments:?}: {}", refused.err);
    }
}

#[test]
fn nobody_is_asked_who_was_not_allowed() {
    let query = "SELECT * { SERVICE <http://169.254.169.254/latest/> { ?s ?p ?o } }";
    let refused = said(&["query", "--toy", "-q", query]);
    assert_eq!(refused.exit, 1);
    assert!(refused.err.contains("--allow-remote http://169.254.169.254/latest/"), "{}", refused.err);
    let other = said(&["query", "--toy", "-q", query, "--allow-remote", "https://example.org/sparql"]);
    assert_eq!(other.exit, 1);
    assert!(other.err.contains("is not allowed"), "{}", other.err);
    let wrong = said(&["query", "--toy", "-q", query, "--allow-remote", "ftp://example.org/"]);
    assert_eq!(wrong.exit, 2);
    assert!(wrong.err.contains("is no address to be allowed"), "{}", wrong.err);
    let silent = said(&["query", "--toy", "-q", &query.replace("SERVICE", "SERVICE SILENT"), "--format", "csv"]);
    assert_eq!(silent.exit, 0, "{}", silent.err);
}
