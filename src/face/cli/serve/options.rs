//! The settings that hold: a flag before a variable, a variable before the file, the file before what is set without any of them.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::super::exit::Usage;
use super::file::File;
use super::keys::{KEYS, Key, Kind};

/// The flags that were given.
#[derive(Clone, Debug, Default)]
pub(super) struct Flags(BTreeMap<&'static str, Vec<String>>);

impl Flags {
    fn argument(key: &'static Key) -> Arg {
        let default = if key.default.is_empty() { String::new() } else { format!(" [default: {}]", key.default) };
        let argument = Arg::new(key.name)
            .long(key.name)
            .help(format!("{}{default} [env: {}]", key.help, key.variable()))
            .help_heading(key.heading)
            .value_name(if key.value.is_empty() { "BOOL" } else { key.value })
            .action(if key.kind == Kind::Many { ArgAction::Append } else { ArgAction::Set });
        match key.kind {
            Kind::Switch | Kind::Maybe => argument.num_args(0..=1).require_equals(true).default_missing_value("true"),
            _ => argument,
        }
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        let flags = KEYS.iter().filter(|key| key.kind != Kind::Secret);
        flags.fold(command, |command, key| command.arg(Self::argument(key)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = BTreeMap::new();
        for key in KEYS.iter().filter(|key| key.kind != Kind::Secret) {
            if let Some(values) = matches.get_many::<String>(key.name) {
                flags.insert(key.name, values.cloned().collect());
            }
        }
        Ok(Self(flags))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Where a setting comes from; the later ones are stronger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum From {
    Default,
    File(PathBuf, usize),
    Variable(String),
    Flag(&'static str),
}

impl fmt::Display for From {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}

/// What holds of one setting; without texts nothing does.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    pub(super) texts: Vec<String>,
    pub(super) from: From,
}

/// What holds of all.
pub(super) struct Options(BTreeMap<&'static str, Chosen>);

impl Options {
    /// What `flags`, the variables that `variable` looks up and the file say together.
    pub(super) fn choose(
        flags: &Flags,
        variable: impl Fn(&str) -> Option<String>,
        file: Option<&File>,
    ) -> Result<Self, Usage> {
        let mut chosen = BTreeMap::new();
        for key in &KEYS {
            chosen.insert(key.name, Self::of(key, flags, &variable, file)?);
        }
        Ok(Self(chosen))
    }

    fn of(
        key: &Key,
        flags: &Flags,
        variable: &impl Fn(&str) -> Option<String>,
        file: Option<&File>,
    ) -> Result<Chosen, Usage> {
        let told = |from: From, texts: Vec<String>| {
            let wrong = texts.iter().find_map(|text| (key.check)(text).err());
            wrong.map_or(Ok(Chosen { texts, from: from.clone() }), |what| Err(Usage(format!("{from}: {what}"))))
        };
        if let Some(texts) = flags.0.get(key.name) {
            return told(From::Flag(key.name), texts.clone());
        }
        // A variable that is set to nothing is how a shell leaves one out.
        if let Some(text) = variable(&key.variable()).filter(|text| !text.trim().is_empty()) {
            let texts = match key.kind {
                Kind::Many => text.split(',').map(|part| part.trim().to_owned()).collect(),
                _ => vec![text],
            };
            return told(From::Variable(key.variable()), texts);
        }
        if let Some((file, (texts, line))) = file.and_then(|file| Some((file, file.values.get(key.name)?))) {
            return Ok(Chosen { texts: texts.clone(), from: From::File(file.path.clone(), *line) });
        }
        let texts = Some(key.default.to_owned()).filter(|text| !text.is_empty()).into_iter().collect();
        Ok(Chosen { texts, from: From::Default })
    }

    pub(super) fn chosen(&self, name: &str) -> &Chosen {
        self.0.get(name).unwrap_or_else(|| unreachable!("{name} is a setting"))
    }

    /// The text of a setting, if it has one.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.chosen(name).texts.first().map(String::as_str)
    }

    /// The value of a setting that has a default, read as it was checked.
    pub(super) fn value<T>(&self, name: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Result<T, Usage> {
        let chosen = self.chosen(name);
        read(self.text(name).unwrap_or_default()).map_err(|what| Usage(format!("{}: {what}", chosen.from)))
    }

    /// As a file of settings, with where each comes from; secrets are masked.
    pub(super) fn show(&self) -> String {
        let mut text = String::new();
        for key in &KEYS {
            let Chosen { texts, from } = self.chosen(key.name);
            let value = match (key.kind, texts.as_slice()) {
                (Kind::Secret, [_, ..]) => format!("# {} = \"***\"", key.name),
                (_, []) => format!("# {} is not set", key.name),
                (Kind::Many, texts) => {
                    format!("{} = [{}]", key.name, texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
                }
                (_, [text, ..]) if is_bare(text) => format!("{} = {text}", key.name),
                (_, [text, ..]) => format!("{} = {}", key.name, quoted(text)),
            };
            writeln!(text, "{value}  # {from}").expect("a string takes all that is written");
        }
        text
    }
}

/// Whether it stands in TOML without quotes.
fn is_bare(text: &str) -> bool {
    text == "true" || text == "false" || text.parse::<i64>().is_ok()
}

/// A text of TOML's.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn flags(pairs: &[(&'static str, &str)]) -> Flags {
        Flags(pairs.iter().map(|(name, text)| (*name, vec![(*text).to_owned()])).collect())
    }

    fn file(name: &'static str, text: &str) -> File {
        File { path: "milieu.toml".into(), values: [(name, (vec![text.to_owned()], 7))].into(), ..File::default() }
    }

    #[test]
    fn a_flag_before_a_variable_before_the_file_before_the_default() {
        let (given, none) = (flags(&[("port", "1")]), Flags::default());
        let set = |name: &str| (name == "MILIEU_PORT").then(|| "2".to_owned());
        let unset = |_: &str| None;
        let file = file("port", "3");
        let port = |options: Result<Options, Usage>| {
            let options = options.unwrap();
            let chosen = options.chosen("port");
            (chosen.texts[0].clone(), chosen.from.to_string())
        };
        let is = |text: &str, from: &str| (text.to_owned(), from.to_owned());
        assert_eq!(port(Options::choose(&given, set, Some(&file))), is("1", "--port"));
        assert_eq!(port(Options::choose(&none, set, Some(&file))), is("2", "MILIEU_PORT"));
        assert_eq!(port(Options::choose(&none, unset, Some(&file))), is("3", "milieu.toml:7"));
        assert_eq!(port(Options::choose(&none, unset, None)), is("7878", "default"));
    }

    #[test]
    fn what_is_wrong_is_told_with_where_it_stands() {
        let wrong = Options::choose(&flags(&[("timeout", "soon")]), |_| None, None).err().unwrap();
        assert!(wrong.to_string().starts_with("--timeout: \"soon\" is no duration"), "{wrong}");
        let set = |name: &str| (name == "MILIEU_MAX_ROWS").then(|| "many".to_owned());
        let wrong = Options::choose(&Flags::default(), set, None).err().unwrap();
        assert!(wrong.to_string().starts_with("MILIEU_MAX_ROWS: \"many\" is no number"), "{wrong}");
    }

    #[test]
    fn what_is_shown_can_be_read_again_and_holds_no_secret() {
        let set = |name: &str| match name {
            "MILIEU_TOKEN" => Some("open sesame".to_owned()),
            "MILIEU_HOST" => Some("a.org, \"b\".org".to_owned()),
            _ => None,
        };
        let shown = Options::choose(&flags(&[("store", "C:\\here")]), set, None).unwrap().show();
        assert!(!shown.contains("sesame") && shown.contains("# token = \"***\"  # MILIEU_TOKEN"), "{shown}");
        let path = std::env::temp_dir().join(format!("milieu-shown-{}.toml", std::process::id()));
        std::fs::write(&path, &shown).unwrap();
        let again = File::read(Path::new(&path)).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(again.values["store"].0, ["C:\\here"]);
        assert_eq!(again.values["host"].0, ["a.org", "\"b\".org"]);
        assert!(again.values.contains_key("timeout") && !again.values.contains_key("base-url"));
    }
}
