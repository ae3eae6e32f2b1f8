//! A process that commits is killed at any moment, again and again.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use milieu::Store;
use milieu::model::Quad;

use super::{Outcome, file, quad};

const FOLDER: &str = "MILIEU_CRASH_FOLDER";
/// How often the process is killed.
const KILLS: u64 = 200;
/// A commit's quads stay for so many commits.
const STAY: u64 = 3;

/// Numbers that look random and are the same on each run (xorshift).
fn random(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// What commit `number` brings.
fn brought(number: u64) -> impl Iterator<Item = String> {
    quads(number).map(|quad| quad.to_string())
}

fn quads(number: u64) -> impl Iterator<Item = Quad> {
    (0..=number % 7).map(move |value| quad(number, value))
}

/// What is there after commit `number`, and nothing else may be.
fn expected(number: u64) -> BTreeSet<String> {
    (number.saturating_sub(STAY - 1).max(1)..=number).flat_map(brought).collect()
}

/// Commits until it is killed, and says the number of each commit that was acknowledged.
fn commit_for_ever(folder: &Path) {
    let store = Store::open(folder).unwrap();
    store.keep(5).unwrap();
    let mut out = std::io::stdout().lock();
    loop {
        let mut transaction = store.begin();
        let number = transaction.before().number() + 1;
        transaction.extend(quads(number));
        if let Some(old) = number.checked_sub(STAY) {
            quads(old).for_each(|quad| transaction.remove(&quad));
        }
        let snapshot = transaction.commit().unwrap();
        writeln!(out, "acknowledged {}", snapshot.number()).and_then(|()| out.flush()).unwrap();
        if number % 11 == 0 {
            store.compact().unwrap();
        }
    }
}

#[test]
fn killed_at_any_moment_it_has_every_acknowledged_commit_and_no_half_one() -> Outcome {
    if let Some(folder) = std::env::var_os(FOLDER) {
        commit_for_ever(Path::new(&folder));
    }
    let kills = std::env::var("MILIEU_KILLS").ok().map_or(Ok(KILLS), |kills| kills.parse())?;
    let temporary = tempfile::tempdir()?;
    let folder = temporary.path();
    let (mut seed, mut torn) = (0x5eed, 0);
    for kill in 0..kills {
        let name = "crash::killed_at_any_moment_it_has_every_acknowledged_commit_and_no_half_one";
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--exact", name, "--nocapture"])
            .env(FOLDER, folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let number = |line: &str| line.split_once("acknowledged ").map(|(_, number)| number.parse::<u64>().unwrap());
        let mut acknowledged = lines.by_ref().map_while(Result::ok).find_map(|line| number(&line)).expect("it commits");
        std::thread::sleep(Duration::from_micros(random(&mut seed) % 25_000));
        child.kill()?;
        child.wait()?;
        // The last line may be cut off: then its number is not whole, and nobody was told.
        let rest: Vec<String> = lines.map_while(Result::ok).collect();
        acknowledged = rest.iter().rev().skip(1).find_map(|line| number(line)).unwrap_or(acknowledged);

        torn += usize::from(tear(folder, random(&mut seed))?);
        let found = Store::open(folder)?.snapshot();
        assert!(found.number() >= acknowledged, "kill {kill}: {} of {acknowledged}", found.number());
        let quads: BTreeSet<String> = found.iter().map(|quad| quad.to_string()).collect();
        assert_eq!(quads, expected(found.number()), "kill {kill}, commit {}", found.number());
        let verified = Store::verify(folder)?;
        assert_eq!((verified.faults, verified.snapshot), (vec![], found.number()), "kill {kill}");
    }
    println!("{kills} kills, {torn} torn tails, {} commits", Store::open(folder)?.snapshot().number());
    Ok(())
}

/// Leaves behind the last journal's end what a write that did not reach the disk may leave: a part of a record, or anything.
fn tear(folder: &Path, random: u64) -> std::io::Result<bool> {
    let path = file(folder, "journal-", ".log");
    let bytes = std::fs::read(&path)?;
    let record = bytes.windows(4).position(|window| window == b"mlj1");
    let tail = match (random % 3, record) {
        (0, Some(start)) => {
            let part = &bytes[start..];
            let mut part = part[..part.len().min(60)].to_vec();
            // The frame is there and what it frames is not what was meant.
            let last = part.len() - 1;
            part[last] ^= 0x10;
            part.truncate(1 + usize::try_from(random >> 8).unwrap_or_default() % part.len());
            part
        }
        (1, _) => random.to_le_bytes().repeat(usize::try_from(random >> 60).unwrap_or(1)),
        _ => return Ok(false),
    };
    std::fs::OpenOptions::new().append(true).open(&path)?.write_all(&tail)?;
    Ok(true)
}
