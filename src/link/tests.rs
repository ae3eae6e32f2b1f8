//! Each trick by hand, and what holds for all texts.

use proptest::prelude::*;

use super::decision::{Decision, LinkOptions, Linker};
use super::index::Index;
use super::legal_forms::core;
use super::mention::Mention;
use super::normal::{normal, unglued, words};
use super::record::{NameKind, Record, Relation};

fn record(id: &str, names: &[&str], country: &str, city: &str) -> Record {
    let kind = |at: usize, name: &str| match at {
        0 => NameKind::Label,
        _ if name.chars().all(char::is_uppercase) => NameKind::Acronym,
        _ => NameKind::Alias,
    };
    Record {
        id: id.into(),
        names: names.iter().enumerate().map(|(at, name)| ((*name).to_owned(), kind(at, name))).collect(),
        country: country.as_bytes().try_into().ok(),
        city: Some(city.into()),
        ..Record::default()
    }
}

/// A small world: universities, companies in two countries, a whole with a part, namesakes.
fn world() -> Vec<Record> {
    let company = |record: Record| Record { company: true, ..record };
    let mut cas = record("cas", &["Chinese Academy of Sciences", "CAS"], "CN", "Beijing");
    let mut metal = record("metal", &["Institute of Metal Research"], "CN", "Shenyang");
    cas.relations.push((Relation::Child, "metal".into()));
    metal.relations.push((Relation::Parent, "cas".into()));
    vec![
        record("stuttgart", &["University of Stuttgart", "Universität Stuttgart"], "DE", "Stuttgart"),
        record("hohenheim", &["University of Hohenheim", "Universität Hohenheim"], "DE", "Stuttgart"),
        record("wuerzburg", &["University of Würzburg", "Julius-Maximilians-Universität Würzburg"], "DE", "Würzburg"),
        record("lisboa", &["University of Lisbon", "Universidade de Lisboa"], "PT", "Lisbon"),
        record("nova", &["Nova University Lisbon", "Universidade Nova de Lisboa"], "PT", "Lisbon"),
        record("tecnico", &["Lisbon Institute of Technology", "Instituto de Tecnologia de Lisboa"], "PT", "Lisbon"),
        record("conicet", &["National Scientific and Technical Research Council", "CONICET"], "AR", "Buenos Aires"),
        record("uba", &["Universidad de Buenos Aires", "UBA"], "AR", "Buenos Aires"),
        company(record("infineon-de", &["Infineon Technologies (Germany)"], "DE", "Neubiberg")),
        company(record("infineon-at", &["Infineon Technologies (Austria)"], "AT", "Villach")),
        record("tongji", &["Tongji University"], "CN", "Shanghai"),
        record("anna", &["St. Anna Children's Hospital"], "AT", "Vienna"),
        record("second", &["Second Hospital of Shandong University"], "CN", "Jinan"),
        cas,
        metal,
    ]
}

fn link(text: &str) -> Decision {
    Linker::new(Index::new(world())).link(&Mention::new(text), LinkOptions::default())
}

fn ids(decision: &Decision) -> Vec<&str> {
    let mut ids: Vec<&str> = decision.links.iter().map(|link| link.id.as_str()).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn the_same_name_in_other_letters() {
    for (text, id) in [
        ("UNIVERSITÄT STUTTGART", "stuttgart"),
        ("Univ. Stuttgart", "stuttgart"),
        ("Universitaet Wuerzburg", "wuerzburg"),
        ("University of Stutgart", "stuttgart"),
        ("Tong Ji University", "tongji"),
        ("TheUniversity of Stuttgart", "stuttgart"),
        ("Sankt Anna Childrens Hosp.", "anna"),
        ("Universit?t Stuttgart", "stuttgart"),
        ("2nd Hospital of Shandong Univ", "second"),
        ("Университет Штутгарт / University of Stuttgart", "stuttgart"),
    ] {
        // In so small a world words are less telling than in a real one.
        let linker = Linker::new(Index::new(world()));
        let decision = linker.link(&Mention::new(text), LinkOptions { threshold: 0.3 });
        assert_eq!(ids(&decision), [id], "{text}: {}", decision.because);
    }
}

#[test]
fn nothing_is_an_answer_with_a_reason() {
    for text in ["Optomechatronics Group", "", "1234", "University", "Department of Physics"] {
        let decision = link(text);
        assert!(decision.is_nil(), "{text}: {}", decision.because);
        assert!(!decision.because.is_empty());
    }
}

#[test]
fn a_department_belongs_to_what_is_named_after_it() {
    let decision = link("Department of Physics, University of Hohenheim, 70599 Stuttgart, Germany");
    assert_eq!(ids(&decision), ["hohenheim"], "{}", decision.because);
}

#[test]
fn two_organisations_in_one_string() {
    let linker = Linker::new(Index::new(world()));
    let decision =
        linker.link(&Mention::new("University of Hohenheim; Tongji University"), LinkOptions { threshold: 0.3 });
    assert_eq!(ids(&decision), ["hohenheim", "tongji"], "{}", decision.because);
    assert_eq!(ids(&link("CONICETUniversidad de Buenos Aires")), ["uba"]);
}

#[test]
fn a_country_decides_between_namesakes() {
    let linker = Linker::new(Index::new(world()));
    let best = |mention: Mention| {
        let decision = linker.link(&mention, LinkOptions { threshold: 0.0 });
        decision.links[0].id.clone()
    };
    assert_eq!(best(Mention::new("Infineon Technologies AG, Germany")), "infineon-de");
    assert_eq!(best(Mention::new("Infineon Technologies AG, Österreich")), "infineon-at");
    let given = |country| Mention { country: Some(country), ..Mention::new("Infineon Technologies") };
    assert_eq!([best(given(*b"DE")), best(given(*b"AT"))], ["infineon-de", "infineon-at"]);
}

#[test]
fn a_web_address_speaks_for_its_owner() {
    let mut records = world();
    records[8].domain = Some("infineon.de".into());
    let linker = Linker::new(Index::new(records));
    let confidence = |text: &str| {
        let decision = linker.link(&Mention::new(text), LinkOptions { threshold: 0.0 });
        decision.links.iter().find(|link| link.id == "infineon-de").map_or(0.0, |link| link.confidence)
    };
    assert!(confidence("Infineon Technologies https://www.infineon.de/") > confidence("Infineon Technologies"));
}

#[test]
fn words_that_take_each_others_place_are_learnt() {
    // Lisbon is Lisboa in two records, so it is in the third.
    assert_eq!(ids(&link("Universidade Nova de Lisbon")), ["nova"]);
}

#[test]
fn a_decision_tells_why() {
    let decision = link("University of Stuttgart, Germany");
    let link = &decision.links[0];
    assert_eq!((link.name.as_str(), link.said.as_str()), ("University of Stuttgart", "University Stuttgart"));
    assert!(
        link.reasons.iter().any(|reason| reason.to_string().starts_with("the name is said letter for letter (1.00, +"))
    );
    let heaviest_first = link.reasons.windows(2).all(|pair| pair[0].weight.abs() >= pair[1].weight.abs());
    assert!(heaviest_first);
    assert!(decision.because.contains("\"University Stuttgart\" is the name"), "{}", decision.because);
}

#[test]
fn legal_forms_of_many_countries() {
    for (text, name) in [
        ("Robert Bosch GmbH & Co. KG", "robert bosch"),
        ("Pirelli S.p.A.", "pirelli"),
        ("IPT Fiber sp z oo", "ipt fiber"),
        ("Škoda Auto a.s.", "skoda auto"),
        ("Nokia Oyj", "nokia"),
        ("UAB Teltonika", "teltonika"),
        ("ООО Яндекс", "iandeks"),
        ("Fiberhome Technologies Co., Ltd.", "fiberhome technology"),
        ("Novo Nordisk A/S", "novo nordisk"),
        ("Petrol d.d.", "petrol"),
        ("Richter Gedeon Nyrt.", "richter gedeon"),
        ("Cemex S.A. de C.V.", "cemex"),
    ] {
        let all = words(text);
        let texts: Vec<&str> = all.iter().map(|word| word.text.as_str()).collect();
        let core = core(&texts);
        assert!(!core.forms.is_empty(), "{text}");
        assert_eq!(texts[core.words].join(" "), name, "{text}");
    }
}

#[test]
fn names_in_many_spellings() {
    for (text, name) in [
        ("H.B. Fuller", "hb fuller"),
        ("Università degli Studi di Milano-Bicocca", "university study milano bicocca"),
        ("Institut de l’Énergie", "institute energy"),
        ("O'Brien & Sons", "obrien sons"),
        ("Национальный университет", "natsionalnyi university"),
        ("M?xico", "mxico"),
        ("of the", "of the"),
        ("", ""),
    ] {
        let expected = normal(name);
        assert_eq!(normal(text), expected, "{text}");
    }
    assert_eq!(unglued("UniversityShenzhen"), ["University", "Shenzhen"]);
}

proptest! {
    #[test]
    fn what_is_normal_stays_so(text in "\\PC{0,60}") {
        let once = normal(&text);
        prop_assert_eq!(normal(&once), once);
    }

    #[test]
    fn case_and_space_change_nothing(parts in proptest::collection::vec("[a-zäöüéñł]{2,9}", 1..6)) {
        let text = parts.join(" ");
        prop_assert_eq!(normal(&text.to_uppercase()), normal(&text));
        prop_assert_eq!(normal(&parts.join("  ")), normal(&text));
    }

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,80}") {
        let decision = link(&text);
        prop_assert!(decision.links.iter().all(|link| (0.0..=1.0).contains(&link.confidence)));
    }

    /// The order of the records and their identifiers are nothing to the decision.
    #[test]
    fn relabelling_changes_nothing(seed in 0_usize..15, text in 0_usize..4) {
        let text = ["CONICET, Universidad de Buenos Aires", "Univ Lisboa", "Institute of Metal Research, CAS", "Infineon Dresden"][text];
        let mut records = world();
        records.rotate_left(seed);
        for record in &mut records {
            record.id.push('x');
            record.relations.iter_mut().for_each(|(_, other)| other.push('x'));
        }
        let other = Linker::new(Index::new(records)).link(&Mention::new(text), LinkOptions::default());
        let expected: Vec<String> = ids(&link(text)).into_iter().map(|id| format!("{id}x")).collect();
        prop_assert_eq!(ids(&other), expected);
    }
}
