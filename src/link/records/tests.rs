use proptest::prelude::*;

use super::compare::Compare;
use super::*;

fn table(rows: &[[&str; 4]]) -> Table {
    let mut table = Table::of([
        ("name", Compare::Name),
        ("city", Compare::Place),
        ("country", Compare::Country),
        ("website", Compare::Web),
    ]);
    table.rows = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
    table
}

/// Levels by hand.
#[test]
fn fields_agree_at_levels() {
    let table = table(&[
        ["University of Stuttgart", "Stuttgart", "DE", "https://www.uni-stuttgart.de/en"],
        ["Stuttgart, University of", "Stuttgrat", "de", "physik.uni-stuttgart.de"],
        ["Roche (Germany)", "", "DE", "roche.com"],
        ["Univ. Stuttgart", "Stuttgart Vaihingen", "AT", ""],
    ]);
    let values = Values::of(&table);
    let missing = compare::MISSING;
    // The same country says nothing where the cities agree.
    assert_eq!(compare::pattern(&values, 0, 1), [5, 1, missing, 1]);
    assert_eq!(compare::pattern(&values, 0, 2), [0, missing, 1, 0]);
    // "University" stands for "Univ.", and "of" for nothing.
    assert_eq!(compare::pattern(&values, 0, 3)[0], 2);
    assert_eq!(compare::pattern(&values, 0, 3)[1..], [1, 0, missing]);
}

#[test]
fn nothing_and_one_record_are_linked_to_nothing() {
    for rows in [&[][..], &[["Roche", "Basel", "CH", ""]]] {
        let found = link(&table(rows), LinkOptions::default());
        assert_eq!((found.matches(), found.clusters.len()), (vec![], rows.len()));
    }
}

/// What a pair weighs is what its explanation adds up to.
#[test]
fn an_explanation_adds_up() {
    let rows: Vec<[String; 4]> = (0..60)
        .map(|n| {
            [
                format!("Institute {} of {}", n / 2, ["Physics", "Chemistry", "Law"][n % 3]),
                format!("City {}", n / 4),
                "DE".to_owned(),
                String::new(),
            ]
        })
        .collect();
    let rows: Vec<[&str; 4]> = rows.iter().map(|row| [&*row[0], &*row[1], &*row[2], &*row[3]]).collect();
    let found = link(&table(&rows), LinkOptions::default());
    assert!(!found.pairs.is_empty());
    for pair in &found.pairs {
        let explanation = found.explain(pair.records.1, pair.records.0);
        let sum = explanation.before + explanation.fields.iter().map(|(.., weight)| weight).sum::<f64>();
        assert!((sum - pair.weight).abs() < 1e-9);
        assert!(explanation.to_string().starts_with("name "), "{explanation}");
    }
}

/// A value that few have says more, where two have it, than one that most have.
#[test]
fn a_rare_value_says_more() {
    let mut rows = vec![["Alpha Works", "Stuttgart", "DE", ""], ["Alpha Works", "Stuttgart", "DE", ""]];
    rows.extend([["Beta Works", "Piran", "SI", ""], ["Beta Works", "Piran", "SI", ""]]);
    let names: Vec<String> = (0..40).map(|n| format!("Gamma {n}")).collect();
    rows.extend(names.iter().map(|name| [name.as_str(), "Stuttgart", "DE", ""]));
    let found = link(&table(&rows), LinkOptions::default());
    let city = |one, other| found.explain(one, other).fields[1].2;
    assert!(city(2, 3) > city(0, 1) + 2.0, "{} {}", city(2, 3), city(0, 1));
}

/// Fifteen weights of which no two sums are equal, in any order.
fn distinct_weights() -> impl Strategy<Value = Vec<f64>> {
    let roots =
        [2.0_f64, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0, 23.0, 29.0, 31.0, 37.0, 41.0, 43.0, 47.0].map(f64::sqrt);
    let signs = prop::collection::vec(prop::bool::ANY, 15);
    (Just(roots.to_vec()).prop_shuffle(), signs).prop_map(|(roots, signs)| {
        roots.into_iter().zip(signs).map(|(root, minus)| if minus { -root } else { root }).collect()
    })
}

proptest! {
    /// Numbering the records otherwise changes nothing but the numbers.
    #[test]
    fn clusters_do_not_hang_on_numbers(weights in distinct_weights(), by in 1_u32..6) {
        let ends: Vec<(u32, u32)> = (0..6).flat_map(|one| (one + 1..6).map(move |other| (one, other))).collect();
        let turn = |record: u32| (record + by) % 6;
        let pair = |(records, weight): (&(u32, u32), &f64)| Pair { records: *records, weight: *weight };
        let pairs: Vec<Pair> = ends.iter().zip(&weights).map(pair).collect();
        let turned: Vec<Pair> = pairs.iter().map(|pair| {
            let (one, other) = (turn(pair.records.0), turn(pair.records.1));
            Pair { records: (one.min(other), one.max(other)), weight: pair.weight }
        }).collect();
        let of = cluster::cluster(6, &pairs, 0.0, |_, _| unreachable!("all were compared"));
        let of_turned = cluster::cluster(6, &turned, 0.0, |_, _| unreachable!("all were compared"));
        for (one, other) in ends {
            let same = of[one as usize] == of[other as usize];
            prop_assert_eq!(same, of_turned[turn(one) as usize] == of_turned[turn(other) as usize]);
        }
        // No two clusters would be better as one.
        for one in 0..6_u32 {
            for other in (0..6_u32).filter(|other| of[*other as usize] > of[one as usize]) {
                let between = pairs.iter().filter(|pair| {
                    let (a, b) = (of[pair.records.0 as usize], of[pair.records.1 as usize]);
                    (a.min(b), a.max(b)) == (of[one as usize], of[other as usize])
                });
                prop_assert!(between.map(|pair| pair.weight.clamp(-8.0, 8.0)).sum::<f64>() <= 1e-9);
            }
        }
    }

    /// Any table is linked, and each record is in a cluster.
    #[test]
    fn any_table_is_linked(rows in prop::collection::vec(prop::array::uniform4("\\PC{0,12}"), 0..12)) {
        let mut any = table(&[]);
        any.rows = rows.into_iter().map(|row| row.to_vec()).collect();
        let found = link(&any, LinkOptions::default());
        prop_assert_eq!(found.clusters.len(), any.rows.len());
        prop_assert!(found.pairs.iter().all(|pair| pair.weight.is_finite()));
    }
}
