//! Any bytes are a manifest or refused; they are never a panic, nor a name of a file outside the store's folder.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| milieu::store::fuzz::manifest(bytes));
