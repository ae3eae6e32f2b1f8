//! What a server does about those who mean it harm, over real HTTP; `docs/security.md` names these tests.
#![cfg(feature = "http")]

#[path = "http_security/access.rs"]
mod access;
#[path = "http_security/arbitrary.rs"]
mod arbitrary;
#[path = "http_security/browsers.rs"]
mod browsers;
#[path = "http_security/document.rs"]
mod document;
#[path = "http_security/documents.rs"]
mod documents;
#[cfg(feature = "federation")]
#[path = "http_security/federation.rs"]
mod federation;
#[path = "http_security/hostile.rs"]
mod hostile;
#[path = "http_security/hosts.rs"]
mod hosts;
#[path = "http_security/labels.rs"]
mod labels;
#[path = "http_security/raw.rs"]
mod raw;
#[path = "support/server.rs"]
mod server;
