//! CSL-JSON, which Zotero, pandoc and citeproc read.

use serde_json::{Map, Value, json};

use super::work::{Work, WorkKind};
use super::{Citation, told};
use crate::view::GraphSource;

impl Citation {
    /// [CSL-JSON](https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html): the result, the works, the sources.
    pub fn to_csl(&self) -> Value {
        let date: Vec<u32> = self.date().split('-').filter_map(|part| part.parse().ok()).collect();
        let result = item([
            ("id", self.key().into()),
            ("type", "dataset".into()),
            ("title", self.full_title().into()),
            ("author", names(&self.authors)),
            ("publisher", "milieu".into()),
            ("version", super::VERSION.into()),
            ("issued", json!({ "date-parts": [date] })),
            ("URL", self.address.clone().into()),
            ("abstract", self.question.as_str().into()),
            ("note", self.note().into()),
        ]);
        let works = self.works.iter().map(work);
        std::iter::once(result).chain(works).chain(self.published().map(source)).collect()
    }
}

fn work(work: &Work) -> Value {
    let journal = work.journal();
    let kind = match work.kind {
        WorkKind::Article if journal.is_some() => "article-journal",
        WorkKind::Book => "book",
        _ => "document",
    };
    let part = |part: Option<&str>| part.map_or(Value::Null, Into::into);
    let year: Option<i32> = work.year.as_ref().and_then(|year| year.parse().ok());
    let note = if journal.is_none() { work.place.as_deref() } else { None };
    item([
        ("id", work.key().into()),
        ("type", kind.into()),
        ("title", work.title.as_deref().unwrap_or(&work.iri).into()),
        ("author", names(&work.authors)),
        ("issued", year.map_or(Value::Null, |year| json!({ "date-parts": [[year]] }))),
        ("container-title", part(journal.as_ref().map(|journal| journal.name))),
        ("volume", part(journal.as_ref().map(|journal| journal.volume))),
        ("issue", part(journal.as_ref().and_then(|journal| journal.issue))),
        ("page", part(journal.as_ref().map(|journal| journal.pages))),
        ("DOI", part(work.doi.as_deref())),
        ("URL", work.address().into()),
        ("note", part(note)),
    ])
}

fn source(source: &GraphSource) -> Value {
    let publisher = source.publisher.as_deref();
    let (url, by) = publisher
        .map_or((None, None), |text| if text.contains("://") { (Some(text), None) } else { (None, Some(text)) });
    item([
        ("id", format!("milieu-data-{}", source.graph.rsplit('/').next().unwrap_or("default")).into()),
        ("type", "dataset".into()),
        ("title", source.title.as_str().into()),
        ("publisher", by.into()),
        ("URL", url.into()),
        ("note", told(source).into()),
    ])
}

/// An object of the members that have a value.
fn item(members: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let given = |value: &Value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
    let members = members.into_iter().filter(|(_, value)| given(value));
    members.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
}

fn names(authors: &[String]) -> Value {
    let name = |author: &String| match author.split_once(", ") {
        Some((family, given)) => json!({ "family": family, "given": given }),
        None => json!({ "literal": author }),
    };
    authors.iter().map(name).collect()
}
