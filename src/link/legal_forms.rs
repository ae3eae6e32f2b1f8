//! Legal forms at either end of a name: `GmbH & Co. KG`, `S.p.A.`, `Sp. z o.o.`, `UAB`.
//!
//! The table is milieu's own, from national company laws and ISO 20275.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::normal::words;

/// The longest form in words that count.
const LONGEST: usize = 8;

/// A legal form: countries (`*` for several) with the form in short.
type Forms = Vec<(&'static str, &'static str)>;

/// Forms by their spelling, without spaces.
static FORMS: LazyLock<FxHashMap<String, Forms>> = LazyLock::new(|| {
    let mut found: FxHashMap<String, Forms> = FxHashMap::default();
    for line in include_str!("data/legal_forms.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(country), Some(form), Some(spellings)) = (columns.next(), columns.next(), columns.next()) else {
            continue;
        };
        for spelling in spellings.split(';') {
            let glued: String = words(spelling).into_iter().map(|word| word.text).collect();
            let forms = found.entry(glued).or_default();
            if !forms.contains(&(country, form)) {
                forms.push((country, form));
            }
        }
    }
    found
});

/// Forms that stand before the name.
const BEFORE: [&str; 18] = [
    "PT", "OOO", "OAO", "ZAO", "PAO", "AO", "FGBU", "TOV", "PAT", "FOP", "UAB", "AB", "VSI", "SIA", "AS", "OU", "SRL",
    "SA",
];

/// The words of a name without its legal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Core {
    /// Which of the words are the name itself.
    pub words: std::ops::Range<usize>,
    /// The countries whose law knows the form, and the form in short; empty where there is none.
    pub forms: Forms,
}

/// Finds the legal form of a name given in words as they are compared. A name of a form alone is kept.
///
/// ```
/// use milieu::link::legal_forms::core;
/// let found = core(&["infineon", "dresden", "gmbh", "co", "kg"]);
/// assert_eq!(found.words, 0..2);
/// assert!(found.forms.contains(&("DE", "GMBHCOKG")));
/// assert_eq!(core(&["gmbh"]).words, 0..1);
/// ```
pub fn core(words: &[&str]) -> Core {
    let (mut from, mut to, mut forms) = (0, words.len(), Vec::new());
    // Twice at the end: "Sp. z o.o. Sp. k.", "Group Holdings Ltd".
    for _ in 0..2 {
        let mut longest = (1..=LONGEST.min(to.saturating_sub(1))).rev();
        let found = longest.find_map(|length| FORMS.get(&words[to - length..to].concat()).map(|forms| (length, forms)));
        let Some((length, found)) = found else { break };
        to -= length;
        if forms.is_empty() {
            forms.clone_from(found);
        }
    }
    let before = words.first().filter(|_| to > 1 && forms.is_empty()).and_then(|first| FORMS.get(*first));
    if let Some(found) = before.filter(|found| found.iter().any(|(_, form)| BEFORE.contains(form))) {
        from = 1;
        forms.clone_from(found);
    }
    Core { words: from..to, forms }
}
