//! One row -> triples, or why it is refused.

use super::plan::{CellPlan, ConceptPlan, Constant, LinkagePlan, MembershipPlan, Plan};
use super::value::literal;
use crate::ingest::mapping::{Encode, Kind, Template, Use, countries};
use crate::ingest::nuts::Editions;
use crate::model::vocab::{rdf, rdfs};
use crate::model::{Literal, NamedNode, NamedNodeRef, Term};
use crate::source::table::Row;
use crate::source::value::Alpha3;
use crate::source::{Refused, country_codes};
use crate::vocab::{self, milieu, org};
use sha2::{Digest, Sha256};

/// What a row says.
#[derive(Default)]
pub(super) struct Said {
    pub(super) triples: Vec<(NamedNode, NamedNode, Term)>,
    /// NUTS codes of an earlier edition, which have to be told what they are part of.
    pub(super) earlier: Vec<(String, Alpha3)>,
}

/// A row under way.
struct Reading<'r> {
    file: &'r str,
    row: &'r Row,
    editions: &'r Editions,
    thing: Option<NamedNode>,
    said: Said,
}

impl Plan<'_> {
    /// What a row says; it says all of it or is refused.
    pub(super) fn row(&self, file: &str, row: &Row, editions: &Editions) -> Result<Said, Refused> {
        let mut reading = Reading { file, row, editions, thing: None, said: Said::default() };
        if let Some(id) = &self.id {
            let thing = reading.iri(id)?;
            for class in &self.classes {
                reading.say(&thing, rdf::TYPE, class.clone());
            }
            reading.thing = Some(thing.clone());
            reading.constants(&thing, &self.constants)?;
            for cell in &self.cells {
                reading.cell(self, &thing, cell)?;
            }
        }
        for linkage in &self.linkages {
            reading.linkage(linkage)?;
        }
        for membership in &self.memberships {
            reading.membership(membership)?;
        }
        Ok(reading.said)
    }
}

impl Reading<'_> {
    fn say(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.said.triples.push((subject.clone(), predicate.into_owned(), object.into()));
    }

    fn refuse(&self, column: &str, value: &str, reason: impl Into<String>) -> Refused {
        let refused = Refused::new(self.file, self.row.number, reason).column(column);
        if value.is_empty() { refused } else { refused.value(value) }
    }

    fn text_of(&self, place: usize) -> String {
        self.row.cells.get(place).map_or_else(String::new, |cell| cell.to_text().trim().to_owned())
    }

    fn filled(&self, template: &Template, encode: Encode) -> Result<String, Refused> {
        template.fill(encode, |place| self.text_of(place), |column, value, reason| self.refuse(column, value, reason))
    }

    fn iri(&self, template: &Template) -> Result<NamedNode, Refused> {
        if let (Template::Row, Some(thing)) = (template, &self.thing) {
            return Ok(thing.clone());
        }
        let text = self.filled(template, Encode::Iri)?;
        NamedNode::new(&text).map_err(|_| Refused::new(self.file, self.row.number, format!("{text} is no IRI")))
    }

    fn constants(&mut self, subject: &NamedNode, constants: &[(NamedNode, Constant)]) -> Result<(), Refused> {
        for (property, constant) in constants {
            let object = match constant {
                Constant::Term(term) => term.clone(),
                Constant::Iri(template) => self.iri(template)?.into(),
                Constant::Text(template) => Literal::new_simple_literal(self.filled(template, Encode::No)?).into(),
            };
            self.say(subject, property.as_ref(), object);
        }
        Ok(())
    }

    fn cell(&mut self, plan: &Plan<'_>, thing: &NamedNode, cell: &CellPlan<'_>) -> Result<(), Refused> {
        let mut text = self.text_of(cell.place);
        if text.is_empty()
            && let Some(default) = &cell.rule.default
        {
            text.clone_from(&default.0);
        }
        let values: Vec<&str> = match &cell.rule.separator {
            Some(separator) => {
                text.split(separator.as_str()).map(str::trim).filter(|value| !value.is_empty()).collect()
            }
            None => Some(text.as_str()).filter(|value| !value.is_empty()).into_iter().collect(),
        };
        if values.is_empty() && cell.rule.required {
            return Err(self.refuse(cell.name, "", "no value where one is needed"));
        }
        for value in values {
            let object = self.value(plan, cell, value)?;
            self.say(thing, cell.property.as_ref(), object);
        }
        Ok(())
    }

    fn value(&mut self, plan: &Plan<'_>, cell: &CellPlan<'_>, value: &str) -> Result<Term, Refused> {
        let wrong = |reason: String| self.refuse(cell.name, value, reason);
        match cell.rule.kind {
            Kind::Link => {
                let template = cell.template.as_ref().expect("a link has a template");
                // In the template of a column its own name means one value of the cell.
                let own = |place: usize| if place == cell.place { value.to_owned() } else { self.text_of(place) };
                let text =
                    template.fill(Encode::Iri, own, |column, value, reason| self.refuse(column, value, reason))?;
                NamedNode::new(&text).map(Into::into).map_err(|_| wrong(format!("{text} is no IRI")))
            }
            Kind::Concept => {
                let concepts = cell.concepts.expect("a concept has a scheme");
                concepts
                    .find(value)
                    .map(|concept| concept.clone().into())
                    .ok_or_else(|| wrong(concepts.expected(value)))
            }
            Kind::Country => countries(value)
                .map(Into::into)
                .ok_or_else(|| wrong("expected a country: a code such as BE or BEL, or a name".to_owned())),
            Kind::Nuts => self.region(cell, value),
            Kind::Class => plan.terms.known(value, Use::Class, "").map(Into::into).map_err(|error| {
                wrong(format!(
                    "expected a class that is known{}",
                    error.to_string().split_once("known").map_or("", |(_, rest)| rest)
                ))
            }),
            _ => literal(cell.rule, value).map_err(wrong),
        }
    }

    fn region(&mut self, cell: &CellPlan<'_>, value: &str) -> Result<Term, Refused> {
        let code = value.to_uppercase();
        let country = code.get(..2).and_then(country_codes::alpha3);
        match country {
            Some(country) if code.len() == 2 => Ok(vocab::country(country.as_str()).into()),
            Some(_) if self.editions.is_current(&code) => Ok(vocab::nuts(&code).into()),
            Some(country) if self.editions.is_earlier(&code) => {
                self.said.earlier.push((code.clone(), country));
                Ok(vocab::nuts(&code).into())
            }
            _ => Err(self.refuse(cell.name, value, "expected a NUTS code of 2024 or 2021 such as DE111")),
        }
    }

    fn concept(&self, concept: &ConceptPlan) -> Result<NamedNode, Refused> {
        match concept {
            ConceptPlan::Is(concept) => Ok(concept.clone()),
            ConceptPlan::Named(template, concepts) => {
                let text = self.filled(template, Encode::No)?;
                let column = template.columns().next().unwrap_or_default();
                concepts.find(&text).cloned().ok_or_else(|| self.refuse(column, &text, concepts.expected(&text)))
            }
        }
    }

    fn applies(&self, when: Option<usize>) -> bool {
        when.is_none_or(|place| !self.text_of(place).is_empty())
    }

    fn linkage(&mut self, plan: &LinkagePlan) -> Result<(), Refused> {
        if !self.applies(plan.when) {
            return Ok(());
        }
        let kind = self.concept(&plan.kind)?;
        let mut ends = Vec::new();
        for (property, template) in [(milieu::LEADS_FROM, &plan.from), (milieu::LEADS_TO, &plan.to)] {
            if let Some(template) = template {
                ends.push((property, self.iri(template)?));
            }
        }
        for template in &plan.ends {
            ends.push((milieu::HAS_END, self.iri(template)?));
        }
        if ends.iter().all(|(_, end)| *end == ends[0].1) {
            return Err(Refused::new(
                self.file,
                self.row.number,
                format!("the linkage leads from {} to itself", ends[0].1),
            ));
        }
        let iri = match &plan.id {
            Some(id) => self.iri(id)?,
            None => follows("linkage", ends.iter().map(|(_, end)| end).chain([&kind])),
        };
        self.say(&iri, rdf::TYPE, milieu::LINKAGE.into_owned());
        self.say(&iri, milieu::HAS_LINKAGE_KIND, kind);
        for (property, end) in ends {
            self.say(&iri, property, end);
        }
        self.constants(&iri, &plan.constants)
    }

    fn membership(&mut self, plan: &MembershipPlan) -> Result<(), Refused> {
        if !self.applies(plan.when) {
            return Ok(());
        }
        let (member, cluster, role) = (self.iri(&plan.member)?, self.iri(&plan.cluster)?, self.concept(&plan.role)?);
        let iri = match &plan.id {
            Some(id) => self.iri(id)?,
            None => follows("membership", [&member, &cluster, &role].into_iter()),
        };
        if let Some(name) = &plan.name {
            let name = self.filled(name, Encode::No)?;
            self.say(&cluster, rdf::TYPE, milieu::CLUSTER.into_owned());
            self.say(&cluster, rdfs::LABEL, Literal::new_simple_literal(name));
        }
        self.say(&iri, rdf::TYPE, org::MEMBERSHIP.into_owned());
        self.say(&iri, org::MEMBER, member);
        self.say(&iri, org::ORGANIZATION, cluster);
        self.say(&iri, org::ROLE, role);
        Ok(())
    }
}

/// An identifier that follows from what a thing joins, so that the same row always means the same thing.
fn follows<'n>(what: &str, joined: impl Iterator<Item = &'n NamedNode>) -> NamedNode {
    let mut hasher = Sha256::new();
    for node in joined {
        hasher.update(node.as_str());
        hasher.update([0]);
    }
    vocab::id(&format!("{what}/{}", &crate::hex(&hasher.finalize())[..16]))
}
