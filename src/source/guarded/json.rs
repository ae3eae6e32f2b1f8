//! JSON: how deep it is.

/// The most that objects and arrays are nested. A parser of JSON-LD calls itself for each level, some kilobytes of stack at a time.
const MOST_NESTED: usize = 64;

#[derive(Default)]
pub(super) struct Json {
    nested: usize,
    in_string: bool,
    escaped: bool,
}

impl Json {
    pub(super) fn see(&mut self, byte: u8) -> Result<(), String> {
        if self.in_string {
            if self.escaped {
                self.escaped = false;
            } else {
                self.escaped = byte == b'\\';
                self.in_string = byte != b'"';
            }
            return Ok(());
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.nested += 1,
            b'}' | b']' => self.nested = self.nested.saturating_sub(1),
            _ => {}
        }
        if self.nested > MOST_NESTED {
            return Err(format!("objects and arrays are nested more than {MOST_NESTED} deep"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Syntax;
    use super::super::tests::refused;

    #[test]
    fn depth_is_counted_outside_strings() {
        assert_eq!(refused(Syntax::Json, &format!("{}{}", "[".repeat(64), "]".repeat(64))), None);
        assert!(refused(Syntax::Json, &"{\"a\":".repeat(65)).unwrap().contains("64 deep"));
        assert_eq!(refused(Syntax::Json, &format!("{{\"a\": \"{}\\\"{}\"}}", "[".repeat(99), "{".repeat(99))), None);
    }
}
