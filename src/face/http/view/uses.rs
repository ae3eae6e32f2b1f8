//! How to get the same figures elsewhere.

use maud::{Markup, html};

use crate::face::http::snippet::{quoted, rust, shell};
use crate::view::View;

/// What snippets are made of: the addresses of the answer's forms, and the view with what it is asked with.
pub(super) struct Uses<'u> {
    pub(super) view: &'u View,
    pub(super) given: Vec<(&'u str, &'u str)>,
    pub(super) csv: String,
    pub(super) json: String,
    pub(super) embed: String,
}

impl Uses<'_> {
    pub(super) fn markup(&self) -> Markup {
        html! {
            h2 { "Use it elsewhere" }
            @for (name, code) in self.snippets() {
                details { summary { (name) } div.code { pre tabindex="0" { code { (code) } } } }
            }
        }
    }

    fn snippets(&self) -> [(&'static str, String); 8] {
        let Self { csv, json, embed, .. } = self;
        let (csv_text, json_text) = (quoted(csv), quoted(json));
        [
            ("curl", format!("curl --fail {}", shell(csv))),
            ("Python with pandas", format!("import pandas\n\ntable = pandas.read_csv({csv_text})\nprint(table)")),
            (
                "Python",
                format!(
                    "import json\nimport urllib.request\n\n\
                     # With all that the figures rest on: snapshot, view, coverage\n\
                     with urllib.request.urlopen({json_text}) as answer:\n    table = json.load(answer)\n\
                     names = [column[\"name\"] for column in table[\"columns\"]]\n\
                     rows = [dict(zip(names, row)) for row in table[\"rows\"]]\n\
                     print(table[\"snapshot\"], len(rows))"
                ),
            ),
            ("R", format!("table <- read.csv({csv_text})\nprint(table)")),
            (
                "JavaScript",
                format!(
                    "const answer = await fetch({json_text});\nif (!answer.ok) throw new Error(await answer.text());\n\
                     const table = await answer.json();\nconsole.log(table.snapshot, table.rows.length);"
                ),
            ),
            ("Command", self.command()),
            ("Rust", self.program()),
            (
                "HTML",
                format!("<iframe src={embed:?} width=\"100%\" height=\"640\" title=\"A view of milieu\"></iframe>"),
            ),
        ]
    }

    /// What asks a copy of the store.
    fn command(&self) -> String {
        let given = self.given.iter().map(|(name, value)| format!(" --param {}", shell(&format!("{name}={value}"))));
        format!(
            "milieu view run {} --store my-store{} --format csv",
            shell(self.view.id().as_str()),
            given.collect::<String>()
        )
    }

    fn program(&self) -> String {
        let given = self.given.iter().map(|(name, value)| format!("({}, {})", rust(name), rust(value)));
        let given = given.collect::<Vec<_>>().join(", ");
        // An empty list does not say of what.
        let arguments = if given.is_empty() { "arguments::<&str, &str>" } else { "arguments" };
        format!(
            "use milieu::Store;\nuse milieu::view::{{Catalogue, RunOptions}};\n\n\
             fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             let snapshot = Store::open_read_only(\"my-store\")?.snapshot();\n    \
             let view = Catalogue::shipped().get({})?;\n    \
             let table = view.run(&snapshot, &view.{arguments}([{given}])?, &RunOptions::default())?;\n    \
             table.to_csv(std::io::stdout())?;\n    Ok(())\n}}",
            rust(self.view.id().as_str())
        )
    }
}
