//! Any bytes as a document in each format of RDF: read, or refused with nothing left behind.
#![no_main]

#[allow(dead_code, reason = "each target uses a part of it")]
#[path = "../../tests/http_security/arbitrary.rs"]
mod arbitrary;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| arbitrary::document(bytes));
