//! Any bytes as a request: its address, what it accepts, its host, its body. Each has an answer, and none is a fault of the server's.
#![no_main]

#[allow(dead_code, reason = "each target uses a part of it")]
#[path = "../../tests/http_security/arbitrary.rs"]
mod arbitrary;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    arbitrary::asked(bytes);
});
