//! Any bytes are a journal, a journal with a torn tail, or refused; they are never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| milieu::store::fuzz::journal(bytes));
