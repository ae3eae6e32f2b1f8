//! Queries of analysis on milieu; `benches/analytics.py` runs this beside the peers. By hand:
//!
//! ```text
//! cargo bench --bench analytics -- run STORE_OR_FILE QUERIES RUNS [--way columns|evaluator] [--cap SECONDS] [--answers FOLDER]
//! cargo bench --bench analytics -- export STORE_OR_FILE FILE      every triple once, as N-Triples: what the peers load
//! cargo bench --bench analytics -- kernels STORE_OR_FILE RUNS     two of the queries written by hand, as the limit
//! ```
//! `run` answers each query once to warm up, which `--answers` keeps as SPARQL JSON, and then RUNS times, or as often as the cap allows. A line of
//! JSON a query: milliseconds from the text to the last row read.

#[path = "analytics/kernels.rs"]
mod kernels;

use std::error::Error;
use std::fs::{self, File};
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kernels::{Columns, Index, Pairs};
use milieu::ingest::Load;
use milieu::io::{RdfFormat, RdfSerializer};
use milieu::model::{NamedNodeRef, Term, TermRef, vocab::rdf};
use milieu::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use milieu::sparql::{self, QueryOptions, QueryResults, Way};
use milieu::{Snapshot, Store, vocab};
use serde_json::{Value, json};

/// As the command allocates.
#[global_allocator]
static ALLOCATOR: milieu::memory::Counting<mimalloc::MiMalloc> = milieu::memory::Counting::new(mimalloc::MiMalloc);

type Done<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Done {
    // Cargo adds its own flag to what was asked for.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["run", data, queries, runs, ref settings @ ..] => {
            run(&snapshot(data)?, queries.as_ref(), runs.parse()?, &Settings::read(settings)?)
        }
        ["export", data, file] => export(&snapshot(data)?, file.as_ref()),
        ["kernels", data, runs] => {
            kernels(&snapshot(data)?, runs.parse()?);
            Ok(())
        }
        _ => {
            println!(
                "run STORE_OR_FILE QUERIES RUNS | export STORE_OR_FILE FILE | kernels STORE_OR_FILE RUNS; see benches/README.md"
            );
            Ok(())
        }
    }
}

/// The state of a store's folder, or of a new store in memory that the file was loaded into.
fn snapshot(data: &str) -> Done<Snapshot> {
    let path = Path::new(data);
    if path.is_dir() {
        return Ok(Store::open_read_only(path)?.snapshot());
    }
    let store = Store::new();
    Load::new(&store).rdf(path)?;
    Ok(store.snapshot())
}

struct Settings {
    way: Way,
    cap: Duration,
    answers: Option<PathBuf>,
}

impl Settings {
    fn read(settings: &[&str]) -> Done<Self> {
        let mut read = Self { way: Way::Columns, cap: Duration::from_secs(60), answers: None };
        for setting in settings.chunks(2) {
            match *setting {
                ["--way", "columns"] => read.way = Way::Columns,
                ["--way", "evaluator"] => read.way = Way::Evaluator,
                ["--cap", seconds] => read.cap = Duration::from_secs_f64(seconds.parse()?),
                ["--answers", folder] => read.answers = Some(folder.into()),
                _ => return Err(format!("not a setting: {setting:?}").into()),
            }
        }
        Ok(read)
    }

    fn options(&self) -> QueryOptions {
        QueryOptions { way: self.way, timeout: Some(self.cap), ..QueryOptions::default() }
    }
}

fn run(snapshot: &Snapshot, queries: &Path, runs: usize, settings: &Settings) -> Done {
    let mut files: Vec<PathBuf> = fs::read_dir(queries)?.map(|entry| Ok(entry?.path())).collect::<Done<_>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "rq"));
    files.sort();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let figures = match measure(snapshot, &fs::read_to_string(&file)?, &name, runs, settings) {
            Ok((ms, rows)) => json!({ "query": name, "ms": ms, "rows": rows }),
            Err(error) => json!({ "query": name, "error": error.to_string() }),
        };
        println!("{figures}");
    }
    Ok(())
}

fn measure(snapshot: &Snapshot, text: &str, name: &str, runs: usize, settings: &Settings) -> Done<(Vec<f64>, usize)> {
    let begun = Instant::now();
    let options = settings.options();
    match &settings.answers {
        Some(folder) => answer(snapshot, text, &options, &folder.join(format!("{name}.json")))?,
        None => drop(rows(snapshot, text, &options)?),
    }
    let (mut ms, mut count) = (Vec::new(), 0);
    while ms.len() < runs && (ms.is_empty() || begun.elapsed() < settings.cap) {
        let begun = Instant::now();
        count = rows(snapshot, text, &options)?;
        ms.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    Ok((ms, count))
}

fn rows(snapshot: &Snapshot, text: &str, options: &QueryOptions) -> Done<usize> {
    let QueryResults::Solutions(rows) = sparql::query(snapshot, text, options)? else {
        return Err("only a SELECT has rows".into());
    };
    let mut count = 0;
    for row in rows {
        black_box(row?);
        count += 1;
    }
    Ok(count)
}

fn answer(snapshot: &Snapshot, text: &str, options: &QueryOptions, file: &Path) -> Done {
    let QueryResults::Solutions(rows) = sparql::query(snapshot, text, options)? else {
        return Err("only a SELECT has rows".into());
    };
    let out = BufWriter::new(File::create(file)?);
    let mut out = QueryResultsSerializer::from_format(QueryResultsFormat::Json)
        .serialize_solutions_to_writer(out, rows.variables().to_vec())?;
    for row in rows {
        out.serialize(&row?)?;
    }
    out.finish()?.flush()?;
    Ok(())
}

/// The union of all graphs, as every query sees it.
fn export(snapshot: &Snapshot, file: &Path) -> Done {
    let every = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }";
    let QueryResults::Graph(triples) = sparql::query(snapshot, every, &QueryOptions::default())? else {
        return Err("a CONSTRUCT gives triples".into());
    };
    let out = BufWriter::with_capacity(1 << 20, File::create(file)?);
    let mut out = RdfSerializer::from_format(RdfFormat::NTriples).for_writer(out);
    let mut count = 0_u64;
    for triple in triples {
        out.serialize_triple(&triple?)?;
        count += 1;
    }
    out.finish()?.flush()?;
    println!("{}", json!({ "triples": count }));
    Ok(())
}

fn kernels(snapshot: &Snapshot, runs: usize) {
    let columns = columns(snapshot);
    let timed = |work: &mut dyn FnMut() -> usize| -> Value {
        let rows = work();
        let ms = (0..runs).map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed().as_secs_f64() * 1e3
        });
        json!({ "ms": ms.collect::<Vec<_>>(), "rows": rows })
    };
    let index = Index::of(&columns);
    let mut made = timed(&mut || black_box(Index::of(&columns)).countries());
    made["query"] = "index".into();
    let mut foreign = timed(&mut || black_box(kernels::foreign_linkages(&columns, &index)).len());
    foreign["query"] = "foreign-linkages".into();
    let mut ei = timed(&mut || black_box(kernels::ei_index(&columns, &index)).len());
    ei["query"] = "ei-index".into();
    println!("{made}\n{foreign}\n{ei}");
}

/// Reads what the kernels need, each pair once, things numbered as they come.
fn columns(snapshot: &Snapshot) -> Columns {
    let mut numbers = std::collections::HashMap::new();
    let mut number = |term: Term| {
        let next = u32::try_from(numbers.len()).expect("ids are u32");
        *numbers.entry(term).or_insert(next)
    };
    let mut pairs = |predicate: NamedNodeRef<'_>, object: Option<TermRef<'_>>| -> Pairs {
        let quads = snapshot.quads_for_pattern(None, Some(predicate), object, None);
        let mut pairs: Vec<(u32, u32)> = quads.map(|quad| (number(quad.subject.into()), number(quad.object))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.into_iter().unzip()
    };
    let clusters = pairs(rdf::TYPE, Some(vocab::milieu::CLUSTER.into())).0;
    let belongs_to = pairs(vocab::milieu::BELONGS_TO, None);
    let has_end = pairs(vocab::milieu::HAS_END, None);
    let in_country = pairs(vocab::milieu::IN_COUNTRY, None);
    Columns { terms: numbers.len(), clusters, belongs_to, has_end, in_country }
}
