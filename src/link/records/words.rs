//! Names as words: which there are, how rare each is, and how alike two are.

use rustc_hash::FxHashMap;

use crate::text;

/// The words of all names of a field.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) texts: Vec<String>,
    numbers: FxHashMap<String, u32>,
    /// Which letters each has.
    letters: Vec<u32>,
    /// In how many records each is.
    pub(super) counts: Vec<u32>,
    /// What each says of a name, in bits: the logarithm of records by those that have it.
    pub(super) bits: Vec<f64>,
}

/// Words that differ are alike from here on, by Jaro and Winkler.
const ALIKE: f64 = 0.88;
/// What a word says that stands for another by its beginning.
const SHORTENED: f64 = 0.95;

impl Words {
    /// The words of a name as numbers, ascending, each once.
    pub(super) fn read(&mut self, name: &str) -> Vec<u32> {
        let mut own: Vec<u32> = text::words(name).into_iter().map(|word| self.number(word)).collect();
        own.sort_unstable();
        own.dedup();
        for word in &own {
            self.counts[*word as usize] += 1;
        }
        own
    }

    fn number(&mut self, word: String) -> u32 {
        let next = u32::try_from(self.texts.len()).expect("fewer than 2^32 words");
        *self.numbers.entry(word).or_insert_with_key(|word| {
            self.texts.push(word.clone());
            self.counts.push(0);
            self.letters.push(letters(word));
            next
        })
    }

    /// Says how rare each word is among so many records.
    pub(super) fn weigh(&mut self, records: usize) {
        let records = f64::from(u32::try_from(records).unwrap_or(u32::MAX));
        self.bits = self.counts.iter().map(|count| (1.0 + records / f64::from((*count).max(1))).log2()).collect();
    }

    /// How far two names are covered by each other's words, from 0 to 1: the mean of the shares of either's bits that have a partner in
    /// the other, each by how alike the partners are.
    pub(super) fn likeness(&self, one: &[u32], other: &[u32]) -> f64 {
        let total = |words: &[u32]| words.iter().map(|word| self.bits[*word as usize]).sum::<f64>();
        let (all_one, all_other) = (total(one), total(other));
        if all_one == 0.0 || all_other == 0.0 {
            return 0.0;
        }
        let (mut met_one, mut met_other) = (0.0, 0.0);
        let (mut left, mut right): (Vec<u32>, Vec<u32>) = (Vec::new(), other.to_vec());
        for word in one {
            if let Some(place) = right.iter().position(|partner| partner == word) {
                right.swap_remove(place);
                met_one += self.bits[*word as usize];
                met_other += self.bits[*word as usize];
            } else {
                left.push(*word);
            }
        }
        // What is left is paired greedily, the rarest first: few words have more than one that is alike.
        left.sort_by(|a, b| self.bits[*b as usize].total_cmp(&self.bits[*a as usize]).then(a.cmp(b)));
        for word in left {
            let alike = right.iter().enumerate().map(|(place, partner)| (self.alike(word, *partner), place));
            let best = alike.filter(|(alike, _)| *alike > 0.0).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if let Some((alike, place)) = best {
                let partner = right.swap_remove(place);
                met_one += alike * self.bits[word as usize];
                met_other += alike * self.bits[partner as usize];
            }
        }
        f64::midpoint(met_one / all_one, met_other / all_other)
    }

    /// How alike two words are that differ; 0 below [`ALIKE`].
    fn alike(&self, one_number: u32, other_number: u32) -> f64 {
        let (one, other) = (self.texts[one_number as usize].as_str(), self.texts[other_number as usize].as_str());
        let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        // Digits are not mistyped into other digits, but mean them.
        if short.len() < 3 || short.bytes().any(|byte| byte.is_ascii_digit()) {
            return 0.0;
        }
        if short.as_bytes()[0] == long.as_bytes()[0] && (long.starts_with(short) || is_skeleton(short, long)) {
            return SHORTENED;
        }
        if long.len() - short.len() > 3
            || !may_be_alike(self.letters[one_number as usize], self.letters[other_number as usize])
        {
            return 0.0;
        }
        let alike = strsim::jaro_winkler(short, long);
        if alike >= ALIKE { alike } else { 0.0 }
    }
}

/// Which letters a text has, by a bit each.
pub(super) fn letters(text: &str) -> u32 {
    text.bytes().fold(0, |letters, byte| letters | 1 << (byte & 31))
}

/// Whether two texts share so many letters that a closer look is worth it: words that are alike differ in few.
pub(super) fn may_be_alike(one: u32, other: u32) -> bool {
    (one ^ other).count_ones() <= 5
}

/// Whether a word is another with letters left out, the first and last kept: `dept`, `mgmt`, `natl`.
fn is_skeleton(short: &str, long: &str) -> bool {
    let (short, long) = (short.as_bytes(), long.as_bytes());
    if short.len() > 5 || long.len() < short.len() + 3 || short[0] != long[0] {
        return false;
    }
    let mut rest = long.iter();
    short.iter().all(|letter| rest.any(|other| other == letter))
        && short.iter().filter(|letter| !matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')).count() * 4
            >= short.len() * 3
}

/// Stretches of three letters of a name without its spaces, as numbers: ascending, each once.
pub(super) fn stretches(name: &str) -> Vec<u32> {
    let letters: Vec<u8> = text::words(name).concat().into_bytes();
    let number = |three: &[u8]| three.iter().fold(0, |number, letter| number << 8 | u32::from(*letter));
    let mut stretches: Vec<u32> = letters.windows(3).map(number).collect();
    stretches.sort_unstable();
    stretches.dedup();
    stretches
}

/// How many of two names' stretches both have, twice, by how many they have together: L. R. Dice's coefficient, from 0 to 1.
pub(super) fn dice(one: &[u32], other: &[u32]) -> f64 {
    let (mut left, mut right, mut both) = (0, 0, 0_u32);
    while left < one.len() && right < other.len() {
        match one[left].cmp(&other[right]) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                left += 1;
                right += 1;
            }
        }
    }
    let all = u32::try_from(one.len() + other.len()).unwrap_or(u32::MAX);
    if all == 0 { 0.0 } else { 2.0 * f64::from(both) / f64::from(all) }
}

/// The first letters of a name's words, those of little words left out; empty for fewer than three.
pub(super) fn initials(name: &str) -> String {
    const LITTLE: [&str; 24] = [
        "a", "and", "at", "d", "da", "das", "de", "del", "der", "des", "di", "do", "e", "et", "for", "fur", "in", "l",
        "la", "of", "on", "the", "und", "y",
    ];
    let words = text::words(name);
    let first = words.iter().filter(|word| !LITTLE.contains(&word.as_str())).filter_map(|word| word.chars().next());
    let initials: String = first.collect();
    if initials.len() < 3 { String::new() } else { initials }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortened_and_mistyped_words_have_partners() {
        let mut words = Words::default();
        let mut read = |name: &str| words.read(name);
        let names = [
            "University of Stuttgart",
            "Univ. Stuttgrat",
            "Department of Mining",
            "Dept. Mining",
            "Roche 21",
            "Roche 22",
        ]
        .map(&mut read);
        words.weigh(6);
        let likeness = |one: usize, other: usize| words.likeness(&names[one], &names[other]);
        assert!(likeness(0, 1) > 0.8, "{}", likeness(0, 1));
        assert!(likeness(2, 3) > 0.8, "{}", likeness(2, 3));
        assert!(likeness(4, 5) < 0.6, "{}", likeness(4, 5));
        assert!(likeness(0, 2) < 0.3 && (likeness(0, 0) - 1.0).abs() < 1e-12);
        assert_eq!(initials("Institute of the Physics of Metals"), "ipm");
        assert_eq!(initials("Roche AG"), "");
    }
}
