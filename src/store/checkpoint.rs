//! The folder that keeps a store: the tables as Parquet, which any tool reads as it lies, and a manifest that says what is true.
//!
//! ```text
//! manifest.json     format, snapshot number, content hash, and of each file its length and SHA-256
//! terms-N.parquet   id, kind (iri | blank | literal | triple), value, datatype, language, direction
//! quads-N.parquet   subject, predicate, object, graph: ids of terms; no graph means the default graph
//! lock              held while a process has the store open; its text is the process's number
//! ```
//! A commit writes new files under the next number and then puts the new manifest in the old one's place by renaming. Until
//! that moment the old state is whole; after it the new one is.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch, StringArray, StringBuilder, UInt32Array};
use arrow::datatypes::{DataType, Field, Schema};
use oxigraph::model::{BaseDirection, BlankNode, Literal, NamedNode, Term};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::StoreError;
use super::dictionary::{Dictionary, Growing};
use super::hash::ContentHash;
use super::table::{Order, Row, Table};
use crate::snapshot::{DEFAULT_GRAPH, State};

const FORMAT: u32 = 1;
const BATCH: usize = 64 * 1024;

/// What stands in `manifest.json`.
#[derive(Serialize, Deserialize)]
struct Manifest {
    format: u32,
    snapshot: u64,
    hash: String,
    quads: usize,
    files: BTreeMap<String, Sealed>,
}

/// What the manifest says of a file.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
struct Sealed {
    bytes: u64,
    sha256: String,
}

/// An open folder; its lock is held until it is dropped.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens or makes the folder and reads the state that it keeps.
    pub(super) fn open(path: &Path) -> Result<(Self, State), StoreError> {
        fs::create_dir_all(path).map_err(file("make", path))?;
        let lock = lock(path)?;
        let folder = Self { path: path.to_owned(), _lock: lock };
        let state = folder.read()?;
        Ok((folder, state))
    }

    fn manifest(&self) -> PathBuf {
        self.path.join("manifest.json")
    }

    fn read(&self) -> Result<State, StoreError> {
        let path = self.manifest();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::default()),
            Err(error) => return Err(file("read", &path)(error)),
        };
        let damaged = |reason: String| StoreError::Damaged { path: path.clone(), reason };
        let format: u32 = serde_json::from_str::<serde_json::Value>(&text)
            .ok()
            .and_then(|json| json.get("format")?.as_u64()?.try_into().ok())
            .ok_or_else(|| damaged("it names no format".into()))?;
        if format > FORMAT {
            return Err(StoreError::Newer { path, found: format, known: FORMAT });
        }
        let manifest: Manifest = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        for (name, sealed) in &manifest.files {
            let path = self.path.join(name);
            if seal(&path)? != *sealed {
                return Err(StoreError::Damaged { path, reason: "its bytes are not those that were written".into() });
            }
        }
        let number = manifest.snapshot;
        let dictionary = read_terms(&self.path.join(format!("terms-{number}.parquet")))?;
        let (tables, graphs) = read_quads(&self.path.join(format!("quads-{number}.parquet")), &dictionary)?;
        let hash = ContentHash::parse(&manifest.hash).ok_or_else(|| damaged("its hash is not hexadecimal".into()))?;
        Ok(State { number, dictionary, tables, graphs, quads: manifest.quads, hash })
    }

    /// Writes `state`; once this returns it is what the folder holds.
    pub(super) fn write(&self, state: &State) -> Result<(), StoreError> {
        let number = state.number;
        let terms = format!("terms-{number}.parquet");
        let quads = format!("quads-{number}.parquet");
        write_parquet(&self.path.join(&terms), &term_schema(), term_batches(&state.dictionary))?;
        write_parquet(&self.path.join(&quads), &quad_schema(), quad_batches(state))?;
        let files = [terms, quads]
            .into_iter()
            .map(|name| Ok((name.clone(), seal(&self.path.join(name))?)))
            .collect::<Result<BTreeMap<_, _>, StoreError>>()?;
        let manifest =
            Manifest { format: FORMAT, snapshot: number, hash: state.hash.to_string(), quads: state.quads, files };
        let text = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
        let (path, temporary) = (self.manifest(), self.path.join("manifest.json.new"));
        let mut out = File::create(&temporary).map_err(file("write", &temporary))?;
        out.write_all(&text).and_then(|()| out.sync_all()).map_err(file("write", &temporary))?;
        fs::rename(&temporary, &path).map_err(file("rename", &temporary))?;
        File::open(&self.path).and_then(|folder| folder.sync_all()).map_err(file("write", &self.path))?;
        self.tidy(&manifest);
        Ok(())
    }

    /// Removes files of earlier states. They do no harm, so a failure is not one of the commit.
    fn tidy(&self, manifest: &Manifest) {
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let ours = name.starts_with("terms-") || name.starts_with("quads-");
            if ours
                && !manifest.files.contains_key(&*name)
                && let Err(error) = fs::remove_file(entry.path())
            {
                tracing::warn!(%error, file = %entry.path().display(), "an old file stays");
            }
        }
    }
}

fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError::File { action, path, source }
}

fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join("lock");
    let mut lock = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(file("write", &path))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            lock.read_to_string(&mut pid).map_err(file("read", &path))?;
            let pid = if pid.is_empty() { "another process".to_owned() } else { format!("process {pid}") };
            return Err(StoreError::InUse { folder: folder.to_owned(), pid });
        }
        Err(TryLockError::Error(error)) => return Err(file("lock", &path)(error)),
    }
    lock.set_len(0).and_then(|()| write!(lock, "{}", std::process::id())).map_err(file("write", &path))?;
    Ok(lock)
}

fn seal(path: &Path) -> Result<Sealed, StoreError> {
    let mut input = File::open(path).map_err(file("read", path))?;
    let (mut hasher, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 20]);
    loop {
        match input.read(&mut buffer).map_err(file("read", path))? {
            0 => return Ok(Sealed { bytes, sha256: crate::hex(&hasher.finalize()) }),
            read => {
                hasher.update(&buffer[..read]);
                bytes += read as u64;
            }
        }
    }
}

fn term_schema() -> Arc<Schema> {
    Arc::new(Schema::new(vec![
        Field::new("id", DataType::UInt32, false),
        Field::new("kind", DataType::Utf8, false),
        Field::new("value", DataType::Utf8, false),
        Field::new("datatype", DataType::Utf8, true),
        Field::new("language", DataType::Utf8, true),
        Field::new("direction", DataType::Utf8, true),
    ]))
}

fn term_batches(dictionary: &Dictionary) -> impl Iterator<Item = Vec<ArrayRef>> {
    (1..=dictionary.len()).step_by(BATCH).map(move |first| {
        let ids = first..(first + BATCH).min(dictionary.len() + 1);
        let ids: Vec<u32> = ids.map(|id| u32::try_from(id).expect("ids are u32")).collect();
        let mut texts: [StringBuilder; 5] = std::array::from_fn(|_| StringBuilder::new());
        for &id in &ids {
            let [kind, value, datatype, language, direction] = &mut texts;
            match dictionary.term(id) {
                Term::NamedNode(node) => row(kind, value, "iri", node.as_str()),
                Term::BlankNode(node) => row(kind, value, "blank", node.as_str()),
                Term::Triple(triple) => row(kind, value, "triple", &Term::Triple(triple).to_string()),
                Term::Literal(literal) => {
                    row(kind, value, "literal", literal.value());
                    datatype.append_option(literal.language().is_none().then(|| literal.datatype().as_str()));
                    language.append_option(literal.language());
                    direction.append_option(literal.direction().map(|direction| match direction {
                        BaseDirection::Ltr => "ltr",
                        BaseDirection::Rtl => "rtl",
                    }));
                    continue;
                }
            }
            datatype.append_null();
            language.append_null();
            direction.append_null();
        }
        let mut columns: Vec<ArrayRef> = vec![Arc::new(UInt32Array::from(ids))];
        columns.extend(texts.into_iter().map(|mut text| Arc::new(text.finish()) as ArrayRef));
        columns
    })
}

fn row(kind: &mut StringBuilder, value: &mut StringBuilder, name: &str, text: &str) {
    kind.append_value(name);
    value.append_value(text);
}

fn quad_schema() -> Arc<Schema> {
    let field = |name, null| Field::new(name, DataType::UInt32, null);
    Arc::new(Schema::new(vec![
        field("subject", false),
        field("predicate", false),
        field("object", false),
        field("graph", true),
    ]))
}

fn quad_batches(state: &State) -> impl Iterator<Item = Vec<ArrayRef>> {
    state.tables.iter().flat_map(|(&predicate, table)| {
        table.rows(Order::BySubject).chunks(BATCH).map(move |rows| {
            let column =
                |at: usize| -> ArrayRef { Arc::new(UInt32Array::from_iter_values(rows.iter().map(|r| r[at]))) };
            let graphs = rows.iter().map(|row| (row[2] != DEFAULT_GRAPH).then_some(row[2]));
            vec![
                column(0),
                Arc::new(UInt32Array::from_value(predicate, rows.len())),
                column(1),
                Arc::new(graphs.collect::<UInt32Array>()),
            ]
        })
    })
}

fn write_parquet(
    path: &Path,
    schema: &Arc<Schema>,
    batches: impl Iterator<Item = Vec<ArrayRef>>,
) -> Result<(), StoreError> {
    let failed = |error: parquet::errors::ParquetError| file("write", path)(io::Error::other(error));
    let out = File::create(path).map_err(file("write", path))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).expect("1 is a level")))
        .build();
    let mut writer = ArrowWriter::try_new(out, Arc::clone(schema), Some(properties)).map_err(failed)?;
    for columns in batches {
        let batch = RecordBatch::try_new(Arc::clone(schema), columns).expect("columns fit their schema");
        writer.write(&batch).map_err(failed)?;
    }
    let out = writer.into_inner().map_err(failed)?;
    out.sync_all().map_err(file("write", path))
}

fn read_parquet(path: &Path) -> Result<impl Iterator<Item = Result<RecordBatch, StoreError>>, StoreError> {
    let damaged = {
        let path = path.to_owned();
        move |reason: String| StoreError::Damaged { path: path.clone(), reason }
    };
    let input = File::open(path).map_err(file("read", path))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(input)
        .and_then(|builder| builder.with_batch_size(BATCH).build())
        .map_err(|error| damaged(error.to_string()))?;
    Ok(reader.map(move |batch| batch.map_err(|error| damaged(error.to_string()))))
}

/// The column `name` of `batch` as `T`.
fn column<'a, T: 'static>(batch: &'a RecordBatch, name: &str, path: &Path) -> Result<&'a T, StoreError> {
    batch
        .column_by_name(name)
        .and_then(|column| column.as_any().downcast_ref())
        .ok_or_else(|| StoreError::Damaged { path: path.to_owned(), reason: format!("it has no usable column {name}") })
}

fn read_terms(path: &Path) -> Result<Dictionary, StoreError> {
    let mut terms = Growing::new(Dictionary::default());
    for batch in read_parquet(path)? {
        let batch = batch?;
        let ids: &UInt32Array = column(&batch, "id", path)?;
        let text = |name| column::<StringArray>(&batch, name, path);
        let (kind, value) = (text("kind")?, text("value")?);
        let optional = [text("datatype")?, text("language")?, text("direction")?];
        for at in 0..batch.num_rows() {
            let [datatype, language, direction] = optional.map(|texts| texts.is_valid(at).then(|| texts.value(at)));
            let damaged =
                || StoreError::Damaged { path: path.to_owned(), reason: format!("term {} is none", ids.value(at)) };
            let term = term(kind.value(at), value.value(at), datatype, language, direction).ok_or_else(damaged)?;
            if terms.intern(term.as_ref()) != ids.value(at) {
                return Err(damaged());
            }
        }
    }
    Ok(terms.freeze())
}

fn term(
    kind: &str,
    value: &str,
    datatype: Option<&str>,
    language: Option<&str>,
    direction: Option<&str>,
) -> Option<Term> {
    Some(match (kind, datatype, language, direction) {
        ("iri", ..) => NamedNode::new_unchecked(value).into(),
        ("blank", ..) => BlankNode::new_unchecked(value).into(),
        ("triple", ..) => value.parse().ok()?,
        ("literal", Some(datatype), ..) => Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into(),
        ("literal", None, Some(language), None) => {
            Literal::new_language_tagged_literal_unchecked(value, language).into()
        }
        ("literal", None, Some(language), Some(direction)) => {
            let direction = if direction == "rtl" { BaseDirection::Rtl } else { BaseDirection::Ltr };
            Literal::new_directional_language_tagged_literal_unchecked(value, language, direction).into()
        }
        _ => return None,
    })
}

type Tables = BTreeMap<u32, Arc<Table>>;

fn read_quads(path: &Path, dictionary: &Dictionary) -> Result<(Tables, BTreeMap<u32, u64>), StoreError> {
    let known = |id: u32| id as usize <= dictionary.len();
    let mut rows: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
    let mut graphs = BTreeMap::new();
    for batch in read_parquet(path)? {
        let batch = batch?;
        let ids = |name| column::<UInt32Array>(&batch, name, path);
        let (subject, predicate, object, graph) = (ids("subject")?, ids("predicate")?, ids("object")?, ids("graph")?);
        for at in 0..batch.num_rows() {
            let graph = if graph.is_valid(at) { graph.value(at) } else { DEFAULT_GRAPH };
            let row = [subject.value(at), object.value(at), graph];
            if !row.into_iter().chain([predicate.value(at)]).all(known) {
                let reason = format!("quad {at} names a term that is not there");
                return Err(StoreError::Damaged { path: path.to_owned(), reason });
            }
            rows.entry(predicate.value(at)).or_default().push(row);
            *graphs.entry(graph).or_default() += 1;
        }
    }
    let tables = rows.into_iter().map(|(predicate, rows)| (predicate, Arc::new(Table::from_sorted(rows))));
    Ok((tables.collect(), graphs))
}
