//! Makes the compact tables of `examples/data` again from the files as their publishers give them out:
//!
//! ```text
//! cargo run --release --example pack -- ../shared/data examples/data
//! ```
//!
//! The same files give the same bytes. A table of rows and bytes is printed, and of what was left out and why.

use milieu::source::shipped::Fp7Link;
use milieu::source::{self, Refused, cities, countries, fp7, h2020, nace, nuts, packed, us_clusters};
use serde::Serialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(published), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("usage: pack PUBLISHED_DIRECTORY TARGET_DIRECTORY".into());
    };
    fs::create_dir_all(&to)?;
    let mut pack = Pack { published, to, refused: BTreeMap::new() };
    pack.countries()?;
    pack.regions_and_activities()?;
    pack.us_clusters()?;
    pack.h2020()?;
    pack.fp7()?;
    for ((file, reason), rows) in &pack.refused {
        println!("left out {rows:>6} of {file}: {reason}");
    }
    Ok(())
}

struct Pack {
    published: PathBuf,
    to: PathBuf,
    /// How often a reason was given for a file.
    refused: BTreeMap<(String, String), usize>,
}

impl Pack {
    fn open(&self, file: &str) -> Result<source::Source, Refused> {
        source::open(self.published.join(file))
    }

    /// Takes what was read and counts what was refused.
    fn take<R>(&mut self, rows: impl Iterator<Item = Result<R, Refused>>) -> Vec<R> {
        rows.filter_map(|row| row.map_err(|refused| self.count(refused)).ok()).collect()
    }

    fn count(&mut self, refused: Refused) {
        let file = Path::new(&refused.file).file_name().unwrap_or_default().display().to_string();
        *self.refused.entry((file, refused.reason)).or_default() += 1;
    }

    fn write<R: Serialize>(&self, name: &str, rows: &[R]) -> Result<(), Box<dyn Error>> {
        let path = self.to.join(format!("{name}.csv.zst"));
        packed::write(rows, File::create(&path)?)?;
        println!("{name:<24} {:>8} rows {:>9} bytes", rows.len(), fs::metadata(&path)?.len());
        Ok(())
    }

    fn countries(&mut self) -> Result<(), Box<dyn Error>> {
        let codes = self.open("countries/country-codes_with_developed.csv")?;
        let income = self.open("countries/worldbank_country_income_region.csv")?;
        let mut rows = self.take(countries::countries(codes, income)?);
        rows.sort_by_key(|country| country.alpha3);
        self.write("countries", &rows)?;

        let mut codes: Vec<String> =
            rows.iter().map(|country| format!("{},{}\n", country.alpha2, country.alpha3)).collect();
        codes.sort();
        fs::write(self.to.join("country-codes.csv"), codes.concat())?;

        let mut rows = self.take(cities::cities(self.open("cities/geonames_cities15000.csv.gz")?)?);
        rows.sort_by(|a, b| {
            let key = |city: &cities::City| (city.country, city.admin1.clone(), city.geonames);
            key(a).cmp(&key(b))
        });
        self.write("cities", &rows)
    }

    fn regions_and_activities(&mut self) -> Result<(), Box<dyn Error>> {
        let member_states = self.open("nuts-2024/nuts2024.csv")?;
        let neighbours = self.open("nuts-2024/statistical_regions2024.csv")?;
        let mut rows = self.take(nuts::regions(member_states, nuts::Kind::Nuts)?);
        rows.extend(self.take(nuts::regions(neighbours, nuts::Kind::Statistical)?));
        self.write("nuts", &rows)?;
        let rows = self.take(nuts::changes(self.open("nuts-2024/nuts2021_2024.csv")?)?);
        let changed: Vec<_> = rows.into_iter().filter(|row| row.change.is_some()).collect();
        self.write("nuts-changes", &changed)?;

        let rev2 = self.open("eubg-nace-nuts/nace-201706.csv")?;
        let mut rows = self.take(nace::rev2(rev2)?);
        let rev21 = self.open("nace-isic-naics/naceconverter_nacecodes.csv")?;
        rows.extend(self.take(nace::rev21(rev21)?));
        self.write("nace", &rows)
    }

    fn us_clusters(&mut self) -> Result<(), Box<dyn Error>> {
        let states = self.open("us-cluster-mapping/all_states_clusters.csv")?;
        let mut rows = self.take(us_clusters::observations(states)?);
        rows.sort_by(|a, b| (a.category, &a.state).cmp(&(b.category, &b.state)));
        self.write("us-observations", &rows)?;
        let nation = self.open("us-cluster-mapping/us_national_cluster_employment_2016_implied.csv")?;
        let rows = self.take(us_clusters::national_totals(nation)?);
        self.write("us-national-totals", &rows)?;
        let definitions = self.open("us-cluster-mapping/benchmark_cluster_definitions_naics.csv")?;
        let mut rows = self.take(us_clusters::industries(definitions)?);
        rows.sort_by(|a, b| (a.category, &a.naics, a.edition).cmp(&(b.category, &b.naics, b.edition)));
        self.write("us-industries", &rows)
    }

    fn h2020(&mut self) -> Result<(), Box<dyn Error>> {
        let mut tables = h2020::read(
            self.open("h2020-participation/h2020.csv.gz")?,
            self.open("h2020-participation/programme_parts.csv.gz")?,
            self.open("h2020-orgs-2017/h2020_orgs_2017.csv")?,
        )?;
        tables.participations.sort_by_key(|row| (row.rcn, row.pic));
        for refused in std::mem::take(&mut tables.refused) {
            self.count(refused);
        }
        self.write("h2020-organisations", &tables.organisations)?;
        self.write("h2020-projects", &tables.projects)?;
        self.write("h2020-participations", &tables.participations)
    }

    fn fp7(&mut self) -> Result<(), Box<dyn Error>> {
        let mut tables = fp7::read(self.open("fp7-network/fp7orgs.csv")?, self.open("fp7-network/fp7edges.csv")?)?;
        for refused in std::mem::take(&mut tables.refused) {
            self.count(refused);
        }
        tables.organisations.sort_by(|a, b| a.id.cmp(&b.id));
        let mut links = Vec::with_capacity(tables.participations.len());
        for row in &tables.participations {
            let by_id = |organisation: &fp7::Organisation| organisation.id.cmp(&row.organisation);
            let place = tables.organisations.binary_search_by(by_id).map_err(|_| "no such id")?;
            links.push(Fp7Link { organisation: u32::try_from(place)?, rcn: row.rcn });
        }
        links.sort_by_key(|link| (link.organisation, link.rcn));
        self.write("fp7-organisations", &tables.organisations)?;
        self.write("fp7-participations", &links)
    }
}
