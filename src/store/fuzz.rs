//! Ways in for the fuzzer, built with `--cfg fuzzing` alone.

use std::path::Path;

use super::journal::{checksum_first_record, scan};
use super::manifest::Manifest;

/// Scans `bytes` as a journal: as they are, and with the first record's checksum put right, so that what lies behind it is reached.
pub fn journal(bytes: &[u8]) {
    let _ = scan(bytes, 1);
    let mut framed = bytes.to_vec();
    checksum_first_record(&mut framed);
    let _ = scan(&framed, 1);
}

/// Reads `bytes` as a manifest.
pub fn manifest(bytes: &[u8]) {
    if let Ok(manifest) = Manifest::parse(bytes, Path::new("manifest.json")) {
        assert!(manifest.files().all(|name| Path::new(name).components().count() == 1));
    }
}
