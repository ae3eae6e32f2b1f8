//! How to get the same figures elsewhere.

use maud::{Markup, html};

/// Snippets for the addresses of the CSV, the JSON and the page to be framed.
pub(super) fn snippets([csv, json, embed]: &[String; 3]) -> Markup {
    let snippets = [
        ("curl", format!("curl '{}'", csv.replace('\'', "%27"))),
        (
            "Python",
            format!(
                "import pandas\nimport requests\n\ntable = pandas.read_csv({csv:?})\n\n\
                 # With all that the figures rest on: snapshot, view, coverage\nanswer = requests.get({json:?}).json()\nprint(answer[\"snapshot\"], len(answer[\"rows\"]))"
            ),
        ),
        ("R", format!("table <- read.csv({csv:?})")),
        ("HTML", format!("<iframe src={embed:?} width=\"100%\" height=\"640\" title=\"A view of milieu\"></iframe>")),
    ];
    html! {
        h2 { "Use it elsewhere" }
        @for (name, code) in snippets {
            details { summary { (name) } div.code { pre tabindex="0" { code { (code) } } } }
        }
    }
}
