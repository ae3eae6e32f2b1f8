//! The three published files of Horizon 2020 as one set of tables.

use super::h2020::{Named, Organisation, Participation, Project, Row, Standing, names, programme_parts, rows};
use super::person::{NATURAL_PERSON, is_natural_person};
use super::value::{ActivityType, Alpha3};
use super::{Refused, Source};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Horizon 2020 as three tables, and the rows that were not taken.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// Organisations by their code.
    pub organisations: Vec<Organisation>,
    /// Projects by their number.
    pub projects: Vec<Project>,
    /// Participations in the order of the file.
    pub participations: Vec<Participation>,
    /// Rows of the three files that were not taken.
    pub refused: Vec<Refused>,
    /// Rows of the three files.
    pub rows_read: u64,
}

/// Reads `h2020.csv`, `programme_parts.csv` and `h2020_orgs_2017.csv` together.
///
/// An organisation takes the kind, country and standing that most of its rows give, on a tie those that come first; in
/// the data of December 2020 none of the 35,871 has more than one. A name is taken from the list of 2017, which has one for
/// 16,281 of them; a name that no participation asks for is passed over. A natural person is left out with every
/// participation, and so is a participation that is told twice.
///
/// ```
/// use milieu::source::{Source, h2020};
///
/// let rows = "rcn,role,pic,type,contribution,country,start_date,end_date,max_contribution,total_cost,group\n\
///             1,coordinator,10,PRC,100,BE,2019-05-01,2022-04-30,300,300,eu15\n\
///             1,participant,11,PRC,200,UK,2019-05-01,2022-04-30,300,300,eu15\n";
/// let parts = "rcn,programme_part\n1,SC4\n1,LEIT\n";
/// let names = "pic,name,shortName,city,activityType\n10,ATLASENSE SLU,,GENT,PRC\n11,DR JANE EXAMPLE,,LONDON,PRC\n";
/// let tables = h2020::read(
///     Source::from_bytes("h2020.csv", rows).unwrap(),
///     Source::from_bytes("programme_parts.csv", parts).unwrap(),
///     Source::from_bytes("names.csv", names).unwrap(),
/// )
/// .unwrap();
/// assert_eq!(tables.projects[0].programme_parts, ["LEIT", "SC4"]);
/// assert_eq!(tables.organisations[0].name.as_deref(), Some("ATLASENSE SLU"));
/// let refused: Vec<_> = tables.refused.iter().map(ToString::to_string).collect();
/// assert_eq!(
///     refused,
///     ["names.csv:3: column \"name\": natural person", "h2020.csv:3: column \"pic\": natural person"]
/// );
/// ```
///
/// # Errors
/// When a header lacks a column.
pub fn read(participations: Source, parts: Source, name_list: Source) -> Result<Tables, Refused> {
    let mut tables = Tables::default();
    let (mut named, persons) = read_names(name_list, &mut tables)?;
    let mut projects = BTreeMap::new();
    let mut organisations: BTreeMap<u32, Tally> = BTreeMap::new();
    let mut seen = HashSet::new();
    let file = participations.file().to_owned();
    for row in rows(participations)? {
        tables.rows_read += 1;
        let taken = row.and_then(|row| {
            let Participation { rcn, pic, .. } = row.participation;
            if persons.contains(&pic) {
                return Err(Refused::new(&file, row.line, NATURAL_PERSON).column("pic"));
            }
            if !seen.insert((rcn, pic)) {
                let reason = "the participation stands on an earlier row";
                return Err(Refused::new(&file, row.line, reason).column("pic"));
            }
            Ok(row)
        });
        match taken {
            Err(refused) => tables.refused.push(refused),
            Ok(Row { project, organisation, participation, .. }) => {
                projects.entry(project.rcn).or_insert(project);
                organisations.entry(organisation.pic).or_default().count(&organisation);
                tables.participations.push(participation);
            }
        }
    }
    read_parts(parts, &mut projects, &mut tables)?;
    tables.projects = projects.into_values().collect();
    tables.organisations =
        organisations.into_iter().filter_map(|(pic, tally)| tally.settle(pic, named.remove(&pic))).collect();
    Ok(tables)
}

type Names = (HashMap<u32, Named>, HashSet<u32>);

fn read_names(source: Source, tables: &mut Tables) -> Result<Names, Refused> {
    let (mut named, mut persons) = (HashMap::new(), HashSet::new());
    let file = source.file().to_owned();
    for row in names(source)? {
        tables.rows_read += 1;
        match row {
            Err(refused) => tables.refused.push(refused),
            Ok((line, name)) if is_natural_person(&name.name, Some(name.activity_type)) => {
                persons.insert(name.pic);
                tables.refused.push(Refused::new(&file, line, NATURAL_PERSON).column("name"));
            }
            Ok((_, name)) => {
                named.insert(name.pic, name);
            }
        }
    }
    Ok((named, persons))
}

fn read_parts(source: Source, projects: &mut BTreeMap<u32, Project>, tables: &mut Tables) -> Result<(), Refused> {
    for row in programme_parts(source)? {
        tables.rows_read += 1;
        match row {
            Err(refused) => tables.refused.push(refused),
            Ok((rcn, part)) => {
                if let Some(project) = projects.get_mut(&rcn)
                    && let Err(place) = project.programme_parts.binary_search(&part)
                {
                    project.programme_parts.insert(place, part);
                }
            }
        }
    }
    Ok(())
}

/// What the rows of one organisation say of it, in the order in which it is first said, with how often.
#[derive(Default)]
struct Tally(Vec<((ActivityType, Alpha3, Standing), u32)>);

impl Tally {
    fn count(&mut self, organisation: &Organisation) {
        let said = (organisation.activity_type, organisation.country, organisation.standing);
        match self.0.iter_mut().find(|(known, _)| *known == said) {
            Some((_, times)) => *times += 1,
            None => self.0.push((said, 1)),
        }
    }

    fn settle(self, pic: u32, name: Option<Named>) -> Option<Organisation> {
        // The first of the most frequent: `max_by_key` gives the last, so it is asked from the back.
        let ((activity_type, country, standing), _) = self.0.into_iter().rev().max_by_key(|(_, times)| *times)?;
        let (name, short_name, city) = match name {
            Some(name) => (Some(name.name), name.short_name, name.city),
            None => (None, None, None),
        };
        Some(Organisation { pic, activity_type, country, standing, name, short_name, city })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_most_rows_say_counts_and_on_a_tie_what_comes_first() {
        let header = "rcn,role,pic,type,contribution,country,start_date,end_date,max_contribution,total_cost,group";
        let row = |rcn: u32, pic: u32, kind: &str| format!("{rcn},participant,{pic},{kind},,BE,,,,,eu15");
        let csv = [
            header.to_owned(),
            row(1, 10, "REC"),
            row(2, 10, "PRC"),
            row(3, 10, "PRC"),
            row(1, 11, "OTH"),
            row(2, 11, "PUB"),
            row(2, 11, "PUB"),
        ]
        .join("\n");
        let tables = read(
            Source::from_bytes("h2020.csv", csv).unwrap(),
            Source::from_bytes("parts.csv", "rcn,programme_part\n").unwrap(),
            Source::from_bytes("names.csv", "pic,name,shortName,city,activityType\n").unwrap(),
        )
        .unwrap();
        let kinds: Vec<_> = tables.organisations.iter().map(|o| o.activity_type).collect();
        assert_eq!(kinds, [ActivityType::Prc, ActivityType::Oth]);
        assert_eq!(tables.participations.len(), 5);
        assert_eq!(tables.refused[0].line, 7, "the pair of project 2 and organisation 11 is told twice");
    }
}
