//! A snapshot as compressed files: all of it, and each named graph.

use std::collections::BTreeMap;
use std::io::{self, Write};

use axum::body::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::model::{GraphName, NamedNode};
use crate::snapshot::Snapshot;
use crate::sparql::CancellationToken;
use crate::vocab;

/// The file that holds every graph.
pub(in crate::face::http::dataset) const ALL: &str = "all.nq.gz";

/// A file.
pub(in crate::face::http::dataset) struct Dump {
    /// Its name.
    pub(in crate::face::http::dataset) file: String,
    /// The graph that it holds; all of them if there is none.
    pub(super) graph: Option<NamedNode>,
    pub(super) statements: u64,
    pub(in crate::face::http::dataset) bytes: Bytes,
    pub(in crate::face::http::dataset) sha256: [u8; 32],
}

/// Why there are no files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failed {
    /// They have more bytes than are kept.
    TooLarge,
    /// Nobody waits any more, or the server ends.
    Stopped,
}

/// How many statements are written between looks at whether to go on.
const STRETCH: usize = 4096;

/// The file of the graph `node`: its own name if it is one of ours and plain, else a hash of its name.
pub(in crate::face::http) fn file_of(node: &NamedNode) -> String {
    let plain = |name: &&str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !name.is_empty() && !name.starts_with(['.', '-']) && name.chars().all(fits)
    };
    match node.as_str().strip_prefix(vocab::GRAPH).filter(plain) {
        Some(name) => format!("{name}.nt.gz"),
        None => format!("graph-{}.nt.gz", &crate::hex(&Sha256::digest(node.as_str()))[..16]),
    }
}

/// Makes every file in one walk, in the order of canonical N-Quads: the same quads give the same bytes. All files together have at most
/// `limit` bytes.
pub(super) fn make(snapshot: &Snapshot, limit: usize, stop: Option<&CancellationToken>) -> Result<Vec<Dump>, Failed> {
    let mut all = File::default();
    let mut graphs: BTreeMap<NamedNode, File> = BTreeMap::new();
    let mut lines = snapshot.lines().peekable();
    while lines.peek().is_some() {
        for line in lines.by_ref().take(STRETCH) {
            all.add(&line.to_quad());
            if let GraphName::NamedNode(graph) = &line.graph {
                match graphs.get_mut(graph) {
                    Some(file) => file.add(&line.to_triple()),
                    None => graphs.entry(graph.clone()).or_default().add(&line.to_triple()),
                }
            }
        }
        let size = all.size() + graphs.values().map(File::size).sum::<usize>();
        if size > limit {
            return Err(Failed::TooLarge);
        }
        if stop.is_some_and(CancellationToken::is_cancelled) {
            return Err(Failed::Stopped);
        }
    }
    let mut made = vec![all.finish(ALL.to_owned(), None)];
    made.extend(graphs.into_iter().map(|(graph, file)| file.finish(file_of(&graph), Some(graph))));
    if made.iter().map(|dump| dump.bytes.len()).sum::<usize>() > limit {
        return Err(Failed::TooLarge);
    }
    Ok(made)
}

/// A file that is being written.
struct File {
    // It names neither a time nor a file, so that its bytes depend on the data alone.
    gzip: GzEncoder<Vec<u8>>,
    statements: u64,
}

impl Default for File {
    fn default() -> Self {
        Self { gzip: GzEncoder::new(Vec::new(), Compression::default()), statements: 0 }
    }
}

impl File {
    fn add(&mut self, line: &str) {
        self.gzip.write_all(line.as_bytes()).expect("a list of bytes takes all that is written");
        self.statements += 1;
    }

    fn size(&self) -> usize {
        self.gzip.get_ref().len()
    }

    fn finish(self, file: String, graph: Option<NamedNode>) -> Dump {
        let bytes: io::Result<Vec<u8>> = self.gzip.finish();
        let bytes = bytes.expect("a list of bytes takes all that is written");
        let sha256 = Sha256::digest(&bytes).into();
        Dump { file, graph, statements: self.statements, bytes: bytes.into(), sha256 }
    }
}
