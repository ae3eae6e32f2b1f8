//! What someone may have meant.

/// Up to three of `choices` that are most like `wanted`: those that contain it first, then by edit distance.
pub(super) fn nearest<'a>(wanted: &str, choices: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let wanted = wanted.to_lowercase();
    let mut scored: Vec<(usize, &str)> = choices
        .into_iter()
        .filter_map(|choice| {
            let folded = choice.to_lowercase();
            let distance = if folded.contains(&wanted) { 0 } else { distance(&wanted, &folded) };
            (distance <= wanted.chars().count() / 3 + 1).then_some((distance, choice))
        })
        .collect();
    scored.sort_unstable();
    scored.dedup();
    scored.into_iter().take(3).map(|(_, choice)| choice.to_owned()).collect()
}

/// The least number of characters to insert, delete or replace (Levenshtein 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_of_kitten_and_sitting_is_three() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn what_contains_the_word_comes_first() {
        assert_eq!(nearest("reach", ["linkage/reach", "cluster/strong"]), ["linkage/reach"]);
        assert_eq!(nearest("grup", ["group", "top"]), ["group"]);
        assert!(nearest("zzzz", ["group"]).is_empty());
    }
}
