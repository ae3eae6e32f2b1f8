//! Opening a file: compression by its first bytes, its hash, its text with one kind of line end.

use super::Refused;
use super::meter::Meter;
use super::twice::Twice;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

/// An opened file: its name, its hash, and its bytes as they come out of gzip or zstd.
///
/// ```
/// use milieu::source::Source;
/// use std::io::Read;
///
/// let mut source = Source::from_bytes("towns.csv", &b"name\nNamur\n"[..]).unwrap();
/// assert_eq!(source.sha256().len(), 64);
/// let mut text = String::new();
/// source.read_to_string(&mut text).unwrap();
/// assert_eq!(text, "name\nNamur\n");
/// ```
pub struct Source {
    file: String,
    sha256: String,
    bytes: Box<dyn Read + Send>,
    meter: Option<Meter>,
}

/// Opens a plain, gzip or zstd file; which it is, its first bytes say, not its name.
///
/// ```
/// let missing = milieu::source::open("no/such/file.csv").unwrap_err();
/// assert_eq!(missing.file, "no/such/file.csv");
/// ```
///
/// # Errors
/// When the file cannot be read.
pub fn open(path: impl AsRef<Path>) -> Result<Source, Refused> {
    let path = path.as_ref();
    let file = path.display().to_string();
    let opened = File::open(path).and_then(|opened| Ok((opened.metadata()?, opened)));
    let source = match opened {
        Ok((metadata, opened)) if metadata.is_file() => Twice::hashed(opened, &metadata).map(|(sha256, twice)| {
            let meter = twice.meter();
            let bytes = BufReader::with_capacity(1 << 16, twice);
            let source = Source::decoded(file.clone(), sha256, bytes)?;
            Ok(Source { meter: Some(meter), ..source })
        }),
        // What is no file, such as a pipe, can be read once only.
        Ok((_, mut opened)) => {
            let mut bytes = Vec::new();
            opened.read_to_end(&mut bytes).map(|_| Source::from_bytes(file.clone(), bytes))
        }
        Err(error) => Err(error),
    };
    source.unwrap_or_else(|error| Err(Refused::new(file, 0, format!("cannot be read: {error}"))))
}

impl Source {
    /// The same from bytes at hand; `file` is the name that refusals show.
    ///
    /// # Errors
    /// When the bytes begin like a zstd file and are none.
    pub fn from_bytes(file: impl Into<String>, bytes: impl AsRef<[u8]> + Send + 'static) -> Result<Self, Refused> {
        let sha256 = crate::hex(&Sha256::digest(bytes.as_ref()));
        Self::decoded(file.into(), sha256, Cursor::new(bytes))
    }

    /// What stands in a file, decompressed already, under a name and a hash of its own.
    pub(super) fn of_part(file: String, sha256: String, bytes: impl Read + Send + 'static, meter: Meter) -> Self {
        Self { file, sha256, bytes: Box::new(bytes), meter: Some(meter) }
    }

    /// The source with these bytes, decompressed as their beginning says.
    fn decoded(file: String, sha256: String, mut bytes: impl BufRead + Send + 'static) -> Result<Self, Refused> {
        let begins = bytes.fill_buf().map_err(|e| Refused::new(&file, 0, format!("cannot be read: {e}")))?;
        let bytes: Box<dyn Read + Send> = match begins {
            [0x1f, 0x8b, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(bytes)),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(
                zstd::Decoder::with_buffer(bytes)
                    .map_err(|e| Refused::new(&file, 0, format!("not a zstd file: {e}")))?,
            ),
            _ => Box::new(bytes),
        };
        Ok(Self { file, sha256, bytes, meter: None })
    }

    /// The file's name as it was given.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The SHA-256 of the file as it lies (compressed, if it is), in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What tells how far the file has been read; none where the bytes were at hand.
    pub(crate) fn meter(&self) -> Option<Meter> {
        self.meter.clone()
    }

    /// The bytes of the first line, and the source as it was before they were looked at.
    pub(crate) fn first_line(self) -> Result<(Vec<u8>, Self), Refused> {
        const LONGEST_HEADER: u64 = 1 << 20;
        self.first(|bytes, first| bytes.take(LONGEST_HEADER).read_until(b'\n', first))
    }

    /// The first `most` bytes or all, and the source as it was before they were looked at.
    pub(crate) fn beginning(self, most: u64) -> Result<(Vec<u8>, Self), Refused> {
        self.first(|bytes, first| bytes.take(most).read_to_end(first))
    }

    fn first(
        mut self,
        read: impl FnOnce(&mut BufReader<Box<dyn Read + Send>>, &mut Vec<u8>) -> io::Result<usize>,
    ) -> Result<(Vec<u8>, Self), Refused> {
        let mut bytes = BufReader::new(self.bytes);
        let mut first = Vec::new();
        read(&mut bytes, &mut first).map_err(|e| Refused::new(&self.file, 0, format!("cannot be read: {e}")))?;
        self.bytes = Box::new(Cursor::new(first.clone()).chain(bytes));
        Ok((first, self))
    }

    /// The text: no byte order mark, every line ended by `\n`.
    pub(crate) fn lines(self) -> io::Result<Lines> {
        let mut bytes = self.bytes;
        let mut first = Vec::with_capacity(3);
        bytes.by_ref().take(3).read_to_end(&mut first)?;
        if first == BYTE_ORDER_MARK {
            first.clear();
        }
        Ok(Lines { bytes: Box::new(Cursor::new(first).chain(bytes)), after_return: false, last: b'\n' })
    }
}

const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

impl Read for Source {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(to)
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("file", &self.file).field("sha256", &self.sha256).finish_non_exhaustive()
    }
}

/// Bytes with `\r\n` and lone `\r` turned into `\n` and a `\n` at the very end, so that lines can be counted.
pub(crate) struct Lines {
    bytes: Box<dyn Read + Send>,
    after_return: bool,
    last: u8,
}

impl Read for Lines {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.bytes.read(to)?;
            if read == 0 {
                return Ok(self.end(to));
            }
            let mut kept = 0;
            for at in 0..read {
                let byte = to[at];
                let second_half = byte == b'\n' && self.after_return;
                self.after_return = byte == b'\r';
                if !second_half {
                    to[kept] = if self.after_return { b'\n' } else { byte };
                    kept += 1;
                }
            }
            if kept > 0 {
                self.last = to[kept - 1];
                return Ok(kept);
            }
        }
    }
}

impl Lines {
    fn end(&mut self, to: &mut [u8]) -> usize {
        match to.first_mut() {
            Some(byte) if self.last != b'\n' => {
                *byte = b'\n';
                self.last = b'\n';
                1
            }
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn text(bytes: &'static [u8]) -> String {
        let mut text = String::new();
        let source = Source::from_bytes("x", bytes).unwrap();
        source.lines().unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn every_line_end_becomes_one_newline() {
        assert_eq!(text(b"a\r\nb\rc\n\nd"), "a\nb\nc\n\nd\n");
        assert_eq!(text(b"a\r\n\r\nb\r\r"), "a\n\nb\n\n");
        assert_eq!(text(b""), "");
    }

    #[test]
    fn a_byte_order_mark_goes_and_nothing_else() {
        assert_eq!(text(b"\xef\xbb\xbfa"), "a\n");
        assert_eq!(text("ïa".as_bytes()), "ïa\n");
        assert_eq!(text(b"ab"), "ab\n");
    }

    #[test]
    fn compression_is_seen_in_the_bytes() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"hello").unwrap();
        for bytes in [gzip.finish().unwrap(), zstd::encode_all(&b"hello"[..], 1).unwrap(), b"hello".to_vec()] {
            let mut source = Source::from_bytes("x", bytes).unwrap();
            let mut text = String::new();
            source.read_to_string(&mut text).unwrap();
            assert_eq!(text, "hello");
        }
    }

    #[test]
    fn the_hash_is_that_of_the_file_as_it_lies() {
        let source = Source::from_bytes("x", &b"abc"[..]).unwrap();
        assert_eq!(source.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
