//! How far the shapes look from the thing that they are about.
//!
//! Read from the shapes as RDF, so that no kind of constraint can be forgotten: whatever hangs on a shape counts as part of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::io::{RdfFormat, RdfParser};
use crate::model::vocab::rdf;
use crate::model::{NamedNode, Term, Triple};

const SH: &str = "http://www.w3.org/ns/shacl#";

/// The words of SHACL Core that look at nothing but the values at the end of a path.
const CORE: &[&str] = &[
    "targetClass",
    "targetNode",
    "targetSubjectsOf",
    "targetObjectsOf",
    "property",
    "node",
    "path",
    "inversePath",
    "alternativePath",
    "zeroOrOnePath",
    "class",
    "datatype",
    "nodeKind",
    "minCount",
    "maxCount",
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
    "minLength",
    "maxLength",
    "pattern",
    "flags",
    "languageIn",
    "uniqueLang",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "not",
    "and",
    "or",
    "xone",
    "qualifiedValueShape",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "closed",
    "ignoredProperties",
    "hasValue",
    "in",
    "message",
    "severity",
    "name",
    "description",
    "order",
    "group",
    "defaultValue",
    "declare",
    "prefix",
    "namespace",
];

/// Which nodes have to be looked at again when one changes.
#[derive(Debug, Clone)]
pub(super) enum Reach {
    /// There is no telling: paths of any length, shapes that name themselves, or more than SHACL Core.
    Anywhere,
    /// Those that lead to it in so many steps.
    Near(Near),
}

/// Steps from a thing to what a shape reads of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Near {
    pub(super) steps: usize,
    /// Properties that paths follow from subject to object.
    pub(super) forward: BTreeSet<NamedNode>,
    /// Properties that paths follow from object to subject.
    pub(super) backward: BTreeSet<NamedNode>,
    /// Properties whose objects shapes are about.
    pub(super) objects_of: BTreeSet<NamedNode>,
}

type Node = String;

struct Graph {
    said: BTreeMap<Node, Vec<(NamedNode, Term)>>,
    near: Near,
}

/// Something that cannot be bounded.
struct Boundless;

impl Reach {
    /// Of shapes in Turtle that were read before.
    pub(super) fn of(turtle: &str) -> Self {
        let triples: Result<Vec<Triple>, _> =
            RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle).map(|quad| quad.map(Triple::from)).collect();
        let mut graph = Graph { said: BTreeMap::new(), near: Near::default() };
        for Triple { subject, predicate, object } in triples.unwrap_or_default() {
            graph.said.entry(subject.to_string()).or_default().push((predicate, object));
        }
        match graph.measure() {
            Ok(()) => Self::Near(graph.near),
            Err(Boundless) => Self::Anywhere,
        }
    }
}

impl Graph {
    fn objects(&self, node: &str, name: &str) -> Vec<Term> {
        let said = self.said.get(node).into_iter().flatten();
        said.filter(|(predicate, _)| predicate.as_str().strip_prefix(SH) == Some(name))
            .map(|said| said.1.clone())
            .collect()
    }

    fn measure(&mut self) -> Result<(), Boundless> {
        for (node, said) in &self.said {
            for (predicate, object) in said {
                let foreign = predicate.as_str().strip_prefix(SH).is_some_and(|name| !CORE.contains(&name));
                // A target that is no IRI is an expression.
                let expression = predicate.as_str().strip_prefix(SH) == Some("targetNode") && object.is_blank_node();
                // A shape on the values of a shape reports things that it did not begin with.
                let nested = !self.objects(node, "path").is_empty() && !self.objects(node, "property").is_empty();
                if foreign || expression || nested {
                    return Err(Boundless);
                }
            }
        }
        let nodes: Vec<Node> = self.said.keys().cloned().collect();
        for node in nodes {
            let steps = self.depth(&node, &mut Vec::new())?;
            self.near.steps = self.near.steps.max(steps);
            for object in self.objects(&node, "targetObjectsOf") {
                if let Term::NamedNode(property) = object {
                    self.near.objects_of.insert(property);
                }
            }
        }
        Ok(())
    }

    /// The steps of the longest walk that begins with a shape.
    fn depth(&mut self, node: &str, above: &mut Vec<Node>) -> Result<usize, Boundless> {
        if above.iter().any(|known| known == node) {
            return Err(Boundless);
        }
        above.push(node.to_owned());
        let (mut own, mut below) = (0, 0);
        for (predicate, object) in self.said.get(node).cloned().unwrap_or_default() {
            if predicate.as_str().strip_prefix(SH) == Some("path") {
                own = own.max(self.path(&object)?);
            } else if self.said.contains_key(&object.to_string()) {
                below = below.max(self.depth(&object.to_string(), above)?);
            }
        }
        above.pop();
        Ok(own + below)
    }

    /// The steps of a path.
    fn path(&mut self, path: &Term) -> Result<usize, Boundless> {
        if let Term::NamedNode(property) = path {
            self.near.forward.insert(property.clone());
            return Ok(1);
        }
        let node = path.to_string();
        if let [inverse] = &self.objects(&node, "inversePath")[..] {
            let Term::NamedNode(property) = inverse else { return Err(Boundless) };
            self.near.backward.insert(property.clone());
            return Ok(1);
        }
        if let [inner] = &self.objects(&node, "zeroOrOnePath")[..] {
            return self.path(inner);
        }
        if let [list] = &self.objects(&node, "alternativePath")[..] {
            let steps: Result<Vec<usize>, Boundless> = self.members(list)?.iter().map(|path| self.path(path)).collect();
            return Ok(steps?.into_iter().max().unwrap_or_default());
        }
        self.members(path)?.iter().map(|path| self.path(path)).sum()
    }

    /// The members of a list of paths.
    fn members(&self, list: &Term) -> Result<Vec<Term>, Boundless> {
        let (mut members, mut node) = (Vec::new(), list.clone());
        while node != rdf::NIL.into_owned().into() {
            let said = self.said.get(&node.to_string()).ok_or(Boundless)?;
            let one = |name| said.iter().find(|(predicate, _)| *predicate == name).map(|said| said.1.clone());
            members.push(one(rdf::FIRST).ok_or(Boundless)?);
            node = one(rdf::REST).ok_or(Boundless)?;
            if members.len() > self.said.len() {
                return Err(Boundless);
            }
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(shape: &str) -> Option<usize> {
        let text = format!("@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:x:> . {shape} .");
        match Reach::of(&text) {
            Reach::Near(near) => Some(near.steps),
            Reach::Anywhere => None,
        }
    }

    #[test]
    fn the_shapes_of_the_project_look_one_step_far() {
        let Reach::Near(near) = Reach::of(crate::shape::SHIPPED) else { panic!("they can be bounded") };
        assert_eq!((near.steps, near.backward.len(), near.objects_of.len()), (1, 0, 0));
        assert!(near.forward.contains(&crate::vocab::milieu::IN_COUNTRY.into_owned()));
    }

    #[test]
    fn steps_add_up_along_paths_and_shapes() {
        assert_eq!(steps(":S sh:targetClass :C"), Some(0));
        assert_eq!(steps(":S sh:property [ sh:path ( :p [ sh:inversePath :q ] ) ]"), Some(2));
        assert_eq!(steps(":S sh:property [ sh:path [ sh:alternativePath ( :p ( :p :q ) ) ] ]"), Some(2));
        assert_eq!(steps(":S sh:property [ sh:path :p ; sh:node :T ] . :T sh:property [ sh:path :q ]"), Some(2));
        assert_eq!(steps(":S sh:or ( [ sh:property [ sh:path :p ] ] [ sh:not :T ] ) . :T sh:class :C"), Some(1));
    }

    #[test]
    fn what_cannot_be_bounded_is_anywhere() {
        assert_eq!(steps(":S sh:property [ sh:path [ sh:oneOrMorePath :p ] ]"), None);
        assert_eq!(steps(":S sh:property [ sh:path :p ; sh:node :S ]"), None);
        assert_eq!(steps(":S sh:property [ sh:path :p ; sh:property [ sh:path :q ] ]"), None);
        assert_eq!(steps(":S sh:sparql [ sh:select 'SELECT $this {}' ]"), None);
        assert_eq!(steps(":S sh:property [ sh:path [ sh:inversePath ( :p :q ) ] ]"), None);
    }
}
