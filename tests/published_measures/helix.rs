//! Transmission where it is known without counting.

use milieu::measure::helix::helix;

use crate::read::{close, folder};

#[test]
fn helix_of_known_systems() {
    let Some(folder) = folder("helix_of_known_systems", "networks") else { return };
    let text = std::fs::read_to_string(folder.join("network_fixtures.json")).unwrap();
    let fixtures: serde_json::Value = serde_json::from_str(&text).unwrap();
    let expected = |name: &str| fixtures["triple_helix_analytic"][name].as_f64().unwrap();
    let bits = |code: usize| [code & 1, code >> 1 & 1, code >> 2];
    let of = |codes: &[usize]| helix(codes.iter().map(|code| (bits(*code), 1.0))).unwrap().unwrap().transmission;
    close(Some(of(&[0b000, 0b011, 0b101, 0b110])), expected("xor_uniform"), 1e-12);
    close(Some(of(&[0b000, 0b111])), expected("three_identical_fair_bits"), 1e-12);
    close(Some(of(&[0, 1, 2, 3, 4, 5, 6, 7])), expected("three_independent"), 1e-12);
}
