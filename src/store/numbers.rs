//! The numbers among the terms of a dictionary, read once: arithmetic over many rows need not read literals again and again.

use oxsdatatypes::{Decimal, Double, Float, Integer};

use super::term;

/// A number as XML Schema has it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    Integer(Integer),
    Decimal(Decimal),
    Float(Float),
    Double(Double),
}

impl Number {
    /// The number that an encoded literal of one of the four types is written for.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let (&tag, text) = bytes.split_first()?;
        let text = || std::str::from_utf8(text).ok();
        match tag {
            term::INTEGER => text()?.parse().ok().map(Self::Integer),
            term::DECIMAL => text()?.parse().ok().map(Self::Decimal),
            term::FLOAT => text()?.parse().ok().map(Self::Float),
            term::DOUBLE => text()?.parse().ok().map(Self::Double),
            _ => None,
        }
    }
}

/// Places in a block.
const BLOCK: usize = u64::BITS as usize;

/// The numbers of a list of terms, by place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    /// Which places are numbers, and how many are in the blocks before.
    blocks: Vec<(u64, u32)>,
    values: Vec<Number>,
}

impl Numbers {
    pub(super) fn of<'t>(terms: impl Iterator<Item = &'t [u8]>) -> Self {
        let mut numbers = Self::default();
        for (place, bytes) in terms.enumerate() {
            if place % BLOCK == 0 {
                let before = u32::try_from(numbers.values.len()).expect("fewer than a billion terms");
                numbers.blocks.push((0, before));
            }
            if let (Some(number), Some((bits, _))) = (Number::read(bytes), numbers.blocks.last_mut()) {
                *bits |= 1 << (place % BLOCK);
                numbers.values.push(number);
            }
        }
        numbers.values.shrink_to_fit();
        numbers
    }

    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<Number> {
        let (bits, before) = self.blocks.get(place / BLOCK)?;
        let bit = 1 << (place % BLOCK);
        let at = *before as usize + (bits & (bit - 1)).count_ones() as usize;
        (bits & bit != 0).then(|| self.values[at])
    }
}
