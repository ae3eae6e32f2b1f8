//! milieu
