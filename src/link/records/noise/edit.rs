//! What hands do to names and addresses.

use rand::Rng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;

/// A change of a text.
pub(super) type Edit = fn(&str, &mut ChaCha8Rng) -> String;

/// Words that are shortened, and to what.
const SHORT: [(&str, &[&str]); 24] = [
    ("University", &["Univ.", "Univ", "Uni"]),
    ("Universität", &["Univ.", "Uni"]),
    ("Universidad", &["Univ.", "U."]),
    ("Université", &["Univ."]),
    ("Institute", &["Inst.", "Inst"]),
    ("Institut", &["Inst."]),
    ("Department", &["Dept.", "Dep."]),
    ("Laboratory", &["Lab.", "Lab"]),
    ("Technology", &["Technol.", "Tech."]),
    ("Technical", &["Tech."]),
    ("Research", &["Res."]),
    ("National", &["Natl.", "Nat."]),
    ("International", &["Intl.", "Int."]),
    ("Association", &["Assoc.", "Assn."]),
    ("Foundation", &["Found.", "Fdn."]),
    ("Center", &["Ctr.", "Centre"]),
    ("Centre", &["Ctr.", "Center"]),
    ("Hospital", &["Hosp."]),
    ("Ministry", &["Min."]),
    ("Academy", &["Acad."]),
    ("Sciences", &["Sci."]),
    ("Science", &["Sci."]),
    ("and", &["&"]),
    ("Saint", &["St.", "St"]),
];

const LEGAL_FORMS: [&str; 12] =
    ["GmbH", "AG", "Ltd", "Limited", "Inc.", "S.A.", "S.p.A.", "B.V.", "SAS", "e.V.", "S.L.", "Sp. z o.o."];

/// Without what stands in brackets.
pub(super) fn without_brackets(name: &str, _: &mut ChaCha8Rng) -> String {
    match (name.find('('), name.find(')')) {
        (Some(from), Some(to)) if from > 0 && from < to => format!("{}{}", name[..from].trim_end(), &name[to + 1..]),
        _ => name.to_owned(),
    }
}

/// Without the legal form at its end, or with one.
pub(super) fn legal_form(name: &str, rng: &mut ChaCha8Rng) -> String {
    let without = LEGAL_FORMS.iter().find_map(|form| name.strip_suffix(form));
    without.map_or_else(
        || format!("{name} {}", LEGAL_FORMS.choose(rng).expect("there are some")),
        |rest| rest.trim_end_matches([' ', ',']).to_owned(),
    )
}

/// With usual words shortened.
pub(super) fn shortened(name: &str, rng: &mut ChaCha8Rng) -> String {
    let short = |word: &str, rng: &mut ChaCha8Rng| {
        let known = SHORT.iter().find(|(long, _)| *long == word);
        known.and_then(|(_, short)| short.choose(rng)).map_or_else(|| word.to_owned(), |short| (*short).to_owned())
    };
    name.split(' ').map(|word| short(word, rng)).collect::<Vec<_>>().join(" ")
}

/// Without one of its words, if it has three or more.
pub(super) fn word_dropped(name: &str, rng: &mut ChaCha8Rng) -> String {
    let mut words: Vec<&str> = name.split(' ').collect();
    if words.len() > 2 {
        words.remove(rng.random_range(0..words.len()));
    }
    words.join(" ")
}

/// The part after a comma before the other, else its last word first, else all in any order.
pub(super) fn reordered(name: &str, rng: &mut ChaCha8Rng) -> String {
    if let Some((before, after)) = name.split_once(", ") {
        return format!("{after}, {before}");
    }
    let mut words: Vec<&str> = name.split(' ').collect();
    if rng.random_bool(0.7) {
        words.rotate_right(1);
    } else {
        words.shuffle(rng);
    }
    words.join(" ")
}

/// With a mistake for every twelve letters, one at least.
pub(super) fn mistyped(text: &str, rng: &mut ChaCha8Rng) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..letters.len().div_ceil(12) {
        if letters.len() < 3 {
            break;
        }
        let place = rng.random_range(0..letters.len() - 1);
        match rng.random_range(0..4) {
            0 => {
                letters.remove(place);
            }
            1 => letters.insert(place, letters[place]),
            2 => letters[place] = char::from(rng.random_range(b'a'..=b'z')),
            _ => letters.swap(place, place + 1),
        }
    }
    letters.into_iter().collect()
}

/// The same host by another address.
pub(super) fn address(address: &str, rng: &mut ChaCha8Rng) -> String {
    let host = address.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    let host = host.split('/').next().unwrap_or_default();
    if host.is_empty() {
        return String::new();
    }
    let before =
        ["https://www.", "http://www.", "http://", "https://", "www.", ""].choose(rng).expect("there are some");
    let after = ["", "/", "/en", "/index.html", "/about-us"].choose(rng).expect("there are some");
    format!("{before}{host}{after}")
}
