//! `--allow-remote`: what SERVICE and LOAD may ask.

use std::net::IpAddr;

use clap::Args;

/// What may be fetched from elsewhere.
#[derive(Debug, Args)]
#[command(next_help_heading = "Elsewhere")]
pub(super) struct Remote {
    /// An address that SERVICE and LOAD may ask, as in https://query.wikidata.org/sparql; with * at its end, all that begin so. May be given more than once
    #[arg(long, value_name = "URL")]
    allow_remote: Vec<String>,
    /// An address of this machine or its network (10.0.0.5) that such a name may stand for
    #[arg(long, value_name = "ADDRESS", requires = "allow_remote")]
    allow_remote_address: Vec<IpAddr>,
}

#[cfg(feature = "federation")]
mod open {
    use super::super::exit::Usage;
    use super::Remote;
    use crate::remote::{Allowed, Client};
    use crate::sparql::QueryOptions;

    impl Remote {
        /// The client for what is allowed, if anything is.
        pub(in super::super) fn client(&self) -> anyhow::Result<Option<Client>> {
            if self.allow_remote.is_empty() {
                return Ok(None);
            }
            let allowed = Allowed::new(&self.allow_remote).map_err(|error| Usage(error.to_string()))?;
            Ok(Some(Client::new(self.allow_remote_address.iter().fold(allowed, |allowed, at| allowed.address(*at)))))
        }

        /// `options` with what is allowed.
        pub(in super::super) fn with(&self, options: QueryOptions) -> anyhow::Result<QueryOptions> {
            Ok(QueryOptions { remote: self.client()?.map(std::sync::Arc::new), ..options })
        }
    }
}

#[cfg(not(feature = "federation"))]
mod shut {
    use super::super::exit::Usage;
    use super::Remote;
    use crate::sparql::QueryOptions;

    impl Remote {
        /// Says that this milieu asks nobody.
        pub(in super::super) fn with(&self, options: QueryOptions) -> anyhow::Result<QueryOptions> {
            if self.allow_remote.is_empty() && self.allow_remote_address.is_empty() {
                return Ok(options);
            }
            Err(Usage("this milieu was built without the feature \"federation\", so it asks nobody".to_owned()).into())
        }
    }
}
