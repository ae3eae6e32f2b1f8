//! The file of settings, in TOML.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[cfg(feature = "http")]
use serde::{Deserialize, de::IntoDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::exit::Usage;
use super::keys::{KEYS, Key, Kind};
#[cfg(feature = "http")]
use crate::face::http::TokenEntry;

/// What stands in a file: for each key its texts and the line.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) values: BTreeMap<&'static str, (Vec<String>, usize)>,
    /// The tokens, one a table.
    #[cfg(feature = "http")]
    pub(super) tokens: Vec<TokenEntry>,
}

impl File {
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| super::super::exit::Unreadable(format!("cannot read {}: {error}", path.display())))?;
        Ok(Self::parse(path, &text)?)
    }

    fn parse(path: &Path, text: &str) -> Result<Self, Usage> {
        let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let wrong = |at: usize, what: &str| Usage(format!("{}:{}: {what}", path.display(), line(at)));
        let table = DeTable::parse(text)
            .map_err(|error| wrong(error.span().map_or(0, |span| span.start), error.message()))?
            .into_inner();
        let mut values = BTreeMap::new();
        #[cfg(feature = "http")]
        let mut tokens = Vec::new();
        for (name, value) in table {
            let at = name.span().start;
            let name: &str = name.get_ref();
            #[cfg(feature = "http")]
            if name == "token"
                && let DeValue::Array(tables) = value.get_ref()
            {
                for table in tables {
                    let told = |error: toml::de::Error| wrong(table.span().start, error.message());
                    let entry = TokenEntry::deserialize(table.clone().into_deserializer()).map_err(told)?;
                    tokens.push(entry);
                }
                continue;
            }
            let key = KEYS.iter().find(|key| key.name == name);
            let key = key.ok_or_else(|| wrong(at, &unknown(name)))?;
            if key.kind == Kind::Secret {
                let way_out = format!(
                    "give it as {} in the environment, name a token-file, or list hashes under [[token]] (`milieu token new`)",
                    key.variable()
                );
                return Err(wrong(
                    at,
                    &format!("{name} is a secret, which a file like this shows to others: {way_out}"),
                ));
            }
            let texts = texts(key, &value).map_err(|what| wrong(value.span().start, &format!("{name}: {what}")))?;
            values.insert(key.name, (texts, line(at)));
        }
        Ok(Self {
            path: path.to_owned(),
            values,
            #[cfg(feature = "http")]
            tokens,
        })
    }
}

fn unknown(name: &str) -> String {
    let near = KEYS.iter().map(|key| (strsim::jaro_winkler(name, key.name), key.name));
    let nearest = near.filter(|(near, _)| *near > 0.8).max_by(|a, b| a.0.total_cmp(&b.0));
    let meant = nearest.map_or(String::new(), |(_, name)| format!("; did you mean {name:?}?"));
    format!("{name:?} is no setting{meant} (milieu serve --help lists them)")
}

/// The values of a key, each of which is one.
fn texts(key: &Key, value: &Spanned<DeValue<'_>>) -> Result<Vec<String>, String> {
    let texts = match (key.kind, value.get_ref()) {
        (Kind::Many, DeValue::Array(values)) => {
            values.iter().map(|value| text(value.get_ref())).collect::<Result<Vec<_>, _>>()?
        }
        (_, value) => vec![text(value)?],
    };
    texts.iter().try_for_each(|text| (key.check)(text))?;
    Ok(texts)
}

fn text(value: &DeValue<'_>) -> Result<String, String> {
    Ok(match value {
        DeValue::String(text) => Cow::clone(text).into_owned(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(yes) => yes.to_string(),
        other => return Err(format!("{} is no value of a setting", other.type_str())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<File, String> {
        File::parse(Path::new("milieu.toml"), text).map_err(|error| error.to_string())
    }

    #[test]
    fn values_of_every_kind() {
        let file = parsed("store = \"here\"\n\nport = 80\nin-memory = true\nhost = [\"a.org\", \"b.org\"]\n").unwrap();
        let is = |name: &str, texts: &[&str], line| {
            let (found, at) = &file.values[name];
            assert_eq!((found.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), *at), (texts, line), "{name}");
        };
        is("store", &["here"], 1);
        is("port", &["80"], 3);
        is("in-memory", &["true"], 4);
        is("host", &["a.org", "b.org"], 5);
    }

    #[test]
    fn what_is_wrong_is_told_with_file_line_and_way_out() {
        for (text, told) in [
            ("port = 80\ntmeout = \"1s\"", "milieu.toml:2: \"tmeout\" is no setting; did you mean \"timeout\"?"),
            ("\n\ntimeout = \"soon\"", "milieu.toml:3: timeout: \"soon\" is no duration: write it like 500ms"),
            ("port = [1]", "milieu.toml:1: port: array is no value of a setting"),
            ("token = \"x\"", "milieu.toml:1: token is a secret"),
            ("port = 80\nport = 81", "milieu.toml:2: duplicate key"),
            ("[[token]]\nname = \"a\"\nrole = \"root\"\nhash = \"x\"", "milieu.toml:1: unknown variant `root`"),
            (
                "port = 1\n[[token]]\nname = \"a\"\nrole = \"read\"\nhash = \"x\"",
                "milieu.toml:2: the hash of the token",
            ),
            ("port 80", "milieu.toml:1: "),
            ("[limits]\nx = 1", "milieu.toml:1: \"limits\" is no setting"),
        ] {
            let error = parsed(text).unwrap_err();
            assert!(error.starts_with(told), "{text:?}: {error}");
        }
    }
}
