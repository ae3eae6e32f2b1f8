//! A file in a ZIP archive, as registries publish their dumps.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use zip::{CompressionMethod, ZipArchive};

use super::meter::Meter;
use super::twice::Twice;
use super::{Refused, Source};

/// An archive whose files can be opened.
#[derive(Debug)]
pub struct Zipped {
    path: PathBuf,
    sha256: String,
    files: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    begins: u64,
    packed: u64,
    method: CompressionMethod,
    crc32: u32,
}

/// Opens an archive; `None` if the file is none, as its first bytes say.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// let path = folder.path().join("towns.csv");
/// std::fs::write(&path, "name\nNamur\n")?;
/// assert!(milieu::source::zipped::open(&path)?.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When the file cannot be read, or begins as an archive and is none.
pub fn open(path: impl AsRef<Path>) -> Result<Option<Zipped>, Refused> {
    let path = path.as_ref();
    let refuse = |reason: String| Refused::new(path.display().to_string(), 0, reason);
    let unreadable = |error: io::Error| refuse(format!("cannot be read: {error}"));
    let mut file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    let mut first = Vec::new();
    if metadata.is_file() {
        file.by_ref().take(4).read_to_end(&mut first).map_err(unreadable)?;
    }
    if first != *b"PK\x03\x04" {
        return Ok(None);
    }
    file.rewind().map_err(unreadable)?;
    let (sha256, twice) = Twice::hashed(file, &metadata).map_err(unreadable)?;
    let no_archive = |error| refuse(format!("not a ZIP archive that can be read: {error}"));
    let mut archive = ZipArchive::new(twice.into_file()).map_err(no_archive)?;
    let mut files = Vec::new();
    for place in 0..archive.len() {
        let entry = archive.by_index_raw(place).map_err(no_archive)?;
        let begins = entry.data_start().ok_or_else(|| refuse("a file in it has no beginning".to_owned()))?;
        let (packed, method, crc32) = (entry.compressed_size(), entry.compression(), entry.crc32());
        if entry.is_file() {
            let name = entry.name().map_err(no_archive)?.into_owned();
            files.push(Entry { name, begins, packed, method, crc32 });
        }
    }
    Ok(Some(Zipped { path: path.to_owned(), sha256, files }))
}

impl Zipped {
    /// The names of its files, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// Opens one of its files by its place among the [names](Self::names); the hash is that of the whole archive.
    ///
    /// # Errors
    /// When it cannot be read, is not there, or is packed in another way than ZIP's own (deflate).
    pub fn file(&self, place: usize) -> Result<Source, Refused> {
        let archive = self.path.display().to_string();
        let Some(entry) = self.files.get(place) else {
            return Err(Refused::new(archive, 0, format!("it has no file number {}", place + 1)));
        };
        let name = format!("{archive}/{}", entry.name);
        let part = File::open(&self.path).and_then(|mut file| {
            file.seek(SeekFrom::Start(entry.begins))?;
            Ok(file)
        });
        let part = part.map_err(|error| Refused::new(&name, 0, format!("cannot be read: {error}")))?;
        let meter = Meter::new(entry.packed);
        let packed = Metered { bytes: part.take(entry.packed), meter: meter.clone() };
        let packed = io::BufReader::with_capacity(1 << 16, packed);
        let bytes: Box<dyn Read + Send> = match entry.method {
            CompressionMethod::Stored => Box::new(packed),
            CompressionMethod::Deflated => Box::new(flate2::bufread::DeflateDecoder::new(packed)),
            other => {
                let reason = format!("packed by {other}, which is not read here: unpack it, and give the file in it");
                return Err(Refused::new(name, 0, reason));
            }
        };
        let checked = Checked { bytes, hasher: crc32fast::Hasher::new(), expected: entry.crc32 };
        Ok(Source::of_part(name, self.sha256.clone(), checked, meter))
    }
}

/// Counts what is read.
struct Metered<R> {
    bytes: R,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(to)?;
        self.meter.count(read as u64);
        Ok(read)
    }
}

/// Holds what was read against the archive's checksum.
struct Checked<R> {
    bytes: R,
    hasher: crc32fast::Hasher,
    expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(to)?;
        self.hasher.update(&to[..read]);
        if read == 0 && !to.is_empty() && self.hasher.clone().finalize() != self.expected {
            return Err(io::Error::other("the archive is damaged: its checksum is another"));
        }
        Ok(read)
    }
}
