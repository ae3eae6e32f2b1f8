//! The IRIs that milieu knows, as constants.
//!
//! Terms that others minted are used as they are; ours live in [`M`]. A test holds each constant against `ontology/`.

use std::fmt::Write;

use oxigraph::model::{NamedNode, NamedNodeRef};

/// The namespace of milieu's own classes and properties.
pub const M: &str = "https://w3id.org/milieu/ontology#";
/// The namespace of things.
pub const ID: &str = "https://w3id.org/milieu/id/";
/// Where SKOS schemes live; see [`concept`].
pub const SCHEME: &str = "https://w3id.org/milieu/scheme/";
/// Where named graphs live; see [`graph`].
pub const GRAPH: &str = "https://w3id.org/milieu/graph/";
/// Where views live; see [`view`].
pub const VIEW: &str = "https://w3id.org/milieu/view/";

/// The prefixes that every query, view and mapping knows, without declaring them.
///
/// ```
/// assert!(milieu::vocab::PREFIXES.contains(&("milieu", milieu::vocab::M)));
/// ```
pub const PREFIXES: &[(&str, &str)] = &[
    ("milieu", M),
    ("id", ID),
    ("graph", GRAPH),
    ("view", VIEW),
    ("absorptive-capacity", "https://w3id.org/milieu/scheme/absorptive-capacity#"),
    ("activity", "https://w3id.org/milieu/scheme/activity#"),
    ("actor-kind", "https://w3id.org/milieu/scheme/actor-kind#"),
    ("actor-role", "https://w3id.org/milieu/scheme/actor-role#"),
    ("barrier", "https://w3id.org/milieu/scheme/barrier#"),
    ("channel", "https://w3id.org/milieu/scheme/channel#"),
    ("claim-predicate", "https://w3id.org/milieu/scheme/claim-predicate#"),
    ("cluster-concept", "https://w3id.org/milieu/scheme/cluster-concept#"),
    ("cluster-role", "https://w3id.org/milieu/scheme/cluster-role#"),
    ("cluster-scope", "https://w3id.org/milieu/scheme/cluster-scope#"),
    ("development-status", "https://w3id.org/milieu/scheme/development-status#"),
    ("diamond", "https://w3id.org/milieu/scheme/diamond#"),
    ("duality", "https://w3id.org/milieu/scheme/duality#"),
    ("economy", "https://w3id.org/milieu/scheme/economy#"),
    ("emergence-factor", "https://w3id.org/milieu/scheme/emergence-factor#"),
    ("evidence-strength", "https://w3id.org/milieu/scheme/evidence-strength#"),
    ("flow", "https://w3id.org/milieu/scheme/flow#"),
    ("formality", "https://w3id.org/milieu/scheme/formality#"),
    ("helix", "https://w3id.org/milieu/scheme/helix#"),
    ("income-group", "https://w3id.org/milieu/scheme/income-group#"),
    ("knowledge-content", "https://w3id.org/milieu/scheme/knowledge-content#"),
    ("knowledge-triangle", "https://w3id.org/milieu/scheme/knowledge-triangle#"),
    ("knowledge-type", "https://w3id.org/milieu/scheme/knowledge-type#"),
    ("linkage-kind", "https://w3id.org/milieu/scheme/linkage-kind#"),
    ("mechanism", "https://w3id.org/milieu/scheme/mechanism#"),
    ("network-kind", "https://w3id.org/milieu/scheme/network-kind#"),
    ("outcome", "https://w3id.org/milieu/scheme/outcome#"),
    ("polarity", "https://w3id.org/milieu/scheme/polarity#"),
    ("programme-part", "https://w3id.org/milieu/scheme/programme-part#"),
    ("proximity", "https://w3id.org/milieu/scheme/proximity#"),
    ("bibo", "http://purl.org/ontology/bibo/"),
    ("cito", "http://purl.org/spar/cito/"),
    ("country", "http://publications.europa.eu/resource/authority/country/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    ("geof", "http://www.opengis.net/def/function/geosparql/"),
    ("legal", "http://www.w3.org/ns/legal#"),
    ("nace2", "http://data.europa.eu/ux2/nace2/"),
    ("nuts", "http://data.europa.eu/nuts/code/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("qb", "http://purl.org/linked-data/cube#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("rov", "http://www.w3.org/ns/regorg#"),
    ("s66", "http://data.europa.eu/s66#"),
    ("schema", "http://schema.org/"),
    ("sdmx-dimension", "http://purl.org/linked-data/sdmx/2009/dimension#"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("sssom", "https://w3id.org/sssom/"),
    ("time", "http://www.w3.org/2006/time#"),
    ("uom", "http://www.opengis.net/def/uom/OGC/1.0/"),
    ("void", "http://rdfs.org/ns/void#"),
    ("wd", "http://www.wikidata.org/entity/"),
    ("wgs", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ("xkos", "http://rdf-vocabulary.ddialliance.org/xkos#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Declares the terms of a vocabulary: a module of constants and a list of them all.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $module:ident, $namespace:literal, { $($constant:ident = $local:literal),* $(,)? }) => {
        $(#[$doc])*
        pub mod $module {
            use oxigraph::model::NamedNodeRef;
            $(
                #[doc = concat!("`<", $namespace, $local, ">`")]
                pub const $constant: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($namespace, $local));
            )*
            /// Every constant of this module.
            pub const ALL: &[NamedNodeRef<'static>] = &[$($constant),*];
        }
    };
}

vocabulary!(
    /// milieu's own classes and properties; `ontology/milieu.ttl` defines them.
    milieu, "https://w3id.org/milieu/ontology#", {
        // Classes
        ACTOR = "Actor", CLAIM = "Claim", CLUSTER = "Cluster", CLUSTER_CATEGORY = "ClusterCategory",
        CLUSTER_INITIATIVE = "ClusterInitiative", CLUSTER_ORGANISATION = "ClusterOrganisation", COUNTRY = "Country",
        COUNTRY_CLASSIFICATION = "CountryClassification", ENRICHMENT = "Enrichment", FAILED_LOOKUP = "FailedLookup", GROUP = "Group",
        INDUSTRY = "Industry", INTERNATIONAL_LINKAGE = "InternationalLinkage", LINKAGE = "Linkage", LINKAGE_KIND = "LinkageKind", REGION = "Region",
        // Between things
        ASKS_ABOUT = "asksAbout", BELONGS_TO = "belongsTo", CARRIES_FLOW = "carriesFlow", CLASSIFIED_AS = "classifiedAs", CLASSIFIES = "classifies",
        HAS_CLUSTER_CATEGORY = "clusterCategory", HAS_END = "hasEnd", HAS_LINKAGE_KIND = "hasLinkageKind",
        HAS_SCOPE = "hasScope", IN_COUNTRY = "inCountry", INCLUDES_INDUSTRY = "includesIndustry",
        LEADS_FROM = "leadsFrom", LEADS_TO = "leadsTo", LINKED_WITH = "linkedWith", LOCATED_IN = "locatedIn",
        PART_OF = "partOf", PROGRAMME_PART = "programmePart", RELATED_TO = "relatedTo", RESTS_ON = "restsOn",
        TRANSFERS_KNOWLEDGE = "transfersKnowledge", USES_CHANNEL = "usesChannel",
        // Values
        ANNUAL_PAYROLL = "annualPayroll", AVERAGE_WAGE = "averageWage", CITY_NAME = "cityName", CONTENT_HASH = "contentHash",
        CONTRIBUTION = "contribution", EMPLOYMENT = "employment", END_COUNT = "endCount",
        ESTABLISHMENTS = "establishments", FILE_NAME = "fileName", HTTP_STATUS = "httpStatus", MAXIMUM_CONTRIBUTION = "maximumContribution",
        INFERENCE_RULE = "inferenceRule", NUTS_LEVEL = "nutsLevel", QUERY_TEXT = "queryText", ROWS_READ = "rowsRead", ROWS_REFUSED = "rowsRefused", SHA_256 = "sha256",
        TIE_WEIGHT = "tieWeight", TOTAL_COST = "totalCost",
        // Found by an index, and functions
        DISTANCE = "distance", MATCHES = "matches", MATCH_SCORE = "matchScore", NEARBY = "nearby", NEAREST = "nearest",
        ENTROPY = "entropy", EXP = "exp", LOG = "log", LOG10 = "log10", LOG2 = "log2", MEDIAN = "median",
        POPULATION_STANDARD_DEVIATION = "populationStandardDeviation", POW = "pow", QUANTILE = "quantile",
        QUARTILE1 = "quartile1", QUARTILE3 = "quartile3", SQRT = "sqrt", STANDARD_DEVIATION = "standardDeviation",
    }
);

vocabulary!(
    /// The W3C Organization Ontology.
    org, "http://www.w3.org/ns/org#", {
        CLASSIFICATION = "classification", MEMBER = "member", MEMBER_OF = "memberOf", MEMBERSHIP = "Membership",
        ORGANIZATION = "organization", ROLE = "role",
    }
);

vocabulary!(
    /// EURIO, the EU's ontology of research projects.
    s66, "http://data.europa.eu/s66#", {
        END_DATE = "endDate", HAS_INVOLVED_PARTY = "hasInvolvedParty",
        HIGHER_OR_SECONDARY_EDUCATION = "HigherOrSecondaryEducation", IS_ROLE_OF = "isRoleOf",
        ORGANISATION_ROLE = "OrganisationRole", PROJECT = "Project", PUBLIC_BODY = "PublicBody", RCN = "rcn",
        RESEARCH_ORGANISATION = "ResearchOrganisation", ROLE_LABEL = "roleLabel", SME = "SME", START_DATE = "startDate",
    }
);

vocabulary!(
    /// SKOS.
    skos, "http://www.w3.org/2004/02/skos/core#", {
        ALT_LABEL = "altLabel", BROADER = "broader", CONCEPT = "Concept", DEFINITION = "definition", EXACT_MATCH = "exactMatch",
        IN_SCHEME = "inScheme", NOTATION = "notation", PREF_LABEL = "prefLabel", SCOPE_NOTE = "scopeNote",
    }
);

vocabulary!(
    /// The RDF Data Cube and the SDMX dimensions used with it.
    qb, "http://purl.org/linked-data/", {
        DATA_SET = "cube#dataSet", OBSERVATION = "cube#Observation", DATA_SET_CLASS = "cube#DataSet",
        REF_AREA = "sdmx/2009/dimension#refArea", REF_PERIOD = "sdmx/2009/dimension#refPeriod",
    }
);

vocabulary!(
    /// Dublin Core terms.
    dct, "http://purl.org/dc/terms/", {
        BIBLIOGRAPHIC_CITATION = "bibliographicCitation", CREATOR = "creator", DESCRIPTION = "description", IDENTIFIER = "identifier", IS_PART_OF = "isPartOf", ISSUED = "issued", LICENSE = "license", SOURCE = "source",
        TITLE = "title",
    }
);

vocabulary!(
    /// The Bibliographic Ontology.
    bibo, "http://purl.org/ontology/bibo/", {
        ACADEMIC_ARTICLE = "AcademicArticle", BOOK = "Book", DOI = "doi",
    }
);

vocabulary!(
    /// The Data Catalog Vocabulary.
    dcat, "http://www.w3.org/ns/dcat#", { DATASET = "Dataset" }
);

vocabulary!(
    /// The Provenance Ontology.
    prov, "http://www.w3.org/ns/prov#", {
        ACTIVITY = "Activity", ENDED_AT_TIME = "endedAtTime", ENTITY = "Entity", STARTED_AT_TIME = "startedAtTime", USED = "used",
        WAS_GENERATED_BY = "wasGeneratedBy",
    }
);

vocabulary!(
    /// schema.org.
    schema, "http://schema.org/", {
        CITY = "City", END_DATE = "endDate", START_DATE = "startDate",
    }
);

vocabulary!(
    /// FOAF.
    foaf, "http://xmlns.com/foaf/0.1/", { HOMEPAGE = "homepage" }
);

vocabulary!(
    /// WGS 84 coordinates.
    wgs, "http://www.w3.org/2003/01/geo/wgs84_pos#", { LAT = "lat", LONG = "long" }
);

vocabulary!(
    /// `GeoSPARQL`.
    geo, "http://www.opengis.net/ont/geosparql#", {
        AS_WKT = "asWKT", HAS_GEOMETRY = "hasGeometry",
    }
);

/// The IRI of the thing at `path`; what an IRI may not hold is percent-encoded.
///
/// ```
/// assert_eq!(milieu::vocab::id("actor/a b").as_str(), "https://w3id.org/milieu/id/actor/a%20b");
/// ```
pub fn id(path: &str) -> NamedNode {
    iri(ID, path)
}

/// The named graph `name`.
pub fn graph(name: &str) -> NamedNode {
    iri(GRAPH, name)
}

/// The view `id`, such as `linkage/reach`.
pub fn view(id: &str) -> NamedNode {
    iri(VIEW, id)
}

/// The concept `name` of the SKOS scheme `scheme`.
///
/// ```
/// assert_eq!(milieu::vocab::concept("flow", "goods").as_str(), "https://w3id.org/milieu/scheme/flow#goods");
/// ```
pub fn concept(scheme: &str, name: &str) -> NamedNode {
    iri(&format!("{SCHEME}{scheme}#"), name)
}

/// The country with this ISO 3166-1 alpha-3 code, as the EU's authority table names it.
pub fn country(alpha3: &str) -> NamedNode {
    iri("http://publications.europa.eu/resource/authority/country/", alpha3)
}

/// The NUTS region with this code.
pub fn nuts(code: &str) -> NamedNode {
    iri("http://data.europa.eu/nuts/code/", code)
}

/// The NACE Rev. 2 class with this code, with or without its dot.
///
/// ```
/// assert_eq!(milieu::vocab::nace("01.11").as_str(), "http://data.europa.eu/ux2/nace2/0111");
/// ```
pub fn nace(code: &str) -> NamedNode {
    iri("http://data.europa.eu/ux2/nace2/", &code.replace('.', ""))
}

/// The place with this `GeoNames` number.
pub fn geonames(number: u64) -> NamedNode {
    iri("https://sws.geonames.org/", &format!("{number}/"))
}

/// `iri` shortened by the first prefix that fits, if what is left is a plain local name.
///
/// ```
/// use milieu::vocab;
/// assert_eq!(vocab::shorten(vocab::milieu::CLUSTER).as_deref(), Some("milieu:Cluster"));
/// ```
pub fn shorten(iri: NamedNodeRef<'_>) -> Option<String> {
    let plain = |local: &str| !local.is_empty() && local.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    PREFIXES.iter().find_map(|(prefix, namespace)| {
        iri.as_str().strip_prefix(namespace).filter(|local| plain(local)).map(|local| format!("{prefix}:{local}"))
    })
}

/// The IRI that a prefixed name such as `nuts:DE11` stands for.
///
/// ```
/// assert_eq!(milieu::vocab::expand("nuts:DE11").unwrap(), milieu::vocab::nuts("DE11"));
/// assert_eq!(milieu::vocab::expand("nowhere:x"), None);
/// ```
pub fn expand(name: &str) -> Option<NamedNode> {
    let (prefix, local) = name.split_once(':')?;
    let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    Some(iri(namespace, local))
}

fn iri(namespace: &str, local: &str) -> NamedNode {
    let mut iri = namespace.to_owned();
    for c in local.chars() {
        if c.is_ascii_control() || matches!(c, ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '%') {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                write!(iri, "%{byte:02X}").expect("a string takes all that is written");
            }
        } else {
            iri.push(c);
        }
    }
    NamedNode::new_unchecked(iri)
}
