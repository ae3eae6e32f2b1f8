//! `docs/security.md` names tests, and each of them exists.

use std::fs;
use std::path::Path;

#[test]
fn every_test_that_the_threats_name_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let named = text.split('`').filter_map(|code| code.split_once("::")).filter(|(file, _)| file.ends_with(".rs"));
    let mut count = 0;
    for (file, name) in named {
        let source = fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let found = source.match_indices(&format!("fn {name}(")).any(|(at, _)| source[..at].trim_end().ends_with(']'));
        assert!(found, "{file} has no test {name}");
        count += 1;
    }
    assert!(count >= 40, "{count} tests are named");
}
