//! The tokens that a server knows, and how it recognises one without hashing it for every request.

use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

use super::entry::{Role, Scope, TokenEntry};
use super::secret::LONGEST;
use super::throttle::Throttle;
use super::{By, Caller};
use crate::face::http::problem::Problem;

/// How many secrets are hashed at once: each takes 19 MiB and a processor.
const AT_ONCE: usize = 2;
/// How long a secret waits for its turn.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// A secret that the server was started with as it is; it allows everything.
#[derive(Clone)]
pub(in crate::face::http) struct Plain(pub(in crate::face::http) String);

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

type Digested = [u8; 32];

/// What a server knows of tokens.
pub(in crate::face::http) struct Tokens {
    entries: Arc<[TokenEntry]>,
    plain: Option<Digested>,
    /// Of this process alone, so that digests tell nothing outside it.
    key: [u8; 32],
    /// Secrets that were found right, by their keyed digest, with the number of their entry.
    remembered: Mutex<FxHashMap<Digested, usize>>,
    throttle: Mutex<Throttle>,
    hashing: Arc<Semaphore>,
}

impl Tokens {
    pub(in crate::face::http) fn new(entries: &[TokenEntry], plain: Option<&Plain>) -> Self {
        let mut key = [0; 32];
        getrandom::fill(&mut key).expect("the system gives random bytes");
        let mut tokens = Self {
            entries: entries.into(),
            plain: None,
            key,
            remembered: Mutex::default(),
            throttle: Mutex::default(),
            hashing: Arc::new(Semaphore::new(AT_ONCE)),
        };
        tokens.plain = plain.map(|Plain(secret)| tokens.digest(secret));
        tokens
    }

    /// Whether there is any token to be known by.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.plain.is_none()
    }

    /// Who shows `secret`; nobody if it is of no token. A client that shows many wrong ones has to wait, others have not.
    pub(super) async fn caller(&self, secret: &str, client: Option<IpAddr>) -> Result<Option<Caller>, Problem> {
        if secret.is_empty() || secret.len() > LONGEST {
            return Ok(None);
        }
        let digest = self.digest(secret);
        if self.plain.is_some_and(|plain| plain.ct_eq(&digest).into()) {
            return Ok(Some(Caller {
                name: "token".to_owned(),
                role: Some(Role::Admin),
                graphs: Scope::all(),
                by: By::Secret,
            }));
        }
        let remembered = lock(&self.remembered).get(&digest).copied();
        if let Some(entry) = remembered {
            return Ok(Some(self.of(entry)));
        }
        lock(&self.throttle).take(client, Instant::now()).map_err(wait)?;
        let Some(entry) = self.hashed(secret).await? else { return Ok(None) };
        lock(&self.throttle).give_back(client);
        lock(&self.remembered).insert(digest, entry);
        Ok(Some(self.of(entry)))
    }

    fn of(&self, entry: usize) -> Caller {
        let entry = &self.entries[entry];
        Caller { name: entry.name().to_owned(), role: Some(entry.role()), graphs: entry.graphs.clone(), by: By::Entry }
    }

    /// The entry whose hash is of `secret`, found away from the threads that serve.
    async fn hashed(&self, secret: &str) -> Result<Option<usize>, Problem> {
        if self.entries.is_empty() {
            return Ok(None);
        }
        let turn = tokio::time::timeout(LONGEST_WAIT, Arc::clone(&self.hashing).acquire_owned());
        let turn = turn.await.map_err(|_| Problem::busy(LONGEST_WAIT))?;
        let (entries, secret) = (Arc::clone(&self.entries), secret.to_owned());
        let found = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            entries.iter().position(|entry| entry.hash.is_of(&secret))
        });
        found.await.map_err(|error| Problem::internal(format!("the token could not be looked at: {error}")))
    }

    fn digest(&self, secret: &str) -> Digested {
        Sha256::new().chain_update(self.key).chain_update(secret).finalize().into()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait(how_long: Duration) -> Problem {
    let seconds = how_long.as_secs() + 1;
    let detail = "Too many tokens that are not known came from this address.";
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "tokens", "Too many wrong tokens", detail)
        .with("retry-after", seconds.to_string())
        .next(format!("Try again in {seconds} s."))
}

#[cfg(test)]
mod tests {
    use super::super::Secret;
    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap()
    }

    #[test]
    fn a_right_token_is_hashed_once_and_a_wrong_one_never_kept() {
        let secret = Secret::random().unwrap();
        let hash = secret.hash().unwrap().to_string();
        let entry = TokenEntry::new("team", &hash, Role::Write, ["graph:team"]).unwrap();
        let tokens = Tokens::new(&[entry], None);
        runtime().block_on(async {
            assert!(tokens.caller("milieu_wrong", None).await.unwrap().is_none());
            assert!(lock(&tokens.remembered).is_empty());
            let caller = tokens.caller(secret.reveal(), None).await.unwrap().unwrap();
            assert_eq!((caller.name.as_str(), caller.role), ("team", Some(Role::Write)));
            // With no turn left to hash, it is still known.
            tokens.hashing.close();
            assert!(tokens.caller(secret.reveal(), None).await.unwrap().is_some());
        });
    }

    #[test]
    fn whoever_guesses_waits_and_who_knows_does_not() {
        let tokens = Tokens::new(&[], Some(&Plain("open sesame".to_owned())));
        let client = "192.0.2.1".parse().ok();
        runtime().block_on(async {
            let mut answers = Vec::new();
            for guess in 0..12 {
                answers.push(tokens.caller(&format!("guess {guess}"), client).await.is_ok());
            }
            assert_eq!(answers.iter().filter(|answer| **answer).count(), 10);
            assert!(tokens.caller("open sesame", client).await.unwrap().is_some());
            assert!(tokens.caller("another", "192.0.2.2".parse().ok()).await.unwrap().is_none());
        });
        assert!(!format!("{:?}", Plain("open sesame".to_owned())).contains("sesame"));
    }

    #[test]
    fn a_token_is_only_itself() {
        let tokens = Tokens::new(&[], Some(&Plain("secret".to_owned())));
        runtime().block_on(async {
            assert!(tokens.caller("secret", None).await.unwrap().is_some());
            for other in ["", "secre", "secret ", "Secret", "tecres"] {
                assert!(tokens.caller(other, None).await.unwrap().is_none(), "{other:?}");
            }
        });
    }
}
