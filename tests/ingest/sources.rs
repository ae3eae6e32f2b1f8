//! Each source on a small sample in the form in which it is published: quads counted, and read back in SPARQL.

use super::support::{one, quads, select};
use milieu::Store;
use milieu::ingest::{Load, LoadError, Report, SourceKind};

/// Loads files of these names and texts; the load is done twice, and twice is as once.
fn load(kind: SourceKind, files: &[(&str, &str)]) -> (Store, Report) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let store = Store::new();
    let report = Load::new(&store).source(kind, folder.path()).unwrap();
    let before = quads(&store.snapshot());
    let again = Load::new(&store).source(kind, folder.path()).unwrap();
    assert_eq!(quads(&store.snapshot()), before);
    assert_eq!((again.quads, again.rows_read, &again.sha256), (report.quads, report.rows_read, &report.sha256));
    (store, report)
}

#[test]
fn us_clusters() {
    let (store, report) = load(
        SourceKind::UsClusters,
        &[
            (
                "all_states_clusters.csv",
                "year_t,region_code_t,region_name_t,cluster_code_t,cluster_name_t,cluster_type,emp_tl,est_tl,ap_tl,private_wage_tf\n\
                 2016,01,Alabama,116,Local Industrial Products and Services,local,10811,861,489088,45239.848\n\
                 2016,02,Alaska,3,Apparel,traded,10,2,0,0\n\
                 2016,02,Alaska,4,Automotive,traded,many,2,0,0\n",
            ),
            (
                "us_national_cluster_employment_2016_implied.csv",
                "cluster_code_t,us_emp,name,type\n3,114000,Apparel,traded\n",
            ),
            (
                "benchmark_cluster_definitions_naics.csv",
                "cluster_code,cluster,key,traded,version,naics,title\n3,Apparel,apparel,TRUE,2012,315210,Cut and Sew Apparel Contractors\n",
            ),
            (
                "related_clusters.csv",
                "clustera,clusterb,rel_all_90_v3,cr_all,cr_all_pc\n3,3,0,2.2,99\n3,4,1,1.3,99\n4,3,0,0.1,10\n",
            ),
        ],
    );
    // A category's pair with itself is passed over before it counts.
    assert_eq!((report.rows_read, report.rows_refused), (7, 1));
    let snapshot = store.snapshot();
    let rows = select(
        &snapshot,
        "SELECT ?area ?year ?category ?jobs ?firms ?payroll ?wage { ?o a qb:Observation ; qb:dataSet <https://w3id.org/milieu/id/dataset/us-cluster-mapping> ;
            sdmx-dimension:refArea/rdfs:label|sdmx-dimension:refArea ?area ; sdmx-dimension:refPeriod ?year ; milieu:clusterCategory/rdfs:label ?category ; milieu:employment ?jobs .
            FILTER(isLiteral(?area) || ?area = country:USA)
            OPTIONAL { ?o milieu:establishments ?firms } OPTIONAL { ?o milieu:annualPayroll ?payroll } OPTIONAL { ?o milieu:averageWage ?wage } } ORDER BY ?jobs",
    );
    assert_eq!(
        rows,
        [
            ["Alaska", "2016", "Apparel", "10", "2", "", ""],
            ["Alabama", "2016", "Local Industrial Products and Services", "10811", "861", "489088", "45239.848"],
            ["country:USA", "2016", "Apparel", "114000", "", "", ""],
        ]
    );
    let category = "SELECT ?scope ?code ?related { <https://w3id.org/milieu/id/cluster-category/us/3> milieu:hasScope ?scope ; milieu:includesIndustry/skos:notation ?code ; milieu:relatedTo ?related }";
    assert_eq!(
        select(&snapshot, category),
        [["cluster-scope:traded", "315210", "https://w3id.org/milieu/id/cluster-category/us/4"]]
    );
    // data set 2, categories 2 x 4, states 2 x 4, industry 3 + 1, observations 10 + 8 + 7, related 1
    assert_eq!(report.quads, 2 + 8 + 8 + 4 + 25 + 1);
}

#[test]
fn h2020() {
    let (store, report) = load(
        SourceKind::H2020,
        &[
            (
                "h2020.csv",
                "rcn,role,pic,type,contribution,country,start_date,end_date,max_contribution,total_cost,start_year,end_year,duration,group,nunique\n\
                 7,coordinator,10,HES,376750.5,DE,2019-05-01,2022-04-30,800000,900000,2019,2022,36,eu15,3\n\
                 7,participant,11,PRC,317625,BE,2019-05-01,2022-04-30,800000,900000,2019,2022,36,eu15,3\n\
                 7,participant,12,REC,NA,UK,2019-05-01,2022-04-30,800000,900000,2019,2022,36,eu15,3\n\
                 8,coordinator,11,PRC,50000,BE,NA,NA,50000,NA,NA,NA,NA,eu15,1\n\
                 9,coordinator,11,PRC,5,BE,2019-13-01,2022-04-30,1,1,2019,2022,36,eu15,3\n",
            ),
            ("programme_parts.csv", "rcn,programme_part\n7,MSCA\n8,Innovation in SMEs\n"),
            (
                "h2020_orgs_2017.csv",
                "pic,name,shortName,city,country,activityType\n10,HOCHSCHULE BEISPIEL,HB,STUTTGART,DE,HES\n",
            ),
        ],
    );
    assert_eq!(
        (report.rows_refused, report.refused[0].line, report.refused[0].column.as_deref()),
        (1, 6, Some("start_date"))
    );
    let snapshot = store.snapshot();
    let actors = "SELECT ?id ?label ?country ?kind { ?a a milieu:Actor ; dct:identifier ?id ; rdfs:label ?label ; milieu:inCountry ?country ; org:classification ?kind } ORDER BY ?id";
    assert_eq!(
        select(&snapshot, actors),
        [
            ["10", "HOCHSCHULE BEISPIEL", "country:DEU", "actor-kind:higher-education"],
            ["11", "Horizon 2020 participant 11", "country:BEL", "actor-kind:private-for-profit"],
            ["12", "Horizon 2020 participant 12", "country:GBR", "actor-kind:research-organisation"],
        ]
    );
    assert_eq!(one(&snapshot, "SELECT (COUNT(*) AS ?n) { ?a a s66:SME }"), "0", "private for profit is not small");
    let linkage = "SELECT ?l ?n ?w ?start ?part { ?l a milieu:InternationalLinkage ; milieu:endCount ?n ; milieu:tieWeight ?w ; schema:startDate ?start ;
        milieu:hasLinkageKind linkage-kind:joint-research ; milieu:restsOn/milieu:programmePart ?part }";
    assert_eq!(
        select(&snapshot, linkage),
        [["https://w3id.org/milieu/id/linkage/h2020/7", "3", "0.5", "2019-05-01", "programme-part:msca"]]
    );
    assert_eq!(one(&snapshot, "SELECT (COUNT(*) AS ?n) { ?l a milieu:Linkage }"), "1", "one partner makes no linkage");
    let money = "SELECT ?role ?euro ?most { ?p s66:rcn '7' ; s66:hasInvolvedParty ?r ; milieu:maximumContribution ?most . ?r s66:roleLabel ?role OPTIONAL { ?r milieu:contribution ?euro } } ORDER BY ?euro";
    assert_eq!(
        select(&snapshot, money),
        [["participant", "", "800000"], ["participant", "317625", "800000"], ["coordinator", "376750.5", "800000"]]
    );
}

#[test]
fn fp7() {
    let (store, report) = load(
        SourceKind::Fp7,
        &[
            (
                "fp7orgs.csv",
                "new_org_id;organisationName;organisationShortName;organizationUrl;REGION_Level_NUTS_3;country;city\n\
                 a1;FIRST GMBH;FIRST;http://www.first.example;DE111;DE;STUTTGART\n\
                 a2;SECOND LTD;;not a page;UKI11;UK;LONDON\n\
                 a3;THIRD SAS;;;DE111;FR;LYON\n",
            ),
            ("fp7edges.csv", "projectRcn\tnew_org_id\n5\ta1\n5\ta2\n6\ta3\n6\ta9\n"),
        ],
    );
    assert_eq!((report.rows_read, report.rows_refused), (7, 1));
    let snapshot = store.snapshot();
    // A French firm is not in a German region, whatever its row says; London of 2013 is told, with what it was part of.
    let places = "SELECT ?name ?region { ?a milieu:locatedIn ?region ; rdfs:label ?name } ORDER BY ?name";
    assert_eq!(select(&snapshot, places), [["FIRST GMBH", "nuts:DE111"], ["SECOND LTD", "nuts:UKI11"]]);
    let chain = "SELECT ?code ?level ?whole { ?r a milieu:Region ; skos:notation ?code ; milieu:nutsLevel ?level ; milieu:partOf ?whole ; skos:scopeNote ?note } ORDER BY ?level";
    assert_eq!(
        select(&snapshot, chain),
        [["UKI", "1", "country:GBR"], ["UKI1", "2", "nuts:UKI"], ["UKI11", "3", "nuts:UKI1"]]
    );
    assert_eq!(one(&snapshot, "SELECT (COUNT(?a) AS ?n) { ?a milieu:belongsTo country:GBR , nuts:UKI }"), "1");
    assert_eq!(select(&snapshot, "SELECT ?page { ?a foaf:homepage ?page }"), [["http://www.first.example"]]);
    assert_eq!(
        select(&snapshot, "SELECT ?l ?w { ?l a milieu:InternationalLinkage ; milieu:tieWeight ?w }"),
        [["https://w3id.org/milieu/id/linkage/fp7/5", "1"]]
    );
}

#[test]
fn nuts_nace_countries_cities() {
    let (store, report) = load(
        SourceKind::Nuts,
        &[
            (
                "nuts2024.csv",
                "country,code,label,level,country_order,order\nDE,DE1,Baden-Württemberg,1,1,1\nDE,DE11,Stuttgart,2,1,2\n",
            ),
            ("statistical_regions2024.csv", "country,code,label,level,country_order,order\nIS,IS0,Ísland,1,1,1\n"),
        ],
    );
    assert_eq!((report.rows_read, report.quads), (3, 15));
    let regions = "SELECT ?code ?label ?level ?whole { ?r a milieu:Region ; skos:notation ?code ; rdfs:label ?label ; milieu:nutsLevel ?level ; milieu:partOf ?whole } ORDER BY ?code";
    assert_eq!(
        select(&store.snapshot(), regions),
        [
            ["DE1", "Baden-Württemberg", "1", "country:DEU"],
            ["DE11", "Stuttgart", "2", "nuts:DE1"],
            ["IS0", "Ísland", "1", "country:ISL"]
        ]
    );

    let nace = "\"code\";\"parentCode\";\"level\";\"name\";\"shortName\";\"notes\";\"validFrom\";\"validTo\"\n\
                \"A\";\"\";\"1\";\"Agriculture\";\"\";\"\"\n\"01\";\"A\";\"2\";\"Crop and animal production\";\"\";\"\"\n";
    let (store, report) = load(SourceKind::Nace, &[("naceconverter_nacecodes.csv", nace)]);
    assert_eq!((report.rows_read, report.quads), (2, 11));
    let above =
        "SELECT ?label ?above { <http://data.europa.eu/ux2/nace2.1/01> skos:prefLabel ?label ; skos:broader ?above }";
    assert_eq!(
        select(&store.snapshot(), above),
        [["Crop and animal production", "http://data.europa.eu/ux2/nace2.1/A"]]
    );

    let cities = "geonameid,name,countrycode,admin1code,latitude,longitude,population\n2825297,Stuttgart,DE,01,48.78232,9.17702,630305\n";
    let (store, report) = load(SourceKind::Cities, &[("geonames_cities15000.csv", cities)]);
    assert_eq!((report.rows_read, report.quads), (1, 5));
    let place = "SELECT ?city ?lat ?long { ?city a schema:City ; rdfs:label 'Stuttgart' ; milieu:inCountry country:DEU ; wgs:lat ?lat ; wgs:long ?long }";
    assert_eq!(select(&store.snapshot(), place), [["https://sws.geonames.org/2825297/", "48.78232", "9.17702"]]);
}

#[test]
fn cordis() {
    let store = Store::new();
    let report = Load::new(&store).source(SourceKind::Cordis, "tests/data/cordis".as_ref()).unwrap();
    let snapshot = store.snapshot();
    let told: Vec<String> = report.refused.iter().map(ToString::to_string).collect();
    assert_eq!(report.rows_read, 6 + 16);
    assert_eq!(told, ["tests/data/cordis/organization.csv:15: column \"name\": natural person"]);
    // SME where a row says so, and nowhere else: HARBOUR WORKS, of which none says it, is a private firm of no known size.
    let kinds = "SELECT ?name ?kind (EXISTS { ?a a s66:SME } AS ?small) { ?a a milieu:Actor ; rdfs:label ?name ; org:classification ?kind .
        FILTER(?kind IN (actor-kind:small-or-medium-firm, actor-kind:private-for-profit)) } ORDER BY ?kind ?name";
    let (small, firm) = ("actor-kind:small-or-medium-firm", "actor-kind:private-for-profit");
    assert_eq!(
        select(&snapshot, kinds),
        [
            ["COLDCHAIN ISLANDS EHF", firm, "false"],
            ["FILATURE DU NORD SAS", firm, "false"],
            ["HARBOUR WORKS LIMITED", firm, "false"],
            ["DELTA MAREGRAPHIEK BV", small, "true"],
            ["NORDHAVN SENSORTEKNIKK AS", small, "true"],
            ["VINEGUARD DATA SL", small, "true"],
            ["WEBEREI MUSTERMANN GMBH", small, "true"],
        ]
    );
    let linkages = "SELECT ?id ?n ?start { ?l a milieu:InternationalLinkage ; milieu:endCount ?n ; milieu:restsOn/dct:identifier ?id ; schema:startDate ?start } ORDER BY ?id";
    assert_eq!(
        select(&snapshot, linkages),
        [
            ["101000001", "4", "2022-01-01"],
            ["101000002", "4", "2023-03-01"],
            ["101000004", "3", "2022-10-01"],
            ["101000006", "2", "2024-01-01"],
        ]
    );
    assert_eq!(one(&snapshot, "SELECT (COUNT(DISTINCT ?l) AS ?n) { ?l a milieu:Linkage }"), "4");
    let nordhavn = "SELECT ?role ?euro ?place ?lat { <https://w3id.org/milieu/id/project/cordis/101000001> s66:hasInvolvedParty ?r .
        ?r s66:isRoleOf <https://w3id.org/milieu/id/actor/pic/900000001> ; s66:roleLabel ?role ; milieu:contribution ?euro .
        <https://w3id.org/milieu/id/actor/pic/900000001> milieu:locatedIn ?place ; wgs:lat ?lat }";
    assert_eq!(select(&snapshot, nordhavn), [["coordinator", "1100000", "nuts:NO0A2", "60.3913"]]);
}

#[test]
fn a_missing_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = Load::new(&Store::new()).source(SourceKind::Fp7, folder.path()).unwrap_err();
    assert!(matches!(error, LoadError::Unreadable(_)));
    assert!(error.to_string().ends_with("no file fp7orgs.csv here, nor one level below"), "{error}");
}
