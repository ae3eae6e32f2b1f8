//! The settings of a server: one list for flags, environment, file and help.

use std::time::Duration;

use super::super::size;

/// One setting. It is the flag `--max-rows`, the variable `MILIEU_MAX_ROWS` and the key `max-rows` of the file.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) heading: &'static str,
    /// What its value is called in the help.
    pub(super) value: &'static str,
    /// What holds when nobody says otherwise; empty for nothing.
    pub(super) default: &'static str,
    pub(super) help: &'static str,
    pub(super) kind: Kind,
    /// Says why a text is no value of it.
    pub(super) check: fn(&str) -> Result<(), String>,
}

/// How it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text, such as a size.
    Text,
    /// A number.
    Number,
    /// Yes or no; the flag alone means yes.
    Switch,
    /// Several texts.
    Many,
    /// A text or, by the flag alone, yes.
    Maybe,
    /// A text that only the environment may hold, as flags and files are seen by others.
    Secret,
}

impl Key {
    /// Its variable. The filter of the log is the one that `MILIEU_LOG` sets, as it does for other programs.
    pub(super) fn variable(&self) -> String {
        match self.name {
            "log" => "MILIEU_LOG_FORMAT".to_owned(),
            "log-filter" => "MILIEU_LOG".to_owned(),
            name => format!("MILIEU_{}", name.to_ascii_uppercase().replace('-', "_")),
        }
    }

    const fn of(
        heading: &'static str,
        name: &'static str,
        value: &'static str,
        default: &'static str,
        help: &'static str,
    ) -> Self {
        Self { name, heading, value, default, help, kind: Kind::Text, check: anything }
    }

    const fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    const fn check(self, check: fn(&str) -> Result<(), String>) -> Self {
        Self { check, ..self }
    }
}

const PLACE: &str = "Place";
const LINKING: &str = "Linking";
const ACCESS: &str = "Access";
const LIMITS: &str = "Limits";
const CONNECTIONS: &str = "Connections";
const LOG: &str = "Log";

/// What says that a number follows from the machine.
pub(super) const AUTO: &str = "auto";

/// What switches a duration off.
pub(super) const OFF: &str = "off";

/// Every setting, in the order of the help.
pub(super) const KEYS: [Key; 37] = [
    Key::of(PLACE, "store", "DIR", "", "The store's folder"),
    Key::of(PLACE, "in-memory", "", "false", "Keep what is written in memory only: the folder stays as it is")
        .kind(Kind::Switch)
        .check(is_switch),
    Key::of(PLACE, "address", "IP", "127.0.0.1", "The address; loopback unless you say otherwise").check(is_address),
    Key::of(PLACE, "port", "PORT", "7878", "The port; 0 takes a free one").kind(Kind::Number).check(is_port),
    Key::of(PLACE, "base-url", "URL", "", "The address that others see, such as that of a reverse proxy").check(is_url),
    Key::of(PLACE, "behind-proxy", "", "false", "Take a client for the last address of X-Forwarded-For; only where every request comes through a proxy that sets it")
        .kind(Kind::Switch)
        .check(is_switch),
    Key::of(LINKING, "target", "NAME", "", "A target of the shelf that names are reconciled with, beside the store; may be given more than once")
        .kind(Kind::Many),
    Key::of(LINKING, "targets", "DIR", "", "The shelf's folder; else that of your own data"),
    Key::of(ACCESS, "host", "NAME", "", "A host name that requests may use, beside those of this machine; may be given more than once")
        .kind(Kind::Many),
    Key::of(ACCESS, "token-file", "FILE", "", "The file whose text allows to write"),
    Key::of(ACCESS, "token", "SECRET", "", "The text that allows to write").kind(Kind::Secret),
    Key::of(ACCESS, "private", "", "false", "Let nobody read without a token").kind(Kind::Switch).check(is_switch),
    Key::of(ACCESS, "cors-origin", "ORIGIN", "", "The origin of pages that may read, and write with a token; may be given more than once")
        .kind(Kind::Many)
        .check(is_origin),
    Key::of(ACCESS, "cors-any-origin", "", "false", "Let pages of any origin read by GET, as the data are public")
        .kind(Kind::Switch)
        .check(is_switch),
    Key::of(ACCESS, "allow-remote", "URL", "", "An address that SERVICE and LOAD may ask; with * at its end, all that begin so; may be given more than once")
        .kind(Kind::Many),
    Key::of(ACCESS, "allow-remote-address", "IP", "", "An address of this machine or its network that such a name may stand for; may be given more than once")
        .kind(Kind::Many)
        .check(is_address),
    Key::of(ACCESS, "shapes", "FILE", "", "Refuse what brings violations that were not there before; by the shapes in FILE (Turtle), else the project's own")
        .kind(Kind::Maybe),
    Key::of(LIMITS, "timeout", "TIME", "60s", "The longest that an answer may take").check(is_duration),
    Key::of(LIMITS, "max-rows", "N", "1000000", "The most rows of an answer").kind(Kind::Number).check(is_number),
    Key::of(LIMITS, "max-memory", "SIZE", "1GiB", "The most memory that a question may hold").check(is_size),
    Key::of(LIMITS, "max-bytes", "SIZE", "1GiB", "The most bytes of an answer").check(is_size),
    Key::of(LIMITS, "buffer", "SIZE", "8MiB", "How much of an answer is gathered; a larger one is sent while it is made").check(is_size),
    Key::of(LIMITS, "stall", "TIME", "10s", "How long a client may leave an answer unread that is being made").check(is_duration),
    Key::of(LIMITS, "at-once", "N", AUTO, "How many answers are worked on at once; auto is two for each processor").kind(Kind::Number).check(is_number_or_auto),
    Key::of(LIMITS, "max-waiting", "N", "256", "How many requests may wait for their turn").kind(Kind::Number).check(is_number),
    Key::of(LIMITS, "client-running", "N", AUTO, "How many of them of one client are worked on at once; auto is three quarters of all").kind(Kind::Number).check(is_number_or_auto),
    Key::of(LIMITS, "client-waiting", "N", "64", "How many more of one client may wait").kind(Kind::Number).check(is_number),
    Key::of(LIMITS, "view-cache", "SIZE", "64MiB", "How much of views' answers is kept for who asks the same again; 0 keeps none").check(is_size),
    Key::of(CONNECTIONS, "connections", "N", "1024", "How many connections may be open").kind(Kind::Number).check(is_number),
    Key::of(CONNECTIONS, "header-timeout", "TIME", "30s", "How long the head of a request may take, and a connection lie idle").check(is_duration),
    Key::of(CONNECTIONS, "body-pause", "TIME", "10s", "How long nothing of a request's body may come").check(is_duration),
    Key::of(CONNECTIONS, "body-rate", "SIZE", "1KiB", "How much of a body has to come each second beyond that").check(is_size),
    Key::of(CONNECTIONS, "write-stall", "TIME", "30s", "How long a client may take nothing of what is sent").check(is_duration),
    Key::of(CONNECTIONS, "grace", "TIME", "30s", "How long what is being answered may go on when the server is to end").check(is_duration),
    Key::of(LOG, "log", "FORMAT", "text", "How the log is written to stderr: text, json or off").check(is_format),
    Key::of(LOG, "log-filter", "FILTER", "info", "What is logged, such as warn or milieu::access=off,info"),
    Key::of(LOG, "slow", "TIME", OFF, "Log what was asked by requests that take at least as long; off logs none").check(is_duration_or_off),
];

fn anything(text: &str) -> Result<(), String> {
    if text.is_empty() { Err("an empty text is no value".to_owned()) } else { Ok(()) }
}

pub(super) fn switch(text: &str) -> Result<bool, String> {
    text.parse().map_err(|_| format!("{text:?} is neither true nor false"))
}

pub(super) fn number(text: &str) -> Result<usize, String> {
    text.replace('_', "").parse().map_err(|_| format!("{text:?} is no number"))
}

pub(super) fn number_or_auto(text: &str) -> Result<Option<usize>, String> {
    let at_least_one =
        |number: usize| if number == 0 { Err("0 would answer nobody".to_owned()) } else { Ok(Some(number)) };
    if text == AUTO { Ok(None) } else { number(text).and_then(at_least_one) }
}

pub(super) fn duration(text: &str) -> Result<Duration, String> {
    humantime::parse_duration(text).map_err(|_| format!("{text:?} is no duration: write it like 500ms, 60s or 5min"))
}

pub(super) fn duration_or_off(text: &str) -> Result<Option<Duration>, String> {
    if text == OFF { Ok(None) } else { duration(text).map(Some) }
}

fn is_switch(text: &str) -> Result<(), String> {
    switch(text).map(drop)
}

fn is_number(text: &str) -> Result<(), String> {
    number(text).map(drop)
}

fn is_number_or_auto(text: &str) -> Result<(), String> {
    number_or_auto(text).map(drop)
}

fn is_duration(text: &str) -> Result<(), String> {
    duration(text).map(drop)
}

fn is_duration_or_off(text: &str) -> Result<(), String> {
    duration_or_off(text).map(drop)
}

fn is_size(text: &str) -> Result<(), String> {
    size::bytes_or_none(text).map(drop)
}

fn is_port(text: &str) -> Result<(), String> {
    text.parse::<u16>().map(drop).map_err(|_| format!("{text:?} is no port: it is a number from 0 to 65535"))
}

fn is_address(text: &str) -> Result<(), String> {
    let wrong = |_| format!("{text:?} is no address: write it like 127.0.0.1, 0.0.0.0 or ::1");
    text.parse::<std::net::IpAddr>().map(drop).map_err(wrong)
}

fn is_url(text: &str) -> Result<(), String> {
    let fits = ["http://", "https://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
    if fits {
        Ok(())
    } else {
        Err(format!("{text:?} is no address of a server: write it like https://clusters.example.org"))
    }
}

fn is_origin(text: &str) -> Result<(), String> {
    let wrong = || format!("{text:?} is no origin: write it like https://app.example.org, without a path");
    is_url(text).map_err(|_| wrong())?;
    let authority = text.split_once("://").map_or("", |(_, authority)| authority);
    if authority.contains(['/', '?', '#', '@', '*']) { Err(wrong()) } else { Ok(()) }
}

fn is_format(text: &str) -> Result<(), String> {
    if ["text", "json", OFF].contains(&text) {
        Ok(())
    } else {
        Err(format!("{text:?} is no format: text, json and off are"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_values() {
        for key in KEYS.iter().filter(|key| !key.default.is_empty()) {
            assert_eq!((key.check)(key.default), Ok(()), "{}", key.name);
        }
    }

    #[test]
    fn names_are_names_once() {
        let mut names: Vec<_> = KEYS.iter().map(|key| key.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), KEYS.len());
        assert_eq!(KEYS.iter().find(|key| key.name == "max-rows").unwrap().variable(), "MILIEU_MAX_ROWS");
    }

    #[test]
    fn what_is_no_value_is_told_with_the_way_out() {
        for (name, wrong) in [
            ("timeout", "soon"),
            ("max-rows", "-1"),
            ("at-once", "0"),
            ("port", "70000"),
            ("address", "localhost"),
            ("base-url", "clusters.example.org"),
            ("cors-origin", "*"),
            ("cors-origin", "https://app.example.org/page"),
            ("max-bytes", "12 parsec"),
            ("log", "xml"),
            ("in-memory", "maybe"),
            ("store", ""),
        ] {
            let key = KEYS.iter().find(|key| key.name == name).unwrap();
            assert!((key.check)(wrong).is_err(), "{name} takes {wrong:?}");
        }
    }
}
