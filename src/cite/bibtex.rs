//! BibTeX.

use std::fmt::Write;

use super::work::{Work, WorkKind};
use super::{Citation, told};
use crate::view::GraphSource;

impl Citation {
    /// BibTeX: the result first, then the works, then the sources of the data.
    pub fn to_bibtex(&self) -> String {
        let mut text = String::new();
        let year = self.date().get(..4).unwrap_or_default().to_owned();
        let month = self.date().get(5..7).unwrap_or_default().trim_start_matches('0').to_owned();
        let authors = self.authors.join(" and ");
        let fields = [
            ("author", authors.as_str()),
            ("key", "milieu"),
            ("title", &self.full_title()),
            ("year", &year),
            ("month", &month),
            ("howpublished", &format!("Computed with milieu {}", super::VERSION)),
            ("url", self.address.as_deref().unwrap_or_default()),
            ("note", &self.note()),
        ];
        entry(&mut text, "misc", &self.key(), &fields);
        self.works.iter().for_each(|work| self::work(&mut text, work));
        self.published().for_each(|published| source(&mut text, published));
        text
    }
}

fn work(text: &mut String, work: &Work) {
    let authors = work.authors.join(" and ");
    let journal = work.journal();
    let kind = match work.kind {
        WorkKind::Article if journal.is_some() => "article",
        WorkKind::Book => "book",
        _ => "misc",
    };
    let mut fields = vec![
        ("author", authors.as_str()),
        ("title", work.title.as_deref().unwrap_or(&work.iri)),
        ("year", work.year.as_deref().unwrap_or_default()),
    ];
    let pages;
    match &journal {
        Some(journal) => {
            pages = journal.pages.replace('-', "--");
            let issue = journal.issue.unwrap_or_default();
            fields.extend([
                ("journal", journal.name),
                ("volume", journal.volume),
                ("number", issue),
                ("pages", &pages),
            ]);
        }
        None => fields.push(("note", work.place.as_deref().unwrap_or_default())),
    }
    fields.push(("doi", work.doi.as_deref().unwrap_or_default()));
    entry(text, kind, work.key(), &fields);
}

fn source(text: &mut String, source: &GraphSource) {
    let name = source.graph.rsplit('/').next().unwrap_or("default");
    let year = source.loaded.as_deref().and_then(|time| time.get(..4)).unwrap_or_default();
    let publisher = source.publisher.as_deref().unwrap_or_default();
    let url = if publisher.contains("://") { publisher } else { "" };
    let by = if url.is_empty() { publisher } else { "" };
    let fields = [
        ("key", source.title.as_str()),
        ("title", &source.title),
        ("howpublished", by),
        ("url", url),
        ("year", year),
        ("note", &told(source)),
    ];
    entry(text, "misc", &format!("milieu-data-{name}"), &fields);
}

/// One entry; fields without a value are left out.
fn entry(text: &mut String, kind: &str, key: &str, fields: &[(&str, &str)]) {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let key: String = key.chars().map(plain).collect();
    let mut put = |line: std::fmt::Arguments<'_>| writeln!(text, "{line}").expect("a string takes all that is written");
    put(format_args!("@{kind}{{{key},"));
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        let value = if matches!(*name, "url" | "doi") { verbatim(value) } else { escaped(value) };
        // Capitals of a title are meant.
        let value = if *name == "title" { format!("{{{value}}}") } else { value };
        put(format_args!("  {name} = {{{value}}},"));
    }
    put(format_args!("}}\n"));
}

/// `text` with what means something to TeX escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => escaped.extend(['\\', c]),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// An address: TeX takes it as it is, but the braces around it have to be the only ones.
fn verbatim(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_tex_is_escaped() {
        let mut text = String::new();
        entry(&mut text, "misc", "a b}", &[("note", "R&D {50%} \\x"), ("url", "http://x/?a={b}"), ("year", "")]);
        assert_eq!(
            text,
            "@misc{a-b-,\n  note = {R\\&D \\{50\\%\\} \\textbackslash{}x},\n  url = {http://x/?a=%7Bb%7D},\n}\n\n"
        );
    }
}
