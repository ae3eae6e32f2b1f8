//! Which rules there are, and which are on.

use std::fmt;
use std::str::FromStr;

/// A rule, by its name in the W3C documents; where RDF Semantics and OWL 2 RL both have it, by the name in the former.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// `p rdfs:domain C`, `x p y` ⇒ `x a C` (prp-dom).
    Rdfs2,
    /// `p rdfs:range C`, `x p y` ⇒ `y a C`, unless `y` is a literal (prp-rng).
    Rdfs3,
    /// `rdfs:subPropertyOf` is transitive (scm-spo).
    Rdfs5,
    /// `p rdfs:subPropertyOf q`, `x p y` ⇒ `x q y` (prp-spo1).
    Rdfs7,
    /// `C rdfs:subClassOf D`, `x a C` ⇒ `x a D` (cax-sco).
    Rdfs9,
    /// `rdfs:subClassOf` is transitive (scm-sco).
    Rdfs11,
    /// `p rdfs:domain C`, `C rdfs:subClassOf D` ⇒ `p rdfs:domain D`.
    ScmDom1,
    /// `q rdfs:domain C`, `p rdfs:subPropertyOf q` ⇒ `p rdfs:domain C`.
    ScmDom2,
    /// `p rdfs:range C`, `C rdfs:subClassOf D` ⇒ `p rdfs:range D`.
    ScmRng1,
    /// `q rdfs:range C`, `p rdfs:subPropertyOf q` ⇒ `p rdfs:range C`.
    ScmRng2,
    /// `p a owl:SymmetricProperty`, `x p y` ⇒ `y p x`.
    PrpSymp,
    /// `p a owl:TransitiveProperty`, `x p y`, `y p z` ⇒ `x p z`.
    PrpTrp,
    /// `p owl:inverseOf q`, `x p y` ⇒ `y q x`.
    PrpInv1,
    /// `p owl:inverseOf q`, `x q y` ⇒ `y p x`.
    PrpInv2,
    /// `p owl:propertyChainAxiom (p1 ... pn)`, `x p1 ... pn y` ⇒ `x p y`.
    PrpSpo2,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 15] = [
        Self::Rdfs2,
        Self::Rdfs3,
        Self::Rdfs5,
        Self::Rdfs7,
        Self::Rdfs9,
        Self::Rdfs11,
        Self::ScmDom1,
        Self::ScmDom2,
        Self::ScmRng1,
        Self::ScmRng2,
        Self::PrpSymp,
        Self::PrpTrp,
        Self::PrpInv1,
        Self::PrpInv2,
        Self::PrpSpo2,
    ];

    /// The name.
    ///
    /// ```
    /// use milieu::reason::Rule;
    /// assert_eq!(Rule::PrpTrp.name(), "prp-trp");
    /// assert_eq!("prp-trp".parse(), Ok(Rule::PrpTrp));
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Rdfs2 => "rdfs2",
            Self::Rdfs3 => "rdfs3",
            Self::Rdfs5 => "rdfs5",
            Self::Rdfs7 => "rdfs7",
            Self::Rdfs9 => "rdfs9",
            Self::Rdfs11 => "rdfs11",
            Self::ScmDom1 => "scm-dom1",
            Self::ScmDom2 => "scm-dom2",
            Self::ScmRng1 => "scm-rng1",
            Self::ScmRng2 => "scm-rng2",
            Self::PrpSymp => "prp-symp",
            Self::PrpTrp => "prp-trp",
            Self::PrpInv1 => "prp-inv1",
            Self::PrpInv2 => "prp-inv2",
            Self::PrpSpo2 => "prp-spo2",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No rule has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule \"{0}\"")]
pub struct UnknownRule(String);

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(name: &str) -> Result<Self, UnknownRule> {
        Self::ALL.into_iter().find(|rule| rule.name() == name).ok_or_else(|| UnknownRule(name.to_owned()))
    }
}

/// Which rules are on, and how much they may infer.
///
/// ```
/// use milieu::reason::{Rule, Rules};
///
/// let rules = Rules::owl_rl().without(Rule::PrpInv2);
/// assert!(rules.has(Rule::PrpInv1) && !rules.has(Rule::PrpInv2));
/// assert!(!Rules::rdfs().has(Rule::PrpTrp));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "rules do nothing until something is inferred by them"]
pub struct Rules {
    on: u16,
    at_most: usize,
}

impl Rules {
    /// How many triples may be inferred unless [`at_most`](Self::at_most) says otherwise.
    pub const AT_MOST: usize = 50_000_000;

    /// No rule.
    pub fn none() -> Self {
        Self { on: 0, at_most: Self::AT_MOST }
    }

    /// What RDFS says of classes and properties: subclasses, sub-properties, domains and ranges.
    pub fn rdfs() -> Self {
        [Rule::Rdfs2, Rule::Rdfs3, Rule::Rdfs5, Rule::Rdfs7, Rule::Rdfs9, Rule::Rdfs11]
            .into_iter()
            .fold(Self::none(), Self::with)
    }

    /// Every rule of this module: RDFS, and of OWL 2 RL what the ontology uses.
    pub fn owl_rl() -> Self {
        Rule::ALL.into_iter().fold(Self::none(), Self::with)
    }

    /// These and `rule`.
    pub fn with(self, rule: Rule) -> Self {
        Self { on: self.on | 1 << rule as u16, ..self }
    }

    /// These without `rule`.
    pub fn without(self, rule: Rule) -> Self {
        Self { on: self.on & !(1 << rule as u16), ..self }
    }

    /// How many triples may be inferred before it is given up.
    pub fn at_most(self, triples: usize) -> Self {
        Self { at_most: triples, ..self }
    }

    /// Whether `rule` is on.
    pub fn has(self, rule: Rule) -> bool {
        self.on & 1 << rule as u16 != 0
    }

    /// The rules that are on.
    pub fn iter(self) -> impl Iterator<Item = Rule> {
        Rule::ALL.into_iter().filter(move |rule| self.has(*rule))
    }

    pub(super) fn limit(self) -> usize {
        self.at_most
    }
}

impl Default for Rules {
    /// [`Rules::owl_rl`].
    fn default() -> Self {
        Self::owl_rl()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_known_by_its_name() {
        for rule in Rule::ALL {
            assert_eq!(rule.name().parse(), Ok(rule));
        }
        assert!("prp-ifp".parse::<Rule>().is_err());
    }

    #[test]
    fn rules_are_a_set() {
        assert_eq!(Rules::rdfs().iter().count(), 6);
        assert_eq!(Rules::owl_rl().iter().collect::<Vec<_>>(), Rule::ALL);
        assert_eq!(Rules::rdfs().with(Rule::PrpTrp).without(Rule::PrpTrp), Rules::rdfs());
    }
}
