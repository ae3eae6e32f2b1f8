use std::collections::BTreeMap;

use super::{Arguments, Binds, View, ViewError};
use crate::Snapshot;
use crate::model::Term;
use crate::sparql::{self, Query};

impl View {
    /// The query with `arguments` in it: what [`View::run`] asks, for whoever wants to go on from there in SPARQL.
    ///
    /// # Errors
    /// [`ViewError`] when an argument names nothing.
    ///
    /// ```
    /// use milieu::view::Catalogue;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let snapshot = milieu::Store::new().snapshot();
    /// let view = Catalogue::shipped().get("cluster/ei-index")?;
    /// let query = view.bound(&snapshot, &view.arguments([("group_kind", "milieu:Cluster")])?)?;
    /// assert!(query.to_string().contains("<https://w3id.org/milieu/ontology#Cluster>"));
    /// # Ok(()) }
    /// ```
    pub fn bound(&self, snapshot: &Snapshot, arguments: &Arguments) -> Result<Query, ViewError> {
        let terms = arguments.resolved(self, snapshot)?;
        let in_query = terms.into_iter().filter(|(name, _)| self.parameter(name).binds == Binds::Query);
        let bound: BTreeMap<String, Term> = in_query.collect();
        sparql::bind(self.query().clone(), &bound)
            .map_err(|source| ViewError::Bind { view: self.id().to_string(), source })
    }
}
