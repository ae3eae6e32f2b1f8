use proptest::prelude::*;

use super::*;

/// Numbers that their owners print, one or more a country; each with the check digits of the country's rule.
const VAT: [&str; 31] = [
    "ATU13585627",
    "BE0403019261",
    "BG175074752",
    "CHE100155212",
    "CY10259033P",
    "CZ25123891",
    "DE136695976",
    "DK13585628",
    "EE100931558",
    "EL094259216",
    "ESB58378431",
    "FI20774740",
    "FR40303265045",
    "GB980780684",
    "HR33392005961",
    "HU12892312",
    "IE6433435F",
    "IT00743110157",
    "LT119511515",
    "LU15027442",
    "LV40003521600",
    "MT11679112",
    "NL004495445B01",
    "NO995525828",
    "PL8567346215",
    "PT501964843",
    "RO18547290",
    "SE123456789701",
    "SI50223054",
    "SK2022749619",
    "XI980780684",
];

#[test]
fn usual_spellings_are_one() {
    for (kind, plain, spellings) in [
        (
            Kind::Ror,
            "04c4dkn09",
            &["https://ror.org/04c4dkn09", "ror.org/04C4DKN09", "ror:04c4dkn09", " 04c4dkn09 "][..],
        ),
        (
            Kind::Isni,
            "000000040530031X",
            &["0000 0004 0530 031x", "https://isni.org/isni/000000040530031X", "ISNI:0000-0004-0530-031X"],
        ),
        (Kind::Lei, "5299000J2N45DDNE4Y28", &["5299 000J 2N45 DDNE 4Y28", "lei:5299000j2n45ddne4y28"]),
        (Kind::Vat, "DE136695976", &["DE 136 695 976", "de-136695976", "VAT: DE136695976", "USt-IdNr. DE 136.695.976"]),
        (Kind::Vat, "EL094259216", &["GR 094259216", "EL094259216"]),
        (Kind::Vat, "CHE100155212", &["CHE-100.155.212 MWST", "CHE-100.155.212 TVA"]),
        (Kind::Vat, "BE0403019261", &["BE 403.019.261", "BE0403.019.261"]),
        (Kind::Vat, "NO995525828", &["NO 995 525 828 MVA"]),
        (
            Kind::Wikidata,
            "Q1022",
            &[
                "wd:Q1022",
                "http://www.wikidata.org/entity/Q1022",
                "https://www.wikidata.org/wiki/Q1022#sitelinks",
                "q1022",
            ],
        ),
        (Kind::GeoNames, "2825297", &["https://sws.geonames.org/2825297/", "geonames:2825297", "2825297"]),
        (Kind::Nuts, "DE111", &["nuts:DE111", "http://data.europa.eu/nuts/code/DE111", "de111"]),
        (Kind::Nace, "28.41", &["C28.41", "2841", "C.28.41", "NACE 28.41", "http://data.europa.eu/ux2/nace2/2841"]),
        (Kind::Nace, "C", &["nace:C", "c"]),
        (Kind::Grid, "grid.5719.a", &["https://www.grid.ac/institutes/grid.5719.a", "GRID.5719.A"]),
        (Kind::Funder, "501100001659", &["https://doi.org/10.13039/501100001659", "10.13039/501100001659"]),
        (
            Kind::Pic,
            "999990267",
            &["PIC 999990267", "PIC: 999 990 267", "https://w3id.org/milieu/id/actor/pic/999990267"],
        ),
    ] {
        for spelling in spellings {
            assert_eq!(kind.parse(spelling).map(|found| found.as_str().to_owned()).as_deref(), Ok(plain), "{spelling}");
        }
    }
}

#[test]
fn each_country_has_a_number_that_is_right_and_fails_when_its_check_is_off() {
    assert_eq!(VAT.map(|number| &number[..2]).as_slice(), vat::countries().collect::<Vec<_>>());
    for number in VAT {
        assert_eq!(Kind::Vat.parse(number).map(|found| found.as_str().to_owned()).as_deref(), Ok(number));
        // Every digit from the third sign on changed by one: no rule lets all through, and nearly all let none.
        let passed = (2..number.len()).filter(|place| number.as_bytes()[*place].is_ascii_digit()).filter(|place| {
            let mut changed = number.as_bytes().to_vec();
            changed[*place] = b'0' + (changed[*place] - b'0' + 1) % 10;
            Kind::Vat.parse(std::str::from_utf8(&changed).unwrap()).is_ok()
        });
        let free = if matches!(&number[..2], "NL" | "SE") { 2 } else { 0 };
        assert!(passed.count() <= free, "{number}");
    }
}

#[test]
fn wrong_checks_say_what_was_expected() {
    for (kind, text, message) in [
        (Kind::Ror, "04c4dkn08", "ROR 04c4dkn08: its check digits are 08, expected 09"),
        (Kind::Isni, "0000000417586598", "ISNI 0000000417586598: its check digit is 8, expected 7"),
        (Kind::Vat, "DE136695978", "VAT number DE136695978: its check digit is 8, expected 6"),
        (
            Kind::Isni,
            "0000 0002 1825 0097",
            "ISNI 0000000218250097: a number that ORCID gives to persons, not to organisations",
        ),
        (Kind::Nuts, "GR30", "NUTS code GR30: Greece is EL: EL30"),
        (Kind::Nace, "G28", "NACE code G28: division 28 is in section C (of Rev. 2)"),
        (Kind::Nace, "34.1", "NACE code 34.1: there is no division 34"),
        (Kind::Wikidata, "P31", "\"P31\" is no Wikidata item: expected Q and a number, such as Q1022"),
    ] {
        assert_eq!(kind.parse(text).unwrap_err().to_string(), message);
    }
}

#[test]
fn a_text_may_be_several_things_or_none() {
    let kinds = |text: &str| identify(text).into_iter().map(|one| (one.kind, one.result.is_ok())).collect::<Vec<_>>();
    assert_eq!(kinds("04c4dkn09"), [(Kind::Ror, true)]);
    assert_eq!(kinds("0000 0004 1758 6598"), [(Kind::Isni, false)]);
    assert_eq!(kinds("DE136695976"), [(Kind::Vat, true)]);
    assert_eq!(kinds("999990267"), [(Kind::Pic, true)]);
    assert_eq!(kinds("DE111"), [(Kind::Nuts, true)]);
    assert_eq!(kinds("28.41"), [(Kind::Nace, true)]);
    for nothing in [
        "",
        "42",
        "DE",
        "Stuttgart",
        "LEI: Landbouw-Economisch Instituut",
        "Pic du Midi 3",
        "Ministry of Health",
        "RO 19 x",
        "2019-05-01",
    ] {
        assert_eq!(kinds(nothing), [], "{nothing}");
    }
}

proptest! {
    /// Nothing panics, and what is read is read the same again from its own spelling and its IRI.
    #[test]
    fn read_again_it_is_the_same(text in "\\PC{0,24}|[A-Z]{0,3}[0-9]{0,12}[A-Z]?|[A-Z]{2}[0-9A-Z+*]{2,12}") {
        for one in identify(&text) {
            if let Ok(found) = one.result {
                prop_assert_eq!(found.kind().parse(found.as_str()), Ok(found.clone()));
                if let Some(iri) = found.iri() {
                    let again = identify(&iri);
                    prop_assert_eq!(&again[0].result, &Ok(found));
                }
            }
        }
    }
}
