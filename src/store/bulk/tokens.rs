//! Where the terms of a plain line begin and end.

/// The terms of a line as they are written, brackets and quotation marks included. Whether they are right is another question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tokens<'l> {
    pub(super) subject: &'l [u8],
    pub(super) predicate: &'l [u8],
    pub(super) object: &'l [u8],
    pub(super) graph: Option<&'l [u8]>,
}

impl<'l> Tokens<'l> {
    pub(super) fn each(&self) -> impl Iterator<Item = &'l [u8]> + use<'l> {
        [Some(self.subject), Some(self.predicate), Some(self.object), self.graph].into_iter().flatten()
    }
}

/// How many terms a line may have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Arity {
    Triples,
    Quads,
}

/// What a line looks like.
pub(super) enum Line<'l> {
    /// Nothing but blanks.
    Empty,
    Statement(Tokens<'l>),
    /// Escapes, comments, triple terms, errors, blanks in unusual places: for the real parser to say.
    Other,
}

/// Looks at a line without its line end.
pub(super) fn line(text: &[u8], arity: Arity) -> Line<'_> {
    let mut at = Cursor { text, at: 0 };
    at.blanks();
    if at.at == text.len() {
        return Line::Empty;
    }
    at.statement(arity).map_or(Line::Other, Line::Statement)
}

struct Cursor<'l> {
    text: &'l [u8],
    at: usize,
}

impl<'l> Cursor<'l> {
    fn statement(&mut self, arity: Arity) -> Option<Tokens<'l>> {
        let subject = self.node()?;
        self.blanks();
        let predicate = self.iri()?;
        self.blanks();
        let object = if self.peek()? == b'"' { self.literal()? } else { self.node()? };
        self.blanks();
        let graph = match self.peek()? {
            b'.' => None,
            _ if arity == Arity::Quads => {
                let graph = self.node()?;
                self.blanks();
                Some(graph)
            }
            _ => return None,
        };
        if self.peek()? != b'.' {
            return None;
        }
        self.at += 1;
        self.blanks();
        (self.at == self.text.len()).then_some(Tokens { subject, predicate, object, graph })
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn node(&mut self) -> Option<&'l [u8]> {
        if self.peek()? == b'_' { self.blank_node() } else { self.iri() }
    }

    /// From `<` to the next `>`.
    fn iri(&mut self) -> Option<&'l [u8]> {
        let start = self.at;
        if self.peek()? != b'<' {
            return None;
        }
        self.at += memchr::memchr(b'>', &self.text[start..])? + 1;
        Some(&self.text[start..self.at])
    }

    /// A label of ASCII letters, digits and `_`, and `-` within; what else may stand in one is rare.
    fn blank_node(&mut self) -> Option<&'l [u8]> {
        let start = self.at;
        let label = self.text[start..].strip_prefix(b"_:")?;
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'-';
        let length = label.iter().take_while(|byte| plain(byte)).count();
        if length == 0 || label[0] == b'-' || !matches!(label.get(length), Some(b' ' | b'\t')) {
            return None;
        }
        self.at += 2 + length;
        Some(&self.text[start..self.at])
    }

    /// A text without escapes, with its language or datatype right behind it.
    fn literal(&mut self) -> Option<&'l [u8]> {
        let start = self.at;
        let end = start + 1 + memchr::memchr2(b'"', b'\\', &self.text[start + 1..])?;
        if self.text[end] == b'\\' {
            return None;
        }
        self.at = end + 1;
        match self.peek()? {
            b'@' => {
                let tag = &self.text[self.at + 1..];
                self.at += 1 + tag.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
            }
            b'^' => {
                if !self.text[self.at..].starts_with(b"^^<") {
                    return None;
                }
                self.at += 2;
                self.iri()?;
            }
            _ => {}
        }
        Some(&self.text[start..self.at])
    }
}
