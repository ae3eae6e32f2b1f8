//! How to get the same figures elsewhere.

use maud::{Markup, html};

/// Snippets for the file at `address`, which ends in `.csv` before its query string.
pub(super) fn snippets(csv: &str, json: &str) -> Markup {
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
    ];
    html! {
        h2 { "Use it elsewhere" }
        @for (name, code) in snippets {
            details { summary { (name) } div.code { pre tabindex="0" { code { (code) } } } }
        }
    }
}
