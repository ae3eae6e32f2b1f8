//! A file on a disk, and which format it has.

use std::path::Path;

use super::{Format, Glimpse, TargetError};
use crate::source::{self, Refused, Source, zipped};

/// How much of a file is looked at to know its format.
const GLIMPSE: u64 = 1 << 16;

/// Opens a file as published (plain, gzip, zstd, or in a ZIP archive) and says which format it has: that which is given, or the first
/// that knows its beginning. Of an archive it takes the first file that the format knows.
///
/// ```
/// use milieu::link::target::{Format, open};
/// # let folder = tempfile::tempdir()?;
/// let path = folder.path().join("ror.jsonl");
/// std::fs::write(&path, r#"{"id": "https://ror.org/01ggx4157", "status": "active", "name": "CERN", "country": "CH"}"#)?;
/// let (format, source) = open(&path, None)?;
/// assert_eq!(format.read(source, &())?.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When the file cannot be read, or no format knows its beginning.
pub fn open(path: impl AsRef<Path>, format: Option<Format>) -> Result<(Format, Source), TargetError> {
    let path = path.as_ref();
    let Some(archive) = zipped::open(path)? else {
        let (found, source) = guess(source::open(path)?, path)?;
        let format = format.or(found).ok_or_else(|| unknown(path))?;
        return Ok((format, source));
    };
    let names: Vec<&str> = archive.names().collect();
    for (place, name) in names.iter().enumerate() {
        if let (Some(found), source) = guess(archive.file(place)?, Path::new(name))?
            && format.is_none_or(|format| format == found)
        {
            return Ok((found, source));
        }
    }
    match (format, names.as_slice()) {
        (Some(format), [_]) => Ok((format, archive.file(0)?)),
        (Some(format), names) => {
            let reason = format!("no file in it is known as {}: it holds {}", format.name(), names.join(", "));
            Err(Refused::new(path.display().to_string(), 0, reason).into())
        }
        (None, _) => Err(unknown(path)),
    }
}

fn guess(source: Source, path: &Path) -> Result<(Option<Format>, Source), TargetError> {
    let (bytes, source) = source.beginning(GLIMPSE)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = String::from_utf8_lossy(&bytes);
    let glimpse = Glimpse { name: &name, text: text.trim_start_matches('\u{feff}').trim_start() };
    Ok((Format::ALL.into_iter().find(|format| format.knows(&glimpse)), source))
}

fn unknown(path: &Path) -> TargetError {
    let known = Format::ALL.map(Format::name).join(", ");
    TargetError::UnknownFormat { file: path.display().to_string(), known }
}
