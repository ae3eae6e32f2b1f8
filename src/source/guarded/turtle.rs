//! Turtle, TriG, N-Triples, N-Quads: how deep triple terms are. (What else nests there takes no stack.)

/// The most triple terms within one another.
const MOST_NESTED: usize = 64;

#[derive(Default)]
pub(super) struct Turtle {
    place: Place,
    nested: usize,
    /// How many of `<<(` or `)>>` have come.
    opening: u8,
    closing: u8,
}

#[derive(Clone, Copy, Default)]
enum Place {
    #[default]
    Outside,
    Iri,
    Comment,
    /// The quote, how many of them have come in a row, and whether three of them end it.
    Begins(u8, u8),
    Text {
        quote: u8,
        long: bool,
        row: u8,
        escaped: bool,
    },
}

impl Turtle {
    pub(super) fn see(&mut self, byte: u8) -> Result<(), String> {
        match self.place {
            Place::Outside => return self.outside(byte),
            Place::Iri => {
                // Two in a row begin a triple term, or one that is reified.
                if byte == b'<' {
                    self.opening = 2;
                    self.place = Place::Outside;
                } else if byte == b'>' || byte == b'\n' {
                    self.place = Place::Outside;
                }
            }
            Place::Comment => {
                if matches!(byte, b'\n' | b'\r') {
                    self.place = Place::Outside;
                }
            }
            Place::Begins(quote, row) => {
                if byte == quote && row == 2 {
                    self.place = Place::Text { quote, long: true, row: 0, escaped: false };
                } else if byte == quote {
                    self.place = Place::Begins(quote, row + 1);
                } else if row == 2 {
                    // The text was empty, and ended.
                    self.place = Place::Outside;
                    return self.outside(byte);
                } else {
                    self.place = Place::Text { quote, long: false, row: 0, escaped: false };
                    return self.see(byte);
                }
            }
            Place::Text { quote, long, row, escaped } => {
                let row = if byte == quote && !escaped { row + 1 } else { 0 };
                let ended = row == if long { 3 } else { 1 } || !long && matches!(byte, b'\n' | b'\r');
                let escaped = byte == b'\\' && !escaped;
                self.place = if ended { Place::Outside } else { Place::Text { quote, long, row, escaped } };
            }
        }
        Ok(())
    }

    fn outside(&mut self, byte: u8) -> Result<(), String> {
        let opening = std::mem::take(&mut self.opening);
        let closing = std::mem::take(&mut self.closing);
        match (byte, opening, closing) {
            (b'(', 2, _) => {
                self.nested += 1;
                if self.nested > MOST_NESTED {
                    return Err(format!("triple terms are nested more than {MOST_NESTED} deep"));
                }
            }
            (b'>', _, 1) => self.closing = 2,
            (b'>', _, 2) => self.nested = self.nested.saturating_sub(1),
            (b')', ..) => self.closing = 1,
            (b'<', ..) => self.place = Place::Iri,
            (b'#', ..) => self.place = Place::Comment,
            (b'"' | b'\'', ..) => self.place = Place::Begins(byte, 1),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Syntax;
    use super::super::tests::refused;

    #[test]
    fn triple_terms_are_counted_where_they_are_terms() {
        let nested =
            |depth: usize| format!("{}<urn:o>{} .", "<urn:s> <urn:p> <<( ".repeat(depth), " )>>".repeat(depth));
        assert_eq!(refused(Syntax::Turtle, &nested(64).repeat(3)), None);
        assert!(refused(Syntax::Turtle, &nested(65)).unwrap().contains("64 deep"));
        let commented = "<urn:s> <urn:p> <<( # )>>\n".repeat(65);
        assert!(refused(Syntax::Turtle, &commented).is_some(), "a comment closes nothing");
        let opened = "<<( ".repeat(99);
        for harmless in [
            format!("# {opened}"),
            format!(
                "<urn:s> <urn:p> \"{opened}\" , '{opened}\\'{opened}' , \"\"\"\"{opened}\"\"{opened}\"\"\" , '' , \"\" ."
            ),
            "<< <urn:s> <urn:p> <urn:o> >> <urn:q> 1 . ".repeat(99),
            "<urn:s> <urn:p> (((1))) . ".repeat(99),
        ] {
            assert_eq!(refused(Syntax::Turtle, &harmless), None, "{harmless:.60}");
        }
    }
}
