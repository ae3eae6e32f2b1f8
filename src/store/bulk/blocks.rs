//! A stream cut into blocks of whole lines.

use std::io::{self, Read};

/// Large enough that a term which comes often is looked up rarely, small enough to stay in the processor's cache and to be cancelled
/// at once.
const BLOCK: usize = 4 << 20;

/// Blocks of about four mebibytes, or one line where that is longer. The last line may lack its end.
pub(super) struct Blocks<R> {
    input: R,
    /// The beginning of a line whose end is still to be read.
    rest: Vec<u8>,
    ended: bool,
    size: usize,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, rest: Vec::new(), ended: false, size: BLOCK }
    }

    /// True when nothing comes after the blocks handed out so far.
    pub(super) fn ended(&self) -> bool {
        self.ended && self.rest.is_empty()
    }
}

impl<R: Read> Iterator for Blocks<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut block = Vec::with_capacity(self.rest.len() + self.size);
        block.append(&mut self.rest);
        while !self.ended {
            let before = block.len();
            match self.input.by_ref().take(self.size as u64).read_to_end(&mut block) {
                Err(error) => return Some(Err(error)),
                Ok(read) => self.ended = read < self.size,
            }
            if let Some(end) = memchr::memrchr(b'\n', &block[before..])
                && !self.ended
            {
                self.rest = block.split_off(before + end + 1);
                break;
            }
        }
        (!block.is_empty()).then_some(Ok(block))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(input: &[u8], size: usize) -> Vec<Vec<u8>> {
        Blocks { size, ..Blocks::new(input) }.map(Result::unwrap).collect()
    }

    #[test]
    fn a_line_longer_than_a_block_stays_whole() {
        assert_eq!(cut(b"aaaaaaaaa\nb\nc", 4), [&b"aaaaaaaaa\nb\n"[..], b"c"]);
        assert_eq!(cut(b"", 4), Vec::<Vec<u8>>::new());
    }

    proptest! {
        #[test]
        fn blocks_are_whole_lines_and_all_of_them(text in "[ab\n]{0,60}", size in 1..20_usize) {
            let blocks = cut(text.as_bytes(), size);
            prop_assert_eq!(blocks.concat(), text.as_bytes());
            for block in blocks.iter().rev().skip(1) {
                prop_assert!(block.ends_with(b"\n"));
            }
        }
    }
}
