//! What the manifest knows of a file, by which a changed byte is found.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Checksums are kept of blocks so long, so that it can be said where a file is damaged.
const BLOCK: usize = 256 * 1024;

/// Length, hash and checksums of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Seal {
    pub(in crate::store) bytes: u64,
    pub(in crate::store) sha256: String,
    /// CRC-32 of each 256 KiB.
    crc32: Vec<u32>,
}

impl Seal {
    /// The first stretch in which `bytes` are not those that were sealed.
    pub(in crate::store) fn broken(&self, bytes: &[u8]) -> Option<Range<u64>> {
        let found = bytes
            .par_chunks(BLOCK)
            .map(crc32fast::hash)
            .enumerate()
            .find_first(|(at, crc)| self.crc32.get(*at) != Some(crc));
        let length = bytes.len() as u64;
        match found {
            Some((at, _)) => {
                let start = (at * BLOCK) as u64;
                Some(start..length.min(start + BLOCK as u64))
            }
            None => (length != self.bytes).then(|| length.min(self.bytes)..length.max(self.bytes)),
        }
    }

    /// Whether `bytes` have the hash that was sealed.
    pub(in crate::store) fn hashes(&self, bytes: &[u8]) -> bool {
        crate::hex(&Sha256::digest(bytes)) == self.sha256
    }
}

/// A writer that seals what goes through it.
pub(super) struct Sealing<W> {
    pub(super) to: W,
    bytes: u64,
    sha256: Sha256,
    block: crc32fast::Hasher,
    in_block: usize,
    crc32: Vec<u32>,
    refused: Arc<OnceLock<io::ErrorKind>>,
}

impl<W> Sealing<W> {
    /// `refused` is told why when a write is refused.
    pub(super) fn new(to: W, refused: Arc<OnceLock<io::ErrorKind>>) -> Self {
        let (sha256, block) = (Sha256::new(), crc32fast::Hasher::new());
        Self { to, bytes: 0, sha256, block, in_block: 0, crc32: Vec::new(), refused }
    }

    pub(super) fn seal(mut self) -> (W, Seal) {
        if self.in_block > 0 {
            self.crc32.push(self.block.finalize());
        }
        (self.to, Seal { bytes: self.bytes, sha256: crate::hex(&self.sha256.finalize()), crc32: self.crc32 })
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes).inspect_err(|error| {
            self.refused.get_or_init(|| error.kind());
        })?;
        self.bytes += written as u64;
        self.sha256.update(&bytes[..written]);
        let mut rest = &bytes[..written];
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(BLOCK - self.in_block));
            self.block.update(now);
            self.in_block += now.len();
            if self.in_block == BLOCK {
                self.crc32.push(std::mem::take(&mut self.block).finalize());
                self.in_block = 0;
            }
            rest = later;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_tells_where_bytes_changed() {
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK] {
            let mut bytes: Vec<u8> = (0..=250).cycle().take(length).collect();
            let mut sealing = Sealing::new(Vec::new(), Arc::default());
            bytes.chunks(1000).for_each(|chunk| sealing.write_all(chunk).unwrap());
            let (written, seal) = sealing.seal();
            assert_eq!(written, bytes);
            assert_eq!(seal.broken(&bytes), None);
            assert!(seal.hashes(&bytes));
            if let Some(last) = bytes.last_mut() {
                *last ^= 1;
                let found = seal.broken(&bytes).unwrap();
                assert!(found.contains(&(length as u64 - 1)) && found.end - found.start <= BLOCK as u64);
                assert!(!seal.hashes(&bytes));
                bytes.pop();
                assert!(seal.broken(&bytes).is_some(), "a byte is missing");
            }
            bytes.resize(length + BLOCK, 0);
            assert!(seal.broken(&bytes).is_some(), "there are bytes too many");
        }
    }
}
