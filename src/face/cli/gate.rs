//! `--shapes`: no commit that brings what the shapes forbid.

use std::path::PathBuf;

use clap::Args;

/// What a change is held against before it is kept.
#[derive(Debug, Args)]
pub(super) struct Gate {
    /// Refuse what brings violations that were not there before; by the shapes in FILE (Turtle), else the project's own
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    #[expect(clippy::option_option, reason = "left out, alone and with a file are three things")]
    shapes: Option<Option<PathBuf>>,
}

#[cfg(not(feature = "shacl"))]
mod shut {
    use super::super::exit::Usage;
    use super::Gate;

    impl Gate {
        pub(in super::super) fn open(&self) -> anyhow::Result<()> {
            if self.shapes.is_some() {
                return Err(Usage(
                    "this milieu was built without the feature \"shacl\", so it knows no shapes".to_owned(),
                )
                .into());
            }
            Ok(())
        }
    }
}

#[cfg(feature = "shacl")]
mod shut {
    use super::super::{output, validate};
    use super::Gate;
    use crate::ingest::Guard;
    use crate::shape::Shapes;
    use crate::snapshot::Snapshot;

    /// The shapes, if any were asked for.
    pub(in super::super) struct Check(Option<Shapes>);

    /// What is refused, and why, stands on stdout.
    #[derive(Debug, thiserror::Error)]
    #[error("it would bring {0} that the shapes forbid; nothing was changed")]
    struct Forbidden(String);

    impl Gate {
        pub(in super::super) fn open(&self) -> anyhow::Result<Check> {
            Ok(Check(self.shapes()?))
        }

        /// The shapes that were asked for.
        pub(in super::super) fn shapes(&self) -> anyhow::Result<Option<Shapes>> {
            self.shapes.as_ref().map(|file| validate::shapes(file.as_deref())).transpose()
        }
    }

    impl Guard for Check {
        fn admit(&self, before: &Snapshot, after: &Snapshot) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
            let Some(shapes) = &self.0 else { return Ok(()) };
            let report = shapes.newly(before, after)?;
            let forbidden: Vec<_> = report.violations().collect();
            if forbidden.is_empty() {
                return Ok(());
            }
            output::data(|out| validate::table(&forbidden, out))?;
            Err(Forbidden(super::super::talk::count(forbidden.len(), "violation")).into())
        }
    }
}
