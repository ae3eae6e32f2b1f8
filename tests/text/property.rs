//! The index finds what reading every label finds.

use milieu::snapshot::match_score;
use proptest::prelude::*;

use crate::support::filled;

/// Syllables that begin alike, with accents, so that random words meet.
fn word() -> impl Strategy<Value = String> {
    let syllables = vec!["a", "Á", "ab", "abc", "ł", "lo", "Lód", "ź", "s", "ss", "ß", "ö", "o", "ω", "1", "12"];
    prop::collection::vec(prop::sample::select(syllables), 1..3).prop_map(|parts| parts.concat())
}

fn text(words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec((word(), prop::sample::select(vec![" ", "-", ", ", "'", "  "])), words)
        .prop_map(|words| words.into_iter().map(|(word, gap)| word + gap).collect())
}

/// Folded words, found apart from the library's own way.
fn folded(text: &str) -> Vec<String> {
    let plain = deunicode::deunicode(text).to_lowercase();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What a person would do: read every label.
fn by_reading(labels: &[String], sought: &str) -> Vec<usize> {
    let sought = folded(sought);
    let answers = |label: &String| {
        let words = folded(label);
        !sought.is_empty() && sought.iter().all(|wanted| words.iter().any(|word| word.starts_with(wanted)))
    };
    (0..labels.len()).filter(|at| answers(&labels[*at])).collect()
}

proptest! {
    #[test]
    fn as_by_reading_every_label(labels in prop::collection::vec(text(0..5), 0..40), sought in text(0..4)) {
        let world = filled(labels.iter().enumerate().map(|(n, label)| (format!("t{n}"), label.clone())));
        let found: Vec<_> = world.search(&sought).collect();
        let mut places: Vec<usize> =
            found.iter().map(|found| found.thing.as_str()["http://example.com/t".len()..].parse().unwrap()).collect();
        let scores: Vec<f64> = found.iter().map(|found| match_score(found.label.value(), &sought).unwrap()).collect();
        prop_assert!(scores.is_sorted_by(|a, b| a >= b), "{:?}", scores);
        places.sort_unstable();
        prop_assert_eq!(&places, &by_reading(&labels, &sought));
        for (at, label) in labels.iter().enumerate() {
            prop_assert_eq!(match_score(label, &sought).is_some(), places.contains(&at));
        }
    }
}
