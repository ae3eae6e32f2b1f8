//! The file of a target: what it is, its records packed in blocks, and a checksum.
//!
//! ```text
//! milieu target 1\n   u32 length, description as JSON   (u32 length, block)*   u32 0   u32 CRC-32 of all before
//! ```
//!
//! Numbers are little-endian; a block is a zstd frame of postcard's form of some thousand records.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use rayon::prelude::*;

use super::error::ShelfError;
use crate::link::record::Record;
use crate::link::target::Description;

/// How a target's file ends.
pub(super) const EXTENSION: &str = "target";

/// The format's version is its last number: a change to what is written, or to [`Record`], raises it.
const MAGIC: &[u8] = b"milieu target 1\n";
const MAGIC_OF_ANY: &[u8] = b"milieu target ";

/// How many records are packed together: enough to pack well, few enough for every core to have its share.
const BLOCK: usize = 4096;
const LEVEL: i32 = 3;

/// A description or block longer than this is none of ours.
const LONGEST: u32 = 1 << 30;

/// Writes a target beside `path` and puts it in its place once it is whole.
pub(super) fn write(path: &Path, description: &Description, records: &[Record]) -> Result<(), ShelfError> {
    let unfinished = path.with_extension(format!("{}-{}", std::process::id(), "unfinished"));
    let written = write_all(&unfinished, description, records)
        .and_then(|()| fs::rename(&unfinished, path))
        .and_then(|()| File::open(path.parent().unwrap_or(path)).and_then(|folder| folder.sync_all()));
    written.map_err(|error| {
        // It may not be there; the first error is the one to tell.
        let _ = fs::remove_file(&unfinished);
        ShelfError::file("write", path)(error)
    })
}

fn write_all(path: &Path, description: &Description, records: &[Record]) -> io::Result<()> {
    let mut out = Summed { inner: BufWriter::new(File::create(path)?), hasher: crc32fast::Hasher::new() };
    out.write_all(MAGIC)?;
    sized(&mut out, &serde_json::to_vec(description)?)?;
    let blocks: Vec<io::Result<Vec<u8>>> = records.par_chunks(BLOCK).map(pack).collect();
    for block in blocks {
        sized(&mut out, &block?)?;
    }
    out.write_all(&0_u32.to_le_bytes())?;
    let sum = out.hasher.clone().finalize();
    out.write_all(&sum.to_le_bytes())?;
    out.inner.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

fn pack(records: &[Record]) -> io::Result<Vec<u8>> {
    let bytes = postcard::to_allocvec(records).map_err(io::Error::other)?;
    zstd::bulk::compress(&bytes, LEVEL)
}

fn sized(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= LONGEST);
    let length = length.ok_or_else(|| io::Error::other("a part of more than a gigabyte"))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(bytes)
}

/// What is known of the target in a file; the checksum is not looked at.
pub(super) fn describe(path: &Path, name: &str) -> Result<Description, ShelfError> {
    let mut file = BufReader::new(File::open(path).map_err(ShelfError::file("read", path))?);
    beginning(&mut file).map_err(|fault| fault.of(path, name))
}

/// The whole target in a file.
pub(super) fn read(path: &Path, name: &str) -> Result<(Description, Vec<Record>), ShelfError> {
    let bytes = fs::read(path).map_err(ShelfError::file("read", path))?;
    whole(&bytes).map_err(|fault| fault.of(path, name))
}

enum Fault {
    Reason(String),
    Read(io::Error),
}

impl Fault {
    fn of(self, path: &Path, name: &str) -> ShelfError {
        match self {
            Self::Reason(reason) => ShelfError::Damaged { name: name.to_owned(), path: path.to_owned(), reason },
            Self::Read(error) if error.kind() == io::ErrorKind::UnexpectedEof => Self::short().of(path, name),
            Self::Read(error) => ShelfError::file("read", path)(error),
        }
    }

    fn short() -> Self {
        Self::Reason("it breaks off".to_owned())
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

fn beginning(from: &mut impl Read) -> Result<Description, Fault> {
    let mut magic = [0; MAGIC.len()];
    from.read_exact(&mut magic)?;
    if magic != MAGIC {
        let reason =
            if magic.starts_with(MAGIC_OF_ANY) { "another version of milieu wrote it" } else { "no target of milieu" };
        return Err(Fault::Reason(reason.to_owned()));
    }
    let length = number(from)?;
    if length > LONGEST {
        return Err(Fault::short());
    }
    let mut text = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut text)?;
    serde_json::from_slice(&text)
        .map_err(|error| Fault::Reason(format!("its description cannot be understood: {error}")))
}

fn number(from: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    from.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

fn whole(bytes: &[u8]) -> Result<(Description, Vec<Record>), Fault> {
    let mut rest = bytes;
    // What wrote it is told before that the sum is wrong, which it may make otherwise.
    let description = beginning(&mut rest)?;
    let (summed, sum) = bytes.split_last_chunk::<4>().ok_or_else(Fault::short)?;
    if crc32fast::hash(summed) != u32::from_le_bytes(*sum) {
        return Err(Fault::Reason("its checksum is wrong".to_owned()));
    }
    let mut blocks = Vec::new();
    loop {
        let length = number(&mut rest)? as usize;
        if length == 0 {
            break;
        }
        let (block, after) = rest.split_at_checked(length).ok_or_else(Fault::short)?;
        blocks.push(block);
        rest = after;
    }
    let parts: Result<Vec<Vec<Record>>, String> = blocks.into_par_iter().map(unpack).collect();
    let records = parts.map_err(|reason| Fault::Reason(format!("its records cannot be understood: {reason}")))?;
    Ok((description, records.into_iter().flatten().collect()))
}

fn unpack(block: &[u8]) -> Result<Vec<Record>, String> {
    let bytes = zstd::decode_all(block).map_err(|error| error.to_string())?;
    postcard::from_bytes(&bytes).map_err(|error| error.to_string())
}

/// Sums what goes through.
struct Summed<W> {
    inner: W,
    hasher: crc32fast::Hasher,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
