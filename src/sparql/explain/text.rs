//! An explanation for a terminal.

use std::fmt::Write;

use super::{AnsweredBy, ExplainedStep, Explanation};

/// As wide as the steps may be; the numbers stand beside them.
const WIDEST: usize = 100;

/// A step with the lines that show where it hangs.
struct Line<'e> {
    text: String,
    step: &'e ExplainedStep,
}

impl Explanation {
    /// The plan as a tree with its numbers beside it, and above it what holds for all.
    ///
    /// ```
    /// use milieu::sparql::{self, QueryOptions};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let snapshot = milieu::Store::new().snapshot();
    /// let text = "SELECT ?region { ?region a milieu:Region }";
    /// let explanation = sparql::explain(&snapshot, text, &QueryOptions::default())?;
    /// assert!(explanation.to_text().contains("match ?region a milieu:Region by object"));
    /// # Ok(()) }
    /// ```
    pub fn to_text(&self) -> String {
        let mut lines = Vec::new();
        for step in &self.plan {
            lines.push(Line { text: cut(&step.text), step });
            within(step, " ", &mut lines);
        }
        let width = lines.iter().map(|line| line.text.chars().count()).max().unwrap_or(0);
        let mut text = self.heading();
        let _ = writeln!(text, "\n\n{:width$}  {:>10}  {:>10}  {:>9}", "", "expected", "rows", "ms");
        for Line { text: line, step } in lines {
            let expected = step.expected.map(rounded).unwrap_or_default();
            let rows = step.rows.map(|rows| rows.to_string()).unwrap_or_default();
            let time = step.milliseconds.map(|time| format!("{time:.2}")).unwrap_or_default();
            let line = format!("{line:width$}  {expected:>10}  {rows:>10}  {time:>9}");
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// What holds for all of it, in one line; why the evaluator took part in further ones.
    fn heading(&self) -> String {
        let way = match self.answered_by {
            AnsweredBy::Columns => "over columns",
            AnsweredBy::ColumnsAndEvaluator => "over columns, with parts by the evaluator",
            AnsweredBy::Evaluator => "by the evaluator",
        };
        let rows = if self.rows == 1 { "row" } else { "rows" };
        let threads = if self.threads == 1 { "thread" } else { "threads" };
        let mut text = format!(
            "{way} · {} {rows} in {:.2} ms, {:.2} ms of it to read and plan · {} {threads} · snapshot {} ({})",
            self.rows,
            self.milliseconds,
            self.planning_milliseconds,
            self.threads,
            self.snapshot,
            self.hash.get(..12).unwrap_or(&self.hash)
        );
        for why in &self.why {
            let _ = write!(text, "\nby the evaluator because of: {why}");
        }
        text
    }
}

/// Adds the steps within `step`, each behind the lines that lead to it.
fn within<'e>(step: &'e ExplainedStep, before: &str, lines: &mut Vec<Line<'e>>) {
    for (at, inner) in step.steps.iter().enumerate() {
        let (branch, below) = if at + 1 == step.steps.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        lines.push(Line { text: cut(&format!("{before}{branch}{}", inner.text)), step: inner });
        within(inner, &format!("{before}{below}"), lines);
    }
}

fn cut(text: &str) -> String {
    // A line break within a literal would break the table.
    let text = text.replace(['\n', '\r'], " ");
    if text.chars().count() <= WIDEST {
        return text;
    }
    let kept: String = text.chars().take(WIDEST - 1).collect();
    format!("{kept}…")
}

/// A number of rows that is only reckoned.
fn rounded(number: f64) -> String {
    if number < 10.0 && number.fract() != 0.0 { format!("{number:.1}") } else { format!("{number:.0}") }
}
