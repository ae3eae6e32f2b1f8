//! Many lines of N-Triples or N-Quads at once, parsed on every core.
//!
//! The input is cut at line ends into blocks. Threads turn each block into a [`Chunk`]: its terms once each, as the dictionary keeps
//! them, and its rows by numbers that hold within the chunk. Chunks come out in the order of the file and are staged one by one, while
//! the next are being parsed; so much is under way at once as there are threads, and memory does not grow with the file.

mod blocks;
mod chunk;
mod local;
mod plain;
#[cfg(test)]
mod same;
mod tokens;

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::NamedNode;

use blocks::Blocks;
pub(crate) use chunk::{Broken, Chunk};
use tokens::Arity;

/// How lines are to be read.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// N-Triples or N-Quads.
    pub(crate) format: RdfFormat,
    /// The graph of statements that name none.
    pub(crate) graph: NamedNode,
}

impl Reading {
    fn arity(&self) -> Arity {
        if self.format == RdfFormat::NQuads { Arity::Quads } else { Arity::Triples }
    }

    fn parser(&self) -> RdfParser {
        RdfParser::from_format(self.format).with_default_graph(self.graph.clone())
    }
}

/// The chunks of `input`, in its order.
pub(crate) fn chunks<R: Read>(input: R, reading: Reading) -> Chunks<R> {
    Chunks { blocks: Blocks::new(input), reading, jobs: None, pending: VecDeque::new() }
}

type Job = (Vec<u8>, Sender<Chunk>);

/// See [`chunks`].
pub(crate) struct Chunks<R> {
    blocks: Blocks<R>,
    reading: Reading,
    jobs: Option<Sender<Job>>,
    pending: VecDeque<Receiver<Chunk>>,
}

impl<R: Read> Iterator for Chunks<R> {
    type Item = io::Result<Chunk>;

    fn next(&mut self) -> Option<Self::Item> {
        let threads = rayon::current_num_threads();
        while self.pending.len() < 2 * threads {
            match self.blocks.next() {
                None => break,
                Some(Err(error)) => return Some(Err(error)),
                // What fits one block is not worth a thread.
                Some(Ok(block)) if self.jobs.is_none() && self.blocks.ended() => {
                    return Some(Ok(Chunk::parse(&block, &self.reading)));
                }
                Some(Ok(block)) => {
                    let (answer, chunk) = channel();
                    let jobs = self.jobs.get_or_insert_with(|| spawn(threads, &self.reading));
                    jobs.send((block, answer)).expect("the threads live as long as their sender");
                    self.pending.push_back(chunk);
                }
            }
        }
        // The error would be a panic of the thread, which has told of itself.
        self.pending.pop_front().map(|chunk| Ok(chunk.recv().expect("a thread answers each block")))
    }
}

/// Threads that parse until the sender is dropped. Not rayon's own: whoever waits here might be one of them.
fn spawn(threads: usize, reading: &Reading) -> Sender<Job> {
    let (jobs, waiting) = channel::<Job>();
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..threads {
        let (waiting, reading) = (Arc::clone(&waiting), reading.clone());
        thread::spawn(move || {
            loop {
                let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok((block, answer)) = job else { return };
                // Nobody listens any more when the load was cancelled.
                let _ = answer.send(Chunk::parse(&block, &reading));
            }
        });
    }
    jobs
}
