//! Secrets of tokens, and the hashes that are kept of them.

use std::fmt;
use std::str::FromStr;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use super::entry::AccessError;

/// What secrets that we make begin with, so that one that leaked is found by who searches for it.
const PREFIX: &str = "milieu_";

/// OWASP's least for Argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// The secret of a token: 256 random bits, or what someone chose.
///
/// ```
/// use milieu::face::http::Secret;
///
/// let secret = Secret::random()?;
/// assert!(secret.reveal().starts_with("milieu_") && secret.reveal().len() == 71);
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
/// assert!(Secret::chosen("too short").is_err());
/// # Ok::<(), milieu::face::http::AccessError>(())
/// ```
pub struct Secret(String);

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn random() -> Result<Self, AccessError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| AccessError::Make(error.to_string()))?;
        Ok(Self(format!("{PREFIX}{}", crate::hex(&bytes))))
    }

    /// One that somebody has already, without the white space around it: 16 to 256 bytes.
    ///
    /// # Errors
    /// When it is too short or too long.
    pub fn chosen(text: &str) -> Result<Self, AccessError> {
        let text = text.trim();
        if !(16..=LONGEST).contains(&text.len()) {
            return Err(AccessError::Secret(text.len()));
        }
        Ok(Self(text.to_owned()))
    }

    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the configuration keeps of it, each time with a salt of its own.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn hash(&self) -> Result<SecretHash, AccessError> {
        let make = |error: &dyn fmt::Display| AccessError::Make(error.to_string());
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|error| make(&error))?;
        let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|error| make(&error))?;
        let hash: PasswordHash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_with_salt(self.0.as_bytes(), &salt)
            .map_err(|error| make(&error))?;
        Ok(SecretHash(hash))
    }
}

/// The longest secret that is looked at, in bytes.
pub(super) const LONGEST: usize = 256;

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// The Argon2id hash of a secret, as a PHC string.
///
/// ```
/// use milieu::face::http::{Secret, SecretHash};
///
/// let secret = Secret::random()?;
/// let written = secret.hash()?.to_string();
/// assert!(written.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
/// assert!(written.parse::<SecretHash>()?.is_of(secret.reveal()));
/// assert!("$2y$10$notargon".parse::<SecretHash>().is_err());
/// # Ok::<(), milieu::face::http::AccessError>(())
/// ```
#[derive(Clone)]
pub struct SecretHash(PasswordHash);

impl SecretHash {
    /// Whether it is the hash of `secret`. Takes some hundredths of a second and 19 MiB, as it is meant to.
    pub fn is_of(&self, secret: &str) -> bool {
        Argon2::default().verify_password(secret.as_bytes(), &self.0).is_ok()
    }
}

impl FromStr for SecretHash {
    type Err = AccessError;

    fn from_str(text: &str) -> Result<Self, AccessError> {
        let hash = PasswordHash::new(text.trim()).map_err(|error| AccessError::Hash(error.to_string()))?;
        if hash.algorithm.as_str() != "argon2id" || hash.salt.is_none() || hash.hash.is_none() {
            return Err(AccessError::Hash(format!("it is one of {}", hash.algorithm)));
        }
        Ok(Self(hash))
    }
}

impl fmt::Display for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHash(..)")
    }
}
