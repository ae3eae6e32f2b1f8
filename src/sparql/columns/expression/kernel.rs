//! What is decided row by row, without being remembered: what costs less than to look it up.
//!
//! A kernel may leave a row undecided, which is then evaluated as anything else is. So each knows only the common case.

use memchr::memmem::Finder;
use oxigraph::model::{Literal, Term, Variable, vocab::xsd};
use regex::Regex;
use spargebra::algebra::Function;
use sparopt::algebra::Expression;

use super::compile::constant_pattern;
use super::memo::Column;
use super::node::Comparison;
use super::source::Source;
use super::text;
use super::truth::{ERROR, FALSE, Scene, TRUE, UNSURE, Verdict};
use super::whole::Whole;
use crate::sparql::columns::chunk::{Slot, UNBOUND};
use crate::sparql::columns::compare::partial_order;
use crate::sparql::columns::value::{Number, Value};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;
use crate::store::inline;
use crate::store::term::{self, Kind, Text};

/// Where variables are.
pub(super) type Slots<'s> = &'s dyn Fn(&Variable) -> Option<Slot>;

pub(super) enum Kernel {
    /// Whether two variables are equal.
    Same(Slot, Slot),
    /// Whether a variable is equal to a constant.
    Is(Slot, Term),
    /// How two integers compare.
    Compare(Whole, Comparison, Whole),
    /// How a number compares to a constant.
    Number(Slot, Comparison, Value),
    /// How a date or year compares to another, which is a number of its own.
    When(Slot, Comparison, Term),
    /// Whether a language is this one.
    Language(Slot, String),
    /// Whether a language is in a range of languages.
    Languages(Slot, String),
    /// Whether a text has something in it.
    Text(Source, Sought),
}

/// What is sought in a text.
pub(super) enum Sought {
    Part(Box<Finder<'static>>),
    Start(String),
    End(String),
    All(String),
    Pattern(Regex),
}

impl Kernel {
    /// The kernel that decides most of `expression`, if there is one.
    pub(super) fn of(expression: &Expression, slots: Slots<'_>) -> Option<Self> {
        match expression {
            Expression::Equal(a, b) | Expression::SameTerm(a, b) => {
                let same = matches!(expression, Expression::SameTerm(..));
                Self::equal(a, b, slots, same).or_else(|| Self::equal(b, a, slots, same))
            }
            Expression::Less(a, b) => Self::compare(a, Comparison::Less, b, slots),
            Expression::LessOrEqual(a, b) => Self::compare(a, Comparison::LessOrEqual, b, slots),
            Expression::Greater(a, b) => Self::compare(a, Comparison::Greater, b, slots),
            Expression::GreaterOrEqual(a, b) => Self::compare(a, Comparison::GreaterOrEqual, b, slots),
            Expression::FunctionCall(function, arguments) => Self::call(function, arguments, slots),
            _ => None,
        }
    }

    fn equal(a: &Expression, b: &Expression, slots: Slots<'_>, same: bool) -> Option<Self> {
        match (a, b) {
            (Expression::Variable(a), Expression::Variable(b)) => Some(Self::Same(slots(a)?, slots(b)?)),
            (Expression::Variable(a), Expression::NamedNode(b)) => Some(Self::Is(slots(a)?, b.clone().into())),
            (Expression::Variable(a), Expression::Literal(b)) => Some(Self::Is(slots(a)?, b.clone().into())),
            _ if same => None,
            (Expression::FunctionCall(Function::Lang, tagged), Expression::Literal(language)) => match &tagged[..] {
                [Expression::Variable(a)] => Some(Self::Language(slots(a)?, plain(language)?)),
                _ => None,
            },
            (source, Expression::Literal(text)) => match Source::of(source, slots) {
                // Without STR the text may have a language, which the other has not.
                Some(source) if source.is_written() => Some(Self::Text(source, Sought::All(plain(text)?))),
                _ => Self::wholes(a, Comparison::Equal, b, slots),
            },
            _ => Self::wholes(a, Comparison::Equal, b, slots),
        }
    }

    fn compare(a: &Expression, comparison: Comparison, b: &Expression, slots: Slots<'_>) -> Option<Self> {
        let when = |variable: &Variable, comparison, literal: &Literal| {
            let timely = [xsd::DATE, xsd::G_YEAR].contains(&literal.datatype());
            if timely { Some(Self::When(slots(variable)?, comparison, literal.clone().into())) } else { None }
        };
        let when = match (a, b) {
            (Expression::Variable(a), Expression::Literal(b)) => when(a, comparison, b),
            (Expression::Literal(a), Expression::Variable(b)) => when(b, comparison.turned(), a),
            _ => None,
        };
        when.or_else(|| Self::number(a, comparison, b, slots)).or_else(|| Self::wholes(a, comparison, b, slots))
    }

    fn number(a: &Expression, comparison: Comparison, b: &Expression, slots: Slots<'_>) -> Option<Self> {
        let (variable, comparison, literal) = match (a, b) {
            (Expression::Variable(a), Expression::Literal(b)) => (a, comparison, b),
            (Expression::Literal(a), Expression::Variable(b)) => (b, comparison.turned(), a),
            _ => return None,
        };
        let limit = Value::from(Term::from(literal.clone()));
        Number::of(&limit)?;
        Some(Self::Number(slots(variable)?, comparison, limit))
    }

    fn wholes(a: &Expression, comparison: Comparison, b: &Expression, slots: Slots<'_>) -> Option<Self> {
        Some(Self::Compare(Whole::of(a, slots)?, comparison, Whole::of(b, slots)?))
    }

    fn call(function: &Function, arguments: &[Expression], slots: Slots<'_>) -> Option<Self> {
        let (first, rest) = arguments.split_first()?;
        let sought = match (function, rest) {
            (Function::LangMatches, [Expression::Literal(range)]) => match first {
                Expression::FunctionCall(Function::Lang, tagged) => match &tagged[..] {
                    [Expression::Variable(tagged)] => {
                        return Some(Self::Languages(slots(tagged)?, plain(range)?));
                    }
                    _ => return None,
                },
                _ => return None,
            },
            (Function::Contains, [Expression::Literal(part)]) => {
                Sought::Part(Box::new(Finder::new(plain(part)?.as_bytes()).into_owned()))
            }
            (Function::StrStarts, [Expression::Literal(start)]) => Sought::Start(plain(start)?),
            (Function::StrEnds, [Expression::Literal(end)]) => Sought::End(plain(end)?),
            (Function::Regex, [pattern, flags @ ..]) => Sought::Pattern(constant_pattern(pattern, flags.first())?),
            _ => return None,
        };
        Some(Self::Text(Source::of(first, slots)?, sought))
    }

    /// About how long a row takes, beside others.
    pub(super) fn cost(&self) -> usize {
        match self {
            Self::Is(..) | Self::When(..) => 1,
            Self::Compare(..) | Self::Number(..) => 2,
            Self::Same(..) => 3,
            Self::Language(..) | Self::Languages(..) => 5,
            Self::Text(_, Sought::Pattern(_)) => 30,
            Self::Text(..) => 10,
        }
    }

    pub(super) fn verdicts(&self, rows: &[u32], scene: Scene<'_>) -> Vec<Verdict> {
        let terms = scene.terms;
        match self {
            Self::Same(a, b) => {
                let (a, b) = (scene.column(*a), scene.column(*b));
                rows.iter().map(|&row| same(a.at(row), b.at(row), terms)).collect()
            }
            Self::Is(slot, constant) => is(scene.column(*slot), rows, constant, terms),
            Self::Compare(a, comparison, b) => compare(a, *comparison, b, rows, scene),
            Self::Number(slot, comparison, limit) => number(scene.column(*slot), rows, *comparison, limit, terms),
            Self::When(slot, comparison, constant) => {
                let limit = terms.intern(constant.as_ref());
                let alike: fn(TermId) -> bool = if inline::as_date(limit).is_some() {
                    |id| inline::as_date(id).is_some()
                } else if inline::as_year(limit).is_some() {
                    |id| inline::as_year(id).is_some()
                } else {
                    |_| false
                };
                let when = |id: TermId| if alike(id) { comparison.holds(id.cmp(&limit)).into() } else { UNSURE };
                each(scene.column(*slot), rows, when)
            }
            Self::Language(slot, language) => {
                each(scene.column(*slot), rows, |id| tagged(id, terms, |tag| tag == language))
            }
            Self::Languages(slot, range) => {
                each(scene.column(*slot), rows, |id| tagged(id, terms, |tag| text::in_range(tag, range)))
            }
            Self::Text(source, sought) => source.verdicts(rows, scene, |text| sought.is_in(text)),
        }
    }
}

/// The text of a literal that has neither language nor another datatype.
fn plain(literal: &Literal) -> Option<String> {
    (literal.datatype() == xsd::STRING).then(|| literal.value().to_owned())
}

/// The verdict on what each row binds; what it does not bind is an error.
fn each(column: Column<'_>, rows: &[u32], verdict: impl Fn(TermId) -> Verdict) -> Vec<Verdict> {
    let verdict = |&row: &u32| match column.at(row) {
        UNBOUND => ERROR,
        id => verdict(id),
    };
    rows.iter().map(verdict).collect()
}

/// Whether two terms are equal. Nodes are when they are the same, and so are small integers; NaN is not even equal to itself.
#[inline]
fn same(a: TermId, b: TermId, terms: &Terms) -> Verdict {
    if a == UNBOUND || b == UNBOUND {
        return ERROR;
    }
    let node = |id| id & inline::INLINE == 0 && terms.is_node(id);
    let integers = inline::as_integer(a).is_some() && inline::as_integer(b).is_some();
    if integers || node(a) || node(b) { (a == b).into() } else { UNSURE }
}

fn is(column: Column<'_>, rows: &[u32], constant: &Term, terms: &Terms) -> Vec<Verdict> {
    let wanted = terms.intern(constant.as_ref());
    match constant {
        Term::Literal(literal) if literal.language().is_none() => {}
        // Nothing is equal to a node or a text in a language but itself.
        _ => return each(column, rows, |id| (id == wanted).into()),
    }
    if inline::as_integer(wanted).is_some() {
        return each(column, rows, |id| match inline::as_integer(id) {
            Some(_) => (id == wanted).into(),
            None => UNSURE,
        });
    }
    if matches!(constant, Term::Literal(literal) if literal.datatype() == xsd::STRING) {
        return each(column, rows, |id| match id {
            _ if id == wanted => TRUE,
            _ if id & inline::INLINE != 0 => UNSURE,
            _ => terms.with_bytes(id, unlike_text),
        });
    }
    vec![UNSURE; rows.len()]
}

/// What a term that is not the text in question is to it: another text or a node is not equal, a literal of another type may be an
/// error.
fn unlike_text(bytes: &[u8]) -> Verdict {
    match Text::of(bytes) {
        Text::Plain(_) | Text::Iri(_) => FALSE,
        Text::Typed | Text::None => UNSURE,
    }
}

fn number(column: Column<'_>, rows: &[u32], comparison: Comparison, limit: &Value, terms: &Terms) -> Vec<Verdict> {
    let whole = match limit {
        Value::IntegerLiteral(limit) => inline::of_integer(i64::from(*limit)),
        _ => None,
    };
    let verdict = |id: TermId| match whole {
        // Numbers are ordered as what they stand for.
        Some(limit) if inline::as_integer(id).is_some() => comparison.holds(id.cmp(&limit)).into(),
        _ => match inline::as_integer(id).map(|value| Number::Integer(value.into())).or_else(|| terms.number(id)) {
            Some(number) => {
                let order = partial_order(&number.value(), limit);
                order.map_or(ERROR, |order| comparison.holds(order).into())
            }
            None => UNSURE,
        },
    };
    each(column, rows, verdict)
}

fn compare(a: &Whole, comparison: Comparison, b: &Whole, rows: &[u32], scene: Scene<'_>) -> Vec<Verdict> {
    let verdict = |a: Option<i64>, b: Option<i64>| match (a, b) {
        (Some(a), Some(b)) => comparison.holds(a.cmp(&b)).into(),
        _ => UNSURE,
    };
    rows.iter().map(|&row| verdict(a.at(row, scene), b.at(row, scene))).collect()
}

fn tagged(id: TermId, terms: &Terms, wanted: impl Fn(&str) -> bool) -> Verdict {
    if id & inline::INLINE != 0 {
        return wanted("").into();
    }
    terms.with_bytes(id, |bytes| match term::kind(bytes) {
        Kind::Literal => wanted(term::language(bytes).unwrap_or_default()).into(),
        _ => ERROR,
    })
}

impl Sought {
    #[inline]
    fn is_in(&self, text: &str) -> bool {
        match self {
            Self::Part(part) => part.find(text.as_bytes()).is_some(),
            Self::Start(start) => text.starts_with(start.as_str()),
            Self::End(end) => text.ends_with(end.as_str()),
            Self::All(all) => text == all,
            Self::Pattern(pattern) => pattern.is_match(text),
        }
    }
}
