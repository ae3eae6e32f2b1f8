//! Running the command.

use assert_cmd::Command;

/// `milieu` with these arguments, undisturbed by the environment.
pub(crate) fn milieu(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milieu"));
    for name in ["MILIEU_STORE", "MILIEU_TARGETS", "MILIEU_TOKEN", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color").args(arguments);
    command
}

/// What the command wrote and exited with.
pub(crate) struct Said {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) exit: i32,
}

pub(crate) fn said(arguments: &[&str]) -> Said {
    given(arguments, "")
}

/// The same with `stdin`.
pub(crate) fn given(arguments: &[&str], stdin: &str) -> Said {
    let output = milieu(arguments).write_stdin(stdin).output().unwrap();
    Said {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        exit: output.status.code().unwrap(),
    }
}

/// What the command wrote to stdout when all went well.
#[track_caller]
pub(crate) fn out(arguments: &[&str]) -> String {
    let said = said(arguments);
    assert_eq!(said.exit, 0, "{arguments:?}: {}", said.err);
    said.out
}
