//! The shared files that these tests read.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::Read;
use std::path::{Path, PathBuf};

/// Where they lie.
pub(crate) fn folder() -> PathBuf {
    std::env::var_os("MILIEU_SHARED_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from)
}

/// The text of a file, unpacked if it is packed; without it the test is skipped by name.
pub(crate) fn text(test: &str, file: &str) -> Option<String> {
    let Ok(bytes) = std::fs::read(folder().join(file)) else {
        crate::skip::skipped(test, &format!("{file} is not in MILIEU_SHARED_DATA or ../shared/data"));
        return None;
    };
    let mut whole = String::new();
    if Path::new(file).extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut whole).expect("a whole gzip file of UTF-8");
    } else {
        whole = String::from_utf8(bytes).expect("UTF-8");
    }
    Some(whole)
}

/// The cells of one column of a table, without its header.
pub(crate) fn column(text: &str, separator: u8, column: &str) -> Vec<String> {
    let mut rows = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let place = rows.headers().unwrap().iter().position(|name| name == column).expect("the column is there");
    rows.records().filter_map(|row| row.ok()?.get(place).map(str::to_owned)).collect()
}
