//! World trade 1998 to 2000, 226 countries by 785 products: what `economiccomplexity` 2.0.0 (R) and `ecomplexity` 0.5.3 (Python)
//! make of it.

use std::path::Path;

use milieu::measure::complexity::{ComplexityOptions, IndustryScale, complexity};
use milieu::measure::density::{DensityOptions, densities};
use milieu::measure::fitness::{FitnessOptions, fitness};
use milieu::measure::matrix::{Cells, Matrix};
use milieu::measure::presence::Presence;
use milieu::measure::proximity::{ProximityOptions, proximities};
use milieu::measure::specialisation::{SpecialisationOptions, location_quotients, specialised};
use milieu::measure::work::Work;

use crate::read::{Labels, close, columns, folder, number};

struct Trade {
    countries: Labels,
    products: Labels,
    quotients: Cells,
    presence: Presence,
}

fn trade(folder: &Path) -> Trade {
    let rows = columns(&folder.join("world_trade_avg_1998_to_2000.csv.gz"), ["country", "product", "value"]);
    let (countries, products) =
        (Labels::new(rows.iter().map(|row| &row[0])), Labels::new(rows.iter().map(|row| &row[1])));
    let triplets = rows.iter().map(|row| (countries.number(&row[0]), products.number(&row[1]), number(&row[2])));
    let exports = Matrix::from_triplets(countries.len(), products.len(), triplets).unwrap();
    assert_eq!((exports.rows(), exports.columns()), (226, 785));
    let quotients = location_quotients(&exports, SpecialisationOptions::default()).unwrap();
    let presence = specialised(&quotients, 1.0);
    Trade { countries, products, quotients, presence }
}

#[test]
fn revealed_comparative_advantage() {
    let Some(folder) = folder("revealed_comparative_advantage", "economiccomplexity") else { return };
    let trade = trade(&folder);
    let ones = columns(&folder.join("rca_binary_pairs.csv.gz"), ["country", "product"]);
    assert_eq!(ones.len(), 31_951);
    assert!(ones.iter().all(|[c, p]| trade.presence.has(trade.countries.number(c), trade.products.number(p))));
    assert_eq!((0..226).map(|country| trade.presence.diversity(country)).sum::<usize>(), 31_951);
}

#[test]
fn proximities_of_products_and_countries() {
    let Some(folder) = folder("proximities_of_products_and_countries", "economiccomplexity") else { return };
    let trade = trade(&folder);
    let found = proximities(&trade.presence, ProximityOptions::default(), &Work::unwatched()).unwrap();
    close(found.get(trade.products.number("0011"), trade.products.number("0012")), 0.365_853_7, 5e-8);
    let published = columns(&folder.join("proximity_product_gt0.5.csv.gz"), ["a", "b", "p"]);
    for [one, other, value] in &published {
        close(found.get(trade.products.number(one), trade.products.number(other)), number(value), 1e-9);
    }
    assert_eq!(found.pairs().filter(|(.., value)| *value > 0.5).count(), published.len());

    let countries = proximities(&trade.presence.transposed(), ProximityOptions::default(), &Work::unwatched()).unwrap();
    let published = columns(&folder.join("proximity_country.csv.gz"), ["a", "b", "p"]);
    assert_eq!(published.len(), 226 * 225 / 2);
    for [one, other, value] in &published {
        close(countries.get(trade.countries.number(one), trade.countries.number(other)), number(value), 1e-9);
    }
}

#[test]
fn complexity_of_countries_and_products() {
    let Some(folder) = folder("complexity_of_countries_and_products", "economiccomplexity") else { return };
    let trade = trade(&folder);
    let found = complexity(&trade.presence, ComplexityOptions::default(), &Work::unwatched()).unwrap();
    for (country, expected) in [("sgs", 2.339_930), ("jpn", 2.262_632), ("deu", 1.884_379)] {
        close(found.regions[trade.countries.number(country)], expected, 1e-6);
    }
    let (countries, products) = ("py_ecomplexity_0.5.3_country.csv", "py_ecomplexity_0.5.3_product.csv");
    for [country, diversity, index] in columns(&folder.join(countries), ["country", "diversity", "eci"]) {
        let country = trade.countries.number(&country);
        assert_eq!(trade.presence.diversity(country).to_string(), diversity);
        close(found.regions[country], number(&index), 1e-10);
    }
    let published = columns(&folder.join(products), ["product", "ubiquity", "pci"]);
    for [product, ubiquity, index] in &published {
        let product = trade.products.number(product);
        assert_eq!(trade.presence.ubiquity(product).to_string(), *ubiquity);
        close(found.industries[product], number(index), 1e-10);
    }

    // On their own scale it is the same, less its mean, over its deviation.
    let own = ComplexityOptions { industries: IndustryScale::Own };
    let own = complexity(&trade.presence, own, &Work::unwatched()).unwrap();
    let (mean, deviation) = (0.470_363_364_874_659, 2.309_851_460_188_932);
    for [product, _, index] in &published {
        close(own.industries[trade.products.number(product)], (number(index) - mean) / deviation, 1e-10);
    }
}

#[test]
fn densities_of_six_countries() {
    let Some(folder) = folder("densities_of_six_countries", "economiccomplexity") else { return };
    let trade = trade(&folder);
    let close_by = proximities(&trade.presence, ProximityOptions::default(), &Work::unwatched()).unwrap();
    let found = densities(&trade.presence, &close_by, DensityOptions::default(), &Work::unwatched()).unwrap();
    let names = ["country", "product", "rca", "density"];
    let rows = columns(&folder.join("py_ecomplexity_0.5.3_density_6countries.csv.gz"), names);
    assert_eq!(rows.len(), 6 * 785);
    for [country, product, quotient, density] in &rows {
        let (country, product) = (trade.countries.number(country), trade.products.number(product));
        close(trade.quotients.get(country, product), number(quotient), 1e-9);
        close(found.get(country, product), number(density), 1e-12);
    }
}

/// No published values are at hand: the fixed point itself is checked.
#[test]
fn fitness_of_countries() {
    let Some(folder) = folder("fitness_of_countries", "economiccomplexity") else { return };
    let trade = trade(&folder);
    let found = fitness(&trade.presence, FitnessOptions::default());
    assert!(found.change < 1e-3, "{found:?}");
    let sum =
        |country| trade.presence.industries_of(country).map(|product| found.industries[product].unwrap()).sum::<f64>();
    let sums: Vec<f64> = (0..226).map(sum).collect();
    let mean = sums.iter().sum::<f64>() / 226.0;
    for (fitness, sum) in found.regions.iter().zip(&sums) {
        close(*fitness, sum / mean, 1e-3);
    }
}
