//! US Cluster Mapping: clusters by state and year, national totals, definitions by NAICS, related clusters.

use super::rows::{Cell, Dialect, records};
use super::value::NotThis;
use super::{Refused, Source};
use serde::{Deserialize, Serialize};

/// Whether a cluster's industries sell beyond their region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Concentrated in a few regions and sold elsewhere.
    Traded,
    /// Found wherever people live.
    Local,
}

/// One cluster category in one state and year: `id:observation/us/YEAR/STATE/CATEGORY`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The year, 2016.
    pub year: u16,
    /// The state's FIPS code, two digits: `01`.
    pub state: String,
    /// The state's name.
    pub state_name: String,
    /// The code of the cluster category: 1 to 51 traded, 101 to 116 local.
    pub category: u16,
    /// The category's name.
    pub category_name: String,
    /// Traded or local.
    pub scope: Scope,
    /// Employees; partly estimated by the publisher where the Census withholds the figure.
    pub employment: u64,
    /// Establishments.
    pub establishments: u64,
    /// Annual payroll in thousands of US dollars; `None` where there are employees and the figure is withheld
    /// (published as 0).
    pub annual_payroll: Option<u64>,
    /// Average wage in US dollars; `None` where it is withheld or nobody is employed (published as 0).
    pub average_wage: Option<f64>,
}

/// The nation's employment in one cluster category; not the sum of the states, whose small cells are withheld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NationalTotal {
    /// The year, 2016.
    pub year: u16,
    /// The code of the cluster category.
    pub category: u16,
    /// The category's name.
    pub category_name: String,
    /// Traded or local.
    pub scope: Scope,
    /// Employees.
    pub employment: u64,
}

/// An industry that belongs to a cluster category by the benchmark definitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Industry {
    /// The code of the cluster category.
    pub category: u16,
    /// The category's name.
    pub category_name: String,
    /// Traded or local.
    pub scope: Scope,
    /// The edition of NAICS: 1997, 2002, 2007 or 2012; `id:industry/naics-EDITION/CODE`.
    pub edition: u16,
    /// The NAICS code, six digits.
    pub naics: String,
    /// The industry's title.
    pub title: String,
}

/// How related two cluster categories are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relatedness {
    /// One category's code.
    pub from: u16,
    /// The other's.
    pub to: u16,
    /// The publisher's flag: the pair counts as related.
    pub related: bool,
    /// The publisher's overall score, over shared location, input-output and occupation links.
    pub score: Option<f64>,
    /// The score's percentile among all pairs.
    pub percentile: Option<f64>,
}

/// Reads `all_states_clusters.csv`.
///
/// ```
/// use milieu::source::{Source, us_clusters};
///
/// let csv = "year_t,region_code_t,region_name_t,cluster_code_t,cluster_name_t,cluster_type,emp_tl,est_tl,ap_tl,private_wage_tf\n\
///            2016,01,Alabama,116,Local Industrial Products and Services,local,10811,861,489088,45239.848\n";
/// let source = Source::from_bytes("states.csv", csv).unwrap();
/// let first = us_clusters::observations(source).unwrap().next().unwrap().unwrap();
/// assert_eq!((first.employment, first.average_wage), (10811, Some(45239.848)));
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn observations(source: Source) -> Result<impl Iterator<Item = Result<Observation, Refused>>, Refused> {
    let columns = [
        "year_t",
        "region_code_t",
        "region_name_t",
        "cluster_code_t",
        "cluster_name_t",
        "cluster_type",
        "emp_tl",
        "est_tl",
        "ap_tl",
        "private_wage_tf",
    ];
    records(source, DIALECT, &columns, |row| {
        let employment = row.parse("emp_tl")?;
        let payroll: u64 = row.parse("ap_tl")?;
        let wage: f64 = row.parse("private_wage_tf")?;
        Ok(Observation {
            year: row.parse("year_t")?,
            state: row.text("region_code_t")?.to_owned(),
            state_name: row.text("region_name_t")?.to_owned(),
            category: row.parse("cluster_code_t")?,
            category_name: row.text("cluster_name_t")?.to_owned(),
            scope: row.parse("cluster_type")?,
            employment,
            establishments: row.parse("est_tl")?,
            annual_payroll: (payroll > 0 || employment == 0).then_some(payroll),
            average_wage: (wage > 0.0).then_some(wage),
        })
    })
}

/// Reads `us_national_cluster_employment_2016_implied.csv`, whose name gives the year.
///
/// ```
/// use milieu::source::{Source, us_clusters};
///
/// let csv = "cluster_code_t,us_emp,name,type\n4,966002,Automotive,traded\n";
/// let source = Source::from_bytes("nation.csv", csv).unwrap();
/// let first = us_clusters::national_totals(source).unwrap().next().unwrap().unwrap();
/// assert_eq!((first.year, first.employment), (2016, 966_002));
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn national_totals(source: Source) -> Result<impl Iterator<Item = Result<NationalTotal, Refused>>, Refused> {
    let columns = ["cluster_code_t", "us_emp", "name", "type"];
    records(source, DIALECT, &columns, |row| {
        Ok(NationalTotal {
            year: 2016,
            category: row.parse("cluster_code_t")?,
            category_name: row.text("name")?.to_owned(),
            scope: row.parse("type")?,
            employment: row.parse("us_emp")?,
        })
    })
}

/// Reads `benchmark_cluster_definitions_naics.csv`.
///
/// ```
/// use milieu::source::{Source, us_clusters};
///
/// let csv = "cluster_code,cluster,key,traded,version,naics,title\n\
///            3,Apparel,apparel,TRUE,2012,315210,Cut and Sew Apparel Contractors\n";
/// let source = Source::from_bytes("definitions.csv", csv).unwrap();
/// let first = us_clusters::industries(source).unwrap().next().unwrap().unwrap();
/// assert_eq!((first.edition, first.naics.as_str()), (2012, "315210"));
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn industries(source: Source) -> Result<impl Iterator<Item = Result<Industry, Refused>>, Refused> {
    let columns = ["cluster_code", "cluster", "traded", "version", "naics", "title"];
    records(source, DIALECT, &columns, |row| {
        let scope = match row.text("traded")? {
            "TRUE" => Scope::Traded,
            "FALSE" => Scope::Local,
            _ => return Err(row.refuse("traded", "expected TRUE or FALSE")),
        };
        let naics = row.text("naics")?;
        if naics.len() != 6 || !naics.bytes().all(|b| b.is_ascii_digit()) {
            return Err(row.refuse("naics", "expected six digits"));
        }
        Ok(Industry {
            category: row.parse("cluster_code")?,
            category_name: row.text("cluster")?.to_owned(),
            scope,
            edition: row.parse("version")?,
            naics: naics.to_owned(),
            title: row.text("title")?.to_owned(),
        })
    })
}

/// Reads `related_clusters.csv`, every ordered pair of traded categories; a category's pair with itself is passed over.
///
/// ```
/// use milieu::source::{Source, us_clusters};
///
/// let csv = "clustera,clusterb,rel_all_90_v3,cr_all,cr_all_pc\n3,3,0,2.277807,99\n3,39,1,1.384733,99\n";
/// let source = Source::from_bytes("related.csv", csv).unwrap();
/// let pairs: Vec<_> = us_clusters::relatedness(source).unwrap().collect::<Result<_, _>>().unwrap();
/// assert_eq!(pairs.len(), 1);
/// assert!(pairs[0].related && pairs[0].to == 39);
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn relatedness(source: Source) -> Result<impl Iterator<Item = Result<Relatedness, Refused>>, Refused> {
    let columns = ["clustera", "clusterb", "rel_all_90_v3", "cr_all", "cr_all_pc"];
    let pairs = records(source, DIALECT, &columns, |row| {
        let related = match row.text("rel_all_90_v3")? {
            "0" => false,
            "1" => true,
            _ => return Err(row.refuse("rel_all_90_v3", "expected 0 or 1")),
        };
        Ok(Relatedness {
            from: row.parse("clustera")?,
            to: row.parse("clusterb")?,
            related,
            score: row.parse_optional("cr_all")?,
            percentile: row.parse_optional("cr_all_pc")?,
        })
    })?;
    Ok(pairs.filter(|pair| pair.as_ref().map_or(true, |pair| pair.from != pair.to)))
}

const DIALECT: Dialect = Dialect::COMMA.missing(&["NA"]);

impl Cell for Scope {
    fn read(text: &str) -> Result<Self, NotThis> {
        match text {
            "traded" => Ok(Self::Traded),
            "local" => Ok(Self::Local),
            _ => Err(NotThis::expected("traded or local")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "year_t,region_code_t,region_name_t,cluster_code_t,cluster_name_t,cluster_type,emp_tl,est_tl,ap_tl,private_wage_tf\n";

    fn read(rows: &str) -> Vec<Result<Observation, Refused>> {
        let source = Source::from_bytes("states.csv", format!("{HEADER}{rows}")).unwrap();
        observations(source).unwrap().collect()
    }

    #[test]
    fn a_withheld_payroll_is_no_payroll_of_nothing() {
        let rows = read("2016,02,Alaska,46,Upstream,traded,0,0,0,0\n2016,02,Alaska,3,Apparel,traded,10,2,0,0\n");
        let none = rows[0].as_ref().unwrap();
        assert_eq!((none.annual_payroll, none.average_wage), (Some(0), None));
        let withheld = rows[1].as_ref().unwrap();
        assert_eq!((withheld.annual_payroll, withheld.average_wage), (None, None));
    }

    #[test]
    fn a_bad_number_is_refused_by_column() {
        let rows = read("2016,01,Alabama,3,Apparel,traded,many,2,0,0\n2016,01,Alabama,3,Apparel,both,1,2,0,0\n");
        assert_eq!(
            rows[0].as_ref().unwrap_err().to_string(),
            "states.csv:2: column \"emp_tl\": value \"many\": expected a whole number"
        );
        assert_eq!(rows[1].as_ref().unwrap_err().column.as_deref(), Some("cluster_type"));
    }
}
