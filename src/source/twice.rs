//! Reading a file twice.

use super::meter::Meter;
use sha2::{Digest, Sha256};
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek};
use std::time::SystemTime;

/// A file that was read once for its hash and is read again for what it holds, so that it need not be kept in memory.
pub(super) struct Twice {
    file: File,
    modified: Option<SystemTime>,
    meter: Meter,
}

impl Twice {
    /// The SHA-256 of the whole, in hexadecimal, and the file from its beginning.
    pub(super) fn hashed(mut file: File, metadata: &Metadata) -> io::Result<(String, Self)> {
        let (mut hasher, mut buffer, mut bytes) = (Sha256::new(), vec![0; 1 << 18], 0);
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                read => {
                    hasher.update(&buffer[..read]);
                    bytes += read as u64;
                }
            }
        }
        file.rewind()?;
        Ok((
            crate::hex(&hasher.finalize()),
            Self { file, modified: metadata.modified().ok(), meter: Meter::new(bytes) },
        ))
    }

    /// The file, to be read in another order.
    pub(super) fn into_file(self) -> File {
        self.file
    }

    /// What tells how far it has been read.
    pub(super) fn meter(&self) -> Meter {
        self.meter.clone()
    }
}

impl Read for Twice {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(to)?;
        let reached = self.meter.count(read as u64);
        let ended = read == 0 && !to.is_empty();
        if ended && (reached != self.meter.size() || self.file.metadata()?.modified().ok() != self.modified) {
            return Err(io::Error::other("it changed while it was read"));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use crate::source::{Source, open};
    use std::fs::File;
    use std::io::{Read, Write};

    #[test]
    fn a_file_that_changes_while_it_is_read_is_no_source() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("towns.csv");
        std::fs::write(&path, "name\nNamur\n").unwrap();
        let mut text = String::new();
        let mut source = open(&path).unwrap();
        source.read_to_string(&mut text).unwrap();
        assert_eq!(text, "name\nNamur\n");
        assert_eq!(source.sha256(), Source::from_bytes("x", &b"name\nNamur\n"[..]).unwrap().sha256());

        let mut source = open(&path).unwrap();
        File::options().append(true).open(&path).unwrap().write_all(b"Dinant\n").unwrap();
        assert!(source.read_to_string(&mut text).unwrap_err().to_string().contains("changed"));
    }
}
