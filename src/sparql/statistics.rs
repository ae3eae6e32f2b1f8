//! Arithmetic and statistics that SPARQL lacks: `milieu:log` and others as functions, `milieu:median` and others as aggregates.
//!
//! Numbers go in as any of SPARQL's and come out as `xsd:double`. What is no number, and what is none that is finite, is an error, as
//! it is in SUM; so an aggregate over rows of which one has no value is an error too, and FILTER(BOUND(?value)) leaves that out.

use std::collections::HashMap;

use oxigraph::model::{Literal, NamedNodeRef, Term};
use oxsdatatypes::Double;
use spareval::{AggregateFunctionAccumulator, ExpressionTerm};

use crate::measure::quantile::quantile;
use crate::vocab::milieu;

/// What gathers for an aggregate.
pub(super) type Gather = Box<dyn AggregateFunctionAccumulator + Send + Sync>;

/// A function; `None` is an error.
pub(super) type Function = fn(&[Term]) -> Option<Term>;

/// The aggregates that there are beside SPARQL's.
pub(super) const AGGREGATES: [NamedNodeRef<'static>; 6] = [
    milieu::MEDIAN,
    milieu::QUARTILE1,
    milieu::QUARTILE3,
    milieu::STANDARD_DEVIATION,
    milieu::POPULATION_STANDARD_DEVIATION,
    milieu::ENTROPY,
];

/// The functions of numbers that there are beside SPARQL's.
pub(super) const FUNCTIONS: [NamedNodeRef<'static>; 7] =
    [milieu::LOG, milieu::LOG2, milieu::LOG10, milieu::EXP, milieu::SQRT, milieu::POW, milieu::QUANTILE];

/// What gathers for the aggregate of this name.
pub(super) fn aggregate(name: NamedNodeRef<'_>) -> Option<fn() -> Gather> {
    Some(match name {
        milieu::MEDIAN => || Sample::of(|sample| sorted(sample, 0.5)),
        milieu::QUARTILE1 => || Sample::of(|sample| sorted(sample, 0.25)),
        milieu::QUARTILE3 => || Sample::of(|sample| sorted(sample, 0.75)),
        milieu::STANDARD_DEVIATION => || Sample::of(|sample| deviation(sample, 1.0)),
        milieu::POPULATION_STANDARD_DEVIATION => || Sample::of(|sample| deviation(sample, 0.0)),
        milieu::ENTROPY => || Box::<Counts>::default(),
        _ => return None,
    })
}

/// A function of numbers, by its name.
pub(super) fn function(name: NamedNodeRef<'_>) -> Option<Function> {
    Some(match name {
        milieu::LOG => |arguments| one(arguments, f64::ln),
        milieu::LOG2 => |arguments| one(arguments, f64::log2),
        milieu::LOG10 => |arguments| one(arguments, f64::log10),
        milieu::EXP => |arguments| one(arguments, f64::exp),
        milieu::SQRT => |arguments| one(arguments, f64::sqrt),
        milieu::POW => |arguments| match arguments {
            [base, exponent] => written(number(base)?.powf(number(exponent)?)),
            _ => None,
        },
        milieu::QUANTILE => |arguments| match arguments {
            [Term::Literal(texts), share] => {
                let sample: Option<Vec<f64>> = texts.value().split_whitespace().map(parsed).collect();
                written(sorted(&mut sample?, number(share)?)?)
            }
            _ => None,
        },
        _ => return None,
    })
}

fn one(arguments: &[Term], function: fn(f64) -> f64) -> Option<Term> {
    match arguments {
        [argument] => written(function(number(argument)?)),
        _ => None,
    }
}

/// A finite number.
fn number(term: &Term) -> Option<f64> {
    let number = match ExpressionTerm::from(term.clone()) {
        ExpressionTerm::IntegerLiteral(value) => Double::from(value),
        ExpressionTerm::DecimalLiteral(value) => value.into(),
        ExpressionTerm::FloatLiteral(value) => value.into(),
        ExpressionTerm::DoubleLiteral(value) => value,
        _ => return None,
    };
    Some(f64::from(number)).filter(|number| number.is_finite())
}

fn parsed(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn written(number: f64) -> Option<Term> {
    number.is_finite().then(|| Literal::from(number).into())
}

fn sorted(sample: &mut [f64], p: f64) -> Option<f64> {
    sample.sort_unstable_by(f64::total_cmp);
    quantile(sample, p)
}

/// The root of the mean square of the differences from the mean, of which `estimated` degrees of freedom went into the mean.
#[expect(clippy::cast_precision_loss, reason = "a group never has 2^53 rows")]
fn deviation(sample: &[f64], estimated: f64) -> Option<f64> {
    let count = sample.len() as f64;
    let freedom = count - estimated;
    if freedom <= 0.0 {
        return None;
    }
    let mean = sample.iter().sum::<f64>() / count;
    let squares: f64 = sample.iter().map(|value| (value - mean).powi(2)).sum();
    Some((squares / freedom).sqrt())
}

/// The numbers of a group, and what is made of them.
struct Sample {
    /// `None` after what is no number.
    numbers: Option<Vec<f64>>,
    make: fn(&mut [f64]) -> Option<f64>,
}

impl Sample {
    fn of(make: fn(&mut [f64]) -> Option<f64>) -> Gather {
        Box::new(Self { numbers: Some(Vec::new()), make })
    }
}

impl AggregateFunctionAccumulator for Sample {
    fn accumulate(&mut self, element: Term) {
        match (&mut self.numbers, number(&element)) {
            (Some(numbers), Some(number)) => numbers.push(number),
            _ => self.numbers = None,
        }
    }

    fn finish(&mut self) -> Option<Term> {
        written((self.make)(self.numbers.as_mut()?)?)
    }
}

/// How often each term is in a group.
#[derive(Default)]
struct Counts {
    counts: HashMap<Term, u32>,
    rows: u32,
}

impl AggregateFunctionAccumulator for Counts {
    fn accumulate(&mut self, element: Term) {
        *self.counts.entry(element).or_default() += 1;
        self.rows += 1;
    }

    /// In bits. The counts are put in order, so that rounding does not depend on how the map lies.
    fn finish(&mut self) -> Option<Term> {
        let mut counts: Vec<u32> = self.counts.values().copied().collect();
        counts.sort_unstable();
        let bits = |count: u32| {
            let share = f64::from(count) / f64::from(self.rows);
            share * -share.log2()
        };
        if counts.is_empty() { None } else { written(counts.into_iter().map(bits).sum()) }
    }
}

#[cfg(test)]
mod tests {
    use crate::sparql::{QueryOptions, QueryResults, query};

    /// The value of an expression over rows of `?v` (and `?g`), or `None` where it is an error.
    fn value(expression: &str, values: &str) -> Option<f64> {
        let text = format!("SELECT ({expression} AS ?result) {{ VALUES ?v {{ {values} }} }}");
        let QueryResults::Solutions(mut rows) =
            query(&crate::Store::new().snapshot(), &text, &QueryOptions::default()).unwrap()
        else {
            unreachable!("it is a SELECT")
        };
        let row = rows.next().unwrap().unwrap();
        row.get("result").map(|term| match term {
            crate::model::Term::Literal(literal) => {
                assert_eq!(literal.datatype(), crate::model::vocab::xsd::DOUBLE, "{expression}");
                literal.value().parse().unwrap()
            }
            other => panic!("{expression} gives {other}"),
        })
    }

    fn near(expression: &str, values: &str, expected: f64) {
        let found = value(expression, values).unwrap_or_else(|| panic!("{expression} of {values} is an error"));
        assert!((found - expected).abs() < 1e-12, "{expression} of {values} is {found}, not {expected}");
    }

    #[test]
    fn functions_by_hand() {
        near("milieu:log(?v)", "1", 0.0);
        near("milieu:log(milieu:exp(?v))", "2.5", 2.5);
        near("milieu:log2(?v)", "8", 3.0);
        near("milieu:log10(?v)", "1e3", 3.0);
        near("milieu:exp(?v)", "0", 1.0);
        near("milieu:sqrt(?v)", "2.25", 1.5);
        near("milieu:pow(?v, 10)", "2", 1024.0);
        near("milieu:pow(?v, -0.5)", "4", 0.5);
        // The place of 0.9 among 11 values is 9.
        near("milieu:quantile(\"10 0 1 2 3 4 5 6 7 8 9\", ?v)", "0.9", 9.0);
        near("milieu:quantile(\"1 2 3 4\", ?v)", "0.75", 3.25);
    }

    #[test]
    fn what_is_no_finite_number_is_an_error() {
        for (expression, values) in [
            ("milieu:log(?v)", "0"),
            ("milieu:log2(?v)", "-1"),
            ("milieu:log10(?v)", "\"ten\""),
            ("milieu:log(?v)", "\"NaN\"^^xsd:double"),
            ("milieu:exp(?v)", "1000"),
            ("milieu:exp(?v)", "<urn:a>"),
            ("milieu:sqrt(?v)", "-1"),
            ("milieu:sqrt(?v, ?v)", "1"),
            ("milieu:pow(?v, -1)", "0"),
            ("milieu:pow(?v, 0.5)", "-1"),
            ("milieu:pow(?v)", "1"),
            ("milieu:quantile(?v, 0.5)", "\"1 x\""),
            ("milieu:quantile(?v, 0.5)", "\"\""),
            ("milieu:quantile(?v, 1.5)", "\"1 2\""),
        ] {
            assert_eq!(value(expression, values), None, "{expression} of {values}");
        }
    }

    /// The classic sample 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 32, so population 2 and sample the root of 32/7.
    #[test]
    fn aggregates_by_hand() {
        let sample = "2 4 4 4 5 5 7 9";
        near("milieu:populationStandardDeviation(?v)", sample, 2.0);
        near("milieu:standardDeviation(?v)", sample, (32.0_f64 / 7.0).sqrt());
        near("milieu:median(?v)", sample, 4.5);
        near("milieu:median(?v)", "3 1.0 2e0", 2.0);
        near("milieu:quartile1(?v)", sample, 4.0);
        // The place of 0.75 among 8 values is 5.25, between 5 and 7.
        near("milieu:quartile3(?v)", sample, 5.5);
        near("milieu:median(?v) - 1", "5", 4.0);
        // Two kinds, half and half, are one bit; a quarter, a quarter and a half are 1.5.
        near("milieu:entropy(?v)", "\"a\" \"b\"", 1.0);
        near("milieu:entropy(?v)", "<urn:a> <urn:a> <urn:b> \"c\"", 1.5);
        near("milieu:entropy(?v)", "1 1 1", 0.0);
    }

    #[test]
    fn aggregates_of_nothing_and_of_what_is_no_number() {
        for aggregate in ["median", "quartile1", "quartile3", "standardDeviation", "populationStandardDeviation"] {
            let aggregate = format!("milieu:{aggregate}(?v)");
            assert_eq!(value(&aggregate, ""), None);
            assert_eq!(value(&aggregate, "1 \"x\""), None);
            assert_eq!(value(&aggregate, "1 UNDEF"), None);
        }
        assert_eq!(value("milieu:standardDeviation(?v)", "1"), None);
        near("milieu:populationStandardDeviation(?v)", "1", 0.0);
        assert_eq!(value("milieu:entropy(?v)", ""), None);
        assert_eq!(value("milieu:entropy(?v)", "1 UNDEF"), None);
    }
}
