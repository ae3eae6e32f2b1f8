//! Targets in every format that is read: samples of real form, faults told with line and value, files that break off, and any bytes at all.

#[path = "targets/arbitrary.rs"]
mod arbitrary;
#[path = "targets/faults.rs"]
mod faults;
#[path = "targets/samples.rs"]
mod samples;
#[path = "targets/support.rs"]
mod support;
