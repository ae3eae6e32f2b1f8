//! The second way to answer a query: over columns of term numbers, many rows at a time.

#![allow(dead_code, unused_imports, reason = "the evaluator still answers every query")]

mod aggregate;
mod chunk;
mod compare;
mod expression;
mod order;
mod value;
#[cfg(test)]
mod world;
