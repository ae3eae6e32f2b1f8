//! The index finds what measuring every distance finds.

use milieu::model::{GraphName, Literal, NamedNode, Quad, vocab::xsd};
use milieu::snapshot::{Point, distance_km};
use milieu::{Snapshot, Store, vocab::wgs};
use proptest::prelude::*;

use crate::point;

fn thing(n: usize) -> NamedNode {
    NamedNode::new_unchecked(format!("http://example.com/{n:04}"))
}

fn world(points: &[Point]) -> Snapshot {
    let store = Store::new();
    let mut transaction = store.begin();
    for (n, point) in points.iter().enumerate() {
        for (property, degrees) in [(wgs::LAT, point.latitude()), (wgs::LONG, point.longitude())] {
            let degrees = Literal::new_typed_literal(degrees.to_string(), xsd::DECIMAL);
            transaction.insert(Quad::new(thing(n), property, degrees, GraphName::DefaultGraph).as_ref());
        }
    }
    transaction.commit().unwrap()
}

/// Places crowd at the poles and the date line, and some are the same.
fn any_point() -> impl Strategy<Value = Point> {
    let latitude = prop_oneof![-90.0..=90.0_f64, 89.9..=90.0_f64, Just(-90.0), Just(0.0), Just(48.0)];
    let longitude = prop_oneof![-180.0..=180.0_f64, 179.9..=180.0_f64, -180.0..=-179.9_f64, Just(0.0), Just(9.0)];
    (latitude, longitude).prop_map(|(latitude, longitude)| point(latitude, longitude))
}

fn number(near: &milieu::snapshot::Near) -> usize {
    let text = near.thing.to_string();
    text["<http://example.com/".len()..text.len() - 1].parse().unwrap()
}

proptest! {
    #[test]
    fn as_by_measuring_every_distance(
        points in prop::collection::vec(any_point(), 0..60),
        here in any_point(),
        km in prop_oneof![Just(0.0), 0.0..50.0_f64, 0.0..21_000.0_f64],
        count in 0..70_usize,
    ) {
        let world = world(&points);
        let far: Vec<f64> = points.iter().map(|there| distance_km(here, *there)).collect();
        let near = world.near(here, km);
        let mut found: Vec<usize> = near.iter().map(number).collect();
        prop_assert!(near.is_sorted_by(|a, b| (a.distance_km, number(a)) <= (b.distance_km, number(b))));
        found.sort_unstable();
        let within: Vec<usize> = (0..points.len()).filter(|n| far[*n] <= km).collect();
        prop_assert_eq!(found, within);
        let nearest = world.nearest(here, count);
        prop_assert_eq!(nearest.len(), count.min(points.len()));
        let mut sorted = far.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        for (found, expected) in nearest.iter().zip(&sorted) {
            // The tree compares chords: of two that differ in the last digits alone it may take either.
            prop_assert!((found.distance_km - expected).abs() < 1e-3);
            prop_assert!(found.distance_km.total_cmp(&far[number(found)]).is_eq());
        }
    }
}

#[test]
fn of_those_equally_far_the_first_by_name() {
    let world = world(&[point(0.0, 2.0), point(0.0, 1.0), point(0.0, 1.0), point(0.0, 1.0)]);
    let found: Vec<usize> = world.nearest(point(0.0, 0.0), 2).iter().map(number).collect();
    assert_eq!(found, [1, 2]);
}

#[test]
fn a_commit_moves_places() {
    let store = Store::new();
    let place = |latitude: &str| {
        let mut transaction = store.begin();
        transaction.clear_all();
        for (property, degrees) in [(wgs::LAT, latitude), (wgs::LONG, "9")] {
            let degrees = Literal::new_typed_literal(degrees, xsd::DECIMAL);
            transaction.insert(Quad::new(thing(1), property, degrees, GraphName::DefaultGraph).as_ref());
        }
        transaction.commit().unwrap()
    };
    let before = place("48");
    assert_eq!(before.near(point(48.0, 9.0), 1.0).len(), 1);
    let after = place("50");
    assert!(after.near(point(48.0, 9.0), 1.0).is_empty());
    assert_eq!(after.near(point(50.0, 9.0), 1.0).len(), 1);
    assert_eq!(before.near(point(48.0, 9.0), 1.0).len(), 1);
}
