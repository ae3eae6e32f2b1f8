//! A table for people, fitted to the terminal.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, Table, presets};

use super::talk::may_colour;

/// A table as people read it.
#[derive(Debug, Default)]
pub(super) struct Grid {
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
    numeric: Vec<bool>,
}

impl Grid {
    pub(super) fn new(headers: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let headers: Vec<String> = headers.into_iter().map(Into::into).collect();
        let numeric = vec![true; headers.len()];
        Self { headers, rows: Vec::new(), numeric }
    }

    /// Adds a row of texts, each with whether it is a number. A column of numbers alone stands to the right.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = (String, bool)>) {
        let (texts, numbers): (Vec<String>, Vec<bool>) = cells.into_iter().unzip();
        for (column, (text, number)) in texts.iter().zip(numbers).enumerate() {
            self.numeric[column] &= number || text.is_empty();
        }
        self.rows.push(texts);
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Writes the table; fitted to the terminal if stdout is one, else as wide as it is.
    pub(super) fn write(self, out: &mut impl Write) -> io::Result<()> {
        let bold = may_colour(&io::stdout());
        writeln!(out, "{}", self.drawn(None, bold))
    }

    fn drawn(self, width: Option<u16>, bold: bool) -> String {
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY);
        // Without a width of its own the table asks the terminal, and where there is none it is not fitted to anything.
        table.set_content_arrangement(ContentArrangement::Dynamic);
        if let Some(width) = width {
            table.set_width(width);
        }
        let header = self.headers.into_iter().map(|header| {
            let cell = Cell::new(header);
            if bold { cell.add_attribute(Attribute::Bold) } else { cell }
        });
        table.set_header(header.collect::<Vec<_>>());
        table.add_rows(self.rows);
        for (place, numeric) in self.numeric.into_iter().enumerate() {
            if let Some(column) = table.column_mut(place).filter(|_| numeric) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.trim_fmt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let mut grid = Grid::new(["country", "linkages"]);
        grid.row([("Germany".to_owned(), false), ("1200".to_owned(), true)]);
        grid.row([("Chile".to_owned(), false), ("7".to_owned(), true)]);
        grid
    }

    #[test]
    fn numbers_stand_to_the_right() {
        let drawn = grid().drawn(None, false);
        let lines: Vec<&str> = drawn.lines().map(str::trim_end).collect();
        assert!(lines[1].ends_with("linkages"), "{drawn}");
        assert!(lines[3].ends_with("    1200") && lines[4].ends_with("       7"), "{drawn}");
        assert!(!drawn.contains('\x1b'));
    }

    #[test]
    fn a_narrow_terminal_is_respected() {
        let mut grid = Grid::new(["question"]);
        grid.row([("With which countries is each cluster, region or country linked?".to_owned(), false)]);
        assert!(grid.drawn(Some(30), false).lines().all(|line| line.chars().count() <= 30));
    }
}
