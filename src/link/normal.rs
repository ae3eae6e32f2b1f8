//! Names as they are compared: folded, cut into words, and each word as one spelling for all that say the same.
//!
//! - Letters lose case and accents; other scripts are transliterated ([`deunicode`], which is what the rest of milieu folds with).
//! - Words of names that say the same in several languages or short (`Universidad`, `Univ.`) become one, by `data/words.tsv`;
//!   ordinals become cardinals (`2nd`, `Second`: `two`) and every Saint one (`St.`, `Sankt`, `Sainte`).
//! - Initials are glued (`S.p.A.`, `H.B.`), an elided article is cut off (`l'Energia`), a genitive's apostrophe goes (`Children's`).
//! - Articles, prepositions and conjunctions of the languages of Europe are left out, `&` with them.
//!
//! Where one part of a text ends and the next begins (commas, brackets, dashes, two spaces and more) is kept as a segment's number.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::fold;

/// Words that say nothing of which organisation is meant.
const SMALL: &str = "of the and for in at on to by from with an a de la le les du des et y e und der die das den dem fur fuer im zu zur zum am \
    an von vom van het een en voor di del della dei degli delle dello dell dall nell sull all il lo i gli da do dos das em no na nos nas o os \
    los las el al en un une aux au sur pour par d l i w z na we ze dla og for av af for til och i med vid ja ve a v pre pri o u za v s si \
    per ile ve icin din si pentru cu po is it its";

static SMALL_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    // "is" and "it" are short for sciences and technology as often as they are words.
    SMALL.split_whitespace().filter(|word| !["is", "it"].contains(word)).collect()
});

/// A spelling, and the word that it is taken for.
static SAME: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("data/words.tsv").lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once('\t'));
    pairs.flat_map(|(word, spellings)| spellings.split(' ').map(move |spelling| (spelling, word))).collect()
});

/// A word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it is compared.
    pub text: String,
    /// As it was written.
    pub raw: String,
    /// Which part of the text it stands in, from 0.
    pub segment: u16,
}

/// The word that `word`, folded, is taken for.
///
/// ```
/// use milieu::link::normal::same;
/// assert_eq!(same("universita"), "university");
/// assert_eq!(same("stuttgart"), "stuttgart");
/// ```
pub fn same(word: &str) -> &str {
    SAME.get(word).copied().unwrap_or(word)
}

/// `text` as it is compared, in one line.
///
/// Doing it twice changes nothing.
///
/// ```
/// use milieu::link::normal::normal;
/// assert_eq!(normal("Università degli Studi di Milano"), "university study milano");
/// assert_eq!(normal("St. Anna Children's Hospital"), normal("Sankt-Anna Childrens Hosp"));
/// ```
pub fn normal(text: &str) -> String {
    let words: Vec<String> = words(text).into_iter().map(|word| word.text).collect();
    words.join(" ")
}

/// The words of `text` that count, in order.
///
/// A text that is made of small words alone keeps them, so that no name is empty.
///
/// ```
/// use milieu::link::normal::words;
/// let found = words("CNR, Istituto per l'Energia");
/// let read: Vec<(&str, u16)> = found.iter().map(|word| (word.text.as_str(), word.segment)).collect();
/// assert_eq!(read, [("cnr", 0), ("institute", 1), ("energy", 1)]);
/// ```
pub fn words(text: &str) -> Vec<Word> {
    let all = cut(text);
    let folded: Vec<Word> = all.into_iter().flat_map(folded).collect();
    let counts = |word: &Word| !SMALL_WORDS.contains(word.text.as_str());
    if folded.iter().any(counts) { folded.into_iter().filter(counts).collect() } else { folded }
}

/// A raw word with its segment as words that are compared; one ideograph is one word.
fn folded((raw, segment): (String, u16)) -> Vec<Word> {
    // Soft signs become apostrophes.
    let plain = fold(&raw).replace('\'', "");
    let parts = plain.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(|part| Word { text: same(part).to_owned(), raw: raw.clone(), segment }).collect()
}

/// Articles that are written without a space before a vowel.
fn elides(word: &str) -> bool {
    const ELIDED: [&str; 12] = ["l", "d", "dell", "nell", "sull", "all", "dall", "qu", "un", "s", "n", "gl"];
    ELIDED.contains(&word.to_lowercase().as_str())
}

/// Stretches of letters and digits with the number of their segment.
fn cut(text: &str) -> Vec<(String, u16)> {
    let chars: Vec<char> = text.chars().collect();
    let letter = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric());
    let alone = |at: usize| letter(at) && !letter(at + 1) && !chars.get(at + 1).is_some_and(|c| is_mark(*c));
    let mut found: Vec<(String, u16)> = Vec::new();
    let (mut word, mut segment) = (String::new(), 0_u16);
    // Whether the word so far is initials, each of one letter.
    let mut initials = true;
    for (at, &c) in chars.iter().enumerate() {
        if c.is_alphanumeric() || is_mark(c) {
            initials &= word.is_empty() || at == 0 || !letter(at - 1);
            word.push(c);
            continue;
        }
        let apostrophe = matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ');
        if apostrophe && letter(at + 1) && !word.is_empty() && !elides(&word) {
            continue;
        }
        // A letter that was lost on the way.
        if matches!(c, '?' | '\u{fffd}') && letter(at + 1) && !word.is_empty() {
            continue;
        }
        if matches!(c, '.' | '/') && initials && !word.is_empty() && alone(at + 1) {
            continue;
        }
        if !word.is_empty() {
            found.push((std::mem::take(&mut word), segment));
        }
        initials = true;
        let space = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_whitespace());
        let ends = match c {
            ',' | ';' | '|' | '(' | ')' | '[' | ']' | '{' | '}' | ':' | '–' | '—' | '/' | '"' | '“' | '”' | '•'
            | '·' | '\n' => true,
            '-' => space(at.checked_sub(1)) || space(Some(at + 1)),
            _ => c.is_whitespace() && space(Some(at + 1)),
        };
        if ends && found.last().is_some_and(|(_, last)| *last == segment) {
            segment = segment.saturating_add(1);
        }
    }
    if !word.is_empty() {
        found.push((word, segment));
    }
    found
}

/// Marks that combine with the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}'
        | '\u{93a}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}')
}

/// The pieces of a word that was glued from several, by its case: `UniversityShenzhen`, `CONICETUniversidad`, `betweenEMBL`.
///
/// Empty where case tells of no seam.
///
/// ```
/// use milieu::link::normal::unglued;
/// assert_eq!(unglued("CONICETUniversidad"), ["CONICET", "Universidad"]);
/// assert_eq!(unglued("betweenEMBL"), ["between", "EMBL"]);
/// assert!(unglued("Stuttgart").is_empty());
/// ```
pub fn unglued(raw: &str) -> Vec<String> {
    let chars: Vec<char> = raw.chars().collect();
    let mut pieces: Vec<String> = Vec::new();
    for (at, &c) in chars.iter().enumerate() {
        let after_lower = at > 0 && chars[at - 1].is_lowercase() && c.is_uppercase();
        let before_lower = at > 1
            && c.is_uppercase()
            && chars[at - 1].is_uppercase()
            && chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        match pieces.last_mut() {
            Some(piece) if !after_lower && !before_lower => piece.push(c),
            _ => pieces.push(c.into()),
        }
    }
    if pieces.len() > 1 { pieces } else { Vec::new() }
}
