//! Where in a file a parser is that does not tell.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

/// A reader that hands out one line at a time and counts them: for parsers that read ahead and do not say where they are.
pub(crate) struct LineByLine<R> {
    inner: BufReader<R>,
    begun: bool,
    reached: Rc<Cell<u64>>,
}

impl<R: Read> LineByLine<R> {
    pub(crate) fn new(source: R) -> Self {
        Self { inner: BufReader::new(source), begun: false, reached: Rc::default() }
    }

    /// The number of the line reached, from 1; it goes on with the reading.
    pub(crate) fn reached(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.reached)
    }
}

impl<R: Read> Read for LineByLine<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let at_hand = self.inner.fill_buf()?;
        let line = at_hand.iter().position(|byte| *byte == b'\n').map_or(at_hand.len(), |end| end + 1);
        let taken = line.min(to.len());
        to[..taken].copy_from_slice(&at_hand[..taken]);
        if !self.begun && taken > 0 {
            self.reached.set(self.reached.get() + 1);
        }
        self.begun = taken > 0 && to[taken - 1] != b'\n';
        self.inner.consume(taken);
        Ok(taken)
    }
}
