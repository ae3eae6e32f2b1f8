//! Texts as literals of other languages, so that a line of code means what was meant whatever is in a value.

/// As one word of a POSIX shell.
pub(super) fn shell(text: &str) -> String {
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '=' | ',' | '@' | '%' | '+');
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// As a string of Python, R and JavaScript, which all read what JSON writes. R takes no NUL, and nothing else does either in an address.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// As a string of Rust.
pub(super) fn rust(text: &str) -> String {
    format!("{text:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_a_shell_is_only_text() {
        assert_eq!(shell("linkage/reach"), "linkage/reach");
        assert_eq!(shell("it's $(date) `x` \"y\""), "'it'\\''s $(date) `x` \"y\"'");
        assert_eq!(shell(""), "''");
        assert_eq!(shell("a&b"), "'a&b'");
    }
}
