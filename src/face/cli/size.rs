//! Sizes of memory as people write them.

/// The bytes that `text` means: a number with B, kB, MB, GB (thousands) or KiB, MiB, GiB (1024s) behind it.
pub(super) fn bytes(text: &str) -> Result<usize, String> {
    let no_size = || format!("\"{text}\" is no size: write it like 512MiB or 2GB");
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "b" => 1,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        _ => return Err(no_size()),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole: u64 = whole.parse().map_err(|_| no_size())?;
    let part = match part {
        "" => 0,
        // More digits than these tell less than a byte.
        part => {
            part.get(..part.len().min(9)).unwrap_or(part).parse::<u64>().map_err(|_| no_size())? * unit
                / 10_u64.pow(u32::try_from(part.len().min(9)).expect("nine at most"))
        }
    };
    let bytes = whole.checked_mul(unit).and_then(|bytes| bytes.checked_add(part)).ok_or_else(no_size)?;
    usize::try_from(bytes).map_err(|_| no_size())
}

/// The same, where 0 needs no unit.
pub(super) fn bytes_or_none(text: &str) -> Result<usize, String> {
    if text.trim() == "0" { Ok(0) } else { bytes(text) }
}

#[cfg(test)]
mod tests {
    use super::{bytes, bytes_or_none};

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, size) in
            [("512MiB", 512 << 20), ("1.5 GiB", 3 << 29), ("2GB", 2_000_000_000), ("64k", 65_536), ("100B", 100)]
        {
            assert_eq!(bytes(text), Ok(size), "{text}");
        }
        assert_eq!((bytes_or_none("0"), bytes_or_none("1k")), (Ok(0), Ok(1024)));
        for text in ["", "512", "MiB", "1..2MB", "-1MB", "9e9MB", "99999999999999GiB"] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }
}
