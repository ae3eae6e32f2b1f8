//! Running a server, over real HTTP: whole answers, limits, turns, health, shutdown.
#![cfg(feature = "http")]

#[path = "http_operations/calls.rs"]
mod calls;
#[cfg(all(feature = "cli", unix))]
#[path = "http_operations/command.rs"]
mod command;
#[path = "http_operations/connections.rs"]
mod connections;
#[path = "http_operations/queries.rs"]
mod queries;
#[path = "http_operations/raw.rs"]
mod raw;
#[path = "support/server.rs"]
mod server;
#[path = "support/skip.rs"]
mod skip;
#[path = "http_operations/watched.rs"]
mod watched;
#[path = "http_operations/whole.rs"]
mod whole;
