//! The ways in which identifiers are written: addresses, prefixes, labels, odd spaces and hyphens.

use super::Kind;

/// What stands before an identifier once the scheme and `www.` are off, in small letters; longer ones of the same beginning first.
const ADDRESSES: [(&str, Kind); 30] = [
    ("ror.org/", Kind::Ror),
    ("api.ror.org/organizations/", Kind::Ror),
    ("api.ror.org/v2/organizations/", Kind::Ror),
    ("isni.org/isni/", Kind::Isni),
    ("isni.org/", Kind::Isni),
    ("isni-url.oclc.nl/isni/", Kind::Isni),
    ("rdf.gleif.org/l1/l-", Kind::Lei),
    ("search.gleif.org/#/record/", Kind::Lei),
    ("api.gleif.org/api/v1/lei-records/", Kind::Lei),
    ("gleif.org/lei/", Kind::Lei),
    ("lei.info/", Kind::Lei),
    ("lei.bloomberg.com/leis/view/", Kind::Lei),
    ("w3id.org/milieu/id/actor/pic/", Kind::Pic),
    ("ec.europa.eu/info/funding-tenders/opportunities/portal/screen/how-to-participate/org-details/", Kind::Pic),
    ("wikidata.org/entity/", Kind::Wikidata),
    ("wikidata.org/wiki/special:entitydata/", Kind::Wikidata),
    ("wikidata.org/wiki/", Kind::Wikidata),
    ("m.wikidata.org/wiki/", Kind::Wikidata),
    ("sws.geonames.org/", Kind::GeoNames),
    ("geonames.org/", Kind::GeoNames),
    ("data.europa.eu/nuts/code/", Kind::Nuts),
    ("data.europa.eu/ux2/nace2/", Kind::Nace),
    ("grid.ac/institutes/", Kind::Grid),
    ("doi.org/10.13039/", Kind::Funder),
    ("dx.doi.org/10.13039/", Kind::Funder),
    ("data.crossref.org/fundingdata/funder/10.13039/", Kind::Funder),
    ("search.crossref.org/funding?q=", Kind::Funder),
    ("api.crossref.org/funders/", Kind::Funder),
    ("identifiers.org/ror:", Kind::Ror),
    ("identifiers.org/lei:", Kind::Lei),
];

/// Prefixes of CURIEs and labels of people, before a colon, a space or an equals sign.
const PREFIXES: [(&str, Kind); 25] = [
    ("ror", Kind::Ror),
    ("rorid", Kind::Ror),
    ("isni", Kind::Isni),
    ("lei", Kind::Lei),
    ("leicode", Kind::Lei),
    ("vat", Kind::Vat),
    ("vatid", Kind::Vat),
    ("vatin", Kind::Vat),
    ("vatno", Kind::Vat),
    ("vatnumber", Kind::Vat),
    ("ustid", Kind::Vat),
    ("ustidnr", Kind::Vat),
    ("pic", Kind::Pic),
    ("wd", Kind::Wikidata),
    ("wikidata", Kind::Wikidata),
    ("qid", Kind::Wikidata),
    ("gn", Kind::GeoNames),
    ("geonames", Kind::GeoNames),
    ("geoname", Kind::GeoNames),
    ("nuts", Kind::Nuts),
    ("nace", Kind::Nace),
    ("nace2", Kind::Nace),
    ("gridid", Kind::Grid),
    ("fundref", Kind::Funder),
    ("crossreffunder", Kind::Funder),
];

/// Without what is around it: spaces of all kinds, angle brackets, quotes, hyphens that are not the plain one.
pub(super) fn tidy(text: &str) -> String {
    let plain = |sign: char| match sign {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => None,
        sign if sign.is_whitespace() => Some(' '),
        sign => Some(sign),
    };
    let text: String = text.chars().filter_map(plain).collect();
    text.trim_matches([' ', '<', '>', '"', '\'', ',', ';']).to_owned()
}

/// The kind that an address or a prefix names, and what stands after it.
pub(super) fn prefixed(text: &str) -> Option<(Kind, String)> {
    let text = tidy(text);
    // Addresses and prefixes begin with a letter.
    if text.starts_with(|sign: char| sign.is_ascii_digit()) {
        return None;
    }
    let small = text.to_ascii_lowercase();
    let address = ["https://", "http://"].iter().find_map(|scheme| small.strip_prefix(scheme)).unwrap_or(&small);
    let address = address.strip_prefix("www.").unwrap_or(address);
    for (before, kind) in ADDRESSES {
        if let Some(rest) = address.strip_prefix(before) {
            // The same length in `text`, whose letters have their own case; what follows the identifier in an address is not it.
            let rest = &text[text.len() - rest.len()..];
            let end = rest.find(['?', '#']).unwrap_or(rest.len());
            let rest = rest[..end].split('/').next().unwrap_or_default();
            return Some((kind, rest.to_owned()));
        }
    }
    let end = small.find([':', '=', '\u{ff1a}']).or_else(|| label_before_space(&small))?;
    let before: String = small[..end].chars().filter(|sign| sign.is_alphanumeric()).collect();
    let (_, kind) = PREFIXES.iter().find(|(prefix, _)| *prefix == before)?;
    let rest = text[end..].trim_start_matches([' ', ':', '=', '\u{ff1a}', '#']);
    // `LEI: Landbouw-Economisch Instituut` is a name; a section of NACE is one letter.
    (rest.len() < 3 || more_digits_than_letters(rest)).then(|| (*kind, rest.to_owned()))
}

/// Identifiers have words neither before nor in them; letters of ROR and LEI stand between digits.
fn more_digits_than_letters(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let word = text.split(|sign: char| !sign.is_alphabetic()).map(str::len).max().unwrap_or_default();
    digits > 0 && (word < 3 || digits * 2 >= word)
}

/// Where a label without a colon ends: `ISNI 0000 ...`, `VAT No. DE ...`, but not the country of `DE 136`.
fn label_before_space(small: &str) -> Option<usize> {
    let digit = small.find(|sign: char| sign.is_ascii_digit())?;
    let spaces = small.match_indices(' ').map(|(at, _)| at);
    let ends: Vec<usize> = spaces.filter(|at| *at <= digit).collect();
    ends.into_iter().rev().find(|at| {
        let before: String = small[..*at].chars().filter(|sign| sign.is_alphanumeric()).collect();
        PREFIXES.iter().any(|(prefix, _)| *prefix == before)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_name_a_kind() {
        for (text, kind, rest) in [
            ("https://ror.org/04c4dkn09", Kind::Ror, "04c4dkn09"),
            ("<http://www.wikidata.org/entity/Q1022>", Kind::Wikidata, "Q1022"),
            ("https://www.geonames.org/2825297/stuttgart.html", Kind::GeoNames, "2825297"),
            ("https://search.gleif.org/#/record/5299000J2N45DDNE4Y28/record", Kind::Lei, "5299000J2N45DDNE4Y28"),
            ("ISNI 0000 0004 1758 6597", Kind::Isni, "0000 0004 1758 6597"),
            ("VAT No. DE 136 695 976", Kind::Vat, "DE 136 695 976"),
            ("USt-IdNr.: DE136695976", Kind::Vat, "DE136695976"),
            ("ror:04c4dkn09", Kind::Ror, "04c4dkn09"),
            ("https://doi.org/10.13039/501100000780", Kind::Funder, "501100000780"),
        ] {
            assert_eq!(prefixed(text), Some((kind, rest.to_owned())), "{text}");
        }
        for text in ["DE 136695976", "04c4dkn09", "Pic du Midi 3", "https://example.org/", ""] {
            assert_eq!(prefixed(text), None, "{text}");
        }
    }
}
