//! The second way to answer a query: over columns of term numbers, many rows at a time.

mod chunk;
