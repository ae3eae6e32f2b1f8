//! The journal: what each commit changed, checksummed, appended and synced before the commit is visible.
//!
//! ```text
//! file    "milieu journal 1" then records
//! record  "mlj1", the payload's length (u32), the SipHash-1-3 of both (128 bits), the payload
//! payload the commit, the terms it brought, and by predicate the rows it added and removed (postcard)
//! ```
//! A record that was cut off or is damaged at the end of the file belongs to a commit that nobody was told of. A damaged record
//! with whole ones after it is another matter: commits that were acknowledged would be lost, so the store refuses to open.

use std::fs::File;
use std::hash::Hasher;
use std::io::{Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Serialize};
use siphasher::sip128::{Hasher128, SipHasher13};

use super::diff::TableChange;
use super::disk::Disk;
use super::{Commit, StoreError};

const HEAD: &[u8; 16] = b"milieu journal 1";
const MAGIC: &[u8; 4] = b"mlj1";
/// Magic, length and checksum.
const FRAME: usize = 4 + 4 + 16;

/// One commit as the journal keeps it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) commit: Commit,
    /// The encoded terms that it brought, in the order of their numbers.
    pub(super) terms: Vec<Vec<u8>>,
    pub(super) changes: Vec<TableChange>,
}

/// A journal that is written.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    end: u64,
}

impl Journal {
    /// Makes an empty journal at `path`, where none may be.
    pub(super) fn create(path: &Path, disk: &Disk) -> Result<Self, StoreError> {
        let mut file = disk.create(path)?;
        disk.write(&mut file, HEAD, path)?;
        disk.sync(&file, path)?;
        Ok(Self { file, end: HEAD.len() as u64 })
    }

    /// Opens the journal at `path` to go on at `end`; what lies behind it is cut off.
    pub(super) fn go_on(path: &Path, end: u64, disk: &Disk) -> Result<Self, StoreError> {
        let mut file = disk.open_to_write(path)?;
        let told = |error| StoreError::file("write", path)(error);
        file.set_len(end).map_err(told)?;
        file.seek(SeekFrom::Start(end)).map_err(told)?;
        disk.sync(&file, path)?;
        Ok(Self { file, end })
    }

    /// How many bytes it has.
    pub(super) fn len(&self) -> u64 {
        self.end
    }

    /// Appends a record; when this returns it is on the disk.
    ///
    /// # Errors
    /// [`AppendError`]; if it is mended, the journal is as it was.
    pub(super) fn append(&mut self, record: &Record, path: &Path, disk: &Disk) -> Result<(), AppendError> {
        let bytes = encode(record);
        let written = disk.write(&mut self.file, &bytes, path).and_then(|()| disk.sync(&self.file, path));
        if let Err(error) = written {
            let back = self.file.set_len(self.end).and_then(|()| self.file.seek(SeekFrom::Start(self.end)));
            let mended = back.is_ok() && disk.sync(&self.file, path).is_ok();
            return Err(AppendError { error, mended });
        }
        self.end += bytes.len() as u64;
        Ok(())
    }
}

/// Why a record could not be appended.
pub(super) struct AppendError {
    pub(super) error: StoreError,
    /// Whether what was written of it has been taken back.
    pub(super) mended: bool,
}

/// The bytes of one record.
fn encode(record: &Record) -> Vec<u8> {
    let payload = postcard::to_allocvec(record).expect("a record is plain data");
    let length = u32::try_from(payload.len()).expect("large commits are kept as files of their own");
    let mut bytes = Vec::with_capacity(FRAME + payload.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&checksum(&payload));
    bytes.extend_from_slice(&payload);
    bytes
}

fn checksum(payload: &[u8]) -> [u8; 16] {
    let mut hasher = SipHasher13::new_with_keys(0x6a6f_7572_6e61, 1);
    hasher.write_usize(payload.len());
    hasher.write(payload);
    hasher.finish128().as_bytes()
}

/// Makes a record of whatever follows the head: its magic, its length and its checksum.
#[cfg(any(test, fuzzing))]
pub(super) fn checksum_first_record(bytes: &mut Vec<u8>) {
    let payload = bytes.get(HEAD.len() + FRAME..).unwrap_or_default().to_vec();
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX).to_le_bytes();
    *bytes = [&HEAD[..], &MAGIC[..], &length, &checksum(&payload), &payload].concat();
}

/// Where the payload of the record that begins at `at` lies, if a whole one does.
fn payload(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let (frame, rest) = bytes.get(at..)?.split_at_checked(FRAME)?;
    let length = u32::from_le_bytes(frame[4..8].try_into().ok()?) as usize;
    let whole = frame.starts_with(MAGIC) && checksum(rest.get(..length)?) == frame[8..FRAME];
    whole.then(|| at + FRAME..at + FRAME + length)
}

/// What was found in a journal.
#[derive(Debug)]
pub(super) struct Scanned {
    pub(super) records: Vec<Record>,
    /// Where the last whole record ends.
    pub(super) end: u64,
    /// How many bytes lie behind it: a commit that was cut off.
    pub(super) torn: u64,
}

/// A journal that cannot be trusted.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) at: u64,
    pub(super) reason: String,
}

/// Reads a journal whose first commit is number `first`.
pub(super) fn scan(bytes: &[u8], first: u64) -> Result<Scanned, Fault> {
    let fault = |at: usize, reason: String| Fault { at: at as u64, reason };
    if !bytes.starts_with(HEAD) {
        return Err(fault(0, "it does not begin as a journal does".into()));
    }
    let mut records: Vec<Record> = Vec::new();
    let mut at = HEAD.len();
    while at < bytes.len() {
        let Some(found) = payload(bytes, at) else {
            let later = (at + 1..bytes.len()).find(|&later| payload(bytes, later).is_some());
            if let Some(later) = later {
                return Err(fault(
                    at,
                    format!("the record here is damaged, and whole ones follow from byte {later} on"),
                ));
            }
            break;
        };
        let record: Record =
            postcard::from_bytes(&bytes[found.clone()]).map_err(|error| fault(at, format!("no record: {error}")))?;
        let expected = first + records.len() as u64;
        if record.commit.number != expected {
            return Err(fault(at, format!("commit {} stands where {expected} should", record.commit.number)));
        }
        records.push(record);
        at = found.end;
    }
    Ok(Scanned { records, end: at as u64, torn: (bytes.len() - at) as u64 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, UNIX_EPOCH};

    fn record(number: u64) -> Record {
        let commit = Commit {
            number,
            time: UNIX_EPOCH + Duration::from_micros(1_795_000_000_000_001),
            added: 2,
            removed: 1,
            quads: number,
            hash: "00".into(),
            note: "load".into(),
        };
        let change = TableChange { predicate: 3, added: vec![[1, 2, 0], [9, 9, 9]], removed: vec![[4, 5, 6]] };
        Record { commit, terms: vec![b"\0http://example.com/".to_vec(), vec![]], changes: vec![change] }
    }

    fn journal(records: u64) -> Vec<u8> {
        let mut bytes = HEAD.to_vec();
        (0..records).for_each(|number| bytes.extend(encode(&record(number + 7))));
        bytes
    }

    #[test]
    fn records_come_back() {
        let found = scan(&journal(3), 7).unwrap();
        assert_eq!(found.records, (7..10).map(record).collect::<Vec<_>>());
        assert_eq!((found.end, found.torn), (journal(3).len() as u64, 0));
    }

    #[test]
    fn a_journal_cut_anywhere_keeps_its_whole_records() {
        let bytes = journal(3);
        let each = (bytes.len() - HEAD.len()) / 3;
        for cut in HEAD.len()..=bytes.len() {
            let found = scan(&bytes[..cut], 7).unwrap();
            assert_eq!(found.records.len(), (cut - HEAD.len()) / each);
            assert_eq!(found.end + found.torn, cut as u64);
        }
    }

    #[test]
    fn a_flipped_bit_is_a_torn_tail_or_a_fault_and_never_a_record() {
        let bytes = journal(3);
        let each = (bytes.len() - HEAD.len()) / 3;
        for at in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[at / 8] ^= 1 << (at % 8);
            match scan(&flipped, 7) {
                Ok(found) => {
                    assert!(at / 8 >= HEAD.len() + 2 * each, "only the last record may be taken for torn");
                    assert_eq!(found.records.len(), 2);
                }
                Err(fault) => assert!(fault.at <= (at / 8) as u64),
            }
        }
    }

    #[test]
    fn a_gap_in_the_numbers_is_a_fault() {
        let fault = scan(&journal(1), 6).unwrap_err();
        assert_eq!(fault, Fault { at: 16, reason: "commit 7 stands where 6 should".into() });
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..400), framed: bool) {
            if framed {
                checksum_first_record(&mut bytes);
            } else {
                bytes.splice(0..0, HEAD.iter().copied());
            }
            let _ = scan(&bytes, 0);
        }
    }
}
