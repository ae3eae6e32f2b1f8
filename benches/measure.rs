//! One measurement a process, so that none lives off what another left in memory. `benches/compare.py` runs these; by hand:
//!
//! ```text
//! cargo bench --bench measure -- generate MILLIONS FILE   a world of so many million triples; .nq puts them into named graphs
//! cargo bench --bench measure -- load FILE FOLDER         an RDF file into a new durable store
//! cargo bench --bench measure -- open FOLDER              a store, from opening to the first answer
//! cargo bench --bench measure -- commit FOLDER TIMES      commits of one quad, each beside a bare write and fsync
//! ```
//! The figures come as one line of JSON: seconds and bytes.

mod generator;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use generator::{Syntax, World};
use milieu::ingest::Load;
use milieu::model::{GraphNameRef, Literal, QuadRef, vocab::rdfs};
use milieu::sparql::{self, QueryOptions, QueryResults};
use milieu::{Snapshot, Store, vocab};
use serde_json::{Value, json};

type Answer = Result<Value, Box<dyn Error>>;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds its own flag to what was asked for.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let figures = match arguments[..] {
        ["generate", millions, file] => generate(millions.parse()?, file.as_ref())?,
        ["load", file, folder] => load(file.as_ref(), folder.as_ref())?,
        ["open", folder] => open(folder.as_ref())?,
        ["commit", folder, times] => commit(folder.as_ref(), times.parse()?)?,
        _ => {
            println!(
                "generate MILLIONS FILE | load FILE FOLDER | open FOLDER | commit FOLDER TIMES; see benches/README.md"
            );
            return Ok(());
        }
    };
    println!("{figures}");
    Ok(())
}

fn generate(millions: f64, file: &Path) -> Answer {
    let syntax = if file.extension().is_some_and(|ending| ending == "nq") { Syntax::NQuads } else { Syntax::NTriples };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size to aim at")]
    let triples = (millions * 1e6) as u64;
    let out = BufWriter::with_capacity(1 << 20, File::create(file)?);
    Ok(json!({ "triples": World::of_triples(triples).write(out, syntax)? }))
}

/// As `milieu load FILE` does it: provenance and what follows from the data are part of it, and so is the last fsync.
fn load(file: &Path, folder: &Path) -> Answer {
    let begun = Instant::now();
    let store = Store::open(folder)?;
    let report = Load::new(&store).rdf(file)?;
    let seconds = begun.elapsed().as_secs_f64();
    Ok(json!({
        "seconds": seconds,
        "triples": report.rows_read,
        "quads": store.snapshot().len(),
        "resident": resident("VmRSS:"),
        "peak": resident("VmHWM:"),
    }))
}

fn open(folder: &Path) -> Answer {
    let before = resident("VmRSS:");
    let begun = Instant::now();
    let store = Store::open(folder)?;
    let snapshot = store.snapshot();
    let labels = rows(&snapshot, "SELECT ?label { ?actor dct:identifier '100000017' ; rdfs:label ?label }")?;
    let seconds = begun.elapsed().as_secs_f64();
    if labels != 2 {
        return Err(format!("two labels, not {labels}").into());
    }
    // Every table by object too: what is made only when it is asked for belongs to the memory that a store in use takes.
    rows(&snapshot, "SELECT ?thing ?property { ?thing ?property milieu:Cluster }")?;
    let resident = resident("VmRSS:") - before;
    Ok(json!({ "seconds": seconds, "quads": snapshot.len(), "terms": snapshot.term_count(), "resident": resident }))
}

fn rows(snapshot: &Snapshot, text: &str) -> Result<usize, Box<dyn Error>> {
    match sparql::query(snapshot, text, &QueryOptions::default())? {
        QueryResults::Solutions(rows) => Ok(rows.collect::<Result<Vec<_>, _>>()?.len()),
        _ => Err("only a SELECT has rows".into()),
    }
}

fn commit(folder: &Path, times: u32) -> Answer {
    let store = Store::open(folder)?;
    let beside = folder.join("beside");
    let (mut commits, mut syncs) = (Vec::new(), Vec::new());
    for number in 0..times {
        let begun = Instant::now();
        let mut transaction = store.begin();
        let label = Literal::from(format!("measured {} {number}", store.snapshot().number()));
        let thing = vocab::id("generated/measured");
        transaction.insert(QuadRef::new(&thing, rdfs::LABEL, &label, GraphNameRef::DefaultGraph));
        transaction.commit()?;
        commits.push(begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        let mut file = File::options().append(true).create(true).open(&beside)?;
        file.write_all(&[0; 128])?;
        file.sync_data()?;
        syncs.push(begun.elapsed().as_secs_f64());
    }
    fs::remove_file(beside)?;
    Ok(json!({ "seconds": median(commits), "fsync": median(syncs) }))
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

/// Bytes of this process, by the name that Linux gives the figure; elsewhere 0.
fn resident(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
}
