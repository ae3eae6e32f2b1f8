//! A review as it is sent: by a form or as JSON.

use axum::extract::Request;
use serde::Deserialize;

use crate::face::http::problem::Problem;
use crate::face::http::{body, content};
use crate::link::sssom::State;
use crate::mapping::{self, Choice, Review};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// The types of bodies that are read.
pub(in crate::face::http) const READ: [&str; 2] = [JSON, FORM];

/// What somebody says of a mapping.
pub(super) struct Sent {
    pub(super) review: Review,
    /// Where the mapping stood when it was shown.
    pub(super) stood: Option<State>,
    /// The secret that a form shows.
    pub(super) token: Option<String>,
    /// Whether a page is to be shown next.
    pub(super) form: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    #[serde(default)]
    mapping: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    object: Option<String>,
    #[serde(default)]
    reviewer: String,
    #[serde(default)]
    stood: Option<String>,
    #[serde(default)]
    token: Option<String>,
    /// The mapping that was reviewed last.
    #[serde(default)]
    last: Option<String>,
    /// The button of the form: a state, an IRI to lead to, or to take back the last one.
    #[serde(default)]
    act: Option<String>,
}

impl Sent {
    /// Reads the body.
    pub(super) async fn of(request: Request) -> Result<Self, Problem> {
        let kind = content::kind(request.headers())?;
        match kind.as_str() {
            JSON => {
                let text = content::text(request).await?;
                let fields = serde_json::from_str(&text).map_err(|error| {
                    let (line, column) = (u32::try_from(error.line()).ok(), u32::try_from(error.column()).ok());
                    Problem::bad_request(format!("The body is no review as JSON: {error}.")).at(line, column)
                })?;
                Self::read(fields)
            }
            FORM => Ok(Self { form: true, ..Self::read(body::form(request).await?)? }),
            other => Err(Problem::unsupported(other, &READ)),
        }
    }

    fn read(fields: Fields) -> Result<Self, Problem> {
        let Fields { mapping: mut record, mut state, mut object, reviewer, mut stood, token, last, act } = fields;
        match act {
            // The button of another object; the field beside it counts only with the button that says so.
            Some(act) if act == "other" => {
                if object.as_deref().is_none_or(|object| object.trim().is_empty()) {
                    return Err(Problem::bad_request(
                        "The field of the IRI is empty: say what the mapping is to lead to.",
                    ));
                }
                "accepted".clone_into(&mut state);
            }
            Some(act) if act.contains(':') => {
                object = Some(act);
                "accepted".clone_into(&mut state);
            }
            Some(act) if act == "undo" => {
                (record, object, stood) = (last.unwrap_or_default(), None, None);
                "proposed".clone_into(&mut state);
            }
            Some(act) => (state, object) = (act, None),
            None => {}
        }
        let standing = |name: &str| name.parse::<State>().map_err(|error| Problem::bad_request(format!("{error}.")));
        let object = object.map(|iri| iri.trim().to_owned()).filter(|iri| !iri.is_empty());
        Ok(Self {
            review: Review {
                mapping: super::record(&record)?,
                state: standing(&state)?,
                object: object.map(|iri| Choice { iri, ..Choice::default() }),
                by: reviewer,
                on: mapping::today(),
            },
            stood: stood.filter(|stood| !stood.is_empty()).map(|stood| standing(&stood)).transpose()?,
            token,
            form: false,
        })
    }
}
