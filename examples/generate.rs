//! Writes a world of clusters as large as one likes, for measuring loads and queries; the same bytes each time.
//!
//! `cargo run --release --example generate -- 2 world.nt`: two million triples; without a file they go to stdout. A name that ends in
//! `.nq` gets a named graph for each kind of thing.

use std::fs::File;
use std::io::{BufWriter, Write};

#[path = "../benches/generator/mod.rs"]
mod generator;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let millions = arguments.next().ok_or("usage: generate MILLIONS_OF_TRIPLES [FILE]")?;
    let file = arguments.next();
    let syntax = match &file {
        Some(name) if name.ends_with(".nq") => generator::Syntax::NQuads,
        _ => generator::Syntax::NTriples,
    };
    let out: Box<dyn Write> = match file {
        Some(name) => Box::new(File::create(name)?),
        None => Box::new(std::io::stdout().lock()),
    };
    let triples = triples(&millions)?;
    let written = generator::World::of_triples(triples).write(BufWriter::with_capacity(1 << 20, out), syntax)?;
    eprintln!("{written} triples");
    Ok(())
}

/// `0.2` as 200,000.
fn triples(millions: &str) -> Result<u64, Box<dyn std::error::Error>> {
    let (whole, part) = millions.split_once('.').unwrap_or((millions, ""));
    let part = format!("{part:0<6}");
    let (whole, part) = (whole.parse::<u64>()?, part.get(..6).unwrap_or("x").parse::<u64>()?);
    Ok(whole * 1_000_000 + part)
}
