//! Reading a set from tab-separated values, its metadata before it or beside it.

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord};

use super::metadata::{self, Metadata};
use super::{Fault, Mapping, MappingSet, Problem, Severity, Slot, Slots, validate};
use crate::text;

/// A set that was read, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// What could be read.
    pub set: MappingSet,
    /// Everything that the standard does not allow, by line.
    pub faults: Vec<Fault>,
}

impl Read {
    /// Whether nothing worse than a warning was found.
    ///
    /// ```
    /// assert!(!milieu::link::sssom::read("empty.sssom.tsv", "").is_valid());
    /// ```
    pub fn is_valid(&self) -> bool {
        self.faults.iter().all(|fault| fault.severity() == Severity::Warning)
    }
}

/// Reads a set from a text whose first lines, behind `#`, are its metadata; `file` is the name that faults give.
///
/// What is said of all mappings stays with the set; see [`MappingSet::propagate`].
///
/// ```
/// use milieu::link::sssom::read;
/// let text = "#curie_map:\n#  ror: https://ror.org/\n#  wd: http://www.wikidata.org/entity/\n\
///             #mapping_set_id: https://example.org/members\n#license: https://creativecommons.org/publicdomain/zero/1.0/\n\
///             subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n\
///             ror:04vnq7t77\tskos:exactMatch\twd:Q122453\tsemapv:LexicalMatching\t1.5\n";
/// let found = read("members.sssom.tsv", text);
/// assert_eq!(found.set.mappings[0].object(), "wd:Q122453");
/// assert_eq!(found.faults[0].to_string(), "members.sssom.tsv:7: confidence: it lies outside 0 to 1");
/// ```
pub fn read(file: &str, text: &str) -> Read {
    let (text, marked) = text.strip_prefix('\u{feff}').map_or((text, false), |rest| (rest, true));
    let mut lines = 0;
    let mut end = 0;
    let mut yaml = String::new();
    for line in text.split_inclusive('\n').take_while(|line| line.starts_with('#')) {
        yaml.push_str(&line[1..]);
        end += line.len();
        lines += 1;
    }
    let mut reader = Reader::new(file, &yaml);
    if marked {
        reader.fault(file, 1, None, "", Problem::Mark);
    }
    reader.table(file, &text[end..], lines)
}

/// Reads a set whose metadata lie in a file of their own.
///
/// ```
/// use milieu::link::sssom::{Slot, read_with_metadata};
/// let yaml = "mapping_set_id: https://example.org/members\nlicense: https://example.org/licence\nmapping_tool: milieu\n";
/// let table = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n";
/// let found = read_with_metadata(("m.sssom.yml", yaml), ("m.sssom.tsv", table));
/// assert!(found.is_valid());
/// assert_eq!(found.set.slots.get(Slot::MappingTool), Some("milieu"));
/// ```
pub fn read_with_metadata(metadata: (&str, &str), table: (&str, &str)) -> Read {
    Reader::new(metadata.0, metadata.1).table(table.0, table.1, 0)
}

struct Reader {
    set: MappingSet,
    extensions: Vec<String>,
    faults: Vec<Fault>,
}

impl Reader {
    /// The metadata, and what is wrong with them.
    fn new(file: &str, yaml: &str) -> Self {
        let mut faults = Vec::new();
        let mut fault = |line, column: Option<&str>, value: &str, problem| {
            let column = column.map(str::to_owned);
            faults.push(Fault { file: file.to_owned(), line, column, value: value.to_owned(), problem });
        };
        let Metadata { set, unknown, extensions } = metadata::parse(yaml).unwrap_or_else(|(line, message)| {
            fault(line, None, "", Problem::Metadata(message));
            Metadata::default()
        });
        for key in unknown.iter().filter(|key| !extensions.contains(key)) {
            let near = text::nearest(key, Slot::ALL.iter().filter(|slot| slot.is_of_set()).map(|slot| slot.name()));
            fault(line_of(yaml, key), Some(key), "", Problem::Unknown { near });
        }
        for (prefix, iri) in set.prefixes.iter() {
            let problem = validate::of_prefix(prefix, iri).or_else(|| (!validate::is_uri(iri)).then_some(Problem::Uri));
            if let Some(problem) = problem {
                fault(line_of(yaml, prefix), Some("curie_map"), iri, problem);
            }
        }
        for (slot, value, problem) in validate::of_set(&set) {
            fault(line_of(yaml, slot.name()), Some(slot.name()), &value, problem);
        }
        Self { set, extensions, faults }
    }

    /// The mappings, behind so many lines.
    fn table(mut self, file: &str, text: &str, lines: u64) -> Read {
        let mut rows =
            ReaderBuilder::new().delimiter(b'\t').has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut row = StringRecord::new();
        let mut columns: Option<Columns> = None;
        loop {
            let at = |row: &StringRecord| row.position().map_or(0, csv::Position::line) + lines;
            match rows.read_record(&mut row) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line) + lines;
                    self.fault(file, line, None, "", Problem::Table(error.to_string()));
                    break;
                }
            }
            let line = at(&row);
            let Some(columns) = &columns else {
                columns = Some(self.header(file, line, &row));
                continue;
            };
            if row.len() > columns.count {
                let problem = Problem::Cells { cells: row.len(), columns: columns.count };
                self.fault(file, line, None, &row[columns.count], problem);
            }
            let mapping = columns.mapping(&row);
            for (slot, value, problem) in validate::of_mapping(&mapping, &self.set) {
                self.fault(file, line, Some(slot.name()), &value, problem);
            }
            self.set.mappings.push(mapping);
        }
        if columns.is_none() && !self.faults.iter().any(|fault| matches!(fault.problem, Problem::Table(_))) {
            self.fault(file, lines + 1, None, "", Problem::NoTable);
        }
        Read { set: self.set, faults: self.faults }
    }

    fn header(&mut self, file: &str, line: u64, row: &StringRecord) -> Columns {
        let mut places: Vec<(Slot, usize)> = Vec::new();
        let mut met = BTreeSet::new();
        for (place, name) in row.iter().enumerate() {
            let problem = match Slot::named(name) {
                Some(slot) if !slot.is_of_mapping() => Problem::Misplaced("a mapping"),
                _ if !met.insert(name) => Problem::Twice,
                Some(slot) => {
                    places.push((slot, place));
                    continue;
                }
                None if self.extensions.iter().any(|own| own == name) => continue,
                None => {
                    let of_mapping = Slot::ALL.iter().filter(|slot| slot.is_of_mapping());
                    Problem::Unknown { near: text::nearest(name, of_mapping.map(|slot| slot.name())) }
                }
            };
            self.fault(file, line, Some(name), name, problem);
        }
        let later =
            |(slot, _): &&(Slot, usize)| slot.is_of_1_1() && self.set.slots.get(Slot::SssomVersion) != Some("1.1");
        if let Some((slot, _)) = places.iter().find(later) {
            self.fault(file, line, Some(slot.name()), slot.name(), Problem::Later);
        }
        places.sort_unstable();
        Columns { places, count: row.len() }
    }

    fn fault(&mut self, file: &str, line: u64, column: Option<&str>, value: &str, problem: Problem) {
        let column = column.map(str::to_owned);
        self.faults.push(Fault { file: file.to_owned(), line, column, value: value.to_owned(), problem });
    }
}

/// Where each slot stands in a row.
struct Columns {
    places: Vec<(Slot, usize)>,
    count: usize,
}

impl Columns {
    fn mapping(&self, row: &StringRecord) -> Mapping {
        let mut values = Vec::with_capacity(self.places.len());
        for (slot, place) in &self.places {
            match row.get(*place) {
                None | Some("") => {}
                Some(cell) if slot.is_list() => values.extend(parts(cell).map(|part| (*slot, part))),
                Some(cell) => values.push((*slot, cell.to_owned())),
            }
        }
        Slots::ascending(values).into()
    }
}

/// The values of a cell with several: parted by `|`, unless a backslash stands before it; two backslashes are one.
fn parts(cell: &str) -> impl Iterator<Item = String> {
    let mut parts = vec![String::new()];
    let mut signs = cell.chars().peekable();
    while let Some(sign) = signs.next() {
        let last = parts.last_mut().expect("there is one from the beginning");
        match sign {
            '|' => parts.push(String::new()),
            '\\' => last.push(signs.next_if(|next| matches!(next, '|' | '\\')).unwrap_or('\\')),
            _ => last.push(sign),
        }
    }
    parts.into_iter().filter(|part| !part.is_empty())
}

/// The line of the metadata that a key begins, from 1; 0 if none does.
fn line_of(yaml: &str, key: &str) -> u64 {
    let begins = |line: &str| {
        line.trim_start()
            .trim_start_matches('"')
            .strip_prefix(key)
            .is_some_and(|rest| rest.trim_start_matches('"').starts_with(':'))
    };
    (1..).zip(yaml.lines()).find(|(_, line)| begins(line)).map_or(0, |(number, _)| number)
}
