//! The slots of SSSOM 1.1, of which those of 1.0 are a part: what each may hold, and the property that says it in RDF.

use std::fmt;

/// What a slot may hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// A thing: a CURIE whose prefix is declared.
    Entity,
    /// An address: a URI with its scheme.
    Uri,
    /// Any text.
    Text,
    /// A day, `2026-07-01`.
    Date,
    /// A number between two, both among them.
    Number(f64, f64),
    /// One of a list; with the thing that stands for it in RDF, if one does.
    OneOf(&'static [(&'static str, Option<&'static str>)]),
}

const ENTITY_TYPES: &[(&str, Option<&str>)] = &[
    ("owl class", Some("owl:Class")),
    ("owl object property", Some("owl:ObjectProperty")),
    ("owl data property", Some("owl:DataProperty")),
    ("owl annotation property", Some("owl:AnnotationProperty")),
    ("owl named individual", Some("owl:NamedIndividual")),
    ("skos concept", Some("skos:Concept")),
    ("rdfs resource", Some("rdfs:Resource")),
    ("rdfs class", Some("rdfs:Class")),
    ("rdfs literal", Some("rdfs:Literal")),
    ("rdfs datatype", Some("rdfs:Datatype")),
    ("rdf property", Some("rdf:Property")),
    ("composed entity expression", Some("sssom:ComposedEntityExpression")),
];
const CARDINALITIES: &[(&str, Option<&str>)] =
    &[("1:1", None), ("1:n", None), ("n:1", None), ("n:n", None), ("1:0", None), ("0:1", None), ("0:0", None)];
const MODIFIERS: &[(&str, Option<&str>)] = &[("Not", Some("sssom:NegatedPredicate"))];
const VERSIONS: &[(&str, Option<&str>)] = &[("1.0", Some("sssom:version1.0")), ("1.1", Some("sssom:version1.1"))];
const SHARE: Range = Range::Number(0.0, 1.0);

/// Declares the slots: variant, name, range, `one` or `many` values, the property (`own` is that of the name in SSSOM's namespace).
macro_rules! slots {
    ($($variant:ident $name:literal $range:expr, $many:ident $(, $property:literal)?;)*) => {
        /// A slot of a mapping or of a mapping set; see the standard for what each says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Slot { $(#[doc = concat!("`", $name, "`")] $variant),* }

        impl Slot {
            /// Every slot: those of mappings in the order of their columns, those that only a set has before them.
            ///
            /// ```
            /// use milieu::link::sssom::Slot;
            /// assert!(Slot::ALL.iter().all(|slot| Slot::named(slot.name()) == Some(*slot)));
            /// ```
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name in all formats.
            ///
            /// ```
            /// use milieu::link::sssom::Slot;
            /// assert_eq!(Slot::SubjectId.name(), "subject_id");
            /// ```
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What it may hold.
            ///
            /// ```
            /// use milieu::link::sssom::{Range, Slot};
            /// assert_eq!(Slot::Confidence.range(), Range::Number(0.0, 1.0));
            /// ```
            pub const fn range(self) -> Range {
                match self { $(Self::$variant => $range),* }
            }

            /// Whether it may hold several values.
            ///
            /// ```
            /// use milieu::link::sssom::Slot;
            /// assert!(Slot::AuthorId.is_list() && !Slot::SubjectId.is_list());
            /// ```
            pub const fn is_list(self) -> bool {
                match self { $(Self::$variant => slots!(@ $many)),* }
            }

            /// The property that says it in RDF, as a CURIE of the [built-in prefixes](super::BUILT_IN) or of `dcterms` and `pav`.
            pub(super) const fn property(self) -> &'static str {
                match self { $(Self::$variant => slots!(@@ $name $($property)?)),* }
            }
        }
    };
    (@ one) => { false };
    (@ many) => { true };
    (@@ $name:literal) => { concat!("sssom:", $name) };
    (@@ $name:literal $property:literal) => { $property };
}

slots! {
    SssomVersion "sssom_version" Range::OneOf(VERSIONS), one;
    MappingSetId "mapping_set_id" Range::Uri, one;
    MappingSetVersion "mapping_set_version" Range::Text, one, "owl:versionInfo";
    MappingSetSource "mapping_set_source" Range::Uri, many, "prov:wasDerivedFrom";
    MappingSetTitle "mapping_set_title" Range::Text, one, "dcterms:title";
    MappingSetDescription "mapping_set_description" Range::Text, one, "dcterms:description";
    MappingSetConfidence "mapping_set_confidence" SHARE, one;
    IssueTracker "issue_tracker" Range::Uri, one;
    RecordId "record_id" Range::Entity, one;
    SubjectId "subject_id" Range::Entity, one, "owl:annotatedSource";
    SubjectLabel "subject_label" Range::Text, one;
    SubjectCategory "subject_category" Range::Text, one;
    PredicateId "predicate_id" Range::Entity, one, "owl:annotatedProperty";
    PredicateLabel "predicate_label" Range::Text, one;
    PredicateModifier "predicate_modifier" Range::OneOf(MODIFIERS), one;
    ObjectId "object_id" Range::Entity, one, "owl:annotatedTarget";
    ObjectLabel "object_label" Range::Text, one;
    ObjectCategory "object_category" Range::Text, one;
    MappingJustification "mapping_justification" Range::Entity, one;
    AuthorId "author_id" Range::Entity, many, "pav:authoredBy";
    AuthorLabel "author_label" Range::Text, many;
    ReviewerId "reviewer_id" Range::Entity, many;
    ReviewerLabel "reviewer_label" Range::Text, many;
    CreatorId "creator_id" Range::Entity, many, "dcterms:creator";
    CreatorLabel "creator_label" Range::Text, many;
    License "license" Range::Uri, one, "dcterms:license";
    SubjectType "subject_type" Range::OneOf(ENTITY_TYPES), one;
    SubjectSource "subject_source" Range::Entity, one;
    SubjectSourceVersion "subject_source_version" Range::Text, one;
    ObjectType "object_type" Range::OneOf(ENTITY_TYPES), one;
    ObjectSource "object_source" Range::Entity, one;
    ObjectSourceVersion "object_source_version" Range::Text, one;
    PredicateType "predicate_type" Range::OneOf(ENTITY_TYPES), one;
    MappingProvider "mapping_provider" Range::Uri, one;
    MappingSource "mapping_source" Range::Entity, one;
    MappingCardinality "mapping_cardinality" Range::OneOf(CARDINALITIES), one;
    CardinalityScope "cardinality_scope" Range::Text, many;
    MappingTool "mapping_tool" Range::Text, one;
    MappingToolId "mapping_tool_id" Range::Entity, one;
    MappingToolVersion "mapping_tool_version" Range::Text, one;
    MappingDate "mapping_date" Range::Date, one, "dcterms:created";
    PublicationDate "publication_date" Range::Date, one, "dcterms:issued";
    ReviewDate "review_date" Range::Date, one;
    Confidence "confidence" SHARE, one;
    ReviewerAgreement "reviewer_agreement" Range::Number(-1.0, 1.0), one;
    CurationRule "curation_rule" Range::Entity, many;
    CurationRuleText "curation_rule_text" Range::Text, many;
    SubjectMatchField "subject_match_field" Range::Entity, many;
    ObjectMatchField "object_match_field" Range::Entity, many;
    MatchString "match_string" Range::Text, many;
    SubjectPreprocessing "subject_preprocessing" Range::Entity, many;
    ObjectPreprocessing "object_preprocessing" Range::Entity, many;
    SimilarityScore "similarity_score" SHARE, one;
    SimilarityMeasure "similarity_measure" Range::Text, one;
    SeeAlso "see_also" Range::Uri, many, "rdfs:seeAlso";
    IssueTrackerItem "issue_tracker_item" Range::Entity, one;
    Other "other" Range::Text, one;
    Comment "comment" Range::Text, one, "rdfs:comment";
}

/// Slots that a mapping has and a set has not.
const OF_MAPPINGS_ONLY: [Slot; 23] = [
    Slot::RecordId,
    Slot::SubjectId,
    Slot::SubjectLabel,
    Slot::SubjectCategory,
    Slot::PredicateId,
    Slot::PredicateLabel,
    Slot::PredicateModifier,
    Slot::ObjectId,
    Slot::ObjectLabel,
    Slot::ObjectCategory,
    Slot::MappingJustification,
    Slot::AuthorId,
    Slot::AuthorLabel,
    Slot::ReviewerId,
    Slot::ReviewerLabel,
    Slot::MappingSource,
    Slot::MappingCardinality,
    Slot::ReviewDate,
    Slot::Confidence,
    Slot::ReviewerAgreement,
    Slot::MatchString,
    Slot::SimilarityScore,
    Slot::IssueTrackerItem,
];

impl Slot {
    /// The slot of this name.
    ///
    /// ```
    /// use milieu::link::sssom::Slot;
    /// assert_eq!(Slot::named("confidence"), Some(Slot::Confidence));
    /// assert_eq!(Slot::named("match_type"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|slot| slot.name() == name)
    }

    /// Whether a mapping may have it.
    ///
    /// ```
    /// use milieu::link::sssom::Slot;
    /// assert!(Slot::License.is_of_mapping() && !Slot::MappingSetTitle.is_of_mapping());
    /// ```
    pub fn is_of_mapping(self) -> bool {
        self >= Self::RecordId
    }

    /// Whether a mapping set may have it.
    ///
    /// ```
    /// use milieu::link::sssom::Slot;
    /// assert!(Slot::License.is_of_set() && !Slot::SubjectId.is_of_set());
    /// ```
    pub fn is_of_set(self) -> bool {
        !OF_MAPPINGS_ONLY.contains(&self)
    }

    /// Whether a set's value is meant for each of its mappings.
    ///
    /// ```
    /// use milieu::link::sssom::Slot;
    /// assert!(Slot::MappingTool.is_propagated() && !Slot::License.is_propagated());
    /// ```
    pub fn is_propagated(self) -> bool {
        let own = [
            Self::CreatorId,
            Self::CreatorLabel,
            Self::License,
            Self::PublicationDate,
            Self::SeeAlso,
            Self::Other,
            Self::Comment,
        ];
        self.is_of_mapping() && self.is_of_set() && !own.contains(&self)
    }

    /// Whether it came with version 1.1; the three that mappings had in 1.0 came to sets.
    pub(super) fn is_of_1_1(self) -> bool {
        use Slot::{
            CardinalityScope, MappingSetConfidence, MappingToolId, PredicateType, RecordId, ReviewDate,
            ReviewerAgreement, SssomVersion,
        };
        matches!(
            self,
            SssomVersion
                | MappingSetConfidence
                | RecordId
                | PredicateType
                | CardinalityScope
                | MappingToolId
                | ReviewDate
                | ReviewerAgreement
        )
    }

    /// Its place among the slots of a set: as among columns, but that rules of curation follow measures of likeness.
    pub(super) fn place_in_set(self) -> (u8, Self) {
        let part = match self {
            Self::CurationRule | Self::CurationRuleText => 1,
            Self::SeeAlso => 2,
            Self::IssueTracker => 3,
            Self::Other | Self::Comment => 4,
            _ => 0,
        };
        (part, self)
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
