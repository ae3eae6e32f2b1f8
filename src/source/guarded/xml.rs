//! XML: how deep it is, and what its entities stand for.

/// The most elements within one another.
const MOST_NESTED: usize = 256;
/// The longest document type that is read, in bytes: room for some hundred entities.
const LONGEST_TYPE: usize = 64 << 10;
/// The longest text that an entity stands for, in bytes.
const LONGEST_ENTITY: usize = 1 << 10;
/// How many times as long as the document its text may become by its entities.
const MOST_TIMES: u64 = 16;
/// What it may become whatever its length, in bytes.
const ALWAYS: u64 = 1 << 20;

#[derive(Default)]
pub(super) struct Xml {
    place: Place,
    nested: usize,
    /// The document type so far, from `!DOCTYPE`.
    kind: Vec<u8>,
    /// The longest of the entities; none are declared if it is 0.
    longest: u64,
    read: u64,
    references: u64,
}

#[derive(Clone, Copy, Default)]
enum Place {
    #[default]
    Text,
    /// Behind `<`.
    Opened,
    /// In a tag: the quote that is open, the byte before, and whether it ends an element.
    Tag { quote: u8, before: u8, ends: bool },
    /// Behind `<!`: what has come of it, in `kind`.
    Declared,
    /// Until these bytes come, of which so many have.
    Until(&'static [u8], usize),
    /// In a document type: the quote that is open, and whether the brackets of its own declarations are.
    Kind { quote: u8, inner: bool },
}

impl Xml {
    pub(super) fn see(&mut self, byte: u8) -> Result<(), String> {
        self.read += 1;
        if byte == b'&' && self.longest > 0 {
            self.references += 1;
            if self.references * self.longest > MOST_TIMES * self.read + ALWAYS {
                return Err(format!("its entities make it more than {MOST_TIMES} times as long as it is"));
            }
        }
        self.place = match self.place {
            Place::Text if byte == b'<' => Place::Opened,
            Place::Text => Place::Text,
            Place::Opened => match byte {
                b'/' => {
                    self.nested = self.nested.saturating_sub(1);
                    Place::Tag { quote: 0, before: byte, ends: true }
                }
                b'?' => Place::Until(b"?>", 0),
                b'!' => {
                    self.kind.clear();
                    Place::Declared
                }
                _ => {
                    self.nested += 1;
                    if self.nested > MOST_NESTED {
                        return Err(format!("elements are nested more than {MOST_NESTED} deep"));
                    }
                    Place::Tag { quote: 0, before: byte, ends: false }
                }
            },
            Place::Tag { quote: 0, before, ends } => match byte {
                b'>' => {
                    if before == b'/' && !ends {
                        self.nested -= 1;
                    }
                    Place::Text
                }
                b'"' | b'\'' => Place::Tag { quote: byte, before: byte, ends },
                _ => Place::Tag { quote: 0, before: byte, ends },
            },
            Place::Tag { quote, ends, .. } => {
                Place::Tag { quote: if byte == quote { 0 } else { quote }, before: byte, ends }
            }
            Place::Declared => {
                self.kind.push(byte);
                match &self.kind[..] {
                    b"--" => Place::Until(b"-->", 0),
                    b"[CDATA[" => Place::Until(b"]]>", 0),
                    _ if byte == b'>' => Place::Text,
                    other if other.len() >= 7 => Place::Kind { quote: 0, inner: false },
                    _ => Place::Declared,
                }
            }
            Place::Until(end, come) => match come {
                _ if byte == end[come] && come + 1 == end.len() => Place::Text,
                _ if byte == end[come] => Place::Until(end, come + 1),
                // A third dash or bracket takes the place of the first.
                2 if byte == end[0] && end.len() == 3 => Place::Until(end, 2),
                _ => Place::Until(end, usize::from(byte == end[0])),
            },
            Place::Kind { quote, inner } => {
                self.kind.push(byte);
                if self.kind.len() > LONGEST_TYPE {
                    return Err(format!("its document type is longer than {LONGEST_TYPE} bytes"));
                }
                match byte {
                    b'"' | b'\'' if quote == 0 => Place::Kind { quote: byte, inner },
                    _ if quote != 0 => Place::Kind { quote: if byte == quote { 0 } else { quote }, inner },
                    b'[' => Place::Kind { quote, inner: true },
                    b']' => Place::Kind { quote, inner: false },
                    b'>' if !inner => {
                        self.entities()?;
                        Place::Text
                    }
                    _ => Place::Kind { quote, inner },
                }
            }
        };
        Ok(())
    }

    /// Looks at what the document type declares.
    fn entities(&mut self) -> Result<(), String> {
        let kind = String::from_utf8_lossy(&self.kind).into_owned();
        for declared in kind.split("<!ENTITY").skip(1) {
            let Some(from) = declared.find(['"', '\'']) else { continue };
            if declared[..from].split_whitespace().any(|word| matches!(word, "SYSTEM" | "PUBLIC")) {
                return Err("an entity lies outside the document, and nothing is fetched".to_owned());
            }
            let value = declared[from + 1..].split(&declared[from..=from]).next().unwrap_or_default();
            if value.len() > LONGEST_ENTITY {
                return Err(format!("an entity is longer than {LONGEST_ENTITY} bytes"));
            }
            let others = value.match_indices('&').filter(|(at, _)| !value[at + 1..].starts_with('#')).count();
            if others > 0 {
                return Err("an entity is made of other entities, by which a document can grow without end".to_owned());
            }
            self.longest = self.longest.max(value.len() as u64);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Syntax;
    use super::super::tests::refused;

    #[test]
    fn elements_are_counted_where_they_are_elements() {
        let nested = |depth: usize| {
            format!("<?xml version='1.0'?>{}{}", "<a b='>' c=\"/\">".repeat(depth), "</a>".repeat(depth))
        };
        assert_eq!(refused(Syntax::Xml, &nested(256)), None);
        assert!(refused(Syntax::Xml, &nested(257)).unwrap().contains("256 deep"));
        let many = "<a>".repeat(999);
        for harmless in
            [format!("<r><!-- {many} ---><![CDATA[{many}]]]></r>"), format!("<r>{}</r>", "<a b='/'/>".repeat(999))]
        {
            assert_eq!(refused(Syntax::Xml, &harmless), None, "{harmless:.60}");
        }
    }

    #[test]
    fn entities_are_short_plain_and_not_used_without_end() {
        let with =
            |declared: &str, text: &str| refused(Syntax::Xml, &format!("<!DOCTYPE r [ {declared} ]>\n<r>{text}</r>"));
        let owl = "<!ENTITY owl \"http://www.w3.org/2002/07/owl#\" > <!ENTITY xsd 'http://www.w3.org/2001/XMLSchema#'>";
        assert_eq!(with(owl, &"<a b=\"&owl;Class\">&amp; so on</a>".repeat(9_999)), None);
        for (declared, why) in [
            ("<!ENTITY a \"lol\"> <!ENTITY b \"&a;&a;&a;\">", "made of other entities"),
            ("<!ENTITY a SYSTEM \"file:///etc/passwd\">", "outside the document"),
            ("<!ENTITY % a SYSTEM 'http://127.0.0.1/x'>", "outside the document"),
            (&format!("<!ENTITY a \"{}\">", "x".repeat(1_025)), "longer than 1024"),
            (&"<!ELEMENT a (b)>".repeat(9_999), "document type is longer"),
        ] {
            assert!(with(declared, "").unwrap().contains(why), "{declared:.60}");
        }
        let thousand = format!("<!ENTITY a \"{}\">", "x".repeat(1_000));
        assert!(with(&thousand, &"&a;".repeat(9_999)).unwrap().contains("16 times"));
    }
}
