//! Telling natural persons from organisations by name, so that they can be left out.
//!
//! Lists of participants hold people who trade in their own name beside firms. milieu's graph is about organisations:
//! such a row is refused, and the refusal does not repeat the name. The recogniser is conservative: a name counts as a
//! person's only when nothing in it speaks for an organisation and something in it speaks for a person.
//!
//! It **catches** a title before a name (`DR`, `PROF`, `MRS`, `DIPL ING`) and a given name among two to four words, first,
//! last or between, beside particles and initials; also the sole trader behind a trade name (`PONTE DI` and the owner's
//! name). It **misses** people whose given names are not in its list (some 1,500, mostly European), people behind a
//! legal form or a word such as `CONSULTING`, and names of one word or of more than four. It is **wrong** about the rare firm
//! that bears its founder's full name and nothing else.
//!
//! Measured on the published lists: 123 of the 10,341 private firms that Horizon 2020 named by 2017, and 270 of the
//! 31,055 organisations of the Seventh Framework Programme, whose kind is not known. Read through by eye, the first
//! held no organisation; the second held one Belgian firm named after its founder and some twenty sole traders under a trade
//! name. Of the firms in the first list whose names have two to four words and none that speaks for an organisation,
//! the 268 that it passes over were read through too: none is plainly a person.
//!
//! Only firms and organisations of unknown kind are looked at: a university or a public body is never a person.

use super::value::ActivityType;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The reason with which a natural person's row is refused.
pub const NATURAL_PERSON: &str = "natural person";

static GIVEN_NAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("person/given_names.txt").split_whitespace().collect());

/// Legal forms and words that only an organisation bears.
static ORGANISATION_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("person/organisation_words.txt").split_whitespace().collect());

/// Parts of words that speak for an organisation in several languages at once: `TECHN`, `INSTIT`.
static ORGANISATION_STEMS: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("person/organisation_stems.txt").split_whitespace().collect());

const TITLES: &[&str] = &[
    "DI",
    "DIPL",
    "DOTT",
    "DOTTSSA",
    "DR",
    "FRAU",
    "HERR",
    "ING",
    "IR",
    "MAG",
    "MISS",
    "MLLE",
    "MME",
    "MR",
    "MRS",
    "MS",
    "PHD",
    "PROF",
    "PROFESSOR",
    "SIR",
];

const PARTICLES: &[&str] = &[
    "AF", "BEN", "BIN", "DA", "DE", "DEL", "DELLA", "DEN", "DER", "DI", "DO", "DOS", "EL", "LA", "LE", "MAC", "MC",
    "TEN", "TER", "VAN", "VON", "ZU",
];

/// Whether the name is most likely a natural person's.
///
/// ```
/// use milieu::source::person::is_natural_person;
/// use milieu::source::value::ActivityType;
///
/// assert!(is_natural_person("EXAMPLE ANDREAS", None));
/// assert!(is_natural_person("Dr. Jane B. Example", Some(ActivityType::Prc)));
/// assert!(!is_natural_person("ROBERT BOSCH GMBH", Some(ActivityType::Prc)));
/// assert!(!is_natural_person("PAUL SCHERRER INSTITUT", None));
/// assert!(!is_natural_person("JOHN INNES", Some(ActivityType::Rec)));
/// ```
pub fn is_natural_person(name: &str, kind: Option<ActivityType>) -> bool {
    if kind.is_some_and(|kind| kind != ActivityType::Prc) {
        return false;
    }
    let Some(words) = words(name) else {
        return false;
    };
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    if ends_in_spelled_legal_form(&words) {
        return false;
    }
    let titles = words.iter().take_while(|word| TITLES.contains(word)).count();
    words.drain(..titles.min(words.len().saturating_sub(1)));
    let parts = || words.iter().flat_map(|word| word.split('-').chain([*word]));
    if parts().any(speaks_for_an_organisation) {
        return false;
    }
    let names: Vec<&str> =
        words.iter().copied().filter(|word| word.chars().count() > 1 && !PARTICLES.contains(word)).collect();
    let initials = words.iter().any(|word| word.chars().count() == 1);
    let given = |word: &&str| word.split('-').all(|part| GIVEN_NAMES.contains(part));
    match names.len() {
        1 => titles > 0 && initials,
        2..=4 => titles > 0 || names.iter().any(given),
        _ => false,
    }
}

fn speaks_for_an_organisation(word: &str) -> bool {
    ORGANISATION_WORDS.contains(word) || ORGANISATION_STEMS.iter().any(|stem| word.contains(stem))
}

/// `S A`, `B V`, `S.R.L.`: two single letters or more at either end.
fn ends_in_spelled_legal_form(words: &[&str]) -> bool {
    let letter = |word: &&&str| word.chars().count() == 1;
    words.iter().rev().take_while(letter).count() > 1
        || words.windows(2).any(|pair| matches!(pair, ["S", "A" | "L" | "R"] | ["B" | "N", "V"]))
}

/// The words in capitals and without accents; `None` when a sign occurs that no person's name has.
fn words(name: &str) -> Option<Vec<String>> {
    let folded: String = name.chars().flat_map(char::to_uppercase).map(without_accent).collect();
    let words: Vec<String> = folded
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | '*'))
        .map(|word| word.trim_matches(['\'', '`', '-']).to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    let fits = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '`' | '-');
    // A letter garbled on its way (Ã„ for Ä) may leave any sign behind.
    let garbled = |word: &str| word.contains('A') && !word.is_ascii();
    words.iter().all(|word| garbled(word) || word.chars().all(fits)).then_some(words)
}

fn without_accent(c: char) -> char {
    match c {
        'À'..='Å' | 'Ă' | 'Ą' | 'Ā' => 'A',
        'Ç' | 'Ć' | 'Č' => 'C',
        'Ď' | 'Đ' => 'D',
        'È'..='Ë' | 'Ę' | 'Ě' | 'Ē' | 'Ė' => 'E',
        'Ì'..='Ï' | 'İ' | 'Ī' => 'I',
        'Ł' | 'Ľ' => 'L',
        'Ñ' | 'Ń' | 'Ň' => 'N',
        'Ò'..='Ö' | 'Ø' | 'Ő' | 'Ō' => 'O',
        'Ř' => 'R',
        'Ś' | 'Š' | 'Ş' | 'Ș' => 'S',
        'Ť' | 'Ţ' | 'Ț' => 'T',
        'Ù'..='Ü' | 'Ű' | 'Ů' | 'Ū' => 'U',
        'Ý' => 'Y',
        'Ź' | 'Ż' | 'Ž' => 'Z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Invented people; the firms and institutes are public.
    #[test]
    fn persons_are_recognised() {
        for name in [
            "EXAMPLE WOLFGANG",
            "MARIA DEL CARMEN EXAMPLE LOPEZ",
            "Jürgen Beispiel",
            "VAN DER EXAMPLE JAN PIETER",
            "DR E EXAMPLE",
            "MAG. BEISPIEL SUSANNE",
            "JEAN-PIERRE EXEMPLE",
            "EXAMPLE MARC-ANDRE",
            "PONTE DI GIUSEPPE ESEMPIO",
            "DR STRÃ„TERLING BERND",
        ] {
            assert!(is_natural_person(name, None), "{name}");
        }
    }

    #[test]
    fn organisations_are_not() {
        for name in [
            "ROBERT BOSCH GMBH",
            "NICOLAS CORREA SA",
            "JAMES B V",
            "FRANCISCO CARDAMA, S A",
            "JOHN INNES CENTRE",
            "INSTITUT JOZEF STEFAN",
            "DR SCHENK GMBH INDUSTRIEMESSTECHNIK",
            "JOHN POINTON & SONS LIMITED",
            "HOSPITAL SANTA MARIA",
            "UNIVERSIDAD REY JUAN CARLOS",
            "MARTIN 3D",
            "SIEMENS",
            "DR",
            "",
        ] {
            assert!(!is_natural_person(name, None), "{name}");
        }
    }

    #[test]
    fn only_firms_and_unknown_kinds_are_looked_at() {
        assert!(is_natural_person("EXAMPLE PETER", Some(ActivityType::Prc)));
        for kind in [ActivityType::Hes, ActivityType::Rec, ActivityType::Pub, ActivityType::Oth] {
            assert!(!is_natural_person("EXAMPLE PETER", Some(kind)));
        }
    }
}
