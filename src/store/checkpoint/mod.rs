//! A state of the store as two Parquet files, which any tool reads as they lie.
//!
//! ```text
//! terms-N.parquet   id, kind (iri | blank | literal | triple), value, datatype, language, direction
//! quads-N.parquet   subject, predicate, object, graph: ids of terms; no graph means the default graph
//! ```

mod parquet_file;
mod quads;
mod seal;
mod terms;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::dictionary::TermId;
use super::disk::Disk;
use super::hash::ContentHash;
use super::{Commit, StoreError};
use crate::snapshot::{DEFAULT_GRAPH, State};
pub(super) use seal::Seal;

/// The files of a checkpoint by name.
pub(super) type Files = BTreeMap<String, Seal>;

/// The names of the files of the state after commit `number`: terms and quads.
pub(super) fn names(number: u64) -> [String; 2] {
    [format!("terms-{number}.parquet"), format!("quads-{number}.parquet")]
}

/// Whether a file of this name may be one of ours.
pub(super) fn owns(name: &str) -> bool {
    (name.starts_with("terms-") || name.starts_with("quads-")) && name.ends_with(".parquet")
}

/// Writes `state` into `folder`, on both cores. `go_on` is asked now and then.
pub(super) fn write(
    folder: &Path,
    state: &State,
    disk: &Disk,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Files, StoreError> {
    let [terms, quads] = names(state.number);
    let (sealed_terms, sealed_quads) = rayon::join(
        || {
            let inline = quads::inline(state);
            let batches = terms::batches(&state.dictionary, &inline);
            parquet_file::write(&folder.join(&terms), &terms::schema(), batches, disk, go_on)
        },
        || parquet_file::write(&folder.join(&quads), &quads::schema(), quads::batches(state), disk, go_on),
    );
    Ok(Files::from([(terms, sealed_terms?), (quads, sealed_quads?)]))
}

/// Reads the state after `commit` from `folder`.
pub(super) fn read(folder: &Path, commit: &Commit, files: &Files) -> Result<State, StoreError> {
    let number = commit.number;
    let [terms, quads] = names(number);
    let sealed = |name: &String| {
        let lost = || StoreError::Damaged { path: folder.join("manifest.json"), reason: format!("it lacks {name}") };
        Ok::<_, StoreError>((folder.join(name), files.get(name).ok_or_else(lost)?))
    };
    let (terms, terms_seal) = sealed(&terms)?;
    let (quads, quads_seal) = sealed(&quads)?;
    let (dictionary, tables) = rayon::join(
        || terms::read(parquet_file::read(&terms, terms_seal)?, &terms),
        || quads::read(parquet_file::read(&quads, quads_seal)?, &quads),
    );
    let (dictionary, tables) = (dictionary?, tables?);
    let damaged = |reason: String| StoreError::Damaged { path: quads.clone(), reason };
    let known = |id: TermId| dictionary.knows(id);
    let counted = tables.par_iter().map(|(&predicate, table)| {
        let mut graphs: FxHashMap<TermId, u64> = FxHashMap::default();
        for [subject, object, graph] in table.rows() {
            if !known(subject) || !known(predicate) || !known(object) || graph != DEFAULT_GRAPH && !known(graph) {
                let row = [subject, predicate, object, graph];
                return Err(damaged(format!("the quad {row:?} names a term that is not there")));
            }
            *graphs.entry(graph).or_default() += 1;
        }
        Ok(graphs)
    });
    let mut graphs = BTreeMap::new();
    for (graph, quads) in counted.collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
        *graphs.entry(graph).or_default() += quads;
    }
    let total: usize = tables.values().map(|table| table.len()).sum();
    if total as u64 != commit.quads {
        return Err(damaged(format!("it has {total} quads and the manifest says {}", commit.quads)));
    }
    let hash = ContentHash::parse(&commit.hash)
        .ok_or_else(|| damaged(format!("the manifest's hash \"{}\" is not hexadecimal", commit.hash)))?;
    Ok(State { number, dictionary, tables, graphs, quads: total, hash, ..State::default() })
}
