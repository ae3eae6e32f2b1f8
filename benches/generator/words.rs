//! What names are made of: invented firms in real countries.

/// A country: its code, how its regions' codes begin, its language, the word for a company in it, cities.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) country: &'static str,
    pub(crate) region: &'static str,
    pub(crate) language: &'static str,
    pub(crate) company: &'static str,
    pub(crate) cities: [&'static str; 4],
    /// Degrees north and east of its middle.
    pub(crate) middle: (i64, i64),
}

const fn place(
    country: &'static str,
    region: &'static str,
    language: &'static str,
    company: &'static str,
    cities: [&'static str; 4],
    middle: (i64, i64),
) -> Place {
    Place { country, region, language, company, cities, middle }
}

pub(crate) const PLACES: [Place; 12] = [
    place("DEU", "DE", "de", "Gesellschaft für", ["Stuttgart", "München", "Köln", "Dresden"], (51, 10)),
    place("FRA", "FR", "fr", "Société de", ["Grenoble", "Lyon", "Nîmes", "Toulouse"], (46, 2)),
    place("ITA", "IT", "it", "Società di", ["Prato", "Modena", "Bologna", "Forlì"], (42, 12)),
    place("ESP", "ES", "es", "Compañía de", ["Bilbao", "València", "León", "Cádiz"], (40, -3)),
    place("POL", "PL", "pl", "Spółka", ["Kraków", "Łódź", "Gdańsk", "Rzeszów"], (52, 19)),
    place("GRC", "EL", "el", "Εταιρεία", ["Αθήνα", "Πάτρα", "Βόλος", "Ηράκλειο"], (39, 22)),
    place("NLD", "NL", "nl", "Maatschappij voor", ["Eindhoven", "Delft", "Twente", "Leiden"], (52, 5)),
    place("BGR", "BG", "bg", "Дружество", ["София", "Пловдив", "Варна", "Русе"], (42, 25)),
    place("SWE", "SE", "sv", "Bolaget för", ["Göteborg", "Malmö", "Luleå", "Uppsala"], (60, 16)),
    place("PRT", "PT", "pt-pt", "Companhia de", ["Braga", "Aveiro", "Évora", "Porto"], (39, -8)),
    place("AUT", "AT", "de-at", "Verband für", ["Graz", "Linz", "Wien", "Sankt Pölten"], (47, 14)),
    place("USA", "US", "en-us", "Company of", ["San José", "Detroit", "Boston", "Wichita"], (39, -98)),
];

/// What firms do, by section of NACE.
pub(crate) const TRADES: [(&str, &str); 12] = [
    ("Automotive", "2910"),
    ("Textiles", "1320"),
    ("Ceramics", "2331"),
    ("Optics", "2670"),
    ("Software", "6201"),
    ("Biotechnology", "7211"),
    ("Furniture", "3109"),
    ("Wine", "1102"),
    ("Machine Tools", "2841"),
    ("Aerospace", "3030"),
    ("Medical Devices", "3250"),
    ("Logistics", "5229"),
];

pub(crate) const FIRST: [&str; 16] = [
    "Alder", "Birch", "Cedar", "Dunning", "Elm", "Falk", "Granit", "Hazel", "Iris", "Juniper", "Krone", "Linden",
    "Maple", "Nord", "Orion", "Polar",
];

pub(crate) const SECOND: [&str; 16] = [
    "Works",
    "Systems",
    "Labs",
    "Partners",
    "Components",
    "Design",
    "Dynamics",
    "Engineering",
    "Foundry",
    "Group",
    "Holding",
    "Industries",
    "Instruments",
    "Materials",
    "Services",
    "Technologies",
];

/// Kinds of actor with the local name of the EURIO class, empty where there is none.
pub(crate) const KINDS: [(&str, &str); 8] = [
    ("small-or-medium-firm", "SME"),
    ("small-or-medium-firm", "SME"),
    ("small-or-medium-firm", "SME"),
    ("large-firm", ""),
    ("higher-education", "HigherOrSecondaryEducation"),
    ("research-organisation", "ResearchOrganisation"),
    ("public-body", "PublicBody"),
    ("cluster-organisation", ""),
];

pub(crate) const LINKAGE_KINDS: [&str; 6] =
    ["trade", "supply", "licence", "joint-venture", "training", "cluster-partnership"];
pub(crate) const FLOWS: [&str; 5] = ["goods", "finance", "knowledge", "technology", "labour"];
pub(crate) const CHANNELS: [&str; 6] = ["face-to-face", "event", "staff-mobility", "contract", "publication", "online"];
