//! A mapping made ready for the columns of a table.

use crate::ingest::mapping::{
    Column, ColumnRule, Concepts, Kind, LinkageRule, Many, Mapping, MappingError, MembershipRule, Template, Terms, Use,
};
use crate::model::{Literal, NamedNode, Term};
use crate::text::nearest;
use crate::vocab::{self, PREFIXES, milieu};
use std::collections::{BTreeMap, BTreeSet};

/// A mapping whose terms are IRIs and whose columns are places.
pub(in crate::ingest) struct Plan<'m> {
    pub(in crate::ingest) graph: NamedNode,
    pub(super) terms: Terms<'m>,
    pub(super) id: Option<Template>,
    pub(super) classes: Vec<NamedNode>,
    pub(super) constants: Vec<(NamedNode, Constant)>,
    pub(super) cells: Vec<CellPlan<'m>>,
    pub(super) linkages: Vec<LinkagePlan>,
    pub(super) memberships: Vec<MembershipPlan>,
}

/// A value that is the same in every row, or made from its columns.
pub(super) enum Constant {
    Term(Term),
    Iri(Template),
    Text(Template),
}

pub(super) struct CellPlan<'m> {
    pub(super) place: usize,
    pub(super) name: &'m str,
    pub(super) property: NamedNode,
    pub(super) rule: &'m ColumnRule,
    pub(super) template: Option<Template>,
    pub(super) concepts: Option<Concepts>,
}

pub(super) struct LinkagePlan {
    pub(super) id: Option<Template>,
    pub(super) from: Option<Template>,
    pub(super) to: Option<Template>,
    pub(super) ends: Vec<Template>,
    pub(super) kind: ConceptPlan,
    pub(super) constants: Vec<(NamedNode, Constant)>,
    pub(super) when: Option<usize>,
}

pub(super) struct MembershipPlan {
    pub(super) id: Option<Template>,
    pub(super) member: Template,
    pub(super) cluster: Template,
    pub(super) name: Option<Template>,
    pub(super) role: ConceptPlan,
    pub(super) when: Option<usize>,
}

pub(super) enum ConceptPlan {
    Is(NamedNode),
    Named(Template, Concepts),
}

/// Where columns stand, and which of them the mapping has named.
struct Places<'m, 'c> {
    columns: Option<&'c [String]>,
    named: BTreeSet<String>,
    mapping: &'m Mapping,
}

impl<'m> Plan<'m> {
    /// Checks the mapping and, given a table's columns, that each has its place in it.
    pub(in crate::ingest) fn new(mapping: &'m Mapping, columns: Option<&[String]>) -> Result<Self, MappingError> {
        let terms = Terms::new(&mapping.prefixes);
        let mut places = Places { columns, named: BTreeSet::new(), mapping };
        if mapping.id.is_none() && mapping.linkages.is_empty() && mapping.memberships.is_empty() {
            let reason = "say what a row is about: an id, or linkages, or memberships".to_owned();
            return Err(MappingError::Incomplete { place: "id".to_owned(), reason });
        }
        let id = mapping.id.as_deref().map(|id| places.iri(id, "id")).transpose()?;
        let classes: Result<_, _> = mapping.class.0.iter().map(|name| terms.known(name, Use::Class, "class")).collect();
        let constants = places.constants(&terms, &mapping.constants, "constants")?;
        let mut cells = Vec::new();
        for (name, column) in &mapping.columns {
            let place = places.at(name, "columns")?;
            if let Column::Mapped(rule) = column {
                cells.push(places.cell(&terms, name, place, rule)?);
            }
        }
        let linkages: Result<_, _> = mapping.linkages.iter().map(|rule| places.linkage(&terms, rule)).collect();
        let memberships: Result<_, _> =
            mapping.memberships.iter().map(|rule| places.membership(&terms, rule)).collect();
        let plan = Self {
            graph: terms.expand(&mapping.graph).unwrap_or_else(|| vocab::graph(&mapping.graph)),
            id,
            classes: classes?,
            constants,
            cells,
            linkages: linkages?,
            memberships: memberships?,
            terms,
        };
        plan.needs_id()?;
        places.all_named()?;
        Ok(plan)
    }

    /// `@row` and what is said of the row's thing need an `id`.
    fn needs_id(&self) -> Result<(), MappingError> {
        let says = !self.classes.is_empty() || !self.constants.is_empty() || !self.cells.is_empty();
        if self.id.is_none() && says {
            let reason = "classes, constants and columns need an id: say what a row is about".to_owned();
            return Err(MappingError::Incomplete { place: "id".to_owned(), reason });
        }
        Ok(())
    }
}

impl<'m> Places<'m, '_> {
    fn at(&mut self, column: &str, place: &str) -> Result<usize, MappingError> {
        self.named.insert(column.to_owned());
        let Some(columns) = self.columns else { return Ok(0) };
        columns.iter().position(|known| known == column).ok_or_else(|| MappingError::UnknownColumn {
            place: place.to_owned(),
            column: column.to_owned(),
            nearest: nearest(column, columns.iter().cloned()),
        })
    }

    fn all_named(&self) -> Result<(), MappingError> {
        let missing = |column: &&String| !self.named.contains(*column);
        let columns: Vec<String> = self.columns.unwrap_or_default().iter().filter(missing).cloned().collect();
        if columns.is_empty() { Ok(()) } else { Err(MappingError::UnmappedColumns { columns }) }
    }

    fn text(&mut self, text: &str, place: &str) -> Result<Template, MappingError> {
        Template::read(text, place, |column| self.at(column, place))
    }

    /// A template that gives an IRI: after a prefix, whole, or relative to the base.
    fn iri(&mut self, text: &str, place: &str) -> Result<Template, MappingError> {
        if text == "@row" {
            if self.mapping.id.is_none() {
                let reason = "@row needs an id: say what a row is about".to_owned();
                return Err(MappingError::Incomplete { place: place.to_owned(), reason });
            }
            return Ok(Template::Row);
        }
        let fixed = text.split('{').next().unwrap_or_default();
        let base = self.mapping.base.as_deref().unwrap_or(vocab::ID);
        let whole = match fixed.split_once(':') {
            Some((prefix, rest)) if !rest.starts_with("//") => {
                let own = self.mapping.prefixes.get(prefix).map(String::as_str);
                let known = || PREFIXES.iter().find(|(name, _)| *name == prefix).map(|(_, namespace)| *namespace);
                let namespace = own.or_else(known).ok_or_else(|| MappingError::Template {
                    place: place.to_owned(),
                    template: text.to_owned(),
                    reason: format!("has the prefix {prefix}:, which is not known; declare it under prefixes"),
                })?;
                format!("{namespace}{}", &text[prefix.len() + 1..])
            }
            Some(_) => text.to_owned(),
            None => format!("{base}{text}"),
        };
        self.text(&whole, place)
    }

    fn constants(
        &mut self,
        terms: &Terms<'_>,
        constants: &BTreeMap<String, Many>,
        place: &str,
    ) -> Result<Vec<(NamedNode, Constant)>, MappingError> {
        let mut read = Vec::new();
        for (name, values) in constants {
            let place = format!("{place}: {name}");
            let property = terms.known(name, Use::Property, &place)?;
            for value in &values.0 {
                read.push((property.clone(), self.constant(terms, value, &place)?));
            }
        }
        Ok(read)
    }

    fn constant(&mut self, terms: &Terms<'_>, value: &str, place: &str) -> Result<Constant, MappingError> {
        if value == "@row" || (value.contains('{') && value.split('{').next().is_some_and(|fixed| fixed.contains(':')))
        {
            return self.iri(value, place).map(Constant::Iri);
        }
        if value.contains('{') {
            return self.text(value, place).map(Constant::Text);
        }
        match terms.expand(value) {
            Some(iri) => concept(iri, value, place).map(|iri| Constant::Term(iri.into())),
            None => Ok(Constant::Term(Literal::new_simple_literal(value).into())),
        }
    }

    fn cell(
        &mut self,
        terms: &Terms<'_>,
        name: &'m str,
        place: usize,
        rule: &'m ColumnRule,
    ) -> Result<CellPlan<'m>, MappingError> {
        let at = format!("column {name}");
        let incomplete = |reason: &str| MappingError::Incomplete { place: at.clone(), reason: reason.to_owned() };
        let property = match (&rule.property, rule.kind) {
            (None, Kind::Class) => crate::model::vocab::rdf::TYPE.into_owned(),
            (None, _) => return Err(incomplete("say by which property, or that it is ignored")),
            (Some(_), Kind::Class) => return Err(incomplete("a class needs no property")),
            (Some(property), _) => terms.known(property, Use::Property, &at)?,
        };
        let template = match (&rule.template, rule.kind) {
            (Some(template), Kind::Link) => Some(self.iri(template, &at)?),
            (None, Kind::Link) => return Err(incomplete("a link needs a template")),
            (Some(_), _) => return Err(incomplete("a template goes with `as: link`")),
            (None, _) => None,
        };
        let concepts = match (&rule.scheme, rule.kind) {
            (Some(scheme), Kind::Concept) => Some(Terms::scheme(scheme, &at)?),
            (None, Kind::Concept) => return Err(incomplete("a concept needs a scheme")),
            (Some(_), _) => return Err(incomplete("a scheme goes with `as: concept`")),
            (None, _) => None,
        };
        let number = matches!(rule.kind, Kind::Integer | Kind::Decimal | Kind::Double);
        if !number && (rule.unit.is_some() || rule.decimal.is_some()) {
            return Err(incomplete("unit and decimal go with numbers"));
        }
        if rule.lang.is_some() && rule.kind != Kind::String {
            return Err(incomplete("lang goes with `as: string`"));
        }
        if rule.decimal.is_some_and(|mark| mark != '.' && mark != ',') {
            return Err(incomplete("decimal is . or ,"));
        }
        Ok(CellPlan { place, name, property, rule, template, concepts })
    }

    fn linkage(&mut self, terms: &Terms<'_>, rule: &LinkageRule) -> Result<LinkagePlan, MappingError> {
        let place = "linkages";
        let incomplete = |reason: &str| MappingError::Incomplete { place: place.to_owned(), reason: reason.to_owned() };
        match (&rule.from, &rule.to, rule.ends.0.len()) {
            (Some(_), Some(_), 0) | (None, None, 2..) => {}
            _ => return Err(incomplete("a linkage has from and to, or two or more ends")),
        }
        let mut optional = |text: &Option<String>| text.as_deref().map(|text| self.iri(text, place)).transpose();
        let (id, from, to) = (optional(&rule.id)?, optional(&rule.from)?, optional(&rule.to)?);
        let ends: Result<_, _> = rule.ends.0.iter().map(|end| self.iri(end, place)).collect();
        Ok(LinkagePlan {
            id,
            from,
            to,
            ends: ends?,
            kind: self.concept(terms, &rule.kind, "linkage-kind", place)?,
            constants: self.constants(terms, &rule.constants, place)?,
            when: rule.when.as_deref().map(|column| self.at(column, place)).transpose()?,
        })
    }

    fn membership(&mut self, terms: &Terms<'_>, rule: &MembershipRule) -> Result<MembershipPlan, MappingError> {
        let place = "memberships";
        Ok(MembershipPlan {
            id: rule.id.as_deref().map(|id| self.iri(id, place)).transpose()?,
            member: self.iri(rule.member.as_deref().unwrap_or("@row"), place)?,
            cluster: self.iri(&rule.cluster, place)?,
            name: rule.name.as_deref().map(|name| self.text(name, place)).transpose()?,
            role: self.concept(terms, rule.role.as_deref().unwrap_or("cluster-member"), "actor-role", place)?,
            when: rule.when.as_deref().map(|column| self.at(column, place)).transpose()?,
        })
    }

    fn concept(
        &mut self,
        terms: &Terms<'_>,
        text: &str,
        scheme: &str,
        place: &str,
    ) -> Result<ConceptPlan, MappingError> {
        let concepts = Terms::scheme(scheme, place)?;
        if text.contains('{') {
            return Ok(ConceptPlan::Named(self.text(text, place)?, concepts));
        }
        if let Some(concept) = concepts.find(text) {
            return Ok(ConceptPlan::Is(concept.clone()));
        }
        // A concept of one's own, under a prefix of the mapping's.
        match terms.expand(text) {
            Some(iri) if !iri.as_str().starts_with(vocab::SCHEME) => Ok(ConceptPlan::Is(iri)),
            _ => Err(MappingError::UnknownTerm {
                place: place.to_owned(),
                what: "concept",
                name: text.to_owned(),
                nearest: nearest(text, concepts.names()),
            }),
        }
    }
}

/// A concept of ours has to be one.
fn concept(iri: NamedNode, text: &str, place: &str) -> Result<NamedNode, MappingError> {
    let Some((scheme, name)) = iri.as_str().strip_prefix(vocab::SCHEME).and_then(|rest| rest.split_once('#')) else {
        if iri.as_str().starts_with(vocab::M) && iri != milieu::ACTOR {
            return Terms::new(&BTreeMap::new()).known(text, Use::Class, place);
        }
        return Ok(iri);
    };
    let concepts = Terms::scheme(scheme, place)?;
    match concepts.find(name) {
        Some(concept) => Ok(concept.clone()),
        None => Err(MappingError::UnknownTerm {
            place: place.to_owned(),
            what: "concept",
            name: text.to_owned(),
            nearest: nearest(name, concepts.names()),
        }),
    }
}
