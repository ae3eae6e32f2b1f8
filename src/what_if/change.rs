//! A linkage as it is typed.

use super::WhatIfError;

/// Whether a linkage points somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// From the first to the second.
    Directed,
    /// Nowhere.
    Undirected,
}

/// A linkage by its ends, or by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    text: String,
    meant: Meant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meant {
    Between { ends: Ends, names: Vec<String>, kind: Option<String> },
    Named(String),
}

impl Change {
    /// A linkage by its ends.
    pub(super) fn linkage(text: &str) -> Result<Self, WhatIfError> {
        let wrong = |reason| WhatIfError::Syntax { text: text.to_owned(), reason };
        let (between, kind) = match text.rsplit_once(" : ") {
            Some((between, kind)) => (between, Some(kind.trim().to_owned())),
            None => (text, None),
        };
        let (ends, mark) = match (between.contains(" -> "), between.contains(" -- ")) {
            (true, true) => return Err(wrong("it has arrows and lines")),
            (true, false) => (Ends::Directed, " -> "),
            (false, true) => (Ends::Undirected, " -- "),
            (false, false) => return Err(wrong("it names no two ends")),
        };
        let names: Vec<String> = between.split(mark).map(|name| name.trim().to_owned()).collect();
        if names.iter().any(String::is_empty) || kind.as_ref().is_some_and(String::is_empty) {
            return Err(wrong("a name is missing"));
        }
        if ends == Ends::Directed && names.len() > 2 {
            return Err(wrong("an arrow has two ends"));
        }
        Ok(Self { text: text.trim().to_owned(), meant: Meant::Between { ends, names, kind } })
    }

    /// A linkage by its ends or by its name.
    pub(super) fn any(text: &str) -> Result<Self, WhatIfError> {
        if text.contains(" -> ") || text.contains(" -- ") {
            return Self::linkage(text);
        }
        let name = text.trim().to_owned();
        if name.is_empty() {
            return Err(WhatIfError::Syntax { text: text.to_owned(), reason: "it names no linkage" });
        }
        Ok(Self { text: name.clone(), meant: Meant::Named(name) })
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it points somewhere; `None` for one that is named.
    pub fn ends(&self) -> Option<Ends> {
        match &self.meant {
            Meant::Between { ends, .. } => Some(*ends),
            Meant::Named(_) => None,
        }
    }

    pub(super) fn meant(&self) -> &Meant {
        &self.meant
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_kind_are_told_apart() {
        let change = Change::linkage("Köln: Werk 1 -> B-C : trade").expect("it can be read");
        let Meant::Between { ends, names, kind } = change.meant() else { panic!("it has ends") };
        assert_eq!((*ends, kind.as_deref()), (Ends::Directed, Some("trade")));
        assert_eq!(names, &["Köln: Werk 1", "B-C"]);
        let three = Change::linkage("A -- B -- C").expect("it can be read");
        assert!(matches!(three.meant(), Meant::Between { names, kind: None, .. } if names.len() == 3));
        for wrong in ["A", "A -> ", "A -> B -> C", "A -> B -- C", " -- B", "A -> B : "] {
            assert!(Change::linkage(wrong).is_err(), "{wrong}");
        }
    }
}
