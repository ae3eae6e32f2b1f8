//! No bytes make a reader panic.

use milieu::link::target::{Format, Glimpse, open};
use proptest::prelude::*;

use crate::support::{SAMPLES, read, text};

/// Changes of bytes by place, as a share of the whole.
fn changes() -> impl Strategy<Value = Vec<(f64, u8)>> {
    prop::collection::vec((0.0..1.0, any::<u8>()), 0..12)
}

fn place(share: f64, length: usize) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place in a text"
    )]
    let place = (share * length as f64) as usize;
    place
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn changed_samples_are_read_or_refused(sample in 0..SAMPLES.len(), changes in changes(), cut in 0.5..1.0) {
        let (name, format) = SAMPLES[sample];
        let mut bytes = text(name).into_bytes();
        let length = bytes.len();
        for (share, byte) in changes {
            bytes[place(share, length)] = byte;
        }
        bytes.truncate(place(cut, length));
        let (records, _) = read(format, bytes);
        prop_assert!(records.map_or(true, |records| records.iter().all(|record| !record.names.is_empty() || !record.id.is_empty())));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for format in Format::ALL {
            format.knows(&Glimpse { name: "file", text: &text });
            let _ = read(format, bytes.clone());
        }
    }
}

/// A file that does not exist is a file that cannot be read.
#[test]
fn a_missing_file_is_told() {
    assert!(open("no/such/file.json", None).unwrap_err().to_string().starts_with("no/such/file.json: cannot be read"));
}
