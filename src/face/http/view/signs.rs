//! Links from an answer of a view to what belongs to it.

use super::CSVW;
use super::asked::Asked;
use crate::face::http::dataset::Signs;
use crate::snapshot::Snapshot;

/// The links of the answer that rests on `snapshot`, whichever form it comes in. It is cited by an address that names the snapshot.
pub(super) fn signs(asked: &Asked, snapshot: &Snapshot) -> Signs {
    let (address, query) = (asked.address(), &asked.query);
    let with = |more: &str| format!("{query}{}{more}", if query.is_empty() { "?" } else { "&" });
    let cited = match asked.at.number {
        Some(_) => query.clone(),
        None => with(&format!("at={}", snapshot.number())),
    };
    let file = |ending: &str| format!("{address}.{ending}{query}");
    Signs::default()
        .add("cite-as", &format!("{}{address}{cited}", asked.base))
        .add("type", "https://schema.org/Dataset")
        .add("collection", "/views")
        .typed("item", &file("csv"), "text/csv")
        .typed("item", &file("json"), "application/json")
        .typed("item", &file("parquet"), "application/vnd.apache.parquet")
        .typed("describedby", &file("csvw"), CSVW)
        .typed("describedby", &format!("{address}/crate{query}"), "application/ld+json")
        .typed("describedby", &format!("{address}/cite{query}"), "application/x-bibtex")
}
