//! The Reconciliation Service API over real HTTP: 0.2 and the draft of 1.0, held against their schemas and examples.
//!
//! Schemas and examples are looked for in the folder named by `MILIEU_SHARED_DATA`, else in `../shared/data`; where they are not, the tests
//! that need them are skipped by name.
#![cfg(feature = "http")]

#[path = "http_reconcile/draft.rs"]
mod draft;
#[path = "http_reconcile/examples.rs"]
mod examples;
#[path = "http_reconcile/openrefine.rs"]
mod openrefine;
#[path = "http_reconcile/origins.rs"]
mod origins;
#[path = "http_reconcile/refused.rs"]
mod refused;
#[path = "http_reconcile/ror.rs"]
mod ror;
#[path = "http_reconcile/schemas.rs"]
mod schemas;
#[path = "support/server.rs"]
mod server;
#[path = "link/shared.rs"]
mod shared;
#[path = "support/skip.rs"]
mod skip;
#[path = "http_reconcile/store.rs"]
mod store;
#[path = "http_reconcile/world.rs"]
mod world;
