//! Words as people type them: folded for comparing, and the nearest of those that are known.

use deunicode::deunicode;

/// `text` in lower case and plain letters: without accents, other scripts transliterated.
pub(crate) fn fold(text: &str) -> String {
    deunicode(text).to_lowercase()
}

/// The words of `text`, folded: stretches of letters and digits.
pub(crate) fn words(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Up to three of `known` that are most like `wanted`: those that contain it first, then by edit distance.
pub(crate) fn nearest(wanted: &str, known: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    let wanted = fold(wanted);
    let mut scored: Vec<(usize, String)> = known
        .into_iter()
        .filter_map(|name| {
            let folded = fold(name.as_ref());
            let distance = if folded.contains(&wanted) { 0 } else { strsim::levenshtein(&wanted, &folded) };
            (distance <= wanted.chars().count() / 3 + 1).then(|| (distance, name.as_ref().to_owned()))
        })
        .collect();
    scored.sort_unstable();
    scored.dedup();
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

/// What is said of the nearest, behind an error: nothing if there is none.
pub(crate) fn did_you_mean(nearest: &[String]) -> String {
    if nearest.is_empty() { String::new() } else { format!("; did you mean {}?", nearest.join(" or ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_go() {
        for (text, folded) in [
            ("Örebro", "orebro"),
            ("BÖBLINGEN", "boblingen"),
            ("Łódź", "lodz"),
            ("Straße", "strasse"),
            ("O\u{308}", "o"),
            ("Ελλάδα", "ellada"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn what_contains_the_word_comes_first() {
        assert_eq!(nearest("reach", ["linkage/reach", "cluster/strong"]), ["linkage/reach"]);
        assert_eq!(nearest("grup", ["group", "top"]), ["group"]);
        assert!(nearest("zzzz", ["group"]).is_empty());
    }
}
