//! `GROUP_CONCAT`.

use super::super::chunk::UNBOUND;
use super::super::expression::text::{self, Language};
use super::super::value::intern;
use super::{Aggregator, of_one_kind};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;

/// Texts one after another, in their language if they have the same.
pub(super) struct Concat {
    separator: String,
    /// `None` after what is no text.
    texts: Vec<Option<Text>>,
}

#[derive(Clone, Default)]
struct Text {
    text: String,
    /// `None` before the first text, then the language of all of them.
    language: Option<Language>,
}

impl Text {
    fn push(&mut self, text: &str, language: Language, separator: &str) {
        match &mut self.language {
            None => self.language = Some(language),
            Some(before) => {
                if *before != language {
                    *before = None;
                }
                self.text.push_str(separator);
            }
        }
        self.text.push_str(text);
    }
}

impl Concat {
    pub(super) fn new(separator: &str) -> Self {
        Self { separator: separator.to_owned(), texts: Vec::new() }
    }
}

impl Aggregator for Concat {
    fn add(&mut self, groups: &[u32], count: usize, values: &[TermId], terms: &Terms) {
        self.texts.resize(count, Some(Text::default()));
        for (&group, &id) in groups.iter().zip(values) {
            let all = &mut self.texts[group as usize];
            if let Some(so_far) = all {
                let push = |text: &str, language| so_far.push(text, language, &self.separator);
                if !text::with(id, terms, push) {
                    *all = None;
                }
            }
        }
    }

    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], count: usize, _: &Terms) {
        self.texts.resize(count, Some(Text::default()));
        for (&group, more) in groups.iter().zip(of_one_kind::<Self>(other).texts) {
            let all = &mut self.texts[group as usize];
            match (&mut *all, more) {
                (Some(so_far), Some(more)) if so_far.language.is_none() => *so_far = more,
                (Some(so_far), Some(more)) => {
                    if let Some(language) = more.language {
                        so_far.push(&more.text, language, &self.separator);
                    }
                }
                _ => *all = None,
            }
        }
    }

    fn finish(mut self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId> {
        self.texts.resize(count, Some(Text::default()));
        let write = |text: Option<Text>| {
            text.map_or(UNBOUND, |text| intern(text::literal(text.text, text.language.flatten()), terms))
        };
        self.texts.into_iter().map(write).collect()
    }

    fn bytes(&self) -> usize {
        let texts = self.texts.iter().flatten().map(|text| text.text.capacity()).sum::<usize>();
        texts + self.texts.capacity() * size_of::<Option<Text>>()
    }
}
