//! Every view on the toy world against its file: `tests/views/<aspect>/<view>.csv`, and `<view>.<arguments>.csv` for others
//! than the defaults. `MILIEU_WRITE_EXPECTED=1` writes what came, to be read and held against the numbers in `toy.ttl`.

use std::fs;
use std::path::Path;

use milieu::view::Catalogue;

use super::support::{TOY, cases, try_run};

#[test]
fn every_view_answers_the_toy_world_as_its_file_says() {
    let cases = cases();
    assert!(cases.len() >= Catalogue::shipped().iter().count());
    let faults: Vec<String> =
        cases.iter().filter_map(|(file, (view, arguments))| fault(file, view, arguments)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn fault(file: &Path, view: &str, arguments: &str) -> Option<String> {
    let mut found = Vec::new();
    let written = try_run(&TOY, view, arguments).and_then(|table| table.to_csv(&mut found));
    if let Err(error) = written {
        return Some(format!("{view} {arguments}: {error}"));
    }
    let found = String::from_utf8(found).expect("UTF-8").replace("\r\n", "\n");
    if std::env::var_os("MILIEU_WRITE_EXPECTED").is_some() {
        fs::create_dir_all(file.parent().expect("a folder")).expect("it can be made");
        fs::write(file, &found).expect("it can be written");
    }
    match fs::read_to_string(file) {
        Ok(expected) if same(&expected, &found) => None,
        Ok(expected) => Some(format!("{view} {arguments}\nexpected:\n{expected}found:\n{found}")),
        Err(error) => Some(format!("{view} has no expected answer: {}: {error}", file.display())),
    }
}

/// Whether all is the same but the last digits of numbers in floating point: logarithms and exponentials end differently on other
/// machines.
fn same(expected: &str, found: &str) -> bool {
    let alike = |a: &str, b: &str| {
        let close = |(a, b): (f64, f64)| (a - b).abs() <= 1e-9 * a.abs().max(1.0);
        a == b || (a.contains('.') || b.contains('.')) && a.parse().ok().zip(b.parse().ok()).is_some_and(close)
    };
    let fields = |text: &str| -> Vec<String> { text.split([',', '\n']).map(str::to_owned).collect() };
    let (expected, found) = (fields(expected), fields(found));
    expected.len() == found.len() && expected.iter().zip(&found).all(|(a, b)| alike(a, b))
}

/// A file that belongs to no view would be tested by nobody.
#[test]
fn every_file_belongs_to_a_view() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/views");
    for aspect in fs::read_dir(folder).expect("it is there").flatten().filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(aspect.path()).expect("it is there").flatten() {
            let name = file.file_name().into_string().expect("a plain name");
            let view = format!("{}/{}", aspect.file_name().display(), name.split('.').next().expect("a first part"));
            assert!(Catalogue::shipped().get(&view).is_ok(), "{name} belongs to no view");
        }
    }
}
